"""The account: what was meant for each output, and what is found in the written file by opening it again.

The expected texts are those of the rendered deck; the found ones come from readers that know nothing of our records.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from itertools import count, takewhile
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Kind
from builder.runs import asked, hidden, missing, runs, squeeze, told

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from builder.render.fragment import RenderedDeck, RenderedNote

_TAG: Final = re.compile(r"<[^>]*>")
_TELLING: Final = 12
"""Characters from which on a text cannot stand in a question by chance."""
_REPORT: Final = "This is a fault of the build, not of the source: please report it with this card."


@dataclass(frozen=True, slots=True)
class Account:
    """How many cards one output was meant to hold, and how many were found in it."""

    output: str
    expected: int
    found: int
    diagnostics: tuple[Diagnostic, ...] = ()
    """One for each card that is not there, or not whole."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a file is meant to hold of a card in one place."""

    where: str
    """As a message names it, behind “the”."""
    anchor: str
    runs: tuple[str, ...]
    """Stretches of text that must stand there, each whole."""
    more: str = ""
    """How the anchors begin under which it goes on: a number from 2 follows."""


def account_of_package(rendered: RenderedDeck, data: bytes) -> Account:
    """Count the notes of the package *data*."""
    from builder.anki.read import read_package

    texts: dict[str, str] = {}
    for note in read_package(data).notes:
        if note.cards or "retired" in note.tags:
            texts[note.fields["Id"]] = " ".join(unescape(_TAG.sub("", field)) for field in note.fields.values())
    meant = [(note, _whole("package", note)) for note in rendered.notes if note.note.in_anki]
    return _account("package", rendered, meant, texts)


def account_of_handout(rendered: RenderedDeck, data: bytes) -> Account:
    """Count the cards of the handout *data*."""
    from builder.handout.read import read_handout

    meant = [(note, _whole("handout", note)) for note in _printed(rendered)]
    return _account("handout", rendered, meant, read_handout(data.decode()).texts)


def account_of_page(rendered: RenderedDeck, data: bytes, *, name: str, ids: Container[str]) -> Account:
    """Count the cards of *data*, the file *name* of a handout on many pages, which holds the cards *ids* alone.

    They count on their pages; what holds the whole deck again, for search and study, is looked through, too.
    """
    from builder.handout.read import read_handout
    from builder.handout.split import DECK, read_deck

    meant = [(note, _whole(f"page {name} of the handout", note)) for note in _printed(rendered) if note.note.id in ids]
    if not (meant or name.endswith(".html")):
        return Account("handout", 0, 0)
    contents = read_handout(read_deck(data) if name == DECK else data.decode())
    account = _account("handout", rendered, meant, contents.texts)
    often = Counter(contents.anchors)
    doubled = [
        Diagnostic(faults.CARD_LOST, _place(note), message, _REPORT)
        for note in _printed(rendered)
        if (message := _too_often(note.note.id, often[note.note.id], name, belongs=note.note.id in ids))
    ]
    diagnostics = (*account.diagnostics, *doubled)
    return Account("handout", 0, 0, diagnostics) if name == DECK else replace(account, diagnostics=diagnostics)


def _too_often(card: str, often: int, name: str, *, belongs: bool) -> str:
    """Return what is wrong with a *card* that stands so *often* in the file *name*, where at most once is right."""
    if often and not belongs:
        return f"The card `{card}` stands on a wrong page, {name}."
    return f"The card `{card}` stands {often} times in {name}." if often > 1 else ""


def account_of_sheet(rendered: RenderedDeck, data: bytes, *, detail: bool = True) -> Account:
    """Count the cards of the study sheet *data*, which holds what follows an answer if *detail* says so."""
    meant = [(note, _whole("sheet", note, detail=detail)) for note in _printed(rendered)]
    return _account("sheet", rendered, meant, _read(data))


def account_of_cards(rendered: RenderedDeck, data: bytes, *, detail: bool = False) -> Account:
    """Count the cards to cut out in *data*, of which each must have its front and its back."""
    meant = [
        (
            note,
            (
                _Part("stack of fronts", note.note.id, tuple(asked(note)), f"front_{note.note.id}_"),
                _Part(
                    "stack of backs",
                    f"back_{note.note.id}",
                    tuple(told(note, detail=detail)),
                    f"back_{note.note.id}_",
                ),
            ),
        )
        for note in _printed(rendered)
    ]
    return _account("cards", rendered, meant, _read(data))


