"""Formulas in plain English: the alternative text that print gives to what it draws.

A formula is read as a lecturer reads it: ``x squared``, ``the sum over i from 1 to n of x sub i``, ``P of A given B``.
A part of one symbol is said as it is, a longer one with its end, so that a fraction and a sum behind it sound different
from the fraction of the whole: two formulas that mean different things are two different sentences. The words follow
what speech engines have made usual (ClearSpeak, MathSpeak) where these are clear.

`form` brings the tree of MathML into the form in which it is said, and the modules beside this one each say one
kind of its parts: rows, brackets, scripts, tables. A part is said by a function of its element and of what says the
parts of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, fromstring

from builder.render.mathcore import anywhere, tree
from builder.render.speech.fences import said_fence
from builder.render.speech.form import local_name, said_form
from builder.render.speech.letters import IDENTIFIERS, letter, style_of
from builder.render.speech.row import Manner, bare_name, is_size, said_part, said_row
from builder.render.speech.scripts import said_scripts
from builder.render.speech.tables import SOLE, said_lines
from builder.render.speech.tree import (
    CLOSED,
    FENCED,
    SCRIPTS,
    core_of,
    derivative_signs,
    is_argument,
    is_common_fraction,
    is_name,
    is_simple,
    is_symbol,
    name_of,
    parts_of,
    text_of,
)
from builder.render.speech.words import COUNTS, FRACTIONS, PRIMES, ROOTS, symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder.render.fragment import Math
    from builder.render.speech.row import Say

_PAUSES: Final = re.compile(r"(?:\s*([,;:]))+")
_SILENT: Final = frozenset(("math", "mstyle", "mpadded", "mphantom", "mtr", "mtd"))
"""Elements that only hold others."""


def spoken(math: Math, *, hidden: bool = False) -> str:
    """Return *math* in English words; never nothing.

    With *hidden* each of its blanks is the word ``blank``, and nothing tells what it holds: hide some of them by giving
    a formula that has only those. The formula must have passed `check`; one that comes up again costs nothing.
    """
    return _spoken(anywhere(math), hidden)


@lru_cache(maxsize=4096)
def _spoken(math: Math, hidden: bool) -> str:  # noqa: FBT001  # A cache tells calls apart by position.
    """Return `spoken` of a formula that stands nowhere."""
    return speak(tree(math), hidden=hidden) or "formula"


def speak(formula: Element | str, *, hidden: bool = False) -> str:
    """Return *formula*, a ``<math>`` as `mathcore.tree` or `mathml` gives it, in English words.

    One of nothing but space is said as nothing. What has no words here is said as ``unknown`` with its name, and listed
    by `unspoken`. With *hidden* each element of the class ``blank`` is that word.
    """
    root = fromstring(formula) if isinstance(formula, str) else formula  # noqa: S314  # The build's own output.
    form = said_form(root, hidden=hidden)
    parts = parts_of(form)
    if len(parts) == 1 and parts[0].tag == "mtable":
        parts[0].set(SOLE, "true")
    said = said_row(parts, _say, Manner(times="by" if is_size(parts) else ""))
    return _PAUSES.sub(r"\1", " ".join(said.split())).strip(" ,;:")


def unspoken(formula: Element | str) -> tuple[str, ...]:
    """Return what `speak` has no words for, each once.

    That is the names of elements, and characters without a name in Unicode, as ``U+E000``.
    """
    root = fromstring(formula) if isinstance(formula, str) else formula  # noqa: S314  # The build's own output.
    found: dict[str, None] = {}
    for element in root.iter():
        name = local_name(element)
        if name not in _SAYERS and name not in _SILENT:
            found[name] = None
        nameless = (c for c in element.text or "" if not c.isspace() and not unicodedata.name(c, ""))
        found.update(dict.fromkeys(f"U+{ord(character):04X}" for character in nameless))
    return tuple(found)


def _say(element: Element) -> str:
    """Return *element* in words."""
    sayer = _SAYERS.get(element.tag)
    return sayer(element, _say) if sayer else f"unknown {element.tag} {said_row(list(element), _say)}"


def _identifier(element: Element, _say: Say) -> str:
    """Return an identifier."""
    text = element.text or ""
    if is_name(element):
        return bare_name(name_of(element))
    if len(text) == 1:
        return letter(text) or symbol(text)
    if text and set(text) <= set(PRIMES):
        return " ".join("prime" for _ in text)
    return style_of(text) + unicodedata.normalize("NFKC", text)


def _operator(element: Element, _say: Say) -> str:
    """Return an operator that stands alone."""
    return symbol(element.text) if element.text else ""


def _number(element: Element, _say: Say) -> str:
    """Return a number in plain digits, without the full stop of a sentence; of other alphabets with their name."""
    text = element.text or ""
    return IDENTIFIERS.get(text) or style_of(text) + unicodedata.normalize("NFKC", text).rstrip(".,")


def _text(element: Element, _say: Say) -> str:
    """Return text as it is."""
    return element.text or ""


def _row(element: Element, say: Say) -> str:
    """Return a row."""
    return said_row(list(element), say)


def _pause(_element: Element, _say: Say) -> str:
    """Return a wide space."""
    return ","


def _enclosed(element: Element, say: Say) -> str:
    """Return what has a box around it, or another mark."""
    word = "box" if element.get("notation", "box") == "box" else "enclosure"
    return f"the {word} {said_row(list(element), say)} end {word}"


def _fraction(element: Element, say: Say) -> str:
    """Return a fraction, a derivative or a binomial coefficient; its ends are said where one could not hear them."""
    above, below = element
    if element.get("linethickness") == "0":
        return _binomial(element, say)
    if is_common_fraction(element) and CLOSED not in element.attrib:
        top, bottom = text_of(above), text_of(below)
        return f"{COUNTS[top]} {FRACTIONS[bottom]}{'' if top == '1' else 's'}".replace("halfs", "halves")
    if derivative_signs(element):
        plain = all(is_argument(part) or core_of(part).text == "∂" for part in _both(element))
        said = f"{say(above)} by {say(below)}"
        return said if plain and CLOSED not in element.attrib else f"the derivative {said} end derivative"
    top, bottom = said_part(above, say), said_part(below, say)
    if is_symbol(above) and is_symbol(below) and CLOSED not in element.attrib:
        return f"{top} over {bottom}"
    if "over" in top.split() or "over" in bottom.split():
        return f"the fraction with numerator {top} and denominator {bottom} end fraction"
    return f"the fraction {top} over {bottom} end fraction"


def _both(fraction: Element) -> list[Element]:
    """Return the parts above and below the bar."""
    return [*parts_of(fraction[0]), *parts_of(fraction[1])]


def _binomial(element: Element, say: Say) -> str:
    """Return a binomial coefficient."""
    above, below = element
    said = f"{said_part(above, say)} choose {said_part(below, say)}"
    return said if is_symbol(above) and is_symbol(below) else f"the binomial {said} end binomial"


def _square_root(element: Element, say: Say) -> str:
    """Return a square root."""
    said = f"the square root of {said_row(list(element), say) or 'nothing'}"
    clear = len(element) == 1 and is_simple(element[0]) and CLOSED not in element.attrib
    return said if clear else f"{said} end root"


def _root(element: Element, say: Say) -> str:
    """Return a root of any order."""
    order = ROOTS.get(text_of(element[1])) or (f"{say(element[1])}-th" if text_of(element[1]) else "")
    start = f"the {order} root of" if order else f"the root of order {say(element[1])} end order of"
    said = f"{start} {said_part(element[0], say)}"
    return said if is_simple(element[0]) and CLOSED not in element.attrib else f"{said} end root"


_SAYERS: Final[dict[str, Callable[[Element, Say], str]]] = {
    **dict.fromkeys(SCRIPTS, said_scripts),
    "mrow": _row,
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _text,
    "mspace": _pause,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "menclose": _enclosed,
    "mtable": said_lines,
    FENCED: said_fence,
}
"""What says each element that the form of a formula can have."""
