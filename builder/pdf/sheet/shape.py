"""The shape of the sheet's leaves: how large they are, where their text stands, and how much of it a line holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.measure import TEXT, Measure
from builder.pdf.paper import MM, PAPERS

if TYPE_CHECKING:
    from builder.settings import PrintSettings

_WIDEST_SCALE: Final = 1.25
"""Above it, the margin has no room for what hangs there."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the text, in mm of the paper; in a book of columns `start` and `end` are those of the whole page."""

    top: float
    bottom: float
    start: float
    end: float


_WIDE: Final = Margins(26, 24, 41, 25)
_SMALL: Final = Margins(19, 17, 16, 16)
_COLUMNS: Final = Margins(24, 21, 18, 18)
_LARGE_TYPE: Final = Margins(26, 24, 24, 24)
_HANG: Final = 38.0
"""mm that a number reaches out into a wide margin."""
_GUTTER: Final = 9.0
"""mm between two columns."""

_TALLEST: Final = 120.0
_TALL: Final = 0.45
"""mm, and the part of a leaf, that figures are high at most."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Leaves of a study sheet. Lengths are in mm as the leaf is set, before type is scaled; then they are as said."""

    name: str
    """``wide``: numbers and small print hang in the margin; ``narrow``: they stand above and below the heading."""
    columns: int
    scale: float
    width: float
    height: float
    """Of a leaf; that of two columns is half a page."""
    page_width: float
    margins: Margins
    """Of a page; `bottom` leaves room for whole lines."""
    gutter: float
    hang: float
    """How far numbers stand out into the margin, if they do."""
    measure: Measure
    """Of the text; columns forbid that a page is turned."""
    ems: float
    """The width of a line, in em of its type."""
    tallest: float
    """The height of a figure at most."""

    @property
    def stacked(self) -> bool:
        """Whether a recall card has its answer below the question, for want of room beside it."""
        return self.columns > 1


def shape_of(settings: PrintSettings) -> Shape:
    """Return the shape that *settings* ask for."""
    paper, scale, columns = PAPERS[settings.paper], settings.scale, settings.columns
    is_small = settings.paper == "A5"
    is_wide = columns == 1 and not is_small and scale <= _WIDEST_SCALE
    margins = _WIDE if is_wide else _COLUMNS if columns > 1 and not is_small else _SMALL if is_small else _LARGE_TYPE
    width, height = paper.width / scale, paper.height / scale
    gutter = _GUTTER / scale if columns > 1 else 0.0
    start, end, top = margins.start / scale, margins.end / scale, margins.top / scale
    depth = TEXT.depth(height - top - margins.bottom / scale)
    bottom = height - top - depth * TEXT.line / MM
    line = (width - start - end - gutter * (columns - 1)) / columns
    turned = TEXT.room(height - start - end) if columns == 1 else 0
    return Shape(
        name="wide" if is_wide else "narrow",
        columns=columns,
        scale=scale,
        width=width / columns,
        height=height,
        page_width=width,
        margins=Margins(top, bottom, start, end),
        gutter=gutter,
        hang=_HANG / scale,
        measure=Measure(TEXT.room(line), depth, turned),
        ems=TEXT.ems(line),
        tallest=min(_TALLEST, height * _TALL),
    )
