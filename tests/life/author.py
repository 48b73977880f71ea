"""An author: a deck, all that was ever taken out of it, and a supply of texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from builder.model import Kind
from tests.life.deck import Blank, Card, Chapter, Content, plain
from tests.life.facts import CLAUSES, FAMILIES, OPENINGS, PLOTS, SENTENCES, SYNONYMS, TITLES, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.life.deck import Pieces

FEWEST: Final = 2
"""Cards that a deck keeps."""
_BRACES: Final = re.compile(r"(\{\{|\}\})")
_ASIDE: Final = re.compile(r"\$[^$]*\$|`[^`]*`")
_WORD: Final = re.compile(r"\w+")
_SPACE: Final = re.compile(r"\s+")
_T = TypeVar("_T")


@dataclass(slots=True)
class Author:
    """The author at some moment; edits change what is here."""

    content: Content
    facts: dict[int, Fact] = field(default_factory=dict)
    """What a card was made of, by its key."""
    gone: list[Card] = field(default_factory=list)
    """Cards that were taken out, as they were."""
    texts: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Who says, or ever said, what: nobody takes the words of another card."""
    blanks: dict[tuple[int, str], int] = field(default_factory=dict)
    """The keys of blanks by their card and text: a blank that comes back with its text is the same one."""
    used: set[object] = field(default_factory=set)
    """Facts, sentences and plots that have become cards."""
    keys: Iterator[int] = field(default_factory=count)

    def number(self) -> int:
        """Return a number that nothing has."""
        return next(self.keys)

    def card(self, at: int) -> Card:
        """Return the card *at*, counted around."""
        cards = self.content.cards()
        return cards[at % len(cards)]

    def chapter(self, at: int) -> Chapter:
        """Return the chapter *at*, counted around."""
        chapters = self.content.chapters
        return chapters[at % len(chapters)]

    def chapter_of(self, card: Card) -> tuple[Chapter, int]:
        """Return in which chapter *card* stands, and where there."""
        for chapter in self.content.chapters:
            for place, one in enumerate(chapter.cards):
                if one.key == card.key:
                    return chapter, place
        raise ValueError("the card is gone")

    def put(self, card: Card) -> bool:
        """Put *card* in place of what it was; say whether that may be."""
        if not self.claims(card):
            return False
        self.content = self.content.with_card(card)
        return True

    def add(self, card: Card, chapter: Chapter, at: int) -> bool:
        """Put *card* into *chapter* at the place *at*; say whether that may be."""
        if not self.claims(card):
            return False
        at = min(at, len(chapter.cards))
        cards = (*chapter.cards[:at], card, *chapter.cards[at:])
        self.content = self.content.with_chapter(chapter, replace(chapter, cards=cards))
        return True

    def claims(self, card: Card) -> bool:
        """Take the words of *card* for it, unless they are another's or its kind cannot hold them."""
        if card.kind is Kind.TYPED and re.search(r"[$`\\]", card.answer):
            return False
        if len({plain(blank.pieces) for blank in card.blanks}) < len(card.blanks):
            return False
        if self.texts.setdefault(_folded(card.text), card.key) != card.key:
            return False
        for blank in card.blanks:
            self.blanks.setdefault((card.key, plain(blank.pieces)), blank.key)
        return True

    def blank(self, card: Card, pieces: Pieces) -> Blank:
        """Return a blank of *card* that hides *pieces*: one that there was before, else a new one."""
        key = self.blanks.get((card.key, plain(pieces)))
        is_free = key is not None and all(blank.key != key for blank in card.blanks)
        return Blank(key if key is not None and is_free else self.number(), pieces)

    def new_card(self, kind: Kind, which: int, like: Card | None = None) -> Card | None:
        """Return a card of *kind* with a text that nobody had, close to that of *like* if there is one left."""
        key = self.number()
        if kind is Kind.CLOZE:
            sentence = self._unused(SENTENCES, which)
            return Card(key, kind, pieces=self._pieces(sentence)) if sentence else None
        if kind is Kind.OCCLUSION:
            plot = self._unused(PLOTS, which)
            masks = tuple(Blank(self.number(), (text,)) for text in plot[1]) if plot else ()
            return Card(key, kind, question=plot[0], masks=masks) if plot else None
        family = next((f for f in FAMILIES if like and self.facts.get(like.key) in f), ())
        fact = self._unused(family, 0) or self._unused([fact for f in FAMILIES for fact in f], which)
        if fact is None or (kind is Kind.TYPED and re.search(r"[$`\\]", fact.answer)):
            return None
        self.facts[key] = fact
        relatives = next(f for f in FAMILIES if fact in f)
        others = (*(one.answer for one in relatives if one is not fact), "None of these")
        return Card(key, kind, fact.question, fact.answer, wrong=others[:2])

    def _unused(self, texts: Sequence[_T], which: int) -> _T | None:
        """Return one of *texts* that has not become a card, the one at *which* counted around."""
        free = [text for text in texts if text not in self.used]
        if not free:
            return None
        self.used.add(chosen := free[which % len(free)])
        return chosen

    def _pieces(self, sentence: str) -> Pieces:
        """Return a sentence of `SENTENCES` in its pieces."""
        levels: list[list[str | Blank]] = [[]]
        for part in _BRACES.split(sentence):
            if part == "{{":
                levels.append([])
            elif part == "}}":
                blank = Blank(self.number(), tuple(levels.pop()))
                levels[-1].append(blank)
            elif part:
                levels[-1].append(part)
        return tuple(levels[0])


