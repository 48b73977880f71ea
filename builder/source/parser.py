"""From a file to a document: what a block is × where we are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Attributes, Card, Chapter, Document, Kind, Question
from builder.source import attributes, lines
from builder.source.blocks import Block, Shape
from builder.source.cards import (
    CardDraft,
    answers,
    cloze_card,
    is_said,
    kind_of,
    occlusion_card,
    question_parts,
    recall_card,
)
from builder.source.definitions import read_definitions
from builder.source.frontmatter import FrontMatter, read_front_matter
from builder.source.leaves import heading_text
from builder.source.splitter import split
from builder.source.text import Text, cut, empty, join, part, span

if TYPE_CHECKING:
    from builder.diagnostics import Rule
    from builder.source.files import Source

_QUESTION_LEVEL: Final = 2


@dataclass(slots=True)
class _Question:
    """A `##` heading while its text is being read."""

    heading: Text
    attributes: Attributes
    blocks: list[list[Block]] = field(default_factory=lambda: [[]])
    """Its own blocks, in runs that recall cards part."""
    cards: list[Card] = field(default_factory=list)


@dataclass(slots=True)
class _Chapter:
    """A chapter while its text is being read."""

    title: Text
    attributes: Attributes
    start: int
    blocks: list[list[Block]] = field(default_factory=lambda: [[]])
    cards: list[Card] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def parse(file: Source) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return the document that *file* holds, and all that is wrong with its structure."""
    matter, diagnostics = read_front_matter(file)
    text = cut(file.text, file.path, matter.end, len(file.text))
    definitions = read_definitions(text)
    reader = _Reader(text, matter)
    chapters = reader.read()
    whole = Span(file.path, 0, len(file.text))
    document = Document(file.path, matter.title, matter.deck, matter.tags, chapters, definitions, whole)
    return document, (*diagnostics, *reader.diagnostics)


