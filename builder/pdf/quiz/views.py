"""What the template of the quiz is handed: records of what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from builder.pdf.manuscript import Choice


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a question, with what stands in the line of its number set apart."""

    first: Markup
    """Its first paragraph, inline; empty where it begins otherwise."""
    rest: Markup
    is_heading: bool
    """Whether the first paragraph can be the heading of the question: it is there, and no longer than some lines."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question on the pages that are handed out."""

    number: int
    anchor: str
    answer: str
    """The anchor of its answer."""
    place: int
    """Which of the `places` of the manuscript it stands at; so have the other records."""
    kind: str
    direction: str
    id: str
    """Empty where it would tell."""
    context: Markup
    """The question that it stands under, where that is not the one before it."""
    question: Text
    is_long: bool
    """Whether it may fill a good part of a page, so that it need not stand on one."""
    hint: str
    choices: tuple[Markup, ...]
    one_right: bool
    """Whether one answer alone can be ticked."""
    picture: Markup
    masks: tuple[str, ...]
    """The labels of the masks on the picture."""
    lines: int
    """To write on; 0 where it is answered otherwise."""


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of a chapter, or all of them in one run."""

    anchor: str
    title: Markup
    """Empty of a run without chapters."""
    place: int
    direction: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry of the key."""

    number: int
    anchor: str
    question: str
    """The anchor of its question."""
    place: int
    kind: str
    direction: str
    id: str
    facts: tuple[str, ...]
    asked: Text
    """The question in short, or a cloze text at full length, filled in."""
    picture: Markup
    masks: tuple[tuple[Markup, ...], ...]
    """What the masks hide, by their labels from 1 on."""
    choices: tuple[Choice, ...]
    one_right: bool
    answer: Markup
    detail: Markup
    sources: Markup
