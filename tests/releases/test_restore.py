"""A lost or reverted lock, made again from what was published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from builder.cli import main

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'name = "Small"\nid = "small-abc123"\n'
FIRST = """# Small

Q: What is the capital of France?
A: Paris, on the river Seine.

Q: Which metal is liquid at room temperature?
A: Mercury.

C: The {{harmonic}} mean of {{precision}} and recall is F1.
"""
SECOND = FIRST.replace("{{harmonic}} mean", "{{so-called}} {{harmonic}} mean").replace("Mercury.", "Mercury, Hg.")


class Author:
    """Someone who writes a deck and publishes packages of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.lock = self.content / "deck.lock"
        self.content.mkdir()
        (self.content / "deck.toml").write_text(DECK, encoding="utf-8")

    def run(self, *words: str | Path, code: int = 0) -> Result:
        """Run `build` with *words*, which must end with *code*."""
        result = CliRunner().invoke(main, [*map(str, words), "--content", str(self.content)])
        assert result.exit_code == code, result.output
        return result

    def write(self, text: str) -> None:
        """Let the one chapter be *text*."""
        (self.content / "small.md").write_text(text, encoding="utf-8")

    def publish(self, text: str, name: str) -> Path:
        """Build *text*, and return the package *name*, which people have from then on."""
        self.write(text)
        self.run("anki", "--dist", self.folder / name)
        return self.folder / name / "small-abc123.apkg"

    def lines(self) -> dict[str, dict[str, object]]:
        """Return the lines of the lock by GUID, those of note types by key."""
        rows = [json.loads(row) for row in self.lock.read_text(encoding="utf-8").splitlines()[1:]]
        return {row.get("guid") or row["notetype"]: row for row in rows}


@pytest.fixture(name="author")
def _author(tmp_path: Path) -> Author:
    return Author(tmp_path)


def test_a_lost_lock_comes_back_whole(author: Author) -> None:
    """A lock that was deleted is the same again, byte for byte, and the next build sends nothing."""
    author.publish(FIRST, "one")
    package = author.publish(SECOND, "two")
    lock, data = author.lock.read_bytes(), package.read_bytes()
    author.lock.unlink()
    result = author.run("lock", "--from", package)
    assert "it knows 3 cards of the source (0 changed since), and 0 that are gone from it." in result.output
    assert author.lock.read_bytes() == lock
    assert author.publish(SECOND, "three").read_bytes() == data


def test_a_lock_begun_anew_learns_who_the_cards_are(author: Author) -> None:
    """Cards that were reworded after the lock was lost, and so taken for new ones, are who they were."""
    package = author.publish(FIRST, "one")
    old = author.lines()
    author.lock.unlink()
    reworded = FIRST.replace("What is the capital of France?", "What is the capital city of France?")
    author.publish(reworded, "lost")
    assert author.lines().keys() != old.keys()
    author.run("lock", "--from", package)
    author.publish(reworded, "again")
    new = author.lines()
    assert new.keys() > old.keys()
    in_use = {guid for guid, row in new.items() if not row.get("retired")}
    assert in_use == old.keys()
    changed = {guid for guid in old if new[guid]["mod"] != old[guid]["mod"]}
    assert [new[guid]["id"] for guid in changed] == ["what-is-the-capital-of-france"]


def test_numbers_of_blanks_are_those_that_learners_have(author: Author) -> None:
    """A lock that was lost numbers blanks from the front; made again, it has the numbers that were published."""
    author.publish(FIRST, "one")
    package = author.publish(SECOND, "two")
    author.lock.unlink()
    author.publish(SECOND, "lost")
    author.run("lock", "--from", package)
    author.publish(SECOND, "again")
    (cloze,) = (row for row in author.lines().values() if row.get("kind") == "cloze" and "retired" not in row)
    assert cloze["blanks"] == [[3, "so-called"], [1, "harmonic"], [2, "precision"]]


def test_a_reverted_lock_moves_forward(author: Author) -> None:
    """After a revert of content and lock the old text is sent once more, later than what was published since."""
    author.publish(FIRST, "one")
    reverted = author.lock.read_bytes()
    package = author.publish(SECOND, "two")
    published = author.lines()
    author.lock.write_bytes(reverted)
    author.write(FIRST)
    result = author.run("diff", package, code=1)
    assert result.output.count("error[time-back]") == 2
    author.run("lock", "--from", package)
    author.publish(FIRST, "three")
    later = {guid for guid, row in author.lines().items() if row["mod"] > published[guid]["mod"]}  # type: ignore[operator]
    assert len(later) == 2
    author.run("diff", package)


def test_what_only_the_lock_knows_is_kept(author: Author) -> None:
    """Retired cards, and lines of a later version, stay in the lock."""
    author.publish(FIRST, "one")
    package = author.publish(FIRST.replace("Q: Which metal", "***\n\nQ: What metal"), "two")
    with author.lock.open("a", encoding="utf-8") as file:
        file.write('{"later": 1}\n')
    lines = author.lock.read_text(encoding="utf-8").splitlines()
    author.run("lock", "--from", package)
    assert sorted(author.lock.read_text(encoding="utf-8").splitlines()) == sorted(lines)


def test_a_broken_lock_is_repaired(author: Author) -> None:
    """A line that cannot be read is no hindrance: the package knows what stood there."""
    package = author.publish(FIRST, "one")
    lock = author.lock.read_text(encoding="utf-8")
    author.lock.write_text(lock[:-40], encoding="utf-8")
    assert "error[lock-invalid]" in author.run("check", code=1).output
    author.run("lock", "--from", package)
    assert author.lock.read_text(encoding="utf-8") == lock


def test_a_package_of_another_deck_is_refused(author: Author) -> None:
    """The lock of another deck is not taken over."""
    package = author.publish(FIRST, "one")
    author.lock.unlink()
    (author.content / "deck.toml").write_text(DECK.replace("abc123", "xyz789"), encoding="utf-8")
    assert "error[other-deck]" in author.run("lock", "--from", package, code=1).output
    assert not author.lock.exists()


def test_a_build_without_its_lock_warns_before_it_does_harm(author: Author) -> None:
    """Where the last package knows later times than a build without a lock can give, the author is told in time."""
    author.publish(FIRST, "one")
    package = author.publish(SECOND, "one")
    data = package.read_bytes()
    author.lock.unlink()
    result = author.run("anki", "--dist", package.parent, "--strict", code=1)
    assert "warning[lock-lost]: There is no deck.lock, so that learners of the last small-" in result.output
    assert "miss 1 change for ever." in result.output
    assert package.read_bytes() == data
    assert not author.lock.exists()
    author.run("lock", "--from", package)
    author.run("anki", "--dist", package.parent)
    assert package.read_bytes() == data


def test_a_first_build_beside_an_old_package_goes_on(author: Author) -> None:
    """A package that was built before there was a lock, of the same content, is no reason to stop."""
    package = author.publish(FIRST, "one")
    author.lock.unlink()
    author.run("anki", "--dist", package.parent)
    assert author.lock.exists()
