"""The quiz as HTML: which texts stand where, in the questions and in the key."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from builder.model import Kind
from builder.pdf.dress.materials import Materials
from builder.pdf.dress.pictures import covered
from builder.pdf.dress.telling import Secrets, id_tells, key_anchor, question_anchor
from builder.pdf.manuscript import Choice, Composer, Entry, facts, safe
from builder.pdf.quiz.room import length_of, lines_for
from builder.pdf.quiz.short import in_short
from builder.pdf.quiz.views import Answer, Item, Section, Text
from builder.pdf.quiz.wardrobe import KeyWardrobe, QuestionWardrobe, blank_line
from builder.render.choices import one_right
from builder.render.fragment import Citation, Fragment, dress, untagged
from builder.render.occlusion import figure_of, key
from builder.render.works import Bibliography
from builder.theme.direction import direction_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from builder.pdf.dress.materials import Notes
    from builder.pdf.manuscript import Manuscript
    from builder.pdf.press.fonts import Fonts
    from builder.pdf.quiz.choose import Asked
    from builder.pdf.quiz.shape import Shape
    from builder.pdf.quiz.wardrobe import Seen
    from builder.render.fragment import RenderedDeck, RenderedNote
    from builder.settings import PrintSettings, QuizSettings

KEY: Final = "ui_key"
"""The anchor of the key's title."""
QUESTIONS: Final = "ui_questions"
"""That of the questions' title."""

_LONG: Final = 900
"""Characters of a question from which on it may break: about a third of a page."""
_HEADING: Final = 200
"""Characters that the heading of a question may have."""


