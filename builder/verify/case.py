"""One learner's update: what there was, what came, and what should have become of it."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.verify.hidden import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from builder.verify.state import Note, State

_CONTEXT: Final = "Context"
"""The field with the chapter above a card; a reworded heading is no change of the card."""
_QUESTION_ABOVE: Final = re.compile(r'(?:<div class="of">.*?</div>)+', re.DOTALL)
"""What else a note says of the headings above it (`builder.anki.notes`)."""
_ID: Final = "Id"
_RENAMED: Final = re.compile(r"-[0-9a-f]{40}(?=\.\w+)")
"""What Anki adds to the name of a media file when the learner has another one of that name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One note that both packages hold, as each of them brings it."""

    name: str
    old: Note
    new: Note
    sources: tuple[str | None, str | None]
    """What each package's `deck.lock` has for the digest of all that the author wrote; None where it has nothing."""

    @property
    def later(self) -> bool:
        """Say whether the new package dates the note later: only then does Anki update it."""
        return self.new.mod > self.old.mod

    @property
    def rewritten(self) -> bool:
        """Say whether learners should see something else: a field, the headings above it aside, or a tag."""
        return self.old.tags != self.new.tags or content(self.old) != content(self.new)

    @property
    def reworded(self) -> bool:
        """Say whether that is not only a matter of markup."""
        return self.old.tags != self.new.tags or [*map(plain, content(self.old))] != [*map(plain, content(self.new))]

    @property
    def same_source(self) -> bool:
        """Say whether the locks of both packages know that the author wrote the same."""
        return None not in self.sources and self.sources[0] == self.sources[1]

    @property
    def changed(self) -> bool:
        """Say whether the author changed the note, be it unseen."""
        return self.rewritten or (None not in self.sources and not self.same_source)


@dataclass(frozen=True, slots=True)
class Packages:
    """What the two packages hold, each as a newcomer gets it who imports nothing else."""

    old: State
    new: State
    pairs: tuple[Pair, ...]
    """By name."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a learner had before the new package came, and after."""

    before: State
    after: State
    conflicting: frozenset[int]
    """Row ids of notes that Anki's log calls so."""

    def refused(self) -> set[str]:
        """Return the GUIDs of the notes that Anki did not update because of their note type."""
        return {self.after.notes[row].guid for row in self.conflicting if row in self.after.notes}


def pair_up(old: State, new: State, old_sources: Mapping[str, str], new_sources: Mapping[str, str]) -> Packages:
    """Return both packages with the notes that stand in both; *old_sources* and *new_sources* are digests by GUID."""
    before, after = old.by_guid(), new.by_guid()
    pairs = (
        Pair(after[guid].name, before[guid], after[guid], (old_sources.get(guid), new_sources.get(guid)))
        for guid in before.keys() & after.keys()
    )
    return Packages(old, new, tuple(sorted(pairs, key=lambda pair: (pair.name, pair.new.guid))))


def content(note: Note) -> list[str]:
    """Return the fields of *note* but for the headings above it, with the names of media as the package has them."""
    return [_RENAMED.sub("", _QUESTION_ABOVE.sub("", value)) for name, value in note.fields.items() if name != _CONTEXT]


def same_text(one: Note, other: Note) -> bool:
    """Say whether two notes show the same, headings above them and tags included."""
    fields = ([_RENAMED.sub("", value) for value in note.fields.values()] for note in (one, other))
    return one.tags == other.tags and next(fields) == next(fields)


def identities(state: State) -> dict[tuple[int, str], set[str]]:
    """Return the GUIDs that go by each note type and Id; notes without the field Id are left out."""
    found: dict[tuple[int, str], set[str]] = {}
    for note in state.notes.values():
        if note.fields.get(_ID):
            found.setdefault((note.note_type, note.fields[_ID]), set()).add(note.guid)
    return found


def read_sources(package: Path) -> dict[str, str]:
    """Return the digest of what the author wrote by GUID, from the entry `deck.lock` of *package*.

    It is empty for a package of another tool. Anki has read the package before, so it is a zip.
    """
    with zipfile.ZipFile(package) as archive:
        if "deck.lock" not in archive.namelist():
            return {}
        lines = archive.read("deck.lock").decode(errors="replace").splitlines()
    found: dict[str, str] = {}
    for line in lines[1:]:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("guid"), str) and isinstance(row.get("source"), str):
            found[row["guid"]] = row["source"]
    return found
