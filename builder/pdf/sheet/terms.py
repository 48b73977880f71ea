"""The index of a study sheet: its tags and levels, and on which pages the cards stand that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.pdf.sheet.views import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree import ElementTree as ET

    from builder.model import Note

PAGES: Final = "pages"
"""Class of the elements that hold the numbers of a term."""

_LEVEL: Final = "level::"


def terms(notes: Sequence[Note]) -> tuple[Term, ...]:
    """Return the levels, then the tags of *notes*, which are in reading order.

    Left out is what says nothing: a tag that all of them carry, as they do those of the deck.
    """
    carried: dict[str, list[str]] = {}
    for note in notes:
        for tag in note.tags:
            carried.setdefault(tag, []).append(note.id)
    telling = [tag for tag, ids in carried.items() if len(ids) < len(notes)]
    ordered = sorted(telling, key=lambda tag: (not tag.startswith(_LEVEL), tag.casefold(), tag))
    return tuple(
        Term(tag.replace("::", ": ").replace("_", " "), f"tag_{number}", tuple(carried[tag]))
        for number, tag in enumerate(ordered, start=1)
    )


def merge_pages(root: ET.Element, pages: Mapping[str, int]) -> None:
    """Leave of the numbers in each line of the index *root* one for each page, and of pages in a row first and last.

    A line holds one link for each card, with the address ``data-card``; *pages* are those of the cards.
    """
    for holder in [element for element in root.iter() if PAGES in element.get("class", "").split()]:
        links = {pages.get(link.attrib["data-card"], 0): link for link in reversed(holder)}
        for link in list(holder):
            holder.remove(link)
        for first, last in _runs(sorted(links)):
            if len(holder):
                holder[-1].tail = ", "
            holder.append(links[first])
            if last != first:
                links[first].tail = "–"
                holder.append(links[last])
            links[last].tail = None


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each stretch of *numbers*, which ascend, without gaps."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs
