"""What authors do to a deck between two releases: small records, each of which can be applied to any deck.

A number that chooses among things counts around them, and an edit that makes no sense where it is applied does
nothing. So every list of edits is a story, and Hypothesis can shorten it at will.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from builder.model import Kind
from tests.life.author import FEWEST, reworded, words_of
from tests.life.deck import Blank, Chapter, blanks_of, plain
from tests.life.facts import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.life.author import Author
    from tests.life.deck import Card, Pieces

CHOOSABLE: Final = (Kind.QUESTION, Kind.RECALL, Kind.REVERSED, Kind.TYPED, Kind.CHOICE, Kind.CLOZE)
"""The kinds that a card may turn into."""
PARTS: Final = ("question", "answer", "both", "detail")
_FOLDERS: Final = ("", "part-1", "part-1/deep", "part-2")


class Edit(Protocol):
    """One thing that an author does."""

    def apply(self, author: Author) -> None:
        """Do it, or nothing where it makes no sense."""


@dataclass(frozen=True)
class Reword:
    """Reword a card's question, its answer, both, or its detail; of a cloze its sentence outside the blanks."""

    card: int
    part: str
    how: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        fact = author.facts.get(card.key)
        if self.part == "detail":
            author.put(replace(card, detail=f"See page {self.how + 1}."))
        elif card.kind is Kind.CLOZE:
            texts = [at for at, piece in enumerate(card.pieces) if isinstance(piece, str) and piece.strip(" .;,")]
            at = texts[self.how % len(texts)] if texts else None
            pieces = tuple(
                reworded(piece, self.how, None) if number == at and isinstance(piece, str) else piece
                for number, piece in enumerate(card.pieces)
            )
            author.put(replace(card, pieces=pieces))
        else:
            question, answer = card.question, card.answer
            if self.part in {"question", "both"}:
                question = reworded(question, self.how, (fact.question, fact.question_anew) if fact else None)
            if self.part in {"answer", "both"} and card.kind is not Kind.OCCLUSION:
                answer = reworded(answer, self.how, (fact.answer, fact.answer_anew) if fact else None)
            author.put(replace(card, question=question, answer=answer))


@dataclass(frozen=True)
class Insert:
    """Write a new card behind another one; if *alike*, one that looks like that."""

    behind: int
    kind: Kind
    which: int
    alike: bool
    has_id: bool

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        neighbour = author.card(self.behind)
        card = author.new_card(self.kind, self.which, neighbour if self.alike else None)
        if card is None:
            return
        chapter, place = author.chapter_of(neighbour)
        card = replace(card, id=f"card-{card.key}") if self.has_id else card
        author.add(card, chapter, place + (0 if self.which % 3 == 0 else 1))


@dataclass(frozen=True)
class Delete:
    """Take a card out."""

    card: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        if len(author.content.cards()) > FEWEST and _remains_shipped(author, card):
            author.gone.append(card)
            author.content = author.content.without(card.key)


@dataclass(frozen=True)
class BringBack:
    """Put a card back that was taken out, as it was."""

    which: int
    chapter: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        if author.gone:
            card = author.gone.pop(self.which % len(author.gone))
            if all(one.key != card.key for one in author.content.cards()):
                author.add(card, author.chapter(self.chapter), self.which)


@dataclass(frozen=True)
class Move:
    """Put a card somewhere else, into the same chapter or another."""

    card: int
    chapter: int
    place: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        at = self.chapter % len(author.content.chapters)
        author.content = author.content.without(card.key)
        chapter = author.content.chapters[at]
        author.add(card, chapter, self.place % (len(chapter.cards) + 1))


@dataclass(frozen=True)
class Rename:
    """Rename a file (*what* = ``file``), put it into another folder, or change a title or name."""

    what: str
    chapter: int
    to: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        content, chapter = author.content, author.chapter(self.chapter)
        match self.what:
            case "file":
                _move_file(author, chapter.file, _joined(_folder(chapter.file), f"{self.to % 90 + 10}-renamed.md"))
            case "folder":
                folder = _FOLDERS[self.to % len(_FOLDERS)]
                _move_file(author, chapter.file, _joined(folder, chapter.file.rsplit("/", 1)[-1]))
            case "chapter":
                title = TITLES[self.to % len(TITLES)]
                author.content = content.with_chapter(chapter, replace(chapter, title=title))
            case "deck":
                author.content = replace(content, name=("Life", "Life and more", "Work")[self.to % 3])
            case "root":
                author.content = replace(content, root=("", "Life", "Life::Old")[self.to % 3])
            case _:
                deck = ("", "Basics", "Basics::First")[self.to % 3]
                author.content = content.with_chapter(chapter, replace(chapter, deck=deck))


