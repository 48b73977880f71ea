"""The brackets and bars of a row, paired: each pair is one element that holds what stands between the two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.render.mathtree import FUNCTION
from builder.render.speech.tree import (
    APART,
    DIVERGENCE,
    FENCED,
    LOOSE,
    ROLE,
    core_of,
    is_divergence,
    is_name,
    is_operand,
    is_plain_list,
    is_short_power,
    name_of,
    scripts_of,
    text_of,
)
from builder.render.speech.words import APPLIED, TRANSPOSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PAIRS: Final = {"(": ")]", "[": ")]", "{": "}", "⌊": "⌋⌉", "⌈": "⌉⌋", "⟨": "⟩", "⟮": "⟯", "⟦": "⟧"}
_BARS: Final = frozenset("|‖")
_COMPOSED: Final = frozenset("∘∗*⋆")
"""What makes one function of two."""


def paired(parts: Iterable[Element]) -> list[Element]:
    """Return *parts*, the heard parts of a row, with brackets and bars as `FENCED` that know their `ROLE`."""
    return list(_with_roles(_in_bars(_in_brackets(parts))))


def is_fence(element: Element) -> bool:
    r"""Say whether *element* was written with ``\left`` or ``\right``."""
    return element.tag == "mo" and element.get("fence") == "true" and element.get("form") in ("prefix", "postfix")


def _in_brackets(parts: Iterable[Element]) -> list[Element]:
    """Return *parts* with all that stands between two brackets as one."""
    openers: list[Element] = []
    rows: list[list[Element]] = [[]]
    for part in parts:
        core = core_of(part)
        if part is core and _opens(core):
            openers.append(core)
            rows.append([])
        elif openers and _closes(core, openers[-1]):
            inside = rows.pop()
            rows[-1].append(_fence(openers.pop(), _in_bars(inside), part))
        else:
            rows[-1].append(part)
    while openers:
        opener, inside = openers.pop(), rows.pop()
        is_cases = opener.text == "{" and inside and inside[0].tag == "mtable"
        rows[-1] += [_fenced("{", "", inside[:1]), *inside[1:]] if is_cases else [opener, *inside]
    return rows[0]


def _opens(core: Element) -> bool:
    """Say whether *core* is an opening bracket."""
    return core.tag == "mo" and (core.text in _PAIRS or (is_fence(core) and core.get("form") == "prefix"))


def _closes(core: Element, opener: Element) -> bool:
    """Say whether *core* is the bracket that closes *opener*; those that grow pair with whatever stands there."""
    if core.tag != "mo":
        return False
    if is_fence(core) and core.get("form") == "postfix" and is_fence(opener):
        return True
    return bool(core.text) and (core.text or "") in _PAIRS.get(opener.text or "", "")


def _fence(opener: Element, inside: Sequence[Element], closer: Element) -> Element:
    """Return a pair of brackets as one element: the base of the scripts of *closer*, if it has any."""
    core = core_of(closer)
    fenced = _fenced(opener.text or "", core.text or "", list(_with_roles(inside)))
    if APART in opener.attrib:
        fenced.set(APART, "true")
    if closer is core:
        return fenced
    element = closer
    while element[0] is not core:
        element = element[0]
    element[0] = fenced
    return closer


def _fenced(opening: str, closing: str, inside: Sequence[Element]) -> Element:
    """Return a new pair of brackets."""
    element = Element(FENCED, {"open": opening, "close": closing})
    element.extend(inside)
    return element


def _in_bars(parts: Sequence[Element]) -> list[Element]:
    """Return *parts* with all that stands between two bars as one; a bar that parts two things stays."""
    parts = list(_doubled(parts))
    left = Counter(core_of(part).text for part in parts if _is_bar(part))
    openers: list[Element] = []
    rows: list[list[Element]] = [[]]
    for part in parts:
        if not _is_bar(part):
            rows[-1].append(part)
            continue
        text = core_of(part).text
        left[text] -= 1
        follows = is_operand(rows[-1][-1] if rows[-1] else None)
        if openers and openers[-1].text == text and follows:
            inside = rows.pop()
            rows[-1].append(_fence(openers.pop(), inside, part))
        elif part is core_of(part) and (left[text] % 2 == 1 if follows else left[text] > 0):
            openers.append(part)
            rows.append([])
        else:
            rows[-1].append(part)
    while openers:
        inside = rows.pop()
        rows[-1] += [openers.pop(), *inside]
    return rows[0]


def _doubled(parts: Sequence[Element]) -> Iterator[Element]:
    """Yield *parts* with two bars side by side made the one sign that they stand for, but those of ``|a||b|``.

    Of an odd number of bars one parts two things, as in ``{x | |x| < 1}``.
    """
    single = double = False
    can_pair = sum(_is_bar(part) and core_of(part).text == "|" for part in parts) % 2 == 0
    index = 0
    while index < len(parts):
        part = parts[index]
        if not (_is_bar(part) and core_of(part).text == "|"):
            yield part
            index += 1
            continue
        following = parts[index + 1] if index + 1 < len(parts) else part
        follows = is_operand(parts[index - 1] if index else None)
        paired = can_pair and following is not part and _is_bar(following) and core_of(following).text == "|"
        if paired and part is core_of(part) and not (follows and single):
            double = not (follows and double)
            core_of(following).text = "‖"
            yield following
            index += 2
        else:
            single = not (follows and single)
            yield part
            index += 1


def _is_bar(part: Element) -> bool:
    """Say whether *part* is a bar, with scripts or without."""
    core = core_of(part)
    return core.tag == "mo" and core.text in _BARS


def _with_roles(parts: Sequence[Element]) -> Iterator[Element]:
    """Yield *parts*; brackets among them know what they are to what stands before them."""
    before: Element | None = None
    for part in parts:
        core = core_of(part)
        is_binomial = len(core) == 1 and core[0].get("linethickness") == "0"
        if core.tag == FENCED and len(core) and name_of(core[0]) == "mod":
            core.set(ROLE, "modulus")
        elif core.tag == FENCED and before is not None and not is_binomial:
            if before.text in ("∈", "∉"):
                core.set(ROLE, "range")
            elif core.get("open") in ("(", "[", "{") and _is_applied(before, core):
                core.set(ROLE, "arguments")
                _name_function(before, core)
        yield part
        before = part


def _name_function(before: Element, fenced: Element) -> None:
    """Note what the arguments of *before* tell of it: ``E[…]`` is an expected value, ``KL(p‖q)`` a divergence."""
    core = core_of(before)
    if core.text == "E" and fenced.get("open") == "[":
        core.text = "𝔼"
        core.attrib.pop(FUNCTION, None)
    if core.text in ("KL", "JS") and any(part.text == "‖" for part in fenced):
        core.text = f"the {core.text} divergence"
        fenced.set(DIVERGENCE, "true")
    if is_divergence(before):
        fenced.set(DIVERGENCE, "true")


def _is_applied(before: Element, fenced: Element) -> bool:
    """Say whether *before* is applied to the brackets behind it, rather than multiplied with them.

    Names and the usual letters of functions always are, unless a power stands at them; other letters where what follows
    looks like arguments.
    """
    core, above = core_of(before), scripts_of(before)[1]
    text = core.text or ""
    is_accented = before.tag == "mover" and above is not None and above.tag == "mo"
    is_raised = above is not None and not is_accented and not is_short_power(before, above) and above.tag != FENCED
    if (is_raised or (above is not None and text_of(above) in TRANSPOSE)) and not is_name(core):
        return False
    if core.tag == "mi" and (is_name(core) or text in APPLIED or text in "𝔼ℙ𝟙"):
        return name_of(core) != "mod" and (fenced.get("open") != "{" or text in "𝔼ℙ𝟙")
    if core.tag == "mi" and len(text) > 1 and text.isalpha() and not text.isupper() and fenced.get("open") != "{":
        # A name set upright, as `softmax`; capitals alone may well be a count, as `TP`.
        return True
    if text in ("𝟙", "𝟏") and core.tag == "mn":
        return True
    if core.tag == FENCED and any(part.tag == "mo" and part.text in _COMPOSED for part in core):
        return is_plain_list(list(fenced))
    if (
        core.tag not in ("mi", "mtext")
        or not text[:1].isalpha()
        or LOOSE in core.attrib
        or APART in fenced.attrib
        or not len(fenced)
    ):
        return False
    has_list = any(part.tag == "mo" and part.text in (*",;∣|‖",) for part in fenced)
    return fenced.get("open") == "(" and (has_list or is_plain_list(list(fenced)))
