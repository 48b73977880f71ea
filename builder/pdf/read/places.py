"""Where the named destinations of a PDF lie, and which text of a page begins at each."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from builder.pdf.read.pieces import turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from builder.pdf.read.pieces import Piece

OPENING: Final = re.compile(r"[^_]+|ui_question_[^_]+|(front|back|key)_[^_]+(_\d+)?")
"""Anchors of a card or a question, or of one of its faces; all others stand in one."""

_SLACK: Final = 2.0
"""Points by which the middle of a line may stand above the destination that it belongs to."""
_GAP: Final = 72.0
"""Points between where one column, of text or of cards to cut out, begins and the next; all of them are wider."""
_INDENT: Final = 20.0
"""Points by which what stands in a column may begin before it does."""
_HANGS: Final = 120.0
"""The same of numbers that hang in the margin, where there is but one column."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A named place."""

    name: str
    page: int
    """From 0."""
    x: float
    """Points from the left of the page."""
    y: float
    """Points from its bottom."""


class _Place(NamedTuple):
    """A destination in the frame of the text around it (`builder.pdf.read.pieces.Piece`)."""

    name: str
    x: float
    y: float


def destinations(document: Any) -> Iterator[Destination]:  # noqa: ANN401 (pypdfium2 carries no types)
    """Yield the named destinations of *document*, a `pypdfium2.PdfDocument`."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDF_CountNamedDests(document)):
        size = ctypes.c_long(0)
        pdfium.FPDF_GetNamedDest(document, index, None, size)
        buffer = ctypes.create_string_buffer(size.value)
        place = pdfium.FPDF_GetNamedDest(document, index, buffer, size)
        name = buffer.raw[: size.value].decode("utf-16-le").rstrip("\0")
        has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        pdfium.FPDFDest_GetLocationInPage(place, has_x, has_y, has_zoom, x, y, zoom)
        yield Destination(name, pdfium.FPDFDest_GetDestPageIndex(document, place), x.value, y.value)


def starts(pieces: Mapping[int, Piece], here: Sequence[Destination]) -> dict[int, list[str]]:
    """Return the names of the destinations *here*, all of one page, by the piece that they begin at.

    *pieces* are those of the page by their numbers, in the order in which they are read. A destination begins at the
    first of them that it is the nearest to of those above in its column. One without text begins with the next one
    below; one below all text of the column in which the page ends, behind the last piece.
    """
    frames = _frames(tuple(pieces.values()), here)
    columns = {turn: _columns(places) for turn, places in frames.items()}
    lefts = {turn: min((piece.x for piece in pieces.values() if piece.turn == turn), default=0.0) for turn in frames}
    stacks: dict[tuple[int, int], list[_Place]] = {}
    for turn, places in frames.items():
        for place in sorted(places, key=lambda place: (-place.y, place.name)):
            stacks.setdefault((turn, _column(columns[turn], place.x, lefts[turn])), []).append(place)
    found: dict[str, int] = {}
    stack: list[_Place] = []
    for number, piece in pieces.items():
        column = _column(columns.get(piece.turn, []), piece.x, lefts.get(piece.turn, piece.x))
        stack = stacks.get((piece.turn, column), [])
        above = bisect_right(stack, -piece.y, key=lambda place: -place.y - _SLACK)
        if above:
            found.setdefault(stack[above - 1].name, number)
    behind = max(pieces, default=-1) + 1
    begun: dict[int, list[str]] = {}
    for places in stacks.values():
        following = behind if places is stack else None
        for place in reversed(places):
            following = found.get(place.name, following)
            if following is not None:
                begun.setdefault(following, []).insert(0, place.name)
    return begun


def _frames(pieces: Sequence[Piece], here: Sequence[Destination]) -> dict[int, list[_Place]]:
    """Return name and place of each of the destinations *here*, by the way in which the text at it is turned.

    A destination does not tell. So where some text is turned, fronts go one way and backs the other: that in which
    their text lies, as a whole, nearest behind them. The other way round it lies before some of them. What else is
    named goes the way of the text that is nearest to it.
    """
    turns = sorted({piece.turn for piece in pieces}) or [0]
    faces: dict[str, list[Destination]] = {}
    others: list[list[Destination]] = []
    for destination in here:
        if opening := OPENING.fullmatch(destination.name):
            faces.setdefault(opening[1] or "front", []).append(destination)
        else:
            others.append([destination])
    frames: dict[int, list[_Place]] = {}
    for kinds in (list(faces.values()), *([other] for other in others)):
        ways = list(permutations(turns, len(kinds))) or [(turns[0],) * len(kinds)]
        way = min(ways, key=lambda way: _far(kinds, way, pieces)) if len(ways) > 1 else ways[0]
        for turn, some in zip(way, kinds, strict=True):
            places = [_Place(one.name, *turned(one.x, one.y, turn)) for one in some]
            frames.setdefault(turn, []).extend(places)
    return frames


def _far(kinds: Sequence[Sequence[Destination]], way: Sequence[int], pieces: Sequence[Piece]) -> float:
    """Return how far the text lies behind the destinations of *kinds*, if each kind is turned as *way* says."""
    return sum(_distance(one, pieces, turn) for turn, some in zip(way, kinds, strict=True) for one in some)


def _distance(destination: Destination, pieces: Sequence[Piece], turn: int) -> float:
    """Return how far the nearest of *pieces* that is turned so lies to the right of and below *destination*."""
    x, y = turned(destination.x, destination.y, turn)
    behind = (
        piece.x - x + y - piece.y
        for piece in pieces
        if piece.turn == turn and piece.x + _SLACK >= x and y + _SLACK >= piece.y
    )
    return min(behind, default=float("inf"))


def _columns(places: Sequence[_Place]) -> list[float]:
    """Return where each column begins, from the left, that cards, questions or faces at *places* stand in."""
    opening = [place.x for place in places if OPENING.fullmatch(place.name)]
    lefts = sorted(opening or [place.x for place in places])
    return lefts[:1] + [right for left, right in pairwise(lefts) if right - left >= _GAP]


def _column(columns: Sequence[float], x: float, left: float) -> int:
    """Return which of *columns* what begins at *x* stands in; -1 left of all.

    What hangs in the margin belongs to the first; but if the text of the page, which begins at *left*, begins farther
    left still, that is no margin: then it is a column where nothing new begins.
    """
    column = bisect_right(columns, x + _INDENT) - 1
    return 0 if column < 0 and columns and columns[0] - min(x, left) <= _HANGS else column
