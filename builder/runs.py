"""What must be found of a card in a file: the stretches of its text, and how these compare with what was read back."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Final

from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.render.fragment import Fragment, RenderedNote

_TAG: Final = re.compile(r"<[^>]*>")
_SILENT: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2010\u2011\u2060-\u2064\ufeff\ufe00-\ufe0f\ufffe\x02-]")
"""What a line break may add or take away: white space, hyphens, invisible characters."""
_QUOTES: Final = frozenset(map(chr, range(0x2018, 0x2020)))
_ONE_GLYPH: Final = str.maketrans("\u02bb\u02bc", "\u2018\u2019")
_STAND_IN: Final = "□"
"""Printed for a character that no font has."""


def asked(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text of a card's front, without what its blanks hide."""
    yield from runs(note.question, in_blanks=False)
    for choice in note.choices:
        yield from runs(choice.text)


def told(note: RenderedNote, *, detail: bool) -> Iterator[str]:
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


def hidden(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text that the front of a card must not tell."""
    yield from runs(note.question, in_blanks=True)
    yield from runs(note.answer)
    for choice in note.choices:
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


def missing(wanted_runs: Iterable[str], text: str, *, ignore_case: bool) -> str:
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
