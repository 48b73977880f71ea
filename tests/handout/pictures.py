"""Draw the README's pictures of the handout: `make pictures`, or `python -m tests.handout.pictures [FOLDER]`.

The page of the shipped deck, in Chromium: wide by day, by night, on a phone, searched and studied.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageDraw

from tests.anki.stage import chromium
from tests.pdf.pictures import PICTURES, ROOT, small
from tests.web.conftest import built
from tests.web.visit import Visit

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDE: Final[dict[str, Any]] = {"width": 1280, "height": 800}
PHONE: Final[dict[str, Any]] = {"width": 390, "height": 800, "touch": True}
_LINE: Final = "#c3cad2"
_GAP: Final = 24


def draw(folder: Path) -> None:
    """Write all pictures to *folder*."""
    with TemporaryDirectory() as place:
        page = built(ROOT / "content", Path(place) / "dist").page
        with chromium(Path(place) / "profile") as browser:
            visit = Visit(browser)
            pictures = {
                "wide": _reading(visit, page, WIDE),
                "dark": _figure(visit, page, {**WIDE, "scheme": "dark"}),
                "phone": _beside(_reading(visit, page, PHONE), _asked(visit, page, PHONE), _found(visit, page, PHONE)),
                "quiz": _told(visit, page, WIDE),
                "search": _found(visit, page, WIDE),
            }
    for name, picture in pictures.items():
        small(picture).save(folder / f"handout-{name}.png", optimize=True)


def _reading(visit: Visit, page: Path, screen: dict[str, Any]) -> Picture:
    """Return the page at a question."""
    visit.show(page, _anchor_of_figure(visit, page), **screen)
    return _shot(visit)


def _figure(visit: Visit, page: Path, screen: dict[str, Any]) -> Picture:
    """Return the page at a figure."""
    visit.show(page, **screen)
    visit.render_all()
    visit.run("document.querySelectorAll('#ui_read figure')[1].scrollIntoView({ block: 'center' })")
    return _shot(visit)


def _anchor_of_figure(visit: Visit, page: Path) -> str:
    """Return the anchor of the first question that has both a figure and a formula."""
    visit.show(page)
    return str(visit.run("return `#${document.querySelector('.question:has(.figure):has(math)').id}`"))


def _found(visit: Visit, page: Path, screen: dict[str, Any]) -> Picture:
    """Return the search for a word with a slip in it."""
    visit.show(page, "", **screen)
    visit.run("document.getElementById('ui_find_open').click()")
    visit.press(*"precison recall")
    visit.wait("document.querySelector('#ui_find_list mark')")
    return _shot(visit)


def _asked(visit: Visit, page: Path, screen: dict[str, Any]) -> Picture:
    """Return a cloze that is asked."""
    visit.show(page, "#ui_study?kind=cloze&order=shuffle&seed=readme&go=1", **screen)
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    return _shot(visit)


def _told(visit: Visit, page: Path, screen: dict[str, Any]) -> Picture:
    """Return a choice that was made, and what is right."""
    visit.show(page, "#ui_study?kind=choice&go=1", **screen)
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    visit.run("document.querySelectorAll('#ui_stage .option')[1].click()")
    visit.run("document.getElementById('ui_show').click()")
    visit.run("document.activeElement.blur(); scrollTo(0, 0)")
    return _shot(visit)


def _shot(visit: Visit) -> Picture:
    """Return what the screen shows when its faces are there."""
    visit.browser.execute_async_script(
        "const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(done, 300)))"
    )
    return Image.open(BytesIO(visit.picture())).convert("RGB")


def _beside(*pictures: Picture) -> Picture:
    """Return *pictures* in a row, each with a line around it."""
    width = sum(picture.width for picture in pictures) + _GAP * (len(pictures) - 1)
    row = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        ImageDraw.Draw(row).rectangle((left, 0, left + picture.width - 1, picture.height - 1), outline=_LINE)
        left += picture.width + _GAP
    return row


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
