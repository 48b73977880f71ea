"""The merges that a deck's authors make: what each branch edits, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.everyday.deck import (
    BINARY,
    EVEN_PRIME,
    HEXAGON,
    HEXAGON_CARD,
    PRIME,
    RADIUS,
    REWORDED,
    add,
    both,
    put,
    swap,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.everyday.people import Files

    Edit = Callable[[Files], Files]

SQUARE: Final = "Q: How many sides does a square have, and how many right angles? {#square}\nA: Four of either.\n"
INFINITE: Final = "Q: What is a set called that has no end of members? {#infinite}\nA: An infinite set.\n"
SQUARE_ASKED: Final = "How many sides does a square have, and how many right angles?"
INFINITE_ASKED: Final = "What is a set called that has no end of members?"
MOVED: Final = both(without(f"{HEXAGON_CARD}\n"), add("logic/03-sets.md", HEXAGON_CARD))
BEFORE: Final = "Two alone, since it divides every other even number"
OURS: Final = swap(BEFORE, "Two alone, for it divides every other even number")
THEIRS: Final = swap(BEFORE, "Only two, since it divides every other even number")
THIRD: Final = swap(BEFORE, "Only two, for it divides every other even number")
SUM: Final = "The sum of {{two}} odd numbers is always {{even}}."


def cloze(text: str) -> Edit:
    """Return the edit that lets the cloze `SUM` be *text*."""
    return swap(SUM, text)


@dataclass(frozen=True)
class Case:
    """What the branches `ours` and `theirs` edit, and what becomes of it."""

    ours: Edit
    theirs: Edit
    resolved: Edit | None = None
    """What the author lets the content be where both changed one place; without it git merges by itself."""
    asks_now: Mapping[str, str] = field(default_factory=dict)
    """What cards ask after the merge that asked something else at any of the learners'."""
    new: tuple[str, ...] = ()
    """What the cards ask that the learner of `main` gets."""
    retired: tuple[str, ...] = ()
    """What those notes ask that learners have and the merged package has not."""
    says: tuple[str, ...] = ()
    """Codes that the build of the merge tells, apart from `lock-healed` and guesses, sorted."""
    needs_ids: bool = False
    """Whether a card without an id would not be found again."""


CASES: Final = {
    "a card each": Case(
        add("01-numbers.md", SQUARE), add("logic/03-sets.md", INFINITE), new=(SQUARE_ASKED, INFINITE_ASKED)
    ),
    "a card each, at one place": Case(
        add("01-numbers.md", SQUARE),
        add("01-numbers.md", INFINITE),
        both(add("01-numbers.md", SQUARE), add("01-numbers.md", INFINITE)),
        new=(SQUARE_ASKED, INFINITE_ASKED),
    ),
    "a card and an edit each": Case(
        both(add("01-numbers.md", SQUARE), REWORDED),
        both(add("logic/03-sets.md", INFINITE), swap("factorings", "factorizations")),
        new=(SQUARE_ASKED, INFINITE_ASKED),
    ),
    "one card, ours kept": Case(OURS, THEIRS, OURS),
    "one card, theirs kept": Case(OURS, THEIRS, THEIRS),
    "one card, a third text": Case(OURS, THEIRS, THIRD),
    "one card, both put back": Case(OURS, THEIRS, lambda files: files),
    "one card, the same edit": Case(OURS, OURS),
    "one card, question and answer": Case(
        swap("why is one not among them?", "why is one not counted among them?"),
        swap("factorings", "factorizations"),
        asks_now={PRIME: "What is a prime number, and why is one not counted among them?"},
        needs_ids=True,
    ),
    "id changed, card reworded": Case(
        swap("{#hexagon}", "{#diagonals}"), REWORDED, both(REWORDED, swap("{#hexagon}", "{#diagonals}")), needs_ids=True
    ),
    "id changed, card reworded beyond recognition": Case(
        swap("{#hexagon}", "{#diagonals}"),
        swap(HEXAGON, "Count the lines."),
        swap(f"{HEXAGON} {{#hexagon}}", "Count the lines. {#diagonals}"),
        asks_now={HEXAGON: "Count the lines."},
        needs_ids=True,
    ),
    "id changed twice": Case(
        swap("{#hexagon}", "{#diagonals}"),
        swap("{#hexagon}", "{#lines}"),
        swap("{#hexagon}", "{#lines}"),
        needs_ids=True,
    ),
    "deleted by one, edited by the other, deleted": Case(
        without(f"{HEXAGON_CARD}\n"), REWORDED, without(f"{HEXAGON_CARD}\n"), retired=(HEXAGON,), says=("card-retired",)
    ),
    "deleted by one, edited by the other, kept": Case(without(f"{HEXAGON_CARD}\n"), REWORDED, REWORDED),
    "deleted by one, its neighbours edited by the other": Case(
        without(f"{HEXAGON_CARD}\n"),
        swap("What is half of a", "What is the half of a", "{{even}}", "{{even::or odd?}}"),
        asks_now={RADIUS: "What is the half of a diameter called?"},
        retired=(HEXAGON,),
        needs_ids=True,
    ),
    "deleted by both": Case(without(f"{HEXAGON_CARD}\n"), without(f"{HEXAGON_CARD}\n"), retired=(HEXAGON,)),
    "moved by one, edited by the other": Case(MOVED, REWORDED, both(MOVED, REWORDED)),
    "reversed by one, edited by the other": Case(
        swap("{#even-prime}", "{#even-prime .reversed}"),
        swap("Which even number is prime, and why no other?", "Which even number is a prime, and why no other?"),
        swap(
            "Which even number is prime, and why no other? {#even-prime}",
            "Which even number is a prime, and why no other? {#even-prime .reversed}",
        ),
        asks_now={EVEN_PRIME: "Which even number is a prime, and why no other?"},
        new=("Two alone, since it divides every other even number, which therefore has a third factor.",),
        needs_ids=True,
    ),
    "a cloze of a recall card, an edit": Case(
        swap(f"Q: {BINARY} {{#binary}}\nA: 101010", "C: Forty-two is {{101010}} in the binary system. {#binary}"),
        REWORDED,
        new=("101010",),
        retired=(BINARY,),
    ),
    "a blank by one alone": Case(
        cloze("The {{sum}} of {{two}} odd numbers is always {{even}}."), REWORDED, new=("sum",)
    ),
    "a blank removed, another added": Case(
        cloze("The sum of two odd numbers is always {{even}}."),
        cloze("The {{sum}} of {{two}} odd numbers is always {{even}}."),
        cloze("The {{sum}} of two odd numbers is always {{even}}."),
        asks_now={"two": ""},
        new=("sum",),
    ),
    "styles": Case(
        put("theme.css", ".card { color: teal; }\n"),
        put("theme.css", ".card { color: navy; }\n"),
        put("theme.css", ".card { color: teal; }\n"),
    ),
}
