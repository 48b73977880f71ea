"""The blanks of a card, numbered as the lock remembers them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.likeness.boxes import box
from builder.source.clozes import HIGHEST, too_deep
from builder.source.said import hidden
from builder.source.text import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from builder.identity.memory import Known
    from builder.identity.who import Identity
    from builder.likeness.blanks import Blank, Numbered
    from builder.likeness.boxes import Box
    from builder.model import Card


def number_blanks(card: Card, identity: Identity) -> tuple[Card, tuple[tuple[int, str], ...], tuple[Diagnostic, ...]]:
    """Return *card* with its blanks numbered, what the lock shall hold of them, and what the author should know."""
    if not (card.clozes or card.masks) or any(too_deep(card.clozes)):
        return card, (), ()
    from builder.likeness.blanks import number

    blanks = _blanks(card)
    texts = tuple(blank.text for blank in blanks)
    known = identity.known
    sentence = "" if card.masks else identity.text[0]
    old = known.line.text[0] if known and not card.masks else ""
    places = known.places if known else ()
    made = number(blanks, sentence, known.blanks if known else (), old, places)
    gone = {(-before, text) for before, text in (known.blanks if known else ()) if before < 0}
    found = [*_told(card, made, gone), *_doubts(card, made, texts, dict(reversed(places)))]
    found += _contested(card, made, texts, known) if known else ()
    return _with_numbers(card, made), made.known, tuple(found)


def _blanks(card: Card) -> list[Blank]:
    """Return the clozes or masks of *card* as they are compared with those of before."""
    from builder.likeness.blanks import Blank

    texts = hidden(card)
    if card.masks:
        masks = zip(texts, card.masks, strict=True)
        return [Blank(text, (mask.number,) if mask.number else (), (box(mask),)) for text, mask in masks]
    clozes = zip(texts, card.clozes, strict=True)
    return [Blank(text, cloze.numbers if cloze.written else ()) for text, cloze in clozes]


def _with_numbers(card: Card, made: Numbered) -> Card:
    """Return *card* with the numbers of *made*."""
    if card.masks:
        masks = zip(card.masks, made.numbers, strict=True)
        return replace(card, masks=tuple(replace(mask, number=numbers[0]) for mask, numbers in masks))
    clozes = zip(card.clozes, made.numbers, strict=True)
    return replace(card, clozes=tuple(replace(cloze, numbers=numbers) for cloze, numbers in clozes))


def _told(card: Card, made: Numbered, gone: AbstractSet[tuple[int, str]]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the numbers; a blank that has one of its own *gone* numbers back is right."""
    for one in made.renumbered:
        if (one.now, one.text) in gone:
            continue
        own = f"“{one.text}”" if one.text == one.text_then else f"“{one.text}”, once “{one.text_then}”"
        message = f"Blank {one.now} is {own}, which learners reviewed as blank {one.had}: its reviews stay there."
        hint = f"Write {_form(card, one.had)} for it, and it keeps them."
        yield Diagnostic(faults.CLOZE_RENUMBERED, _place(card, one.blank), message, hint)
    for index, numbers in enumerate(made.numbers):
        was = () if card.masks else card.clozes[index].numbers
        if max(numbers) > HIGHEST >= max(was, default=0):
            message = f"This card has had {HIGHEST} blanks in its life, and Anki makes cards of no more."
            hint = "Give the card a new id, which makes it a new one, or part it in two."
            yield Diagnostic(faults.CLOZE_NUMBER, _place(card, index), message, hint)


def _doubts(card: Card, made: Numbered, texts: tuple[str, ...], places: Mapping[int, Box]) -> Iterator[Diagnostic]:
    """Yield the blanks that may be older ones, each with the numbers of all that it may be."""
    for doubt in made.unsure:
        text, numbers = texts[doubt.blank], (doubt.had, *doubt.or_had)
        if text == doubt.text_then:
            may_be = f"{_either(_named(number, places) for number in numbers)}, which hid the same"
        else:
            may_be = f"{_named(doubt.had, places)}, “{doubt.text_then}”, reworded"
        message = f"The blank “{text}” is taken for a new one; it may be blank {may_be}."
        then, now = _either(_form(card, number) for number in numbers), _form(card, doubt.now)
        hint = f"If it is, write {then}, and learners keep their reviews; if not, {now}."
        yield Diagnostic(faults.IDENTITY_UNSURE, _place(card, doubt.blank), message, hint)


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


def _either(names: Iterable[str]) -> str:
    """Return *names* as those between which one must choose."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _named(number: int, places: Mapping[int, Box]) -> str:
    """Return the number of a blank that is gone; of a mask with the corner at which it lay, if that is known."""
    return f"{number} (at {places[number][0]:g}% {places[number][1]:g}%)" if number in places else f"{number}"


def _form(card: Card, number: int) -> str:
    """Return how an author writes the number of a blank."""
    return f"`{{c={number}}}`" if card.masks else f"`{{{{c{number}::…}}}}`"


def _place(card: Card, blank: int) -> Span:
    """Return where a blank stands."""
    if card.masks:
        return card.masks[blank].span
    cloze = card.clozes[blank]
    return span(card.question, cloze.start, cloze.end)
