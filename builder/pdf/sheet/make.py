"""The study sheet, from the rendered deck to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.pdf.binding.assemble import assemble, publish
from builder.pdf.binding.furniture import furnish, head_styles
from builder.pdf.manuscript import Printed
from builder.pdf.press.fonts import gather
from builder.pdf.press.press import press
from builder.pdf.sheet.book import Book
from builder.pdf.sheet.compose import SheetComposer
from builder.pdf.sheet.heads import heads
from builder.pdf.sheet.shape import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from builder.pdf.binding.impose import ImposedSheet
    from builder.pdf.manuscript import Entry
    from builder.pdf.press.fonts import Fonts
    from builder.pdf.press.galley import Galley
    from builder.pdf.sheet.shape import Shape
    from builder.render.fragment import RenderedDeck
    from builder.settings import PrintSettings

_ENTRIES: Final = 40
_LONG: Final = 86
"""Lines of the contents that a page holds, and characters of one, for a first guess."""

_TITLE: Final = 12
"""Lines that the title takes."""


def sheet(rendered: RenderedDeck, settings: PrintSettings, extra_fonts: Sequence[Path] = ()) -> Printed:
    """Return the study sheet of *rendered*, a tagged PDF, as *settings* ask.

    *extra_fonts* are TrueType or OpenType files for scripts that the bundled faces lack. What is wrong comes back
    as diagnostics: characters that no face has, and all that the layout complained of.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    config = rendered.deck.config
    shape = shape_of(settings)
    fonts = gather(extra_fonts)
    composer = SheetComposer(rendered, settings, shape)
    manuscript = composer.compose(fonts.fallbacks)
    with press(manuscript, fonts) as opened:
        book = Book(opened, shape, backwards=composer.towards == "rtl")
        if composer.together:
            book.set_together()
        else:
            book.set_apart(guess=_pages_of_contents(manuscript.outline))
        galleys, sheets = book.galleys, book.sheets
        furniture = heads(config.name, [_anchors(galleys, page) for page in sheets], composer.heads)
        furnished, pages = furnish(opened, galleys, sheets, furniture, _head_styles(fonts, shape))
        bound = assemble(furnished, pages, manuscript.outline)
        data = publish(bound, config, settings, config.name, manuscript.description)
        return Printed(data, len(pages), opened.diagnostics())


def _pages_of_contents(outline: Sequence[Entry]) -> int:
    """Return about how many pages a title and the contents, which list what *outline* does, take."""
    lines = sum(1 + len(entry.label) // _LONG for entry in outline)
    return -(-(lines + _TITLE) // _ENTRIES)


def _head_styles(fonts: Fonts, shape: Shape) -> str:
    """Return the styles of the running heads, on either side by the narrower margin: so they suit any direction."""
    margins, scale = shape.margins, shape.scale
    side = min(margins.start, margins.end) * scale
    return head_styles(fonts, scale, top=margins.top * scale - 10, bottom=margins.bottom * scale - 11, side=side)


def _anchors(galleys: Sequence[Galley], page: ImposedSheet) -> Iterator[str]:
    """Yield the anchors on *page* in reading order."""
    for placed in page.placed:
        anchors = galleys[placed.galley].leaves[placed.leaf].anchors
        yield from sorted(anchors, key=lambda name: anchors[name][1])
