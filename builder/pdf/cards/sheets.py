"""Cards on their sheets: which face lies where, and the lines that they are cut and folded by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.binding.impose import ImposedSheet, Line, Placed
from builder.pdf.cards.geometry import behind
from builder.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.pdf.cards.geometry import Box, Grid, Spot
    from builder.pdf.press.galley import Galley
    from builder.settings import CardSettings

_TICK: Final = 5 * MM
"""The length of a cut mark beside the cards."""
_GAP: Final = 1 * MM
"""Between the cards and a mark."""
_ROOM: Final = 4 * MM
"""The least margin in which marks are of use; in a smaller one lines run from edge to edge instead."""
_EDGE: Final = 1 * MM
"""What is nearer to the edge of the paper is not cut."""
_HAIR: Final = 0.25
_GREY: Final = 0.6
_DASHES: Final = (3.0, 3.0)


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card: a leaf of a galley, by their numbers."""

    galley: int
    leaf: int


@dataclass(frozen=True, slots=True)
class CutCard:
    """A card as it is held in the hand."""

    front: Face
    back: Face


def sides(
    cards: Sequence[CutCard], galleys: Sequence[Galley], grid: Grid, settings: CardSettings
) -> list[tuple[ImposedSheet, ...]]:
    """Return the sheets of *grid* with *cards*, whose faces are leaves of *galleys*: of each its front and its back."""
    return [_sides(cards[at : at + grid.count], galleys, grid, settings) for at in range(0, len(cards), grid.count)]


def in_order(sheets: Sequence[Sequence[ImposedSheet]], *, fronts_first: bool) -> list[ImposedSheet]:
    """Return the sides of *sheets*, each a front and perhaps a back, as pages in the order in which they are printed.

    Fronts and backs take turns; or, where all fronts come first, backs follow in the same order, for so they are
    printed on a stack that is turned over as a whole.
    """
    if fronts_first:
        return [side for number in (0, 1) for sides in sheets for side in sides[number : number + 1]]
    return [side for sides in sheets for side in sides]


def _sides(
    cards: Sequence[CutCard], galleys: Sequence[Galley], grid: Grid, settings: CardSettings
) -> tuple[ImposedSheet, ...]:
    """Return front and back of one sheet with *cards*; of one that is folded its only side."""
    width, height = grid.page
    fronts: list[Placed] = []
    backs: list[Placed] = []
    for card, cell in zip(cards, grid.cells(), strict=False):
        front = grid.front(cell)
        back = grid.folded_back(cell) if grid.folded else behind(grid, front, settings.duplex, settings.offset)
        fronts.append(_placed(card.front, front, galleys))
        backs.append(_placed(card.back, back, galleys))
    lines = tuple(marks(grid)) if settings.marks else ()
    if grid.folded:
        faces = tuple(face for pair in zip(fronts, backs, strict=True) for face in pair)
        return (ImposedSheet(width, height, faces, lines),)
    return ImposedSheet(width, height, tuple(fronts), lines), ImposedSheet(width, height, tuple(backs))


def _placed(face: Face, spot: Spot, galleys: Sequence[Galley]) -> Placed:
    """Return *face* at its *spot*."""
    return Placed(face.galley, face.leaf, spot.matrix(galleys[face.galley].leaves[face.leaf].width))


def marks(grid: Grid) -> Iterator[Line]:
    """Yield the lines that the cards of *grid* are cut and folded by.

    Where the margin has room, these are marks beside the cards, so that no card shows any of them; else they are hair
    lines from edge to edge. Sheets that are sold cut need none. Only fronts bear marks: one cuts from one side.
    """
    (width, height), (left, bottom), (across, along) = grid.page, grid.origin, grid.cell
    if not grid.perforated:
        for column in range(grid.columns + 1):
            x = left + column * across
            if _EDGE < x < width - _EDGE:
                yield from (_line(x, y1, x, y2) for y1, y2 in _strokes(bottom, height))
        for row in range(grid.rows + 1):
            y = bottom + row * along
            if _EDGE < y < height - _EDGE:
                yield from (_line(x1, y, x2, y) for x1, x2 in _strokes(left, width))
    if grid.folded:
        yield from (_fold(cell, stacked=grid.stacked) for cell in grid.cells())


def _strokes(margin: float, length: float) -> tuple[tuple[float, float], ...]:
    """Return from where to where a cut is marked on a sheet of *length* with cards between two margins of *margin*."""
    if margin < _ROOM:
        return ((0, length),)
    tick = min(_TICK, margin - _GAP)
    return (margin - _GAP - tick, margin - _GAP), (length - margin + _GAP, length - margin + _GAP + tick)


def _line(x1: float, y1: float, x2: float, y2: float) -> Line:
    """Return a line to cut along."""
    return Line(x1, y1, x2, y2, _HAIR, (), _GREY)


def _fold(cell: Box, *, stacked: bool) -> Line:
    """Return the line to fold the card in *cell* along."""
    if stacked:
        y = cell.y + cell.height / 2
        return Line(cell.x, y, cell.x + cell.width, y, _HAIR, _DASHES, _GREY)
    x = cell.x + cell.width / 2
    return Line(x, cell.y, x, cell.y + cell.height, _HAIR, _DASHES, _GREY)
