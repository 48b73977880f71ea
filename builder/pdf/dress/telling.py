"""What would give an answer away where nobody looks for it: in the words for a picture, in a link, in an id."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from builder.identity.slug import slug
from builder.model import Kind
from builder.render.fragment import ATTRIBUTES
from builder.render.occlusion import tells
from builder.source.plain import plain
from builder.source.said import hidden, said
from builder.source.text import Text

if TYPE_CHECKING:
    from builder.model import Card
    from builder.render.fragment import RenderedNote

_QUIET: Final = "Q-"
"""Before the digest that is the anchor of a question whose id tells; no id has a capital."""
_DIGITS: Final = 12
_PICTURE: Final = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
_PARTING: Final = re.compile(r"[\W_]+")
_TELLING: Final = re.compile(rf"</?(?:a|abbr)\b{ATTRIBUTES}>")


def quiet(html: str) -> str:
    """Return *html* without links and abbreviations, whose texts stay: an address or an expansion may be the answer."""
    return _TELLING.sub("", html)


class Secrets:
    """What the question of a note must not say."""

    def __init__(self, note: RenderedNote) -> None:
        """Take what the card of *note* hides, and for what is not a cloze or a mask, its whole answer."""
        card = note.note.card
        answers = hidden(card) if card.kind in (Kind.CLOZE, Kind.OCCLUSION) else (plain(card.answer),)
        self._answers = tuple(filter(None, answers))

    def tell(self, words: str) -> bool:
        """Say whether *words*, plain text or an address, hold one of the answers."""
        said_apart = _PARTING.sub(" ", unquote(words))
        return any(tells(words, answer) or tells(said_apart, answer) for answer in self._answers)


def id_tells(note: RenderedNote) -> bool:
    """Say whether the id of *note* holds a word of the answer that does not stand in the question too.

    An id that nobody wrote is made of the text of its card, of a cloze with all that is hidden there.
    """
    card = note.note.card
    shown = _words(_question(card))
    answers = " ".join(hidden(card)) if card.kind in (Kind.CLOZE, Kind.OCCLUSION) else said(card)[1]
    if card.kind is Kind.CHOICE:
        shown |= _words(" ".join(plain(choice.text, inline=True) for choice in card.choices))
    return bool(_words(note.note.id) & (_words(answers) - shown))


def question_anchor(note: RenderedNote) -> str:
    """Return the anchor of *note* on the pages with the questions: its id, or where that tells, a digest of it."""
    identity = note.note.id
    return f"{_QUIET}{hashlib.sha256(identity.encode()).hexdigest()[:_DIGITS]}" if id_tells(note) else identity


def key_anchor(note: RenderedNote) -> str:
    """Return the anchor of *note* in the key."""
    return f"key_{note.note.id}"


def _question(card: Card) -> str:
    """Return what the question of *card* says as it is asked: without what its blanks hide, and what pictures show."""
    value, at = "", 0
    for cloze in card.clozes:
        if cloze.start >= at:
            value += f"{card.question.value[at : cloze.start]} "
            at = cloze.end
    value = _PICTURE.sub(" ", value + card.question.value[at:])
    return plain(Text(value, "", ((0, 0),)), inline=card.kind is Kind.QUESTION)


def _words(text: str) -> set[str]:
    """Return the words of *text* as they stand in an id."""
    return {part for word in text.split() for part in slug(word).split("-") if part}
