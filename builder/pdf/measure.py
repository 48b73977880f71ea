"""How much text the leaves of a manuscript hold: a layout says so on its ``<body>``, and the tree is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

ROOM: Final = "data-room"
DEPTH: Final = "data-depth"
TURNED: Final = "data-turned"

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


def take_measure(root: ET.Element) -> Measure:
    """Return what the body of the document *root* says, and take it from there; one that says nothing is an A4 page."""
    usual = Measure()
    body = root.find("body")
    said = {} if body is None else body.attrib
    return Measure(
        int(said.pop(ROOM, usual.room)), int(said.pop(DEPTH, usual.depth)), int(said.pop(TURNED, usual.turned))
    )
