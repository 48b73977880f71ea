"""The lock after a build, and what the author should know of the difference to the one before.

No line is ever deleted: a card that is gone keeps its own, retired, so that it can come back as who it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity.lock import NAME, CardLine, NoteTypeLine, OtherLine, card_line, row_of
from builder.identity.moves import renamed_decks
from builder.identity.search import search_for
from builder.source.said import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.identity.lock import Line
    from builder.identity.lockfile import Lock
    from builder.identity.memory import Known, Memory
    from builder.model import Deck, Note
    from builder.settings import Config


def renewed(lock: Lock, memory: Memory, deck: Deck, note_types: Iterable[NoteTypeLine]) -> tuple[Line, ...]:
    """Return the lines of the lock after a build of *deck*, whose package uses *note_types*."""
    lines: list[Line] = [line for line in lock.lines if isinstance(line, OtherLine)]
    types = {line.notetype: line for line in note_types}
    lines += [
        replace(types[key], more=memory.note_types[key].more) if key in types and key in memory.note_types else line
        for key, line in {**memory.note_types, **types}.items()
    ]
    present: set[Known] = set()
    for note in deck.notes:
        known = memory.by_guid.get(note.guid)
        lines.append(_continued(card_line(note), known) if known else card_line(note))
        present |= {known} if known else set()
    gone = (known for known in memory.cards if known not in present)
    lines += [known.gone for known in gone]
    return tuple(lines)


def _continued(line: CardLine, known: Known) -> CardLine:
    """Return *line* with what the lock knows beyond the deck of now."""
    return replace(line, was=known.was(line.deck), places=known.places_beside(line.places), more=known.more)


def check_locked(lock: Lock | None, lines: Iterable[Line]) -> Iterator[Diagnostic]:
    """Yield what keeps a locked build from shipping *lines*: no lock, or one that says something else.

    The order of the lines does not matter, nor do their times.
    """
    place = Span(NAME, 0, 0)
    if lock is None:
        message = "There is no deck.lock, so no edit would ever reach learners who have the deck."
        hint = "Run `build all` where it may write, and commit deck.lock."
        yield Diagnostic(faults.NO_LOCK, place, message, hint)
        return
    old, new = _timeless(lock.lines), _timeless(lines)
    if lock.marks or old != new:
        message = f"The content is newer than deck.lock: {_count(new - old)} would change."
        if lock.marks or new <= old:
            message = "The lock holds what a merge left behind: marks, or doubled lines."
        hint = "Run `build all` where it may write, and commit deck.lock with the content."
        yield Diagnostic(faults.LOCK_OUTDATED, place, message, hint)


def told(lock: Lock, memory: Memory, deck: Deck) -> Iterator[Diagnostic]:
    """Yield what has happened to the cards that *lock* knows."""
    yield from _healed(lock, memory)
    places = dict(zip(map(id, lock.lines), lock.places, strict=True))
    by_guid = {note.guid: note for note in deck.notes}
    by_id = {note.id: note for note in deck.notes}
    for known in memory.cards:
        note = next((by_guid[line.guid] for line in known.lines if line.guid in by_guid), None)
        if note:
            yield from _here(known, note, deck.config)
        elif not known.line.retired:
            other = by_id.get(known.id)
            is_new = other is not None and other.guid not in memory.by_guid
            yield _gone(known, other if is_new else None, deck.config, places[id(known.line)])
    yield from renamed_decks(memory, deck)


def _count(rows: set[str]) -> str:
    """Return how many lines these are."""
    return f"{len(rows)} line{'' if len(rows) == 1 else 's'}"


def _timeless(lines: Iterable[Line]) -> set[str]:
    """Return *lines* as they stand in a lock, but for their times."""
    return {row_of(line if isinstance(line, OtherLine) else replace(line, mod=0)) for line in lines}


def _healed(lock: Lock, memory: Memory) -> Iterator[Diagnostic]:
    """Yield what a merge has left behind."""
    doubled = len(lock.cards) + len(lock.note_types) - len(memory.cards) - len(memory.note_types)
    said = [f"{doubled} doubled line{'s' if doubled > 1 else ''}"] if doubled else []
    said += [f"{lock.marks} mark{'s' if lock.marks > 1 else ''} of an unfinished merge"] if lock.marks else []
    if said:
        message = f"The lock holds {' and '.join(said)}, as a merge leaves behind."
        hint = "`build all` puts it in order; commit what it writes."
        yield Diagnostic(faults.LOCK_HEALED, Span(NAME, 0, 0), message, hint)


def _gone(known: Known, other: Note | None, config: Config, place: Span) -> Diagnostic:
    """Return that a card is gone, or goes on as *other*, in another note type."""
    line = known.line
    search = search_for(config, line.kind, [line.id])
    if other:
        message = (
            f"`{line.id}` turned from {line.kind} to {other.note_type}, which Anki does to no note: it is new there."
        )
        hint = f"Learners keep the old one until they delete it; they find it with `{search}`."
        return Diagnostic(faults.KIND_CHANGED, first_line(other.card), message, hint)
    message = f"`{known.id}` of {line.file} is gone from the source; who has it in Anki keeps it."
    return Diagnostic(faults.CARD_RETIRED, place, message, f"They find it in Anki with `{search}`.")


def _here(known: Known, note: Note, config: Config) -> Iterator[Diagnostic]:
    """Yield that a card has come back, or goes out of use."""
    if known.line.retired and not note.retired:
        message = f"`{note.id}` is back, and is who it was."
        yield Diagnostic(faults.CARD_REVIVED, first_line(note.card), message)
    elif note.retired and not known.line.retired:
        message = f"`{note.id}` is retired: newcomers get no card of it; who has it keeps it, with the tag `retired`."
        search = search_for(config, note.note_type, [note.id])
        yield Diagnostic(faults.CARD_RETIRED, first_line(note.card), message, f"They find it in Anki with `{search}`.")
