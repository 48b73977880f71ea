"""What a package holds, read straight from its file."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SEPARATOR: Final = "\x1f"
_ABOVE: Final = re.compile(r'(?:<div class="of">.*?</div>)+', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_CLOZE: Final = re.compile(r"\{\{c[0-9,]+::|\}\}")


@dataclass(frozen=True, slots=True)
class Note:
    """A note, in a package or in a collection."""

    guid: str
    note_type: int
    mod: int
    tags: frozenset[str]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A package."""

    data: bytes
    notes: Mapping[str, Note]
    """By GUID."""
    cards: Mapping[tuple[str, int], int]
    """GUID and ordinal of each card → its `due`."""
    styles: Mapping[int, str]
    """The CSS of each note type by its row id."""
    names: Mapping[int, tuple[str, ...]]
    """The names of the fields of each note type."""
    lock: str
    """Its entry `deck.lock`."""


def read_package(data: bytes) -> Package:
    """Return what the package *data* holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lock = archive.read("deck.lock").decode()
        collection = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(collection)
        rows = database.execute("SELECT id, guid, mid, mod, tags, flds FROM notes").fetchall()
        cards = database.execute("SELECT nid, ord, due FROM cards").fetchall()
        models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
    finally:
        database.close()
    guids = {row: guid for row, guid, *_ in rows}
    assert len(set(guids.values())) == len(guids)
    return Package(
        data=data,
        notes={guid: note(guid, *values) for _, guid, *values in rows},
        cards={(guids[row], ordinal): due for row, ordinal, due in cards},
        styles={int(row): model["css"] for row, model in models.items()},
        names={int(row): tuple(part["name"] for part in model["flds"]) for row, model in models.items()},
        lock=lock,
    )


def note(guid: str, note_type: int, mod: int, tags: str, fields: str) -> Note:
    """Return the note of a row of the table `notes`."""
    return Note(guid, note_type, mod, frozenset(tags.split()), tuple(fields.split(SEPARATOR)))


def own_fields(fields: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return *fields* without the headings above the card, whose change is no change of the card."""
    return tuple(
        _ABOVE.sub("", value) if name == "Sources" else value
        for name, value in zip(names, fields, strict=True)
        if name != "Context"
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text in HTML, with the marks of clozes, or in Markdown."""
    bare = unescape(_TAG.sub("", _CLOZE.sub("", text)))
    return "".join(character for character in bare if character.isalnum())
