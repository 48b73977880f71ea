"""Rules that look at all cards or all chapters together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import faults
from builder.collect import notes_of
from builder.diagnostics import Diagnostic, Span
from builder.identity.names import folded
from builder.source.said import first_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.model import Deck, DeckChapter, Note


def deck_empty(deck: Deck) -> Iterator[Diagnostic]:
    """Find a deck without any card."""
    if not deck.notes:
        message = "The content folder holds no card."
        hint = "Write a question as `## Question?` with its answer below, in a file that ends in .md."
        yield Diagnostic(faults.DECK_EMPTY, Span("", 0, 0), message, hint)


def equal_cards(deck: Deck) -> Iterator[Diagnostic]:
    """Find cards of one note type that are equal in question and answer: nobody could tell them apart."""
    first: dict[tuple[str, str, str], Note] = {}
    for note in deck.notes:
        if any(note.text) and (known := first.setdefault((note.note_type, *note.text), note)) is not note:
            message = f"This card says the same as the card `{known.id}` in {known.card.span.path}."
            hint = "Take one of the two away, or tell them apart by their questions."
            yield Diagnostic(faults.CARD_TWICE, first_line(note.card), message, hint)


def one_deck_twice(deck: Deck) -> Iterator[Diagnostic]:
    """Find chapters whose decks are one to Anki, which ignores case."""
    first: dict[str, DeckChapter] = {}
    for chapter in deck.chapters:
        if not any(notes_of(chapter)):
            continue
        known = first.setdefault(folded(chapter.deck), chapter)
        if known is not chapter:
            where = known.chapter.span.path
            message = f"This chapter goes into the deck “{chapter.deck}”, where a chapter of {where} goes already."
            hint = "Give one of the two another title, or a `deck:` of its own."
            yield Diagnostic(faults.SAME_DECK, chapter.chapter.attributes.span, message, hint)
