"""The command line, used as people and scripts use it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from builder import __version__
from builder.cli import main

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'format = 1\nname = "Small"\nid = "small-abc123"\n'
CHAPTER = """# Small

## What is one? {#one}

The first number.

Q: What follows one? {#two}
A: Two.

C: Three is {{odd}}. {#three}
"""
FAULTY = """# Faulty

## No answer

## Another

Q: Neither answer nor choices?

C: An {{}} empty one.
"""


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """Return a content folder with a small deck that has no fault."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text(DECK, encoding="utf-8")
    (folder / "small.md").write_text(CHAPTER, encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    """Run `build` with *words*."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_help_gives_an_example_for_every_command() -> None:
    """Each command explains itself and shows how it is used."""
    commands = ["all", "anki", "pdf", "html", "preview", "check", "ids", "diff", "lock", "verify"]
    assert set(commands) == set(main.commands)
    assert "Example:" in run("--help").output
    for command in commands:
        assert "Example: build" in run(command, "--help").output


def test_version() -> None:
    """The version is that of the package."""
    assert run("--version").output == f"cardpress {__version__}\n"


def test_module_and_command_are_one(content: Path) -> None:
    """`python -m builder` does what `build` does."""
    done = subprocess.run(
        [sys.executable, "-m", "builder", "check", "--content", content], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == "3 cards are in order.\n"
    assert not done.stdout


def test_all_makes_the_whole_set_and_counts_it(content: Path, tmp_path: Path) -> None:
    """`build all` leaves deck, sheet, handout and manifest, and says what it found in each."""
    dist = tmp_path / "dist"
    result = run("all", "--content", content, "--dist", dist)
    assert result.exit_code == 0, result.output
    names = ["manifest.json", "small-abc123-sheet.pdf", "small-abc123.apkg", "small-abc123.html"]
    assert sorted(path.name for path in dist.iterdir()) == names
    for output in ("package", "study sheet", "handout"):
        assert f"3 of 3 cards in the {output}" in result.output
    said = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    assert said["schema"] == 1
    assert set(said["files"]) == set(names[1:])
    assert all(row["cards"] == {"expected": 3, "found": 3} for row in said["files"].values())


def test_verbose_tells_each_stage(content: Path, tmp_path: Path) -> None:
    """With `-v` every stage says what it did and how long it took."""
    result = run("anki", "-v", "--content", content, "--dist", tmp_path / "dist")
    assert "parse: " in result.stderr
    assert "account of anki: 3 of 3 cards" in result.stderr


def test_paper_changes_the_pages(content: Path, tmp_path: Path) -> None:
    """`--paper Letter` prints on Letter, 612 by 792 points."""
    result = run("pdf", "sheet", "--paper", "Letter", "--content", content, "--dist", tmp_path)
    assert result.exit_code == 0, result.output
    said = subprocess.run(["pdfinfo", tmp_path / "small-abc123-sheet.pdf"], capture_output=True, text=True, check=True)
    assert "612 x 792 pts (letter)" in said.stdout


def test_faults_come_all_at_once_with_their_places(content: Path, tmp_path: Path) -> None:
    """Each fault has path, line, column, code, sentence and cure; nothing is written and the exit code is 1."""
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    dist = tmp_path / "dist"
    result = run("all", "--content", content, "--dist", dist)
    lines = result.stderr.splitlines()
    place = (content / "faulty.md").as_posix()
    assert result.exit_code == 1
    assert [line.split("]", 1)[0] + "]" for line in lines[:-1]] == [
        f"{place}:3:4: error[question-without-answer]",
        f"{place}:7:1: error[card-without-answer]",
        f"{place}:9:7: error[cloze-empty]",
    ]
    assert lines[-1] == "3 errors: nothing was written."
    assert not dist.exists()


def test_a_faulty_source_leaves_the_last_good_files(content: Path, tmp_path: Path) -> None:
    """What a good build left in `dist/` stays as it is, byte by byte, when the next build fails."""
    dist = tmp_path / "dist"
    assert run("anki", "--content", content, "--dist", dist).exit_code == 0
    before = {path.name: path.read_bytes() for path in dist.iterdir()}
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    assert run("anki", "--content", content, "--dist", dist).exit_code == 1
    assert {path.name: path.read_bytes() for path in dist.iterdir()} == before


def test_strict_lets_warnings_fail(content: Path, tmp_path: Path) -> None:
    """A warning stops nothing by itself, and everything under `--strict`."""
    (content / "deck.toml").write_text('name = "Small"\n', encoding="utf-8")
    lenient = run("anki", "--content", content, "--dist", tmp_path / "dist")
    assert lenient.exit_code == 0
    assert "warning[deck-id-missing]" in lenient.stderr
    assert '`id = "small"`' in lenient.stderr
    assert run("check", "--strict", "--content", content).exit_code == 1
    assert run("anki", "--strict", "--content", content, "--dist", tmp_path / "other").exit_code == 1
    assert not (tmp_path / "other").exists()


def test_programs_read_json(content: Path) -> None:
    """With `--format json` the diagnostics are data on stdout."""
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    result = run("check", "--format", "json", "--content", content)
    first = json.loads(result.stdout)[0]
    assert result.exit_code == 1
    assert (first["line"], first["column"], first["code"]) == (3, 4, "question-without-answer")
    assert first["severity"] == "error"
    assert first["path"] == (content / "faulty.md").as_posix()


@pytest.mark.parametrize("words", [["all", "--paper", "A5x"], ["bake"], ["all", "--nonsense"]])
def test_wrong_usage_exits_with_2(words: list[str]) -> None:
    """A command line that cannot be understood is exit code 2, and told in a sentence."""
    result = run(*words)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_no_content_folder_is_a_sentence(tmp_path: Path) -> None:
    """A folder that is not there is a fault like others, not a traceback."""
    result = run("all", "--content", tmp_path / "nowhere", "--dist", tmp_path / "dist")
    assert result.exit_code == 1
    assert "error[file-unreadable]: There is no content folder" in result.stderr


def test_a_dist_that_cannot_be_written_is_a_sentence(content: Path, tmp_path: Path) -> None:
    """A folder in the place of a file is told as such, without a traceback, and nothing half-written stays."""
    (tmp_path / "dist" / "small-abc123.apkg" / "in-the-way").mkdir(parents=True)
    result = run("anki", "--content", content, "--dist", tmp_path / "dist")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["small-abc123.apkg"]


def test_another_output_later_notices_the_mixed_set(content: Path, tmp_path: Path) -> None:
    """Files that an older content made are named, until `build all` has made the set anew."""
    dist = tmp_path / "dist"
    assert run("anki", "--content", content, "--dist", dist).exit_code == 0
    (content / "small.md").write_text(CHAPTER.replace("Two.", "The number two."), encoding="utf-8")
    result = run("html", "--content", content, "--dist", dist)
    assert "Older than the content now: small-abc123.apkg." in result.output
    assert set(json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["files"]) == {
        "small-abc123.apkg",
        "small-abc123.html",
    }


def test_a_missing_system_library_stops_print_alone(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Pango the deck and the handout are built, one sentence says what to install, and the exit code is 3."""
    from builder.pdf import library

    def absent() -> None:
        raise library.LibraryMissing(library.sentence("libpango-1.0-0 was not found"))

    monkeypatch.setattr(library, "load", absent)

    dist = tmp_path / "dist"
    result = run("all", "--content", content, "--dist", dist)
    assert result.exit_code == 3
    assert "apt" in result.stderr
    assert "Traceback" not in result.output
    assert {path.name for path in dist.iterdir()} == {"manifest.json", "small-abc123.apkg", "small-abc123.html"}


def test_all_builds_what_the_settings_name(content: Path, tmp_path: Path) -> None:
    """`[outputs] all` chooses what is built, each output once."""
    (content / "deck.toml").write_text(DECK + '[outputs]\nall = ["handout", "cards", "handout"]\n', encoding="utf-8")
    result = run("all", "--content", content, "--dist", tmp_path / "dist")
    assert result.exit_code == 0
    assert "3 of 3 cards in the handout; 3 of 3 cards in the sheets to cut out." in result.stdout
    names = {"manifest.json", "small-abc123-cards.pdf", "small-abc123.html"}
    assert {path.name for path in (tmp_path / "dist").iterdir()} == names
