"""A picture under masks in the handout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builder.handout.page import handout
from builder.handout.read import read_handout
from builder.model import Kind, Mask
from builder.render.fragment import Figure, Medium, RenderedMask, plain
from builder.render.svg import CleanSvg, clean_svg
from tests.handout.conftest import DIAGRAM, NOWHERE, SPAN, chapter, deck_of, html, note, rendered
from tests.handout.stage import WIDTHS, log, show

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from builder.render.fragment import RenderedDeck

COLOURS = "return [...document.querySelectorAll('.masks > span')].map((mask) => getComputedStyle(mask).backgroundColor)"
BOXES = """
const box = (element) => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; };
const picture = document.querySelector(".masked > img");
return [picture, document.querySelector(".masks"), ...document.querySelectorAll(".masks > span")].map(box);
"""
CLEAR = "rgba(0, 0, 0, 0)"


def mask(number: int, answer: str, shape: str, *box: float) -> RenderedMask:
    """Return a mask; *box* is left, top, width and height in per cent."""
    left, top, width, height = box
    return RenderedMask(Mask(shape, left, top, width, height, NOWHERE, number, SPAN), html(answer))


@pytest.fixture(name="masked", scope="module")
def _masked() -> RenderedDeck:
    """Return a deck of two occlusion cards, one of them with alternative text and a title."""
    masks = (
        mask(3, "the <em>falling</em> line", "rect", 12.5, 20, 30, 10),
        mask(5, "recall", "ellipse", 40, 70, 20, 20),
    )
    picture = Figure(DIAGRAM, "", "", "masked", alone=False, span=SPAN)
    first = rendered(note(Kind.OCCLUSION, "curve"), html("<p>What is covered?</p>"), detail=html("<p>It falls.</p>"))
    second = rendered(note(Kind.OCCLUSION, "again"), plain(""))
    named = replace(picture, alt="A diagram", title="Drawn by hand", id=None)
    cards = (
        replace(first, image=html(picture), masks=masks),
        replace(second, image=html(named), masks=masks[:1]),
    )
    return deck_of((chapter("sec_one", "One", html(), cards, ()),))


@pytest.fixture(name="masked_file", scope="module")
def _masked_file(masked: RenderedDeck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the handout of these cards as a file."""
    path = tmp_path_factory.mktemp("masked") / "handout.html"
    path.write_text(handout(masked), encoding="utf-8", newline="\n")
    return path


def test_card_says_header_key_and_detail(masked: RenderedDeck) -> None:
    """Under a card's anchor stand its header, the labels, the key and the detail."""
    found = read_handout(handout(masked))
    assert found.texts["curve"] == "What is covered? 1 2 Answer the falling line recall It falls."
    assert found.texts["again"] == "1 Drawn by hand Answer the falling line"
    assert "fig_masked" in found.anchors


def test_picture_has_words_in_any_case(masked: RenderedDeck) -> None:
    """Alternative text is the author's, or says what the picture is."""
    page = handout(masked)
    assert 'alt="Picture with 2 masks"' in page
    assert 'alt="A diagram"' in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_masks_cover_until_the_answer_is_open(browser: Chrome, masked_file: Path, width: int, scheme: str) -> None:
    """Closed, each mask is opaque and in its place; an open answer leaves the outlines of its own card's masks."""
    log(browser, "browser")
    show(browser, masked_file, width=width, scheme=scheme)
    picture, masks, first, second, _ = browser.execute_script(BOXES)
    left, top, across, down = picture

    assert masks == pytest.approx(picture, abs=0.1)
    assert first == pytest.approx([left + 0.125 * across, top + 0.2 * down, 0.3 * across, 0.1 * down], abs=0.5)
    assert second == pytest.approx([left + 0.4 * across, top + 0.7 * down, 0.2 * across, 0.2 * down], abs=0.5)
    assert down == pytest.approx(across * 120 / 400, abs=1)
    assert browser.execute_script(WIDTHS) == [width, width]
    assert all(colour.startswith("rgb(") for colour in browser.execute_script(COLOURS))

    browser.execute_script("document.querySelector('#curve details.back').open = true")
    *opened, closed = browser.execute_script(COLOURS)
    assert opened == [CLEAR, CLEAR]
    assert closed != CLEAR
    assert log(browser, "browser") == []


SIZES = (
    ('viewBox="0 0 600 400"', 600, 400),
    ('viewBox="-50 -50 600 400" width="100%" height="100%"', 600, 400),
    ('viewBox="0 0 60 40"', 60, 40),
    ('viewBox="0 0 100 1000"', 72, 720),
    ('width="100" height="1000"', 72, 720),
    ('viewBox="0 0 5000 500"', None, None),
)
"""What a drawing says of its size, and how large it is on a screen of 1280 × 900; None where it fills the column."""


@pytest.mark.parametrize(("size", "across", "down"), SIZES, ids=[size for size, _, _ in SIZES])
@pytest.mark.parametrize("width", [320, 1280])
def test_drawings_of_any_size_are_seen(
    browser: Chrome, tmp_path: Path, size: str, across: int | None, down: int | None, width: int
) -> None:
    """A drawing under masks has its size, at most the column's and most of the screen's, even if only a view box."""
    drawn = clean_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="9" height="9"/></svg>'.encode())
    assert isinstance(drawn, CleanSvg)
    medium = Medium("drawn.svg", drawn.data, "image/svg+xml", "image", drawn.width, drawn.height)
    figure = Figure(medium, "A drawing", "", None, alone=False, span=SPAN)
    card = rendered(note(Kind.OCCLUSION, "drawn"), html("<p>What?</p>"))
    card = replace(card, image=html(figure), masks=(mask(1, "a", "rect", 10, 10, 20, 20),))
    path = tmp_path / "handout.html"
    path.write_text(handout(deck_of((chapter("sec_one", "One", html(), (card,), ()),))), encoding="utf-8", newline="\n")
    show(browser, path, width=width)
    picture, masks, _ = browser.execute_script(BOXES)
    column = browser.execute_script("return document.querySelector('figure.occlusion').clientWidth")

    assert masks == pytest.approx(picture, abs=0.1)
    assert picture[2] == pytest.approx(min(across or column, column), abs=0.5)
    ratio = down / across if across and down else 0.1
    assert picture[3] == pytest.approx(picture[2] * ratio, abs=1)


def test_masks_cover_in_the_colours_of_a_reader(browser: Chrome, masked_file: Path) -> None:
    """Where the reader's own colours are forced on the page, masks keep theirs, for else they would hide nothing."""
    show(browser, masked_file)
    features = [{"name": "forced-colors", "value": "active"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    assert CLEAR not in browser.execute_script(COLOURS)
    adjust = "return getComputedStyle(document.querySelector('.masks > span')).printColorAdjust"
    assert browser.execute_script(adjust) == "exact"
