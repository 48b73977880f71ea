"""Cards to cut out, from the rendered deck to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic
from builder.pdf.binding.assemble import assemble, publish
from builder.pdf.cards.calibration import calibration_of, calibration_sheets
from builder.pdf.cards.compose import CardComposer
from builder.pdf.cards.fit import fit
from builder.pdf.cards.geometry import grid_of
from builder.pdf.cards.shape import shape_of
from builder.pdf.cards.sheets import in_order, sides
from builder.pdf.manuscript import Printed
from builder.pdf.press.fonts import gather
from builder.pdf.press.press import press

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.render.fragment import RenderedDeck
    from builder.settings import CardSettings, PrintSettings


def cards(
    rendered: RenderedDeck, settings: CardSettings, printing: PrintSettings, extra_fonts: Sequence[Path] = ()
) -> Printed:
    """Return the cards of *rendered* that are printed, a tagged PDF, as *settings* and those of every PDF say.

    *extra_fonts* are TrueType or OpenType files for scripts that the bundled faces lack. A sheet holds fronts, the
    next one the backs behind them; the text is in the order of the cards, each with its front and then its back.
    Where the paper is too small, or a card too long, that is an error, and there is no file.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    grid = grid_of(settings, printing.paper)
    if isinstance(grid, Diagnostic):
        return Printed(b"", 0, (grid,))
    shape = shape_of(grid.card, printing.scale)
    fonts = gather(extra_fonts)
    composer = CardComposer(rendered, settings, shape, fonts)
    # A file has pages: where no card is printed, the printer can be measured all the same.
    is_empty = not any(note.note.in_print for note in rendered.notes)
    calibration = calibration_of(grid, settings) if settings.calibration or is_empty else None
    manuscript = composer.compose(calibration)
    with press(manuscript, fonts) as machine:
        galleys = [machine.write(machine.set(machine.flows["calibration"]))] if calibration else []
        fitted = fit(machine, composer.notes, shape, grid.card, first=len(galleys))
        diagnostics = (*machine.diagnostics(), *fitted.diagnostics)
    if fitted.diagnostics:
        return Printed(b"", 0, diagnostics)
    galleys += fitted.galleys
    sheets = sides(fitted.cards, galleys, grid, settings)
    if calibration:
        sheets.insert(0, calibration_sheets(grid, settings, 0))
    pages = in_order(sheets, fronts_first=settings.fronts_first)
    book = assemble(galleys, pages, manuscript.outline)
    config = rendered.deck.config
    title = f"{config.name}: cards to cut out"
    return Printed(publish(book, config, printing, title, manuscript.description), len(pages), diagnostics)
