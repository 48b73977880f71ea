"""How much text the leaves of a manuscript hold: a layout says so on its ``<body>``, and the tree is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.paper import MM

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_ROOM: Final = "data-room"
_DEPTH: Final = "data-depth"
_TURNED: Final = "data-turned"

_CELL: Final = 0.425
"""The part of a line that a cell of a recall table holds, or one of another table at best."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The room for text on a leaf."""

    room: int = 80
    """Characters in a line: ``data-room``."""
    depth: int = 46
    """Lines on a leaf: ``data-depth``."""
    turned: int = 0
    """Characters in a line of a leaf that is turned on its side for a wide table, ``data-turned``; 0: none is."""

    @property
    def cell(self) -> int:
        """Characters in a line of a cell."""
        return int(self.room * _CELL)

    @property
    def attributes(self) -> dict[str, int]:
        """What the ``<body>`` says, by its attributes."""
        return {_ROOM: self.room, _DEPTH: self.depth, _TURNED: self.turned}


@dataclass(frozen=True, slots=True)
class Type:
    """Type of one size, and how much of it there is in some mm. Its own measures are in points."""

    size: float
    """Of an em."""
    line: float
    """From one line to the next."""
    character: float
    """That a character takes on the average."""

    def room(self, width: float) -> int:
        """Return how many characters a line of *width* holds."""
        return int(width * MM / self.character)

    def depth(self, height: float) -> int:
        """Return how many lines *height* holds."""
        return int(height * MM / self.line)

    def ems(self, width: float) -> float:
        """Return how many em *width* is."""
        return width * MM / self.size


TEXT: Final = Type(10.4, 15.0, 5.1)
"""That of ``text.css``; its characters are measured in English prose."""


def take_measure(root: ET.Element) -> Measure:
    """Return what the body of the document *root* says, and take it from there; one that says nothing is an A4 page."""
    usual = Measure()
    body = root.find("body")
    said = {} if body is None else body.attrib
    return Measure(
        int(said.pop(_ROOM, usual.room)), int(said.pop(_DEPTH, usual.depth)), int(said.pop(_TURNED, usual.turned))
    )
