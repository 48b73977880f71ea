"""`[print]`, `[cards]` and `[quiz]` in `deck.toml`: what they may say, and what is told of a wrong value."""

from __future__ import annotations

import pytest

from builder import faults
from builder.config import read_config
from builder.pdf.paper import PAPERS
from builder.settings import PAPERS as NAMES
from builder.settings import CardSettings, PrintSettings, QuizSettings
from builder.source.files import position, source

HEAD = 'name = "a"\nid = "a"\n'
PRINT = """\
[print]
paper = "A5"
columns = 2
scale = 1
grey = true
chapters = "run-on"
detail = false
archive = true
"""
CARDS = """\
[cards]
size = " 85.60 × 54 mm"
duplex = "fold"
fronts_first = true
offset = [1.5, -0.0]
marks = false
calibration = true
detail = true
"""
QUIZ = """\
[quiz]
room = "box"
key = "separate"
chapters = ["Metrics", "sec_theory", "Metrics"]
tags = ["deep learning"]
levels = ["senior", "core"]
number = 12
seed = "A"
"""


def test_all_settings_of_print() -> None:
    """Every setting of print, cards and quiz is taken over, in one form whatever way it was written."""
    config, diagnostics = read_config(source("deck.toml", HEAD + PRINT + CARDS + QUIZ))
    assert diagnostics == ()
    assert config.print == PrintSettings("A5", 2, 1.0, grey=True, chapters="run-on", detail=False, archive=True)
    assert config.cards == CardSettings(
        "85.6x54", "fold", fronts_first=True, offset=(1.5, 0.0), marks=False, calibration=True, detail=True
    )
    assert str(config.cards.offset) == "(1.5, 0.0)"
    assert config.quiz == QuizSettings(
        "box", "separate", ("Metrics", "sec_theory"), ("deep learning",), ("senior", "core"), 12, "A"
    )


def test_defaults() -> None:
    """Without a word on print everything is as most people want it, and empty lists choose everything."""
    for text in (HEAD, f"{HEAD}[print]\n[cards]\n[quiz]\nchapters = []\ntags = []\nlevels = []\n"):
        config, diagnostics = read_config(source("deck.toml", text))
        assert diagnostics == ()
        assert (config.print, config.cards, config.quiz) == (PrintSettings(), CardSettings(), QuizSettings())


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ('"A7"', "a7"),
        ('"Avery-5371"', "avery-5371"),
        ('"3x5"', "3x5"),
        ('"30x290"', "30x290"),
        ('"85X54"', "85x54"),
        ('"88.90 x 50.8"', "88.9x50.8"),
    ],
)
def test_sizes(said: str, taken: str) -> None:
    """A size of cards is a preset or two sides in mm, with or without blanks and unit."""
    config, diagnostics = read_config(source("deck.toml", f"{HEAD}[cards]\nsize = {said}\n"))
    assert (config.cards.size, diagnostics) == (taken, ())


@pytest.mark.parametrize(
    ("said", "taken"), [("7", "7"), ('" A "', "A"), ('"A\\u0308"', "\u00c4"), ('""', ""), ("-0", "0")]
)
def test_seeds(said: str, taken: str) -> None:
    """A seed is a text or a number, the same one however it is typed."""
    config, diagnostics = read_config(source("deck.toml", f"{HEAD}[quiz]\nseed = {said}\n"))
    assert (config.quiz.seed, diagnostics) == (taken, ())


SIZE = (
    '`size` must be one of "a7", "3x5", "avery-5371", "avery-5388", or width x height in mm such as "85x54", '
    "each from 30 to 290."
)
OFFSET = "`offset` must be two numbers of mm, [right, down], each from -20 to 20."
SCALE = "`scale` must be a number from 0.7 to 1.6, where 1 is the usual size."


