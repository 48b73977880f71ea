"""`manifest.json`: what the files in `dist/` are, and whether they belong together."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder.identity.digest import EDITION, MediaDigests, essence, used
from builder.identity.ids import canonical
from builder.output import leftovers
from builder.source.text import Text
from builder.source.uses import Uses, gather, uses_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from builder.model import Deck, DeckChapter
    from builder.render.fragment import RenderedDeck
    from builder.source.files import Folder

NAME: Final = "manifest.json"
SCHEMA: Final = 1
_PLAIN: Final = re.compile(r"(?:[a-z0-9][a-z0-9-]*/(?:assets/)?)?[a-z0-9][a-z0-9.-]*")
"""A name that a build gives: a deck's id and more (`format.md`), also in the folder of a handout on many pages.

It is never a way out of the folder: no part of it begins with a dot.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the set."""

    output: str
    """As `builder.outputs.Made` has it."""
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
    settings: str = ""
    """Digest of the settings that it was made with; empty where none changes it."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """What in a folder is not as its manifest says; empty where all of it is."""

    missing: tuple[str, ...] = ()
    """Names of files that the manifest has and the folder has not, sorted."""
    differing: tuple[str, ...] = ()
    """Names of files that are not those of the manifest: another build made them, or a hand changed them; sorted."""
    killed: bool = False
    """Whether files wait there for their places: of a build that was killed, or of one that is under way."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.differing or self.killed)


@dataclass(frozen=True, slots=True)
class Outdated:
    """Files in a folder that a build left as they are, and that do not go with those that it made; none twice."""

    content: tuple[Entry, ...] = ()
    """Of an older content."""
    settings: tuple[Entry, ...] = ()
    """Of this content, made with other settings than those in force."""
    left: tuple[Entry, ...] = ()
    """No build makes them any more: the key of a quiz that has its key at the end."""


def folder_of(name: str) -> str:
    """Return the folder of the file *name* of a set: that of a handout on many pages, or nothing."""
    folder, slash, _ = name.partition("/")
    return folder if slash else ""


def settings_digest(settings: Mapping[str, Any]) -> str:
    """Return the digest of *settings* that change a file, or nothing where there are none."""
    return hashlib.sha256(canonical(settings)).hexdigest() if settings else ""


def content_digest(rendered: RenderedDeck, folder: Folder) -> str:
    """Return the digest of all that an author says in *folder*; no library's version enters it.

    How a file is made (`settings_digest`) does not enter it either.
    """
    deck, config = rendered.deck, rendered.deck.config
    media = MediaDigests(folder.root)
    said: dict[str, Any] = {
        "edition": EDITION,
        "deck": [deck.id, config.name, config.root_deck, config.language, config.author, config.license],
        "more": [config.description, config.new_per_day, folder.theme.text if folder.theme else ""],
        "fonts": [hashlib.sha256(face.read_bytes()).hexdigest() for face in folder.fonts],
        "chapters": [_chapter(chapter, deck, media) for chapter in deck.chapters],
        "notes": [
            [note.id, note.note_type, note.guid, note.source, note.deck, note.in_anki, note.in_print]
            for note in deck.notes
        ],
    }
    if config.handout.footer or rendered.logo:
        said["handout"] = [config.handout.footer, media.of(config.handout.logo, "") if rendered.logo else ""]
    texts = (Text(markdown, "deck.toml", ((0, 0),)) for markdown in (config.description, config.handout.footer))
    behind = [used(uses_alone(text), deck.works, media, "") for text in texts]
    if any(any(parts.values()) for parts in behind):
        said["behind"] = behind
    if config.media.max_px is not None:
        said["max_px"] = config.media.max_px
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
    said = _said(folder)
    if said.get("deck") != deck_id:
        return []
    names = set(made)
    rows = said["files"].items()
    return [entry for name, row in rows if name not in names and (entry := _entry(folder, name, row))]


def mixed(folder: Path) -> Mixed:
    """Return what in *folder* is not as its manifest says, of whichever deck; ask before anything is written there."""
    missing: list[str] = []
    differing: list[str] = []
    folders = {folder}
    for name, row in sorted(_said(folder).get("files", {}).items()):
        folders.add((folder / name).parent)
        if not (folder / name).exists():
            missing.append(name)
        elif not _is_same(folder / name, row):
            differing.append(name)
    return Mixed(tuple(missing), tuple(differing), any(map(leftovers, folders)))


def _said(folder: Path) -> dict[str, Any]:
    """Return the manifest in *folder*, its rows by plain file names; nothing where there is none of this form."""
    try:
        said = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(said, dict) or said.get("schema") != SCHEMA or not isinstance(said.get("files"), dict):
        return {}
    rows = said["files"].items()
    return said | {"files": {name: row for name, row in rows if _PLAIN.fullmatch(name) and isinstance(row, dict)}}


def _is_same(path: Path, row: Mapping[str, Any]) -> bool:
    """Say whether the file *path* is the one that *row* says."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return len(data) == row.get("size") and hashlib.sha256(data).hexdigest() == row.get("sha256")


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON has it."""
    cards = {"expected": entry.expected, "found": entry.found}
    row = {"output": entry.output, "size": entry.size, "sha256": entry.sha256, "cards": cards, "content": entry.content}
    more = {"pages": entry.pages, "settings": entry.settings or None}
    return row | {key: value for key, value in more.items() if value is not None}


def _entry(folder: Path, name: str, row: Mapping[str, Any]) -> Entry | None:
    """Return the entry that *row* says, if it says one and the file is still the same."""
    if not _is_same(folder / name, row):
        return None
    try:
        return Entry(
            str(row["output"]),
            name,
            int(row["size"]),
            str(row["sha256"]),
            int(row["cards"]["expected"]),
            int(row["cards"]["found"]),
            None if row.get("pages") is None else int(row["pages"]),
            str(row["content"]),
            str(row.get("settings", "")),
        )
    except (KeyError, TypeError, ValueError):
        return None
