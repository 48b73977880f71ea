"""Leaves placed on sheets: columns beside each other, cards in their cells, heads and feet around them.

All measures are in points from the bottom left corner, as PDF has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.pdf.press.galley import Galley, Leaf

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = ax + cy + e, y' = bx + dy + f (ISO 32000-1, 8.3.4)."""

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf on a sheet."""

    galley: int
    leaf: int
    """Its number in the galley, from 0; so is that of the galley."""
    matrix: Matrix = IDENTITY
    artifact: bool = False
    """Whether it is no part of the text: a running head."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line that is no part of the text: a cut mark."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.25
    dash: tuple[float, ...] = ()
    grey: float = 0.45
    """0 is black, 1 is white."""


@dataclass(frozen=True, slots=True)
class ImposedSheet:
    """One page of the finished file."""

    width: float
    height: float
    placed: tuple[Placed, ...]
    lines: tuple[Line, ...] = ()


def moved(x: float, y: float) -> Matrix:
    """Return the matrix that moves by *x* and *y*."""
    return (1, 0, 0, 1, x, y)


def turned(x: float, y: float) -> Matrix:
    """Return the matrix that turns upside down, and brings the leaf's bottom left corner to *x* and *y*."""
    return (-1, 0, 0, -1, x, y)


def one_each(galleys: Sequence[Galley]) -> list[ImposedSheet]:
    """Return a sheet for each leaf of *galleys*, and as large."""
    return [ImposedSheet(leaf.width, leaf.height, (placed,)) for placed, leaf in _leaves(galleys)]


def in_columns(galleys: Sequence[Galley], columns: int, *, backwards: bool = False) -> list[ImposedSheet]:
    """Return sheets with *columns* leaves each, side by side from the left, or *backwards* from the right.

    Each galley holds whole sheets but for its end, which a part of the book ends too.
    """
    sheets: list[ImposedSheet] = []
    for number, galley in enumerate(galleys):
        for start in range(0, len(galley.leaves), columns):
            leaves = galley.leaves[start : start + columns]
            width, height = leaves[0].width, leaves[0].height
            lefts = [(columns - 1 - at if backwards else at) * width for at in range(len(leaves))]
            placed = tuple(Placed(number, start + at, moved(left, 0)) for at, left in enumerate(lefts))
            sheets.append(ImposedSheet(columns * width, height, placed))
    return sheets


def pages_of_anchors(galleys: Sequence[Galley], sheets: Sequence[ImposedSheet], before: int = 0) -> dict[str, int]:
    """Return the number of the page, from 1, on which each anchor stands first, *before* pages standing before."""
    found: dict[str, int] = {}
    for number, sheet in enumerate(sheets, start=before + 1):
        for placed in sheet.placed:
            for anchor in galleys[placed.galley].leaves[placed.leaf].anchors:
                found.setdefault(anchor, number)
    return found


def _leaves(galleys: Sequence[Galley]) -> Iterator[tuple[Placed, Leaf]]:
    """Yield the leaves of all *galleys*."""
    for number, galley in enumerate(galleys):
        for index, leaf in enumerate(galley.leaves):
            yield Placed(number, index), leaf
