"""A lock that a merge, an editor or a later version has touched is read all the same, or refused with its place."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import (
    ALL,
    DECK,
    HEXAGON,
    HEXAGON_CARD,
    IDS,
    NONE,
    REWORDED,
    SETTINGS,
    named,
    put,
    swap,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.everyday.conftest import Tell
    from tests.everyday.story import Story


Lines = list[str]


def shuffled(lines: Lines) -> Lines:
    """Return *lines* in another order, the first one among them."""
    return random.Random(7).sample(lines, len(lines))  # noqa: S311 (which order is no secret)


def marked(lines: Lines) -> Lines:
    """Return *lines* with the marks that git leaves around two versions of a place."""
    return [*lines[:3], "<<<<<<< HEAD", *lines[3:6], "=======", *lines[3:7], ">>>>>>> other", *lines[6:]]


def marked_with_ancestor(lines: Lines) -> Lines:
    """Return *lines* with the marks that git leaves in the style `diff3`."""
    return [*lines[:3], "<<<<<<< ours", "||||||| 4b825dc", *lines[3:5], "=======", *lines[3:7], ">>>>>>> b", *lines[5:]]


HARMLESS: Final[dict[str, tuple[Callable[[Lines], Lines], str, tuple[str, ...]]]] = {
    "another order": (shuffled, "\n", ()),
    "doubled lines": (lambda lines: [*lines, *lines[2:6]], "\n", ("lock-healed",)),
    "doubled lines in another order": (lambda lines: shuffled([*lines, *lines]), "\n", ("lock-healed",)),
    "doubled lines far apart": (lambda lines: [lines[5], *lines], "\n", ("lock-healed",)),
    "marks of a conflict": (marked, "\n", ("lock-healed",)),
    "marks with the ancestor": (marked_with_ancestor, "\n", ("lock-healed",)),
    "a conflict in the first line": (
        lambda lines: ["<<<<<<< HEAD", lines[0], "=======", lines[0], ">>>>>>> b", *lines[1:]],
        "\n",
        ("lock-healed",),
    ),
    "other line endings": (list, "\r\n", ()),
    "a byte-order mark": (lambda lines: [f"\ufeff{lines[0]}", *lines[1:]], "\n", ()),
    "blank lines": (lambda lines: [lines[0], "", *lines[1:], "", "   "], "\n", ()),
    "keys in another order": (
        lambda lines: [lines[0], *(json.dumps(dict(reversed(json.loads(line).items()))) for line in lines[1:])],
        "\n",
        (),
    ),
}


@pytest.mark.parametrize("ids", [ALL, NONE])
@pytest.mark.parametrize("name", HARMLESS)
def test_healed(story: Tell, name: str, ids: str) -> None:
    """What a merge or an editor does to the lines loses nothing, and the next build puts them in order."""
    change, end, codes = HARMLESS[name]
    told = story(named(DECK, ids))
    before = told.release
    told.author.lock = end.join([*change(before.lock.splitlines()), ""])
    release = told.publishes()
    assert release.codes == codes
    assert (release.package, release.lock) == (before.package, before.lock)


def test_words_for_a_healed_lock(story: Tell) -> None:
    """The build says what it found in the lock, and that the result is to be committed."""
    told = story(DECK)
    told.author.lock = "\n".join(marked(told.author.lock.splitlines()))
    assert told.author.builds().text == (
        "deck.lock:1: note[lock-healed]: The lock holds 4 doubled lines and 3 marks of an unfinished merge, as a merge "
        "leaves behind. `build all` puts it in order; commit what it writes."
    )


def test_form(story: Tell) -> None:
    """The lock says whose it is, then a line of JSON each with sorted keys: note types, then cards by id."""
    told = story(DECK)
    first, *lines = told.release.lock.splitlines()
    assert first == "cardpress-lock 1 counting-abc123"
    assert told.release.lock.endswith("}\n")
    rows = [json.loads(line) for line in lines]
    assert lines == [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    assert [row.get("notetype", row.get("id")) for row in rows] == [
        *("cloze", "recall"),
        *sorted(row["id"] for row in rows if "id" in row),
    ]


def test_later_line_counts(story: Tell) -> None:
    """Of two lines of one card the later counts, wherever it stands, so that the next edit is later still."""
    told = story(DECK)
    first = told.author.lock
    told.publishes(REWORDED(DECK), updated=[HEXAGON])
    later = told.author.lock
    for lock in (first + later, later + first):
        told.author.lock = lock
        release = told.author.builds()
        assert (release.codes, release.lock) == (("lock-healed",), later)


def test_what_a_later_version_wrote(story: Tell) -> None:
    """Lines and keys that this version does not know stay, also on a card that changes, goes and comes back."""
    told = story(DECK)
    first, *rest = told.author.lock.splitlines()
    rows = [json.loads(line) for line in rest]
    rows = [row | {"later": {"b": [1, "ü"], "a": None}} if row.get("id") == "hexagon" else row for row in rows]
    rows += [{"later": "a line"}, {"later": ["another"], "mod": 1_700_000_001}]
    told.author.lock = "\n".join([first, *map(json.dumps, rows), ""])
    for files in (DECK, REWORDED(DECK), without(f"{HEXAGON_CARD}\n")(DECK), DECK):
        told.author.writes(files)
        told.author.builds()
        found = [json.loads(line) for line in told.author.lock.splitlines()[1:]]
        (line,) = (row for row in found if row.get("id") == "hexagon")
        assert line["later"] == {"b": [1, "ü"], "a": None}
        assert rows[-2:] == [row for row in found if "later" in row and "id" not in row]


def test_no_line_is_ever_deleted(story: Tell) -> None:
    """A card that is gone keeps its line, marked; all else of the line stays as it was."""
    told = story(DECK)
    (was,) = (row for row in _rows(told) if row.get("id") == "hexagon")
    told.publishes(without(f"{HEXAGON_CARD}\n")(DECK))
    (now,) = (row for row in _rows(told) if row.get("id") == "hexagon")
    assert now == was | {"retired": True}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda line: line[:60], "This line is no JSON."),
        (lambda line: line.replace('"guid": "', '"guid": 7, "was": "'), "The line of a card needs `guid`."),
        (lambda line: line.replace("17000", "-1"), "`mod` must be a time in seconds."),
        (lambda _: "[1, 2]", "This line is no JSON object."),
        (lambda _: "A sentence.", "This line is no JSON."),
    ],
)
def test_broken_line(story: Tell, change: Callable[[str], str], said: str) -> None:
    """A line that cannot be read is an error at its place, and nothing is written: a card would forget who it is."""
    told = story(DECK)
    lines = told.author.lock.splitlines()
    lines[4] = change(lines[4])
    broken = "\n".join([*lines, ""])
    told.author.lock = broken
    told.author.writes(REWORDED(DECK))
    release = told.author.builds()
    assert release.text == (
        f"deck.lock:5: error[lock-invalid]: {said} Take the line from an older commit, or make the lock anew from a "
        "published package: `build lock --from OLD.apkg`."
    )
    assert (release.exit_code, release.package, release.lock) == (1, told.release.package, broken)


def test_lock_without_its_first_line(story: Tell) -> None:
    """A lock that does not say whose it is is an error."""
    told = story(DECK)
    told.author.lock = "".join(told.author.lock.splitlines(keepends=True)[1:])
    release = told.author.builds()
    assert (release.codes, release.exit_code) == (("lock-invalid",), 1)


def test_empty_lock(story: Tell) -> None:
    """An empty lock is an error, not a deck without a past."""
    told = story(DECK)
    told.author.lock = ""
    release = told.author.builds()
    assert (release.codes, release.exit_code) == (("lock-invalid",), 1)


def test_lock_of_another_deck(story: Tell) -> None:
    """Where `deck.toml` has another id than the lock, that is an error at the id, and nothing is written."""
    told = story(DECK)
    told.author.writes(put("deck.toml", SETTINGS.replace("counting-abc123", "counting-two"))(DECK))
    release = told.author.builds()
    assert release.text == (
        "deck.toml:3: error[lock-deck]: deck.lock belongs to the deck `counting-abc123`, and this says `counting-two`: "
        'another deck for learners. Write `id = "counting-abc123"`; only a deck that shall be a new one begins without '
        "the old deck.lock."
    )
    assert (release.exit_code, release.package, release.lock) == (1, told.release.package, told.release.lock)


@pytest.mark.parametrize("ids", IDS)
def test_deck_without_an_id(story: Tell, ids: str) -> None:
    """A deck whose id is not in `deck.toml` has that of its lock: nobody loses a card, whatever its name is."""
    told = story(named(DECK, ids))
    nameless = put("deck.toml", 'format = 1\nname = "Shapes and numbers"\n\n[anki]\ndeck = "Counting"\n')
    assert told.publishes(named(nameless(DECK), ids)).text == (
        "deck.toml:1: warning[deck-id-missing]: The deck has no id of its own, and goes by that of deck.lock: without "
        'it, it would be another deck. Add the line `id = "counting-abc123"`.'
    )


@pytest.mark.parametrize("path", ["02-shapes.md", "04-more.md"])
def test_another_card_with_the_question(story: Tell, path: str) -> None:
    """A new card with a known question leaves the line to the card that says all of it, wherever either stands."""
    told = story(named(DECK, NONE))
    known, new = (
        named({"x.md": text}, NONE)["x.md"] for text in (HEXAGON_CARD, HEXAGON_CARD.replace("Nine: three", "9: three"))
    )
    files = swap(f"{known}\n", "")(named(DECK, NONE)) | {"00-first.md": f"# First\n\n{new}"}
    files[path] = f"{files.get(path, '# More')}\n\n{known}"
    told.publishes(files, new=[HEXAGON], gains=[HEXAGON])


def _rows(told: Story) -> list[dict[str, object]]:
    """Return the lines of the lock."""
    return [json.loads(line) for line in told.author.lock.splitlines()[1:]]
