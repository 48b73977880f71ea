"""How tall a box will be, guessed before layout: what is short is kept on one page, and what is tall may break.

A box that is kept together though it is taller than a page leaves its heading alone on the page before, and a row
of a table loses the table's head; so the style sheet keeps together only what is not of the class ``tall``.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

_SHORT: Final = 20
"""Lines up to which a box is kept together: less than half a page, for a guess may be wrong by a factor of two."""

_ROOM: Final = 80
"""Characters in a line of the page."""

_NARROWEST: Final = 8
"""Characters in a line of the narrowest column."""

_FIGURE: Final = 12
"""Lines that a figure takes; the style sheet bounds it at about twice as many."""

_GAP: Final = 0.5
"""Lines between two blocks."""

_BLOCKS: Final = frozenset(
    "blockquote caption dd details div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p section summary table tbody"
    " tfoot thead ul".split()
)
_KEPT: Final = frozenset(("answer", "callout"))
"""Classes that the style sheet keeps together, as it does rows."""


def tall(root: ET.Element) -> Iterator[ET.Element]:
    """Yield the answers, callouts and rows below *root* that are too tall to be kept on one page."""
    guessed: list[tuple[ET.Element, float]] = []
    _lines(root, _ROOM, guessed)
    return (element for element, lines in guessed if lines > _SHORT)


def _lines(element: ET.Element, room: int, guessed: list[tuple[ET.Element, float]]) -> float:
    """Return how many lines *element* takes where one has *room* characters; note that of what may be kept together."""
    if element.tag == "figure":
        return _FIGURE
    if element.tag == "pre":
        lines = float(sum(max(1, ceil(len(line) / room)) for line in "".join(element.itertext()).splitlines()))
    elif element.tag == "tr":
        column = max(_NARROWEST, room // max(1, len(element)))
        lines = max((_lines(cell, column, guessed) for cell in element), default=0)
    else:
        lines = ceil(_length(element) / room) + sum(_lines(block, room, guessed) for block in _blocks(element))
    if element.tag == "tr" or not _KEPT.isdisjoint(element.get("class", "").split()):
        guessed.append((element, lines))
    return lines + _GAP


def _is_block(element: ET.Element) -> bool:
    """Say whether *element* begins a line of its own."""
    return element.tag in _BLOCKS or element.tag in ("figure", "pre", "tr")


def _blocks(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the outermost blocks in *element*, those in its inline elements too."""
    for child in element:
        if _is_block(child):
            yield child
        else:
            yield from _blocks(child)


def _length(element: ET.Element) -> int:
    """Return how many characters *element* has besides its blocks."""
    length = len(element.text or "")
    for child in element:
        length += len(child.tail or "") + (0 if _is_block(child) else _length(child))
    return length
