"""Draw the pictures of paper in the README: pages of the shipped deck as PDFium shows them.

``make pictures`` runs this. The PDFs are those that `build pdf sheet cards quiz` makes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageDraw

from builder.pipeline import build
from builder.stages import Options
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image as Picture

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / ".github" / "pictures"
DPI: Final = 110
_INCH: Final = 72
_LINE: Final = "#c3cad2"
_GAP: Final = 14


@dataclass(frozen=True)
class View:
    """A picture: pages of one output side by side."""

    name: str
    """Of the picture, without its ending."""
    output: str
    words: tuple[str, ...]
    """Some that stand on the pages that are shown, one for each."""
    part: tuple[float, float] = (0.0, 1.0)
    """From where to where of its height a page is shown."""


VIEWS: Final = (
    View("paper-sheet", "sheet", ("Contents", "How do you evaluate")),
    View("paper-cards", "cards", ("", "")),
    View("paper-quiz", "quiz", ("",)),
    View("paper-key", "quiz", ("Answers",)),
)


def draw(folder: Path) -> None:
    """Write all pictures to *folder*."""
    with TemporaryDirectory() as place:
        dist = Path(place)
        outputs = tuple(dict.fromkeys(view.output for view in VIEWS))
        outcome = build(Options(ROOT / "content", dist, outputs), Silent())
        files = {entry.output: dist / entry.name for entry in outcome.entries}
        for view in VIEWS:
            small(beside(list(_pages(files[view.output], view)))).save(folder / f"{view.name}.png", optimize=True)


def _pages(path: Path, view: View) -> Iterator[Picture]:
    """Yield the pages of the PDF at *path* that *view* names, each the first behind the one before."""
    document = pypdfium2.PdfDocument(path)
    try:
        number = -1
        for word in view.words:
            number = next(
                at
                for at in range(number + 1, len(document))
                if word in " ".join(document[at].get_textpage().get_text_range().split())
            )
            page = document[number].render(scale=DPI / _INCH).to_pil()
            top, bottom = (round(page.height * part) for part in view.part)
            yield page.crop((0, top, page.width, bottom))
    finally:
        document.close()


def beside(pages: list[Picture]) -> Picture:
    """Return *pages* in a row, each with a line around it."""
    width = sum(page.width for page in pages) + _GAP * (len(pages) - 1)
    row = Image.new("RGB", (width, max(page.height for page in pages)), "white")
    left = 0
    for page in pages:
        row.paste(page, (left, 0))
        ImageDraw.Draw(row).rectangle((left, 0, left + page.width - 1, page.height - 1), outline=_LINE)
        left += page.width + _GAP
    return row


def small(picture: Picture) -> Picture:
    """Return *picture* with few enough colours to weigh little."""
    return picture.quantize(96, dither=Image.Dither.NONE)


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
