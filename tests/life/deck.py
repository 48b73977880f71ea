"""What an author has: chapters with cards, and the Markdown that stands for them.

Each card and each blank carries a key of its own that never shows in the source: it is who the card truly is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from builder.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DECK_ID: Final = "life-k3x9qd"
FIGURE: Final = "figures/plot.svg"
_HERE: Final = "FIGURE"
"""Stands for the figure's path until the folder of the chapter is known."""
_CLASS: Final = {Kind.REVERSED: ("reversed",), Kind.TYPED: ("type",)}


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a sentence, with those that are nested in it."""

    key: int
    pieces: Pieces
    numbers: tuple[int, ...] = ()
    """Those that the author wrote; none of a bare blank."""


Pieces = tuple["str | Blank", ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A card with all the faces that it can show: its kind says which of them counts."""

    key: int
    kind: Kind
    question: str = ""
    answer: str = ""
    wrong: tuple[str, ...] = ()
    pieces: Pieces = ()
    masks: tuple[Blank, ...] = ()
    detail: str = ""
    id: str | None = None
    level: str = ""
    tags: tuple[str, ...] = ()
    hint: str = ""
    retired: bool = False
    has_figure: bool = False

    @property
    def text(self) -> tuple[str, ...]:
        """What it says now, apart from its numbers: no two cards of a deck may ever say the same."""
        if self.kind is Kind.CLOZE:
            return ("cloze", plain(self.pieces))
        if self.kind is Kind.OCCLUSION:
            return ("occlusion", self.question, *(plain(mask.pieces) for mask in self.masks))
        return ("recall", self.question, self.answer, *(self.wrong if self.kind is Kind.CHOICE else ()))

    @property
    def front(self) -> str:
        """Its question, or its sentence with the blanks filled in."""
        return plain(self.pieces) if self.kind is Kind.CLOZE else self.question

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Its blanks in reading order, an outer one before those that are nested in it."""
        match self.kind:
            case Kind.CLOZE:
                return tuple(blanks_of(self.pieces))
            case Kind.OCCLUSION:
                return self.masks
            case _:
                return ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands under one `#` heading."""

    file: str
    title: str
    cards: tuple[Card, ...] = ()
    deck: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A content folder; chapters of one file stand together."""

    chapters: tuple[Chapter, ...]
    name: str = "Life"
    root: str = ""
    tags: tuple[str, ...] = ()
    theme: str = ""
    figure: int = 0
    """Its bytes hang on this number."""

    def in_order(self) -> tuple[Chapter, ...]:
        """Return the chapters in the order of the document: files before folders, each by name."""
        return tuple(sorted(self.chapters, key=lambda chapter: _place(chapter.file)))

    def cards(self) -> tuple[Card, ...]:
        """Return all cards in the order of the document."""
        return tuple(card for chapter in self.in_order() for card in chapter.cards)

    def with_card(self, card: Card) -> Content:
        """Return the content with *card* in place of the one with its key."""
        return self.mapped(lambda one: card if one.key == card.key else one)

    def without(self, key: int) -> Content:
        """Return the content without the card *key*."""
        return self.mapped(lambda one: None if one.key == key else one)

    def mapped(self, change: Callable[[Card], Card | None]) -> Content:
        """Return the content with each card as *change* has it; without those of which it makes nothing."""
        return replace(
            self,
            chapters=tuple(
                replace(chapter, cards=tuple(new for card in chapter.cards if (new := change(card))))
                for chapter in self.chapters
            ),
        )

    def with_chapter(self, old: Chapter, *new: Chapter) -> Content:
        """Return the content with *new* chapters in place of the chapter *old*."""
        at = next(place for place, chapter in enumerate(self.chapters) if chapter is old)
        return replace(self, chapters=(*self.chapters[:at], *new, *self.chapters[at + 1 :]))

    def essences(self) -> Iterator[tuple[Card, tuple[Any, ...]]]:
        """Yield each card with all that its author controls of it, but for the id."""
        for chapter in self.in_order():
            above: Card | None = None
            for card in chapter.cards:
                above = None if card.kind is Kind.QUESTION else above
                level = card.level or (above.level if above else "")
                tags = {*self.tags, *chapter.tags, *(above.tags if above else ()), *card.tags}
                body = _body(card).replace(_HERE, _figure(chapter))
                figure = self.figure if FIGURE in body else -1
                yield card, (body, card.kind, level, frozenset(tags), card.hint, card.retired, figure)
                above = card if card.kind is Kind.QUESTION else above

    def files(self) -> dict[str, str]:
        """Return the text of each file by its path."""
        anki = f"[anki]\ntags = {[*self.tags]}\n" + (f'deck = "{self.root}"\n' if self.root else "")
        files = {
            "deck.toml": f'name = "{self.name}"\nid = "{DECK_ID}"\n{anki}',
            FIGURE: f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{self.figure + 1}" '
            'height="5"/></svg>\n',
        }
        if self.theme:
            files["theme.css"] = self.theme
        for file, chapters in groupby(self.in_order(), key=lambda chapter: chapter.file):
            files[file] = "".join(_chapter(chapter, is_first=at == 0) for at, chapter in enumerate(chapters))
        return files


def plain(pieces: Pieces) -> str:
    """Return a sentence with its blanks filled in."""
    return "".join(piece if isinstance(piece, str) else plain(piece.pieces) for piece in pieces)


def blanks_of(pieces: Pieces) -> Iterator[Blank]:
    """Yield the blanks of a sentence in reading order."""
    for piece in pieces:
        if isinstance(piece, Blank):
            yield piece
            yield from blanks_of(piece.pieces)


def _place(file: str) -> tuple[tuple[bool, str], ...]:
    *folders, name = file.split("/")
    return (*((True, folder) for folder in folders), (False, name))


def _sentence(pieces: Pieces) -> str:
    """Return a sentence as the author writes it."""
    return "".join(piece if isinstance(piece, str) else _blank(piece) for piece in pieces)


def _blank(blank: Blank) -> str:
    number = f"c{','.join(map(str, blank.numbers))}::" if blank.numbers else ""
    return f"{{{{{number}{_sentence(blank.pieces)}}}}}"


def _body(card: Card) -> str:
    """Return the text of a card as the author writes it, without attributes."""
    match card.kind:
        case Kind.CLOZE:
            said = _sentence(card.pieces)
        case Kind.CHOICE:
            # What follows a choice belongs to its last item.
            return f"{card.question}\n" + "".join(f"- [ ] {text}\n" for text in card.wrong) + f"- [x] {card.answer}"
        case Kind.OCCLUSION:
            masks = "\n".join(map(_mask, card.masks))
            return f"{card.question}\n![A plot]({_HERE})\n{masks}"
        case Kind.QUESTION:
            said = f"{card.question}\n\n{card.answer}"
        case _:
            said = f"{card.question}\nA: {card.answer}"
    figure = f"\n\n![A plot]({_HERE})" if card.has_figure else ""
    return said + (f"\n\n{card.detail}" if card.detail else "") + figure


def _mask(mask: Blank) -> str:
    """Return a mask, which stays in its place whatever becomes of the others; the key is no number that shows."""
    row, column = divmod(mask.key, 10)
    deep, row = divmod(row, 10)
    number = f" {{c={mask.numbers[0]}}}" if mask.numbers else ""
    return f"- rect {10 * column}% {10 * row}% 8% {8 - deep}%: {plain(mask.pieces)}{number}"


def _card(card: Card) -> str:
    """Return a card with its attributes behind its first line."""
    mark = {Kind.QUESTION: "## ", Kind.CLOZE: "C: ", Kind.OCCLUSION: "O: "}.get(card.kind, "Q: ")
    first, end, rest = _body(card).partition("\n")
    return f"{mark}{first}{_attributes(card)}{end}{rest}\n\n"


def _attributes(card: Card) -> str:
    parts = [f"#{card.id}"] if card.id else []
    classes = [
        *_CLASS.get(card.kind, ()),
        *([card.level] if card.level else []),
        *(["retired"] if card.retired else []),
    ]
    parts += [f".{name}" for name in classes]
    parts += _quoted("tags", card.tags)
    parts += [f'hint="{card.hint}"'] if card.hint else []
    return _list(parts)


def _list(parts: list[str]) -> str:
    """Return an attribute list with the blank in front of it; nothing where it would be empty."""
    return f" {{{' '.join(parts)}}}" if parts else ""


def _quoted(name: str, words: tuple[str, ...]) -> list[str]:
    """Return the attribute *name*, if it has a value."""
    return [f'{name}="{said}"'] if (said := " ".join(words)) else []


def _chapter(chapter: Chapter, *, is_first: bool) -> str:
    """Return a chapter; the first of its file names its deck in the front matter."""
    front = f"---\ndeck: {chapter.deck}\n---\n\n" if chapter.deck and is_first else ""
    parts = [f'deck="{chapter.deck}"'] if chapter.deck and not is_first else []
    heading = f"# {chapter.title}{_list(parts + _quoted('tags', chapter.tags))}\n\n"
    said = front + heading + "".join(map(_card, chapter.cards))
    return said.replace(_HERE, _figure(chapter))


def _figure(chapter: Chapter) -> str:
    """Return the path of the figure as it is written in a chapter."""
    return "../" * chapter.file.count("/") + FIGURE