class _Reader:
    """One pass over the blocks of a file."""

    def __init__(self, text: Text, matter: FrontMatter) -> None:
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.chapters: list[Chapter] = []
        self.has_title = False
        title = Text(matter.title, text.path, ((0, matter.title_at),)) if matter.title else empty(text.path, 0)
        self.is_titled = bool(matter.title)
        self.chapter = _Chapter(title, Attributes(Span(text.path, matter.end, matter.end)), matter.end)
        self.question: _Question | None = None
        self.card: CardDraft | None = None

    def read(self) -> tuple[Chapter, ...]:
        """Return the chapters of the file."""
        for block in split(self.text.value, marks=True):
            match block.shape:
                case Shape.HEADING if block.level < _QUESTION_LEVEL:
                    self.begin_chapter(block)
                case Shape.HEADING if block.level == _QUESTION_LEVEL:
                    self.begin_question(block)
                case Shape.MARK:
                    self.mark(block)
                case Shape.RULE if self.card and self.text.value[block.start : block.end].strip() == "---":
                    self.close_card()
                case _:
                    self.warn_of_marks(block)
                    self.add(block)
        self.close_chapter()
        return tuple(self.chapters)

    def fault(self, rule: Rule, start: int, end: int, message: str, hint: str = "") -> None:
        """Report what is wrong at ``[start:end]`` of the text."""
        self.diagnostics.append(Diagnostic(rule, span(self.text, start, end), message, hint))

    def add(self, block: Block) -> None:
        """Add *block* to whatever is open."""
        if self.card:
            self.card.add(block)
        else:
            (self.question or self.chapter).blocks[-1].append(block)

    def mark(self, block: Block) -> None:
        """Begin a card, or the answer of the one that is open."""
        letter = block.info
        if letter != "A":
            self.close_card()
            (self.question or self.chapter).blocks.append([])
            self.card = CardDraft(letter, block)
            return
        message = ""
        if self.card is None:
            rule, message = faults.ANSWER_WITHOUT_QUESTION, "There is no `Q:` above this `A:`."
            hint = "Write the question as `Q:` above it; for text write `\\A:`."
        elif self.card.letter != "Q":
            rule, message = faults.ANSWER_MISPLACED, f"A card of `{self.card.letter}:` takes no `A:`."
            hint = "Leave `A:` away, or begin a question with `Q:`; for text write `\\A:`."
        elif self.card.answer is not None:
            rule, message = faults.ANSWER_TWICE, "This card has an `A:` already."
            hint = "Begin the next card with `Q:`, or write `\\A:` for text."
        if message:
            self.fault(rule, block.start, block.start + 2, message, hint)
        elif self.card:
            self.card.answer, self.card.answer_mark = [], block

    def close_card(self) -> None:
        """Make a card of what the open mark has gathered."""
        draft, self.card = self.card, None
        if draft is None:
            return
        make = {"Q": recall_card, "C": cloze_card, "O": occlusion_card}[draft.letter]
        card, diagnostics = make(draft, self.text)
        self.diagnostics += diagnostics
        if card:
            (self.question or self.chapter).cards.append(card)

    def begin_question(self, block: Block) -> None:
        """Begin the question whose heading *block* is."""
        self.close_question()
        heading, found = self.heading(block, attributes.CARD)
        self.question = _Question(heading, found)

    def close_question(self) -> None:
        """Make a question of what its heading has gathered."""
        self.close_card()
        draft, self.question = self.question, None
        if draft is None:
            return
        runs = [run for run in draft.blocks if is_said(run)]
        body = self.slices(runs, draft.heading)
        if not answers(body) and (runs or not draft.cards):
            place = span(draft.heading) if draft.heading else draft.attributes.span
            message = f"The question {_short(draft.heading)} has no answer."
            hint = "Write its answer below the heading, or take the heading away."
            self.diagnostics.append(Diagnostic(faults.QUESTION_WITHOUT_ANSWER, place, message, hint))
        answer, detail = question_parts(body)
        _, clash = kind_of(draft.attributes, is_choice=False, answer=None, mark="##")
        self.diagnostics += clash
        whole = Span(self.text.path, span(draft.heading).start, max(span(body).end, span(draft.heading).end))
        card = Card(Kind.QUESTION, draft.heading, answer, detail, draft.attributes, whole)
        self.chapter.questions.append(Question(card, tuple(draft.cards), is_section=not runs))

    def begin_chapter(self, block: Block) -> None:
        """Take *block*, a `#` heading, as the title of the file's chapter, or begin a sibling."""
        self.close_question()
        title, found = self.heading(block, attributes.CHAPTER)
        if self.has_title:
            self.close_chapter()
            self.chapter = _Chapter(title, found, block.start)
        else:
            self.chapter.title = self.chapter.title if self.is_titled else title
            self.chapter.attributes = found
            self.chapter.blocks.append([])
        self.has_title = True

    def close_chapter(self) -> None:
        """Make a chapter of what has been gathered."""
        self.close_question()
        draft = self.chapter
        runs = [run for run in draft.blocks if is_said(run)]
        introduction = self.slices(runs, draft.title)
        place = Span(self.text.path, draft.attributes.span.start, draft.attributes.span.end)
        self.chapters.append(
            Chapter(draft.title, draft.attributes, introduction, tuple(draft.cards), tuple(draft.questions), place)
        )

    def heading(self, block: Block, carrier: attributes.Carrier) -> tuple[Text, Attributes]:
        """Return the text of a heading and its attributes."""
        said, found, diagnostics = attributes.at_end(heading_text(self.text, block), carrier)
        self.diagnostics += diagnostics
        if not said:
            marks = "#" * block.level
            self.fault(faults.HEADING_EMPTY, block.start, block.end, f"This `{marks}` heading has no text.")
        return said, found or Attributes(span(self.text, block.start, block.end))

    def slices(self, runs: list[list[Block]], after: Text) -> Text:
        """Return the text of *runs* of blocks, a blank line between two."""
        texts: list[Text] = []
        for run in runs:
            if texts:
                texts.append(Text("\n\n", self.text.path, ((0, span(texts[-1]).end),)))
            texts.append(part(self.text, run[0].start, run[-1].end))
        return join(texts, self.text.path, span(after).end)

    def warn_of_marks(self, block: Block) -> None:
        """Warn of what looks like a mark and begins no card: in an HTML block, or without its space."""
        if block.shape is Shape.PARAGRAPH:
            self.warn_of_near_marks(block)
        if block.shape is not Shape.HTML:
            return
        at = block.start
        while (at := self.text.value.find("\n", at, block.end) + 1) > 0:
            if found := lines.MARK.match(self.text.value, at):
                message = f"This `{found[1]}:` stands in an HTML block and begins no card."
                hint = "Close the HTML block above it; for text write a backslash before it."
                self.fault(faults.CARD_IN_HTML, at, at + 2, message, hint)

    def warn_of_near_marks(self, block: Block) -> None:
        """Warn of marks in a paragraph that lack the space behind them."""
        for found in lines.NEAR_MARK.finditer(self.text.value, block.start, block.end):
            message = f"This `{found[1]}:` begins no card, for there is no space behind it."
            hint = f"Write `{found[1]}: `; for text write `\\{found[1]}:`."
            self.fault(faults.MARK_NEAR, found.start(), found.end(), message, hint)


def _short(text: Text) -> str:
    """Return *text* in quotes, cut to a line."""
    words = " ".join(text.value.split())
    return f"“{words[:59]}…”" if len(words) > 60 else f"“{words}”"
