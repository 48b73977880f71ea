"""The sheet that a printer is measured by: what it says, and the scales on it.

The front has thin crosses, the back scales around the same places. Held against the light, back towards the eye, the
cross shows on the scale by how much backs must be moved: both are read off as one looks at the back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.binding.impose import ImposedSheet, Line, Placed, moved
from builder.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.pdf.cards.geometry import Grid
    from builder.settings import CardSettings

_INSET: Final = 20.0
"""mm from the edges to the crosses in the corners."""
_REACH: Final = 10
"""mm that a scale reaches to each side."""
_RULER: Final = 100
"""mm."""
_RULER_AT: Final = 0.3
"""The part of the sheet's height that is below the ruler."""
_TICKS: Final = ((10, 3.5), (5, 2.5), (1, 1.5))
"""The lengths of the ticks in mm at every so many mm."""
_WIDTH: Final = 0.25
_GREY: Final = 0.15

_EDGES: Final = {"long-edge": "long edge", "short-edge": "short edge"}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the template is told of the sheet. All measures are in mm."""

    width: float
    height: float
    ruler_left: float
    ruler_top: float
    inset: float
    edge: str
    """That the sheet is turned by; empty where it is folded and has one side."""
    offset: str
    """Of the backs, as it is set now and as `deck.toml` has it."""


def calibration_of(grid: Grid, settings: CardSettings) -> Calibration:
    """Return the sheet for the paper of *grid*, printed as *settings* say."""
    paper = grid.paper
    left, top = (paper.width - _RULER) / 2, paper.height * (1 - _RULER_AT)
    right, down = settings.offset
    edge = _EDGES.get(settings.duplex, "")
    return Calibration(paper.width, paper.height, left, top, _INSET, edge, f"[{right:g}, {down:g}]")


def calibration_sheets(grid: Grid, settings: CardSettings, galley: int) -> tuple[ImposedSheet, ...]:
    """Return front and back of the sheet, whose texts are the leaves of *galley*; one that is folded has no back."""
    width, height = grid.page
    ruler = tuple(_ruler(grid))
    if grid.folded:
        return (ImposedSheet(width, height, (Placed(galley, 0),), ruler),)
    right, down = (mm * MM for mm in settings.offset)
    places = list(_places(width, height))
    crosses = [line for x, y in places for line in _cross(x, y)]
    scales = [line for x, y in places for line in _scales(x + right, y - down)]
    front = ImposedSheet(width, height, (Placed(galley, 0),), (*crosses, *ruler))
    return front, ImposedSheet(width, height, (Placed(galley, 1, moved(right, -down)),), tuple(scales))


def _places(width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield the middle of the sheet and four places near its corners: turned by any edge, they lie on each other."""
    inset = _INSET * MM
    yield width / 2, height / 2
    yield from ((x, y) for y in (height - inset, inset) for x in (inset, width - inset))


def _cross(x: float, y: float) -> Iterator[Line]:
    """Yield the lines of a cross at *x*, *y*."""
    reach = _REACH * MM
    yield Line(x - reach, y, x + reach, y, _WIDTH, (), _GREY)
    yield Line(x, y - reach, x, y + reach, _WIDTH, (), _GREY)


def _scales(x: float, y: float) -> Iterator[Line]:
    """Yield the lines of a cross at *x*, *y* with a tick at every millimetre."""
    yield from _cross(x, y)
    for number in range(-_REACH, _REACH + 1):
        at, half = number * MM, _tick(number) * MM / 2
        yield Line(x + at, y - half, x + at, y + half, _WIDTH, (), _GREY)
        yield Line(x - half, y + at, x + half, y + at, _WIDTH, (), _GREY)


def _ruler(grid: Grid) -> Iterator[Line]:
    """Yield the lines of a ruler in the lower half of the sheet."""
    width, height = grid.page
    left, y = (width - _RULER * MM) / 2, height * _RULER_AT
    yield Line(left, y, left + _RULER * MM, y, _WIDTH, (), _GREY)
    for number in range(_RULER + 1):
        x = left + number * MM
        yield Line(x, y, x, y + _tick(number) * MM, _WIDTH, (), _GREY)


def _tick(number: int) -> float:
    """Return how long the tick at *number* mm is, in mm."""
    return next(length for every, length in _TICKS if number % every == 0)
