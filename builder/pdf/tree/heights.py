"""How tall a box will be, guessed before layout: what is short is kept on one page, and what is tall may break.

A box that is kept together though it is taller than a page leaves its heading alone on the page before, and a row
of a table loses the table's head; so the style sheet keeps together only what is not of the class ``tall``.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from builder.pdf.tree.fit import classes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from builder.pdf.measure import Measure

_SHORT: Final = 0.43
"""The part of a leaf up to which a box is kept together: less than half, for a guess may be wrong by as much again."""

_SHORT_ROW: Final = 0.86
"""The part up to which a row is kept together: what is read across should be seen at once."""

_WIDE: Final = "\u1100"
"""From here on most characters are as wide as two Latin ones."""

_NARROWEST: Final = 8
"""Characters in a line of the narrowest column."""

_FIGURE: Final = 12
"""Lines that a figure takes; the style sheet bounds it at about twice as many."""

_FORMULA: Final = 3
"""Lines that a formula on a line of its own takes."""

_GAP: Final = 0.5
"""Lines between two blocks."""

_BLOCKS: Final = frozenset(
    "blockquote caption details div figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
_KEPT: Final = frozenset(("answer", "callout", "row"))
"""Classes that the style sheet keeps together, as it does the elements of these names."""
_KEPT_TAGS: Final = frozenset(("pre", "table", "tr"))


def tall(root: ET.Element, measure: Measure) -> list[ET.Element]:
    """Return the answers, callouts, tables, rows and code below *root* that are too tall to be kept on one leaf."""
    guessed: list[tuple[ET.Element, float]] = []
    _lines(root, measure.room, guessed)
    short, short_row = measure.depth * _SHORT, measure.depth * _SHORT_ROW
    return [element for element, lines in guessed if lines > (short_row if _is_row(element) else short)]


def is_long(cell: ET.Element, measure: Measure) -> bool:
    """Say whether *cell*, one of two in its row, is itself of a length that should not stand in a column."""
    return _lines(cell, measure.room // 2, []) > measure.depth * _SHORT


def lines_of(element: ET.Element, measure: Measure) -> float:
    """Return how many lines *element* takes on a leaf of *measure*."""
    return _lines(element, measure.room, [])


def _is_row(element: ET.Element) -> bool:
    """Say whether *element* is what is read at once: a row of a table, or a recall card."""
    return element.tag == "tr" or "row" in classes(element)


def _lines(element: ET.Element, room: int, guessed: list[tuple[ET.Element, float]]) -> float:
    """Return how many lines *element* takes where one has *room* characters; note that of what may be kept together."""
    if element.tag == "figure":
        lines: float = _FIGURE
    elif element.tag == "img":
        lines = _FORMULA
    elif element.tag == "pre":
        lines = sum(max(1, ceil(len(line) / room)) for line in "".join(element.itertext()).splitlines())
    elif element.tag == "tr":
        column = max(_NARROWEST, room // max(1, len(element)))
        lines = max((_lines(cell, column, guessed) for cell in element), default=0)
    else:
        lines = ceil(_length(element) / room) + sum(_lines(block, room, guessed) for block in _blocks(element))
    if element.tag in _KEPT_TAGS or not _KEPT.isdisjoint(classes(element)):
        guessed.append((element, lines))
    return lines + _GAP


def is_block(element: ET.Element) -> bool:
    """Say whether *element* begins a line of its own."""
    return element.tag in _BLOCKS or (element.tag == "img" and "display" in classes(element))


def _blocks(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the outermost blocks in *element*, those in its inline elements too."""
    for child in element:
        if is_block(child):
            yield child
        else:
            yield from _blocks(child)


def _length(element: ET.Element) -> int:
    """Return how many characters *element* has besides its blocks."""
    length = _width(element.text or "")
    for child in element:
        length += _width(child.tail or "") + (0 if is_block(child) else _length(child))
    return length


def _width(text: str) -> int:
    """Return how wide *text* is, in characters, white space around it aside."""
    text = text.strip()
    return len(text) if text.isascii() else len(text) + sum(character >= _WIDE for character in text)
