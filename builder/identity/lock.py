"""The lines of `deck.lock`: who each card is and when it last changed.

A package carries the lines of its notes in a zip entry of the same form, so that a lost lock can be made again.
The form: a first line ``cardpress-lock 1 <deck id>``, then one JSON object a line, keys sorted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.model import Note

NAME: Final = "deck.lock"
MAGIC: Final = "cardpress-lock"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card, known by its id and note type together."""

    id: str
    guid: str
    kind: str
    """Key of its note type."""
    file: str
    """Path below the content folder."""
    deck: str
    text: tuple[str, str]
    """Question and answer as `builder.source.said.compared` has them: what a card without an id is matched by."""
    source: str
    """Digest of what the author controls."""
    mod: int
    """Seconds since 1970 when `source` last changed."""
    blanks: tuple[tuple[int, str], ...] = ()
    """Number and text of each cloze or mask, as it is compared, in the order of the text; then, with numbers below
    zero, those that are gone, so that no other blank gets their numbers."""
    retired: bool = False
    was: tuple[str, ...] = ()
    """Decks that it stood in before: a learner's card is still in one of them."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Keys of a later version, kept as they are."""


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """A note type, known by its key."""

    notetype: str
    source: str
    """Digest of templates and styles."""
    mod: int
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OtherLine:
    """A line of a later version, kept as it is."""

    row: Mapping[str, Any]


Line = CardLine | NoteTypeLine | OtherLine


def write_lock(deck_id: str, lines: Iterable[Line]) -> str:
    """Return the lock of a deck: note types by key, then cards by id and kind, so that a moved card moves no line."""
    rows = [row_of(line) for line in sorted(lines, key=_place)]
    return "".join(f"{row}\n" for row in (f"{MAGIC} {VERSION} {deck_id}", *rows))


def row_of(line: Line) -> str:
    """Return *line* as it stands in a lock."""
    return json.dumps(_row(line), ensure_ascii=False, sort_keys=True)


def card_line(note: Note) -> CardLine:
    """Return the line of *note*."""
    return CardLine(
        id=note.id,
        guid=note.guid,
        kind=note.note_type,
        file=note.card.span.path,
        deck=note.deck,
        text=note.text,
        source=note.source,
        mod=note.mod,
        blanks=note.blanks,
        retired=note.retired,
    )


def _row(line: Line) -> Mapping[str, Any]:
    """Return *line* as JSON's own types; what is not set is left out."""
    if isinstance(line, OtherLine):
        return line.row
    if isinstance(line, NoteTypeLine):
        return {**line.more, "notetype": line.notetype, "source": line.source, "mod": line.mod}
    row: dict[str, Any] = {
        **line.more,
        "id": line.id,
        "guid": line.guid,
        "kind": line.kind,
        "file": line.file,
        "deck": line.deck,
        "text": line.text,
        "source": line.source,
        "mod": line.mod,
    }
    if blanks := [blank for blank in line.blanks if blank[0] > 0]:
        row["blanks"] = blanks
    if gone := [(-number, text) for number, text in line.blanks if number < 0]:
        row["gone"] = gone
    if line.retired:
        row["retired"] = True
    if line.was:
        row["was"] = line.was
    return row


def _place(line: Line) -> tuple[int, str, str]:
    """Return what lines are sorted by."""
    if isinstance(line, NoteTypeLine):
        return 0, line.notetype, row_of(line)
    if isinstance(line, CardLine):
        return 1, line.id, line.kind + row_of(line)
    return 2, row_of(line), ""
