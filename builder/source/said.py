"""What a card says, apart from its markup: what its id is made of, and what it is known by when it has none."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Span
from builder.model import Kind
from builder.source.plain import normal, plain
from builder.source.text import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.model import Card, Cloze
    from builder.source.text import Text

_ADDRESS: Final = re.compile(r"!\[[^\]\n]*\]\(([^()\s]+)(?:[ \t][^()\n]*)?\)")
_PICTURES: Final = re.compile(rf"\s*(?:{_ADDRESS.pattern}(?:\{{[^{{}}\n]*\}})?\s*)+")
"""Nothing but pictures, each with its attributes."""


def texts_of(card: Card) -> Iterator[tuple[Text, bool]]:
    """Yield the texts of a card, each with whether it is inline."""
    yield card.question, card.kind is Kind.QUESTION
    yield card.answer, False
    yield card.detail, False
    for choice in card.choices:
        yield choice.text, True
        yield choice.explanation, False
    if card.image:
        yield card.image, True
    for mask in card.masks:
        yield mask.text, True


def said(card: Card) -> tuple[str, str]:
    """Return question and answer of a card without markup; choices and masks belong to the answer.

    Pictures that stand alone say where they are, too, so that a card is known before and after it gets alternative
    text. What has no words at all stands as it is written.
    """
    question = plain(card.question, card.clozes, inline=card.kind is Kind.QUESTION)
    more = [plain(text, inline=True) for text in (*(c.text for c in card.choices), *(m.text for m in card.masks))]
    if card.image:
        more.append(card.image.value)
    answer = " ".join([plain(card.answer), *more]).strip()
    return _in_words(question, card.question), _in_words(answer, card.answer)


def _in_words(words: str, text: Text) -> str:
    """Return *words*, what *text* says, with the addresses of pictures where there is nothing else."""
    if _PICTURES.fullmatch(text.value):
        return " ".join([words, *_ADDRESS.findall(text.value)]).strip()
    return words or " ".join(text.value.split())


def compared(question: str, answer: str) -> tuple[str, str]:
    """Return what `said` has found of a card as it is compared with what other cards say."""
    return normal(question), normal(answer)


def hidden(card: Card) -> tuple[str, ...]:
    """Return what each cloze, or each mask, of a card hides, as it is compared; nested clozes are filled in."""
    if card.masks:
        return tuple(normal(plain(mask.text, inline=True)) for mask in card.masks)
    return tuple(_body(card, index) for index in range(len(card.clozes)))


def first_line(card: Card) -> Span:
    """Return the place of a card's beginning."""
    start = card.span.start
    return Span(card.span.path, start, min(card.span.end, start + len(card.question.value.split("\n")[0]) + 3))


def _body(card: Card, index: int) -> str:
    """Return what the cloze *index* hides; those that are nested in it follow it directly, for they come by start."""
    start, end = card.clozes[index].body
    inner = takewhile(lambda cloze: cloze.start < end, islice(card.clozes, index + 1, None))
    return normal(plain(part(card.question, start, end), [_moved(cloze, -start) for cloze in inner], inline=True))


def _moved(cloze: Cloze, by: int) -> Cloze:
    """Return *cloze* where its text begins *by* characters later."""
    body = (cloze.body[0] + by, cloze.body[1] + by)
    return replace(cloze, start=cloze.start + by, end=cloze.end + by, body=body)
