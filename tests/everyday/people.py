"""An author who edits and builds, and a learner who reviews in Anki and imports what the author publishes."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.scheduler.v3 import Scheduler
from anki.scheduler_pb2 import CardAnswer
from click.testing import CliRunner

from builder.anki.read import read_package
from builder.cli import main
from builder.identity.lock import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from anki.cards import Card
    from anki.notes import Note

    from builder.anki.read import PackageContents

Files = dict[str, str]
"""Texts by their path below the content folder."""

_INNERMOST: Final = re.compile(r"\{\{c[0-9,]+::((?:(?!\{\{|\}\}|::).)*)(?:::(?:(?!\{\{|\}\}).)*)?\}\}", re.DOTALL)
"""A blank without another inside: what it hides, and its hint."""


@dataclass(frozen=True, slots=True)
class Release:
    """What one build gave: the package and the lock as they stand on disk then, and what it said."""

    package: bytes
    lock: str
    exit_code: int
    found: tuple[Mapping[str, Any], ...]
    """The diagnostics as `--format json` tells them, with paths below the content folder."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the diagnostics, sorted."""
        return tuple(sorted(one["code"] for one in self.found))

    @property
    def said(self) -> tuple[str, ...]:
        """The diagnostics as people read them; one of a whole file without line and column."""
        return tuple(
            f"{one['path']}:{one['line']}: {one['severity']}[{one['code']}]: {one['message']} {one['hint']}".rstrip()
            for one in self.found
        )

    @property
    def text(self) -> str:
        """All that was said, a line each."""
        return "\n".join(self.said)

    @property
    def contents(self) -> PackageContents:
        """The package, opened."""
        return read_package(self.package)

    @property
    def times(self) -> dict[str, int]:
        """When each note of the package changed, in seconds since 1970, by GUID."""
        return {note.guid: note.mod for note in self.contents.notes}


class Author:
    """Someone with a content folder, who builds Anki decks of it."""

    def __init__(self, folder: Path) -> None:
        """Work in *folder*, which holds `content` and `dist`."""
        self.content = folder / "content"
        self.dist = folder / "dist"

    def writes(self, files: Mapping[str, str]) -> None:
        """Let the content be *files* and nothing else but the lock, which stays."""
        for path in sorted(self.content.rglob("*"), reverse=True):
            if path.is_dir():
                path.rmdir()
            elif path.name != NAME:
                path.unlink()
        for name, text in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def builds(self, *more: str) -> Release:
        """Run `build anki` with the options *more*, and return what stands on disk then."""
        folders = ["--content", str(self.content), "--dist", str(self.dist)]
        outcome = CliRunner().invoke(main, ["anki", *folders, "--format", "json", *more], catch_exceptions=False)
        found = [one | {"path": self._below(one["path"])} for one in json.loads(outcome.stdout)]
        package = next((path.read_bytes() for path in self.dist.glob("*.apkg")), b"")
        return Release(package, self.lock, outcome.exit_code, tuple(found))

    def publishes(self, files: Mapping[str, str]) -> Release:
        """Let the content be *files*, and build."""
        self.writes(files)
        return self.builds()

    def _below(self, path: str) -> str:
        """Return *path* as it is below the content folder."""
        content = self.content.as_posix()
        return path.removeprefix(content).lstrip("/")

    @property
    def lock(self) -> str:
        """The lock as it stands; empty where there is none."""
        path = self.content / NAME
        return path.read_bytes().decode() if path.exists() else ""

    @lock.setter
    def lock(self, text: str) -> None:
        (self.content / NAME).write_bytes(text.encode())


@dataclass(frozen=True, slots=True)
class Taken:
    """What Anki's log says of an import: notes, by what they asked before it, or ask now if they are new."""

    new: frozenset[str]
    updated: frozenset[str]
    unchanged: frozenset[str]
    conflicting: frozenset[str]


class Learner:
    """Someone with a collection of their own in Anki, where every card gets reviews."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in *folder*, or begin with an empty one."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
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

    def takes(self, package: bytes) -> Taken:
        """Import *package* with Anki's default options."""
        before = {note.id: asks(note) for note in self.notes()}
        path = self.folder / "deck.apkg"
        path.write_bytes(package)
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        log = self.col.import_anki_package(request).log
        now = {note.id: asks(note) for note in self.notes()}
        new, updated, unchanged, conflicting = (
            frozenset(before.get(one.id.nid) or now[one.id.nid] for one in kind)
            for kind in (log.new, log.updated, log.duplicate, log.conflicting)
        )
        return Taken(new, updated, unchanged, conflicting)

    def studies(self) -> None:
        """Answer every card that is new: first *good*, then *easy*, through Anki's own scheduler."""
        scheduler = Scheduler(self.col)
        for card_id in self.col.find_cards("is:new"):
            for rating in (CardAnswer.GOOD, CardAnswer.EASY):
                card = self.col.get_card(card_id)
                card.start_timer()
                states = self.col._backend.get_scheduling_states(card_id)  # noqa: SLF001 (the queue would shuffle)
                scheduler.answer_card(scheduler.build_answer(card=card, states=states, rating=rating))

    def notes(self) -> list[Note]:
        """Return all notes."""
        return [self.col.get_note(note_id) for note_id in self.col.find_notes("")]

    def fronts(self) -> dict[int, str]:
        """Return what each card asks, by its row id; a cloze card asks for what its blank hides."""
        return {card_id: self.front(self.col.get_card(card_id)) for card_id in self.col.find_cards("")}

    def front(self, card: Card) -> str:
        """Return what *card* asks: the question; of a reverse card the answer; of a cloze what its blanks hide."""
        note = card.note()
        if "Text" in note:
            return words(self.col.extract_cloze_for_typing(note["Text"], card.ord + 1))
        return words(note["Question" if card.ord == 0 else "Answer"])

    def decks(self) -> dict[str, str]:
        """Return the deck of each card by what it asks."""
        cards = [self.col.get_card(card_id) for card_id in self.col.find_cards("")]
        return {self.front(card): self.col.decks.name(card.did) for card in cards}

    def styles(self) -> set[str]:
        """Return the styles of the note types that notes have."""
        self.col.models._clear_cache()  # noqa: SLF001 (what it read before an import stays there)
        return {kind["css"] for note in self.notes() if (kind := note.note_type())}

    def reviews(self) -> dict[int, tuple[int, ...]]:
        """Return the reviews of each card that has any."""
        found: dict[int, list[int]] = defaultdict(list)
        for row, card_id in self._rows("SELECT id, cid FROM revlog ORDER BY id"):
            found[card_id].append(row)
        return {card_id: tuple(rows) for card_id, rows in found.items()}

    def _rows(self, query: str) -> list[Sequence[Any]]:
        """Return what *query* finds."""
        assert self.col.db is not None
        return self.col.db.all(query)

    def finds(self, search: str) -> set[str]:
        """Return what the notes ask that the browser finds with *search*."""
        return {asks(self.col.get_note(note_id)) for note_id in self.col.find_notes(search)}


def words(field: str) -> str:
    """Return the text of a field, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", field)).split())


def asks(note: Note) -> str:
    """Return the question of a note, or the sentence of a cloze."""
    return asked(dict(note.items()))


def asked(fields: Mapping[str, str]) -> str:
    """Return what a note with *fields* asks: the question, or the sentence of a cloze."""
    said, blanks = fields.get("Text") or fields["Question"], 1
    while blanks:
        said, blanks = _INNERMOST.subn(r"\1", said)
    return words(said)
