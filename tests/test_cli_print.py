"""The flags of `build pdf`: what they build, what they set, and how a wrong one is told."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from builder.cli.build import pdf
from builder.cli.printing import flags
from builder.settings import CardSettings, Flags, PrintSettings, QuizSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

CHAPTER = """# Small

Q: What follows one? {#two .core}
A: The second number, which is even.

Q: What follows two? {#three .senior}
A: The third number, which is odd.
"""


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """Return a content folder with two cards."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text('name = "Small"\nid = "small-abc123"\n', encoding="utf-8")
    (folder / "small.md").write_text(CHAPTER, encoding="utf-8")
    return folder


def run(content: Path, *words: str) -> Result:
    """Run `build` with *words* on the folder *content*, into `dist` beside it."""
    place = ("--content", str(content), "--dist", str(content.parent / "dist"))
    return CliRunner().invoke(main, [*words, *place])


def said(*words: str) -> Flags:
    """Return what the flags *words* set, as the command takes them."""
    parameters: dict[str, Any] = pdf.make_context("pdf", list(words)).params
    return flags(parameters)


def files(content: Path) -> set[str]:
    """Return the names of the files that were built, but for the deck's id."""
    return {path.name.removeprefix("small-abc123") for path in (content.parent / "dist").iterdir()} - {"manifest.json"}


def pages(content: Path, name: str) -> int:
    """Return how many pages the manifest says that a file has."""
    manifest = json.loads((content.parent / "dist" / "manifest.json").read_text(encoding="utf-8"))
    number: int = manifest["files"][f"small-abc123{name}"]["pages"]
    return number


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), {"-sheet.pdf"}),
        (("quiz", "cards", "quiz"), {"-cards.pdf", "-quiz.pdf"}),
        (("quiz", "--key", "separate"), {"-quiz.pdf", "-quiz-key.pdf"}),
    ],
)
def test_names_choose_what_is_built(content: Path, words: tuple[str, ...], expected: set[str]) -> None:
    """`build pdf` makes the sheet, or what it names, in any order and each once."""
    result = run(content, "pdf", *words)
    assert result.exit_code == 0, result.output
    assert files(content) == expected


def test_each_flag_sets_what_it_says() -> None:
    """Every setting of print, cards and quiz has a flag, and gets its value in the form of the settings."""
    told = said(
        *"--paper letter --scale 1.2 --grey --no-detail --archive --columns 2 --breaks run-on".split(),
        *"--size 85X54 --duplex Fold --fronts-first --no-marks --calibration --offset -1.5,2".split(),
        *"--room box --key separate --chapter Small --chapter Large --tag x --level senior --number 5 --seed 7".split(),
    )
    assert told == Flags(
        {
            "paper": "Letter",
            "scale": 1.2,
            "grey": True,
            "detail": False,
            "archive": True,
            "columns": 2,
            "chapters": "run-on",
        },
        {
            "size": "85x54",
            "duplex": "fold",
            "fronts_first": True,
            "offset": (-1.5, 2.0),
            "marks": False,
            "calibration": True,
            "detail": False,
        },
        {
            "room": "box",
            "key": "separate",
            "chapters": ("Small", "Large"),
            "tags": ("x",),
            "levels": ("senior",),
            "number": 5,
            "seed": "7",
        },
    )
    for settings, table in ((PrintSettings, told.print), (CardSettings, told.cards), (QuizSettings, told.quiz)):
        assert {field.name for field in fields(settings)} == set(table)


def test_what_is_not_said_is_not_set() -> None:
    """Without flags the settings of the deck hold; a quiz of the whole deck takes back what they choose."""
    assert said() == Flags()
    assert said("--colour", "--whole-deck", "--tag", "x") == Flags(
        print={"grey": False}, quiz={"chapters": (), "tags": ("x",), "levels": (), "number": None}
    )


