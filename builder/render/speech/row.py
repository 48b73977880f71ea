"""What is said of a row: its parts one by one, and the ``of``, ``times`` and pauses that a reader puts between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.render.speech.tree import (
    FENCED,
    LOOSE,
    ROLE,
    begins_operand,
    core_of,
    derivative_signs,
    ends_openly,
    is_common_fraction,
    is_factor,
    is_name,
    is_operand,
    is_symbol,
    is_vector,
    name_of,
    parts_of,
)
from builder.render.speech.words import BIG_OPERATORS, FUNCTIONS, UNITS, symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

Say = Callable[[Element], str]
"""What says a part of a formula."""

_ARROWS: Final = frozenset("→⟶")
_DOTS: Final = frozenset("…⋯")
_QUANTIFIERS: Final = frozenset("∀∃")
_NOUNS: Final = frozenset("ℜℑ𝔼ℙ𝟙")
_PERPENDICULAR: Final = frozenset("⊥⟂")


@dataclass(frozen=True, slots=True)
class Manner:
    """How signs are said that mean one thing here and another there; an empty word stands for the usual one."""

    bar: str = ""
    double_bar: str = ""
    colon: str = ""
    comma: str = ","
    semicolon: str = ";"
    times: str = ""
    arrow: str = ""
    equivalent: str = ""
    brief: bool = False
    """Relations are said without their verb: ``i not equal to j``."""


PLAIN: Final = Manner()
INDEX: Final = Manner(brief=True)
"""In a subscript."""

LIMIT: Final = Manner(colon="such that", bar="given", brief=True)
"""Below a sum, a maximum or an expected value."""


def said_row(parts: Sequence[Element], say: Say, manner: Manner = PLAIN) -> str:
    """Return *parts*, a row in the form of `form.said_form`, in words."""
    if _is_mapping(parts) and not manner.colon:
        manner = replace(manner, colon="from", arrow="to")
    if any(core_of(part).get(ROLE) == "modulus" for part in parts):
        manner = replace(manner, equivalent="is congruent to")
    said = [_said(parts, index, say, manner) for index in range(len(parts))]
    words = [
        word
        for index in range(len(parts))
        for word in (said[index], _joint(parts, index, "".join(said[index + 1 :][:1])))
    ]
    return " ".join(filter(None, words))


def said_part(element: Element, say: Say) -> str:
    """Return *element*, an argument that may be empty: that nothing stands there is said, too."""
    said = say(element)
    return said if said.strip(" ,") else "nothing"


def is_size(parts: Sequence[Element]) -> bool:
    """Say whether *parts* are a size such as ``3 × 3``: symbols with nothing but crosses between them."""
    if len(parts) < 3 or len(parts) % 2 == 0:
        return False
    crossed = all(part.text == "×" for part in parts[1::2])
    return crossed and all(part.tag in ("mi", "mn", "msub") and is_symbol(part) for part in parts[::2])


def function_words(name: str) -> str:
    """Return what the function *name* is called before what it is applied to."""
    return FUNCTIONS.get(name, name)


def bare_name(name: str) -> str:
    """Return what the function *name* is called where it is applied to nothing, as in a subscript."""
    words = function_words(name)
    return name if words.startswith("the ") else words


def _is_mapping(parts: Sequence[Element]) -> bool:
    """Say whether *parts* tell from where to where a function goes: a colon, and an arrow behind it."""
    texts = [part.text for part in parts if part.tag == "mo" and (part.text == ":" or part.text in _ARROWS)]
    return len(texts) == 2 and texts[0] == ":" != texts[1]


def _said(parts: Sequence[Element], index: int, say: Say, manner: Manner) -> str:
    """Return the part at *index*."""
    part = parts[index]
    if part.tag == "mo":
        return _operator(parts, index, manner)
    if is_name(part) and begins_operand(parts, index + 1):
        return function_words(name_of(part))
    return _unit(parts, index) or say(part)


def _operator(parts: Sequence[Element], index: int, manner: Manner) -> str:
    """Return an operator by what stands around it."""
    text = parts[index].text or ""
    said: dict[str, str] = {
        **dict.fromkeys("|∣", manner.bar),
        "‖": manner.double_bar,
        ":": manner.colon or _colon(parts, index),
        ",": _comma(parts, index, manner),
        ";": manner.semicolon,
        "≡": manner.equivalent,
        "×": manner.times or _cross(parts, index),
        **dict.fromkeys(_ARROWS, manner.arrow),
        **dict.fromkeys("⋅·", _dot(parts, index)),
        **dict.fromkeys("/∕", _slash(parts, index)),
        **dict.fromkeys(_DOTS, _dots(parts, index)),
    }
    if said.get(text):
        return said[text]
    if text == "." and index == len(parts) - 1:
        return ""
    if text in _PERPENDICULAR and _is_text(parts, index + 1, _PERPENDICULAR):
        return "is independent of"
    if text in _PERPENDICULAR and _is_text(parts, index - 1, _PERPENDICULAR):
        return ""
    if text == "∇" and begins_operand(parts, index + 1):
        return "the gradient"
    word = symbol(text) if text else ""
    return word.removeprefix("is ") if manner.brief or _is_text(parts, index - 2, _QUANTIFIERS) else word


def _is_text(parts: Sequence[Element], index: int, texts: frozenset[str]) -> bool:
    """Say whether an operator of *texts* stands at *index*."""
    return 0 <= index < len(parts) and parts[index].tag == "mo" and parts[index].text in texts


def _around(parts: Sequence[Element], index: int) -> tuple[Element | None, Element | None]:
    """Return what stands before and behind *index*."""
    return (parts[index - 1] if index else None, parts[index + 1] if index + 1 < len(parts) else None)


def _colon(parts: Sequence[Element], index: int) -> str:
    """Return the colon of a ratio of numbers."""
    before, after = _around(parts, index)
    return "to" if before is not None and after is not None and before.tag == after.tag == "mn" else ""


def _comma(parts: Sequence[Element], index: int, manner: Manner) -> str:
    """Return a comma; nothing where ``and so on up to`` has been said before it."""
    after_dots = index > 1 and _is_dots(parts[index - 1]) and _is_text(parts, index - 2, frozenset(","))
    return " " if after_dots and index + 1 < len(parts) else manner.comma


def _is_dots(part: Element) -> bool:
    """Say whether *part* are the dots of a list."""
    return part.tag in ("mi", "mo") and part.text in _DOTS


def _dots(parts: Sequence[Element], index: int) -> str:
    """Return dots: of a list what they stand for, else as they are."""
    if not _is_text(parts, index - 1, frozenset(",")):
        return "dot dot dot"
    return "and so on up to" if _is_text(parts, index + 1, frozenset(",")) and index + 2 < len(parts) else "and so on"


def _dot(parts: Sequence[Element], index: int) -> str:
    """Return a dot: between vectors their product, alone what may be put in."""
    before, after = _around(parts, index)
    if before is None or after is None or not is_operand(before) or not begins_operand(parts, index + 1):
        return "dot"
    return "dot" if is_vector(before) and is_vector(after) else "times"


def _cross(parts: Sequence[Element], index: int) -> str:
    """Return a cross: between vectors their product."""
    before, after = _around(parts, index)
    vectors = before is not None and after is not None and is_vector(before) and is_vector(after)
    return "cross" if vectors or (before is not None and before.text == "∇") else "times"


def _slash(parts: Sequence[Element], index: int) -> str:
    """Return a slash: between units it is ``per``."""
    return "per" if _is_unit(parts, index - 1) and index + 1 < len(parts) and parts[index + 1].text in UNITS else ""


def _is_unit(parts: Sequence[Element], index: int) -> bool:
    """Say whether a unit stands at *index*: upright, behind a number or behind ``per``."""
    if index < 1 or parts[index].text not in UNITS or not _is_upright(parts[index]):
        return False
    before = parts[index - 1]
    return core_of(before).tag == "mn" or (_is_text(parts, index - 1, frozenset("/")) and _is_unit(parts, index - 2))


def _is_upright(part: Element) -> bool:
    """Say whether *part* is set upright, as units are."""
    return part.tag == "mtext" or (
        part.tag == "mi" and (len(part.text or "") > 1 or part.get("mathvariant") == "normal")
    )


def _unit(parts: Sequence[Element], index: int) -> str:
    """Return the unit at *index*, in the singular behind a one and behind ``per``; nothing if none stands there."""
    if not _is_unit(parts, index):
        return ""
    words = UNITS[parts[index].text or ""]
    is_one = parts[index - 1].tag == "mo" or parts[index - 1].text == "1"
    return words.removesuffix("s") if is_one else words


def _joint(parts: Sequence[Element], index: int, next_said: str) -> str:
    """Return what a reader says between the part at *index* and the next one, which is *next_said*."""
    if index + 1 >= len(parts):
        return ""
    part, following = parts[index], core_of(parts[index + 1])
    if following.get(ROLE) == "arguments" or (_takes_operand(part) and begins_operand(parts, index + 1)):
        return "of"
    if part.tag == "mn" and (part.text or "").isdecimal() and is_common_fraction(parts[index + 1]):
        return "and"
    if _is_unit(parts, index + 1):
        return ""
    if not is_factor(parts, index + 1) and following.text != "∇":
        return ""
    is_phrase = following.tag == FENCED or next_said.startswith("the ")
    begins_phrase = is_phrase and is_operand(part) and LOOSE not in part.attrib
    return "times" if ends_openly(part) or begins_phrase else ""


def _takes_operand(part: Element) -> bool:
    """Say whether *part* is said to be ``of`` what follows it: a sum, a function, a gradient, ``d by d x``."""
    core = core_of(part)
    text = core.text or ""
    if core.tag in ("mi", "mn") and (is_name(core) or text in _NOUNS):
        return name_of(core) != "mod"
    if core.tag == "mo":
        return text in BIG_OPERATORS or (text == "∇" and part.tag in ("mo", "msub"))
    return bool(derivative_signs(part)) and len(parts_of(part[0])) == 1


def pieces(parts: Sequence[Element], marks: str) -> Iterator[list[Element]]:
    """Yield the stretches of *parts* between the operators that *marks* names."""
    piece: list[Element] = []
    for part in parts:
        if part.tag == "mo" and part.text and part.text in marks:
            yield piece
            piece = []
        else:
            piece.append(part)
    yield piece
