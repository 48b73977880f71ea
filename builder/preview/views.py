"""What the page shows of a deck: each card with its two sides, where it stands, and what is wrong with it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from builder.anki.cards import ordinals
from builder.anki.notes import field_values
from builder.collect import notes_of
from builder.diagnostics import Severity
from builder.identity import ids
from builder.model import Kind, Work
from builder.preview.sides import sides
from builder.source.files import position
from builder.source.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from builder.anki.notetypes import NoteType
    from builder.diagnostics import Diagnostic
    from builder.model import Note
    from builder.preview.window import Shown, Window
    from builder.render.fragment import RenderedNote
    from builder.source.files import Source
    from builder.stages import Loaded


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong at one place of the source."""

    severity: str
    """``error`` or ``warning``."""
    code: str
    place: str
    """``path:line`` below the content folder."""
    text: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card, or a note that cannot be shown before a fault in it is mended."""

    id: str
    number: int
    """Of the card among those of its note, from 1."""
    name: str
    """Which card of its note it is: ``Forward``, ``Cloze 2``, ``Mask 3``; empty where there is no choice."""
    kind: str
    chapter: str
    """Anchor of its chapter."""
    place: str
    """``path:line`` below the content folder."""
    tags: tuple[str, ...]
    note_type: str
    """Its key."""
    front: Shown
    """Empty, as is `back`, where it cannot be shown."""
    back: Shown
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class DeckView:
    """A deck as the page shows it."""

    chapters: Mapping[str, str]
    """Titles, by anchor, of the chapters with cards."""
    cards: tuple[CardView, ...]
    elsewhere: int
    """How many notes are not meant for Anki."""
    remarks: tuple[Remark, ...]
    """What is wrong beyond the cards."""


class _Works(dict[str, Work]):
    """The works of a deck, and for a key that is none of theirs the key: a faulty deck is shown as well."""

    def __missing__(self, key: str) -> Work:
        """Return a work that is called *key*."""
        return Work(key, author=key, year="?", title=key)


def deck_view(loaded: Loaded, kinds: Mapping[str, NoteType], window: Window) -> DeckView:
    """Return what there is to see of a deck, faulty or not; *kinds* are its note types by their keys."""
    files = {file.path: file for file in loaded.folder.chapters}
    shipped = [note for note in loaded.deck.notes if note.in_anki]
    of_cards, others = _shared_out(loaded.diagnostics, shipped)
    anchors = {note.guid: chapter.anchor for chapter in loaded.deck.chapters for note in notes_of(chapter)}
    works = _Works(loaded.deck.works)
    cards: list[CardView] = []
    for rendered in loaded.rendered.notes:
        note = rendered.note
        if note.in_anki:
            remarks = tuple(_remark(one, files) for one in of_cards.get(note.guid, ()))
            entry = _entry(note, anchors[note.guid], _place(note, files), remarks)
            cards += _cards(entry, rendered, kinds[note.note_type], works, window)
    titles = {chapter.anchor: plain(chapter.title, inline=True) for chapter in loaded.deck.chapters}
    used = {card.chapter for card in cards}
    return DeckView(
        chapters={anchor: title for anchor, title in titles.items() if anchor in used},
        cards=tuple(cards),
        elsewhere=len(loaded.deck.notes) - len(shipped),
        remarks=tuple(_remark(one, files) for one in others),
    )


def _entry(note: Note, chapter: str, place: str, remarks: tuple[Remark, ...]) -> CardView:
    """Return a note as an entry without sides."""
    return CardView(
        id=note.id,
        number=1,
        name="",
        kind=note.card.kind.value,
        chapter=chapter,
        place=place,
        tags=note.tags,
        note_type=note.note_type,
        front=(),
        back=(),
        remarks=remarks,
    )


def _cards(
    entry: CardView, rendered: RenderedNote, note_type: NoteType, works: Mapping[str, Work], window: Window
) -> Iterator[CardView]:
    """Yield the cards of a note, those of a retired one as well; the *entry* alone where an error is in it."""
    # What a fault has left of a card may be anything; its sides wait until it is mended.
    if any(remark.severity == Severity.ERROR.value for remark in entry.remarks):
        yield entry
        return
    note = rendered.note
    values, _ = field_values(rendered, works)
    filled = tuple(values.get(field.name, "") for field in note_type.fields)
    found = ordinals(note_type, filled, tagged=bool(note.tags))
    rows = ids.card_row_ids((note.guid, ordinal) for ordinal in found)
    for ordinal in found:
        row = rows[note.guid, ordinal]
        front, back = sides(note_type, values, ordinal, tags=note.tags, deck=note.deck, card_id=row)
        yield replace(
            entry,
            number=ordinal + 1,
            name=_name(note, note_type, ordinal, many=len(found) > 1),
            front=window.front(front, values),
            back=window.back(back, values),
        )


def _name(note: Note, note_type: NoteType, ordinal: int, *, many: bool) -> str:
    """Return which card of its note this is."""
    if not many:
        return ""
    if note.card.kind is Kind.OCCLUSION:
        return f"Mask {ordinal + 1}"
    return f"Cloze {ordinal + 1}" if note_type.is_cloze else note_type.templates[ordinal].name


def _shared_out(
    diagnostics: Iterable[Diagnostic], notes: Sequence[Note]
) -> tuple[dict[str, list[Diagnostic]], list[Diagnostic]]:
    """Return the errors and warnings in each card, by the GUID of its note, and those in none."""
    by_path: dict[str, list[Note]] = {}
    for note in sorted(notes, key=lambda note: note.card.span):
        by_path.setdefault(note.card.span.path, []).append(note)
    of_cards: dict[str, list[Diagnostic]] = {}
    others: list[Diagnostic] = []
    for one in diagnostics:
        if one.rule.severity is not Severity.NOTE:
            inner = _innermost(by_path.get(one.span.path, []), one.span.start)
            (of_cards.setdefault(inner.guid, []) if inner is not None else others).append(one)
    return of_cards, others


def _innermost(notes: Sequence[Note], offset: int) -> Note | None:
    """Return the note, of those of one file in order, whose card holds *offset*: of nested ones the inner."""
    before = bisect_right(notes, offset, key=lambda note: note.card.span.start)
    return next((note for note in reversed(notes[:before]) if offset < note.card.span.end), None)


def _remark(one: Diagnostic, files: Mapping[str, Source]) -> Remark:
    """Return a diagnostic as the page shows it."""
    line = f":{position(files[one.span.path], one.span.start)[0]}" if one.span.path in files else ""
    place = f"{one.span.path}{line}"
    return Remark(one.rule.severity.value, one.rule.code, place, f"{one.message} {one.hint}".rstrip())


def _place(note: Note, files: Mapping[str, Source]) -> str:
    """Return where a note stands in the source."""
    span = note.card.span
    return f"{span.path}:{position(files[span.path], span.start)[0]}"
