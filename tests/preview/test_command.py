"""`build preview`, used as people and scripts use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from builder.cli import main

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'format = 1\nname = "Small"\nid = "small-abc123"\n'
GOOD = "# Small\n\nQ: What follows one? {#two}\nA: Two.\n"
FAULTY = "# Faulty\n\nQ: Neither answer nor choices?\n\nQ: Sound?\nA: Yes.\n"
WARNED = "# Warned\n\nQ: Odd? {#odd .nosuchclass}\nA: Yes.\n"


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """Return a content folder with a small deck."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text(DECK, encoding="utf-8")
    (folder / "small.md").write_text(GOOD, encoding="utf-8")
    return folder


def run(content: Path, *words: str) -> Result:
    """Run `build preview` with *words*."""
    dist = str(content.parent / "dist")
    return CliRunner().invoke(main, ["preview", "--content", str(content), "--dist", dist, *words])


def test_the_page_is_written_and_named(content: Path, tmp_path: Path) -> None:
    """One file is written into `dist/`, and its path printed; lock and manifest are left to the builds."""
    result = run(content)
    place = tmp_path / "dist" / "small-abc123-preview.html"
    assert (result.exit_code, result.stdout) == (0, f"{place}  1 card\n")
    assert [path.name for path in (tmp_path / "dist").iterdir()] == [place.name]
    assert [path.name for path in sorted(content.iterdir())] == ["deck.toml", "small.md"]


def test_a_faulty_card_does_not_hide_the_others(content: Path, tmp_path: Path) -> None:
    """With a fault in the source the page is written all the same, and the exit code tells of the fault."""
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    result = run(content)
    assert result.exit_code == 1
    assert "error[card-without-answer]" in result.stderr
    assert "1 error: the page names them." in result.stderr
    page = (tmp_path / "dist" / "small-abc123-preview.html").read_text(encoding="utf-8")
    assert "<p>Yes.<\\/p>" in page
    assert "card-without-answer" in page


def test_warnings_stop_nothing_but_strict(content: Path) -> None:
    """A warning is told on the page; only `--strict` makes it fail."""
    (content / "warned.md").write_text(WARNED, encoding="utf-8")
    assert run(content).exit_code == 0
    assert run(content, "--strict").exit_code == 1


@pytest.mark.parametrize("broken", ["name = ", 'name = "Small"\nid = "Not an id"\n'])
def test_broken_settings_write_nothing(content: Path, tmp_path: Path, broken: str) -> None:
    """Where `deck.toml` is at fault, nobody knows which deck it is: nothing is written."""
    (content / "deck.toml").write_text(broken, encoding="utf-8")
    result = run(content)
    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert not (tmp_path / "dist").exists()


def test_an_empty_folder_writes_nothing(content: Path, tmp_path: Path) -> None:
    """Without any card there is nothing to look at."""
    (content / "small.md").unlink()
    assert run(content).exit_code == 1
    assert not (tmp_path / "dist").exists()


def test_programs_read_stdout(content: Path) -> None:
    """With `--format json` stdout holds the diagnostics alone."""
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    assert [one["code"] for one in json.loads(run(content, "--format", "json").stdout)] == ["card-without-answer"]


def test_a_folder_in_its_place_is_a_sentence(content: Path, tmp_path: Path) -> None:
    """What cannot be written is told in words."""
    (tmp_path / "dist" / "small-abc123-preview.html").mkdir(parents=True)
    result = run(content)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_open_shows_the_page(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--open` hands the page to the browser."""
    opened: list[str] = []

    def show(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    result = run(content, "--open")
    assert (result.exit_code, result.stderr) == (0, "")
    assert opened == [(tmp_path / "dist" / "small-abc123-preview.html").as_uri()]


def test_a_missing_browser_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no browser is found, the page is written all the same, and the user told to open it."""
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    result = run(content, "--open")
    assert (result.exit_code, result.stderr) == (0, "No browser was found here: open the page yourself.\n")