RENAMED: Final = ("file", "folder", "chapter", "deck", "root", "path")


@dataclass(frozen=True)
class Split:
    """Part a chapter in two, in one file or in two."""

    chapter: int
    at: int
    into_file: bool

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        chapter = author.chapter(self.chapter)
        if len(chapter.cards) < FEWEST or len(author.content.chapters) > 5:
            return
        at = self.at % (len(chapter.cards) - 1) + 1
        number = author.number()
        file = (
            _joined(_folder(chapter.file), f"{number % 90 + 10}-split-{number}.md") if self.into_file else chapter.file
        )
        second = Chapter(file, f"{TITLES[number % len(TITLES)]} {number}", chapter.cards[at:], tags=chapter.tags)
        author.content = author.content.with_chapter(chapter, replace(chapter, cards=chapter.cards[:at]), second)


@dataclass(frozen=True)
class Join:
    """Put the cards of a chapter behind those of the one before."""

    chapter: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        chapters = author.content.in_order()
        if len(chapters) > 1:
            at = self.chapter % (len(chapters) - 1)
            first, second = chapters[at : at + 2]
            rest = author.content.with_chapter(second)
            author.content = rest.with_chapter(first, replace(first, cards=first.cards + second.cards))


@dataclass(frozen=True)
class SetId:
    """Write an id, another one, or none."""

    card: int
    has_id: bool

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        author.put(replace(card, id=f"card-{author.number()}" if self.has_id else None))


@dataclass(frozen=True)
class Mark:
    """Change what hangs on a card, or on all, besides its text."""

    what: str
    card: int
    to: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        content, card, to = author.content, author.card(self.card), self.to % 3
        match self.what:
            case "tags":
                author.put(replace(card, tags=((), ("exam",), ("exam", "hard"))[to]))
            case "chapter tags":
                chapter = author.chapter(self.card)
                author.content = content.with_chapter(chapter, replace(chapter, tags=((), ("part",), ("unit",))[to]))
            case "deck tags":
                author.content = replace(content, tags=((), ("life",), ("life", "all"))[to])
            case "level":
                author.put(replace(card, level=("", "core", "senior")[to]))
            case "hint":
                author.put(replace(card, hint=("", "Think of it", "Look up")[to]))
            case "retired":
                if card.retired or _remains_shipped(author, card):
                    author.put(replace(card, retired=not card.retired))
            case "figure":
                author.put(replace(card, has_figure=not card.has_figure))
            case "figure bytes":
                author.content = replace(content, figure=content.figure + 1)
            case _:
                theme = ("", ".card { color: #123 }\n", ".card { color: #321 }\n")[to]
                author.content = replace(content, theme=theme)


MARKED: Final = ("tags", "chapter tags", "deck tags", "level", "hint", "retired", "figure", "figure bytes", "theme")


@dataclass(frozen=True)
class Turn:
    """Make a card of another kind of one."""

    card: int
    kind: Kind

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        if card.kind is Kind.OCCLUSION:
            return
        if self.kind is Kind.CLOZE and not card.pieces:
            card = replace(card, pieces=(f"{card.question} ", author.blank(card, (card.answer,)), " (that is all)"))
        if self.kind is not Kind.CLOZE and not card.question:
            first = next((blank for blank in blanks_of(card.pieces) if not any(blanks_of(blank.pieces))), None)
            if first is None:
                return
            question = plain(_without(card.pieces, first.key, "…"))
            card = replace(card, question=question, answer=plain(first.pieces), wrong=("None of these", "Nobody knows"))
        author.put(replace(card, kind=self.kind))


@dataclass(frozen=True)
class Cover:
    """Make a blank of a word of a cloze card; if *wide*, one around a blank that there is. Or add a mask."""

    card: int
    at: int
    wide: bool

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        if card.kind is Kind.OCCLUSION:
            mask = author.blank(card, (f"region {self.at}",))
            author.put(replace(card, masks=(mask, *card.masks) if self.wide else (*card.masks, mask)))
        elif card.kind is Kind.CLOZE:
            places = [at for at, one in enumerate(card.pieces) if isinstance(one, Blank) == self.wide]
            if not places:
                return
            at = places[self.at % len(places)]
            made = _around(author, card, at) if self.wide else _covered(author, card, at, self.at)
            author.put(replace(card, pieces=(*card.pieces[:at], *made, *card.pieces[at + 1 :])))


@dataclass(frozen=True)
class Uncover:
    """Let a blank be plain text again, or take a mask away."""

    card: int
    blank: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        _with_blank(author, self.card, self.blank, lambda blank: plain(blank.pieces))


