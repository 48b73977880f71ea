"""Draw the pictures of paper in the README: pages of the shipped deck as PDFium shows them.

``make pictures`` runs this. The PDFs are those that `build pdf sheet cards quiz` makes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageDraw

from builder.pipeline import build
from builder.settings import Flags
from builder.stages import Options
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image as Picture

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / ".github" / "pictures"
DPI: Final = 80
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
    """Some that stand on the pages that are shown: each is looked for behind the page before."""
    flags: Flags = field(default_factory=Flags)


VIEWS: Final = (
    View("paper-sheet", "sheet", ("In two minutes", "Image processing maps an image")),
    View("paper-columns", "sheet", ("In two minutes", "Image processing maps an image"), Flags(print={"columns": 2})),
    View("paper-cards", "cards", ("Image processing maps", "To a statement about the scene")),
    View("paper-quiz", "quiz", ("Name", "Answer key")),
)


def draw(folder: Path) -> None:
    """Write all pictures to *folder*."""
    for view in VIEWS:
        with TemporaryDirectory() as place:
            dist = Path(place)
            outcome = build(Options(ROOT / "content", dist, (view.output,), flags=view.flags), Silent())
            (entry,) = outcome.entries
            picture = beside(list(_pages(dist / entry.name, view)))
            small(picture).save(folder / f"{view.name}.png", optimize=True)


def _pages(path: Path, view: View) -> Iterator[Picture]:
    """Yield the pages of the PDF at *path* that *view* names."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
        number = -1
        for words in view.words:
            number = next(at for at in range(number + 1, len(texts)) if words in texts[at])
            yield document[number].render(scale=DPI / _INCH).to_pil()
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
