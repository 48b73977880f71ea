"""Formulas in plain English: the alternative text that print gives to what it draws.

The words follow what speech engines have made usual (ClearSpeak, MathSpeak): a part of one symbol is said as it is, a
longer one with its end, so that ``a/b+c`` and ``a/(b+c)`` sound different.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import fromstring

from builder.render.speechtree import SCRIPTS, core_of, is_minus_one, is_name, is_plain, is_simple, name_of, only_text
from builder.render.speechwords import ACCENTS, BIG_OPERATORS, FUNCTIONS, OPERATORS, POWERS, letter, symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_FENCES: Final = {
    "⌊": ("⌋", "the floor of", "end floor"),
    "⌈": ("⌉", "the ceiling of", "end ceiling"),
    "|": ("|", "the absolute value of", "end absolute value"),
    "‖": ("‖", "the norm of", "end norm"),
    "(": (")", "open paren", "close paren"),
    "[": ("]", "open bracket", "close bracket"),
    "{": ("}", "open brace", "close brace"),
    "⟨": ("⟩", "open angle", "close angle"),
}
_BARS: Final = frozenset("|∣")
_SETS: Final = frozenset("∩∪∖⧵")
_PROBABILITIES: Final = frozenset("P p q Q H I E 𝔼 ℙ Pr f π Var Cov D KL".split())
_APPLIED: Final = _PROBABILITIES | frozenset("g h F G L J O Θ Ω σ φ ϕ ψ ℒ".split())
"""Names that are said ``… of`` when a bracket follows: usually functions, where another letter would be a factor."""

_FRACTIONS: Final = {"2": "half", "3": "third", "4": "quarter", "5": "fifth", "8": "eighth", "10": "tenth"}
_COUNTS: Final = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "7": "seven", "9": "nine"}
_ROOTS: Final = {"2": "square", "3": "cube"}
_BRACES: Final = frozenset("⏞⏟⎴⎵⏜⏝")
_WIDE: Final = 1.0
"""From this width on, in em, a space parts two formulas, and is said as a pause."""


def speak(mathml: str) -> str:
    """Return the formula that *mathml*, as `builder.render.math.mathml` writes it, in English words.

    An element that has no words here is said as ``unknown`` and its name, and listed by `unspoken`.
    """
    said = _say(_parse(mathml))
    return re.sub(r"(?:\s*([,;:]))+", r"\1", " ".join(said.split())).strip(" ,;")


def unspoken(mathml: str) -> tuple[str, ...]:
    """Return the names of the elements of *mathml* that `speak` has no words for, each once."""
    return tuple(dict.fromkeys(element.tag for element in _parse(mathml).iter() if element.tag not in _SAYERS))


def _parse(mathml: str) -> Element:
    """Return the tree, with names without name space."""
    root = fromstring(mathml)  # noqa: S314  # The build's own output.
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
    return root


def _say(element: Element) -> str:
    """Return *element* in words."""
    sayer = _SAYERS.get(element.tag)
    return sayer(element) if sayer else f"unknown {element.tag} {_row(list(element))}"


def _row(nodes: Sequence[Element], *, bar: str = "") -> str:
    """Return a row of *nodes*; a lone bar in it is said as *bar*."""
    words: list[str] = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        end = _fence_end(nodes, index)
        if end:
            before = nodes[index - 1] if index else None
            words.append(_fenced(nodes[index : end + 1], before))
            index = end
            words.append(_times(nodes, index))
        elif _is_table_of_cases(nodes, index):
            words.append(_cases(nodes[index + 1]))
            index += 1
        elif bar and node.tag == "mo" and node.text in _BARS:
            words.append(bar)
        else:
            words.append(_say(node))
            words.append(_of(nodes, index))
        index += 1
    return " ".join(words)


def _fence_end(nodes: Sequence[Element], index: int) -> int:
    """Return the index of the bracket that closes the one at *index*, itself or as the base of scripts; 0 for none."""
    opening = nodes[index].text or ""
    if nodes[index].tag != "mo" or opening not in _FENCES:
        return 0
    closing = _FENCES[opening][0]
    depth = 0
    for position in range(index + 1, len(nodes)):
        text = core_of(nodes[position]).text or "" if core_of(nodes[position]).tag == "mo" else ""
        if text == closing and depth == 0:
            return position
        depth += (text == opening) - (text == closing)
    return 0


def _fenced(nodes: Sequence[Element], before: Element | None) -> str:
    """Return what stands between two brackets, and the scripts on the second one."""
    opening, inside, last = nodes[0].text or "", nodes[1:-1], nodes[-1]
    _, start, end = _FENCES[opening]
    scripts = _all_scripts(last)
    table = [node for node in inside if node.tag == "mtable"]
    if len(inside) == 1 and table:
        return f"{_matrix(table[0], 'determinant' if opening == '|' else 'matrix')} {scripts}"
    if len(inside) == 1 and inside[0].get("linethickness") == "0":
        return f"{_say(inside[0])} {scripts}"
    function = core_of(before) if before is not None and opening in "([" else None
    bar = "given" if function is not None and function.text in _PROBABILITIES else "such that" if opening == "{" else ""
    content = _row(inside, bar=bar)
    if opening == "|" and any(node.text in _SETS for node in inside):
        start, end = "the size of", "end size"
    if function is not None and _is_function(function) and not scripts and all(map(is_plain, inside)):
        return content
    if opening in "|‖⌊⌈" and len(inside) == 1 and is_simple(inside[0]):
        return f"{start} {content} {scripts}"
    return f"{start} {content} {end} {scripts}"


def _of(nodes: Sequence[Element], index: int) -> str:
    """Return ``of`` where the node at *index* is applied to what follows."""
    core = core_of(nodes[index])
    following = nodes[index + 1] if index + 1 < len(nodes) else None
    if following is None:
        return ""
    name = name_of(core)
    if core.text in BIG_OPERATORS or (core.tag == "mo" and name in FUNCTIONS and name != "mod"):
        return "of"
    has_argument = following.tag == "mo" and following.text in ("(", "[")
    return "of" if has_argument and _is_function(core) else ""


def _is_function(core: Element) -> bool:
    """Say whether *core* is applied to a bracket behind it, rather than multiplied with it."""
    return core.text in _APPLIED or (core.tag == "mo" and is_name(core))


def _all_scripts(element: Element) -> str:
    """Return all scripts on the innermost base of *element*."""
    return f"{_all_scripts(element[0])} {_scripts(element)}" if element.tag in SCRIPTS else ""


def _times(nodes: Sequence[Element], index: int) -> str:
    """Return ``times`` where a factor follows the closing bracket at *index*: a listener hears no bracket."""
    following = next((node for node in nodes[index + 1 :] if node.tag != "mspace"), None)
    if following is None or nodes[index].tag == "mtable":
        return ""
    core = core_of(following)
    factor = core.tag in ("mi", "mn", "mfrac", "msqrt", "mroot") or (core.tag == "mo" and core.text in ("(", "["))
    return "times" if factor or (core.tag == "mo" and is_name(core) and core.text != "mod") else ""


def _part(element: Element, start: str, end: str) -> str:
    """Return *element* behind *start*; with *end* if one cannot hear where it ends."""
    said = f"{start} {_say(element)}"
    return said if is_simple(element) else f"{said} {end}"


def _identifier(element: Element) -> str:
    """Return an identifier."""
    text = element.text or ""
    if len(text) == 1:
        return letter(text) or symbol(text)
    return " ".join("prime" for _ in text) if set(text) == {"′"} else text


def _operator(element: Element) -> str:
    """Return an operator."""
    text = element.text or ""
    if element.get("form") == "prefix" and text in "−-" and text:
        return "negative"
    if is_name(element):
        return FUNCTIONS.get(name_of(element), name_of(element))
    return OPERATORS.get(text) or " ".join(letter(character) or symbol(character) for character in text)


def _number(element: Element) -> str:
    """Return a number, of whatever alphabet, in plain digits."""
    return unicodedata.normalize("NFKC", element.text or "")


def _text(element: Element) -> str:
    """Return text as it is."""
    return element.text or ""


def _fraction(element: Element) -> str:
    """Return a fraction or a binomial coefficient."""
    above, below = element
    if element.get("linethickness") == "0":
        said = f"{_say(above)} choose {_say(below)}"
        return said if is_simple(above) and is_simple(below) else f"the binomial {said} end binomial"
    top, bottom = only_text(above), only_text(below)
    if top in _COUNTS and bottom in _FRACTIONS:
        return f"{_COUNTS[top]} {_FRACTIONS[bottom]}{'' if top == '1' else 's'}".replace("halfs", "halves")
    if is_simple(above) and is_simple(below):
        return f"{_say(above)} over {_say(below)}"
    return f"the fraction {_say(above)} over {_say(below)} end fraction"


def _square_root(element: Element) -> str:
    """Return a square root."""
    said = f"the square root of {_row(list(element))}"
    return said if len(element) == 1 and is_simple(element[0]) else f"{said} end root"


def _root(element: Element) -> str:
    """Return a root of any order."""
    degree = _ROOTS.get(only_text(element[1])) or f"{_say(element[1])}-th"
    return _part(element[0], f"the {degree} root of", "end root")


def _scripted(element: Element) -> str:
    """Return a base with what stands below and above it."""
    base = element[0]
    if base.tag == "mrow" and len(base) and base[-1].text in _BARS and base[0].text not in _BARS:
        return f"{_row(base[:-1])} evaluated at {_say(element[1])}"
    accent = ACCENTS.get(element[-1].text or "") if element.tag in ("mover", "munder") else None
    if accent and not is_simple(base):
        return f"{accent} {'over' if element.tag == 'mover' else 'under'} {_say(base)} end {accent}"
    if base.text == "log" and element.tag == "msub":
        return _part(element[1], "log base", "end base")
    if element.tag == "msup" and base.tag == "mo" and is_name(base) and is_minus_one(element[1]):
        return f"inverse {_say(base)}"
    return f"{_say(base)} {_scripts(element)}"


def _scripts(element: Element) -> str:
    """Return what stands below and above a base, without the base."""
    if element.tag not in SCRIPTS:
        return ""
    core = core_of(element)
    below = element[1] if element.tag in ("msub", "msubsup", "munder", "munderover") else None
    above = element[-1] if element.tag in ("msup", "msubsup", "mover", "munderover") else None
    if core.tag == "mo" and ((core.text or "") in BIG_OPERATORS or (is_name(core) and below is not None)):
        return _limits(core, below, above)
    if element.tag in ("munder", "mover", "munderover"):
        return _marks(element, below, above)
    words = []
    if below is not None:
        words.append(_part(below, "sub", "end sub"))
    if above is not None:
        words.append(_power(above))
    return " ".join(words)


def _limits(core: Element, below: Element | None, above: Element | None) -> str:
    """Return the limits of a sum, an integral, a limit or a maximum."""
    if name_of(core) in ("lim", "lim sup", "lim inf") and below is not None:
        return f"as {_say(below).replace(' to ', ' goes to ', 1)}"
    if below is not None and above is not None:
        return f"from {_say(below)} to {_say(above)}"
    if below is not None:
        return f"over {_say(below)}"
    return f"to {_say(above)}" if above is not None else ""


def _power(above: Element) -> str:
    """Return a superscript: a power, unless it is a mark like a prime or a star."""
    text = only_text(above)
    if text in POWERS:
        return POWERS[text]
    if text in ("⊤", "T", "⊺"):
        return "transposed"
    if is_minus_one(above):
        return "inverse"
    if text in ("∗", "*", "⋆", "†", "+", "−", "°", "∘") or (text and set(text) <= set("′″‴⁗")):
        return {"∘": "degrees", "†": "dagger"}.get(text) or _say(above)
    if len(above) and above[0].text == "(":
        return f"superscript {_say(above)}"
    return f"to the {_say(above)}" if is_simple(above) else f"to the power {_say(above)} end power"


def _marks(element: Element, below: Element | None, above: Element | None) -> str:
    """Return accents, braces and labels on the base of *element*."""
    words = []
    for place, mark in (("below", below), ("above", above)):
        if mark is None:
            continue
        text = mark.text or "" if mark.tag == "mo" else ""
        if text in _BRACES:
            words.append(f"with a brace {place}")
        elif text in ACCENTS and (element.get("accent") or element.get("accentunder")):
            words.append(ACCENTS[text])
            words.append("below" if place == "below" else "")
        elif any(part.text in _BRACES for part in element[0]):
            words.append(f"labelled {_say(mark)}")
        else:
            words.append(f"with {_say(mark)} {place}")
    return " ".join(words)


def _is_table_of_cases(nodes: Sequence[Element], index: int) -> bool:
    """Say whether an opening brace and a table, the form of ``cases``, stand at *index*."""
    following = nodes[index + 1] if index + 1 < len(nodes) else None
    return nodes[index].text == "{" and following is not None and following.tag == "mtable"


def _cases(table: Element) -> str:
    """Return the rows of a definition by cases."""
    rows = "; ".join(", ".join(_row(list(cell)) for cell in row) for row in table)
    return f"{len(table)} cases: {rows}; end cases"


def _matrix(table: Element, name: str) -> str:
    """Return a matrix or a determinant, row by row."""
    columns = max((len(row) for row in table), default=0)
    rows = "; ".join(f"row {number}: {', '.join(_row(list(c)) for c in row)}" for number, row in enumerate(table, 1))
    return f"the {len(table)} by {columns} {name}, {rows}; end {name}"


def _lines(table: Element) -> str:
    """Return a table without brackets: the lines of an alignment."""
    return "; ".join(" ".join(_row(list(cell)) for cell in row) for row in table)


def _space(element: Element) -> str:
    """Return a wide space as a pause."""
    width = element.get("width", "")
    return "," if width.endswith("em") and float(width[:-2]) >= _WIDE else ""


def _children(element: Element) -> str:
    """Return a row."""
    return _row(list(element))


def _nothing(_element: Element) -> str:
    """Return nothing, for what is not seen."""
    return ""


_SAYERS: Final[dict[str, Callable[[Element], str]]] = {
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded", "mtd", "mtr"), _children),
    **dict.fromkeys(SCRIPTS, _scripted),
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _text,
    "mspace": _space,
    "mphantom": _nothing,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _lines,
}
"""The words for each element that the tree of a formula can have."""
