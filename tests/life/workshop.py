"""Where the author works: a content folder on disk, a clock that the test sets, and the build itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import pytest

from builder import faults, idlist, pipeline
from builder.diagnostics import Diagnostic, Severity
from builder.identity.clock import EPOCH
from builder.identity.lock import NAME, write_lock
from builder.identity.lockfile import read_lock
from builder.pipeline import load, read
from builder.releases.restore import restore
from builder.source.files import source
from builder.stages import Loaded, Options, Outcome
from tests.life.deck import DECK_ID
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builder.model import Note
    from tests.life.deck import Content

BEGINNING: Final = 1_760_000_000
"""Seconds since 1970 at which every story begins."""
_ONCE: Final = frozenset(
    (faults.IDENTITY_UNSURE, faults.ID_NEW, faults.IDENTITY_GUESS, faults.CLOZE_RENUMBERED, faults.ID_KEPT)
)
"""What is told by the build that decides it, and never again."""
_T = TypeVar("_T")


@dataclass(slots=True)
class Workshop:
    """A content folder with its lock."""

    folder: Path
    now: int = BEGINNING
    """What time it truly is."""
    behind: int = 0
    """Seconds by which the author's clock is late."""
    epoch: int | None = None
    """`SOURCE_DATE_EPOCH`, where it is set."""

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    @property
    def lock(self) -> Path:
        """The lock."""
        return self.content / NAME

    @property
    def time(self) -> int:
        """The time that the build must give to what has changed."""
        return self.now - self.behind if self.epoch is None else self.epoch

    def write(self, content: Content) -> None:
        """Put the files of *content* into the folder, and take away those that are no longer among them."""
        files = content.files()
        self.content.mkdir(exist_ok=True)
        for path in self.content.rglob("*"):
            if path.is_file() and path != self.lock and path.relative_to(self.content).as_posix() not in files:
                path.unlink()
        for name, text in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def build(self) -> tuple[Outcome, bytes]:
        """Build and return what was said, and the package; a second build must find nothing to do."""
        options = Options(self.content, self.folder / "dist", ("anki",), renews=True)
        outcome = self._at_work(lambda: pipeline.build(options, Silent()))
        _check_fine(outcome.diagnostics)
        package, lock = self._package(), self.lock.read_bytes()
        self.now += 1
        again = self._at_work(lambda: pipeline.build(replace(options, locked=True), Silent()))
        _check_fine(again.diagnostics)
        assert self._package() == package
        assert self.lock.read_bytes() == lock == write_lock(DECK_ID, again.lines).encode()
        repeated = [one for one in again.diagnostics if one.rule in _ONCE]
        assert not repeated, repeated
        return outcome, package

    def load(self) -> Loaded:
        """Return the deck as `build check` sees it."""
        loaded = self._at_work(lambda: load(self.content, Silent()))
        _check_fine(loaded.diagnostics)
        return loaded

    def write_ids(self) -> dict[int, str]:
        """Do what `build ids --write` does, and return which cards got which ids, by their places in the deck."""
        before = self.load()
        outcome = idlist.write(before, idlist.unwritten(before))
        after = self.load()
        assert [_who(note) for note in after.deck.notes] == [_who(note) for note in before.deck.notes]
        places = {note.guid: place for place, note in enumerate(before.deck.notes)}
        return {places[row.note.guid]: row.note.id for row in outcome.written}

    def restore(self, published: str) -> tuple[Diagnostic, ...]:
        """Lose the lock, and make it again from the *published* one."""
        self.lock.unlink()
        lock, found = read_lock(source("old.apkg", published))
        assert not found
        said = self._at_work(lambda: read(self.content, Silent()))
        restored = restore(said, lock.lines)
        self.lock.write_text(write_lock(DECK_ID, restored.lines), encoding="utf-8")
        return restored.diagnostics

    def _package(self) -> bytes:
        return (self.folder / "dist" / f"{DECK_ID}.apkg").read_bytes()

    def _at_work(self, do: Callable[[], _T]) -> _T:
        """Return what *do* returns by the author's clock."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "time", _Clock(self.now - self.behind))
            if self.epoch is not None:
                patch.setenv(EPOCH, str(self.epoch))
            return do()


class _Clock:
    """A clock that stands; only durations pass."""

    perf_counter = staticmethod(time.perf_counter)

    def __init__(self, now: int) -> None:
        self._now = now

    def time(self) -> float:
        """Return seconds since 1970."""
        return float(self._now)


def _who(note: Note) -> tuple[object, ...]:
    return note.id, note.guid, note.source, note.mod, note.blanks


def _check_fine(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Fail where there is an error."""
    bad = [f"{one.rule.code}: {one.message}" for one in diagnostics if one.rule.severity is Severity.ERROR]
    assert not bad, bad
