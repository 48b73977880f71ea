"""The lines of `deck.lock`: who each card is and when it last changed.

A package carries the lines of its notes in a zip entry of the same form, so that a lost lock can be made again.
The form: a first line ``cardpress-lock 1 <deck id>``, then one JSON object a line, keys sorted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from builder.collect import compared
from builder.source.plain import normal, plain
from builder.source.text import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.model import Card, Cloze, Note

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
    """Question and answer as `builder.collect.compared` has them: what a card without an id is matched by."""
    source: str
    """Digest of what the author controls."""
    mod: int
    """Seconds since 1970 when `source` last changed."""
    blanks: tuple[tuple[int, str], ...] = ()
    """Number and text of each cloze, as it is compared, in the order of the text."""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """A note type, known by its key."""

    notetype: str
    source: str
    """Digest of templates and styles."""
    mod: int


Line = CardLine | NoteTypeLine


def write_lock(deck_id: str, lines: Iterable[Line]) -> str:
    """Return the lock of a deck: note types by key, then cards by id and kind, so that a moved card moves no line."""
    rows = [json.dumps(_row(line), ensure_ascii=False, sort_keys=True) for line in sorted(lines, key=_place)]
    return "".join(f"{row}\n" for row in (f"cardpress-lock {VERSION} {deck_id}", *rows))


def card_line(note: Note) -> CardLine:
    """Return the line of *note*."""
    card = note.card
    return CardLine(
        id=note.id,
        guid=note.guid,
        kind=note.note_type,
        file=card.span.path,
        deck=note.deck,
        text=compared(card),
        source=note.source,
        mod=note.mod,
        blanks=tuple(_blanks(card)),
        retired=note.retired,
    )


def _row(line: Line) -> dict[str, object]:
    """Return *line* as JSON's own types; what is not set is left out."""
    if isinstance(line, NoteTypeLine):
        return {"notetype": line.notetype, "source": line.source, "mod": line.mod}
    row: dict[str, object] = {
        "id": line.id,
        "guid": line.guid,
        "kind": line.kind,
        "file": line.file,
        "deck": line.deck,
        "text": line.text,
        "source": line.source,
        "mod": line.mod,
    }
    if line.blanks:
        row["blanks"] = line.blanks
    if line.retired:
        row["retired"] = True
    return row


def _place(line: Line) -> tuple[bool, str, str]:
    """Return what lines are sorted by."""
    return (False, line.notetype, "") if isinstance(line, NoteTypeLine) else (True, line.id, line.kind)


def _blanks(card: Card) -> Iterator[tuple[int, str]]:
    """Yield number and text of each blank; one that has several numbers comes once for each."""
    for cloze in card.clozes:
        start, end = cloze.body
        inner = [_moved(other, -start) for other in card.clozes if start <= other.start and other.end <= end]
        said = normal(plain(part(card.question, start, end), inner, inline=True))
        yield from ((number, said) for number in cloze.numbers)


def _moved(cloze: Cloze, by: int) -> Cloze:
    """Return *cloze* where its text begins *by* characters later."""
    body = (cloze.body[0] + by, cloze.body[1] + by)
    return replace(cloze, start=cloze.start + by, end=cloze.end + by, body=body)
