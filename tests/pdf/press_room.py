"""Small manuscripts, set and read back, for the tests of how a book is put together."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from builder.diagnostics import Span
from builder.pdf.binding.assemble import assemble, publish
from builder.pdf.dress.materials import File
from builder.pdf.manuscript import Manuscript
from builder.pdf.press.fonts import Fonts, gather
from builder.pdf.press.press import Press, press
from builder.settings import Config, PrintSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.pdf.binding.impose import ImposedSheet
    from builder.pdf.manuscript import Entry
    from builder.pdf.press.galley import Galley

STYLES = """
@page { size: 300pt 400pt; margin: 30pt; @footnote { margin-top: 6pt } }
body { margin: 0; font: 10pt/14pt "Source Serif Pro" }
h1, h2, p { margin: 0 0 8pt; font-size: 10pt }
section { margin-top: 20pt }
.fresh { break-before: page; margin-top: 0 }
.footnote { float: footnote; font-size: 8pt }
"""

DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>'


@cache
def faces() -> Fonts:
    """Return the bundled faces."""
    return gather()


def manuscript(units: str, *, styles: str = "", notes: str = "", outline: Sequence[Entry] = ()) -> Manuscript:
    """Return a manuscript of *units* (HTML), with the footnotes *notes*."""
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Book</title><style>{STYLES}{styles}</style>'
        f'</head><body>{units}<div id="ui_notes">{notes}</div></body></html>'
    )
    return Manuscript(
        html, {"deck:dot.svg": File(DOT, "image/svg+xml")}, (Span("deck.toml", 0, 0),), {}, tuple(outline)
    )


@contextmanager
def pressed(units: str, *, styles: str = "", notes: str = "") -> Iterator[Press]:
    """Yield a press with *units* on it; nothing may be left that the layout complained of."""
    with press(manuscript(units, styles=styles, notes=notes), faces()) as it:
        yield it
        assert it.diagnostics() == ()


def published(
    galleys: Sequence[Galley], sheets: Sequence[ImposedSheet], outline: Sequence[Entry] = (), *, archive: bool = False
) -> bytes:
    """Return the finished file of *sheets*."""
    book = assemble(galleys, sheets, outline)
    return publish(book, Config("Book", "book"), PrintSettings(archive=archive), "Book")


def texts(data: bytes) -> list[str]:
    """Return the text of each page of *data*."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def opened(data: bytes) -> pikepdf.Pdf:
    """Return *data* for a look inside."""
    return pikepdf.open(BytesIO(data))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the structure elements of *pdf* in reading order."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, int) or element.get("/Type") == "/OBJR":
            continue
        yield element
        waiting += reversed(list(element.get("/K", ())))


def boxes(data: bytes, word: str) -> list[tuple[Any, ...]]:
    """Return where *word* stands in *data*: page from 0, and the left and bottom of its first letter in points."""
    found = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document):
            content = page.get_textpage()
            searcher = content.search(word, match_case=True, match_whole_word=True)
            while place := searcher.get_next():
                left, bottom, _, _ = content.get_charbox(place[0])
                found.append((number, left, bottom))
    finally:
        document.close()
    return found
