"""The deck that has everything, `tests/pdf/torture`, printed by the real command and judged by others."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.model import Kind
from builder.pdf.read.reader import read_pdf
from builder.pipeline import load
from tests.pdf import referee
from tests.pdf.printing import PRINTED, build, differing, printed
from tests.silent import Silent

if TYPE_CHECKING:
    from builder.stages import Loaded

CONTENT = Path(__file__).parent / "torture"
FACELESS = {"Ա": "U+0531", "ད": "U+0F51", "བ": "U+0F56", "ོ": "U+0F7C", "ﷺ": "U+FDFA"}
"""The characters that neither the bundled faces nor those of the deck have."""

FACES = ("Source-", "Fira", "Noto-", "STIX")
"""How the names of the faces begin that a page may be set in."""

WARNINGS = {
    "PAG-001": "the head of a table that goes on, and code that begins alike, stand at the top of several pages",
    "TBL-011": "the table with a caption has an empty head, as its author wrote it",
    "ORD-001": "what lies over a picture is painted last, and a footnote at the foot; both are read where they belong",
}
"""What outloud may warn of, and why it is right as it is."""


@pytest.fixture(name="said", scope="module")
def _said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of the printed files, and what the build said."""
    return printed(CONTENT, tmp_path_factory.mktemp("torture") / "first", *PRINTED)


@pytest.fixture(name="deck", scope="module")
def _deck() -> Loaded:
    """Return the deck."""
    loaded = load(CONTENT, Silent())
    assert [str(one) for one in loaded.diagnostics] == []
    return loaded


@pytest.fixture(name="path", params=PRINTED)
def _path(request: pytest.FixtureRequest, said: tuple[Path, str]) -> Path:
    """Return the file of one output."""
    (path,) = said[0].glob(f"*-{request.param}.pdf")
    return path


def test_only_missing_glyphs_are_told(said: tuple[Path, str]) -> None:
    """The layout complains of nothing; each character that has no face is named, with the place of its first use."""
    lines = [line for line in said[1].splitlines() if "warning[" in line or "error[" in line]
    assert lines
    assert all("warning[glyph-missing]" in line and "01-scripts.md:" in line for line in lines), lines
    for character, number in FACELESS.items():
        assert sum(f"{character} ({number} " in line for line in lines) == 1, character


def test_two_checkers_find_no_error(path: Path) -> None:
    """Page-validation finds no rule of PDF/UA-1 broken, and outloud no error."""
    referee.assert_accessible(path)


def test_what_is_warned_of_is_known(path: Path) -> None:
    """Outloud warns of nothing but what is said here to be right."""
    told = Counter(line.split()[0] for severity, line in referee.heard(path) if severity == "warning")
    assert set(told) <= set(WARNINGS), told


def test_the_file_is_sound_and_tells_no_place(path: Path) -> None:
    """Qpdf finds no error; no path of the machine, no `file:` link and no date stands in the file."""
    referee.assert_sound(path)
    referee.assert_private(path)


def test_all_faces_are_the_builds_own(path: Path) -> None:
    """Each face is embedded and one of the build's or the deck's, and no page shows the glyph for none."""
    assert all(name.startswith(FACES) for name in referee.faces(path))
    referee.assert_no_notdef(path)


def test_every_word_is_on_its_page(path: Path) -> None:
    """Nothing runs off a page: no line of code, no table, no formula, no long word."""
    referee.assert_within_pages(path, margin=8)


def test_missing_characters_are_read_out(path: Path) -> None:
    """Each character without a face is replaced by a box that says it."""
    with pikepdf.open(path) as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ActualText" in item]
        said = {str(item.ActualText) for item in elements if item.get("/S") == "/Span"}
    assert set(FACELESS) - {"ﷺ"} <= said


def test_another_folder_gives_the_same_bytes(said: tuple[Path, str], tmp_path: Path) -> None:
    """Built elsewhere, in another process with another hash seed, each file is the same."""
    again, _ = printed(CONTENT, tmp_path / "second-with-a-longer-name", *PRINTED, seed="4711")
    assert differing(said[0], again) == []


def test_every_card_is_on_the_sheet(said: tuple[Path, str], deck: Loaded) -> None:
    """The sheet has a place for each card that is printed, and none for one that is not."""
    (path,) = said[0].glob("*-sheet.pdf")
    found = set(read_pdf(path.read_bytes()).words)
    assert {note.id for note in deck.deck.notes if note.in_print} <= found
    assert {note.id for note in deck.deck.notes if not note.in_print}.isdisjoint(found)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "ANKIONLYANSWER" not in text
    assert "RETIREDANSWER" not in text


def test_archive_and_grey(tmp_path: Path) -> None:
    """On request the sheet is PDF/A-3a beside PDF/UA-1, and without a pixel of colour."""
    dist, _ = printed(CONTENT, tmp_path / "grey", "sheet", "--archive", "--grey")
    (path,) = dist.glob("*-sheet.pdf")
    referee.assert_conforms(path, referee.PDF_UA, referee.PDF_A)
    referee.assert_grey(path)
    referee.assert_sound(path)


def test_cards_that_fit_nowhere_are_named(tmp_path: Path) -> None:
    """On cards of common size the longest answers are an error each, at their place, and nothing is written."""
    done = build(CONTENT, tmp_path / "small", "cards", "--size", "a7")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "error[" in line]
    assert all("error[card-too-long]" in line for line in told), told
    assert {line.split(":")[0].rpartition("/")[2] for line in told} == {"02-text.md", "04-long.md"}
    assert not list((tmp_path / "small").glob("dist/*.pdf"))


def test_the_deck_has_everything(deck: Loaded) -> None:
    """The deck holds each kind of card, and each attribute that one may have."""
    assert {note.card.kind for note in deck.deck.notes} == set(Kind)
    source = "".join(path.read_text(encoding="utf-8") for path in CONTENT.glob("*.md"))
    classes = ".print-only .anki-only .core .senior .reversed .type .boxes .retired .hide-one .hide-all"
    keys = "tags= source= as-of= review-by= hint= c="
    assert [name for name in (*classes.split(), *keys.split()) if name not in source] == []
