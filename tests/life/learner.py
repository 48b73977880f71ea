"""A learner: one Anki collection that lives through all releases, and what is done in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import anki.collection  # noqa: F401 (Anki's other modules cannot be imported before it)
from anki.cards import CardId
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.models import ModelManager, NotetypeId
from anki.notes import NoteId
from anki.scheduler.v3 import Scheduler

from tests.life.package import Note, note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from anki.collection import ImportLogWithChanges

_HIDDEN: Final = re.compile(r'<span class="cloze" data-cloze="([^"]*)" data-ordinal="([0-9,]+)">')
_TOLD: Final = re.compile(r'<span class="cloze" data-ordinal="(?P<numbers>[0-9,]+)">(?P<text>[^<]*)</span>')
_MASKED: Final = 'id="image-occlusion-container"'
_CARDS: Final = (
    "SELECT id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data FROM cards"
)
_NOTES: Final = "SELECT id, guid, mid, mod, tags, flds FROM notes"
_MINE: Final = " (mine)"


@dataclass(frozen=True, slots=True)
class Card:
    """A card with all that Anki knows of its learning."""

    note: int
    ordinal: int
    schedule: tuple[Any, ...]
    """Deck, type, queue, due, and so on."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a learner has; keys are row ids."""

    notes: Mapping[int, Note]
    cards: Mapping[int, Card]
    reviews: Mapping[int, tuple[Any, ...]]
    styles: Mapping[int, str]
    """The CSS of each note type."""

    def places(self) -> dict[tuple[str, int], int]:
        """Return the row id of each card by the GUID of its note and its ordinal."""
        return {(self.notes[card.note].guid, card.ordinal): row for row, card in self.cards.items()}


class Learner:
    """An Anki of its own."""

    def __init__(self, folder: Path) -> None:
        """Make an empty collection in the new folder *folder*."""
        folder.mkdir()
        self._file = folder / "package.apkg"
        self.col = Collection(str(folder / "collection.anki2"))
        # Nobody needs the collection after a crash.
        self.rows("PRAGMA synchronous = OFF")

    def close(self) -> None:
        """Close the collection."""
        self.col.close()

    def take(self, data: bytes) -> ImportLogWithChanges.Log:
        """Import the package *data* as Anki does before anybody has changed an option; return Anki's log."""
        self._file.write_bytes(data)
        request = ImportAnkiPackageRequest(package_path=str(self._file), options=ImportAnkiPackageOptions())
        log: ImportLogWithChanges.Log = self.col.import_anki_package(request).log
        return log

    def state(self) -> State:
        """Return all that the learner has."""
        cards = self.rows(_CARDS)
        kinds = {NotetypeId(row) for (row,) in self.rows("SELECT DISTINCT mid FROM notes")}
        models = ModelManager(self.col)  # one that has not kept anything from before an import
        return State(
            notes={row: note(*values) for row, *values in self.rows(_NOTES)},
            cards={row: Card(of, ordinal, tuple(rest)) for row, of, ordinal, *rest in cards},
            reviews={row: tuple(rest) for row, *rest in self.rows("SELECT * FROM revlog")},
            styles={row: model["css"] for row in kinds if (model := models.get(row))},
        )

    def kinds(self) -> set[int]:
        """Return the row ids of all note types."""
        return {kind.id for kind in self.col.models.all_names_and_ids()}

    def shown(self, row: int) -> tuple[str, dict[int, str]]:
        """Return the front of the card *row*, and of a cloze or masks what they hide, by their numbers."""
        card = self.col.get_card(CardId(row))
        front = card.question()
        hidden: dict[int, str] = {}
        found = _HIDDEN.findall(front)
        if _MASKED in front:
            # What masks hide is not on the front, not even unseen.
            found = [(told["text"], told["numbers"]) for told in _TOLD.finditer(card.answer())]
        for text, numbers in found:
            for number in numbers.split(","):
                hidden[int(number)] = hidden.get(int(number), "") + unescape(text)
        return front, hidden

    def rows(self, query: str, *values: str | int) -> Sequence[Sequence[Any]]:
        """Return what *query* finds."""
        assert self.col.db is not None
        return self.col.db.all(query, *values)

    def stamp(self, row: int, now: int) -> None:
        """Let the note *row* have been changed at *now*, in seconds since 1970."""
        self.rows("UPDATE notes SET mod = max(?, mod) WHERE id = ?", now, row)


class Act(Protocol):
    """One thing that a learner does."""

    def apply(self, learner: Learner, now: int) -> None:
        """Do it at *now*, in seconds since 1970, or nothing where there is nothing to do it with."""


@dataclass(frozen=True)
class Review:
    """Answer a card."""

    card: int
    ease: Literal[1, 2, 3, 4]

    def apply(self, learner: Learner, now: int) -> None:  # noqa: ARG002 (Anki takes its own time for a review)
        """Do it."""
        if row := _card(learner, self.card):
            scheduler = learner.col.sched
            assert isinstance(scheduler, Scheduler)
            card = learner.col.get_card(row)
            if card.queue >= 0:
                card.start_timer()
                scheduler.answerCard(card, self.ease)


@dataclass(frozen=True)
class Write:
    """Write into a field of a note."""

    note: int
    field: int

    def apply(self, learner: Learner, now: int) -> None:
        """Do it."""
        if row := _note(learner, self.note):
            one = learner.col.get_note(row)
            at = self.field % 3
            one.fields[at] += _MINE
            learner.col.update_note(one)
            learner.stamp(row, now)


@dataclass(frozen=True)
class Tag:
    """Give a note a tag."""

    note: int

    def apply(self, learner: Learner, now: int) -> None:
        """Do it."""
        if row := _note(learner, self.note):
            one = learner.col.get_note(row)
            one.add_tag("my-tag")
            learner.col.update_note(one)
            learner.stamp(row, now)


@dataclass(frozen=True)
class Suspend:
    """Suspend a card."""

    card: int

    def apply(self, learner: Learner, now: int) -> None:  # noqa: ARG002 (a card has no time that an import looks at)
        """Do it."""
        if row := _card(learner, self.card):
            learner.col.sched.suspend_cards([row])


@dataclass(frozen=True)
class PutElsewhere:
    """Move a card into a deck of one's own."""

    card: int

    def apply(self, learner: Learner, now: int) -> None:  # noqa: ARG002 (a card has no time that an import looks at)
        """Do it."""
        if row := _card(learner, self.card):
            deck = learner.col.decks.id("My own deck")
            assert deck is not None
            learner.col.set_deck([row], deck)


def _note(learner: Learner, at: int) -> NoteId | None:
    """Return the row id of the note *at*, counted around; None where there is none."""
    rows = learner.rows("SELECT id FROM notes ORDER BY id")
    return NoteId(rows[at % len(rows)][0]) if rows else None


def _card(learner: Learner, at: int) -> CardId | None:
    """Return the row id of the card *at*, counted around; None where there is none."""
    rows = learner.rows("SELECT id FROM cards ORDER BY id")
    return CardId(rows[at % len(rows)][0]) if rows else None
