"""What a learner has, as values: everything that an import could touch, without the times of its rows' last saving."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.verify.hidden import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_NAME: Final = 48


@dataclass(frozen=True, slots=True)
class Note:
    """A note; whose it is, its GUID says."""

    guid: str
    note_type: int
    """Row id of its note type."""
    mod: int
    """Seconds since 1970."""
    tags: tuple[str, ...]
    """Sorted, in one case: of the learner's spelling and ours Anki takes the learner's."""
    fields: Mapping[str, str]
    """HTML by the field's name."""

    @property
    def name(self) -> str:
        """Return its Id, or where it has none the beginning of its first field, as words."""
        said = html.unescape(self.fields.get("Id", "")) or plain(next(iter(self.fields.values())))
        said = re.sub(r"\s+", " ", said).strip() or self.guid
        return said if len(said) <= _LONGEST_NAME else f"{said[: _LONGEST_NAME - 1]}…"


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its place, and all that Anki knows of its learning."""

    note: int
    """Row id of its note."""
    ordinal: int
    deck: int
    """Row id."""
    home: int
    """Row id of the deck that it returns to from a filtered deck; 0 when it is in none."""
    due: int
    schedule: tuple[int | str, ...]
    """Type, queue, interval, ease, reviews, lapses, steps left, due date at home, flags, memory state."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as the learner has it."""

    name: str
    preset: int
    """Row id; 0 of a filtered deck, which has none."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: how its cards look, and whether its cards are its clozes."""

    name: str
    is_cloze: bool
    look: tuple[str, ...]
    """Styles, then both sides of each template."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a learner has; keys are row ids where nothing else is said."""

    notes: Mapping[int, Note]
    cards: Mapping[int, Card]
    reviews: Mapping[int, tuple[int, ...]]
    decks: Mapping[int, Deck]
    presets: Mapping[int, str]
    """Their settings as JSON."""
    note_types: Mapping[int, NoteType]
    missing_media: frozenset[str]
    """Names of files that fields show and that are not there."""
    empty_cards: frozenset[int]
    """Cards with nothing on their front, which Anki's "Empty Cards" would delete."""

    def by_guid(self) -> dict[str, Note]:
        """Return the notes by their GUID; of two with one, which no learner should have, the last."""
        return {note.guid: note for note in self.notes.values()}

    def cards_by_place(self) -> dict[tuple[str, int], int]:
        """Return the row ids of the cards by their note's GUID and their ordinal."""
        return {(self.notes[card.note].guid, card.ordinal): row for row, card in self.cards.items()}

    def home(self, card: Card) -> str:
        """Return the name of the deck in which *card* lives."""
        return self.decks[card.home or card.deck].name