def account_of_quiz(
    rendered: RenderedDeck, data: bytes, *, anchors: Mapping[str, str], detail: bool, has_key: bool
) -> Account:
    """Count the questions of the quiz *data*, none of which may tell its answer.

    *anchors* are those of the questions that were drawn, by the ids of their cards. If it *has_key* the answers stand
    in it too, behind the questions, and must all be there.
    """
    meant = []
    drawn = [note for note in rendered.notes if note.note.id in anchors]
    for note in drawn:
        front = _Part("quiz", anchors[note.note.id], tuple(asked(note)))
        meant.append((note, (front, _answer(note, detail=detail)) if has_key else (front,)))
    found = _read(data)
    account = _account("quiz", rendered, meant, found)
    leaks = list(_leaks(rendered, ((note, found.get(anchors[note.note.id], "")) for note in drawn)))
    return replace(account, diagnostics=(*account.diagnostics, *leaks))


def account_of_key(rendered: RenderedDeck, data: bytes, *, drawn: Container[str], detail: bool) -> Account:
    """Count the answers in *data*, the key of a quiz of the cards that were *drawn*, by their ids."""
    meant = [(note, (_answer(note, detail=detail),)) for note in rendered.notes if note.note.id in drawn]
    return _account("quiz-key", rendered, meant, _read(data))


def _read(data: bytes) -> dict[str, str]:
    """Return the text at each destination of the PDF *data*."""
    from builder.pdf.read.reader import read_pdf

    return {name: " ".join(words) for name, words in read_pdf(data).words.items()}


def _printed(rendered: RenderedDeck) -> list[RenderedNote]:
    """Return the notes that print and web show."""
    return [note for note in rendered.notes if note.note.in_print]


def _whole(where: str, note: RenderedNote, *, detail: bool = True) -> tuple[_Part]:
    """Return that all of *note* must stand at its own anchor."""
    asked = () if note.note.card.kind is Kind.CLOZE else runs(note.question)
    return (_Part(where, note.note.id, (*asked, *told(note, detail=detail))),)


def _answer(note: RenderedNote, *, detail: bool) -> _Part:
    """Return what the key of a quiz must hold of *note*."""
    return _Part("key of the quiz", f"key_{note.note.id}", tuple(told(note, detail=detail)))


def _account(
    output: str,
    rendered: RenderedDeck,
    meant: Sequence[tuple[RenderedNote, tuple[_Part, ...]]],
    found: Mapping[str, str],
) -> Account:
    """Compare what was *meant* with the texts that were *found* by anchor."""
    # The author's styles may set words in capitals.
    is_styled = bool(rendered.styles)
    lost = [
        _lost(note, message, is_styled=is_styled)
        for note, parts in meant
        if (message := _lacking(note, parts, found, ignore_case=is_styled))
    ]
    return Account(output, len(meant), len(meant) - len(lost), tuple(lost))


def _lacking(note: RenderedNote, parts: Iterable[_Part], found: Mapping[str, str], *, ignore_case: bool) -> str:
    """Return what *found* lacks of the *parts* of *note*, as a sentence; nothing where it has all."""
    for part in parts:
        if part.anchor not in found:
            return f"The card `{note.note.id}` is not in the {part.where}."
        further = takewhile(found.__contains__, (f"{part.more}{number}" for number in count(2))) if part.more else ()
        text = " ".join(found[anchor] for anchor in (part.anchor, *further))
        if gap := missing(part.runs, text, ignore_case=ignore_case):
            return f"The {part.where} holds the card `{note.note.id}` without “{gap[:60]}”."
    return ""


def _lost(note: RenderedNote, message: str, *, is_styled: bool) -> Diagnostic:
    """Return the fault of a card that is not where it should be."""
    hint = _REPORT
    if is_styled:
        hint = "Look whether theme.css hides it; if not, this is a fault of the build: please report it with this card."
    return Diagnostic(faults.CARD_LOST, _place(note), message, hint)


def _place(note: RenderedNote) -> Span:
    """Return where *note* begins in the source."""
    place = note.note.card.span
    return Span(place.path, place.start, place.start + 2)


def _leaks(rendered: RenderedDeck, pages: Iterable[tuple[RenderedNote, str]]) -> Iterator[Diagnostic]:
    """Yield a fault for each note whose question, as it was found on *pages*, holds what it asks for.

    What else may stand there is passed over: the question's own words, and the titles and introductions around it.
    Short answers are, for they stand in many a word.
    """
    around = ""
    for note, found in pages:
        text = squeeze(found)
        for run in hidden(note):
            wanted = squeeze(run)
            if len(wanted) < _TELLING or wanted not in text:
                continue
            around = around or squeeze(" ".join(_around(rendered)))
            if text.count(wanted) > squeeze(" ".join(asked(note))).count(wanted) + around.count(wanted):
                message = f"The quiz tells what the card `{note.note.id}` asks for: “{' '.join(run.split())[:60]}”."
                yield Diagnostic(faults.QUIZ_TOLD, _place(note), message, _REPORT)
                break


def _around(rendered: RenderedDeck) -> Iterator[str]:
    """Yield what may stand between two questions."""
    for chapter in rendered.chapters:
        yield from runs(chapter.title)
        yield from runs(chapter.introduction)
        for question in chapter.questions:
            yield from runs(question.heading)
