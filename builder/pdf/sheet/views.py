"""What the template of the study sheet is handed: records of what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from builder.pdf.manuscript import Choice


@dataclass(frozen=True, slots=True)
class Row:
    """A recall card in its table."""

    anchor: str
    place: int
    """Which of the `places` of the page it stands at."""
    kind: str
    question: Markup
    answer: Markup
    detail: Markup
    choices: tuple[Choice, ...]
    one_right: bool
    """Whether one answer alone can be chosen."""
    facts: tuple[str, ...]
    hint: str
    sources: Markup
    picture: Markup
    """Of an occlusion card, with its masks."""
    key: tuple[tuple[Markup, ...], ...]
    """What these hide, by their labels from 1 on."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer, its detail and its recall cards."""

    anchor: str
    place: int
    number: int | None
    """None of a section title, which is no card."""
    direction: str
    """In which its own text is written: ``ltr`` or ``rtl``."""
    heading: Markup
    entry: Markup
    """The heading in the table of contents."""
    answer: Markup
    detail: Markup
    facts: tuple[str, ...]
    sources: Markup
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter."""

    anchor: str
    place: int
    number: int
    title: Markup
    entry: Markup
    label: str
    """Its title in plain words."""
    direction: str
    """In which its own text is written: ``ltr`` or ``rtl``."""
    introduction: Markup
    rows: tuple[Row, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the index."""

    name: str
    anchor: str
    cards: tuple[str, ...]
    """The anchors of the cards that carry it, in reading order."""
