"""Each everyday edit of a published deck, alone: who imports it keeps every review, and gets what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import (
    BINARY,
    CIRCLE,
    DECK,
    EDGE,
    EMPTY,
    EVEN_PRIME,
    EVERYTHING,
    FIGURE,
    HEXAGON,
    HEXAGON_CARD,
    IDS,
    NUMBERS,
    ODD_SUM,
    OF_NUMBERS,
    OF_SETS,
    PRIME,
    RADIUS,
    ROMAN,
    SETS,
    SETTINGS,
    SHAPES,
    TILES,
    UNION,
    add,
    both,
    is_bare,
    named,
    put,
    renamed,
    swap,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.everyday.conftest import Tell
    from tests.everyday.people import Files

FIGURES: Final = "Q: How many sides does a square have? {#square}\nA: Four of one length.\n"
SQUARE: Final = "How many sides does a square have?"
ROMAN_CARD: Final = f"Q: {ROMAN} {{#roman .reversed}}\nA: L\n"
BINARY_CARD: Final = f"Q: {BINARY} {{#binary}}\nA: 101010\n"
CIRCLES, POLYGONS = SHAPES.split("# Polygons\n")


@dataclass(frozen=True)
class Case:
    """An edit, and what must come of it."""

    edit: Callable[[Files], Files]
    updated: tuple[str, ...] = ()
    """What those notes asked that Anki reports as updated; all others it reports as unchanged."""
    new: tuple[str, ...] = ()
    asks_now: Mapping[str, str] = field(default_factory=dict)
    """What cards ask that asked something else."""
    gains: tuple[str, ...] = ()
    """What new cards ask."""
    says: tuple[str, ...] = ()
    """Codes that the build tells, sorted."""
    guesses: tuple[str, ...] = ()
    """Cards that are found again by a guess, if they have no id."""


TEXTS: Final = {
    "question": Case(
        swap("why is one not among them?", "why is one not counted among them?"),
        updated=(PRIME,),
        asks_now={PRIME: "What is a prime number, and why is one not counted among them?"},
        guesses=("prime",),
    ),
    "answer": Case(
        swap("Two alone, since it divides", "Two alone: it divides"), updated=(EVEN_PRIME,), guesses=("even-prime",)
    ),
    "typo": Case(swap("factorings would not be", "factorizations would not be"), updated=(PRIME,), guesses=("prime",)),
    "capitals and punctuation": Case(swap("Two pi times", "two pi times"), updated=(EDGE,)),
    "emphasis": Case(swap("Two alone,", "*Two* alone,"), updated=(EVEN_PRIME,)),
    "detail": Case(
        swap("each member taken once.", "each member taken once.\n\nIt is written $A \\cup B$."), updated=(UNION,)
    ),
    "typed answer": Case(swap("A: radius", "A: the radius"), updated=(RADIUS,), guesses=("half",)),
    "answer of a reversed card": Case(
        swap("A: L\n", "A: An L\n"), updated=(ROMAN,), asks_now={"L": "An L"}, guesses=("roman",)
    ),
    "wrong choice": Case(
        swap("- [ ] pentagons", "- [ ] pentagons\n- [ ] octagons"), updated=(TILES,), guesses=("tiles",)
    ),
    "two cards": Case(
        swap("Two alone, since it divides", "Two alone: it divides", "No member at all, but", "No member, but"),
        updated=(EVEN_PRIME, EMPTY),
        guesses=("even-prime", "empty-set"),
    ),
    "heading with cards below": Case(
        swap("What is the union of two sets?", "What is called the union of two sets?"),
        updated=(UNION,),
        asks_now={UNION: "What is called the union of two sets?"},
        guesses=("union",),
    ),
    "introduction": Case(swap("# Sets\n", "# Sets\n\nA set has members.\n")),
    "comment": Case(swap("A: 101010\n", "A: 101010\n\n<!-- Is that right? -->\n")),
    "blanks at the ends of lines": Case(lambda files: files | {"logic/03-sets.md": SETS.replace("\n", "  \n")}),
    "line endings": Case(
        lambda files: {p: t if p == FIGURE else t.replace("\n", "\r\n") for p, t in files.items()},
    ),
    "byte-order mark": Case(lambda files: files | {"01-numbers.md": f"\ufeff{files['01-numbers.md']}"}),
    "link": Case(
        both(
            swap("Two pi times the radius.", "Two [pi] times the radius."),
            swap("# Circles\n", "# Circles\n\n[pi]: https://example.org/pi\n"),
        ),
        updated=(EDGE,),
        guesses=("circumference",),
    ),
}
PLACES: Final = {
    "insert in front": Case(swap("# Sets\n", f"# Sets\n\n{FIGURES}"), new=(SQUARE,), gains=(SQUARE,)),
    "insert between": Case(swap(HEXAGON_CARD, f"{FIGURES}\n{HEXAGON_CARD}"), new=(SQUARE,), gains=(SQUARE,)),
    "reorder cards": Case(both(without(f"{BINARY_CARD}\n"), swap(ROMAN_CARD, f"{ROMAN_CARD}\n{BINARY_CARD}"))),
    "reorder chapters": Case(lambda files: files | {"02-shapes.md": f"# Polygons\n{POLYGONS}\n{CIRCLES}"}),
    "reorder files": Case(both(renamed("01-", "05-"), renamed("02-", "04-"))),
    "to another chapter": Case(both(without(f"{HEXAGON_CARD}\n"), swap("A: radius\n", f"A: radius\n\n{HEXAGON_CARD}"))),
    "to another file": Case(both(without(f"{HEXAGON_CARD}\n"), add("01-numbers.md", HEXAGON_CARD))),
    "to a new file": Case(both(without(f"{HEXAGON_CARD}\n"), put("04-diagonals.md", f"# Diagonals\n\n{HEXAGON_CARD}"))),
    "to another file, reworded": Case(
        both(
            without(f"{HEXAGON_CARD}\n"),
            add("01-numbers.md", HEXAGON_CARD.replace("each of them counted twice", "and each of them counted twice")),
        ),
        updated=(HEXAGON,),
        guesses=("hexagon",),
    ),
    "everything to one file": Case(
        lambda files: (
            {path: text for path, text in files.items() if not path.endswith(".md")}
            | {"all.md": "\n".join(text for path, text in sorted(files.items()) if path.endswith(".md"))}
        ),
        says=("deck-renamed",),
    ),
    "split a file": Case(
        lambda files: files | {"02-shapes.md": CIRCLES.rstrip() + "\n", "03-polygons.md": f"# Polygons\n{POLYGONS}"}
    ),
    "join two files": Case(
        lambda files: (
            {p: t for p, t in files.items() if p != "01-numbers.md"} | {"02-shapes.md": f"{NUMBERS}\n{SHAPES}"}
        )
    ),
    "file": Case(renamed("02-shapes", "02-lines-and-shapes")),
    "split a chapter": Case(
        swap(BINARY_CARD, f"# Numerals\n\n{BINARY_CARD}"),
    ),
    "chapter": Case(swap("# Numbers", "# Whole numbers"), says=("deck-renamed",)),
    "chapter in the front matter": Case(
        swap("# Sets\n", "---\ntitle: All sets\n---\n\n# Sets\n"), says=("deck-renamed",)
    ),
    "later chapter of a file": Case(swap("# Polygons", "# Many corners"), says=("deck-renamed",)),
    "folder": Case(renamed("logic/", "foundations/"), says=("deck-renamed",)),
    "number of a folder": Case(renamed("logic/", "07-logic/")),
    "deck": Case(swap('name = "Counting"', 'name = "Counting on"'), says=("deck-renamed",)),
}
LOOKS: Final = {
    "tags": Case(swap("{#half .type}", '{#half .type tags="lines"}'), updated=(RADIUS,)),
    "tags of a question": Case(swap("{#union}", '{#union tags="basic"}'), updated=OF_SETS),
    "tags of a file": Case(swap("# Sets\n", "---\ntags: [logic]\n---\n\n# Sets\n"), updated=OF_SETS),
    "tags of the deck": Case(put("deck.toml", f'{SETTINGS}\n[anki]\ntags = ["maths"]\n'), updated=EVERYTHING),
    "level": Case(swap("{#prime}", "{#prime .core}"), updated=OF_NUMBERS),
    "hint": Case(swap("{#empty-set}", '{#empty-set hint="Count the sets, too."}'), updated=(EMPTY,)),
    "date": Case(swap("{#empty-set}", "{#empty-set as-of=2024-05-01}"), updated=(EMPTY,)),
    "not in Anki any more": Case(swap("{#hexagon}", "{#hexagon .print-only}")),
    "not in print any more": Case(swap("{#hexagon}", "{#hexagon .anki-only}")),
    "theme": Case(put("theme.css", ".card { color: teal; }\n")),
    "language": Case(put("deck.toml", f'{SETTINGS}language = "en-GB"\n')),
    "author and description": Case(put("deck.toml", f'{SETTINGS}author = "Ada"\ndescription = "To count."\n')),
    "preset": Case(put("deck.toml", f"{SETTINGS}\n[anki]\nnew_per_day = 7\n")),
    "unused work": Case(put("sources.toml", '[euclid]\nauthor = "Euclid"\nyear = "300 BC"\ntitle = "Elements"\n')),
    "figure": Case(put(FIGURE, CIRCLE.replace('r="4"', 'r="3"')), updated=(EDGE,)),
    "name of a figure": Case(
        both(renamed(FIGURE, "figures/round.svg"), swap(FIGURE, "figures/round.svg")), updated=(EDGE,)
    ),
    "line endings of a figure": Case(put(FIGURE, CIRCLE.replace("\n", "\r\n"))),
    "caption of a figure": Case(swap("![A circle and", "![A round circle and"), updated=(EDGE,)),
}


def codes(case: Case, ids: str) -> tuple[str, ...]:
    """Return the codes that the build tells of *case* where there are *ids*."""
    guessed = ["identity-guess" for name in case.guesses if is_bare(name, ids)]
    return tuple(sorted([*case.says, *guessed]))


def cases(table: Mapping[str, Case]) -> pytest.MarkDecorator:
    """Return the parameters of a test for each edit of *table*."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in table.items()])


