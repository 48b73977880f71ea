"""Room to write in: by the kind of the card, and so coarsely by the length of the answer that it hardly tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.model import Kind
from builder.render.fragment import Math, untagged

if TYPE_CHECKING:
    from builder.render.fragment import Fragment, RenderedNote

_FORMULA: Final = 60
"""Characters of text that a formula on a line of its own takes the room of."""

_STEPS: Final = {Kind.QUESTION: ((240, 6), (600, 8)), Kind.RECALL: ((90, 2),), Kind.REVERSED: ((90, 2),)}
"""By kinds: up to how many characters of an answer there are how many lines."""
_MOST: Final = {Kind.QUESTION: 10, Kind.RECALL: 3, Kind.REVERSED: 3, Kind.TYPED: 1}
"""The lines for any longer one. What is not here is answered where it is asked: in blanks, by ticks, by numbers."""


def lines_for(note: RenderedNote) -> int:
    """Return how many lines the answer of *note* is written on; 0 where it is written into the question."""
    kind = note.note.card.kind
    length = length_of(note.answer)
    fitting = (lines for most, lines in _STEPS.get(kind, ()) if length <= most)
    return next(fitting, _MOST.get(kind, 0))


def length_of(fragment: Fragment) -> int:
    """Return about how many characters *fragment* has."""
    text = sum(len(untagged(part)) for part in fragment.parts if isinstance(part, str))
    return text + sum(
        _FORMULA if part.display else len(part.latex) for part in fragment.parts if isinstance(part, Math)
    )
