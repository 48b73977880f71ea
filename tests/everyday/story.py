"""What must hold of every release: an author publishes, and a learner with reviews on every card imports it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from tests.everyday.people import Author, Learner, asked, asks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from builder.anki.read import PackagedNote
    from tests.everyday.people import Files, Release

ANKI: Final = "anki"
"""The folder of a learner beside that of the author."""
_QUESTION: Final = re.compile(r'<div class="of">.*?</div>', re.DOTALL)
_ELSEWHERE: Final = ("file", "deck", "was")
"""What the lock has of a card's place, which may change while the card does not."""


@dataclass(frozen=True)
class Beginning:
    """A deck as it was first published, and a learner, whose Anki is closed, with reviews on every card."""

    folder: Path
    release: Release

    def learner(self, folder: Path) -> Learner:
        """Return a learner in the new *folder* who goes on from here."""
        shutil.copytree(self.folder / ANKI, folder)
        return Learner(folder)


def begin(folder: Path, files: Mapping[str, str]) -> Beginning:
    """Return how a story begins in *folder*: the author publishes *files*, a learner imports and reviews that."""
    author = Author(folder)
    release = author.publishes(files)
    assert release.said == ()
    with Learner(folder / ANKI) as learner:
        learner.takes(release.package)
        learner.studies()
    return Beginning(folder, release)


class Story:
    """An author who edits a published deck, and a learner who had it and reviewed every card."""

    def __init__(self, folder: Path, beginning: Beginning) -> None:
        """Go on in *folder* after a *beginning*, of which there may be many stories."""
        shutil.copytree(beginning.folder, folder, ignore=shutil.ignore_patterns(ANKI))
        self.author = Author(folder)
        self.learner = beginning.learner(folder / ANKI)
        self.release = beginning.release

    def publishes(
        self,
        files: Files | None = None,
        *,
        updated: Iterable[str] = (),
        new: Iterable[str] = (),
        asks_now: Mapping[str, str] | None = None,
        gains: Iterable[str] = (),
    ) -> Release:
        """Let the author publish *files* and the learner import it; assert that all is as it must be.

        Args:
            files: the content now; without it as it stands.
            updated: what those notes asked which Anki shall report as updated.
            new: what its new notes ask.
            asks_now: what those cards ask now that asked something else.
            gains: what the cards ask that are new, whether of known notes or of new ones.
        """
        if files is not None:
            self.author.writes(files)
        self.release, before = self.author.builds(), self.release
        assert self.release.exit_code == 0, self.release.text
        self._is_repeatable()
        self._imports(set(updated), set(new), asks_now or {}, Counter(gains))
        self._keeps_times(before, set(updated))
        self.learner.studies()
        return self.release

    def _imports(self, updated: set[str], new: set[str], asks_now: Mapping[str, str], gains: Counter[str]) -> None:
        """Let the learner import the release, which does as `publishes` says."""
        learner = self.learner
        fronts, reviews = learner.fronts(), learner.reviews()
        known = {note.guid: asks(note) for note in learner.notes()}
        taken = learner.takes(self.release.package)

        shipped = self.release.times
        assert taken.conflicting == set()
        assert taken.new == new
        assert taken.updated == updated
        assert taken.unchanged == {said for guid, said in known.items() if guid in shipped} - updated

        assert learner.reviews() == reviews
        after = learner.fronts()
        still = {card: after.get(card) for card in fronts}
        assert still == {card: asks_now.get(said, said) for card, said in fronts.items()}
        assert Counter(said for card, said in after.items() if card not in fronts) == gains

    def _keeps_times(self, before: Release, updated: set[str]) -> None:
        """Assert that the times of the *updated* notes go forward, and that nothing moves of the others."""
        now = self.release
        known = {note.guid: asked(note.fields) for note in before.contents.notes}
        both = before.times.keys() & now.times.keys()
        moved = {guid for guid in both if known[guid] in updated}
        assert {guid for guid in both if now.times[guid] > before.times[guid]} == moved
        assert {guid for guid in both if now.times[guid] < before.times[guid]} == set()
        assert _at_rest(before, both - moved) == _at_rest(now, both - moved)

    def _is_repeatable(self) -> None:
        """Assert that a second build gives the same bytes, and that a locked one finds nothing to change."""
        again = self.author.builds("--locked")
        assert (again.package, again.lock) == (self.release.package, self.release.lock)
        assert "lock-outdated" not in again.codes


def _at_rest(release: Release, guids: set[str]) -> dict[str, tuple[PackagedNote, dict[str, Any]]]:
    """Return the notes *guids* and their lines, by GUID, apart from where they stand."""
    rows = (json.loads(line) for line in release.lock.splitlines()[1:])
    lines = {row["guid"]: {k: v for k, v in row.items() if k not in _ELSEWHERE} for row in rows if "guid" in row}
    notes = {note.guid: note for note in release.contents.notes}
    return {guid: (_placeless(notes[guid]), lines[guid]) for guid in guids}


def _placeless(note: PackagedNote) -> PackagedNote:
    """Return *note* without what says where it stands, and in which deck."""
    return replace(note, note_type=note.note_type.rpartition(": ")[2], fields=placeless(note.fields))


def placeless(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the *fields* of a note without what they say of the chapter and question that it stands under.

    Both ship, and both may change while the note does not.
    """
    bare = {name: said for name, said in fields.items() if name != "Context"}
    return bare | {"Sources": _QUESTION.sub("", fields["Sources"])}