def publish(story: Tell, case: Case, ids: str) -> None:
    """Publish the deck, then the deck with the edit of *case*, and see that all holds."""
    told = story(named(DECK, ids))
    release = told.publishes(
        named(case.edit(DECK), ids), updated=case.updated, new=case.new, asks_now=case.asks_now, gains=case.gains
    )
    assert release.codes == codes(case, ids), release.said


@pytest.mark.parametrize("ids", IDS)
@cases(TEXTS)
def test_words(story: Tell, case: Case, ids: str) -> None:
    """A card whose words change is still who it was, and it alone is sent."""
    publish(story, case, ids)


@pytest.mark.parametrize("ids", IDS)
def test_many_edits_at_once(story: Tell, ids: str) -> None:
    """A file, its chapter, an answer, a hint, a level and the styles may all change in one release."""
    edit = both(
        renamed("01-", "09-"),
        swap("# Numbers", "# Whole numbers", "Two alone, since it divides", "Two alone: it divides"),
        swap("{{even}}", "{{even::odd or even?}}", "{#hexagon}", "{#hexagon .core}"),
        put("theme.css", ".card { color: teal; }\n"),
    )
    case = Case(edit, updated=(EVEN_PRIME, ODD_SUM, HEXAGON), says=("deck-renamed",), guesses=("even-prime",))
    publish(story, case, ids)


