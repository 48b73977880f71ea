"""Tables: their rows and cells (GitHub Flavored Markdown 4.10).

Other than there, bars in code and math part no cells even without a backslash: nothing that an author wrote is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from builder.source import lines
from builder.source.inline import Mark, scan

if TYPE_CHECKING:
    from builder.source.blocks import Piece

_CLOSED: Final = frozenset({Mark.CODE, Mark.MATH, Mark.ESCAPE})
_ALIGNED: Final = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the offsets of its cells count in the text that it stands in."""

    alignments: tuple[str, ...]
    """``left``, ``center``, ``right`` or nothing, for each column."""
    head: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]


def read_table(text: str, start: int, end: int) -> Table:
    """Return the table ``text[start:end]``."""
    head, delimiters, *rows = _rows(text, start, end)
    marks = (text[first:last] for first, last in delimiters)
    alignments = tuple(_ALIGNED[mark.startswith(":"), mark.endswith(":")] for mark in marks)
    return Table(alignments, head, tuple(rows))


def cells(row: str) -> tuple[Piece, ...]:
    """Return where the cells of *row*, one line, stand: from and to, without the white space around them."""
    closed = [token for token in scan(row) if token.mark in _CLOSED] if "\\" in row or "`" in row or "$" in row else []
    closed.reverse()
    begin, end = len(row) - len(row.lstrip()), len(row.rstrip())
    edges = [begin if row.startswith("|", begin) else begin - 1]
    at = edges[0]
    while (at := row.find("|", at + 1, end)) >= 0:
        while closed and closed[-1].end <= at:
            closed.pop()
        if not closed or closed[-1].start > at:
            edges.append(at)
    if edges[-1] != end - 1 or len(edges) == 1:
        edges.append(end)
    return tuple(_stripped(row, first + 1, last) for first, last in pairwise(edges))


def _stripped(row: str, start: int, end: int) -> Piece:
    """Return ``row[start:end]`` without the white space at its ends."""
    said = row[start:end].strip()
    first = start + row[start:end].index(said) if said else start
    return first, first + len(said)


def _rows(text: str, start: int, end: int) -> list[tuple[Piece, ...]]:
    """Return the cells of each row of ``text[start:end]``."""
    found: list[tuple[Piece, ...]] = []
    while start < end:
        stop = lines.eol(text, start)
        found.append(tuple((start + first, start + last) for first, last in cells(text[start:stop])))
        start = stop + 1
    return found
