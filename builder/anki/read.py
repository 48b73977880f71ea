"""Reading a package back, from its bytes alone: what the account counts is what Anki will find."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass

_BETWEEN_FIELDS = "\x1f"


@dataclass(frozen=True, slots=True)
class PackagedNote:
    """A note as it stands in a package."""

    guid: str
    note_type: str
    """Its name."""
    mod: int
    """Seconds since 1970."""
    tags: tuple[str, ...]
    fields: dict[str, str]
    """HTML by the field's name."""
    cards: int


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What a package holds."""

    notes: tuple[PackagedNote, ...]
    """By the position of their first card, those without cards last."""
    decks: tuple[str, ...]
    """Full names, sorted, Anki's own default deck left out."""
    media: dict[str, bytes]
    """By name."""
    lock: str
    """The entry `deck.lock`; empty where there is none."""


def read_package(data: bytes) -> PackageContents:
    """Return what the `.apkg` file *data*, in Anki's schema 11, holds.

    Raises `KeyError` for a missing entry, `zipfile.BadZipFile` and `sqlite3.DatabaseError` for a broken one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names: dict[str, str] = json.loads(archive.read("media"))
        media = {name: archive.read(index) for index, name in names.items()}
        lock = archive.read("deck.lock").decode() if "deck.lock" in archive.namelist() else ""
        database = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        models, decks = (json.loads(text) for text in connection.execute("SELECT models, decks FROM col").fetchone())
        notes = _notes(connection, models)
    return PackageContents(notes, tuple(sorted(d["name"] for key, d in decks.items() if key != "1")), media, lock)


def _notes(connection: sqlite3.Connection, models: dict[str, dict[str, object]]) -> tuple[PackagedNote, ...]:
    """Return the notes with what their note types call their fields."""
    kinds = {int(key): (str(model["name"]), _field_names(model)) for key, model in models.items()}
    cards = Counter(row[0] for row in connection.execute("SELECT nid FROM cards"))
    places = dict(connection.execute("SELECT nid, min(due) FROM cards GROUP BY nid"))
    rows = connection.execute("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id").fetchall()
    rows.sort(key=lambda row: (row[0] not in places, places.get(row[0], 0)))
    return tuple(
        PackagedNote(
            guid=guid,
            note_type=kinds[kind][0],
            mod=mod,
            tags=tuple(tags.split()),
            fields=dict(zip(kinds[kind][1], fields.split(_BETWEEN_FIELDS), strict=True)),
            cards=cards[row],
        )
        for row, guid, kind, mod, tags, fields in rows
    )


def _field_names(model: dict[str, object]) -> tuple[str, ...]:
    """Return the names of a note type's fields in their order."""
    fields = model["flds"]
    if not isinstance(fields, list):
        raise TypeError("a note type without a list of fields")
    return tuple(str(field["name"]) for field in sorted(fields, key=lambda field: field["ord"]))
