"""What is said of brackets and bars: arguments, sets, intervals, norms, matrices."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from builder.render.speech.row import Manner, pieces, said_row
from builder.render.speech.tables import is_alignment, said_cases, said_matrix
from builder.render.speech.tree import (
    DIVERGENCE,
    FENCED,
    ROLE,
    is_argument,
    is_plain_list,
    is_simple,
    is_vector,
    text_of,
)
from builder.render.speech.words import NORMS, symbol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from builder.render.speech.row import Say

_MEASURES: Final = {"⌊⌋": "floor", "⌈⌉": "ceiling", "⌊⌉": "rounding", "‖‖": "norm"}


def said_fence(element: Element, say: Say, *, closed: bool = False) -> str:
    """Return the pair of brackets *element*; *closed* says that something follows which must not seem to be inside."""
    role, inside = element.get(ROLE), list(element)
    pair = element.get("open", "") + element.get("close", "")
    said = ""
    if role == "modulus":
        return f"modulo {said_row(inside[1:], say)}"
    if role == "arguments":
        return _arguments(element, say, closed=closed)
    if role == "range":
        said = _interval(inside, pair, say, closed=closed)
    if len(inside) == 1:
        said = said or _only(element, inside[0], say)
    if pair == "{}":
        said = said or _set(inside, say)
    if pair == "⟨⟩":
        said = said or _inner_product(inside, say)
    if pair == "||" or pair in _MEASURES:
        said = said or said_measure(element, say, closed=closed)
    return said or _in_words(element, said_row(inside, say, Manner(bar="given")))


def said_measure(element: Element, say: Say, *, closed: bool = False, index: str = "", squared: bool = False) -> str:
    """Return a norm, an absolute value, a floor and their like.

    *index* is the name of the norm, such as ``2-norm``; *squared* says that its square is meant.
    """
    inside = list(element)
    noun = _MEASURES.get(element.get("open", "") + element.get("close", "")) or _noun(element)
    start = " ".join(filter(None, ("the", "squared" * squared, index or noun, "of")))
    said = f"{start} {said_row(inside, say)}"
    return said if len(inside) == 1 and is_simple(inside[0]) and not closed else f"{said} end {noun}"


def norm_name(below: Element, say: Say) -> str:
    """Return what a norm with the index *below* is called; nothing if the index is more than a symbol."""
    text = text_of(below)
    return (NORMS.get(text) or f"{say(below)}-norm") if text else ""


def _noun(element: Element) -> str:
    """Return what the bars *element* mean."""
    inside = list(element)
    only = inside[0] if len(inside) == 1 else None
    if element.get(ROLE) == "size" or (only is not None and _is_set(only)):
        return "size"
    is_matrix = only is not None and is_vector(only) and _is_capital(only)
    return "determinant" if is_matrix else "absolute value"


def _is_set(element: Element) -> bool:
    """Say whether *element* is written like a set: in braces, or a calligraphic letter."""
    if element.tag == FENCED:
        return element.get("open") == "{"
    text = text_of(element)
    return len(text) == 1 and ("𝒜" <= text <= "𝓏" or text in "ℬℰℱℋℐℒℳℛ")


def _is_capital(element: Element) -> bool:
    """Say whether *element* is a capital, of whatever alphabet."""
    return unicodedata.normalize("NFKC", text_of(element)).isupper()


def _in_words(element: Element, content: str) -> str:
    """Return *content* between the names of the brackets of *element*."""
    opening, closing = (symbol(element.get(side, "")) if element.get(side) else "" for side in ("open", "close"))
    return f"{opening} {content} {closing}"


def _arguments(element: Element, say: Say, *, closed: bool) -> str:
    """Return the arguments of a function: without brackets where they are symbols."""
    inside = list(element)
    double_bar = "from" if DIVERGENCE in element.attrib else ""
    if inside and not closed and is_plain_list(inside):
        return said_row(inside, say, Manner("given", double_bar, comma="comma", semicolon="semicolon"))
    if len(inside) == 1 and inside[0].tag == "mtable":
        return _only(element, inside[0], say)
    return _in_words(element, said_row(inside, say, Manner("given", double_bar)))


def _only(element: Element, child: Element, say: Say) -> str:
    """Return brackets that belong to the one thing that they hold: a matrix, a binomial; nothing if they do not."""
    if child.tag == "mfrac" and child.get("linethickness") == "0":
        return say(child)
    if child.tag != "mtable" or element.get("open") not in ("(", "[", "{", "|", "‖"):
        return ""
    if element.get("open") == "{" and not element.get("close"):
        return said_cases(child, say)
    if is_alignment(child):
        return ""
    if element.get("open") == "‖":
        return f"the norm of {said_matrix(child, say, 'matrix')} end norm"
    return said_matrix(child, say, "determinant" if element.get("open") == "|" else "matrix")


def _interval(inside: Sequence[Element], pair: str, say: Say, *, closed: bool) -> str:
    """Return an interval; nothing if *inside* is none."""
    ends = list(pieces(inside, ","))
    if len(ends) != 2 or not all(ends) or pair not in ("()", "[]", "[)", "(]"):
        return ""
    start, end = (said_row(piece, say) for piece in ends)
    said = {
        "()": f"the open interval from {start} to {end}",
        "[]": f"the closed interval from {start} to {end}",
        "[)": f"the interval from {start} included to {end} excluded",
        "(]": f"the interval from {start} excluded to {end} included",
    }[pair]
    clear = pair in ("()", "[]") and not (len(ends[1]) == 1 and is_simple(ends[1][0]) and not closed)
    return f"{said} end interval" if clear else said


def _set(inside: Sequence[Element], say: Say) -> str:
    """Return a set; nothing for braces that hold a term."""
    if not inside:
        return "the empty set"
    members, *conditions = pieces(inside, "∣|:")
    if conditions and members:
        rest = list(inside[len(members) + 1 :])
        return f"the set of all {said_row(members, say)} such that {said_row(rest, say)} end set"
    is_list = any(part.tag == "mo" and part.text == "," for part in inside)
    if is_list or (len(inside) == 1 and is_argument(inside[0])):
        return f"the set of {said_row(inside, say)} end set"
    return ""


def _inner_product(inside: Sequence[Element], say: Say) -> str:
    """Return an inner product; nothing for angle brackets that hold something else."""
    factors = list(pieces(inside, ",|∣"))
    if len(factors) != 2 or not all(factors):
        return ""
    left, right = (said_row(factor, say) for factor in factors)
    simple = all(len(factor) == 1 and is_simple(factor[0]) for factor in factors)
    return f"the inner product of {left} and {right}{'' if simple else ' end product'}"
