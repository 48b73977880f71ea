"""A learner's Anki: a throw-away collection that imports packages as the desktop program does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.consts import MODEL_CLOZE
from anki.errors import AnkiException
from anki.models import ModelManager

from builder.verify.state import Card, Deck, Note, NoteType, State

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from anki.collection import ImportLogWithChanges

_NOTES: Final = "SELECT id, guid, mid, mod FROM notes ORDER BY id"
_CARDS: Final = (
    "SELECT id, nid, ord, did, odid, due, type, queue, ivl, factor, reps, lapses, left, odue, flags, data "
    "FROM cards ORDER BY id"
)
_REVIEWS: Final = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"

_QUOTED: Final = re.compile(r'"([^"{}()]*\w[^"{}()]*)"')
"""The text of an error in Rust's own notation, where errors stand in each other."""

_ISOLATES: Final = re.compile("[\u2068\u2069]")
"""What Anki puts around numbers and names, so that they keep their direction."""


class CannotRead(Exception):  # noqa: N818 (it is a state of a file, and the report says so)
    """Anki does not take a package; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What Anki's own log says of an import, in notes."""

    added: int
    updated: int
    unchanged: int
    conflicting: tuple[int, ...]
    """Row ids: these notes are not updated, for their note type has other fields or templates now."""


class Learner:
    """An Anki with a collection of its own. Use it as a context: the collection is closed at the end."""

    def __init__(self, folder: Path) -> None:
        """Make an empty collection in the new folder *folder*."""
        folder.mkdir()
        self.col = Collection(str(folder / "collection.anki2"))
        # Nobody needs the collection after a crash.
        self._rows("PRAGMA synchronous = OFF")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the collection."""
        self.col.close()

    def take(self, package: Path) -> Imported:
        """Import *package* with the options that Anki has before a learner changed any.

        Raises `CannotRead` where Anki does not take it.
        """
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        try:
            log: ImportLogWithChanges.Log = self.col.import_anki_package(request).log
        except AnkiException as error:
            raise CannotRead(f"Anki cannot read `{package.name}`: {_sentence(error)}") from error
        return Imported(
            len(log.new), len(log.updated), len(log.duplicate), tuple(note.id.nid for note in log.conflicting)
        )

    def problems(self) -> tuple[str, ...]:
        """Return what Anki's "Check Database" finds wrong, in its words; it mends that at once."""
        said, fine = self.col.fix_integrity()
        return () if fine else tuple(_ISOLATES.sub("", said).splitlines()[:-1] or [said])

    def state(self) -> State:
        """Return all that the learner has."""
        empty = self.col.get_empty_cards().notes
        kinds = ModelManager(self.col).all()  # that of the collection itself remembers how they were before an import
        return State(
            notes=self._notes(),
            cards={row: _card(values) for row, *values in self._rows(_CARDS)},
            reviews={row: tuple(values) for row, *values in self._rows(_REVIEWS)},
            decks={deck["id"]: Deck(deck["name"], deck.get("conf", 0)) for deck in self.col.decks.all()},
            presets={preset["id"]: _settings(dict(preset)) for preset in self.col.decks.all_config()},
            note_types={kind["id"]: _note_type(kind) for kind in kinds},
            missing_media=frozenset(self.col.media.check().missing),
            empty_cards=frozenset(card for note in empty for card in note.card_ids),
        )

    def _notes(self) -> dict[int, Note]:
        """Return the notes by row id."""
        found = {}
        for row, guid, kind, mod in self._rows(_NOTES):
            note = self.col.get_note(row)
            found[row] = Note(guid, kind, mod, tuple(sorted({tag.casefold() for tag in note.tags})), dict(note.items()))
        return found

    def _rows(self, query: str) -> list[list[Any]]:
        """Return what *query* finds."""
        if self.col.db is None:
            raise ValueError("the collection is closed")
        rows: list[list[Any]] = [list(row) for row in self.col.db.all(query)]
        return rows


def _card(values: list[Any]) -> Card:
    """Return the card of a row, its id aside."""
    note, ordinal, deck, home, due, *schedule = values
    return Card(note, ordinal, deck, home, due, tuple(schedule))


def _settings(preset: dict[str, Any]) -> str:
    """Return what a learner set in a preset."""
    return json.dumps({key: value for key, value in preset.items() if key not in {"mod", "usn"}}, sort_keys=True)


def _note_type(kind: dict[str, Any]) -> NoteType:
    """Return a note type of Anki's."""
    sides = (side for template in kind["tmpls"] for side in (template["qfmt"], template["afmt"]))
    return NoteType(kind["name"], kind["type"] == MODEL_CLOZE, (kind["css"], *sides))


def _sentence(error: AnkiException) -> str:
    """Return what Anki says is wrong, in one line that ends in a full stop; of nested errors the innermost."""
    said = " ".join(str(error).replace("\\", "").split()) or type(error).__name__
    innermost = _QUOTED.search(said) if "{" in said else None
    said = innermost[1] if innermost else said
    return said if said.endswith(".") else f"{said}."
