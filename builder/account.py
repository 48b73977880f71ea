"""The account: what was meant for each output, and what is found in the written file by opening it again.

The expected texts are those of the rendered deck; the found ones come from readers that know nothing of our records.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from builder.render.fragment import Fragment, RenderedDeck, RenderedNote

_TAG: Final = re.compile(r"<[^>]*>")
_SILENT: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2010\u2011\u2060-\u2064\ufeff\ufe00-\ufe0f\ufffe\x02-]")
"""What a line break may add or take away: white space, hyphens, invisible characters."""
_STAND_IN: Final = "□"
"""Printed for a character that no font has."""


@dataclass(frozen=True, slots=True)
class Account:
    """How many cards one output was meant to hold, and how many were found in it."""

    output: str
    expected: int
    found: int
    diagnostics: tuple[Diagnostic, ...] = ()
    """One for each card that is not there, or not whole."""


def account_of_package(rendered: RenderedDeck, data: bytes) -> Account:
    """Count the notes of the package *data*."""
    from builder.anki.read import read_package

    texts: dict[str, str] = {}
    empty: set[str] = set()
    for note in read_package(data).notes:
        identity = note.fields["Id"]
        texts[identity] = " ".join(unescape(_TAG.sub("", field)) for field in note.fields.values())
        if not note.cards and "retired" not in note.tags:
            empty.add(identity)
    meant = [note for note in rendered.notes if note.note.in_anki]
    return _account("package", rendered, meant, {name: text for name, text in texts.items() if name not in empty})


def account_of_handout(rendered: RenderedDeck, data: bytes) -> Account:
    """Count the cards of the handout *data*."""
    from builder.handout.read import read_handout

    return _account("handout", rendered, _printed(rendered), read_handout(data.decode()).texts)


def account_of_sheet(rendered: RenderedDeck, data: bytes) -> Account:
    """Count the cards of the study sheet *data*."""
    from builder.pdf.read import read_pdf

    found = {name: " ".join(words) for name, words in read_pdf(data).words.items()}
    return _account("sheet", rendered, _printed(rendered), found)


def _printed(rendered: RenderedDeck) -> list[RenderedNote]:
    """Return the notes that print and web show."""
    return [note for note in rendered.notes if note.note.in_print]


def _account(output: str, rendered: RenderedDeck, meant: Iterable[RenderedNote], found: Mapping[str, str]) -> Account:
    """Compare what was *meant* with the texts that were *found* by id."""
    is_styled = bool(rendered.styles)
    lost: list[Diagnostic] = []
    count = 0
    for note in meant:
        count += 1
        identity = note.note.id
        if identity not in found:
            lost.append(_lost(note, f"The card `{identity}` is not in the {output}.", is_styled=is_styled))
        elif missing := _missing(note, found[identity]):
            message = f"The {output} holds the card `{identity}` without “{missing[:60]}”."
            lost.append(_lost(note, message, is_styled=is_styled))
    return Account(output, count, count - len(lost), tuple(lost))


def _lost(note: RenderedNote, message: str, *, is_styled: bool) -> Diagnostic:
    """Return the fault of a card that is not where it should be."""
    place = note.note.card.span
    hint = "This is a fault of the build, not of the source: please report it with this card."
    if is_styled:
        hint = "Look whether theme.css hides it; if not, this is a fault of the build: please report it with this card."
    return Diagnostic(faults.CARD_LOST, Span(place.path, place.start, place.start + 2), message, hint)


def _missing(note: RenderedNote, text: str) -> str:
    """Return the first stretch of a card's text that *text* does not hold."""
    squeezed = squeeze(text)
    is_backwards = _is_backwards(squeezed)
    forgiving = ""
    for run in _runs_of(note):
        wanted = squeeze(run)
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
    """Say whether *text* has all characters of *wanted*, in any order; brackets may have been mirrored."""
    return not Counter(c for c in wanted if not unicodedata.mirrored(c)) - Counter(text)


def _runs_of(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of a card's text between markup and parts of other kinds."""
    for fragment in (note.question, note.answer, note.detail):
        yield from runs(fragment)
    for choice in note.choices:
        yield from runs(choice.text)
        yield from runs(choice.explanation)
    for mask in note.masks:
        yield from runs(mask.text)


def runs(fragment: Fragment) -> Iterator[str]:
    """Yield the stretches of text in *fragment*, between tags and parts that are no text."""
    for part in fragment.parts:
        if isinstance(part, str):
            yield from (unescape(run) for run in _TAG.split(part) if run.strip())


def squeeze(text: str) -> str:
    """Return *text* as it compares whatever a layout did to it: NFKC, without white space and hyphens."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", _SILENT.sub("", text)))
