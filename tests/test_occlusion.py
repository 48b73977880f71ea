"""Occlusion cards in all outputs, built from a folder and opened again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from builder.outputs import OUTPUTS, Order
from builder.pipeline import build
from builder.render.fragment import Fragment, RenderedNote
from builder.stages import Options
from tests.silent import Silent
from tests.source.folders import loaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builder.render.fragment import RenderedDeck

CHAPTER = r"""
O: Which region is this? {#regions}
![Two circles](figures/dot.svg)
- rect 12% 30% 20% 10%: the intersection
- ellipse 50% 10% 40% 70%: *union*, $a \cup b$

Sets are drawn as circles.

O: On paper? {.print-only #paper}
![Two circles](figures/dot.svg)
- rect 12% 30% 20% 10%: yes

O: In Anki? {.anki-only #anki}
![Two circles](figures/dot.svg)
- rect 12% 30% 20% 10%: yes

O: Still learnt? {.retired #retired}
![Two circles](figures/dot.svg)
- rect 12% 30% 20% 10%: no
"""


@pytest.fixture(name="deck")
def _deck(tmp_path: Path) -> RenderedDeck:
    """Return the deck, rendered."""
    deck = loaded(tmp_path / "content", {"sets.md": CHAPTER})
    assert deck.diagnostics == ()
    return deck.rendered


@pytest.mark.parametrize(("output", "cards"), [("anki", 3), ("sheet", 2), ("cards", 2), ("quiz", 2), ("handout", 2)])
def test_each_output_holds_its_cards(deck: RenderedDeck, output: str, cards: int) -> None:
    """Package, sheet, cards to cut out, quiz and handout hold each card that is meant for them, whole."""
    (made,), diagnostics = OUTPUTS[output](deck, Order())
    account = made.count(deck, made.data)
    assert diagnostics == ()
    assert account.diagnostics == ()
    assert (account.expected, account.found) == (cards, cards)


ROBBED: Final[tuple[tuple[Callable[[RenderedNote], RenderedNote], str], ...]] = (
    (lambda note: replace(note, question=Fragment()), "Which region is this?"),
    (lambda note: replace(note, masks=note.masks[:1]), "union"),
    (lambda note: replace(note, detail=Fragment()), "Sets are drawn as circles."),
)
"""What takes a part of a card away, and the words that are lost with it."""


@pytest.mark.parametrize("output", ["anki", "sheet", "handout"])
@pytest.mark.parametrize(("rob", "lacking"), ROBBED)
def test_account_misses_what_is_lost(
    deck: RenderedDeck, output: str, rob: Callable[[RenderedNote], RenderedNote], lacking: str
) -> None:
    """A file without a header, without what a mask hides or without a detail is noticed, and the card is named."""
    notes = (rob(deck.notes[0]), *deck.notes[1:])
    chapter = replace(deck.chapters[0], notes=notes)
    (made,), _ = OUTPUTS[output](replace(deck, notes=notes, chapters=(chapter,)), Order())
    (fault,) = made.count(deck, made.data).diagnostics
    assert fault.rule.code == "card-lost"
    assert f"the card `regions` without “{lacking}”" in fault.message


def test_same_source_same_bytes(tmp_path: Path) -> None:
    """Two builds of the same folder in two places give the same files."""
    made = []
    for name in ("one", "two"):
        loaded(tmp_path / name, {"sets.md": CHAPTER})
        outcome = build(Options(tmp_path / name, tmp_path / name / "dist"), Silent())
        assert outcome.diagnostics == ()
        made.append({entry.name: (tmp_path / name / "dist" / entry.name).read_bytes() for entry in outcome.entries})
    assert len(made[0]) == 3
    assert made[0] == made[1]