@pytest.mark.parametrize(
    ("table", "line", "wanted", "hint"),
    [
        ("print", 'paper = "leter"', '`paper` must be one of "A4", "Letter", "A5".', "Did you mean `Letter`?"),
        ("print", "columns = 3", "`columns` must be a whole number from 1 to 2.", ""),
        ("print", "columns = true", "`columns` must be a whole number from 1 to 2.", ""),
        ("print", "columns = 1.0", "`columns` must be a whole number from 1 to 2.", ""),
        ("print", "scale = 0.69", SCALE, ""),
        ("print", "scale = 1.61", SCALE, ""),
        ("print", "scale = nan", SCALE, ""),
        ("print", "scale = true", SCALE, ""),
        ("print", 'scale = "1"', SCALE, ""),
        ("print", "grey = 1", "`grey` must be true or false.", ""),
        (
            "print",
            'chapters = "new page"',
            '`chapters` must be one of "auto", "new-page", "run-on".',
            "Did you mean `new-page`?",
        ),
        ("cards", 'size = "averi-5371"', SIZE, "Did you mean `avery-5371`?"),
        ("cards", 'size = "29x54"', SIZE, ""),
        ("cards", 'size = "85x291"', SIZE, ""),
        ("cards", 'size = "85x54 cm"', SIZE, ""),
        ("cards", "size = 85", SIZE, ""),
        (
            "cards",
            'duplex = "long"',
            '`duplex` must be one of "long-edge", "short-edge", "fold".',
            "Did you mean `long-edge`?",
        ),
        ("cards", "offset = [1]", OFFSET, ""),
        ("cards", "offset = [0, 20.5]", OFFSET, ""),
        ("cards", "offset = [0, nan]", OFFSET, ""),
        ("cards", "offset = [true, 0]", OFFSET, ""),
        ("cards", 'offset = "1, 2"', OFFSET, ""),
        ("cards", 'marks = "yes"', "`marks` must be true or false.", ""),
        ("quiz", 'room = "line"', '`room` must be one of "lines", "box", "none".', "Did you mean `lines`?"),
        ("quiz", 'key = "apart"', '`key` must be one of "end", "separate".', "Did you mean `separate`?"),
        ("quiz", 'chapters = "Metrics"', '`chapters` must be a list of texts, such as ["cv"].', ""),
        ("quiz", 'tags = [""]', '`tags` must be a list of texts, such as ["cv"].', ""),
        ("quiz", 'tags = ["a\\u0007"]', "`tags` must be without the character U+0007.", ""),
        ("quiz", 'levels = ["Core"]', '`levels` must be a list of some of "core", "senior".', "Did you mean `core`?"),
        ("quiz", "number = 0", "`number` must be a whole number from 1.", ""),
        ("quiz", "number = true", "`number` must be a whole number from 1.", ""),
        ("quiz", "seed = 1.5", "`seed` must be a text in quotes, or a whole number.", ""),
        ("quiz", "seed = true", "`seed` must be a text in quotes, or a whole number.", ""),
    ],
)
def test_wrong_value_is_told_at_its_key(table: str, line: str, wanted: str, hint: str) -> None:
    """A value of the wrong type or out of its range is an error at its line with a near match; the default holds."""
    file = source("deck.toml", f"{HEAD}[{table}]\n{line}\n")
    config, (fault,) = read_config(file)
    assert (fault.rule, fault.message) == (faults.CONFIG_VALUE, wanted)
    assert fault.hint == hint
    assert position(file, fault.span.start) == (4, 1)
    assert (config.print, config.cards, config.quiz) == (PrintSettings(), CardSettings(), QuizSettings())


@pytest.mark.parametrize(
    ("table", "line", "hint"),
    [
        ("print", "gray = true", "Did you mean `grey`?"),
        ("print", "two_columns = true", "Did you mean `columns`?"),
        ("cards", "fronts-first = true", "Did you mean `fronts_first`?"),
        ("quiz", "level = []", "Did you mean `levels`?"),
        (
            "quiz",
            "x = 1",
            "The keys are `room`, `key`, `chapters`, `tags`, `levels`, `number`, `seed`.",
        ),
    ],
)
def test_wrong_key_is_told_with_a_near_one(table: str, line: str, hint: str) -> None:
    """A key that does not exist is an error with a near match, or with all that there are."""
    _, (fault,) = read_config(source("deck.toml", f"{HEAD}[{table}]\n{line}\n"))
    assert (fault.rule, fault.hint) == (faults.CONFIG_KEY, hint)
    assert fault.message == f"There is no key `{line.partition(' ')[0]}` in [{table}] in deck.toml."


def test_all_faults_come_at_once() -> None:
    """Each wrong line of each table is told, at its own place."""
    file = source(
        "deck.toml", f'{HEAD}[print]\ndetail = 1\nscale = 9\n[cards]\ndetail = 2\nsize = ""\n[quiz]\nkey = 3\n'
    )
    _, found = read_config(file)
    assert [position(file, fault.span.start)[0] for fault in found] == [4, 5, 7, 8, 10]


def test_every_paper_has_a_size() -> None:
    """The papers that the settings name are those that print knows."""
    assert tuple(PAPERS) == NAMES
