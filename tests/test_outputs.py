"""The set of files in `dist/`: which of them a change of content or settings leaves behind, and how that is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.outputs import OUTPUTS, Order, in_force, is_meant, settings_of
from builder.settings import OUTPUTS as NAMES
from builder.settings import CardSettings, Config, Flags, PrintSettings, QuizSettings

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'format = 1\nname = "Small"\nid = "small-abc123"\n'
CHAPTER = "# Small\n\nQ: What follows one? {#two}\nA: Two.\n"


class Place:
    """A content folder with one card, and what is built of it."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.dist = folder / "dist"
        self.content.mkdir()
        self.write("")
        self.say("Two.")

    def write(self, settings: str) -> None:
        """Write `deck.toml` with *settings*."""
        (self.content / "deck.toml").write_text(DECK + settings, encoding="utf-8")

    def say(self, answer: str) -> None:
        """Write the chapter with *answer*."""
        (self.content / "small.md").write_text(CHAPTER.replace("Two.", answer), encoding="utf-8")

    def build(self, *words: str) -> list[str]:
        """Run `build` and return the lines that speak of files which were left behind."""
        result = CliRunner().invoke(main, [*words, "--content", str(self.content), "--dist", str(self.dist)])
        assert result.exit_code == 0, result.output
        beginnings = ("Older than", "Made with other", "Left from")
        return [line for line in result.stdout.splitlines() if line.startswith(beginnings)]

    def files(self) -> dict[str, Any]:
        """Return what the manifest says of the files."""
        files: dict[str, Any] = json.loads((self.dist / "manifest.json").read_text(encoding="utf-8"))["files"]
        return files


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    """Return a folder with one card."""
    return Place(tmp_path)


def test_settings_of_a_file_outdate_it_alone(place: Place) -> None:
    """Another paper outdates the PDFs and no other file; what only the sheet knows, the sheet alone."""
    place.write('[outputs]\nall = ["anki", "sheet", "cards"]\n')
    assert place.build("all") == []
    place.write('[outputs]\nall = ["anki", "sheet", "cards"]\n[print]\ncolumns = 2\n')
    told = "Made with other settings than now: small-abc123-sheet.pdf. `build all` makes the whole set."
    assert place.build("anki") == [told]
    place.write('[outputs]\nall = ["anki", "sheet", "cards"]\n[print]\npaper = "Letter"\n')
    both = "small-abc123-cards.pdf, small-abc123-sheet.pdf"
    assert place.build("anki") == [f"Made with other settings than now: {both}. `build all` makes the whole set."]
    assert place.build("all") == []


def test_a_flag_is_a_setting_of_that_build(place: Place) -> None:
    """A sheet that was made with a flag is not what deck.toml says, and the next build of another file tells so."""
    assert place.build("pdf", "--grey") == []
    told = "Made with other settings than now: small-abc123-sheet.pdf. `build all` makes the whole set."
    assert place.build("anki") == [told]
    assert place.build("pdf") == []
    assert place.build("anki") == []


def test_content_outdates_all_and_says_what_to_run(place: Place) -> None:
    """After an edit each older file is named once, with the commands that make it, also those beyond `build all`."""
    place.build("all")
    place.build("pdf", "cards", "quiz", "--key", "separate")
    place.say("The number two.")
    older = "Older than the content now: small-abc123-cards.pdf, small-abc123-quiz.pdf."
    assert place.build("all", "--paper", "Letter") == [
        f"{older} `build all`, `build pdf cards` and `build pdf quiz` make the whole set.",
        "Left from an older build, and no part of the set any more: small-abc123-quiz-key.pdf. Delete it.",
    ]


def test_a_key_that_went_behind_the_quiz_is_left_over(place: Place) -> None:
    """The key of an older quiz, which no build makes any more, is named until it is gone."""
    place.write('[quiz]\nkey = "separate"\n')
    assert place.build("pdf", "quiz") == []
    assert set(place.files()) == {"small-abc123-quiz.pdf", "small-abc123-quiz-key.pdf"}
    assert [row["output"] for _, row in sorted(place.files().items())] == ["quiz-key", "quiz"]
    place.write("")
    told = "Left from an older build, and no part of the set any more: small-abc123-quiz-key.pdf. Delete it."
    assert place.build("pdf", "quiz") == [told]
    assert place.build("anki") == [told]
    (place.dist / "small-abc123-quiz-key.pdf").unlink()
    assert place.build("anki") == []
    assert set(place.files()) == {"small-abc123-quiz.pdf", "small-abc123.apkg"}


def test_manifest_knows_content_and_settings(place: Place) -> None:
    """All files of one content have one digest of it; only those that settings change have a digest of these."""
    place.build("all")
    files = place.files()
    assert len({row["content"] for row in files.values()}) == 1
    assert [name for name, row in files.items() if "settings" in row] == ["small-abc123-sheet.pdf"]


def test_flags_go_before_settings() -> None:
    """What is in force is what deck.toml says, but for what the flags say."""
    config = Config("a", "a", print=PrintSettings("A5", columns=2), quiz=QuizSettings(seed="A", number=3))
    order = in_force(config, Flags({"paper": "Letter"}, {"marks": False}, {"number": None}))
    assert order == Order(PrintSettings("Letter", columns=2), CardSettings(marks=False), QuizSettings(seed="A"))


@pytest.mark.parametrize(
    ("changed", "outputs"),
    [
        (Order(PrintSettings(paper="A5")), {"sheet", "cards", "quiz", "quiz-key"}),
        (Order(PrintSettings(columns=2)), {"sheet"}),
        (Order(PrintSettings(chapters="run-on")), {"sheet"}),
        (Order(PrintSettings(detail=False)), {"sheet", "quiz", "quiz-key"}),
        (Order(cards=CardSettings(size="3x5")), {"cards"}),
        (Order(quiz=QuizSettings(seed="A")), {"quiz", "quiz-key"}),
    ],
)
def test_settings_change_only_what_they_are_for(changed: Order, outputs: set[str]) -> None:
    """Each setting changes the outputs that it is for, and no other."""
    everything = (*OUTPUTS, "quiz-key")
    assert {name for name in everything if settings_of(name, changed) != settings_of(name, Order())} == outputs


def test_every_output_that_settings_name_can_be_built() -> None:
    """`[outputs] all` takes what there is to build; a second file of the quiz is meant only where it is asked for."""
    assert tuple(OUTPUTS) == NAMES
    assert all(is_meant(name, Order()) for name in OUTPUTS)
    assert not is_meant("quiz-key", Order())
    assert is_meant("quiz-key", Order(quiz=QuizSettings(key="separate")))
