"""Tables and code fitted into the room there is: set smaller, turned on their side, or parted if nothing else helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.pdf.tree.codelines import part_lines

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from builder.pdf.measure import Measure

_SMALLER: Final = 1.25
"""How much more room the smaller size gives."""

_GAP: Final = 1.7
_SMALLER_GAP: Final = 1.1
"""Characters that the room between two columns takes, at either size."""

_TINY: Final = 1.5
"""How much more room the smallest size gives, for which a table need not be turned."""

_ROOM_FOR_CODE: Final = 0.7
"""How many characters of code, in a list or a callout too, have the room of one of text."""

_NARROW: Final = frozenset(("td", "th", "li", "blockquote"))
_NARROW_CLASSES: Final = frozenset(("callout", "dd"))
"""What is in elements of these names and classes cannot be turned: they would not stay whole."""


def fit(root: ET.Element, measure: Measure) -> None:
    """Fit tables and code below *root* into the room of *measure*.

    A table whose words need more is set smaller (class ``small``), else turned (``turned``), else as small as can be
    read (``tiny``), else its words may break (``wide``); code is parted into lines that wrap.
    """
    _fit(root, measure, measure.room, measure.turned)


def _fit(element: ET.Element, measure: Measure, room: int, turned: int) -> None:
    """Fit what is in *element*, which has *room* characters, or *turned* on a leaf of its own (0: it gets none)."""
    for child in element:
        if child.tag == "pre":
            part_lines(child, int(room * _ROOM_FOR_CODE))
        elif child.tag == "table" and "recall" not in classes(child):
            for name in _names(child, room, turned):
                add_class(child, name)
        is_narrow = child.tag in _NARROW or not _NARROW_CLASSES.isdisjoint(classes(child))
        is_cell = child.tag in ("td", "th")
        _fit(child, measure, min(room, measure.cell) if is_cell else room, 0 if is_narrow else turned)


def _names(table: ET.Element, room: int, turned: int) -> tuple[str, ...]:
    """Return the classes of *table* by what the longest words of its columns need."""
    words = _longest_words(table)
    longest = max(words, default=0)
    needed = sum(words) + _GAP * len(words)
    smaller = sum(words) + _SMALLER_GAP * len(words)
    if needed <= room:
        return ()
    if smaller <= room * _SMALLER:
        return ("small",)
    if needed <= turned:
        return ("turned",)
    if smaller <= turned * _SMALLER:
        return ("turned", "small")
    if smaller <= max(room, turned) * _TINY:
        return ("small", "tiny") if smaller <= room * _TINY else ("turned", "small", "tiny")
    # No width that a column could ask for helps a word longer than the line, and WeasyPrint would be long in
    # finding that out.
    return ("small", "wide", "even") if longest > room else ("small", "wide")


def _longest_words(table: ET.Element) -> list[int]:
    """Return how many characters the longest word of each column of *table* has."""
    longest: dict[int, int] = {}
    for row in table.iter("tr"):
        for column, cell in enumerate(row):
            words = "".join(cell.itertext()).split()
            longest[column] = max(longest.get(column, 0), *map(len, words), 2)
    return list(longest.values())


def classes(element: ET.Element) -> list[str]:
    """Return the classes of *element*."""
    return element.get("class", "").split()


def add_class(element: ET.Element, name: str) -> None:
    """Give *element* one more class."""
    element.set("class", f"{element.get('class', '')} {name}".strip())
