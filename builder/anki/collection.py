"""The collection inside a package: an SQLite database in Anki's schema 11, the same bytes for the same notes.

genanki writes the rows; what it cannot do stands here: a time for each note, row ids of our own, all cards of a
note, constant ids on fields and templates, decks in linear time.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import genanki
from genanki.apkg_schema import APKG_SCHEMA

from builder.anki.cards import requirements
from builder.identity import ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from builder.anki.notetypes import Field, NoteType

_SCHEMA: Final = 11
_VERSION: Final = slice(96, 100)
"""Where an SQLite file says which release of the library wrote it last."""
_WRITTEN_BY: Final = (3_040_000).to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with the cards that travel with it."""

    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    mod: int
    """Seconds since 1970."""
    deck: int
    """Row id of its deck."""
    due: int
    ordinals: tuple[int, ...]
    """Of its cards; none for a retired note, which newcomers shall not get."""


def write_collection(rows: Sequence[NoteRow], decks: dict[str, Any], presets: dict[str, Any]) -> bytes:
    """Return the database with *rows*, their note types, *decks* and *presets* (columns of `col`)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size = 4096")
        cursor = connection.cursor()
        cursor.executescript(APKG_SCHEMA)
        _write_notes(cursor, rows)
        _write_settings(cursor, rows, decks, presets)
        connection.commit()
        # Rows stand in the order of their ids from here on, and no page tells in which order they came.
        connection.execute("VACUUM")
        data = bytearray(connection.serialize())
    data[_VERSION] = _WRITTEN_BY
    return bytes(data)


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type that counts the fields that its cards need as Anki does."""

    def __init__(self, note_type: NoteType) -> None:
        """Make the model of *note_type*; extra keys of fields and templates are handed through."""
        super().__init__(
            model_id=note_type.row_id,
            name=note_type.name,
            fields=[_field_json(field) for field in note_type.fields],
            templates=[
                {"name": t.name, "id": t.id, "qfmt": t.front, "afmt": t.back}
                | {"bqfmt": t.browser_front, "bafmt": t.browser_back}
                for t in note_type.templates
            ],
            css=note_type.css,
            model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
        )
        self._note_type = note_type

    @property
    def _req(self) -> list[list[object]]:
        return requirements(self._note_type)

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """Return the note type in schema 11; Anki takes its id for a number as well as for a text."""
        stock = {"originalStockKind": self._note_type.stock_kind} if self._note_type.stock_kind else {}
        whole: dict[str, Any] = super().to_json(timestamp, deck_id)
        return whole | stock


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note whose cards are known beforehand."""

    def __init__(self, row: NoteRow, model: _Model) -> None:
        """Make the note of *row*."""
        super().__init__(model=model, fields=list(row.fields), tags=row.tags, guid=row.guid, due=row.due)
        self._ordinals = row.ordinals

    @property
    def cards(self) -> list[genanki.Card]:
        """Return the cards, also those of nested clozes and of clozes with several numbers."""
        return [genanki.Card(ordinal) for ordinal in self._ordinals]

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Find nothing: genanki's pattern takes a mere ``<`` for a fault, and our HTML is sanitised."""


def _field_json(field: Field) -> dict[str, Any]:
    """Return what a field has beyond genanki's own keys."""
    image_occlusion = {} if field.tag is None else {"tag": field.tag, "preventDeletion": field.kept}
    return {"name": field.name, "id": field.id, "font": "Arial", "collapsed": field.collapsed} | image_occlusion


def _write_notes(cursor: sqlite3.Cursor, rows: Sequence[NoteRow]) -> None:
    """Write the rows of notes and cards."""
    models = {note_type.key: _Model(note_type) for note_type in _note_types(rows)}
    note_ids = ids.note_row_ids(row.guid for row in rows)
    card_ids = ids.card_row_ids((row.guid, ordinal) for row in rows for ordinal in row.ordinals)
    for row in rows:
        numbers = iter([note_ids[row.guid], *(card_ids[row.guid, ordinal] for ordinal in row.ordinals)])
        _Note(row, models[row.note_type.key]).write_to_db(cursor, row.mod, row.deck, numbers)


def _write_settings(
    cursor: sqlite3.Cursor, rows: Sequence[NoteRow], decks: dict[str, Any], presets: dict[str, Any]
) -> None:
    """Write the one row of `col`: note types, decks, presets, and constants where Anki has times."""
    models = {
        str(note_type.row_id): _Model(note_type).to_json(note_type.mod, 1) | {"id": note_type.row_id}
        for note_type in _note_types(rows)
    }
    position = max((row.due for row in rows), default=0) + 1
    settings = {"nextPos": position, "curDeck": 1, "activeDecks": [1], "sortType": "noteFld", "sortBackwards": False}
    texts = [json.dumps(value, sort_keys=True) for value in (settings, models, decks, presets, {})]
    milliseconds = ids.T0 * 1000
    cursor.execute(
        "INSERT INTO col VALUES(1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)",
        (ids.T0, milliseconds, milliseconds, _SCHEMA, *texts),
    )


def _note_types(rows: Iterable[NoteRow]) -> Iterable[NoteType]:
    """Return the note types that *rows* use, each once."""
    return {row.note_type.key: row.note_type for row in rows}.values()
