"""From the rendered deck to what the templates show: each text dressed for the web, in the order of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.handout.dress import Footnotes, LabelWardrobe, Materials, WebWardrobe
from builder.handout.views import ChapterView, ChoiceView, DeckView, NoteView, QuestionView, Step
from builder.handout.wording import shortened, summary, words
from builder.model import Kind
from builder.render.choices import one_right
from builder.render.fragment import dress
from builder.render.occlusion import key
from builder.render.works import Bibliography, named_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from builder.handout.places import Places
    from builder.render.fragment import (
        Fragment,
        RenderedChapter,
        RenderedDeck,
        RenderedNote,
        RenderedQuestion,
    )

_PAGE, _CHAPTER, _QUESTION, _CARDS = 1, 2, 3, 4
"""The levels of the page's headings; sub-headings of a text begin one below the heading that it stands under."""

_LEVEL: Final = "level::"
"""What the tags of a level begin with (`format.md`, attribute lists)."""


def deck_view(rendered: RenderedDeck, places: Mapping[str, Places] | None = None) -> DeckView:
    """Return what the handout of *rendered* shows.

    On more than one page, *places* says what lies around each of them, by the anchor of the chapter on it; the
    front page, with the description and the footer, is named by nothing.
    """
    around = places or {}
    known = rendered.deck.works
    whole, own, below = Bibliography(known), Bibliography(known), Bibliography(known)
    front = Materials(own, around.get(""))
    description, footnotes = _text(rendered.description, "ui_deck", front, _PAGE)
    footer, footer_notes = _text(rendered.footer, "ui_foot", front.beside(below, around.get("")), _PAGE)
    own.cite(below.cited())
    whole.cite(own.cited())
    shown = [chapter for chapter in rendered.chapters if _has_content(chapter)]
    steps = _steps(shown, front.beside(Bibliography(known)))
    chapters = []
    for chapter in shown:
        works = Bibliography(known)
        works.cite(below.cited())
        materials = front.beside(works, around.get(chapter.entry.anchor))
        chapters.append(_chapter(chapter, materials, steps))
        whole.cite(works.cited())
    notes = [note for note in rendered.deck.notes if note.in_print]
    questions = sum(note.card.kind is Kind.QUESTION for note in notes)
    return DeckView(
        description,
        footnotes,
        footer,
        footer_notes,
        summary(description) or shortened(", ".join(chapter.name for chapter in chapters)),
        tuple(chapters),
        whole.sources(),
        own.sources(),
        front.logo(rendered.logo) if rendered.logo else "",
        front.style_rules(),
        questions,
        len(notes) - questions,
    )


def _steps(chapters: Sequence[RenderedChapter], materials: Materials) -> Mapping[str, tuple[str, str, str]]:
    """Return of each question of *chapters*, by its anchor, its label, and the anchors of those before and after it."""
    shown = [question for chapter in chapters for question in chapter.questions if _is_question_shown(question)]
    anchors = ["", *(question.entry.anchor for question in shown), ""]
    labels = (_label(question.heading, question.entry.anchor, materials, _QUESTION) for question in shown)
    return {
        anchor: (label, before, after)
        for label, before, anchor, after in zip(labels, anchors, anchors[1:], anchors[2:], strict=False)
    }


def _has_content(chapter: RenderedChapter) -> bool:
    """Say whether there is anything of *chapter* to show."""
    return bool(chapter.introduction or _shown(chapter.notes)) or any(map(_is_question_shown, chapter.questions))


def _is_question_shown(question: RenderedQuestion) -> bool:
    """Say whether *question* or one of its recall cards is to be shown."""
    return bool(_shown(question.notes)) or (question.note is not None and question.note.note.in_print)


def _shown(notes: Iterable[RenderedNote]) -> list[RenderedNote]:
    """Return those of *notes* that stand in the handout."""
    return [note for note in notes if note.note.in_print]


def _chapter(chapter: RenderedChapter, materials: Materials, steps: Mapping[str, tuple[str, str, str]]) -> ChapterView:
    """Return *chapter*, dressed; *steps* says how its questions are called, and what stands around them."""
    anchor = chapter.entry.anchor
    footnotes = Footnotes(anchor)
    wardrobe = WebWardrobe(materials, footnotes, _CHAPTER + 1)
    label = _label(chapter.title, anchor, materials, _CHAPTER)
    title, introduction = dress(chapter.title, wardrobe), dress(chapter.introduction, wardrobe)
    listed = footnotes.listed(materials, _CHAPTER + 1)
    cards = tuple(_note(note, materials, _CARDS) for note in _shown(chapter.notes))
    shown = [question for question in chapter.questions if _is_question_shown(question)]
    questions = tuple(_question(question, materials, steps) for question in shown)
    asked = " ".join((*(words(card.question) for card in cards), *(question.name for question in questions)))
    return ChapterView(
        anchor,
        title,
        label,
        words(label),
        introduction,
        listed,
        cards,
        questions,
        materials.bibliography.sources(),
        summary(introduction) or shortened(asked),
        materials.places.page,
    )


def _label(heading: Fragment, owner: str, materials: Materials, level: int) -> str:
    """Return *heading*, that of *owner*, as it stands where it is no heading."""
    return dress(heading, LabelWardrobe(materials, Footnotes(owner), level))


def _question(
    question: RenderedQuestion, materials: Materials, steps: Mapping[str, tuple[str, str, str]]
) -> QuestionView:
    """Return *question*, dressed; its own note is left out where that alone is not shown."""
    label, before, after = steps[question.entry.anchor]
    previous, following = (
        Step(materials.places.link(anchor), steps[anchor][0]) if anchor else None for anchor in (before, after)
    )
    note = question.note if question.note and question.note.note.in_print else None
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
        previous,
        following,
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
    entries = tuple(
        (entry.number, tuple(dress(text, wardrobe) for text in entry.texts)) for entry in key(rendered.masks)
    )
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
        typed=words(answer) if card.kind is Kind.TYPED else "",
        picture=materials.picture(rendered.image, rendered.masks, hides_all="hide-all" in card.attributes.classes),
        key=entries,
    )


def _unsaid(day: date | None, said: str) -> str:
    """Return *day* as an ISO date, or nothing where it is what was *said* already."""
    written = day.isoformat() if day else ""
    return "" if written == said else written
