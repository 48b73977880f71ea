"""Backs lie behind their fronts: measured in the finished file, in every mode and on every sheet."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest

from builder.pdf.cards import cards
from builder.settings import CardSettings, PrintSettings
from tests.pdf.cards.decks import numbered, rendered
from tests.pdf.cards.measuring import Rect, lines_of, pages_of, small_print

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.cards.measuring import Page

TOLERANCE = 0.1
"""mm."""

SHEETS = {
    "a7": ("A4", 8),
    "3x5": ("Letter", 4),
    "avery-5371": ("A4", 10),
    "avery-5388": ("Letter", 3),
    "85x54": ("A5", 4),
    "50x80": ("Letter", 12),
}
"""By size: the paper that is set, and how many cards a sheet has."""

PAIRS = {"a7": 4, "3x5": 2, "avery-5371": 6, "avery-5388": 2, "85x54": 2, "50x80": 6}
"""By size: how many folded cards a sheet has."""


def printed(folder: Path, count: int, paper: str, settings: CardSettings) -> list[Page]:
    """Return the pages of *count* cards, which are kept in *folder* as ``cards.pdf``."""
    made = cards(rendered(folder, numbered(count)), settings, PrintSettings(paper=paper))
    assert made.diagnostics == ()
    (folder / "cards.pdf").write_bytes(made.data)
    pages = pages_of(folder / "cards.pdf")
    assert len(pages) == made.pages
    return pages


def mirrored(place: Rect, page: Page, duplex: str) -> Rect:
    """Return where *place*, on the back of a sheet, lies as one looks at its front."""
    if duplex == "long-edge":
        return Rect(page.width - place.right, place.top, page.width - place.left, place.bottom)
    return Rect(place.left, page.height - place.bottom, place.right, page.height - place.top)


@pytest.mark.parametrize("duplex", ["long-edge", "short-edge"])
@pytest.mark.parametrize("size", SHEETS)
def test_backs_lie_behind_their_fronts(tmp_path: Path, size: str, duplex: str) -> None:
    """Turned by its edge, a sheet has each card's back behind its front, on a half-filled last sheet too."""
    paper, on_sheet = SHEETS[size]
    count = on_sheet + on_sheet // 2 + 1
    pages = printed(tmp_path, count, paper, CardSettings(size=size, duplex=duplex))
    assert len(pages) == 4
    for number in range(1, count + 1):
        at = 0 if number <= on_sheet else 2
        front, back = small_print(pages[at], number), small_print(pages[at + 1], number)
        assert mirrored(back, pages[at + 1], duplex).off(front) < TOLERANCE


@pytest.mark.parametrize("duplex", ["long-edge", "short-edge"])
@pytest.mark.parametrize("size", ["a7", "3x5"])
def test_offset_moves_backs_exactly(tmp_path: Path, size: str, duplex: str) -> None:
    """An offset moves backs to the right and down, as one looks at them, and nothing else."""
    paper, _ = SHEETS[size]
    settings = CardSettings(size=size, duplex=duplex, offset=(1.7, -0.4))
    pages = printed(tmp_path, 3, paper, settings)
    for number in (1, 2, 3):
        front, back = small_print(pages[0], number), small_print(pages[1], number)
        assert mirrored(back.moved(-1.7, 0.4), pages[1], duplex).off(front) < TOLERANCE


@pytest.mark.parametrize("duplex", ["long-edge", "short-edge"])
def test_all_fronts_first(tmp_path: Path, duplex: str) -> None:
    """In a stack that is turned as a whole, all backs come behind all fronts and in their order."""
    pages = printed(tmp_path, 19, "A4", CardSettings(duplex=duplex, fronts_first=True))
    assert len(pages) == 6
    for number in range(1, 20):
        at = (number - 1) // 8
        front, back = small_print(pages[at], number), small_print(pages[at + 3], number)
        assert mirrored(back, pages[at + 3], duplex).off(front) < TOLERANCE


@pytest.mark.parametrize("size", SHEETS)
def test_folded_faces_meet(tmp_path: Path, size: str) -> None:
    """Folded along the line between them, the faces of a card lie on each other, both upright."""
    paper, _ = SHEETS[size]
    count = PAIRS[size] + 1
    pages = printed(tmp_path, count, paper, CardSettings(size=size, duplex="fold", offset=(3, 3)))
    assert len(pages) == 2
    for number in range(1, count + 1):
        at = 0 if number <= PAIRS[size] else 1
        folds = lines_of(tmp_path / "cards.pdf", at)
        first, second = faces(pages[at], number)
        assert any(reflected(second, fold).off(first) < TOLERANCE for fold in folds)


