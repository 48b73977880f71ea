"""Cards that change their kind: within a note type they keep their history, beyond it Anki has no way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import ALL, BINARY, DECK, NONE, named, swap

if TYPE_CHECKING:
    from tests.everyday.conftest import Tell

BASIC: Final = f"Q: {BINARY} {{#binary}}\nA: 101010\n"
REVERSED: Final = f"Q: {BINARY} {{#binary .reversed}}\nA: 101010\n"
TYPED: Final = f"Q: {BINARY} {{#binary .type}}\nA: 101010\n"
CHOICE: Final = f"Q: {BINARY} {{#binary}}\n\n- [x] 101010\n- [ ] 010101\n"
QUESTION: Final = f"## {BINARY} {{#binary}}\n\n101010\n"
CLOZE: Final = "C: Forty-two is {{101010}} in the binary system. {#binary}\n"
CLOZED: Final = "Forty-two is 101010 in the binary system."


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_back_and_forth(story: Tell, ids: str) -> None:
    """A card that becomes reversed, typed, a choice, and plain again keeps its reviews; reversed, it gains a card."""
    told = story(named(DECK, ids))
    deck = {kind: named(swap(BASIC, kind)(DECK), ids) for kind in (BASIC, REVERSED, TYPED, CHOICE)}
    told.publishes(deck[REVERSED], updated=[BINARY], gains=["101010"])
    told.publishes(deck[TYPED], updated=[BINARY])
    told.publishes(deck[REVERSED], updated=[BINARY])
    told.publishes(deck[BASIC], updated=[BINARY])
    told.publishes(deck[TYPED], updated=[BINARY])
    told.publishes(deck[BASIC], updated=[BINARY])


def test_choice(story: Tell) -> None:
    """A card that becomes a choice and plain again keeps its reviews."""
    told = story(DECK)
    told.publishes(swap(BASIC, CHOICE)(DECK), updated=[BINARY])
    told.publishes(swap(BASIC, REVERSED)(DECK), updated=[BINARY], gains=["101010"])
    told.publishes(swap(BASIC, CHOICE)(DECK), updated=[BINARY], asks_now={"101010": "101010 010101"})
    told.publishes(DECK, updated=[BINARY], asks_now={"101010 010101": "101010"})


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_recall_card_becomes_a_question(story: Tell, ids: str) -> None:
    """A recall card that becomes a question with a long answer, and one again, keeps its reviews."""
    told = story(named(DECK, ids))
    question = named(swap(f"{BASIC}\n", "", "# Sets\n", f"# Sets\n\n{QUESTION}")(DECK), ids)
    told.publishes(question, updated=[BINARY])
    told.publishes(named(DECK, ids), updated=[BINARY])


def test_recall_card_becomes_a_cloze(story: Tell) -> None:
    """A cloze is another note type: it is a new note, the build says how learners find the old one, and so they do."""
    told = story(DECK)
    release = told.publishes(swap(BASIC, CLOZE)(DECK), new=[CLOZED], gains=["101010"])
    assert release.text == (
        "01-numbers.md:10: note[kind-changed]: `binary` turned from recall to cloze, which Anki does to no note: it is "
        "new there. Learners keep the old one until they delete it; they find it with "
        '`"note:Counting: Recall" Id:binary`.'
    )
    assert told.learner.finds('"note:Counting: Recall" Id:binary') == {BINARY}


def test_cloze_becomes_a_recall_card_again(story: Tell) -> None:
    """The card that comes back has its old GUID: nothing is sent, no review is lost; the cloze stays with learners."""
    told = story(DECK)
    told.publishes(swap(BASIC, CLOZE)(DECK), new=[CLOZED], gains=["101010"])
    release = told.publishes(DECK)
    assert "01-numbers.md:10: note[card-revived]: `binary` is back, and is who it was." in release.said
    assert not any("it is new there" in said for said in release.said)
    assert told.learner.finds('"note:Counting: Cloze" Id:binary') == {CLOZED}

    told.publishes(swap(BASIC, CLOZE)(DECK))


def test_cloze_without_an_id(story: Tell) -> None:
    """Without an id a card that becomes a cloze is new and the old one gone; its words bring it back."""
    told = story(named(DECK, NONE))
    release = told.publishes(named(swap(BASIC, CLOZE)(DECK), NONE), new=[CLOZED], gains=["101010"])
    assert release.codes == ("card-retired",)
    assert told.publishes(named(DECK, NONE)).codes == ("card-retired", "card-revived")
