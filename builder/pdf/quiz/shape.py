"""The shape of a quiz's leaves: how large they are, where their text stands, and how much of it a line holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.measure import TEXT, Measure
from builder.pdf.paper import PAPERS

if TYPE_CHECKING:
    from builder.settings import PrintSettings

_TALLEST: Final = 0.36
"""The part of a leaf that figures are high at most: room to write shall stand with them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Leaves of a quiz. Lengths are in mm as the leaf is set, before type is scaled; then they are as said."""

    scale: float
    width: float
    height: float
    top: float
    bottom: float
    side: float
    """The margins, left and right alike: a worksheet is punched on either side."""
    indent: float
    """Of all text beside the numbers."""
    line: float
    """From one line to write on to the next: 8 mm of paper, whatever the type's scale."""
    tallest: float
    """The height of a figure at most."""
    ems: float
    """The width of a line, in em of its type."""
    measure: Measure
    """Of the text."""


def shape_of(settings: PrintSettings) -> Shape:
    """Return the shape that *settings* ask for."""
    paper, scale = PAPERS[settings.paper], settings.scale
    is_small = settings.paper == "A5"
    top, bottom, side = (17.0, 16.0, 14.0) if is_small else (22.0, 20.0, 20.0)
    width, height = paper.width / scale, paper.height / scale
    indent = 8.0 if is_small else 10.0
    line = width - 2 * side / scale - indent
    return Shape(
        scale=scale,
        width=width,
        height=height,
        top=top / scale,
        bottom=bottom / scale,
        side=side / scale,
        indent=indent,
        line=8.0 / scale,
        tallest=height * _TALLEST,
        ems=TEXT.ems(line),
        measure=Measure(TEXT.room(line), TEXT.depth(height - (top + bottom) / scale)),
    )
