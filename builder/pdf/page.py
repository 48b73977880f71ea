"""The study sheet as HTML: which texts stand where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Span
from builder.model import Kind
from builder.pdf.dress import Materials
from builder.pdf.views import Chapter, Choice, Question, Row
from builder.render.choices import one_right
from builder.render.occlusion import key
from builder.render.works import named_only
from builder.theme import files, tokens
from builder.theme.direction import direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from builder.pdf.dress import File, Notes
    from builder.render.fragment import (
        Fragment,
        RenderedChapter,
        RenderedChoice,
        RenderedDeck,
        RenderedNote,
        RenderedQuestion,
    )

_ROOMY: Final = 8
"""Notes per chapter from which on each chapter begins a page: a deck of small chapters would waste paper."""

_HEAD_LENGTH: Final = 72
"""Characters of a running head, which has one line."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document before layout."""

    html: str
    """``data-place`` counts in `places`; the rest is said in the template."""
    files: Mapping[str, File]
    """All that it may ask for, by address."""
    places: tuple[Span, ...]
    """Where the texts stand in the source; the first is the deck's own."""
    labels: Mapping[str, str]
    """What an anchor stands for, in plain words."""


def compose(rendered: RenderedDeck, *, paper: str, families: Sequence[str]) -> Page:
    """Return the study sheet of *rendered* for *paper* (``A4`` or ``Letter``).

    *families* are those that text may fall back to, in order.
    """
    return _Composer(rendered).page(paper, families)


class _Composer:
    """The composition of one sheet: it numbers questions, and gathers places and labels in reading order."""

    def __init__(self, rendered: RenderedDeck) -> None:
        from builder.render.works import Bibliography

        self._rendered = rendered
        self._bibliography = Bibliography(rendered.deck.works)
        self._materials = Materials(self._bibliography)
        self._places = [Span("deck.toml", 0, 0)]
        self._labels: dict[str, str] = {}
        self._questions = 0
        self._cards = 0

    def page(self, paper: str, families: Sequence[str]) -> Page:
        """Return the whole sheet."""
        config = self._rendered.deck.config
        description = self._markup(self._rendered.description)
        printed = [chapter for chapter in self._rendered.chapters if _is_printed(chapter)]
        chapters = [self._chapter(number, chapter) for number, chapter in enumerate(printed, start=1)]
        sources = self._bibliography.sources()
        towards = direction(config.language)
        backwards = towards == "rtl"
        html = files.template("print", "sheet.html").render(
            config=config,
            direction=towards,
            start="right" if backwards else "left",
            end="left" if backwards else "right",
            description=description,
            head=_shortened(config.name),
            questions=self._questions,
            cards=self._cards,
            chapters=chapters,
            sources=[(source.anchor, _safe(source.html)) for source in sources],
            footnotes=[_safe(note) for note in self._materials.footnotes],
            paper=paper,
            fallbacks=_css_names(families),
            styles=_safe(self._rendered.styles),
            variables=_safe(tokens.variables(tokens.LIGHT)),
            code_styles=_safe(tokens.code_styles()),
            roomy=len(self._rendered.notes) >= _ROOMY * len(chapters),
        )
        labels = {"ui_contents": "Contents", "ui_sources": "Sources"}
        labels |= {source.anchor: "Source" for source in sources}
        labels |= {f"fn_{number}": f"Footnote {number}" for number in range(1, len(self._materials.footnotes) + 1)}
        return Page(html, self._materials.files, tuple(self._places), labels | self._labels)

    def _chapter(self, number: int, chapter: RenderedChapter) -> Chapter:
        """Return *chapter* with what of it is printed."""
        label = self._label(chapter.entry.anchor, chapter.title)
        return Chapter(
            anchor=chapter.entry.anchor,
            place=self._place(chapter.entry.chapter.span),
            number=number,
            title=self._markup(chapter.title),
            entry=_safe(self._materials.entry(chapter.title)),
            label=label,
            head=_shortened(label),
            introduction=self._markup(chapter.introduction),
            rows=self._rows(chapter.notes),
            questions=tuple(self._question(question) for question in chapter.questions if _has_print(question)),
        )

    def _question(self, question: RenderedQuestion) -> Question:
        """Return *question*; of one that is kept from print only the heading over its cards."""
        note = question.note if question.note and question.note.note.in_print else None
        self._questions += note is not None
        place = question.entry.question.card.span
        notes: Notes = {}
        return Question(
            anchor=question.entry.anchor,
            place=self._place(place),
            number=self._questions if note else None,
            heading=self._markup(question.heading, notes),
            entry=_safe(self._materials.entry(question.heading)),
            label=self._label(question.entry.anchor, question.heading),
            answer=self._markup(note.answer, notes) if note else _safe(""),
            detail=self._markup(note.detail, notes) if note else _safe(""),
            facts=_facts(note) if note else (),
            sources=self._named_only(note) if note else _safe(""),
            rows=self._rows(question.notes, _facts(note) if note else ()),
        )

    def _rows(self, notes: Iterable[RenderedNote], known: Sequence[str] = ()) -> tuple[Row, ...]:
        """Return the recall cards among *notes* that are printed; their question says the facts *known* already."""
        return tuple(self._row(note, known) for note in notes if note.note.in_print)

    def _row(self, note: RenderedNote, known: Sequence[str]) -> Row:
        """Return a recall card; its texts are dressed in the order in which they are read."""
        card = note.note.card
        notes: Notes = {}
        self._cards += 1
        self._labels[note.note.id] = f"Card {note.note.id}"
        return Row(
            anchor=note.note.id,
            place=self._place(card.span),
            kind=card.kind.value,
            question=self._markup(note.question, notes),
            picture=_safe(self._materials.picture(note.image, note.masks)),
            key=tuple(tuple(self._markup(text, notes) for text in entry.texts) for entry in key(note.masks)),
            choices=tuple(self._choice(choice, notes) for choice in note.choices),
            answer=self._markup(note.answer, notes),
            detail=self._markup(note.detail, notes),
            one_right=one_right(note),
            facts=tuple(fact for fact in _facts(note) if fact not in known),
            hint=note.note.hint,
            sources=self._named_only(note),
        )

    def _choice(self, choice: RenderedChoice, notes: Notes) -> Choice:
        """Return one answer of a multiple-choice card."""
        return Choice(self._markup(choice.text, notes), self._markup(choice.explanation, notes), choice.choice.right)

    def _named_only(self, note: RenderedNote) -> Markup:
        """Return the works that *note* names by its attribute ``source`` but does not cite in its text."""
        return _safe(self._bibliography.cite(named_only(note)))

    def _markup(self, fragment: Fragment, notes: Notes | None = None) -> Markup:
        """Return *fragment* dressed for print; *notes* are the footnotes of the card that it belongs to."""
        return _safe(self._materials.dress(fragment, notes))

    def _place(self, span: Span) -> int:
        """Return the number of the place *span*."""
        self._places.append(span)
        return len(self._places) - 1

    def _label(self, anchor: str, fragment: Fragment) -> str:
        """Return *fragment* in plain words and remember them for *anchor*."""
        self._labels[anchor] = self._materials.label(fragment)
        return self._labels[anchor]


