"""The lines of `deck.lock`: who each card is and when it last changed.

A package carries the lines of its notes in a zip entry of the same form, so that a lost lock can be made again.
The form: a first line ``cardpress-lock 1 <deck id>``, then one JSON object a line, keys sorted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from builder.likeness.boxes import box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.likeness.boxes import Box
    from builder.model import Note

NAME: Final = "deck.lock"
MAGIC: Final = "cardpress-lock"
VERSION: Final = 1
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


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
    places: tuple[tuple[int, Box], ...] = ()
    """Where the mask of each number lies, or lay when it went: that tells masks of one text apart."""
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
    rows = [row for *_, row in sorted(map(_placed, lines))]
    return "".join(f"{row}\n" for row in (f"{MAGIC} {VERSION} {deck_id}", *rows))


def row_of(line: Line) -> str:
    """Return *line* as it stands in a lock."""
    return _JSON.encode(_row(line))


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
        places=tuple((mask.number, box(mask)) for mask in note.card.masks if mask.number),
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
    if line.places:
        row["places"] = [(number, *place) for number, place in line.places]
    return row


def _placed(line: Line) -> tuple[int, str, str, str]:
    """Return *line* as it stands in a lock, behind what lines are sorted by."""
    row = row_of(line)
    if isinstance(line, NoteTypeLine):
        return 0, line.notetype, "", row
    if isinstance(line, CardLine):
        return 1, line.id, line.kind, row
    return 2, "", "", row
