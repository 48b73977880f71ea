"""Questions that one asks of a part of a formula before one says it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from builder.render.mathtree import FUNCTION
from builder.render.speech.words import BIG_OPERATORS, COUNTS, FRACTIONS, MARKS, POWERS, PRIMES, TRANSPOSE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

SCRIPTS: Final = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))

FENCED: Final = "fenced"
"""A pair of brackets with its ``open`` and ``close`` characters, and as children what it holds."""

ROLE: Final = "role"
"""The attribute of a `FENCED`: ``arguments``, a ``range`` of numbers, the ``size`` of a set, a ``modulus``; or none."""

APART: Final = "apart"
"""The attribute of what has a narrow space before it."""

LOOSE: Final = "loose"
"""The attribute of text that was written with spaces: a word between formulas, no factor."""

CLOSED: Final = "closed"
"""The attribute of a base whose end must be heard, for scripts stand at the whole of it."""

DIVERGENCE: Final = "divergence"
"""The attribute of the arguments of a divergence, whose double bar is said ``from``."""

NUMBER_SETS: Final = frozenset("ℝℕℤℚℂ𝔽ℍ")
_SIGNS: Final = frozenset("−-±∓+")
_POSTFIXES: Final = frozenset("!%°′″‴⁗)]}⟩⌋⌉")


def core_of(element: Element) -> Element:
    """Return the base of scripts, itself else."""
    while element.tag in SCRIPTS and len(element):
        element = element[0]
    return element


def parts_of(element: Element) -> list[Element]:
    """Return what stands in a row, or *element* alone if it is none."""
    return list(element) if element.tag == "mrow" else [element]


def scripts_of(element: Element) -> tuple[Element | None, Element | None]:
    """Return what stands below and above the base of *element*."""
    below = element[1] if element.tag in ("msub", "msubsup", "munder", "munderover") else None
    above = element[-1] if element.tag in ("msup", "msubsup", "mover", "munderover") else None
    return below, above


def is_name(element: Element) -> bool:
    """Say whether *element* is the name of a function."""
    return FUNCTION in element.attrib


def name_of(element: Element) -> str:
    """Return the name of a function, its words parted by plain spaces."""
    return " ".join((element.text or "").split())


def is_simple(element: Element) -> bool:
    """Say whether *element* is one symbol or word, with a sign at most, so that its end needs no word."""
    if element.tag == "mrow" and len(element) == 2:
        return is_sign(element[0]) and element[1].tag in ("mi", "mn", "mfrac") and is_simple(element[1])
    if element.tag == "mtext":
        return len((element.text or "").split()) == 1
    return element.tag in ("mi", "mn", "mo") or is_common_fraction(element)


def is_sign(element: Element) -> bool:
    """Say whether *element* is a plus or minus that may stand before a number."""
    return element.tag == "mo" and element.text in _SIGNS


def is_common_fraction(element: Element) -> bool:
    """Say whether *element* is a fraction of small numbers, such as three quarters."""
    return (
        element.tag == "mfrac"
        and element.get("linethickness") != "0"
        and element[0].text in COUNTS
        and element[1].text in FRACTIONS
    )


def is_symbol(element: Element) -> bool:
    """Say whether *element* is one symbol with short scripts at most: ``x``, ``n sub b``, ``y hat squared``."""
    if element.tag not in SCRIPTS:
        return element.tag not in ("mo", "mrow") and is_simple(element)
    below, above = scripts_of(element)
    if not is_symbol(element[0]) or (below is not None and not is_simple(below)):
        return False
    return above is None or is_accent(element) or is_short_power(element, above)


def is_accent(element: Element) -> bool:
    """Say whether *element* is a base with an accent on or under it."""
    return element.get("accent") == "true" or element.get("accentunder") == "true"


def is_short_power(element: Element, above: Element) -> bool:
    """Say whether the superscript *above* of *element* is one word behind it, such as ``squared``."""
    text = text_of(above)
    if text in POWERS or text in MARKS or (text != "" and set(text) <= set(PRIMES)):
        return True
    is_transpose = "".join(above.itertext()).lstrip("−-") in TRANSPOSE
    return (is_transpose or is_minus_one(above)) and core_of(element).tag != "mn"


def is_argument(element: Element) -> bool:
    """Say whether *element* may stand behind ``of`` without brackets: a symbol with scripts or without."""
    return core_of(element).tag in ("mi", "mn", "mtext") and not is_name(core_of(element))


def is_plain_list(parts: Sequence[Element]) -> bool:
    """Say whether *parts* are symbols, each one with a sign at most, with separators between them."""
    room = True
    for part in parts:
        if part.tag == "mo" and part.text in tuple(",;:∣|‖"):
            room = True
        elif part.tag == "mo" and part.text in tuple("⋅·…⋯"):
            room = False
        elif not (room and is_sign(part)) and not (room and is_argument(part)):
            return False
        else:
            room = is_sign(part)
    return True


def is_operand(element: Element | None) -> bool:
    """Say whether a sign or a bar behind *element* follows a complete thing."""
    if element is None:
        return False
    core = core_of(element)
    if core.tag == "mo":
        return core.text in _POSTFIXES
    return not is_name(core) and core.tag != "mspace"


def begins_operand(parts: Sequence[Element], index: int) -> bool:
    """Say whether what an operator is applied to begins at *index*."""
    if index >= len(parts):
        return False
    core = core_of(parts[index])
    if core.tag == "mo":
        return core.text in _SIGNS or core.text in BIG_OPERATORS or core.text in ("∇", "∂", "¬", "∀", "∃")
    return core.tag != "mspace" and core.get(ROLE) != "modulus"


def is_factor(parts: Sequence[Element], index: int) -> bool:
    """Say whether a factor begins at *index*; the ``d x`` of an integral is none."""
    if index >= len(parts):
        return False
    core = core_of(parts[index])
    if core.text == "d" and core.tag == "mi" and index + 1 < len(parts) and parts[index + 1].tag in ("mi", "msub"):
        return False
    if core.tag == "mi":
        return name_of(core) != "mod" and ((core.text or "")[:1].isalpha() or core.text in ("∞", "∅"))
    if core.tag == FENCED:
        return core.get(ROLE, "") not in ("modulus", "arguments") and core.get("open") != ""
    return core.tag in ("mn", "mfrac", "msqrt", "mroot", "menclose") or core.text in BIG_OPERATORS


def ends_openly(element: Element) -> bool:
    """Say whether one could hear a factor behind *element* as a part of it, unless ``times`` parts them."""
    core = core_of(element)
    if core.tag == FENCED:
        return core.get(ROLE) != "modulus"
    if element.tag == "mfrac":
        return not is_common_fraction(element)
    above = scripts_of(element)[1] if element.tag in ("msup", "msubsup") else None
    if above is None or core.tag == "mo" or is_name(core) or not has_sound(core):
        return False
    return is_simple(above) and not is_short_power(element, above)


def is_vector(element: Element) -> bool:
    """Say whether *element* is written like a vector: bold, or with an arrow on it."""
    while element.tag in SCRIPTS and len(element):
        if element.tag == "mover" and element[1].text == "→":
            return True
        element = element[0]
    text = element.text or ""
    return element.tag == "mi" and len(text) == 1 and "BOLD" in unicodedata.name(text, "")


def has_sound(element: Element) -> bool:
    """Say whether anything is said of *element*."""
    return bool(len(element) or element.text)


def is_divergence(element: Element) -> bool:
    """Say whether *element* is a ``D`` with the kind of a divergence as its index, such as ``KL``."""
    kinds = ("KL", "JS")
    return element.tag in ("msub", "msubsup") and element[0].text == "D" and "".join(element[1].itertext()) in kinds


def text_of(element: Element) -> str:
    """Return the text of a single token, nothing else."""
    return element.text or "" if element.tag in ("mi", "mn", "mo", "mtext") else ""


def is_minus_one(element: Element) -> bool:
    """Say whether *element* is a minus and a one."""
    return "".join(element.itertext()) in ("−1", "-1")


def derivative_signs(element: Element) -> tuple[Element, ...]:
    """Return the ``d`` or ``∂`` above and below the bar of a derivative; nothing if *element* is none."""
    if element.tag != "mfrac" or element.get("linethickness") == "0":
        return ()
    above, below = parts_of(element[0]), parts_of(element[1])
    if not above or len(below) < 2 or below[0].tag not in ("mi", "mo"):
        return ()
    first = core_of(above[0])
    is_differential = first.text in ("d", "∂") and first.text == below[0].text and core_of(below[1]).tag == "mi"
    return (above[0], below[0]) if is_differential else ()
