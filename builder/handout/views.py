"""What the template shows: the deck, dressed for the web, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.handout.dress import Footnotes, LabelWardrobe, Materials, WebWardrobe, words
from builder.model import Kind
from builder.render.choices import one_right
from builder.render.fragment import dress
from builder.render.occlusion import key
from builder.render.works import Bibliography, named_only

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from builder.render.fragment import (
        Fragment,
        RenderedChapter,
        RenderedDeck,
        RenderedNote,
        RenderedQuestion,
    )
    from builder.render.works import Source

_PAGE, _CHAPTER, _QUESTION, _CARDS = 1, 2, 3, 4
"""The levels of the page's headings; sub-headings of a text begin one below the heading that it stands under."""

_LEVEL: Final = "level::"
"""What the tags of a level begin with (`format.md`, attribute lists)."""


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
    picture: str = ""
    """Of an occlusion card, with its masks."""
    key: tuple[tuple[str, ...], ...] = ()
    """What these hide, by their labels from 1 on."""


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


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole handout."""

    description: str
    footnotes: str
    chapters: tuple[ChapterView, ...]
    sources: tuple[Source, ...]
    style_rules: str
    """CSS in place of style attributes."""
    questions: int
    cards: int
    """How many of each it shows; a question card is no recall card."""


def page_view(rendered: RenderedDeck) -> PageView:
    """Return what the handout of *rendered* shows."""
    materials = Materials(Bibliography(rendered.deck.works))
    description, footnotes = _text(rendered.description, "ui_deck", materials, _PAGE)
    chapters = tuple(_chapter(chapter, materials) for chapter in rendered.chapters if _has_content(chapter))
    shown = [note for note in rendered.deck.notes if note.in_print]
    questions = sum(note.card.kind is Kind.QUESTION for note in shown)
    sources, rules = materials.bibliography.sources(), materials.style_rules()
    return PageView(description, footnotes, chapters, sources, rules, questions, len(shown) - questions)


def _has_content(chapter: RenderedChapter) -> bool:
    """Say whether there is anything of *chapter* to show."""
    return bool(chapter.introduction or _shown(chapter.notes)) or any(map(_is_question_shown, chapter.questions))


def _is_question_shown(question: RenderedQuestion) -> bool:
    """Say whether *question* or one of its recall cards is to be shown."""
    return bool(_shown(question.notes)) or (question.note is not None and question.note.note.in_print)


def _shown(notes: Iterable[RenderedNote]) -> list[RenderedNote]:
    """Return those of *notes* that stand in the handout."""
    return [note for note in notes if note.note.in_print]


def _chapter(chapter: RenderedChapter, materials: Materials) -> ChapterView:
    """Return *chapter*, dressed."""
    anchor = chapter.entry.anchor
    footnotes = Footnotes(anchor)
    wardrobe = WebWardrobe(materials, footnotes, _CHAPTER + 1)
    label = dress(chapter.title, LabelWardrobe(materials, footnotes, _CHAPTER))
    return ChapterView(
        anchor,
        dress(chapter.title, wardrobe),
        label,
        words(label),
        dress(chapter.introduction, wardrobe),
        footnotes.listed(materials, _CHAPTER + 1),
        tuple(_note(note, materials, _CARDS) for note in _shown(chapter.notes)),
        tuple(_question(question, materials) for question in chapter.questions if _is_question_shown(question)),
    )


def _question(question: RenderedQuestion, materials: Materials) -> QuestionView:
    """Return *question*, dressed; its own note is left out where that alone is not shown."""
    note = question.note if question.note and question.note.note.in_print else None
    label = dress(question.heading, LabelWardrobe(materials, Footnotes(question.entry.anchor), _QUESTION))
    view = _note(note, materials, _QUESTION + 1) if note else None
    heading, footnotes = (
        (view.question, "") if view else _text(question.heading, question.entry.anchor, materials, _QUESTION)
    )
    return QuestionView(
        question.entry.anchor,
        heading,
        footnotes,
        label,
        words(label),
        view,
        tuple(_note(each, materials, _CARDS + 1, said=view) for each in _shown(question.notes)),
    )


def _text(fragment: Fragment, owner: str, materials: Materials, level: int) -> tuple[str, str]:
    """Return *fragment* and its footnotes as HTML, under a heading of *level*."""
    footnotes = Footnotes(owner)
    html = dress(fragment, WebWardrobe(materials, footnotes, level + 1))
    return html, footnotes.listed(materials, level + 1)


def _note(rendered: RenderedNote, materials: Materials, level: int, said: NoteView | None = None) -> NoteView:
    """Return a question or recall card, dressed; its sub-headings begin at *level*.

    Dates that a card has from its question are *said* there and not again.
    """
    note, card = rendered.note, rendered.note.card
    footnotes = Footnotes(note.id)
    wardrobe = WebWardrobe(materials, footnotes, level)
    question = dress(rendered.question, wardrobe)
    entries = tuple(tuple(dress(text, wardrobe) for text in entry.texts) for entry in key(rendered.masks))
    answer, detail = (dress(part, wardrobe) for part in (rendered.answer, rendered.detail))
    choices = tuple(
        ChoiceView(dress(choice.text, wardrobe), choice.choice.right, dress(choice.explanation, wardrobe))
        for choice in rendered.choices
    )
    return NoteView(
        anchor=note.id,
        kind=card.kind.value,
        question=question,
        answer=answer,
        detail=detail,
        footnotes=footnotes.listed(materials, level),
        sources=materials.bibliography.cite(named_only(rendered)),
        hint=note.hint,
        levels=tuple(tag.removeprefix(_LEVEL) for tag in note.tags if tag.startswith(_LEVEL)),
        tags=tuple(tag for tag in note.tags if not tag.startswith(_LEVEL)),
        levels_said=said.levels if said else (),
        as_of=_unsaid(note.as_of, said.as_of if said else ""),
        review_by=_unsaid(note.review_by, said.review_by if said else ""),
        choices=choices,
        one_right=one_right(rendered),
        picture=materials.picture(rendered.image, rendered.masks),
        key=entries,
    )


def _unsaid(day: date | None, said: str) -> str:
    """Return *day* as an ISO date, or nothing where it is what was *said* already."""
    written = day.isoformat() if day else ""
    return "" if written == said else written
