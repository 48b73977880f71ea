"""What is to be set, and how it is composed: the half that sheet, cards and quiz share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Span
from builder.model import Kind
from builder.pdf.dress.materials import Materials
from builder.render.works import Bibliography, named_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from builder.diagnostics import Diagnostic
    from builder.pdf.dress.materials import File, Notes
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
class Printed:
    """A PDF."""

    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


class Composer:
    """The composition of one manuscript: it gathers places, labels and materials in reading order."""

    def __init__(self, rendered: RenderedDeck) -> None:
        """Compose from *rendered*."""
        self.rendered = rendered
        self.bibliography = Bibliography(rendered.deck.works)
        self.materials = Materials(self.bibliography)
        self.places = [Span("deck.toml", 0, 0)]
        self.labels: dict[str, str] = {}
        self.outline: list[Entry] = []

    def manuscript(self, html: str) -> Manuscript:
        """Return *html*, which was composed of what this handed out, with all that was gathered."""
        notes = {f"fn_{number}": f"Footnote {number}" for number in range(1, len(self.materials.footnotes) + 1)}
        places = tuple(self.places)
        return Manuscript(
            html,
            self.materials.files,
            places,
            notes | self.labels,
            tuple(self.outline),
            theme=self.rendered.styles,
            description=self.materials.label(self.rendered.description),
        )

    def footnotes(self) -> list[Markup]:
        """Return the footnotes that were marked so far."""
        return [safe(note) for note in self.materials.footnotes]

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

    def named_only(self, note: RenderedNote) -> Markup:
        """Return the works that *note* names by its attribute ``source`` but does not cite in its text."""
        return safe(self.bibliography.cite(named_only(note)))


def is_printed(chapter: RenderedChapter) -> bool:
    """Say whether anything of *chapter* goes to paper."""
    cards = any(note.note.in_print for note in chapter.notes)
    return cards or bool(chapter.introduction) or any(map(has_print, chapter.questions))


def has_print(question: RenderedQuestion) -> bool:
    """Say whether the card of *question*, or one under it, goes to paper."""
    notes = (*question.notes, question.note) if question.note else question.notes
    return any(note.note.in_print for note in notes)


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
