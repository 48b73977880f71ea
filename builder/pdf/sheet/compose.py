"""The study sheet as HTML: which texts stand where."""

from __future__ import annotations

import unicodedata
from html import unescape
from typing import TYPE_CHECKING, Final

from builder.pdf.dress.materials import Materials
from builder.pdf.manuscript import Choice, Composer, Entry, facts, has_print, is_printed, safe
from builder.pdf.sheet.heads import Place
from builder.pdf.sheet.terms import PAGES, terms
from builder.pdf.sheet.views import Chapter, Question, Row
from builder.render.choices import one_right
from builder.render.fragment import Fragment, untagged
from builder.render.occlusion import key
from builder.render.works import Bibliography
from builder.theme.direction import direction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from builder.pdf.dress.materials import Notes
    from builder.pdf.manuscript import Manuscript
    from builder.pdf.sheet.shape import Shape
    from builder.render.fragment import RenderedChapter, RenderedChoice, RenderedDeck, RenderedNote, RenderedQuestion
    from builder.settings import PrintSettings

_ROOMY: Final = 8
"""Notes per chapter from which on each chapter begins a page: a deck of small chapters would waste paper."""

_SMALL: Final = 24
"""Chapters and questions up to which contents, text and index stand on the same pages, if chapters run on."""

_NOTHING: Final = Fragment()


