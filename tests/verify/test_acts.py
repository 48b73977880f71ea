"""What our learners do between two releases is what learners do, and on notes of every type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anki.consts import (
    CARD_TYPE_REV,
    QUEUE_TYPE_MANUALLY_BURIED,
    QUEUE_TYPE_NEW,
    QUEUE_TYPE_SUSPENDED,
    REVLOG_RESCHED,
)

from builder.identity import ids
from builder.verify import acts
from builder.verify.learner import Learner
from tests.anki.samples import fragment, note, one_of_each
from tests.verify.conftest import built

if TYPE_CHECKING:
    from pathlib import Path

TYPE, QUEUE, FLAGS, DATA = 0, 1, 8, 9
"""Places in `builder.verify.state.Card.schedule`."""


def larger_deck() -> bytes:
    """Return a package with enough notes for every action to meet both note types."""
    more = (note(f"more-{place}", fragment("Q"), fragment("A"), place=place) for place in range(10, 24))
    return built(*one_of_each(), *more)


def test_studying(tmp_path: Path) -> None:
    """The learner reviews, some cards several times, suspends, buries, flags, dates, moves, and touches no note."""
    (path := tmp_path / "deck.apkg").write_bytes(larger_deck())
    with Learner(tmp_path / "anki") as learner:
        learner.take(path)
        had = learner.state()
        acts.study(learner.col, fsrs=True)
        has = learner.state()
    assert has.notes == had.notes
    queues = {card.schedule[QUEUE] for card in has.cards.values()}
    assert {QUEUE_TYPE_SUSPENDED, QUEUE_TYPE_MANUALLY_BURIED, QUEUE_TYPE_NEW} < queues
    assert CARD_TYPE_REV in {card.schedule[TYPE] for card in has.cards.values()}
    assert len({card.schedule[FLAGS] for card in has.cards.values()}) > 4
    assert any('"s":' in str(card.schedule[DATA]) for card in has.cards.values())
    assert any(review[-1] == REVLOG_RESCHED for review in has.reviews.values())
    reviewed = [review[0] for review in has.reviews.values()]
    assert 0 < len(set(reviewed)) < len(has.cards)
    assert max(map(reviewed.count, reviewed)) >= 3
    names = {deck.name for deck in has.decks.values()}
    assert {acts.OWN_DECK, "My cramming", "Vision::Metrics::F1 (mine)"} < names
    assert {has.decks[card.deck].name for card in has.cards.values()} > {acts.OWN_DECK, "My cramming"}
    assert len(has.presets) == len(had.presets) + 1
    assert has.presets[1] != had.presets[1]


def test_editing(tmp_path: Path) -> None:
    """The learner changes each note, by its fields, its tags or both, a second after the newest of the package."""
    (path := tmp_path / "deck.apkg").write_bytes(larger_deck())
    with Learner(tmp_path / "anki") as learner:
        learner.take(path)
        had = learner.state()
        acts.edit(learner.col, ids.T0 + 5)
        has = learner.state()
    pairs = [(had.notes[row], note) for row, note in has.notes.items()]
    assert {note.mod for note in has.notes.values()} == {ids.T0 + 6}
    assert all(was.fields != now.fields or was.tags != now.tags for was, now in pairs)
    assert {tag for _, now in pairs for tag in now.tags} > {"my-tag", "marked", "leech"}
    changed = {name for was, now in pairs for name in now.fields if was.fields[name] != now.fields[name]}
    assert changed > {"Hint", "Answer"}
    assert has.cards.keys() == had.cards.keys()
