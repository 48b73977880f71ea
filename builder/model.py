"""The records that travel through the build: frozen, without behaviour, each with its place in the source.

Parsing makes a `Document` of each file (what is written there); collecting makes one `Deck` of them (who each
card is, what it inherits, where it goes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from builder.diagnostics import Span
    from builder.settings import Config
    from builder.source.text import Text


@dataclass(frozen=True, slots=True)
class Work:
    """A work that cards cite: one table of `sources.toml`."""

    key: str
    author: str
    year: str
    title: str
    venue: str = ""
    url: str = ""
    doi: str = ""


class Kind(Enum):
    """What a card is for a learner; `note_type_of` in `builder.identity.ids` says in which note type it travels."""

    QUESTION = "question"
    RECALL = "recall"
    REVERSED = "reversed"
    TYPED = "typed"
    CHOICE = "choice"
    CLOZE = "cloze"
    OCCLUSION = "occlusion"


@dataclass(frozen=True, slots=True)
class Attributes:
    """An attribute list: ``{#id .class key="value"}``."""

    span: Span
    """The list with its braces; the place of what carries it where there is none."""
    id: str | None = None
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cloze:
    """One blank of a cloze card; the offsets count in the `question` of its card."""

    numbers: tuple[int, ...]
    start: int
    """Of the first brace."""
    end: int
    """Behind the last brace."""
    body: tuple[int, int]
    """What is hidden, from and to."""
    hint: tuple[int, int] | None = None
    place: str = "prose"
    """``prose``, ``math`` or ``code``."""
    written: bool = False
    """Whether the author wrote the numbers; else they are free ones, or those that the lock remembers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a multiple-choice card."""

    text: Text
    right: bool
    explanation: Text


@dataclass(frozen=True, slots=True)
class Mask:
    """One hidden region of an occlusion card, in per cent of its image."""

    shape: str
    """``rect`` or ``ellipse``."""
    left: float
    top: float
    width: float
    height: float
    text: Text
    number: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Card:
    """What a question, or a `Q:`, `C:` or `O:` mark, says."""

    kind: Kind
    question: Text
    """The front: a heading's text, everything between `Q:` and `A:`, a cloze text, an occlusion's header."""
    answer: Text
    """The block that Anki shows at once."""
    detail: Text
    attributes: Attributes
    span: Span
    clozes: tuple[Cloze, ...] = ()
    """By their start; nested ones lie inside each other."""
    choices: tuple[Choice, ...] = ()
    masks: tuple[Mask, ...] = ()
    image: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A `##` heading with all that stands under it."""

    card: Card
    """Its heading, answer and detail."""
    cards: tuple[Card, ...]
    """The recall cards under it, in source order."""
    is_section: bool
    """True of a heading that has recall cards but no text of its own: it is printed, and no card."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file, or the part of it under one further `#` heading."""

    title: Text
    attributes: Attributes
    introduction: Text
    cards: tuple[Card, ...]
    """Recall cards that stand before the first question."""
    questions: tuple[Question, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a file defines once and uses anywhere in it; the keys are normalised."""

    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Reference links: label → (address, title)."""
    footnotes: Mapping[str, Text] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, parsed."""

    path: str
    """Path below the content folder, with ``/``."""
    title: str | None
    """From the front matter."""
    deck: str | None
    tags: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    definitions: Definitions
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """A card with its identity and all that it inherits: one Anki note, one entry in print and on the web."""

    id: str
    """Unique among the notes of its note type and among the anchors of the deck."""
    note_type: str
    """``recall``, ``cloze`` or ``occlusion``: the key of a note type in `builder.anki.notetypes`."""
    guid: str
    card: Card
    definitions: Definitions
    deck: str
    """Full name of its Anki deck, parts joined by ``::``."""
    tags: tuple[str, ...]
    """As Anki has them: level and `retired` included, no spaces."""
    context: tuple[Text, ...]
    """The breadcrumb: the chapter's title and, for a recall card, its question."""
    sources: tuple[str, ...]
    """Keys of the works that it names or cites, in the order of appearance."""
    hint: str
    as_of: date | None
    review_by: date | None
    in_anki: bool
    in_print: bool
    """In the sheet and in the handout."""
    retired: bool
    place: int
    """Its place in the deck, from 1: Anki's `due`."""
    source: str
    """Digest of all that the author controls (`builder.identity.digest`)."""
    mod: int
    """Seconds since 1970 when `source` last changed; T0 for a note that no lock knows."""
    text: tuple[str, str] = ("", "")
    """Question and answer as they are compared (`builder.source.said.compared`)."""
    blanks: tuple[tuple[int, str], ...] = ()
    """Number and text of each cloze or mask, and below zero of those that are gone: what the lock remembers."""


@dataclass(frozen=True, slots=True)
class DeckQuestion:
    """A question in its chapter: a note, or a mere section title, and the notes of its recall cards."""

    question: Question
    note: Note | None
    """None for a section title."""
    notes: tuple[Note, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class DeckChapter:
    """A chapter with its notes."""

    chapter: Chapter
    title: Text
    deck: str
    anchor: str
    notes: tuple[Note, ...]
    """Of the recall cards before the first question."""
    questions: tuple[DeckQuestion, ...]
    definitions: Definitions


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything that the outputs are made of."""

    id: str
    config: Config
    chapters: tuple[DeckChapter, ...]
    notes: tuple[Note, ...]
    """All of them, in document order."""
    works: Mapping[str, Work]
    """All that `sources.toml` lists."""