def _is_printed(chapter: RenderedChapter) -> bool:
    """Say whether anything of *chapter* goes to paper."""
    cards = any(note.note.in_print for note in chapter.notes)
    return cards or bool(chapter.introduction) or any(map(_has_print, chapter.questions))


def _has_print(question: RenderedQuestion) -> bool:
    """Say whether the card of *question*, or one under it, goes to paper."""
    notes = (*question.notes, question.note) if question.note else question.notes
    return any(note.note.in_print for note in notes)


def _facts(note: RenderedNote) -> tuple[str, ...]:
    """Return what the small print says of a card besides its id."""
    facts = [tag.removeprefix("level::") for tag in note.note.tags if tag.startswith("level::")]
    facts += ["retired"] if note.note.retired else []
    facts += [{Kind.REVERSED: "both ways", Kind.TYPED: "typed"}.get(note.note.card.kind, "")]
    facts += [f"as of {note.note.as_of.isoformat()}"] if note.note.as_of else []
    return tuple(filter(None, facts))


def _shortened(text: str) -> str:
    """Return *text*, cut where a running head ends."""
    return text if len(text) <= _HEAD_LENGTH else f"{text[: _HEAD_LENGTH - 1].rstrip()}…"


def _css_names(families: Iterable[str]) -> Markup:
    """Return *families* as CSS strings, each with a comma before it; a name may hold any character."""
    escaped = ("".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in name) for name in families)
    return _safe("".join(f', "{name}"' for name in escaped))


def _safe(html: str) -> Markup:
    """Return *html*, which was cleaned when it was rendered, as what the template shall not escape."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704