def faces(page: Page, number: int) -> tuple[Rect, Rect]:
    """Return the small print of both faces of a folded card: of all ways to pair the words, the straightest."""
    first, second = page.find(f"card-{number}")
    pairs = [
        (first.union(one).union(start), second.union(other).union(next_start))
        for one, other in permutations(page.find(f"Chapter{number}"))
        for start, next_start in permutations(page.find(str(number)))
    ]
    return min(pairs, key=_spread)


def _spread(pair: tuple[Rect, Rect]) -> tuple[float, float]:
    """Return how far the words of both lines are from one line each, and from each other."""
    off_line = sum(min(face.width, face.height) for face in pair)
    return round(off_line, 1), sum(face.width + face.height for face in pair)


def reflected(place: Rect, line: Rect) -> Rect:
    """Return *place* mirrored at a *line* across or down the page."""
    if line.bottom - line.top < line.right - line.left:
        return Rect(place.left, 2 * line.top - place.bottom, place.right, 2 * line.top - place.top)
    return Rect(2 * line.left - place.right, place.top, 2 * line.left - place.left, place.bottom)


def test_every_face_is_upright(tmp_path: Path) -> None:
    """The number stands left of the chapter's name, seen from the top of the face: nothing is printed mirrored."""
    pages = printed(tmp_path, 5, "A4", CardSettings())
    for page in pages:
        for number in range(1, 6):
            (identity,), (chapter,) = page.find(f"card-{number}"), page.find(f"Chapter{number}")
            assert identity.right < chapter.left
            assert abs(identity.top - chapter.top) < TOLERANCE


def test_cut_marks_stand_on_the_cuts(tmp_path: Path) -> None:
    """On A4, A7 cards have hair lines between them; a card smaller than its paper has marks beside it only."""
    printed(tmp_path, 8, "A4", CardSettings())
    lines = lines_of(tmp_path / "cards.pdf", 0)
    assert sorted(round(line.left, 2) for line in lines if line.left == line.right) == [105]
    assert sorted(round(line.top, 2) for line in lines if line.top == line.bottom) == [74.5, 148.5, 222.5]
    assert lines_of(tmp_path / "cards.pdf", 1) == []
    printed(tmp_path, 2, "A4", CardSettings(size="85x54"))
    across = sorted({round(line.left, 2) for line in lines_of(tmp_path / "cards.pdf", 0) if line.left == line.right})
    assert [round(right - left, 2) for left, right in pairwise(across)] == [85, 85]
    assert all(
        line.bottom <= 13.5 or line.top >= 283.5
        for line in lines_of(tmp_path / "cards.pdf", 0)
        if line.left == line.right
    )


def test_no_marks_where_none_are_asked_for_or_needed(tmp_path: Path) -> None:
    """Without `marks`, and on sheets that are sold cut, no line is drawn."""
    printed(tmp_path, 1, "A4", CardSettings(marks=False))
    assert lines_of(tmp_path / "cards.pdf", 0) == []
    printed(tmp_path, 1, "A4", CardSettings(size="avery-5371"))
    assert lines_of(tmp_path / "cards.pdf", 0) == []


def test_perforated_sheets_are_met(tmp_path: Path) -> None:
    """On the sheets of Avery, cards lie where the maker cut them, whatever paper is set."""
    pages = printed(tmp_path, 1, "A4", CardSettings(size="avery-5388"))
    assert (round(pages[0].width, 1), round(pages[0].height, 1)) == (215.9, 279.4)
    assert Rect(44.45, 25.4, 44.45 + 127, 25.4 + 76.2).holds(small_print(pages[0], 1))
    pages = printed(tmp_path, 2, "A4", CardSettings(size="avery-5371"))
    assert Rect(19.05, 12.7, 19.05 + 88.9, 12.7 + 50.8).holds(small_print(pages[0], 1))
    assert Rect(107.95, 12.7, 107.95 + 88.9, 12.7 + 50.8).holds(small_print(pages[0], 2))


def test_the_calibration_sheet_shows_the_offset(tmp_path: Path) -> None:
    """Its front has crosses, its back scales around the same places, moved by the offset that is set."""
    pages = printed(tmp_path, 1, "A4", CardSettings(calibration=True, offset=(2, 1)))
    assert len(pages) == 4
    front, back = lines_of(tmp_path / "cards.pdf", 0), lines_of(tmp_path / "cards.pdf", 1)
    crosses = [line for line in front if round(line.right - line.left, 2) == 20]
    scales = [line for line in back if round(line.right - line.left, 2) == 20]
    assert len(crosses) == len(scales) == 5
    for cross in crosses:
        assert any(mirrored(scale.moved(-2, -1), pages[1], "long-edge").off(cross) < TOLERANCE for scale in scales)
    (ruler,) = [line for line in front if line.right - line.left > 50]
    assert round(ruler.right - ruler.left, 3) == 100
    assert pages[0].find("[2,")
    assert pages[2].find("card-1")
    assert len(printed(tmp_path, 1, "A4", CardSettings(calibration=True, duplex="fold"))) == 2
