"""Edits of a cloze: each blank keeps its reviews, and no blank ever gets those of another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import ALL, DECK, DIVISORS, HALF, IDS, NONE, ODD_SUM, named, swap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.everyday.conftest import Tell

SUM: Final = "C: The sum of {{two}} odd numbers is always {{even}}."
OF_DIVISORS: Final = "C: Every number divides {{zero}}, while only {{one}} divides every number."


@dataclass(frozen=True)
class Case:
    """A new wording of `SUM`, and what must come of it."""

    text: str
    asks_now: Mapping[str, str] = field(default_factory=dict)
    gains: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    """Codes that the build tells, sorted."""


CASES: Final = {
    "in front": Case("The {{sum}} of {{two}} odd numbers is always {{even}}.", gains=("sum",)),
    "between": Case("The sum of {{two}} odd {{numbers}} is always {{even}}.", gains=("numbers",)),
    "behind": Case("The sum of {{two}} odd numbers is always {{even}}, and so is {{zero}}.", gains=("zero",)),
    "everywhere": Case(
        "The {{sum}} of {{two}} {{odd}} numbers is {{always}} {{even}}.", gains=("sum", "odd", "always")
    ),
    "around": Case("The {{sum of {{two}} odd numbers}} is always {{even}}.", gains=("sum of two odd numbers",)),
    "first removed": Case("The sum of two odd numbers is always {{even}}.", asks_now={"two": ""}),
    "last removed": Case("The sum of {{two}} odd numbers is always even.", asks_now={"even": ""}),
    "removed, another added": Case(
        "The {{sum}} of two odd numbers is always {{even}}.", asks_now={"two": ""}, gains=("sum",)
    ),
    "reworded": Case("The sum of {{two}} odd numbers is always {{an even one}}.", asks_now={"even": "an even one"}),
    "hint added": Case("The sum of {{two::how many?}} odd numbers is always {{even}}."),
    "written number": Case("The sum of {{c1::two}} odd numbers is always {{c2::even}}."),
    "sentence turned round": Case("Always {{even}} is the sum of {{two}} odd numbers."),
    "turned round, one added": Case("Always {{even}} is the {{sum}} of {{two}} odd numbers.", gains=("sum",)),
    "another number written": Case(
        "The sum of {{two}} odd numbers is always {{c7::even}}.",
        asks_now={"even": ""},
        gains=("even",),
        says=("cloze-renumbered",),
    ),
    "numbers exchanged": Case(
        "The sum of {{c2::two}} odd numbers is always {{c1::even}}.",
        asks_now={"two": "even", "even": "two"},
        says=("cloze-renumbered", "cloze-renumbered"),
    ),
}
OTHER_WORDS: Final = {"behind", "reworded", "sentence turned round", "turned round, one added"}
"""Cases whose sentence is another, so that the card is found again by its id."""


@pytest.mark.parametrize(
    ("name", "ids"), [(name, ids) for name in CASES for ids in ((ALL,) if name in OTHER_WORDS else IDS)]
)
def test_blanks(story: Tell, name: str, ids: str) -> None:
    """The card is sent alone; each blank that is still there asks what it asked, and each new one begins anew."""
    case = CASES[name]
    files = named(swap(SUM, f"C: {case.text}")(DECK), ids)
    release = story(named(DECK, ids)).publishes(files, updated=[ODD_SUM], asks_now=case.asks_now, gains=case.gains)
    assert release.codes == case.says, release.said


STORIES: Final[Mapping[str, tuple[Case, ...]]] = {
    "removed and brought back": (
        Case("The sum of two odd numbers is always {{even}}.", asks_now={"two": ""}),
        Case("The sum of {{two}} odd numbers is always {{even}}.", asks_now={"": "two"}),
    ),
    "removed, then another, then both": (
        Case("The sum of two odd numbers is always {{even}}.", asks_now={"two": ""}),
        Case("The {{sum}} of two odd numbers is always {{even}}.", gains=("sum",)),
        Case("The {{sum}} of {{two}} odd numbers is always {{even}}.", asks_now={"": "two"}),
    ),
    "one in front, twice": (
        Case("The sum of {{two}} {{odd}} numbers is always {{even}}.", gains=("odd",)),
        Case("The {{sum}} of {{two}} {{odd}} numbers is always {{even}}.", gains=("sum",)),
    ),
    "moved by a written number, and back": (
        Case(
            "The sum of {{two}} odd numbers is always {{c7::even}}.",
            asks_now={"even": ""},
            gains=("even",),
            says=("cloze-renumbered",),
        ),
        Case(
            "The sum of {{two}} odd numbers is always {{c2::even}}.",
            asks_now={"even": "", "": "even"},
        ),
    ),
}


@pytest.mark.parametrize("ids", [ALL, NONE])
@pytest.mark.parametrize("name", STORIES)
def test_blanks_release_after_release(story: Tell, name: str, ids: str) -> None:
    """A number that was given away once is nobody else's, and its blank gets it back."""
    told = story(named(DECK, ids))
    for case in STORIES[name]:
        files = named(swap(SUM, f"C: {case.text}")(DECK), ids)
        release = told.publishes(files, updated=[ODD_SUM], asks_now=case.asks_now, gains=case.gains)
        assert release.codes == case.says, release.said


@pytest.mark.parametrize("ids", [ALL, HALF])
def test_whole_sentence_reordered(story: Tell, ids: str) -> None:
    """Where a sentence of two blanks is turned round, each blank keeps its reviews."""
    new = "C: Only {{one}} divides every number, while every number divides {{zero}}."
    release = story(named(DECK, ids)).publishes(named(swap(OF_DIVISORS, new)(DECK), ids), updated=[DIVISORS])
    assert release.said == ()


def test_words_for_another_number(story: Tell) -> None:
    """A written number that is not the blank's is told in full, with the number that keeps the reviews."""
    release = story(DECK).publishes(
        swap("{{even}}", "{{c7::even}}")(DECK), updated=[ODD_SUM], asks_now={"even": ""}, gains=["even"]
    )
    assert release.text == (
        "01-numbers.md:16: warning[cloze-renumbered]: Blank 7 is “even”, which learners reviewed as blank 2: "
        "its reviews stay there. Write `{{c2::…}}` for it, and it keeps them."
    )


def test_number_put_right_as_the_warning_says(story: Tell) -> None:
    """Who does what the warning says before the deck is published takes no review from the blank."""
    told = story(DECK)
    told.author.writes(swap("{{even}}", "{{c7::even}}")(DECK))
    told.author.builds()
    assert told.publishes(swap("{{even}}", "{{c2::even}}")(DECK), updated=[ODD_SUM]).said == ()