def begin(cards: list[tuple[Kind, int, bool]], files: int, ids: str) -> Author:
    """Return an author with a deck: of each card its kind, which text, and whether it looks like the one before.

    A recall and a cloze card always come first. *ids* says which of them have one: ``every``, ``none`` or ``half``.
    """
    author = Author(Content(tuple(Chapter(f"{at + 1:02}-part.md", TITLES[at]) for at in range(files))))
    before: Card | None = None
    cards = [(Kind.RECALL, 0, False), (Kind.CLOZE, 0, False), *cards]
    for at, (kind, which, alike) in enumerate(cards):
        card = author.new_card(kind, which, before if alike else None)
        if card is None:
            continue
        if ids == "every" or (ids == "half" and at % 2):
            card = replace(card, id=f"card-{card.key}")
        chapter = author.chapter(at * files // len(cards))
        author.add(card, chapter, len(chapter.cards))
        before = card
    return author


def reworded(text: str, how: int, anew: tuple[str, str] | None) -> str:
    """Return *text* as its author rewords it: a word, a clause, a slip of the pen, or all of it.

    *anew* are the two wordings that there are of the whole.
    """
    choice, which = how % 5, how // 5
    match choice:
        case 0:
            return _with_slip(text, which)
        case 1:
            return _with_synonym(text, which)
        case 2:
            end = len(text.rstrip(".?!。？！"))
            return text[:end] + CLAUSES[which % len(CLAUSES)] + text[end:]
        case 3:
            said = text.lstrip()
            return text[: len(text) - len(said)] + OPENINGS[which % len(OPENINGS)] + said
        case _:
            return (anew[1] if text == anew[0] else anew[0]) if anew else _with_synonym(text, which)


def words_of(text: str) -> list[re.Match[str]]:
    """Return the words of *text* outside math and code."""
    aside = [match.span() for match in _ASIDE.finditer(text)]
    return [word for word in _WORD.finditer(text) if not any(start <= word.start() < end for start, end in aside)]


def _words(text: str, least: int) -> list[re.Match[str]]:
    """Return the words of *text* in Latin letters that have *least* of them or more."""
    return [word for word in words_of(text) if len(word[0]) >= least and word[0].isascii() and word[0].isalpha()]


def _with_slip(text: str, which: int) -> str:
    """Return *text* with two letters of a word exchanged."""
    words = _words(text, 4)
    if not words:
        return text
    word = words[which % len(words)]
    at = word.start() + 1 + which % (len(word[0]) - 2)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


def _with_synonym(text: str, which: int) -> str:
    """Return *text* with another word for one of its words, or with one left out."""
    known = [word for word in _words(text, 3) if word[0] in SYNONYMS]
    if known:
        word = known[which % len(known)]
        return text[: word.start()] + SYNONYMS[word[0]] + text[word.end() :]
    small = [word for word in _words(text, 2) if word[0] in {"the", "is", "of", "does", "did", "by"}]
    if not small:
        return text
    word = small[which % len(small)]
    return _SPACE.sub(" ", text[: word.start()] + text[word.end() :])


def _folded(text: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in text)
