"""The deck that ships, on paper: sheet, cards and quiz, judged by others as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pdf import referee
from tests.pdf.printing import PRINTED, ROOT, differing, printed

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = ROOT / "content"
FACES = ("Source-", "Fira", "Noto-")
"""How the names of the build's faces begin."""

WAYS = {
    "letter": ("--paper", "Letter"),
    "small": ("--paper", "A5", "--scale", "0.9", "--breaks", "run-on"),
    "columns": ("--columns", "2", "--grey"),
    "archive": ("--archive", "--no-detail"),
}
"""Other sheets of the deck, by the flags that ask for them."""


@pytest.fixture(name="dist", scope="module")
def _dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the printed files; nothing is wrong with the deck, not even a warning."""
    dist, said = printed(CONTENT, tmp_path_factory.mktemp("shipped") / "first", *PRINTED, "--strict")
    assert "warning" not in said
    return dist


@pytest.fixture(name="path", params=PRINTED)
def _path(request: pytest.FixtureRequest, dist: Path) -> Path:
    """Return the file of one output."""
    (path,) = dist.glob(f"*-{request.param}.pdf")
    return path


def test_two_checkers_find_no_error(path: Path) -> None:
    """Page-validation finds no rule of PDF/UA-1 broken, and outloud no error."""
    referee.assert_accessible(path)


def test_the_file_is_sound_and_tells_no_place(path: Path) -> None:
    """Qpdf finds no error; no path of the machine, no `file:` link and no date stands in the file."""
    referee.assert_sound(path)
    referee.assert_private(path)


def test_all_faces_are_the_builds_own(path: Path) -> None:
    """Each face is embedded and one of the build's, and no page shows the glyph for none."""
    assert all(name.startswith(FACES) for name in referee.faces(path))
    referee.assert_no_notdef(path)


def test_every_word_is_on_its_page(path: Path) -> None:
    """Nothing runs off a page."""
    referee.assert_within_pages(path, margin=8)


def test_another_folder_gives_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """Built elsewhere, in another process with another hash seed, each file is the same."""
    again, _ = printed(CONTENT, tmp_path / "second-with-a-longer-name", *PRINTED, seed="4711")
    assert differing(dist, again) == []


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_print_is_accessible(way: str, tmp_path: Path) -> None:
    """On other paper, in columns, in grey or for the archive, the sheet is as sound and as accessible."""
    dist, _ = printed(CONTENT, tmp_path / way, "sheet", *WAYS[way])
    (path,) = dist.glob("*-sheet.pdf")
    referee.assert_accessible(path)
    referee.assert_sound(path)
    referee.assert_within_pages(path, margin=8)
    if way == "archive":
        referee.assert_conforms(path, referee.PDF_A)
    if way == "columns":
        referee.assert_grey(path)
