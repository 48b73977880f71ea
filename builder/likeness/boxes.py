"""Where the masks of an occlusion card lie: what a sentence is to a cloze, the picture is to a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from builder.model import Mask

Box = tuple[float, float, float, float]
"""Left, top, width and height in per cent of the picture; of an ellipse those of the box around it."""

_VERY_PLACE: Final = 2.0


def box(mask: Mask) -> Box:
    """Return where *mask* lies."""
    return mask.left, mask.top, mask.width, mask.height


def closeness(then: Iterable[Box], now: Iterable[Box]) -> float:
    """Return how close a mask that lay at any of *then* is to one at any of *now*.

    It is 2 at one very place, else how much of the two together both cover, from 0 to 1 (Jaccard's index).
    """
    pairs = [(old, new) for old in then for new in now]
    return max((_VERY_PLACE if old == new else _overlap(old, new) for old, new in pairs), default=0.0)


def _overlap(one: Box, other: Box) -> float:
    """Return the common area of two boxes, as a share of all that they cover."""
    across, down = (
        max(0.0, min(one[at] + one[at + 2], other[at] + other[at + 2]) - max(one[at], other[at])) for at in (0, 1)
    )
    common = across * down
    return common / (one[2] * one[3] + other[2] * other[3] - common) if common else 0.0
