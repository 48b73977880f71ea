"""`build ids`: the ids that cards go by without their author having written them, and writing them in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from builder import faults
from builder.output import CannotWrite, Staged
from builder.source.files import is_still
from builder.source.idwriter import Wanted, write_ids
from builder.source.said import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from builder.diagnostics import Span
    from builder.model import Note
    from builder.stages import Loaded


class Origin(Enum):
    """Where an id comes from that the author did not write."""

    LOCK = "as deck.lock has it"
    GUESS = "taken for a reworded card"
    TEXT = "made of its text"
    UNSURE = "made of its text, but it may be a reworded card"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A card whose id stands in no source file."""

    note: Note
    origin: Origin
    place: Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the ids."""

    written: tuple[Unwritten, ...]
    left: tuple[Unwritten, ...]
    """Those that the author has to decide on, or to find a place for."""


def unwritten(loaded: Loaded) -> tuple[Unwritten, ...]:
    """Return the cards without a written id, in the order of the document."""
    guessed, unsure = (
        {one.span for one in loaded.diagnostics if one.rule is rule}
        for rule in (faults.IDENTITY_GUESS, faults.IDENTITY_UNSURE)
    )

    def origin(note: Note, place: Span) -> Origin:
        if note.guid in loaded.memory.by_guid:
            return Origin.GUESS if place in guessed else Origin.LOCK
        return Origin.UNSURE if place in unsure else Origin.TEXT

    bare = ((note, first_line(note.card)) for note in loaded.deck.notes if note.card.attributes.id is None)
    return tuple(Unwritten(note, origin(note, place), place) for note, place in bare)


def write(loaded: Loaded, rows: Iterable[Unwritten]) -> Outcome:
    """Write the ids of *rows* into their files, all of them or none, and nothing else.

    An id that may be the wrong one is left to the author: once it is written, it decides. Raises `CannotWrite` where
    the disk does not let us, or a file has changed since it was read.
    """
    files: dict[str, list[Unwritten]] = defaultdict(list)
    left: list[Unwritten] = []
    for row in rows:
        (left if row.origin is Origin.UNSURE else files[row.place.path]).append(row)
    read = {file.path: file for file in loaded.folder.chapters}
    done: list[Unwritten] = []
    with Staged() as staged:
        for path, own in files.items():
            place = loaded.folder.root / path
            data = _bytes(place)
            if not is_still(data, read[path]):
                raise CannotWrite(f"{place} has changed while it was read; run `build ids --write` again.")
            made = write_ids(data, read[path], [Wanted(row.note.card, row.note.id) for row in own])
            homeless = {one.id for one in made.unwritten}
            left += [row for row in own if row.note.id in homeless]
            done += [row for row in own if row.note.id not in homeless]
            staged.write(place, made.data)
        staged.commit()
    return Outcome(tuple(done), tuple(left))


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file; raises `CannotWrite` where it is gone."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotWrite(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from error
