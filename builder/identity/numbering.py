"""The blanks of a card, numbered as the lock remembers them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.likeness.blanks import Blank, number
from builder.source.clozes import HIGHEST, too_deep
from builder.source.said import hidden
from builder.source.text import span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from builder.identity.memory import Known
    from builder.identity.who import Identity
    from builder.likeness.blanks import Numbered
    from builder.model import Card


def number_blanks(card: Card, identity: Identity) -> tuple[Card, tuple[tuple[int, str], ...], tuple[Diagnostic, ...]]:
    """Return *card* with its blanks numbered, what the lock shall hold of them, and what the author should know."""
    if not (card.clozes or card.masks) or any(too_deep(card.clozes)):
        return card, (), ()
    texts = hidden(card)
    written = (
        [(mask.number,) if mask.number else () for mask in card.masks]
        if card.masks
        else [cloze.numbers if cloze.written else () for cloze in card.clozes]
    )
    blanks = [Blank(text, numbers) for text, numbers in zip(texts, written, strict=True)]
    known = identity.known
    sentence = "" if card.masks else identity.text[0]
    old = known.line.text[0] if known and not card.masks else ""
    made = number(blanks, sentence, known.blanks if known else (), old)
    gone = {(-before, text) for before, text in (known.blanks if known else ()) if before < 0}
    found = [*_told(card, made, texts, gone), *(_contested(card, made, texts, known) if known else ())]
    return _with_numbers(card, made), made.known, tuple(found)


def _with_numbers(card: Card, made: Numbered) -> Card:
    """Return *card* with the numbers of *made*."""
    if card.masks:
        masks = zip(card.masks, made.numbers, strict=True)
        return replace(card, masks=tuple(replace(mask, number=numbers[0]) for mask, numbers in masks))
    clozes = zip(card.clozes, made.numbers, strict=True)
    return replace(card, clozes=tuple(replace(cloze, numbers=numbers) for cloze, numbers in clozes))


def _told(
    card: Card, made: Numbered, texts: tuple[str, ...], gone: AbstractSet[tuple[int, str]]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the numbers, or may be; a blank that has one of its own *gone* numbers back is right."""
    for one in made.renumbered:
        if (one.now, one.text) in gone:
            continue
        own = f"“{one.text}”" if one.text == one.text_then else f"“{one.text}”, once “{one.text_then}”"
        message = f"Blank {one.now} is {own}, which learners reviewed as blank {one.had}: its reviews stay there."
        hint = f"Write {_form(card, one.had)} for it, and it keeps them."
        yield Diagnostic(faults.CLOZE_RENUMBERED, _place(card, one.blank), message, hint)
    for doubt in made.unsure:
        text = texts[doubt.blank]
        message = (
            f"The blank “{text}” is taken for a new one; it may be blank {doubt.had}, “{doubt.text_then}”, reworded."
        )
        then, now = _form(card, doubt.had), _form(card, doubt.now)
        hint = f"If it is, write {then}, and learners keep their reviews; if not, {now}."
        yield Diagnostic(faults.IDENTITY_UNSURE, _place(card, doubt.blank), message, hint)
    for index, numbers in enumerate(made.numbers):
        was = () if card.masks else card.clozes[index].numbers
        if max(numbers) > HIGHEST >= max(was, default=0):
            message = f"This card has had {HIGHEST} blanks in its life, and Anki makes cards of no more."
            hint = "Give the card a new id, which makes it a new one, or part it in two."
            yield Diagnostic(faults.CLOZE_NUMBER, _place(card, index), message, hint)


def _contested(card: Card, made: Numbered, texts: tuple[str, ...], known: Known) -> Iterator[Diagnostic]:
    """Yield the blanks whose number another branch gave to another blank, so that neither could keep it."""
    lost = {number for number, text in known.blanks if number < 0 and not text}
    had = {text: number for line in known.lines for number, text in line.blanks if -number in lost}
    for index, text in enumerate(texts):
        if (number := had.get(text)) and number not in made.numbers[index]:
            message = (
                f"Two branches gave number {number} to two blanks; “{text}” is {made.numbers[index][0]} from now on."
            )
            hint = f"Its reviews under {number} cannot be told from the other's: learners begin it anew."
            yield Diagnostic(faults.CLOZE_RENUMBERED, _place(card, index), message, hint)


def _form(card: Card, number: int) -> str:
    """Return how an author writes the number of a blank."""
    return f"`{{c={number}}}`" if card.masks else f"`{{{{c{number}::…}}}}`"


def _place(card: Card, blank: int) -> Span:
    """Return where a blank stands."""
    if card.masks:
        return card.masks[blank].span
    cloze = card.clozes[blank]
    return span(card.question, cloze.start, cloze.end)
