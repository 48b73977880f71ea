"""Which sheets there are for which cards."""

from __future__ import annotations

import pytest

from builder import faults
from builder.diagnostics import Diagnostic
from builder.pdf.cards.geometry import Grid, grid_of
from builder.settings import CardSettings


def sheet(paper: str, **settings: str) -> tuple[int, int, bool]:
    """Return columns, rows, and whether cards lie sideways."""
    grid = grid_of(CardSettings(**settings), paper)  # type: ignore[arg-type]
    assert isinstance(grid, Grid)
    return grid.columns, grid.rows, grid.turned


@pytest.mark.parametrize(
    ("size", "paper", "expected"),
    [
        ("", "A4", (2, 4, False)),
        ("", "Letter", (2, 2, True)),
        ("", "A5", (2, 2, True)),
        ("a7", "Letter", (2, 3, False)),
        ("3x5", "Letter", (2, 2, True)),
        ("3x5", "A4", (2, 2, True)),
        ("avery-5371", "A4", (2, 5, False)),
        ("avery-5388", "A5", (1, 3, False)),
        ("85x54", "A4", (2, 5, False)),
        ("63x88", "A4", (3, 3, False)),
        ("205x290", "A4", (1, 1, False)),
    ],
)
def test_as_many_cards_as_fit(size: str, paper: str, expected: tuple[int, int, bool]) -> None:
    """A sheet holds as many cards as can be, sideways if that is more; sheets that are sold cut are what they are."""
    assert sheet(paper, size=size) == expected


@pytest.mark.parametrize(
    ("size", "paper", "expected"),
    [("", "A4", (2, 2, False)), ("3x5", "Letter", (1, 2, True)), ("40x90", "A4", (2, 3, False))],
)
def test_folded_cards_take_twice_the_room(size: str, paper: str, expected: tuple[int, int, bool]) -> None:
    """A folded card has its faces on either side of its long side."""
    columns, rows, _ = sheet(paper, size=size, duplex="fold")
    assert columns * rows == expected[0] * expected[1]


@pytest.mark.parametrize("settings", [{"size": "200x290"}, {"size": "150x150", "duplex": "fold"}])
def test_what_does_not_fit_is_a_fault(settings: dict[str, str]) -> None:
    """A card that is larger than the paper is told with both sizes."""
    found = grid_of(CardSettings(**settings), "A5")  # type: ignore[arg-type]
    assert isinstance(found, Diagnostic)
    assert found.rule is faults.PAPER_TOO_SMALL
    assert "148 × 210 mm" in found.message
    assert settings["size"].split("x")[0] in found.message