@dataclass(frozen=True)
class Recover:
    """Put the mask back that an occlusion card had and has no longer."""

    card: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        live = {mask.key for mask in card.masks}
        gone = [text for (key, text), blank in author.blanks.items() if key == card.key and blank not in live]
        if card.kind is Kind.OCCLUSION and gone:
            author.put(replace(card, masks=(*card.masks, author.blank(card, (gone[-1],)))))


@dataclass(frozen=True)
class RewordBlank:
    """Reword what a blank hides."""

    card: int
    blank: int
    how: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""

        def change(blank: Blank) -> Blank:
            pieces = tuple(reworded(one, self.how, None) if isinstance(one, str) else one for one in blank.pieces)
            return replace(blank, pieces=pieces)

        _with_blank(author, self.card, self.blank, change)


@dataclass(frozen=True)
class SwapBlanks:
    """Exchange two neighbouring blanks of a sentence, or two masks."""

    card: int
    blank: int

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        card = author.card(self.card)
        pieces = list(card.masks if card.kind is Kind.OCCLUSION else card.pieces)
        places = [at for at, piece in enumerate(pieces) if isinstance(piece, Blank)]
        if card.blanks and len(places) > 1:
            at = self.blank % (len(places) - 1)
            one, other = places[at : at + 2]
            pieces[one], pieces[other] = pieces[other], pieces[one]
            _put_blanks(author, card, tuple(pieces))


@dataclass(frozen=True)
class Renumber:
    """Write the numbers of a blank, or leave them out."""

    card: int
    blank: int
    numbers: tuple[int, ...]

    def apply(self, author: Author) -> None:
        """Do it, or nothing."""
        single = author.card(self.card).kind is Kind.OCCLUSION
        numbers = self.numbers[:1] if single else self.numbers
        _with_blank(author, self.card, self.blank, lambda blank: replace(blank, numbers=numbers))


def _remains_shipped(author: Author, card: Card) -> bool:
    """Say whether a package would hold a card without *card*: Anki has nothing to do with an empty one."""
    others = (one for one in author.content.cards() if one.key != card.key)
    return any(not one.retired for one in others)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _move_file(author: Author, old: str, new: str) -> None:
    """Give a file another name that is free."""
    if all(chapter.file != new for chapter in author.content.chapters):
        chapters = (replace(one, file=new) if one.file == old else one for one in author.content.chapters)
        author.content = replace(author.content, chapters=tuple(chapters))


def _with_blank(author: Author, at: int, which: int, change: Callable[[Blank], Blank | str]) -> None:
    """Put into the card *at* what *change* makes of one of its blanks; a card keeps one blank at least."""
    card = author.card(at)
    blanks = card.blanks
    if not blanks:
        return
    blank = blanks[which % len(blanks)]
    made = change(blank)
    if isinstance(made, Blank):
        author.blanks.setdefault((card.key, plain(made.pieces)), made.key)
    elif len(blanks) == 1 or card.kind is Kind.OCCLUSION:
        if len(blanks) > 1:
            _put_blanks(author, card, tuple(mask for mask in card.masks if mask.key != blank.key))
        return
    _put_blanks(author, card, _without(card.masks or card.pieces, blank.key, made))


def _put_blanks(author: Author, card: Card, pieces: Pieces) -> None:
    if card.kind is Kind.OCCLUSION:
        author.put(replace(card, masks=tuple(piece for piece in pieces if isinstance(piece, Blank))))
    else:
        author.put(replace(card, pieces=pieces))


def _without(pieces: Pieces, key: int, instead: Blank | str) -> Pieces:
    """Return *pieces* with something else in place of the blank *key*."""
    return tuple(
        piece
        if isinstance(piece, str)
        else instead
        if piece.key == key
        else replace(piece, pieces=_without(piece.pieces, key, instead))
        for piece in pieces
    )


def _covered(author: Author, card: Card, at: int, which: int) -> Pieces:
    """Return the plain piece *at* of *card* with a blank around one of its words."""
    piece = card.pieces[at]
    assert isinstance(piece, str)
    # Bare braces in math and code are no blank.
    words = [match for match in words_of(piece) if match[0].isalnum() and len(match[0]) > 1]
    if not words:
        return (piece,)
    word = words[which % len(words)]
    made = piece[: word.start()], author.blank(card, (word[0],)), piece[word.end() :]
    return tuple(one for one in made if one)


def _around(author: Author, card: Card, at: int) -> Pieces:
    """Return the blank *at* of *card* inside a wider one, with the word in front of it."""
    outer: Pieces = ("just ", card.pieces[at])
    return (author.blank(card, outer),)