class SheetComposer(Composer):
    """The composition of one sheet: it numbers questions, and gathers places, labels and heads in reading order."""

    def __init__(self, rendered: RenderedDeck, settings: PrintSettings, shape: Shape) -> None:
        """Compose *rendered* as *settings* say, for leaves of *shape*."""
        bibliography = Bibliography(rendered.deck.works)
        super().__init__(rendered, Materials(bibliography, highest=shape.tallest, widest=shape.ems))
        self.heads: dict[str, Place] = {}
        """What the running head says where an anchor stands."""
        self._settings = settings
        self._shape = shape
        self._printed = [chapter for chapter in rendered.chapters if is_printed(chapter)]
        self._questions = 0
        self._cards = 0

    @property
    def roomy(self) -> bool:
        """Whether each chapter begins a page."""
        if self._settings.chapters != "auto":
            return self._settings.chapters == "new-page"
        return len(self.rendered.notes) >= _ROOMY * len(self._printed)

    @property
    def together(self) -> bool:
        """Whether contents, text and index are one flow, because the whole is short."""
        entries = len(self._printed) + sum(len(chapter.questions) for chapter in self._printed)
        return self._shape.columns == 1 and not self.roomy and entries <= _SMALL

    def compose(self, families: Sequence[str]) -> Manuscript:
        """Return the whole sheet; *families* are those that text may fall back to, in order."""
        self._begin("ui_contents", "Contents")
        description = self.markup(self.rendered.description)
        chapters = [self._chapter(number, chapter) for number, chapter in enumerate(self._printed, start=1)]
        index = terms([note.note for note in self.rendered.notes if note.note.in_print])
        sources = self.sources()
        if sources:
            self._begin("ui_sources", "Sources")
        if index:
            self._begin("ui_index", "Index")
        return self.manuscript(
            "sheet.html",
            self._shape.measure,
            families,
            shape=self._shape,
            description=description,
            questions=self._questions,
            cards=self._cards,
            chapters=chapters,
            sources=sources,
            index=index,
            pages=PAGES,
            roomy=self.roomy,
            front="body" if self.together else "front",
            back="body" if self.together else "back",
        )

    def _begin(self, anchor: str, title: str) -> None:
        """Note that a part with our own *title* begins at *anchor*."""
        self.labels[anchor] = title
        self.outline.append(Entry(1, title, anchor))
        self.heads[anchor] = Place(title, opens=True)

    def _chapter(self, number: int, chapter: RenderedChapter) -> Chapter:
        """Return *chapter* with what of it is printed."""
        label = self.label(chapter.entry.anchor, chapter.title, 1)
        towards = direction_of(_texts(chapter), self.towards)
        self.heads[chapter.entry.anchor] = Place(label, opens=True)
        return Chapter(
            anchor=chapter.entry.anchor,
            place=self.place(chapter.entry.chapter.span),
            number=number,
            title=self.markup(chapter.title),
            entry=_apart(self.entry(chapter.title)),
            label=label,
            direction=towards,
            introduction=self.markup(chapter.introduction),
            rows=self._rows(chapter.notes),
            questions=tuple(
                self._question(question, label, towards) for question in chapter.questions if has_print(question)
            ),
        )

    def _question(self, question: RenderedQuestion, chapter: str, towards: str) -> Question:
        """Return *question* of *chapter*, which runs *towards*; of one kept from print the heading over its cards."""
        note = question.note if question.note and question.note.note.in_print else None
        self._questions += note is not None
        number = self._questions if note else None
        anchor = question.entry.anchor
        self.heads[anchor] = Place(chapter, number)
        self.label(anchor, question.heading, 2)
        place = question.entry.question.card.span
        notes: Notes = {}
        return Question(
            anchor=anchor,
            place=self.place(place),
            number=number,
            direction=direction_of(_texts_of(question), towards),
            heading=self.markup(question.heading, notes),
            entry=_apart(self.entry(question.heading)),
            answer=self.markup(note.answer if note else _NOTHING, notes),
            detail=self.markup(self._detail(note) if note else _NOTHING, notes),
            facts=facts(note) if note else (),
            sources=self.named_only(note) if note else safe(""),
            rows=self._rows(question.notes, facts(note) if note else ()),
        )

    def _rows(self, notes: Iterable[RenderedNote], known: Sequence[str] = ()) -> tuple[Row, ...]:
        """Return the recall cards among *notes* that are printed; their question says the facts *known* already."""
        return tuple(self._row(note, known) for note in notes if note.note.in_print)

    def _row(self, note: RenderedNote, known: Sequence[str]) -> Row:
        """Return a recall card; its texts are dressed in the order in which they are read."""
        card = note.note.card
        notes: Notes = {}
        self._cards += 1
        self.labels[note.note.id] = f"Card {note.note.id}"
        return Row(
            anchor=note.note.id,
            place=self.place(card.span),
            kind=card.kind.value,
            question=self.markup(note.question, notes),
            picture=safe(self.materials.picture(note.image, note.masks)),
            key=tuple(tuple(self.markup(text, notes) for text in entry.texts) for entry in key(note.masks)),
            choices=tuple(self._choice(choice, notes) for choice in note.choices),
            answer=self.markup(note.answer, notes),
            detail=self.markup(self._detail(note), notes),
            one_right=one_right(note),
            facts=tuple(fact for fact in facts(note) if fact not in known),
            hint=note.note.hint,
            sources=self.named_only(note),
        )

    def _choice(self, choice: RenderedChoice, notes: Notes) -> Choice:
        """Return one answer of a multiple-choice card."""
        return Choice(self.markup(choice.text, notes), self.markup(choice.explanation, notes), choice.choice.right)

    def _detail(self, note: RenderedNote) -> Fragment:
        """Return what follows the answer of *note*, if the sheet holds it."""
        return note.detail if self._settings.detail else _NOTHING


def _apart(entry: Markup) -> Markup:
    """Return *entry* so that its signs stand where its own direction puts them, in a list of any other."""
    if all(unicodedata.bidirectional(character) not in {"R", "AL"} for character in entry):
        return entry
    return safe(f"\N{FIRST STRONG ISOLATE}{entry}\N{POP DIRECTIONAL ISOLATE}")


def _texts(chapter: RenderedChapter) -> Iterator[str]:
    """Yield the texts of *chapter* without markup."""
    yield from _plain(chapter.title, chapter.introduction, *_of_notes(chapter.notes))
    for question in chapter.questions:
        yield from _texts_of(question)


def _texts_of(question: RenderedQuestion) -> Iterator[str]:
    """Yield the texts of *question* and its cards without markup."""
    answer = question.note.answer if question.note else _NOTHING
    yield from _plain(question.heading, answer, *_of_notes(question.notes))


def _of_notes(notes: Iterable[RenderedNote]) -> Iterator[Fragment]:
    """Yield question and answer of each of *notes*."""
    for note in notes:
        yield note.question
        yield note.answer


def _plain(*fragments: Fragment) -> Iterator[str]:
    """Yield the text of each of *fragments*."""
    for fragment in fragments:
        yield unescape(untagged("".join(part for part in fragment.parts if isinstance(part, str))))