class QuizComposer(Composer):
    """The composition of a quiz, or of one half of it: what is asked, and what the answers are."""

    def __init__(
        self,
        rendered: RenderedDeck,
        settings: QuizSettings,
        printing: PrintSettings,
        shape: Shape,
        fonts: Fonts,
    ) -> None:
        """Compose from *rendered* as *settings* and *printing* say, for leaves of *shape*."""
        bibliography = Bibliography(rendered.deck.works)
        super().__init__(rendered, Materials(bibliography, highest=shape.tallest, widest=shape.ems))
        self._settings = settings
        self._printing = printing
        self._shape = shape
        self._fonts = fonts
        self._seen: Seen = {}

    def sibling(self) -> QuizComposer:
        """Return a composer of the other half, which goes on with the numbers of the figures."""
        other = QuizComposer(self.rendered, self._settings, self._printing, self._shape, self._fonts)
        other._seen = self._seen
        other.materials.figures = self.materials.figures
        return other

    def compose(self, asked: Sequence[Asked], *, questions: bool = True, answers: bool = True) -> Manuscript:
        """Return the *questions* that are *asked*, their *answers*, or both.

        The flows are ``questions`` and ``key``.
        """
        sections = self._sections(asked) if questions else ()
        key_ = tuple(self._answer(number, one) for number, one in enumerate(asked, start=1)) if answers else ()
        self._name(asked, sections, answers=answers)
        return self.manuscript(
            "quiz.html",
            self._shape.measure,
            self._fonts.fallbacks,
            shape=self._shape,
            version=self._settings.seed,
            count=len(asked),
            sections=sections,
            answers=key_,
            sources=self.sources() if answers else (),
            room=self._settings.room,
            parted=not (questions and answers),
            blank=safe(blank_line(self.materials)),
            anchors={"questions": QUESTIONS, "key": KEY},
        )

    def _name(self, asked: Sequence[Asked], sections: Sequence[Section], *, answers: bool) -> None:
        """Say in words what the anchors stand for, and enter the parts into the outline."""
        for number, one in enumerate(asked, start=1):
            self.labels[question_anchor(one.note)] = f"Question {number}"
            self.labels[key_anchor(one.note)] = f"Answer to question {number}"
        if sections and not sections[0].title:
            self.outline.append(Entry(1, "Questions", QUESTIONS))
        if answers:
            self.outline.append(Entry(1, "Answer key", KEY))
            self.labels[KEY] = "Answer key"

    def _sections(self, asked: Sequence[Asked]) -> tuple[Section, ...]:
        """Return the questions by chapters, or where a seed has shuffled them, in one run."""
        numbered = list(enumerate(asked, start=1))
        if self._settings.seed:
            return (Section("", safe(""), 0, self.towards, tuple(self._items(numbered))),)
        groups = groupby(numbered, key=lambda pair: pair[1].chapter.entry.anchor)
        return tuple(self._section(list(group)) for _, group in groups)

    def _section(self, numbered: Sequence[tuple[int, Asked]]) -> Section:
        """Return the questions of one chapter."""
        chapter = numbered[0][1].chapter
        anchor = chapter.entry.anchor
        label = self.label(anchor, chapter.title, 1)
        title = self.entry(chapter.title)
        towards = direction_of((label,), self.towards)
        place = self.place(chapter.entry.chapter.span)
        return Section(anchor, title, place, towards, tuple(self._items(numbered)))

    def _items(self, numbered: Sequence[tuple[int, Asked]]) -> Iterator[Item]:
        """Yield the questions; each says what it stands under where the one before does not."""
        above: Fragment | None = None
        for number, one in numbered:
            if one.note.note.card.kind is Kind.QUESTION:
                yield self._item(number, one, None)
                above = one.note.question
            else:
                heading = one.heading or (one.chapter.title if self._settings.seed else None)
                yield self._item(number, one, None if heading is above else heading)
                above = heading

    def _item(self, number: int, one: Asked, heading: Fragment | None) -> Item:
        """Return a question; its texts are dressed in the order in which they are read."""
        note = one.note
        card = note.note.card
        secrets = Secrets(note)
        wardrobe = QuestionWardrobe(self.materials, self.rendered.deck.works, secrets, self._seen, {})
        context = heading if heading and not secrets.tell(self.materials.label(heading)) else None
        return Item(
            number=number,
            anchor=question_anchor(note),
            answer=key_anchor(note),
            place=self.place(card.span),
            kind=card.kind.value,
            direction=self.direction(note),
            id="" if id_tells(note) else note.note.id,
            context=self.entry(context) if context else safe(""),
            question=_parted(wardrobe.dressed(note.question), is_inline=card.kind is Kind.QUESTION),
            is_long=length_of(note.question) > _LONG,
            hint=note.note.hint,
            choices=tuple(safe(wardrobe.dressed(choice.text)) for choice in note.choices),
            one_right=one_right(note),
            picture=self._covered(note),
            masks=tuple(entry.label for entry in key(note.masks)),
            lines=lines_for(note),
        )

    def _answer(self, number: int, one: Asked) -> Answer:
        """Return the entry of the key for a question."""
        note = one.note
        card = note.note.card
        notes: Notes = {}
        return Answer(
            number=number,
            anchor=key_anchor(note),
            question=question_anchor(note),
            place=self.place(card.span),
            kind=card.kind.value,
            direction=self.direction(note),
            id=note.note.id,
            facts=facts(note),
            asked=self._asked(note, notes),
            picture=self._open(note),
            masks=tuple(tuple(self._told(text, notes) for text in entry.texts) for entry in key(note.masks)),
            choices=tuple(
                Choice(self._told(each.text, notes), self._told(each.explanation, notes), each.choice.right)
                for each in note.choices
            ),
            one_right=one_right(note),
            answer=self._told(note.answer, notes),
            detail=self._told(note.detail, notes) if self._printing.detail else safe(""),
            sources=self._sources(note),
        )

    def _asked(self, note: RenderedNote, notes: Notes) -> Text:
        """Return what the key says of a question: a cloze text whole, any other in short."""
        if note.note.card.kind is Kind.CLOZE:
            return _parted(self._told(note.question, notes), is_inline=False)
        return _parted(self._told(in_short(note.question), notes), is_inline=True)

    def _told(self, fragment: Fragment, notes: Notes) -> Markup:
        """Return *fragment* dressed for the key."""
        return safe(dress(fragment, KeyWardrobe(self.materials, self._seen, notes)))

    def _sources(self, note: RenderedNote) -> Markup:
        """Return the works that *note* names or cites, but for those that are cited in what the key shows of it."""
        texts = (note.answer, *((note.detail,) if self._printing.detail else ()), *(mask.text for mask in note.masks))
        texts = (note.question, *texts) if note.note.card.kind is Kind.CLOZE else texts
        shown = {name for text in texts for part in text.parts if isinstance(part, Citation) for name in part.keys}
        return safe(self.bibliography.cite(name for name in note.cited if name not in shown))

    def _covered(self, note: RenderedNote) -> Markup:
        """Return the picture of an occlusion card as it is asked: what its masks hide is not in the file."""
        return safe(covered(self.materials, _nameless(note.image), note.masks, self._fonts))

    def _open(self, note: RenderedNote) -> Markup:
        """Return the picture of an occlusion card in the key: its masks are outlines."""
        return safe(self.materials.picture(_nameless(note.image), note.masks, kind="open"))


def _nameless(picture: Fragment) -> Fragment:
    """Return *picture*, that of an occlusion card, without an anchor: question and key both show it."""
    figure = figure_of(picture)
    return Fragment((replace(figure, id=None),)) if figure else picture


def _parted(html: str, *, is_inline: bool) -> Text:
    """Return the HTML of a question with its first paragraph, all of it if it *is_inline*, set apart.

    Fragments write paragraphs without attributes, and none holds another.
    """
    if is_inline:
        first, rest = html, ""
    elif html.startswith("<p>"):
        first, _, rest = html.removeprefix("<p>").partition("</p>")
    else:
        first, rest = "", html
    length = len(untagged(first))
    return Text(safe(first), safe(rest.strip()), is_heading=0 < length <= _HEADING)
