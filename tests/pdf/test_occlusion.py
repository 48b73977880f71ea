"""A picture under masks on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image, ImageChops

from builder.model import Kind
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.render.fragment import Figure, Medium, plain
from builder.settings import PrintSettings
from tests.pdf.decks import SPAN, chapter, deck, html, made_note, mask, occlusion, p

if TYPE_CHECKING:
    from builder.pdf.manuscript import Printed
    from builder.pdf.read.reader import PdfContents
    from builder.render.fragment import RenderedMask

RED = (255, 0, 0)
INSIDE = [(0.2, 0.17), (0.12, 0.12), (0.29, 0.24)]
"""Parts of the width and height of the picture that the mask of `tests.pdf.decks` covers where it stands first."""
ELLIPSE = ("ellipse", 60, 50)
INSIDE_ELLIPSE = [(0.7, 0.6), (0.63, 0.575), (0.7, 0.51)]
OUTSIDE = [(0.05, 0.05), (0.2, 0.3), (0.61, 0.51), (0.79, 0.64), (0.95, 0.95)]
"""The third and fourth lie in the corners of the ellipse's box."""


def printed(width: float | None, height: float | None, *masks: RenderedMask) -> Printed:
    """Return the sheet of a card with a red picture of that size, in CSS px."""
    size = f'width="{width}" height="{height}" ' if width else ""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {size}viewBox="0 0 {width or 40} {height or 20}">'
    data = f'{drawing}<rect width="9999" height="9999" fill="#f00"/></svg>'.encode()
    picture = Figure(
        Medium("red.svg", data, "image/svg+xml", "image", width, height), "", "", None, alone=False, span=SPAN
    )
    card = occlusion(made_note(Kind.OCCLUSION, "regions"), p("Which?"), picture, *masks, detail=p("More to read."))
    return sheet(deck(chapter("sec_one", plain("One"), html(), notes=(card,))), PrintSettings())


def page_of(made: Printed) -> Image.Image:
    """Return the page of *made* that holds the picture, at 144 dpi."""
    document = pypdfium2.PdfDocument(made.data)
    pages: list[Image.Image] = [page.render(scale=2).to_pil().convert("RGB") for page in document]
    document.close()
    return next(page for page in pages if red_in(page).getbbox())


def red_in(page: Image.Image) -> Image.Image:
    """Return what of *page* is the red of the picture, white on black."""
    difference = ImageChops.difference(page, Image.new("RGB", page.size, RED)).convert("L")
    return difference.point([255, *[0] * 255])


def box_of(page: Image.Image) -> tuple[int, int, int, int]:
    """Return the edges of the picture."""
    box = red_in(page).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(("width", "height"), [(400, 200), (900, 300), (300, 2400), (None, None)])
def test_masks_lie_where_they_belong(width: float | None, height: float | None) -> None:
    """Masks cover their regions and nothing else, whether the picture is small, wide, tall or does not say its size."""
    page = page_of(printed(width, height, mask(1, plain("a")), mask(2, plain("b"), *ELLIPSE)))
    left, top, right, bottom = box_of(page)

    def colour(across: float, down: float) -> object:
        return page.getpixel((round(left + across * (right - left)), round(top + down * (bottom - top))))

    assert [place for place in INSIDE + INSIDE_ELLIPSE if colour(*place) == RED] == []
    assert [place for place in OUTSIDE if colour(*place) != RED] == []
    assert (right - left) / (bottom - top) == pytest.approx((width or 40) / (height or 20), rel=0.02)
    assert bottom - top <= 121 * 144 / 25.4


def test_masks_are_seen_without_colours() -> None:
    """A mask's line is much darker than its ground, so that grey paper shows it too."""
    page = page_of(printed(400, 200, mask(1, plain("a"))))
    left, top, right, bottom = box_of(page)
    row = round(top + 0.13 * (bottom - top))
    tones = page.convert("L").crop((left, row, round(left + 0.4 * (right - left)), row + 1)).tobytes()
    assert max(tones) - min(tones) > 100


@pytest.fixture(name="words", scope="module")
def _words() -> PdfContents:
    """Return what a sheet with three masks of two numbers says."""
    masks = (mask(2, html("the <em>left</em> one")), mask(7, plain("the right one"), *ELLIPSE))
    return read_pdf(printed(400, 200, *masks, mask(2, plain("its twin"), left=70)).data)


def test_key_stands_below_the_picture(words: PdfContents) -> None:
    """The card says its header, the labels on the masks, the key by these labels, and the detail."""
    said = " ".join(words.words["regions"])
    assert said == "Which? 1 2 1 1. the left one; its twin 2. the right one More to read. regions"
