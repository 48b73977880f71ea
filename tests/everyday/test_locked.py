"""Builds that may not write the lock, as in CI: they ship what the lock knows, or say what to run."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.deck import DECK, HEXAGON, REWORDED, SETTINGS, put, swap
from tests.everyday.people import Author

if TYPE_CHECKING:
    from pathlib import Path

    from tests.everyday.conftest import Tell

OUTDATED: Final = (
    "deck.lock:1: error[lock-outdated]: The content is newer than deck.lock: {} would change. Run `build all` where it "
    "may write, and commit deck.lock with the content."
)
NO_LOCK: Final = (
    "deck.lock:1: warning[no-lock]: There is no deck.lock, so no edit would ever reach learners who have the deck. "
    "Run `build all` where it may write, and commit deck.lock."
)


@pytest.mark.parametrize("said", ["1", "true", "True", "yes", "github"])
def test_in_ci(story: Tell, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Where `CI` is set, content that is newer than the lock is an error, and nothing is written."""
    told = story(DECK)
    told.author.writes(REWORDED(DECK))
    monkeypatch.setenv("CI", said)
    release = told.author.builds()
    assert release.text == OUTDATED.format("1 line")
    assert (release.exit_code, release.package, release.lock) == (1, told.release.package, told.release.lock)


@pytest.mark.parametrize("said", ["", "0", "false", "FALSE"])
def test_not_in_ci(story: Tell, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Where `CI` says no, the lock is renewed as everywhere."""
    told = story(DECK)
    told.author.writes(REWORDED(DECK))
    monkeypatch.setenv("CI", said)
    release = told.author.builds()
    assert (release.said, release.exit_code) == ((), 0)
    assert release.lock != told.release.lock


def test_options_override_ci(story: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--no-locked` renews the lock in CI, too, and `--locked` forbids it everywhere."""
    told = story(DECK)
    told.author.writes(REWORDED(DECK))
    assert told.author.builds("--locked").codes == ("lock-outdated",)
    monkeypatch.setenv("CI", "true")
    assert told.author.builds("--no-locked").said == ()
    assert told.author.lock != told.release.lock


@pytest.mark.parametrize(
    ("name", "edit", "lines"),
    [
        ("a new card", swap("# Sets\n", "# Sets\n\nQ: Four? {#four}\nA: Yes.\n"), "1 line"),
        ("two edits", swap("counted twice.", "counted two times.", "factorings", "factorizations"), "2 lines"),
        ("a deleted card", swap("Q: What is half of a diameter called? {#half .type}\nA: radius\n", ""), "1 line"),
        ("a moved file", lambda f: {p.replace("logic/", "logics/"): text for p, text in f.items()}, "3 lines"),
        ("new styles", put("theme.css", ".card { color: teal; }\n"), "2 lines"),
    ],
)
def test_outdated(story: Tell, name: str, edit: object, lines: str) -> None:
    """Whatever of the lock would change stops a locked build, which says how much that is."""
    assert name
    told = story(DECK)
    assert callable(edit)
    told.author.writes(edit(DECK))
    release = told.author.builds("--locked")
    assert OUTDATED.format(lines) in release.said
    assert (release.exit_code, release.package, release.lock) == (1, told.release.package, told.release.lock)


def test_up_to_date(story: Tell) -> None:
    """A locked build of what the lock knows ships the same package, and touches the lock with no byte."""
    told = story(DECK)
    told.publishes(REWORDED(DECK), updated=[HEXAGON])
    first, *lines = told.author.lock.splitlines()
    random.Random(1).shuffle(lines)  # noqa: S311 (which order is no secret)
    shuffled = "\n".join([first, *lines])
    told.author.lock = shuffled
    release = told.author.builds("--locked", "--strict")
    assert release.said == ()
    assert (release.exit_code, release.package, release.lock) == (0, told.release.package, shuffled)


def test_marks_of_a_merge(story: Tell) -> None:
    """A lock with the marks of a merge must be put in order first, even if no line would change."""
    told = story(DECK)
    first, *lines = told.author.lock.splitlines()
    told.author.lock = "\n".join([first, "<<<<<<< HEAD", "=======", ">>>>>>> other", *lines])
    release = told.author.builds("--locked")
    assert release.codes == ("lock-healed", "lock-outdated")
    assert "0 lines" not in " ".join(release.said)
    assert release.exit_code == 1


def test_no_lock(tmp_path: Path) -> None:
    """Without a lock a locked build ships, warns, and makes none; under `--strict` it fails."""
    author = Author(tmp_path)
    author.writes(DECK)
    release = author.builds("--locked")
    assert (release.said, release.exit_code, release.lock) == ((NO_LOCK,), 0, "")
    strict = author.builds("--locked", "--strict")
    assert (strict.said, strict.exit_code, strict.lock) == ((NO_LOCK,), 1, "")
    assert author.builds("--strict").said == ()
    assert author.builds().package == release.package


def test_settings_that_no_note_has(story: Tell) -> None:
    """A setting that is in no line of the lock needs no new lock."""
    told = story(DECK)
    told.author.writes(put("deck.toml", f'{SETTINGS}author = "Ada"\n[anki]\nnew_per_day = 7\n')(DECK))
    assert told.author.builds("--locked").said == ()
