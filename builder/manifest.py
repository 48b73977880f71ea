"""`manifest.json`: what the files in `dist/` are, and whether they belong together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder.identity.digest import EDITION, MediaDigests, essence, used
from builder.identity.ids import canonical
from builder.source.uses import Uses, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from builder.model import Deck, DeckChapter
    from builder.render.fragment import RenderedDeck
    from builder.source.files import Folder

NAME: Final = "manifest.json"
SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the set."""

    output: str
    """``anki``, ``sheet`` or ``handout``."""
    name: str
    size: int
    """Bytes."""
    sha256: str
    expected: int
    """Cards that it is meant to hold."""
    found: int
    """Cards that were found in it."""
    pages: int | None = None
    content: str = ""
    """Digest of the content that it was made of."""


def content_digest(rendered: RenderedDeck, paper: str, folder: Folder) -> str:
    """Return the digest of all that an author says in *folder*; no library's version enters it."""
    deck, config = rendered.deck, rendered.deck.config
    media = MediaDigests(folder.root)
    said: dict[str, Any] = {
        "edition": EDITION,
        "deck": [deck.id, config.name, config.root_deck, config.language, config.author, config.license],
        "more": [config.description, config.new_per_day, paper, folder.theme.text if folder.theme else ""],
        "fonts": [hashlib.sha256(face.read_bytes()).hexdigest() for face in folder.fonts],
        "chapters": [_chapter(chapter, deck, media) for chapter in deck.chapters],
        "notes": [
            [note.id, note.note_type, note.guid, note.source, note.deck, note.in_anki, note.in_print]
            for note in deck.notes
        ],
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def _chapter(chapter: DeckChapter, deck: Deck, media: MediaDigests) -> list[Any]:
    """Return what a chapter says beside its notes."""
    uses = Uses()
    introduction = chapter.chapter.introduction
    gather(introduction, chapter.definitions, uses)
    file = chapter.chapter.span.path
    titles = [[question.anchor, question.question.card.question.value] for question in chapter.questions]
    around = [chapter.anchor, chapter.title.value, chapter.deck, essence(introduction)]
    return [*around, used(uses, deck.works, media, file), titles]


def manifest(deck: Deck, entries: Iterable[Entry], content: str) -> bytes:
    """Return the manifest of a set of files."""
    rows = sorted(entries, key=lambda entry: entry.name)
    said = {
        "schema": SCHEMA,
        "deck": deck.id,
        "cards": len(deck.notes),
        "content": content,
        "files": {entry.name: _row(entry) for entry in rows},
    }
    return (json.dumps(said, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def kept_entries(folder: Path, deck_id: str, made: Iterable[str]) -> list[Entry]:
    """Return the entries of an older manifest in *folder* whose files are still the same and not *made* anew."""
    try:
        said = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return []
    if not isinstance(said, dict) or said.get("schema") != SCHEMA or said.get("deck") != deck_id:
        return []
    files = said.get("files")
    names = set(made)
    rows = files.items() if isinstance(files, dict) else ()
    return [entry for name, row in rows if name not in names and (entry := _entry(folder, name, row))]


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON has it."""
    cards = {"expected": entry.expected, "found": entry.found}
    row = {"output": entry.output, "size": entry.size, "sha256": entry.sha256, "cards": cards, "content": entry.content}
    return row if entry.pages is None else row | {"pages": entry.pages}


def _entry(folder: Path, name: str, row: Mapping[str, Any]) -> Entry | None:
    """Return the entry that *row* says, if the file is still the same."""
    try:
        data = (folder / name).read_bytes()
        entry = Entry(
            str(row["output"]),
            name,
            len(data),
            hashlib.sha256(data).hexdigest(),
            int(row["cards"]["expected"]),
            int(row["cards"]["found"]),
            row.get("pages"),
            str(row["content"]),
        )
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return entry if entry.sha256 == row.get("sha256") else None
