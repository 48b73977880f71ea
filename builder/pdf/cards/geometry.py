"""Where cards lie on their sheets, and where their backs must lie so that each is behind its front.

A sheet is always upright, as it lies in the printer: a landscape page is turned by each printer driver in its own
way, and the edge that it is turned over by with it. Cards that use the paper better sideways are turned instead.
All measures are in points from the bottom left corner of the page, as PDF has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.pdf.paper import MM, PAPERS, Paper

if TYPE_CHECKING:
    from builder.pdf.binding.impose import Matrix
    from builder.settings import CardSettings

INCH: Final = 25.4
"""Millimetres."""

_MARGIN: Final = 6.0
"""mm around the cards that printers cannot print on, or not well."""


@dataclass(frozen=True, slots=True)
class Size:
    """What `[cards] size` asks for, in mm."""

    width: float
    height: float
    paper: str = ""
    """The paper that is sold cut for it; none: any."""
    fills: bool = False
    """Whether it is a part of its paper's size, and may go to the edge."""


PRESETS: Final = {
    "a7": Size(105, 74, fills=True),
    "3x5": Size(5 * INCH, 3 * INCH),
    # Perforated sheets: 2 × 5 cards with margins of 0.75 and 0.5 in, 1 × 3 cards with margins of 1.75 and 1 in.
    "avery-5371": Size(3.5 * INCH, 2 * INCH, "Letter"),
    "avery-5388": Size(5 * INCH, 3 * INCH, "Letter"),
}
"""Cards that one can ask for by name."""

_PERFORATED: Final = {"avery-5371": (2, 5), "avery-5388": (1, 3)}
"""How many cards lie beside and above each other on sheets that are sold cut."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page."""

    x: float
    y: float
    width: float
    height: float


Direction = tuple[int, int]
"""Where the top of what is printed points: (0, 1) is up, (-1, 0) is to the left."""

