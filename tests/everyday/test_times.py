"""When a note changes: exactly when its author changed it, always later than before, and never by itself."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner
from pygments.lexers.python import PythonLexer
from pygments.lexers.special import TextLexer

from builder.cli import main
from builder.identity.ids import T0
from builder.render import prose
from tests.everyday.deck import DECK, EVERYTHING, HEXAGON, PRIME, REWORDED, both, put, swap
from tests.everyday.people import Author

if TYPE_CHECKING:
    from pathlib import Path

    from tests.everyday.conftest import Tell
    from tests.everyday.people import Release

TWICE: Final = swap("each of them counted twice", "and we count each of them twice")
DAY: Final = 86_400
NOW: Final = 1_790_000_000
"""What the clock says, in seconds since 1970."""


@pytest.fixture(name="clock", autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand at `NOW`."""
    monkeypatch.setattr(time, "time", lambda: float(NOW))


def note_type_times(release: Release) -> dict[str, int]:
    """Return the times of the note types in the lock."""
    rows = [json.loads(line) for line in release.lock.splitlines()[1:]]
    return {row["notetype"]: row["mod"] for row in rows if "notetype" in row}


def test_nothing_changed(story: Tell, tmp_path: Path) -> None:
    """A build of an unchanged deck gives the same package and lock, in any folder and at any time."""
    told = story(DECK)
    elsewhere = Author(tmp_path / "elsewhere" / "deeper")
    shutil.copytree(told.author.content, elsewhere.content)
    again = elsewhere.builds()
    assert (again.package, again.lock) == (told.release.package, told.release.lock)
    assert set(again.times.values()) == {T0}


def test_first_lock(story: Tell) -> None:
    """A lock that is lost before anything changed is made anew as it was, and sends nothing."""
    told = story(DECK)
    (told.author.content / "deck.lock").unlink()
    release = told.publishes()
    assert release.said == ()


def test_one_card_changed(story: Tell) -> None:
    """A changed card gets the time of the build; one that is new has the first time of all."""
    told = story(DECK)
    square = "Q: How many sides does a square have? {#square}\nA: Four.\n"
    asked = "How many sides does a square have?"
    files = both(REWORDED, swap("# Sets\n", f"# Sets\n\n{square}"))(DECK)
    release = told.publishes(files, updated=[HEXAGON], new=[asked], gains=[asked])
    times = sorted(release.times.values())
    assert times == [*[T0] * len(EVERYTHING), NOW]


def test_edits_within_a_second(story: Tell) -> None:
    """Two edits of one card in one second both reach the learner: the later one has the later time."""
    told = story(DECK)
    told.publishes(REWORDED(DECK), updated=[HEXAGON])
    told.publishes(TWICE(DECK), updated=[HEXAGON])
    told.publishes(DECK, updated=[HEXAGON])
    assert max(told.release.times.values()) == NOW + 2


@pytest.mark.parametrize("moment", [0, T0 - 1, NOW - DAY, NOW])
def test_clock_that_went_back(story: Tell, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Whatever `SOURCE_DATE_EPOCH` or a clock that was put back says, a change goes strictly forward."""
    told = story(DECK)
    told.publishes(REWORDED(DECK), updated=[HEXAGON])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
    told.publishes(TWICE(DECK), updated=[HEXAGON])
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(time, "time", lambda: float(NOW - 3600))
    told.publishes(DECK, updated=[HEXAGON])
    assert max(told.release.times.values()) == NOW + 2


def test_time_of_the_environment(story: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`SOURCE_DATE_EPOCH` is the time of what changes, so that a rebuild of the same step gives the same bytes."""
    told = story(DECK)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW - 12345))
    release = told.publishes(REWORDED(DECK), updated=[HEXAGON])
    assert max(release.times.values()) == NOW - 12345


@pytest.mark.parametrize(("moment", "said"), [(NOW + DAY, False), (NOW + DAY + 1, True), ("soon", True), ("-1", True)])
def test_time_of_the_environment_ahead(
    story: Tell, monkeypatch: pytest.MonkeyPatch, moment: str | int, *, said: bool
) -> None:
    """A `SOURCE_DATE_EPOCH` more than a day ahead, or one that is no time, is an error, and nothing is written."""
    told = story(DECK)
    told.author.writes(REWORDED(DECK))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
    release = told.author.builds()
    assert release.codes == (("clock",) if said else ())
    assert release.exit_code == int(said)
    assert ((release.package, release.lock) == (told.release.package, told.release.lock)) is said


