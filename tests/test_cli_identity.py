"""The commands about who each card is, used as people and scripts use them."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import builder.verify
from builder.cli import main

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'name = "Small"\nid = "small-abc123"\n'
CHAPTER = """# Small

## What is one? {.core}

The first number.

Q: What is the capital of France?
A: Paris, on the river Seine.

C: Three is {{odd}}. {#three}
"""


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """Return a content folder in a git repository, released as v1."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text(DECK, encoding="utf-8")
    (folder / "small.md").write_text(CHAPTER, encoding="utf-8")
    run("anki", "--content", folder, "--dist", tmp_path / "v1")
    git = ("git", "-c", "user.name=An Author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main")
    for words in (("init", "-q"), ("add", "content"), ("commit", "-qm", "One"), ("tag", "v1")):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    return folder


def run(*words: str | Path, code: int = 0) -> Result:
    """Run `build` with *words*, which must end with *code*."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def edit(content: Path, old: str, new: str) -> None:
    """Put *new* in the place of *old*."""
    path = content / "small.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_ids_are_shown_and_written(content: Path) -> None:
    """`build ids` lists the cards without a written id; `--write` writes them in, and then nothing is sent anew."""
    lock = (content / "deck.lock").read_bytes()
    shown = run("ids", "--content", content)
    assert shown.stdout.splitlines() == [
        f"{content}/small.md:3:4: what-is-one  (as deck.lock has it)",
        f"{content}/small.md:7:1: what-is-the-capital-of-france  (as deck.lock has it)",
    ]
    run("ids", "--content", content, "--write")
    written = CHAPTER.replace("{.core}", "{#what-is-one .core}")
    written = written.replace("France?", "France? {#what-is-the-capital-of-france}")
    assert (content / "small.md").read_text(encoding="utf-8") == written
    run("anki", "--content", content, "--dist", content.parent / "dist", "--locked")
    assert (content / "deck.lock").read_bytes() == lock
    assert "Every card has an id" in run("ids", "--content", content).stderr


def test_ids_for_programs(content: Path) -> None:
    """As JSON each id has its place and where it comes from."""
    edit(content, "What is the capital of France?", "What is the capital city of France?")
    edit(content, "C: Three", "Q: New?\nA: Quite.\n\nC: Three")
    rows = json.loads(run("ids", "--content", content, "--format", "json").stdout)
    assert [(row["line"], row["id"], row["origin"]) for row in rows] == [
        (3, "what-is-one", "as deck.lock has it"),
        (7, "what-is-the-capital-of-france", "taken for a reworded card"),
        (10, "new", "made of its text"),
    ]


def test_ids_of_a_faulty_source_are_not_written(content: Path) -> None:
    """Where the source is at fault its faults are told, and no file is touched."""
    edit(content, "A: Paris, on the river Seine.", "A:")
    before = (content / "small.md").read_bytes()
    result = run("ids", "--content", content, "--write", code=1)
    assert "error[card-without-answer]" in result.stderr
    assert (content / "small.md").read_bytes() == before


def test_diff_tells_what_changed_since_the_tag(content: Path) -> None:
    """`build diff` compares with the newest tag, in words, as release notes, and for programs."""
    edit(content, "Paris, on", "Paris, which lies on")
    text = run("diff", "--content", content).stdout
    assert text.startswith("Since v1: 1 reworded; 2 cards unchanged.\n")
    assert "reworded: what-is-the-capital-of-france" in text
    notes = run("diff", "--content", content, "--format", "markdown").stdout
    assert notes.startswith("Since v1: **1 reworded**; 2 cards unchanged.\n\n## Reworded\n")
    rows = json.loads(run("diff", "v1", "--content", content, "--format", "json").stdout)
    assert [card["id"] for card in rows["cards"]] == ["what-is-the-capital-of-france"]


def test_builds_say_it_in_a_line(content: Path, tmp_path: Path) -> None:
    """`build anki` says what changed since the last release; without a repository it says nothing of the kind."""
    edit(content, "Paris, on", "Paris, which lies on")
    assert "Since v1: 1 reworded.\n" in run("anki", "--content", content, "--dist", tmp_path / "dist").stdout
    shutil.rmtree(tmp_path / ".git")
    assert "Since" not in run("anki", "--content", content, "--dist", tmp_path / "dist").output


def test_diff_fails_where_a_change_would_never_arrive(content: Path) -> None:
    """A lock that forgot is found out before a release."""
    lock = content / "deck.lock"
    edit(content, "Paris, on", "Paris, which lies on")
    run("anki", "--content", content, "--dist", content.parent / "dist")
    rows = lock.read_text(encoding="utf-8").splitlines()
    new = [json.dumps({**json.loads(row), "mod": 1_700_000_000}, sort_keys=True) for row in rows[1:]]
    lock.write_text("\n".join([rows[0], *new]), encoding="utf-8")
    result = run("diff", "--content", content, code=1)
    assert (
        f"{content}/small.md:7:1: error[time-back]: `what-is-the-capital-of-france` is not what it was" in result.stderr
    )


def test_diff_with_nothing_to_compare(tmp_path: Path) -> None:
    """Where there is no release, one sentence says what to do, as for any wrong use."""
    (tmp_path / "deck.toml").write_text(DECK, encoding="utf-8")
    result = run("diff", "--content", tmp_path, code=2)
    assert "The content folder lies in no git repository. Name a package or a lock file" in result.stderr
    assert "There is no file old.apkg." in run("diff", "old.apkg", "--content", tmp_path, code=2).stderr


def test_verify_lets_anki_judge(content: Path, tmp_path: Path) -> None:
    """`build verify` imports the published package and the new one, and says that nothing is lost."""
    edit(content, "Paris, on", "Paris, which lies on")
    run("anki", "--content", content, "--dist", tmp_path / "dist")
    words = ("verify", tmp_path / "v1" / "small-abc123.apkg", "--content", content, "--dist", tmp_path / "dist")
    report = run(*words).stdout
    assert "0 new, 1 updated, 2 unchanged, 0 conflicting, 0 lost" in report
    assert "No review is lost" in report
    assert json.loads(run(*words, "--format", "json").stdout)["ok"] is True


def test_verify_fails_where_something_is_lost(content: Path, tmp_path: Path) -> None:
    """A package of another deck's ids loses everything, and fails."""
    (content / "deck.lock").unlink()
    (content / "deck.toml").write_text(DECK.replace("abc123", "xyz789"), encoding="utf-8")
    run("anki", "--content", content, "--dist", tmp_path / "dist")
    words = ("verify", tmp_path / "v1" / "small-abc123.apkg", "--content", content, "--dist", tmp_path / "dist")
    assert "Do not publish this package" in run(*words, code=1).stdout


def test_verify_needs_a_package(content: Path, tmp_path: Path) -> None:
    """Without a built package one sentence says what to do."""
    result = run("verify", "--content", content, "--dist", tmp_path / "none", code=2)
    assert "small-abc123.apkg yet: run `build anki` first." in result.stderr


def test_verify_without_the_extra(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Anki's library one sentence says how to get it, and the exit code is that of something lacking."""
    monkeypatch.setattr(builder.verify.process, "find_spec", lambda _name: None)
    result = run("verify", "--content", content, code=3)
    assert result.stderr == "`build verify` needs Anki's own library: pip install 'cardpress[verify]'.\n"
