"""`deck.toml` and `sources.toml`: every key checked, every fault with its line and a near match."""

from __future__ import annotations

import pytest

from builder import faults
from builder.config import read_config, read_works
from builder.model import Work
from builder.source.files import position, source

GOOD = """\
format = 1
name = "Computer Vision Interview"
id = "cv-interview-k3x9qd"
language = "pt-BR"
author = "An author"
license = "CC-BY-4.0"
description = "Text"

[anki]
deck = "Root:: Vision"
new_per_day = 0
tags = ["cv", "a b"]

[print]
paper = "Letter"

[outputs]
all = ["anki", "sheet", "cards", "quiz", "handout"]
"""


def _said(text: str) -> list[tuple[str, int, str]]:
    """Return what is wrong with the settings *text*: code, line, and what is pointed at."""
    file = source("deck.toml", text)
    _, diagnostics = read_config(file)
    return [(d.rule.code, position(file, d.span.start)[0], file.text[d.span.start : d.span.end]) for d in diagnostics]


def test_all_settings() -> None:
    """Every setting of the format is taken over."""
    config, diagnostics = read_config(source("deck.toml", GOOD))
    assert diagnostics == ()
    assert (config.name, config.id, config.language) == ("Computer Vision Interview", "cv-interview-k3x9qd", "pt-BR")
    assert (config.author, config.license, config.description) == ("An author", "CC-BY-4.0", "Text")
    assert (config.root_deck, config.new_per_day, config.tags) == ("Root::Vision", 0, ("cv", "a b"))
    assert (config.print.paper, config.outputs) == ("Letter", ("anki", "sheet", "cards", "quiz", "handout"))


def test_defaults() -> None:
    """A name and an id are enough."""
    config, diagnostics = read_config(source("deck.toml", 'name = "A: B :: C"\nid = "a"\n'))
    assert diagnostics == ()
    assert (config.root_deck, config.language, config.new_per_day, config.print.paper) == ("A: B ∷ C", "en", 20, "A4")
    assert config.outputs == ("anki", "sheet", "handout")


def test_line_endings_and_byte_order_mark() -> None:
    """Settings may be saved as any editor saves them."""
    assert read_config(source("deck.toml", "\ufeff" + GOOD.replace("\n", "\r\n"))) == read_config(
        source("deck.toml", GOOD)
    )


def test_id_missing_names_the_line_to_add() -> None:
    """Without an id the slug of the name stands in, and a warning has the line to add."""
    config, (fault,) = read_config(source("deck.toml", 'name = "Größe der Welt"\n'))
    assert config.id == "groe-der-welt"
    assert (fault.rule, fault.hint) == (faults.DECK_ID_MISSING, 'Add the line `id = "groe-der-welt"`.')


def test_no_settings_at_all() -> None:
    """A folder without `deck.toml` is told what the file needs."""
    config, (fault,) = read_config(None)
    assert (config.name, fault.rule, fault.span.path) == ("Deck", faults.CONFIG_VALUE, "deck.toml")


