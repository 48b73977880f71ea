"""Ids that are added, changed or taken away, and cards whose words no longer tell who they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import (
    ALL,
    DECK,
    EMPTY,
    EVERYTHING,
    HALF,
    HEXAGON,
    NONE,
    SHAPES,
    add,
    both,
    named,
    swap,
    without,
)

if TYPE_CHECKING:
    from tests.everyday.conftest import Tell

LINES: Final = "How many lines join corners of a hexagon that are no neighbours?"
ANSWER: Final = "Nine: three from each of its six corners, each of them counted twice."
REWORDED: Final = swap(HEXAGON, LINES, ANSWER, "9")
AUTOMATIC: Final = "how-many-diagonals-does-a-convex-hexagon-have"


def test_ids_added(story: Tell) -> None:
    """Cards that get ids of their own are who they were; each is sent once, for its note shows the id."""
    told = story(named(DECK, NONE))
    release = told.publishes(DECK, updated=EVERYTHING)
    assert release.codes == ("id-kept",) * len(EVERYTHING)
    assert release.said[0] == (
        "01-numbers.md:3: note[id-kept]: The card `what-is-a-prime-number-and-why-is-one-not-among` is now called "
        "`prime`; it stays who it was."
    )


def test_automatic_ids_written(story: Tell) -> None:
    """An automatic id that the author writes behind its card sends nothing."""
    deck = named(DECK, NONE)
    release = story(deck).publishes(swap(HEXAGON, f"{HEXAGON} {{#{AUTOMATIC}}}")(deck))
    assert release.said == ()


@pytest.mark.parametrize("ids", [ALL, HALF])
def test_ids_taken_away(story: Tell, ids: str) -> None:
    """Cards whose ids are taken away keep them in the lock: nothing is sent, now or at later edits."""
    told = story(named(DECK, ids))
    assert told.publishes(named(DECK, NONE)).said == ()
    edited = swap(", each of them counted twice", ", and each of them counted twice")(named(DECK, NONE))
    assert told.publishes(edited, updated=[HEXAGON]).codes == ("identity-guess",)


def test_id_changed(story: Tell) -> None:
    """A card whose id changes is who it was, and so it is when it gets its first id back."""
    told = story(DECK)
    assert told.publishes(swap("{#hexagon}", "{#diagonals}")(DECK), updated=[HEXAGON]).said == (
        "02-shapes.md:14: note[id-kept]: The card `hexagon` is now called `diagonals`; it stays who it was.",
    )
    assert told.publishes(DECK, updated=[HEXAGON]).codes == ("id-kept",)


def test_id_of_another_card_before(story: Tell) -> None:
    """A new card that takes the id which another card has given up is a new card."""
    square = "Q: How many sides does a square have? {#hexagon}\nA: Four.\n"
    told = story(DECK)
    told.publishes(swap("{#hexagon}", "{#diagonals}")(DECK), updated=[HEXAGON])
    files = both(swap("{#hexagon}", "{#diagonals}"), add("logic/03-sets.md", square))(DECK)
    asked = "How many sides does a square have?"
    assert told.publishes(files, new=[asked], gains=[asked]).said == ()


def test_id_changed_with_the_words(story: Tell) -> None:
    """A card whose id and words change at once is new; the build names the old id, and writing that brings it back."""
    edit = swap("{#hexagon}", "{#diagonals}", ANSWER, ANSWER.replace(", each of them", ", and each of them"))
    told = story(DECK)
    release = told.publishes(edit(DECK), new=[HEXAGON], gains=[HEXAGON])
    assert release.codes == ("card-retired", "id-new")
    warning, _ = release.said
    assert warning.startswith(
        "02-shapes.md:14: warning[id-new]: `diagonals` is a new card, and seems to be `hexagon`, "
    )
    assert warning.endswith(
        "If it is, write `{#hexagon}` instead, and learners keep their reviews; if not, nothing is to do."
    )

    cured = swap("{#diagonals}", "{#hexagon}")(edit(DECK))
    release = told.publishes(cured, updated=[HEXAGON])
    assert release.codes == ("card-retired", "card-revived")


def test_ids_exchanged(story: Tell) -> None:
    """Written ids decide, so the reviews go with them; where the words say otherwise, the build warns of both."""
    edit = both(swap("{#hexagon}", "{#}"), swap("{#empty-set}", "{#hexagon}"), swap("{#}", "{#empty-set}"))
    release = story(DECK).publishes(edit(DECK), updated=[HEXAGON, EMPTY], asks_now={HEXAGON: EMPTY, EMPTY: HEXAGON})
    assert release.codes == ("id-moved", "id-moved")
    assert release.said[0] == (
        "02-shapes.md:14: warning[id-moved]: `empty-set` stands on the card that the lock knows as `hexagon`: its "
        "reviews go there. If that is not meant, write `{#hexagon}` here, and `{#empty-set}` where it was; else "
        "nothing."
    )


def test_unsure(story: Tell) -> None:
    """A card without an id whose words all change is new, with a warning that names the old card, once."""
    told = story(named(DECK, NONE))
    files = named(REWORDED(DECK), NONE)
    files = swap("A: 9\n", "A: Nine: three from each corner, and each of them counted twice.\n")(files)
    release = told.publishes(files, new=[LINES], gains=[LINES])
    assert release.codes == ("card-retired", "identity-unsure")
    warning, _ = release.said
    assert warning.startswith("02-shapes.md:14: warning[identity-unsure]: This card, “how many lines join corners of a")
    assert warning.endswith(
        f"If it is, write `{{#{AUTOMATIC}}}` behind it, and learners keep their reviews; if not, any new id."
    )
    assert told.publishes().said == ()


def test_unsure_fails_under_strict(story: Tell) -> None:
    """Under `--strict` a doubt about who a card is stops the build: nothing is written before the author decides."""
    told = story(named(DECK, NONE))
    told.author.writes(swap("A: Nine: three from each of its six corners, each", f"A: {LINES} Each")(named(DECK, NONE)))
    told.author.writes(
        named(swap(HEXAGON, "Count the diagonals of a convex hexagon!", ANSWER, "There are 9.")(DECK), NONE)
    )
    release = told.author.builds("--strict")
    assert "identity-unsure" in release.codes
    assert release.exit_code == 1
    assert (release.package, release.lock) == (told.release.package, told.release.lock)


@pytest.mark.parametrize("when", ["before it is published", "afterwards"])
def test_unsure_cured_by_the_old_id(story: Tell, when: str) -> None:
    """The old id, written as the warning says, brings every review back, even if the new card was published."""
    told = story(named(DECK, NONE))
    files = swap("A: 9\n", "A: Nine: three from each corner.\n")(named(REWORDED(DECK), NONE))
    if when == "afterwards":
        release = told.publishes(files, new=[LINES], gains=[LINES])
    else:
        told.author.writes(files)
        release = told.author.builds()
    (name,) = re.findall(r"write `(\{#[a-z0-9-]+\})` behind it", " ".join(release.said))
    cured = swap(LINES, f"{LINES} {name}")(files)
    release = told.publishes(cured, updated=[HEXAGON], asks_now={HEXAGON: LINES})
    assert release.codes == ("card-retired", "card-revived")


def test_unsure_cured_by_a_new_id(story: Tell) -> None:
    """A new id, written as the warning says, lets the card be a new one, and no warning comes again."""
    told = story(named(DECK, NONE))
    files = named(REWORDED(DECK), NONE)
    told.publishes(files, new=[LINES], gains=[LINES])
    release = told.publishes(swap(LINES, f"{LINES} {{#lines}}")(files), updated=[LINES])
    assert release.codes == ("id-kept",)


def test_one_deleted_one_reworded(story: Tell) -> None:
    """Where one card is deleted and another reworded, the one that is still there is found again, and no other."""
    hexagon = SHAPES[SHAPES.index("Q: How many diagonals") : SHAPES.index("Q: Which of these")]
    edit = both(without(hexagon), swap("No member at all, but one", "No member at all, yet one"))
    release = story(named(DECK, NONE)).publishes(named(edit(DECK), NONE), updated=[EMPTY])
    assert release.codes == ("card-retired", "identity-guess")
