"""The faces of cards as HTML: what is asked on the front, and what the back tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from builder.model import Kind
from builder.pdf.cards.dress import CardMaterials, CardWardrobe, Footnotes
from builder.pdf.dress.pictures import covered
from builder.pdf.dress.telling import id_tells
from builder.pdf.manuscript import Choice, Composer, Entry, facts, printed_notes, safe, shortened
from builder.render.choices import one_right
from builder.render.fragment import Fragment
from builder.render.occlusion import figure_of, key
from builder.render.works import Bibliography, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from builder.pdf.cards.calibration import Calibration
    from builder.pdf.cards.shape import Shape
    from builder.pdf.manuscript import Manuscript
    from builder.pdf.press.fonts import Fonts
    from builder.render.fragment import RenderedChapter, RenderedDeck, RenderedNote
    from builder.settings import CardSettings

FRONT: Final = ""
BACK: Final = "back_"
REST: Final = "rest_"
"""Before the id of a card: the anchors of its front, of its back, and of the face that only says that it goes on."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card, as the template is handed it."""

    id: str
    place: int
    number: int
    """Running through the deck, so that cards cut out can be put in order."""
    kind: str
    name: str
    """Its id, as the small print has it."""
    tells: bool
    """Whether its id holds its answer, so that the front does not bear it."""
    chapter: str
    direction: str
    shift: int
    """By how many levels sub-headings move: no level is skipped."""
    question: Markup
    filled: Markup
    """Of a cloze, its text with the blanks filled in."""
    hint: str
    masked: Markup
    picture: Markup
    key: tuple[tuple[str, tuple[Markup, ...]], ...]
    """What masks hide, by their labels."""
    choices: tuple[Choice, ...]
    one_right: bool
    answer: Markup
    detail: Markup
    notes: Markup
    sources: Markup
    facts: tuple[str, ...]


class CardComposer(Composer):
    """The composition of all faces, in the order of the source: each card's front, then its back."""

    materials: CardMaterials

    def __init__(self, rendered: RenderedDeck, settings: CardSettings, shape: Shape, fonts: Fonts) -> None:
        """Compose *rendered* for cards of *shape*, as *settings* say; drawings under masks are set in *fonts*."""
        super().__init__(rendered, CardMaterials(Bibliography(rendered.deck.works), shape.steps[0]))
        self._settings = settings
        self._shape = shape
        self._fonts = fonts
        self.notes: list[RenderedNote] = []
        """Those that are printed, in order."""

    def compose(self, calibration: Calibration | None) -> Manuscript:
        """Return all faces, and what the sheet of *calibration* says."""
        cards = [card for chapter in self.rendered.chapters for card in self._chapter(chapter)]
        self.labels |= {f"{part}{card.id}": f"Card {card.id}" for card in cards for part in (FRONT, BACK, REST)}
        return self.manuscript(
            "cards.html",
            self._shape.measure,
            self._fonts.fallbacks,
            shape=self._shape,
            cards=cards,
            calibration=calibration,
        )

    def _chapter(self, chapter: RenderedChapter) -> Iterator[CardView]:
        """Yield the cards of *chapter*, which stands in the outline with its questions."""
        label = self.materials.label(chapter.title)
        above = None
        for number, (note, question) in enumerate(printed_notes(chapter)):
            if number == 0:
                self.outline.append(Entry(1, label, note.note.id))
            if question and question is not above:
                self.outline.append(Entry(2, self.materials.label(question.heading), note.note.id))
                above = question
            yield self._card(note, shortened(label, self._shape.chapter))

    def _card(self, note: RenderedNote, chapter: str) -> CardView:
        """Return the card of *note* in *chapter*."""
        self.notes.append(note)
        card, footnotes = note.note.card, Footnotes()
        front = CardWardrobe(self.materials, footnotes, front=True)
        again = CardWardrobe(self.materials, footnotes, front=False, again=True)
        back = CardWardrobe(self.materials, footnotes, front=False)
        is_cloze, is_question = card.kind is Kind.CLOZE, card.kind is Kind.QUESTION
        question = safe(front.dress(note.question))
        return CardView(
            id=note.note.id,
            place=self.place(card.span),
            number=len(self.notes),
            kind=card.kind.value,
            name=shortened(note.note.id, self._shape.id),
            tells=id_tells(note),
            chapter=chapter,
            direction=self.direction(note),
            shift=-1 if is_question else -2,
            question=question,
            filled=safe(again.dress(note.question)) if is_cloze else safe(""),
            hint=note.note.hint,
            masked=self._picture(note, front=True),
            picture=self._picture(note, front=False),
            key=tuple(
                (entry.label, tuple(safe(back.dress(text)) for text in entry.texts)) for entry in key(note.masks)
            ),
            choices=tuple(
                Choice(
                    asked=safe(front.dress(each.text)),
                    text=safe(again.dress(each.text)),
                    explanation=safe(back.dress(each.explanation)),
                    right=each.choice.right,
                )
                for each in note.choices
            ),
            one_right=one_right(note),
            answer=safe(back.dress(note.answer)),
            detail=safe(back.dress(note.detail)) if self._settings.detail else safe(""),
            notes=safe(footnotes.html(back)),
            sources=safe(listed(note.cited, self.rendered.deck.works)),
            facts=facts(note),
        )

    def _picture(self, note: RenderedNote, *, front: bool) -> Markup:
        """Return the picture of an occlusion card with its masks; the style sheet lets a back show through them.

        Words of a drawing can be read below a mask, by a screen reader too: so on a front it is none any more.
        """
        figure = figure_of(note.image)
        if figure is None:
            return safe("")
        if front:
            return safe(covered(self.materials, note.image, note.masks, self._fonts, drawings=True))
        # Its anchor is that of the front.
        return safe(self.materials.picture(Fragment((replace(figure, id=None),)), note.masks))
