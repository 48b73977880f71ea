"""The account: what was meant for each output, and what is found in the written file by opening it again.

The expected texts are those of the rendered deck; the found ones come from readers that know nothing of our records.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from itertools import count, takewhile
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from builder.render.fragment import Fragment, RenderedDeck, RenderedNote

_TAG: Final = re.compile(r"<[^>]*>")
_SILENT: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2010\u2011\u2060-\u2064\ufeff\ufe00-\ufe0f\ufffe\x02-]")
"""What a line break may add or take away: white space, hyphens, invisible characters."""
_QUOTES: Final = frozenset(map(chr, range(0x2018, 0x2020)))
_ONE_GLYPH: Final = str.maketrans("\u02bb\u02bc", "\u2018\u2019")
_STAND_IN: Final = "□"
"""Printed for a character that no font has."""
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
                _Part("stack of fronts", note.note.id, tuple(_asked(note)), f"front_{note.note.id}_"),
                _Part(
                    "stack of backs",
                    f"back_{note.note.id}",
                    tuple(_told(note, detail=detail)),
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
        asked = _Part("quiz", anchors[note.note.id], tuple(_asked(note)))
        meant.append((note, (asked, _answer(note, detail=detail)) if has_key else (asked,)))
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
    return (_Part(where, note.note.id, (*asked, *_told(note, detail=detail))),)


def _answer(note: RenderedNote, *, detail: bool) -> _Part:
    """Return what the key of a quiz must hold of *note*."""
    return _Part("key of the quiz", f"key_{note.note.id}", tuple(_told(note, detail=detail)))


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
        if missing := _missing(part.runs, text, ignore_case=ignore_case):
            return f"The {part.where} holds the card `{note.note.id}` without “{missing[:60]}”."
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


def _missing(wanted_runs: Iterable[str], text: str, *, ignore_case: bool) -> str:
    """Return the first of *wanted_runs* that *text* does not hold."""
    squeezed = _folded(text) if ignore_case else squeeze(text)
    is_backwards = _is_backwards(squeezed)
    forgiving = ""
    for run in wanted_runs:
        wanted = _folded(run) if ignore_case else squeeze(run)
        if wanted in squeezed or (is_backwards and _holds(squeezed, wanted)):
            continue
        if _STAND_IN in squeezed:
            known = set(squeezed)
            forgiving = forgiving or squeezed.replace(_STAND_IN, "")
            if "".join(character for character in wanted if character in known) in forgiving:
                continue
        return " ".join(run.split())
    return ""


def _is_backwards(text: str) -> bool:
    """Say whether any of *text* is written from the right.

    A reader of PDF may hand back such a text in another order, with the numbers and Latin words that stand in it.
    """
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _holds(text: str, wanted: str) -> bool:
    """Say whether *text* has all characters of *wanted*, in any order; brackets and quotes may have been mirrored."""
    kept = (character for character in wanted if character not in _QUOTES and not unicodedata.mirrored(character))
    return not Counter(kept) - Counter(text)


def _asked(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text of a card's front, without what its blanks hide."""
    yield from runs(note.question, in_blanks=False)
    for choice in note.choices:
        yield from runs(choice.text)


def _told(note: RenderedNote, *, detail: bool) -> Iterator[str]:
    """Yield the stretches of text of a card's back: of a cloze all of it."""
    if note.note.card.kind is Kind.CLOZE:
        yield from runs(note.question)
    yield from runs(note.answer)
    if detail:
        yield from runs(note.detail)
    for choice in note.choices:
        yield from runs(choice.text)
        yield from runs(choice.explanation)
    for mask in note.masks:
        yield from runs(mask.text)


def runs(fragment: Fragment, *, in_blanks: bool | None = None) -> Iterator[str]:
    """Yield the stretches of text in *fragment*, between tags and parts that are no text.

    *in_blanks* chooses those that stand in a blank, or those that stand in none.
    """
    depth = 0
    for part in fragment.parts:
        if isinstance(part, str) and in_blanks in {None, depth > 0}:
            yield from (unescape(run) for run in _TAG.split(part) if run.strip())
        depth += isinstance(part, BlankStart) - isinstance(part, BlankEnd)


def _leaks(rendered: RenderedDeck, pages: Iterable[tuple[RenderedNote, str]]) -> Iterator[Diagnostic]:
    """Yield a fault for each note whose question, as it was found on *pages*, holds what it asks for.

    What else may stand there is passed over: the question's own words, and the titles and introductions around it.
    Short answers are, for they stand in many a word.
    """
    around = ""
    for note, found in pages:
        text = squeeze(found)
        for run in _hidden(note):
            wanted = squeeze(run)
            if len(wanted) < _TELLING or wanted not in text:
                continue
            around = around or squeeze(" ".join(_around(rendered)))
            if text.count(wanted) > squeeze(" ".join(_asked(note))).count(wanted) + around.count(wanted):
                message = f"The quiz tells what the card `{note.note.id}` asks for: “{' '.join(run.split())[:60]}”."
                yield Diagnostic(faults.QUIZ_TOLD, _place(note), message, _REPORT)
                break


def _hidden(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text that the front of a card must not tell."""
    yield from runs(note.question, in_blanks=True)
    yield from runs(note.answer)
    for choice in note.choices:
        yield from runs(choice.explanation)
    for mask in note.masks:
        yield from runs(mask.text)


def _around(rendered: RenderedDeck) -> Iterator[str]:
    """Yield what may stand between two questions."""
    for chapter in rendered.chapters:
        yield from runs(chapter.title)
        yield from runs(chapter.introduction)
        for question in chapter.questions:
            yield from runs(question.heading)


def _folded(text: str) -> str:
    """Return *text* as it compares if its capitals tell nothing either: ß is SS then."""
    return squeeze(text.casefold()).casefold()


def squeeze(text: str) -> str:
    """Return *text* as it compares whatever a layout did to it: NFKC, without white space and hyphens.

    Quotation marks that faces draw with one glyph are one: a reader of PDF cannot tell them apart. NFKC comes last
    too, for an accent that it parts from its letter by a blank joins that when the blank is gone.
    """
    squeezed = _SILENT.sub("", unicodedata.normalize("NFKC", _SILENT.sub("", text)))
    return unicodedata.normalize("NFKC", squeezed).translate(_ONE_GLYPH)
