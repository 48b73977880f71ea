"""Decks that got another name: Anki moves no card, and the key that the build offers keeps the old deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import DECK, NUMBERS, SETTINGS, add, both, put, renamed, swap, without

if TYPE_CHECKING:
    from tests.everyday.conftest import Tell

MEANING: Final = "Anki moves no card: learners keep theirs in the old deck, and new ones go to the new."
DECKS: Final = {"Counting::Numbers", "Counting::Circles", "Counting::Polygons", "Counting::Logic::Sets"}
UNTITLED: Final = DECK | {"01-numbers.md": NUMBERS.removeprefix("# Numbers\n\n")}
"""The deck with a chapter that is called after its file."""
NEW: Final = "Q: How many sides does a square have? {#square}\nA: Four.\n"

Edit = "Callable[[Files], Files]"
RENAMED: Final = {
    "chapter": (
        DECK,
        swap("# Numbers", "# Whole numbers"),
        (
            "01-numbers.md:1: warning[deck-renamed]: The cards of the deck “Counting::Numbers” stand in "
            f"“Counting::Whole numbers” now. {MEANING} To keep the old name in Anki, write `deck: Numbers` in the "
            "front matter of 01-numbers.md."
        ),
        swap("# Whole numbers", "---\ndeck: Numbers\n---\n\n# Whole numbers"),
    ),
    "chapter in the front matter": (
        DECK,
        swap("# Sets\n", "---\ntitle: All sets\n---\n\n# Sets\n"),
        (
            "logic/03-sets.md:5: warning[deck-renamed]: The cards of the deck “Counting::Logic::Sets” stand in "
            f"“Counting::Logic::All sets” now. {MEANING} To keep the old name in Anki, write `deck: Logic::Sets` in "
            "the front matter of logic/03-sets.md."
        ),
        swap("title: All sets\n", "title: All sets\ndeck: Logic::Sets\n"),
    ),
    "first chapter of several": (
        DECK,
        swap("# Circles", "# Round things"),
        (
            "02-shapes.md:1: warning[deck-renamed]: The cards of the deck “Counting::Circles” stand in "
            f"“Counting::Round things” now. {MEANING} To keep the old name in Anki, write `deck: Circles` in the front "
            "matter of 02-shapes.md."
        ),
        swap("# Round things", "---\ndeck: Circles\n---\n\n# Round things"),
    ),
    "later chapter of several": (
        DECK,
        swap("# Polygons", "# Many corners"),
        (
            "02-shapes.md:12: warning[deck-renamed]: The cards of the deck “Counting::Polygons” stand in "
            f'“Counting::Many corners” now. {MEANING} To keep the old name in Anki, write `{{deck="Polygons"}}` behind '
            "its heading."
        ),
        swap("# Many corners", '# Many corners {deck="Polygons"}'),
    ),
    "file": (
        UNTITLED,
        renamed("01-numbers", "01-whole-numbers"),
        (
            "01-whole-numbers.md:1: warning[deck-renamed]: The cards of the deck “Counting::Numbers” stand in "
            f"“Counting::Whole numbers” now. {MEANING} To keep the old name in Anki, write `deck: Numbers` in the "
            "front matter of 01-whole-numbers.md."
        ),
        lambda files: files | {"01-whole-numbers.md": f"---\ndeck: Numbers\n---\n\n{files['01-whole-numbers.md']}"},
    ),
    "folder": (
        DECK,
        renamed("logic/", "foundations/"),
        (
            "foundations/03-sets.md:1: warning[deck-renamed]: The cards of the deck “Counting::Logic::Sets” stand in "
            f"“Counting::Foundations::Sets” now. {MEANING} To keep the old name in Anki, write `deck: Logic::Sets` in "
            "the front matter of foundations/03-sets.md."
        ),
        swap("# Sets\n", "---\ndeck: Logic::Sets\n---\n\n# Sets\n"),
    ),
    "file joined to another": (
        DECK,
        lambda files: (
            {p: t for p, t in files.items() if p != "logic/03-sets.md"}
            | {"02-shapes.md": f"{files['02-shapes.md']}\n{files['logic/03-sets.md']}"}
        ),
        (
            "02-shapes.md:22: warning[deck-renamed]: The cards of the deck “Counting::Logic::Sets” stand in "
            f'“Counting::Sets” now. {MEANING} To keep the old name in Anki, write `{{deck="Logic::Sets"}}` behind its '
            "heading."
        ),
        swap("# Sets\n", '# Sets {deck="Logic::Sets"}\n'),
    ),
    "root": (
        DECK,
        swap('name = "Counting"', 'name = "Counting on"'),
        (
            "deck.toml:1: warning[deck-renamed]: The root deck “Counting” is called “Counting on” now. "
            f'{MEANING} To keep the old name in Anki, write `deck = "Counting"` below `[anki]`.'
        ),
        add("deck.toml", '[anki]\ndeck = "Counting"\n'),
    ),
}


@pytest.mark.parametrize("name", RENAMED)
def test_key_keeps_the_deck(story: Tell, name: str) -> None:
    """A renamed deck is told once, in full; the key, written as it says, keeps the old deck without another word."""
    before, edit, said, key = RENAMED[name]
    told = story(before)
    told.author.writes(edit(before))
    assert told.author.builds().text == said
    assert told.author.builds().said == ()
    cured = told.publishes(key(edit(before)))
    assert cured.said == ()
    assert set(cured.contents.decks) >= DECKS


@pytest.mark.parametrize("name", RENAMED)
def test_key_written_at_once(story: Tell, name: str) -> None:
    """Who writes the key together with the new name hears nothing, and nothing moves."""
    before, edit, _, key = RENAMED[name]
    told = story(before)
    release = told.publishes(key(edit(before)))
    assert release.said == ()
    assert set(release.contents.decks) >= DECKS


def test_learner_keeps_the_old_deck(story: Tell) -> None:
    """Without the key known cards stay in the old deck and new ones go to the new one, as the warning says."""
    told = story(DECK)
    edit = both(swap("# Polygons", "# Many corners"), add("02-shapes.md", NEW))
    asked = "How many sides does a square have?"
    told.publishes(edit(DECK), new=[asked], gains=[asked])
    assert told.learner.decks()["Which of these tile the plane?"] == "Counting::Polygons"
    assert told.learner.decks()[asked] == "Counting::Many corners"


def test_key_takes_new_cards_to_the_old_deck(story: Tell) -> None:
    """With the key new cards join the known ones."""
    told = story(DECK)
    edit = both(swap("# Polygons", '# Many corners {deck="Polygons"}'), add("02-shapes.md", NEW))
    asked = "How many sides does a square have?"
    told.publishes(edit(DECK), new=[asked], gains=[asked])
    assert told.learner.decks()[asked] == "Counting::Polygons"


def test_name_changed_in_case_alone(story: Tell) -> None:
    """Anki takes names that differ in case for one, so nothing is to tell."""
    assert story(DECK).publishes(swap("# Numbers", "# numbers")(DECK)).said == ()


def test_one_card_moved(story: Tell) -> None:
    """A card that moves alone renames no deck."""
    card = "Q: Which of these tile the plane? {#tiles}\n\n- [x] squares\n- [ ] pentagons\n"
    edit = both(without(f"\n{card}"), add("logic/03-sets.md", card))
    assert story(DECK).publishes(edit(DECK)).said == ()


def test_name_with_a_root_of_its_own(story: Tell) -> None:
    """A deck whose root stands in `[anki]` may change its name freely."""
    root = put("deck.toml", f'{SETTINGS}\n[anki]\ndeck = "Maths::Counting"\n')
    told = story(root(DECK))
    assert told.publishes(swap('name = "Counting"', 'name = "Numbers and shapes"')(root(DECK))).said == ()


def test_root_below_another(story: Tell) -> None:
    """A root that moves below another is told, and the key keeps it."""
    told = story(DECK)
    told.author.writes(put("deck.toml", f'{SETTINGS}\n[anki]\ndeck = "Maths::Counting"\n')(DECK))
    assert told.author.builds().text == (
        "deck.toml:1: warning[deck-renamed]: The root deck “Counting” is called “Maths::Counting” now. "
        f'{MEANING} To keep the old name in Anki, write `deck = "Counting"` below `[anki]`.'
    )