_UP: Final[Direction] = (0, 1)
_LEFT: Final[Direction] = (-1, 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one face of a card lies, and which way up."""

    box: Box
    up: Direction = _UP

    def matrix(self, width: float) -> Matrix:
        """Return what brings a leaf that is *width* pt wide to this place: it moves, turns and scales."""
        box, (across, along) = self.box, self.up
        scale = (box.width if along else box.height) / width
        left = box.x + (box.width if along < 0 or across < 0 else 0)
        bottom = box.y + (box.height if along < 0 or across > 0 else 0)
        return (scale * along, scale * -across, scale * across, scale * along, left, bottom)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, and the cells on it that cards are cut from."""

    paper: Paper
    card: Size
    columns: int
    rows: int
    turned: bool = False
    """Whether cards lie sideways, their tops to the left."""
    folded: bool = False
    """Whether a cell holds both faces, on either side of a fold."""
    perforated: bool = False
    """Whether the sheet is sold cut."""

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        return self.paper.width * MM, self.paper.height * MM

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell."""
        width, height = _cell(self.card, turned=self.turned, folded=self.folded)
        return width * MM, height * MM

    @property
    def origin(self) -> tuple[float, float]:
        """The bottom left corner of all cells, which stand in the middle of the sheet."""
        (width, height), (across, along) = self.page, self.cell
        return (width - self.columns * across) / 2, (height - self.rows * along) / 2

    @property
    def count(self) -> int:
        """How many cards a sheet has."""
        return self.columns * self.rows

    @property
    def stacked(self) -> bool:
        """Whether the faces of a folded card lie above each other: the fold runs along their long side."""
        return (self.card.width >= self.card.height) != self.turned

    def cells(self) -> tuple[Box, ...]:
        """Return the cells, row by row from the top."""
        (left, bottom), (width, height) = self.origin, self.cell
        return tuple(
            Box(left + column * width, bottom + (self.rows - 1 - row) * height, width, height)
            for row in range(self.rows)
            for column in range(self.columns)
        )

    def front(self, cell: Box) -> Spot:
        """Return where the front of the card in *cell* lies: below or left of the fold, if there is one."""
        return Spot(self._half(cell, 0) if self.folded else cell, _LEFT if self.turned else _UP)

    def folded_back(self, cell: Box) -> Spot:
        """Return where the back of the card in *cell* lies on the same side: it is upright once folded behind."""
        (across, along) = _LEFT if self.turned else _UP
        return Spot(self._half(cell, 1), (across, -along) if self.stacked else (-across, along))

    def _half(self, cell: Box, number: int) -> Box:
        """Return the lower or left half of *cell*, 0, or the other one, 1."""
        if self.stacked:
            return Box(cell.x, cell.y + number * cell.height / 2, cell.width, cell.height / 2)
        return Box(cell.x + number * cell.width / 2, cell.y, cell.width / 2, cell.height)


def behind(grid: Grid, front: Spot, duplex: str, offset: tuple[float, float]) -> Spot:
    """Return where on the back of a sheet of *grid* a face lies behind *front*, upright when the card is turned over.

    *duplex* is the edge that the sheet is turned by: ``long-edge`` mirrors what is left and right, ``short-edge`` what
    is above and below. *offset* moves it to the right and down, in mm, as one looks at the back.
    """
    (width, height), box, (across, along) = grid.page, front.box, front.up
    if duplex == "short-edge":
        x, y, up = box.x, height - box.y - box.height, (across, -along)
    else:
        x, y, up = width - box.x - box.width, box.y, (-across, along)
    right, down = offset
    return Spot(Box(x + right * MM, y - down * MM, box.width, box.height), up)


def grid_of(settings: CardSettings, paper: str) -> Grid | Diagnostic:
    """Return the sheet that *settings* ask for on *paper* (a key of `PAPERS`), or that nothing fits on it.

    As many cards as can be lie in the middle of the sheet, upright or sideways. Sheets that are sold cut have a paper
    of their own, whatever *paper* says; their cuts are of no use to cards that are folded.
    """
    name = settings.size or ("3x5" if paper == "Letter" else "a7")
    card = PRESETS.get(name) or _custom(name)
    folded = settings.duplex == "fold"
    paper = card.paper or paper
    if name in _PERFORATED and not folded:
        columns, rows = _PERFORATED[name]
        return Grid(PAPERS[paper], card, columns, rows, perforated=True)
    # The larger margin wins unless it leaves no card at all; cards that are a part of their paper need none.
    for margin in (0.0,) if card.fills else (_MARGIN, 0.0):
        grids = [_filled(PAPERS[paper], card, margin, turned=turned, folded=folded) for turned in (False, True)]
        best = max(grids, key=lambda grid: grid.count)
        if best.count:
            return best
    return _too_small(card, paper, folded=folded)


def _custom(size: str) -> Size:
    """Return the *size* that is written as width × height in mm: ``85x54``."""
    width, height = map(float, size.split("x"))
    return Size(width, height)


def _filled(paper: Paper, card: Size, margin: float, *, turned: bool, folded: bool) -> Grid:
    """Return a sheet of *paper* with as many of *card* as fit between margins of *margin* mm."""
    width, height = _cell(card, turned=turned, folded=folded)
    # A cell may be larger than its share by what rounding makes of inches.
    columns = int((paper.width - 2 * margin + 0.01) // width)
    rows = int((paper.height - 2 * margin + 0.01) // height)
    return Grid(paper, card, columns, rows, turned, folded)


def _cell(card: Size, *, turned: bool, folded: bool) -> tuple[float, float]:
    """Return width and height in mm of the paper that *card* needs; a fold runs along its long side."""
    width, height = card.width, card.height
    if folded and width >= height:
        height *= 2
    elif folded:
        width *= 2
    return (height, width) if turned else (width, height)


def _too_small(card: Size, paper: str, *, folded: bool) -> Diagnostic:
    """Return that not one *card* fits on *paper*."""
    sheet = PAPERS[paper]
    pair = " with the two faces side by side" if folded else ""
    message = (
        f"A card of {card.width:g} × {card.height:g} mm{pair} does not fit on {paper},"
        f" which is {sheet.width:g} × {sheet.height:g} mm."
    )
    hint = "Choose a smaller `[cards] size`, or a larger `[print] paper`."
    return Diagnostic(faults.PAPER_TOO_SMALL, Span("deck.toml", 0, 0), message, hint)