def test_lock_ahead(story: Tell) -> None:
    """A line of the lock that is more than a day ahead is an error at its place, and nothing is written."""
    told = story(DECK)
    ahead = told.author.lock.replace(f'"mod": {T0}', f'"mod": {NOW + DAY + 1}', 2)
    told.author.lock = ahead
    told.author.writes(REWORDED(DECK))
    release = told.author.builds()
    assert [(one["code"], one["line"]) for one in release.found] == [("clock", 2), ("clock", 3)]
    assert release.said[0] == (
        "deck.lock:2: error[clock]: This line is of 2026-09-22 14:13, more than a day after this machine's clock, "
        "2026-09-21 14:13. Set the clock right; if it is, put the line's time back, for Anki overwrites what learners "
        "wrote."
    )
    assert (release.exit_code, release.lock, release.package) == (1, ahead, told.release.package)


def test_lock_a_little_ahead(story: Tell) -> None:
    """A time less than a day ahead, as of another time zone, is fine; the next edit is later still."""
    told = story(DECK)
    line = next(line for line in told.author.lock.splitlines() if '"id": "hexagon"' in line)
    told.author.lock = told.author.lock.replace(line, line.replace(f'"mod": {T0}', f'"mod": {NOW + DAY}'))
    assert told.author.builds().said == ()
    told.author.writes(REWORDED(DECK))
    assert max(told.author.builds().times.values()) == NOW + DAY + 1


def test_other_libraries(story: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a new version of Pygments or of Markdown renders differently, no note moves."""
    code = "counted twice.\n\n```python\nprint(6 * 3 // 2)\n```\n"
    told = story(swap("counted twice.\n", code, "Two alone,", "Two alone,\\\n")(DECK))
    engine = prose._markdown()  # noqa: SLF001 (the one converter: there is no other way to reach it)
    serialize = engine.serializer
    monkeypatch.setattr(engine, "serializer", lambda root: serialize(root).replace("<br", "<br><br"))
    monkeypatch.setattr(PythonLexer, "get_tokens_unprocessed", TextLexer().get_tokens_unprocessed)

    before = {note.guid: note.fields for note in told.release.contents.notes}
    release = told.author.builds()
    differing = [note.fields["Id"] for note in release.contents.notes if note.fields != before[note.guid]]
    assert sorted(differing) == ["even-prime", "hexagon"]
    assert (release.times, release.lock) == (told.release.times, told.release.lock)


def test_theme(story: Tell) -> None:
    """New styles move the note types, strictly forward, and no note; the learner has them at once."""
    told = story(DECK)
    assert set(note_type_times(told.release).values()) == {T0}
    for number, colour in enumerate(("teal", "navy", "teal")):
        release = told.publishes(put("theme.css", f".card {{ color: {colour}; }}\n")(DECK))
        assert set(note_type_times(release).values()) == {NOW + number}
        assert all(f"color: {colour}" in styles for styles in told.learner.styles())


def test_heading_reworded(story: Tell) -> None:
    """A reworded heading is sent once; the cards below it, which name it, are not sent for that."""
    told = story(DECK)
    now = "What is a prime number, and why is one none?"
    release = told.publishes(swap(PRIME, now)(DECK), updated=[PRIME], asks_now={PRIME: now})
    below = next(note.fields for note in release.contents.notes if note.fields["Id"] == "even-prime")
    assert now in below["Sources"]


@pytest.mark.parametrize("command", [["check"], ["html"], ["pdf"]])
def test_other_commands_leave_the_lock(story: Tell, command: list[str]) -> None:
    """Only what builds the package renews the lock: all other commands read it, and change nothing of it."""
    told = story(DECK)
    told.author.writes(REWORDED(DECK))
    folders = [] if command == ["check"] else ["--dist", str(told.author.dist)]
    done = CliRunner().invoke(main, [*command, "--content", str(told.author.content), *folders])
    assert done.exit_code == 0, done.output
    assert told.author.lock == told.release.lock
    told.publishes(updated=[HEXAGON])