def test_mistake(story: Tell) -> None:
    """A mistake in one file writes nothing, and so no card of that file is taken for gone."""
    told = story(DECK)
    told.author.writes(add("logic/03-sets.md", "Q: What is that?\n")(DECK))
    release = told.author.builds()
    assert release.codes == ("card-without-answer",)
    assert (release.package, release.lock) == (told.release.package, told.release.lock)
    assert told.publishes(DECK).said == ()


def test_question_and_answer_with_an_id(story: Tell) -> None:
    """Where a card has an id, all its words may change at once; `test_ids.py` tells of cards that have none."""
    now = "How many lines join corners of a hexagon that are no neighbours?"
    edit = swap(HEXAGON, now, "Nine: three from each of its six corners, each of them counted twice.", "9")
    story(DECK).publishes(edit(DECK), updated=[HEXAGON], asks_now={HEXAGON: now})


@pytest.mark.parametrize("ids", IDS)
@cases(PLACES)
def test_places(story: Tell, case: Case, ids: str) -> None:
    """A card that stands elsewhere, or under another name, is still who it was, and is not sent for that."""
    publish(story, case, ids)


@pytest.mark.parametrize("ids", IDS)
@cases(LOOKS)
def test_looks(story: Tell, case: Case, ids: str) -> None:
    """A change of tags, looks or settings sends the cards that it changes, and no other."""
    publish(story, case, ids)
