"""Where parts wait while their text goes through Markdown and the sanitizer: each leaves a ticket in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from builder.render.fragment import BlankEnd, BlankStart, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"
"""Noncharacters: reading a file has made sure that no text holds them."""
_TICKET: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s+[^\s=>]+(?:=\"[^\"]*\")?)*\s*>")
_VOID: Final = frozenset({"br", "hr", "col", "wbr"})


@dataclass(frozen=True, slots=True)
class _Parked:
    """What a ticket stands for."""

    item: Part
    """A string among these is HTML that may hold tickets itself."""
    said: str
    """What it says where no markup can stand, in an attribute."""


class Shelf:
    """The parts of one text."""

    def __init__(self) -> None:
        """Begin without parts."""
        self._parked: list[_Parked] = []

    def park(self, item: Part, said: str = "") -> str:
        """Keep *item* and return the ticket for it."""
        self._parked.append(_Parked(item, said))
        return f"{_OPEN}{len(self._parked) - 1}{_CLOSE}"

    def collect(self, html: str) -> tuple[Part, ...]:
        """Return *html* in pieces, what was parked in the places of its tickets; neighbouring strings are one."""
        joined: list[Part] = []
        for part in self._pieces(self._without_tickets_in_tags(html)):
            if isinstance(part, str) and joined and isinstance(joined[-1], str):
                joined[-1] += part
            elif part != "":
                joined.append(part)
        return tuple(joined)

    def _pieces(self, html: str) -> Iterator[Part]:
        """Yield HTML and parts in turn."""
        at = 0
        for found in _TICKET.finditer(html):
            yield html[at : found.start()]
            item = self._parked[int(found[1])].item
            if isinstance(item, str):
                yield from self._pieces(item)
            else:
                yield item
            at = found.end()
        yield html[at:]

    def _without_tickets_in_tags(self, html: str) -> str:
        """Return *html* with words for the tickets that stand in attributes."""

        def words(found: re.Match[str]) -> str:
            return _TICKET.sub(lambda ticket: escape(self._parked[int(ticket[1])].said), found[0])

        return _TAG.sub(words, html) if _TICKET.search(html) else html


def crossing_blanks(parts: tuple[Part, ...]) -> Iterator[int]:
    """Yield the numbers, counted from 0 by their beginnings, of blanks that begin and end in different elements."""
    if not any(isinstance(part, BlankStart) for part in parts):
        return
    path: list[int] = []
    elements = blanks = 0
    opened: list[tuple[int, tuple[int, ...]]] = []
    for part in parts:
        if isinstance(part, str):
            for tag in _TAG.finditer(part):
                if tag[1]:
                    del path[-1:]
                elif tag[2].lower() not in _VOID:
                    elements += 1
                    path.append(elements)
        elif isinstance(part, BlankStart):
            opened.append((blanks, tuple(path)))
            blanks += 1
        elif isinstance(part, BlankEnd) and opened:
            number, before = opened.pop()
            if before != tuple(path):
                yield number