def test_flags_go_before_the_settings(content: Path) -> None:
    """A flag overrides deck.toml for this build, and what it does not say stays."""
    table = '[cards]\nsize = "85x54"\ncalibration = true\n[quiz]\nnumber = 1\nkey = "separate"\n'
    deck = content / "deck.toml"
    deck.write_text(deck.read_text(encoding="utf-8") + table, encoding="utf-8")
    assert run(content, "pdf", "cards").exit_code == 0
    with_calibration = pages(content, "-cards.pdf")
    assert run(content, "pdf", "cards", "--no-calibration").exit_code == 0
    assert pages(content, "-cards.pdf") == with_calibration - 2
    result = run(content, "pdf", "quiz", "--whole-deck")
    assert "2 of 2 cards in the quiz; 2 of 2 cards in the key of the quiz." in result.stdout
    assert "1 of 1 cards in the quiz" in run(content, "pdf", "quiz").stdout


def test_pages_and_sheets_are_told(content: Path) -> None:
    """Who prints on both sides learns how many sheets of paper that takes; who folds, needs as many as pages."""
    assert "2 pages on 1 sheet" in run(content, "pdf", "cards").stdout
    assert re.search(r"1 page$", run(content, "pdf", "cards", "--duplex", "fold").stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("sheets", "'sheets' is not one of"),
        ("--paper A6", "'A6' is not one of 'A4', 'Letter', 'A5'"),
        ("--scale 2", "It must be a number from 0.7 to 1.6, where 1 is the usual size."),
        ("--scale big", "'big' is not a valid float"),
        ("--columns 3", "It must be a whole number from 1 to 2."),
        ("cards --size avery-5372", "Did you mean `avery-5371`?"),
        ("cards --offset 1", "It must be two numbers of mm, [right, down], each from -20 to 20."),
        ("cards --offset 1;2", "It must be two numbers of mm, [right, down], each from -20 to 20."),
        ("cards --offset 0,21", "each from -20 to 20."),
        ("quiz --number 0", "It must be a whole number from 1."),
        ("quiz --level hard", "'hard' is not one of 'core', 'senior'"),
        ("sheet --size a7", "--size is for the cards, and this builds sheet only: `build pdf sheet cards`."),
        ("cards --columns 2", "--columns is for the sheet, and this builds cards only: `build pdf cards sheet`."),
        ("sheet cards --seed A", "--seed is for the quiz, and this builds sheet and cards only"),
        ("--no-marks", "--marks is for the cards"),
        ("--whole-deck", "--whole-deck is for the quiz"),
    ],
)
def test_wrong_usage_exits_with_2(content: Path, words: str, sentence: str) -> None:
    """A flag with a wrong value, or for what is not built, is exit code 2 and a sentence; nothing is built."""
    result = run(content, "pdf", *words.split())
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())
    assert not (content.parent / "dist").exists()


def sections(text: str) -> dict[str, list[str]]:
    """Return the flags of a help *text* by their headings."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in text.splitlines():
        if heading := re.fullmatch(r"(\w[\w ]*):", line):
            names = found.setdefault(heading[1], [])
        elif flag := re.match(r"  (?:-\w, )?(--[\w-]+)", line):
            names.append(flag[1])
    return found


def test_help_has_its_flags_in_groups(content: Path) -> None:
    """Whoever wants cards need not read what is for the quiz."""
    found = sections(run(content, "pdf", "--help").stdout)
    assert list(found) == ["Every PDF", "Study sheet", "Cards to cut out", "Quiz", "The build"]
    assert found["Every PDF"] == ["--paper", "--scale", "--grey", "--detail", "--archive"]
    assert found["Study sheet"] == ["--columns", "--breaks"]
    assert found["Quiz"][0] == "--room"
    assert found["The build"] == ["--content", "--dist", "--strict", "--verbose", "--format", "--help"]


def test_the_readme_shows_each_flag() -> None:
    """The README has each flag of `build pdf` in its table."""
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    shared = {"--content", "--dist", "--strict", "-v", "--format"}
    names: Sequence[str] = [parameter.opts[0] for parameter in pdf.params if parameter.opts[0].startswith("-")]
    assert [name for name in names if name not in shared and f"`{name}" not in text] == []
