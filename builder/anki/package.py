"""The package: everything of a deck that is meant for Anki, in one zip, the same bytes for the same deck."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.anki.cards import ordinals
from builder.anki.collection import NoteRow, write_collection
from builder.anki.decks import deck_rows, decks_json, presets_json
from builder.anki.notes import field_values
from builder.anki.notetypes import note_types
from builder.diagnostics import Diagnostic
from builder.identity.lock import NoteTypeLine, card_line, write_lock
from builder.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from builder.anki.notetypes import NoteType
    from builder.model import Note
    from builder.render.fragment import RenderedDeck, RenderedNote

_REPORT: Final = "This is a fault of the build, not of the source: please report it with this card."
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold."""
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Package:
    """A package and what it holds."""

    data: bytes
    """The `.apkg` file."""
    lock: str
    """The lines of its notes and note types, as its entry `deck.lock` has them."""
    notes: int
    cards: int
    decks: tuple[str, ...]
    """Full names, sorted, empty parents included."""
    media: tuple[str, ...]
    """Names, sorted."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """One for each card that would have nothing on its front; such a package must not be given to anybody."""


def package(rendered: RenderedDeck, kinds: Mapping[str, NoteType] | None = None) -> Package:
    """Return the package of a deck: its notes that are meant for Anki, with their decks, media and lock lines.

    *kinds* are its note types, as `note_types` makes them. A retired note ships without cards.
    """
    deck = rendered.deck
    kinds = note_types(deck.config) if kinds is None else kinds
    shipped = [note for note in rendered.notes if note.note.in_anki]
    decks = deck_rows(deck.config, (note.note.deck for note in shipped))
    filled = [field_values(note, deck.works) for note in shipped]
    rows = [
        _row(note, kinds[note.note.note_type], values, decks) for note, (values, _) in zip(shipped, filled, strict=True)
    ]
    media = tuple(sorted(frozenset[str]().union(*(names for _, names in filled))))
    lock = _lock(deck.id, shipped, kinds)
    named = decks_json(deck.config, decks)
    collection = write_collection(rows, named, presets_json(deck.config))
    entries = {
        "collection.anki2": collection,
        "media": json.dumps({str(index): name for index, name in enumerate(media)}).encode("ascii"),
        "deck.lock": lock.encode(),
    } | {str(index): rendered.media[name].data for index, name in enumerate(media)}
    cards = sum(len(row.ordinals) for row in rows)
    lost = tuple(fault for note, row in zip(shipped, rows, strict=True) for fault in _lost(note, row))
    names = tuple(sorted(named[str(row)]["name"] for row in set(decks.values())))
    return Package(_zip(entries), lock, len(rows), cards, names, media, lost)


def _row(rendered: RenderedNote, note_type: NoteType, values: Mapping[str, str], decks: Mapping[str, int]) -> NoteRow:
    """Return the row of a note with all its cards; a field that a note type lacks is left out."""
    note = rendered.note
    fields = tuple(values.get(field.name, "") for field in note_type.fields)
    return NoteRow(
        guid=note.guid,
        note_type=note_type,
        fields=fields,
        tags=note.tags,
        mod=note.mod,
        deck=decks[note.deck],
        due=note.place,
        ordinals=() if note.retired else ordinals(note_type, fields, tagged=bool(note.tags)),
    )


def _lost(rendered: RenderedNote, row: NoteRow) -> Iterator[Diagnostic]:
    """Yield a fault for each card that the source has and Anki would not make: its reviews would be gone."""
    note = rendered.note
    expected = {number - 1 for cloze in note.card.clozes for number in cloze.numbers}
    expected |= {mask.number - 1 for mask in note.card.masks if mask.number}
    if not row.note_type.is_cloze:
        expected = {0, 1} if note.card.kind is Kind.REVERSED else {0}
    place = replace(note.card.span, end=note.card.span.start + 2)
    for ordinal in sorted(expected - set(row.ordinals)) if not note.retired else ():
        message = f"Card {ordinal + 1} of `{note.id}` has nothing on its front in Anki."
        yield Diagnostic(faults.CARD_LOST, place, message, _REPORT)


def _lock(deck_id: str, shipped: Sequence[RenderedNote], kinds: Mapping[str, NoteType]) -> str:
    """Return the lock lines of the notes and of the note types that they use."""
    notes = [note.note for note in shipped]
    return write_lock(deck_id, [*note_type_lines(notes, kinds), *(card_line(note) for note in notes)])


def note_type_lines(notes: Iterable[Note], kinds: Mapping[str, NoteType]) -> tuple[NoteTypeLine, ...]:
    """Return the lock lines of the note types that a package of *notes* uses."""
    used = dict.fromkeys(note.note_type for note in notes if note.in_anki)
    return tuple(NoteTypeLine(key, kinds[key].source, kinds[key].mod) for key in used)


def _zip(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip of *entries* in their order, deflated, without dates or rights of this machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, data)
    return target.getvalue()
