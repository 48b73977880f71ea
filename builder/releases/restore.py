"""`build lock --from`: a lost or reverted lock, made again from what was published.

What learners have is the truth: a card that the package knows gets its id, GUID, time and numbers of blanks back,
whatever a lock that was begun anew says of it. Nothing else that the lock knows is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from builder.collect import collect
from builder.faults import OF_CHANGES
from builder.identity.lock import CardLine, NoteTypeLine, OtherLine, card_line
from builder.identity.memory import Known, Memory, by_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.diagnostics import Diagnostic
    from builder.identity.lock import Line
    from builder.model import Note
    from builder.stages import Read


@dataclass(frozen=True, slots=True)
class Restored:
    """A lock that knows what was published."""

    lines: tuple[Line, ...]
    found: int
    """Cards of the source that the package has."""
    changed: int
    """Those of them that say something else now, and will be sent again by the next build."""
    only_published: int
    """Cards of the package that the source does not have."""
    diagnostics: tuple[Diagnostic, ...]
    """Cards that may be one of the package's, but not surely, and whatever else is said of cards that changed."""


def restore(said: Read, published: Sequence[Line]) -> Restored:
    """Return the lock of the content *said* that knows the lines *published* and all that its own lock knows."""
    theirs, ours = Memory(published), Memory(said.lock.lines)
    deck, found = collect(said.documents, said.config, said.works, said.folder.root, theirs, said.now)
    notes = [(note, theirs.by_guid[note.guid]) for note in deck.notes if note.guid in theirs.by_guid]
    cards = [_joined(note, known, ours) for note, known in notes]
    here = {known for _, known in notes}
    gone = [_of_both(known, ours).gone for known in theirs.cards if known not in here]
    lines: list[Line] = [*cards, *gone, *_own(ours, theirs, cards)]
    lines += [*_note_types(theirs, ours), *_others(published, said)]
    changed = sum(note.source != line.source for (note, _), line in zip(notes, cards, strict=True))
    told = tuple(one for one in found if one.rule in OF_CHANGES)
    return Restored(tuple(lines), len(cards), changed, len(gone), told)


def _of_both(known: Known, ours: Memory) -> Known:
    """Return a published card with all that our own lock says of it, too."""
    own = ours.by_guid.get(known.line.guid)
    lines = (*known.lines, *(own.lines if own else ()))
    return Known(known.id, tuple(sorted(lines, key=by_time)))


def _joined(note: Note, known: Known, ours: Memory) -> CardLine:
    """Return the line of a published card: who it was, under the text that it has now; of two times the later."""
    own = ours.by_guid.get(note.guid)
    line = own.line if own and own.line.mod > known.line.mod else known.line
    blanks = note.blanks
    if own:
        numbers = {abs(number) for number, _ in blanks}
        blanks += tuple((-abs(number), text) for number, text in own.blanks if abs(number) not in numbers)
    # The deck too is the one of learners, so that the next build tells of a renamed one.
    was = dict.fromkeys((*known.line.was, *(own.line.was if own else ())))
    made = card_line(note)
    return replace(
        made, deck=known.line.deck, source=line.source, mod=line.mod, blanks=blanks, was=tuple(was), more=line.more
    )


def _own(ours: Memory, theirs: Memory, cards: Iterable[CardLine]) -> Iterator[CardLine]:
    """Yield the lines that no package has seen; one that knows a published card under a name of its own is retired."""
    texts = {(line.kind, line.text) for line in cards}
    for known in ours.cards:
        line = known.line
        if line.guid not in theirs.by_guid and (line.kind, known.id) not in theirs.by_id:
            is_gone = line.retired or (line.kind, line.text) in texts
            yield known.gone if is_gone else replace(line, id=known.id, blanks=known.blanks)


def _note_types(theirs: Memory, ours: Memory) -> Iterator[NoteTypeLine]:
    """Yield the note types, each with the later time; of one time as published."""
    for key in sorted({*theirs.note_types, *ours.note_types}):
        lines = [memory.note_types[key] for memory in (theirs, ours) if key in memory.note_types]
        yield max(lines, key=lambda line: line.mod)


def _others(published: Iterable[Line], said: Read) -> Iterator[OtherLine]:
    """Yield the lines of a later version."""
    seen: list[OtherLine] = []
    for line in (*said.lock.lines, *published):
        if isinstance(line, OtherLine) and line not in seen:
            seen.append(line)
    yield from seen
