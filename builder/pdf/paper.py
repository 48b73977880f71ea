"""Sizes of paper, and the units that print is measured in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4
"""Points in a millimetre; a point is 1/72 inch."""

PX: Final = 0.75
"""Points in a CSS pixel, which is 1/96 inch."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper as it lies in the printer, in mm."""

    width: float
    height: float


PAPERS: Final = {"A4": Paper(210, 297), "Letter": Paper(215.9, 279.4), "A5": Paper(148, 210)}
"""By the names that `deck.toml` knows them by."""
