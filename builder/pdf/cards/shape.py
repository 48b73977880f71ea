"""The leaf that a face is set on: as large as the card divided by its scale, so that all type is of one size there."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from builder.pdf.measure import Measure, Type
from builder.pdf.paper import MM

if TYPE_CHECKING:
    from builder.pdf.cards.geometry import Size

USUAL: Final = (105.0, 74.0)
"""mm of the card that the style sheet's measures are meant for."""
_LEAST, _MOST = 0.6, 1.25
"""By how much type may be smaller or larger on cards of other sizes."""

_STEPS: Final = (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.62)
"""The sizes that a face is tried at."""
_ANSWER: Final = Type(12.0, 16.0, 5.6)
"""That of an answer."""
_READABLE: Final = 6.5
"""pt below which an answer is not shrunk."""

_SIDE: Final = 6.0
_TOP: Final = 5.5
_BOTTOM: Final = 9.0
"""mm between the text and the edges of the card, which a cut may miss by some; the small print lies in the lowest."""
_SMALL_PRINT: Final = 6.2
"""pt of the small print, which does not shrink with its face."""

_TALLEST: Final = 0.62
"""The part of a leaf that a figure may be high: a question or a key stands with it."""
_SMALL_CHARACTER: Final = 3.4
"""pt of an average character of the small print."""
_OF_ID, _OF_CHAPTER = 0.6, 0.36
"""The parts of a line of small print that the style sheet gives to the id and to the chapter."""
_REST_OF_ID: Final = 24
"""Characters beside the id: a number, and which of two cards it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """A leaf of one scale. All measures are in mm, but for the small print's in pt."""

    name: str
    """Of its class and of its page in the style sheet."""
    scale: float
    """Of the type on the card, to that of the style sheet."""
    width: float
    height: float
    side: float
    top: float
    bottom: float
    small_print: float
    tallest: float
    """Of a figure."""

    @property
    def depth(self) -> float:
        """The height that is left for text."""
        return self.height - self.top - self.bottom

    @property
    def measure(self) -> float:
        """The width that is left for text."""
        return self.width - 2 * self.side


@dataclass(frozen=True, slots=True)
class Shape:
    """The leaves of one size of card, from the largest type to the smallest."""

    steps: tuple[Step, ...]
    measure: Measure
    """Of an answer."""
    id: int
    """Characters that the small print has for the id of a card, on two lines."""
    chapter: int
    """Characters that it has for the chapter, on one."""


def shape_of(card: Size, scale: float) -> Shape:
    """Return the leaves for *card*; all type is multiplied by *scale*.

    Type is smaller on smaller cards, by the root of their area. An answer is never shrunk to less than one can read,
    unless its usual size is smaller by what was asked for.
    """
    usual = sqrt(card.width * card.height / (USUAL[0] * USUAL[1]))
    base = min(max(usual, _LEAST), _MOST) * scale
    readable = [step for step in _STEPS if base * step * _ANSWER.size >= _READABLE] or [1.0]
    steps = tuple(_step(number, card, base * step) for number, step in enumerate(readable))
    first = steps[0]
    small = first.measure * first.scale * MM / _SMALL_CHARACTER
    return Shape(
        steps,
        measure=Measure(max(10, _ANSWER.room(first.measure)), max(3, _ANSWER.depth(first.depth))),
        id=max(8, 2 * int(_OF_ID * small) - _REST_OF_ID),
        chapter=max(6, int(_OF_CHAPTER * small)),
    )


def _step(number: int, card: Size, scale: float) -> Step:
    """Return the leaf of *card* at a *scale*."""
    narrow = min(card.width, card.height) / min(USUAL)
    side, top = _SIDE * min(1, narrow) / scale, _TOP * min(1, narrow) / scale
    width, height, bottom = card.width / scale, card.height / scale, _BOTTOM / scale
    tallest = _TALLEST * (height - top - bottom)
    return Step(f"step-{number}", scale, width, height, side, top, bottom, _SMALL_PRINT / scale, tallest)
