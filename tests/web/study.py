"""What somebody who studies does, whether by keyboard or by finger, and what a deck has to ask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from unicodedata import bidirectional

from builder.model import Kind
from builder.pipeline import load
from builder.runs import runs, squeeze
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from builder.render.fragment import RenderedNote
    from tests.web.visit import Visit

KINDS: Final = ("question", "recall", "reversed", "typed", "choice", "cloze", "occlusion")
_SHORT: Final = 12
"""Characters up to which an answer may stand on a page by chance."""

_STATE: Final = """
const shown = (id) => document.getElementById(id).checkVisibility();
const screen = ["ui_start", "ui_round", "ui_over"].find(shown) ?? "";
const option = document.querySelector("#ui_stage .option");
return {
    screen,
    told: screen === "ui_round" && !shown("ui_show"),
    typed: document.getElementById("ui_typed")?.checkVisibility() ?? false,
    options: document.querySelectorAll("#ui_stage .option").length,
    place: document.getElementById("ui_place").textContent,
    card: document.getElementById("ui_in_text").hash.slice(1),
    words: document.getElementById("ui_study").innerText,
};
"""


@dataclass(frozen=True)
class State:
    """What the page asks of somebody who studies."""

    screen: str
    """``ui_start``, ``ui_round`` or ``ui_over``; nothing while the deck is read."""
    told: bool
    typed: bool
    """Whether an answer is to be typed."""
    options: int
    """How many there are to choose from."""
    place: str
    card: str
    """The id of the card that is asked."""
    words: str
    """All that is visible of the study screen."""


def state(visit: Visit) -> State:
    """Return what is asked now."""
    said: dict[str, Any] = visit.run(_STATE)
    return State(**said)


def progress(visit: Visit) -> dict[str, Any]:
    """Return the cards that the browser remembers of the deck, by their keys."""
    kept = visit.run("return localStorage.getItem(`cardpress:${document.body.dataset.deck}:progress`)")
    cards: dict[str, Any] = json.loads(kept)["cards"] if kept else {}
    return cards


@cache
def notes_of(content: Path) -> Mapping[str, RenderedNote]:
    """Return the notes of a content folder that the web shows, by their ids."""
    return {note.note.id: note for note in load(content, Silent()).rendered.notes if note.note.in_print}


def asked_of(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text that must be seen when *note* is asked the usual way."""
    if note.note.card.kind is not Kind.CLOZE:
        yield from runs(note.question)
    for choice in note.choices:
        yield from runs(choice.text)


def told_of(note: RenderedNote) -> Iterator[str]:
    """Yield the stretches of text that must be seen when the answer of *note* is shown."""
    if note.note.card.kind is Kind.CLOZE:
        yield from runs(note.question)
    yield from runs(note.answer)
    yield from runs(note.detail)
    for choice in note.choices:
        yield from runs(choice.explanation)


def lacking(wanted: Iterator[str], words: str) -> list[str]:
    """Return which of the stretches of text that are *wanted* the *words* do not hold."""
    squeezed = squeeze(words).casefold()
    return [run for run in wanted if squeeze(run).casefold() not in squeezed]


def leaking(note: RenderedNote, words: str) -> list[str]:
    """Return which stretches of the answer of *note* stand in *words* though they are asked for."""
    asked = squeeze(" ".join((*asked_of(note), note.note.hint)))
    squeezed = squeeze(words)
    hidden = (squeeze(run) for run in (*runs(note.answer), *runs(note.detail)))
    return [run for run in hidden if len(run) > _SHORT and run in squeezed and run not in asked]


def is_left_to_right(text: str) -> bool:
    """Say whether no letter of *text* is written from the right."""
    return not any(bidirectional(letter) in {"R", "AL"} for letter in text)
