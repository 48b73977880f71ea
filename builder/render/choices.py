"""What all media have to know of a choice card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.render.fragment import RenderedNote


def one_right(note: RenderedNote) -> bool:
    """Say whether one answer alone can be chosen: one is right, and the author did not ask for boxes all the same."""
    right = sum(choice.choice.right for choice in note.choices)
    return right == 1 and "boxes" not in note.note.card.attributes.classes
