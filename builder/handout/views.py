"""What the templates show: the deck, dressed for the web. Records, which `builder.handout.compose` fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.render.works import Source


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer of a multiple-choice card, its texts as HTML."""

    text: str
    right: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """What a question and a recall card have in common; the texts are HTML."""

    anchor: str
    kind: str
    question: str
    answer: str
    detail: str
    footnotes: str
    sources: str
    """Author and year of the works that it rests on and does not cite in its text."""
    hint: str
    """Plain text."""
    levels: tuple[str, ...]
    levels_said: tuple[str, ...]
    """Those that its question shows already."""
    tags: tuple[str, ...]
    as_of: str
    """ISO date or nothing; so is `review_by`."""
    review_by: str
    choices: tuple[ChoiceView, ...] = ()
    one_right: bool = False
    """True when a learner is to choose one answer, not any number of them."""
    typed: str = ""
    """What a learner is to type, as plain text."""
    picture: str = ""
    """Of an occlusion card, with its masks."""
    key: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """What these hide, in the order of their labels: their number, which stays that of a mask, and texts."""


@dataclass(frozen=True, slots=True)
class Step:
    """A link from a question to its neighbour."""

    href: str
    label: str
    """As in `QuestionView`."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its recall cards."""

    anchor: str
    heading: str
    footnotes: str
    """Of the heading, where it is a section title."""
    label: str
    """The heading as HTML without anchors and links."""
    name: str
    """The heading as text."""
    note: NoteView | None
    cards: tuple[NoteView, ...]
    previous: Step | None
    """The question before it in the deck, on whichever page; so is `following`."""
    following: Step | None


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter."""

    anchor: str
    title: str
    label: str
    name: str
    introduction: str
    footnotes: str
    cards: tuple[NoteView, ...]
    questions: tuple[QuestionView, ...]
    sources: tuple[Source, ...]
    """The works that it, or the footer, cites."""
    summary: str
    """What it is about, as plain text, in one line."""
    page: str
    """The file name of its page; empty where all chapters are on one."""


@dataclass(frozen=True, slots=True)
class DeckView:
    """The whole handout."""

    description: str
    footnotes: str
    footer: str
    """As HTML; so are its `footer_notes`."""
    footer_notes: str
    summary: str
    """What the deck is about, as plain text, in one line."""
    chapters: tuple[ChapterView, ...]
    sources: tuple[Source, ...]
    """The works that it cites anywhere."""
    front_sources: tuple[Source, ...]
    """Those that description and footer cite."""
    logo: str
    """The image beside its name, as HTML."""
    style_rules: str
    """CSS in place of style attributes."""
    questions: int
    cards: int
    """How many of each it shows; a question card is no recall card."""


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of the handout: that of the whole deck, or of a deck on many pages the front page or a chapter."""

    page: str
    """Its file name; empty of the one page of a deck."""
    title: str
    summary: str
    """As in `ChapterView`."""
    address: str
    """Where on the web it shall be found; empty where nothing says so."""
    graph: tuple[tuple[str, str], ...]
    """Name and value of what it says of itself where it is shared."""
    sources: tuple[Source, ...]
    is_front: bool = True
    """Whether title and description of the deck stand on it."""
