"""The blocks of Markdown: what each is, and the text inside it; `builder.source.splitter` finds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from builder.source.text import Text, join, part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Shape(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    RULE = auto()
    FENCE = auto()
    CODE = auto()
    HTML = auto()
    COMMENT = auto()
    QUOTE = auto()
    LIST = auto()
    TABLE = auto()
    TERMS = auto()
    FOOTNOTE = auto()
    ABBREVIATION = auto()
    LINK = auto()
    MARK = auto()


DEFINITIONS: Final = frozenset({Shape.FOOTNOTE, Shape.ABBREVIATION, Shape.LINK})

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, or of a definition list."""

    marker: str
    """What begins it: a colon of an explanation, nothing of a term."""
    pieces: tuple[Piece, ...]
    """Its lines without indentation, each with its line feed."""
    is_spaced: bool
    """True when a blank line parts it from the next item."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block; all offsets count in the text that it was split from."""

    shape: Shape
    start: int
    end: int
    """Behind its last character, before the line feed."""
    level: int = 0
    """Of a heading."""
    pieces: tuple[Piece, ...] = ()
    """The lines inside a quote, fence, footnote or indented code, without what marks or indents them."""
    items: tuple[Item, ...] = ()
    info: str = ""
    """What follows the opening fence; the letter of a mark; the label of a footnote."""
    is_closed: bool = True
    """False of a fence or HTML block that runs to the end of the text because nothing closes it."""


def content(text: Text, pieces: tuple[Piece, ...]) -> Text:
    """Return the inside of a container as a text of its own."""
    return join((part(text, start, end) for start, end in _runs(pieces)), text.path, text.origins[0][1])


def _runs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces*, those that follow each other directly as one."""
    start = end = -1
    for piece in pieces:
        if piece[0] != end:
            if start >= 0:
                yield start, end
            start = piece[0]
        end = piece[1]
    if start >= 0:
        yield start, end
