"""What is to be set, and how it is composed: the half that sheet, cards and quiz share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Span
from builder.model import Kind
from builder.render.works import named_only
from builder.theme import files, tokens
from builder.theme.direction import direction, direction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from builder.diagnostics import Diagnostic
    from builder.pdf.dress.materials import File, Materials, Notes
    from builder.pdf.measure import Measure
    from builder.render.fragment import (
        Fragment,
        RenderedChapter,
        RenderedDeck,
        RenderedNote,
        RenderedQuestion,
    )

HEAD_LENGTH: Final = 72
"""Characters of a running head, which has one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline."""

    level: int
    """From 1; a line stands below the last one of a smaller level."""
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document before it is set."""

    html: str
    """A whole document. Each element of its body with ``data-flow`` is a unit of the flow of that name, and
    ``data-place`` counts in `places`; the rest is said in the templates."""
    files: Mapping[str, File]
    """All that it may ask for, by address."""
    places: tuple[Span, ...]
    """Where the texts stand in the source; the first is the deck's own."""
    labels: Mapping[str, str]
    """What an anchor stands for, in plain words."""
    outline: tuple[Entry, ...] = ()
    theme: str = ""
    """The author's own styles, which stand behind ours."""
    description: str = ""
    """That of the deck, in plain words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a multiple-choice card, with what tells whether it is right."""

    text: Markup
    explanation: Markup
    right: bool
    asked: Markup | str = ""
    """Its text where it is asked, if that is dressed in another way."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF."""

    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


class Composer:
    """The composition of one manuscript: it gathers places, labels and materials in reading order."""

    def __init__(self, rendered: RenderedDeck, materials: Materials) -> None:
        """Compose from *rendered*, for which *materials* cite the works of its deck."""
        self.rendered = rendered
        self.materials = materials
        self.bibliography = materials.bibliography
        self.places = [Span("deck.toml", 0, 0)]
        self.labels: dict[str, str] = {}
        self.outline: list[Entry] = []
        self.towards = direction(rendered.deck.config.language)
        """``ltr`` or ``rtl``: in which direction the language of the deck is written."""

    def manuscript(self, template: str, measure: Measure, families: Iterable[str], **shown: object) -> Manuscript:
        """Return what *template* makes of all that was gathered and is *shown*.

        Its leaves are of *measure*; *families* are those that text may fall back to, in order.
        """
        footnotes = self.materials.footnotes
        html = files.template("print", template).render(
            config=self.rendered.deck.config,
            direction=self.towards,
            measures=measure.attributes,
            fallbacks=css_names(families),
            variables=safe(tokens.variables(tokens.LIGHT)),
            code_styles=safe(tokens.code_styles()),
            footnotes=[safe(note) for note in footnotes],
            **shown,
        )
        return Manuscript(
            html,
            self.materials.files,
            tuple(self.places),
            {f"fn_{number}": f"Footnote {number}" for number, _ in enumerate(footnotes, start=1)} | self.labels,
            tuple(self.outline),
            theme=self.rendered.styles,
            description=self.materials.label(self.rendered.description),
        )

    def markup(self, fragment: Fragment, notes: Notes | None = None) -> Markup:
        """Return *fragment* dressed for print; *notes* are the footnotes of the card that it belongs to."""
        return safe(self.materials.dress(fragment, notes))

    def entry(self, fragment: Fragment) -> Markup:
        """Return *fragment*, inline, as it stands a second time, in a link: without links, anchors and notes."""
        return safe(self.materials.entry(fragment))

    def place(self, span: Span) -> int:
        """Return the number of the place *span*."""
        self.places.append(span)
        return len(self.places) - 1

    def label(self, anchor: str, fragment: Fragment, level: int | None = None) -> str:
        """Return *fragment* in plain words and remember them for *anchor*; with a *level* in the outline too."""
        words = self.materials.label(fragment)
        self.labels[anchor] = words
        if level is not None:
            self.outline.append(Entry(level, words, anchor))
        return words

    def direction(self, note: RenderedNote) -> str:
        """Return the direction that the question of *note* runs in."""
        return direction_of((self.materials.label(note.question),), self.towards)

    def sources(self) -> list[tuple[str, Markup]]:
        """Return the works that were cited so far, each with its anchor."""
        sources = self.bibliography.sources()
        self.labels |= {source.anchor: "Source" for source in sources}
        return [(source.anchor, safe(source.html)) for source in sources]

    def named_only(self, note: RenderedNote) -> Markup:
        """Return the works that *note* names by its attribute ``source`` but does not cite in its text."""
        return safe(self.bibliography.cite(named_only(note)))


def is_printed(chapter: RenderedChapter) -> bool:
    """Say whether anything of *chapter* goes to paper."""
    return bool(chapter.introduction) or any(True for _ in printed_notes(chapter))


def printed_notes(chapter: RenderedChapter) -> Iterator[tuple[RenderedNote, RenderedQuestion | None]]:
    """Yield the notes of *chapter* that go to paper, in order, each with the question that it is of or stands under."""
    for note in chapter.notes:
        if note.note.in_print:
            yield note, None
    for question in chapter.questions:
        for note in _printed_of(question):
            yield note, question


def has_print(question: RenderedQuestion) -> bool:
    """Say whether the card of *question*, or one under it, goes to paper."""
    return any(True for _ in _printed_of(question))


def _printed_of(question: RenderedQuestion) -> Iterator[RenderedNote]:
    """Yield the card of *question*, then those under it, of those that go to paper."""
    return (note for note in (question.note, *question.notes) if note and note.note.in_print)


def facts(note: RenderedNote) -> tuple[str, ...]:
    """Return what the small print says of a card besides its id."""
    found = [tag.removeprefix("level::") for tag in note.note.tags if tag.startswith("level::")]
    found += ["retired"] if note.note.retired else []
    found += [{Kind.REVERSED: "both ways", Kind.TYPED: "typed"}.get(note.note.card.kind, "")]
    found += [f"as of {note.note.as_of.isoformat()}"] if note.note.as_of else []
    return tuple(filter(None, found))


def shortened(text: str, length: int = HEAD_LENGTH) -> str:
    """Return *text*, cut where a running head of *length* characters ends."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def css_names(families: Iterable[str]) -> Markup:
    """Return *families* as CSS strings, each with a comma before it; a name may hold any character."""
    escaped = ("".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in name) for name in families)
    return safe("".join(f', "{name}"' for name in escaped))


def safe(html: str) -> Markup:
    """Return *html*, which was cleaned when it was rendered, as what the template shall not escape."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704
