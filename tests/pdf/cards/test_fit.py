"""What does not fit: it shrinks within a bound, goes on on a second card, or is told; nothing is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from builder import faults
from builder.account import account_of_cards
from builder.pdf.cards import cards
from builder.settings import CardSettings, PrintSettings
from tests.pdf.cards.decks import EVERYTHING, HARD, many, rendered
from tests.pdf.cards.measuring import Rect, ink, pages_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.cards.measuring import Page

QUIET = 2.0
"""mm at the edge of a card that nothing is printed in, so that a cut may miss by as much."""
COUNT = 500


def cells(width: float, height: float, columns: int, rows: int, page: Page) -> list[Rect]:
    """Return cells of *width* × *height* mm in the middle of *page*."""
    left, top = (page.width - columns * width) / 2, (page.height - rows * height) / 2
    return [
        Rect(left + column * width, top + row * height, left + (column + 1) * width, top + (row + 1) * height)
        for row in range(rows)
        for column in range(columns)
    ]


def inner(cell: Rect) -> Rect:
    """Return *cell* without its edges."""
    return Rect(cell.left + QUIET, cell.top + QUIET, cell.right - QUIET, cell.bottom - QUIET)


def assert_inside(path: Path, pages: list[Page], grid: tuple[float, float, int, int]) -> None:
    """Fail if a word of *pages* stands in no cell of *grid*, or any ink lies on the edge of one."""
    for number, page in enumerate(pages):
        places = cells(*grid, page)
        lost = [(word, place) for word, place in page.words if not any(inner(cell).holds(place) for cell in places)]
        assert lost == []
        black = ink(path, number)
        for cell in places:
            left, top, right, bottom = (
                max(0, round(3 * side)) for side in (cell.left, cell.top, cell.right, cell.bottom)
            )
            edge = black[top:bottom, left:right].copy()
            edge[5:-5, 5:-5] = False
            assert not np.any(edge), (number, cell)


@pytest.mark.parametrize(
    ("size", "grid"), [("a7", (105, 74, 2, 4)), ("avery-5371", (88.9, 50.8, 2, 5)), ("85x54", (85, 54, 2, 5))]
)
def test_everything_stands_inside_its_card(tmp_path: Path, size: str, grid: tuple[float, float, int, int]) -> None:
    """Long lines of code, wide tables, high and wide formulas, deep lists and long words stay on their card."""
    deck = rendered(tmp_path, HARD)
    settings = CardSettings(size=size, marks=False)
    made = cards(deck, settings, PrintSettings())
    if made.diagnostics:
        assert {fault.rule for fault in made.diagnostics} == {faults.CARD_TOO_LONG}
        deck = rendered(tmp_path, HARD[: HARD.index("Q: May a question")])
        made = cards(deck, settings, PrintSettings())
    assert made.diagnostics == ()
    (tmp_path / "cards.pdf").write_bytes(made.data)
    assert_inside(tmp_path / "cards.pdf", pages_of(tmp_path / "cards.pdf"), grid)


def test_the_smallest_cards(tmp_path: Path) -> None:
    """On cards of a few centimetres a long id and chapter take two lines of small print, which stay on their card."""
    text = EVERYTHING.replace("# Everything", "# Everything that is to be known").replace(
        "{#word", f"{{#word{'-word' * 9}"
    )
    made = cards(rendered(tmp_path, text), CardSettings(size="44x34", marks=False), PrintSettings())
    assert made.diagnostics == ()
    (tmp_path / "cards.pdf").write_bytes(made.data)
    pages = pages_of(tmp_path / "cards.pdf")
    assert_inside(tmp_path / "cards.pdf", pages, (44, 34, 4, 8))
    for cell in cells(44, 34, 4, 8, pages[0]):
        words = [word for word, place in pages[0].words if cell.holds(place)]
        assert len([word for word in words if word.startswith("Every")]) == (1 if words else 0)


def test_five_hundred_cards_of_random_length(tmp_path: Path) -> None:
    """Of many cards with whatever in them, each is found whole on both sides, and inside its cell."""
    deck = rendered(tmp_path, many(COUNT, seed=5))
    made = cards(deck, CardSettings(marks=False), PrintSettings())
    assert made.diagnostics == ()
    (tmp_path / "cards.pdf").write_bytes(made.data)
    pages = pages_of(tmp_path / "cards.pdf")
    assert_inside(tmp_path / "cards.pdf", pages, (105, 74, 2, 4))
    account = account_of_cards(deck, made.data)
    assert (account.expected, account.found) == (COUNT, COUNT)


def test_a_card_goes_on_on_a_second_one(tmp_path: Path) -> None:
    """A long face goes on, and both faces of both cards say which of them they are."""
    words = "many words that go on for a while " * 40
    deck = rendered(tmp_path, f"# Long\n\nQ: {words}? {{#asked}}\nA: Yes.\n\nQ: Why? {{#told}}\nA: {words}\n")
    made = cards(deck, CardSettings(), PrintSettings())
    assert made.diagnostics == ()
    (tmp_path / "cards.pdf").write_bytes(made.data)
    (fronts, backs) = pages_of(tmp_path / "cards.pdf")
    for page in (fronts, backs):
        assert len(page.find("1/2")) == 2
        assert len(page.find("2/2,")) == 2
    assert len(fronts.find("asked")) == len(backs.find("asked")) == 2
    (first, second) = cells(105, 74, 2, 4, fronts)[:2]
    assert any(first.holds(place) for place in fronts.find("many"))
    assert any(second.holds(place) for place in fronts.find("many"))
    account = account_of_cards(deck, made.data)
    assert account.found == account.expected == 2


def test_type_shrinks_before_a_card_goes_on(tmp_path: Path) -> None:
    """A face that is somewhat too long is set smaller, and small print is as large as anywhere."""
    words = "word and word " * 50
    deck = rendered(tmp_path, f"# Length\n\nQ: Short? {{#short}}\nA: No.\n\nQ: Long? {{#longer}}\nA: {words}\n")
    made = cards(deck, CardSettings(), PrintSettings())
    (tmp_path / "cards.pdf").write_bytes(made.data)
    (_, backs) = pages_of(tmp_path / "cards.pdf")
    (short,), (identity,) = backs.find("No."), backs.find("short")
    assert max(place.height for place in backs.find("word")) < 0.85 * short.height
    assert backs.find("longer")[0].height == pytest.approx(identity.height, abs=0.01)
    assert not backs.find("1/2")


@pytest.mark.parametrize(("detail", "cure"), [(True, "detail = false"), (False, "larger")])
def test_a_card_that_is_too_long_is_told(tmp_path: Path, cure: str, *, detail: bool) -> None:
    """What two cards do not hold is a fault at the card, with its measure and the cures that there are."""
    words = "many words that go on for a while " * 120
    answer = f"Yes.\n\n{words}" if detail else words
    text = f"# Long\n\nQ: Short? {{#short}}\nA: Yes.\n\nQ: Why? {{#told}}\nA: {answer}\n"
    made = cards(rendered(tmp_path, text), CardSettings(detail=detail), PrintSettings())
    (fault,) = made.diagnostics
    assert fault.rule is faults.CARD_TOO_LONG
    assert text[fault.span.start :].startswith("Q: Why?"[: fault.span.end - fault.span.start])
    assert "105 × 74 mm" in fault.message
    assert cure in fault.hint
    assert ("detail" in fault.hint) is detail
    assert made.data == b""


def test_larger_type_is_asked_for(tmp_path: Path) -> None:
    """The scale of all print makes the type of cards larger, too."""
    deck = rendered(tmp_path, "# Size\n\nQ: Large? {#large}\nA: Yes.\n")
    heights = []
    for scale in (1.0, 1.4):
        (tmp_path / "cards.pdf").write_bytes(cards(deck, CardSettings(), PrintSettings(scale=scale)).data)
        heights.append(pages_of(tmp_path / "cards.pdf")[0].find("Large?")[0].height)
    assert heights[1] == pytest.approx(1.4 * heights[0], rel=0.01)


def test_a_size_that_does_not_fit_the_paper(tmp_path: Path) -> None:
    """A card larger than the paper makes no file."""
    made = cards(rendered(tmp_path, HARD), CardSettings(size="290x290"), PrintSettings())
    assert [fault.rule for fault in made.diagnostics] == [faults.PAPER_TOO_SMALL]
    assert made.data == b""


@pytest.mark.parametrize(("theme", "side"), [(".face { display: none }", "front"), (".back { display: none }", "back")])
def test_a_face_that_a_theme_hides_is_told(tmp_path: Path, theme: str, side: str) -> None:
    """A card of which the author's styles hide a side is a fault that names it, and nothing is written."""
    (tmp_path / "theme.css").write_text(theme, encoding="utf-8")
    made = cards(rendered(tmp_path, "# One\n\nQ: What? {#what}\nA: This.\n"), CardSettings(), PrintSettings())
    assert made.data == b""
    (told,) = made.diagnostics
    assert told.rule is faults.CARD_LOST
    assert side in told.message
    assert "theme.css" in told.hint