@pytest.mark.parametrize(
    ("text", "line", "pointed"),
    [
        ('name = "a"\nid = "A b"\n', 2, "id"),
        ('name = "a"\nid = 5\n', 2, "id"),
        ('id = "a"\nname = ""\n', 2, "name"),
        ('id = "a"\nname = ["x"]\n', 2, "name"),
        ('name = "a"\nid = "a"\nformat = 2\n', 3, "format"),
        ('name = "a"\nid = "a"\nformat = true\n', 3, "format"),
        ('name = "a"\nid = "a"\nlanguage = "english language"\n', 3, "language"),
        ('name = "a"\nid = "a"\nauthor = 1\n', 3, "author"),
        ('name = "a"\nid = "a"\ndescription = "\\uFDD00\\uFDD1"\n', 3, "description"),
        ('name = "a"\nid = "a"\n[anki]\ntags = ["a\\u0007"]\n', 4, "tags"),
        ('name = "a"\nid = "a"\nanki = 1\n', 3, "anki"),
        ('name = "a"\nid = "a"\n[anki]\nnew_per_day = -1\n', 4, "new_per_day"),
        ('name = "a"\nid = "a"\n[anki]\nnew_per_day = true\n', 4, "new_per_day"),
        ('name = "a"\nid = "a"\n[anki]\nnew_per_day = 1.5\n', 4, "new_per_day"),
        ('name = "a"\nid = "a"\n[anki]\ntags = "cv"\n', 4, "tags"),
        ('name = "a"\nid = "a"\n[anki]\ntags = [""]\n', 4, "tags"),
        ('name = "a"\nid = "a"\n[anki]\ntags = ["a<script>"]\n', 4, "tags"),
        ('name = "a"\nid = "a"\n[anki]\ntags = ["[sound:a.mp3]"]\n', 4, "tags"),
        ('name = "a"\nid = "a"\n[anki]\ndeck = " "\n', 4, "deck"),
        ('name = "a"\nid = "a"\n[print]\npaper = "A6"\n', 4, "paper"),
        ('name = "a"\nid = "a"\nprint.paper = "A6"\n', 3, "paper"),
        ('name = "a"\nid = "a"\nprint = { grey = true, paper = "A6" }\n', 3, "paper"),
        ('name = "a"\nid = "a"\n[quiz]\nroom = "box"\n[cards]\ndetail = 1\n[print]\ndetail = true\n', 6, "detail"),
        ('name = "a"\nid = "a"\n[print]\ndetail = true\n[cards]\ndetail = 1\n', 6, "detail"),
        ('name = "a"\nid = "a"\n[cards]\ndetail = true\n[print]\ndetail = 1\n', 6, "detail"),
        ('name = "a"\nid = "a"\n[outputs]\nall = ["pdf"]\n', 4, "all"),
        ('name = "a"\nid = "a"\n[outputs]\nall = []\n', 4, "all"),
        ('name = "a"\nid = "a"\n[outputs]\nall = [["anki"]]\n', 4, "all"),
    ],
)
def test_wrong_values(text: str, line: int, pointed: str) -> None:
    """A value of the wrong type or out of its range is an error at its key."""
    assert _said(text) == [("config-value", line, pointed)]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('langauge = "en"', "Did you mean `language`?"),
        ("[ankii]", "Did you mean `anki`?"),
        ("[anki]\nnew_per_dya = 3", "Did you mean `new_per_day`?"),
        ('[print]\npapre = "A4"', "Did you mean `paper`?"),
        (
            "zzz = 1",
            (
                "The keys are `format`, `name`, `id`, `language`, `author`, `license`, `description`, "
                "`anki`, `print`, `cards`, `quiz`, `handout`, `media`, `outputs`."
            ),
        ),
    ],
)
def test_unknown_keys(line: str, hint: str) -> None:
    """An unknown key is an error that names a near match, or all that there are."""
    file = source("deck.toml", f'name = "a"\nid = "a"\n{line}\n')
    _, (fault,) = read_config(file)
    assert (fault.rule, fault.hint) == (faults.CONFIG_KEY, hint)
    assert (
        file.text[fault.span.start : fault.span.end]
        in line.replace("[", " ").replace("]", " ").replace("=", " ").split()
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name = ", 1),
        ('name = "a"\nid = a\n', 2),
        ('name = "a"\nname = "b"\n', 2),
        ("[", 1),
        ('name = "a\n', 1),
        ("a = " + "[" * 5000, 1),
    ],
)
def test_no_toml(text: str, line: int) -> None:
    """What is not TOML is one error, at its line."""
    ((code, place, _),) = _said(text)
    assert (code, place) == ("toml-invalid", line)


def test_works() -> None:
    """A work has author, year, title, and what applies of venue, url, doi; a year may be a word."""
    text = (
        '[a]\nauthor = "A"\nyear = 2014\ntitle = "T"\nurl = "https://e.org"\ndoi = "10/x"\nvenue = "V"\n'
        '["b:c"]\nauthor = "B"\nyear = "in press"\ntitle = "U"\n'
    )
    works, diagnostics = read_works(source("sources.toml", text))
    assert diagnostics == ()
    assert works == {
        "a": Work("a", "A", "2014", "T", "V", "https://e.org", "10/x"),
        "b:c": Work("b:c", "B", "in press", "U"),
    }
    assert read_works(None) == ({}, ())


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[a]\nyear = 1\ntitle = "T"\n', "config-value", 1),
        ('[a]\nauthor = "A"\nyear = true\ntitle = "T"\n', "config-value", 3),
        ('[a]\nauthor = "A"\nyear = 1\ntitle = "T"\nurl = "javascript:x"\n', "config-value", 5),
        ('[a]\nauthor = "A"\nyear = 1\ntitle = "T"\npages = "1"\n', "config-key", 5),
        ("a = 1\n", "config-value", 1),
        ("[a\n", "toml-invalid", 1),
    ],
)
def test_faulty_works(text: str, code: str, line: int) -> None:
    """A work that is not complete, or says what works do not say, is told with its line."""
    file = source("sources.toml", text)
    _, diagnostics = read_works(file)
    assert [(d.rule.code, position(file, d.span.start)[0]) for d in diagnostics] == [(code, line)]
