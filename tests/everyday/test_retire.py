"""Cards that go out of use, with the mark or without, and those that come back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import (
    ALL,
    DECK,
    EVERYTHING,
    HEXAGON,
    HEXAGON_CARD,
    IDS,
    NONE,
    OF_SETS,
    SUBSETS,
    both,
    named,
    swap,
    without,
)
from tests.everyday.people import Learner, asks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.everyday.conftest import Tell
    from tests.everyday.people import Release

CLOZE: Final = "C: A set with {{three}} members has {{eight}} subsets. {#subsets}\n"
RETIRED: Final = swap("{#hexagon}", "{#hexagon .retired}")
NAMES: Final[Mapping[str, str]] = {ALL: "hexagon", NONE: "how-many-diagonals-does-a-convex-hexagon-have"}


def searches(release: Release) -> list[str]:
    """Return the searches for Anki's browser that a build told."""
    return [search for said in release.said for search in re.findall(r"find it in Anki with `(.+)`\.$", said)]


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_retired(story: Tell, tmp_path: Path, ids: str) -> None:
    """A retired card stays with learners, tagged; newcomers get no card of it; without the mark it is back."""
    told = story(named(DECK, ids))
    release = told.publishes(named(RETIRED(DECK), ids), updated=[HEXAGON])
    assert release.text == (
        f"02-shapes.md:14: note[card-retired]: `{NAMES[ids]}` is retired: newcomers get no card of it; who has "
        f'it keeps it, with the tag `retired`. They find it in Anki with `"note:Counting: Recall" Id:{NAMES[ids]}`.'
    )
    assert [told.learner.finds(search) for search in searches(release)] == [{HEXAGON}]
    assert told.learner.finds("tag:retired") == {HEXAGON}
    with Learner(tmp_path / "newcomer") as newcomer:
        assert newcomer.takes(release.package).new == set(EVERYTHING)
        assert HEXAGON not in newcomer.fronts().values()
    assert told.publishes().said == ()

    release = told.publishes(named(DECK, ids), updated=[HEXAGON])
    assert release.text == f"02-shapes.md:14: note[card-revived]: `{NAMES[ids]}` is back, and is who it was."
    assert told.learner.finds("tag:retired") == set()


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_deleted_and_brought_back(story: Tell, ids: str) -> None:
    """A card that is gone from the source stays with learners, is told once, and is who it was when it comes back."""
    told = story(named(DECK, ids))
    deleted = named(without(f"{HEXAGON_CARD}\n")(DECK), ids)
    release = told.publishes(deleted)
    (said,) = release.said
    assert re.sub(r":\d+:", ":", said, count=1) == (
        f"deck.lock: note[card-retired]: `{NAMES[ids]}` of 02-shapes.md is gone from the source; "
        "who has it in Anki keeps it. "
        f'They find it in Anki with `"note:Counting: Recall" Id:{NAMES[ids]}`.'
    )
    assert [told.learner.finds(search) for search in searches(release)] == [{HEXAGON}]
    assert told.publishes().said == ()

    release = told.publishes(named(DECK, ids))
    assert release.text == f"02-shapes.md:14: note[card-revived]: `{NAMES[ids]}` is back, and is who it was."


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_brought_back_elsewhere(story: Tell, ids: str) -> None:
    """A card that comes back in another file is who it was."""
    told = story(named(DECK, ids))
    told.publishes(named(without(f"{HEXAGON_CARD}\n")(DECK), ids))
    back = both(without(f"{HEXAGON_CARD}\n"), swap("# Sets\n", f"# Sets\n\n{HEXAGON_CARD}"))
    assert told.publishes(named(back(DECK), ids)).codes == ("card-revived",)


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_file_deleted_and_brought_back(story: Tell, ids: str) -> None:
    """All cards of a file that is gone are told, and all are who they were when it is back."""
    told = story(named(DECK, ids))
    rest = {path: text for path, text in DECK.items() if path != "logic/03-sets.md"}
    release = told.publishes(named(rest, ids))
    assert release.codes == ("card-retired",) * len(OF_SETS)
    assert {question for search in searches(release) for question in told.learner.finds(search)} == set(OF_SETS)
    assert told.publishes(named(DECK, ids)).codes == ("card-revived",) * len(OF_SETS)


@pytest.mark.parametrize("ids", [ALL, NONE])
def test_question_without_its_answer(story: Tell, ids: str) -> None:
    """A question that becomes a mere section title is gone like any card, and back with its answer."""
    told = story(named(DECK, ids))
    title = without("Everything that is a member of at least one of them, each member taken once.\n\n")
    assert told.publishes(named(title(DECK), ids)).codes == ("card-retired",)
    assert told.publishes(named(DECK, ids)).codes == ("card-revived",)


def test_brought_back_reworded(story: Tell) -> None:
    """A card with an id that comes back with other words is who it was, and is sent."""
    told = story(DECK)
    told.publishes(without(f"{HEXAGON_CARD}\n")(DECK))
    now = swap(HEXAGON_CARD, "Q: What has nine diagonals? {#hexagon}\nA: A hexagon.\n")
    release = told.publishes(now(DECK), updated=[HEXAGON], asks_now={HEXAGON: "What has nine diagonals?"})
    assert release.codes == ("card-revived",)


def test_brought_back_reworded_without_an_id(story: Tell) -> None:
    """Without an id a card that comes back with other words is new, and the build names the one that it may be."""
    told = story(named(DECK, NONE))
    told.publishes(named(without(f"{HEXAGON_CARD}\n")(DECK), NONE))
    back = swap("each of them counted twice", "and each of them counted twice")
    release = told.publishes(named(back(DECK), NONE), new=[HEXAGON], gains=[HEXAGON])
    assert release.codes == ("identity-unsure",)
    assert f"write `{{#{NAMES[NONE]}}}` behind it" in release.said[0]


def test_id_of_a_deleted_card_is_not_given_to_another(story: Tell) -> None:
    """A new card whose automatic id a deleted one had gets another id, and another GUID."""
    told = story(named(DECK, NONE))
    told.publishes(named(without(f"{HEXAGON_CARD}\n")(DECK), NONE))
    another = named(swap(HEXAGON_CARD, f"Q: {HEXAGON} {{#other}}\nA: That depends on how you count.\n")(DECK), NONE)
    known = {note.guid for note in told.learner.notes()}
    told.publishes(another, new=[HEXAGON], gains=[HEXAGON])
    assert len(told.release.times.keys() - known) == 1
    assert [asks(note) for note in told.learner.notes()].count(HEXAGON) == 2


@pytest.mark.parametrize("ids", IDS)
def test_search_finds_a_cloze(story: Tell, ids: str) -> None:
    """The search for a deleted cloze finds it, and nothing else, also when the deck is called otherwise by now."""
    told = story(named(DECK, ids))
    edit = both(without(CLOZE), swap('name = "Counting"', 'name = "Counting: *all* of \\"it\\"_"'))
    release = told.publishes(named(edit(DECK), ids))
    assert "card-retired" in release.codes
    assert [told.learner.finds(search) for search in searches(release)] == [{SUBSETS}]
