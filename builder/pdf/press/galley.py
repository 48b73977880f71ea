"""What was set: leaves, and the tagged PDF that holds some of them. All measures are in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a setting: a page of the book, a column of it, or a card."""

    width: float
    height: float
    anchors: Mapping[str, tuple[float, float]]
    """Where each anchor stands that is seen here, from the top left corner; of one that goes on from the leaf before,
    where it goes on."""


@dataclass(frozen=True, slots=True)
class Galley:
    """Some leaves, written: a part of a book."""

    data: bytes
    """A PDF with one page a leaf, its structure finished, without outline and metadata."""
    leaves: tuple[Leaf, ...]


def first_leaves(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return on which of *leaves*, from 0, each anchor stands first."""
    found: dict[str, int] = {}
    for number, leaf in enumerate(leaves):
        for anchor in leaf.anchors:
            found.setdefault(anchor, number)
    return found


def leaves_of(galleys: Sequence[Galley]) -> tuple[Leaf, ...]:
    """Return the leaves of all *galleys* in their order."""
    return tuple(leaf for galley in galleys for leaf in galley.leaves)
