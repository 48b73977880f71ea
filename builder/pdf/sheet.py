"""The study sheet: all questions with their answers and recall cards, to read and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.pdf.fonts import gather
from builder.pdf.layout import Printed, lay_out
from builder.pdf.page import compose
from builder.theme import fonts as theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.render.fragment import RenderedDeck

__all__ = ["Printed", "sheet"]


def sheet(rendered: RenderedDeck, *, paper: str, extra_fonts: Sequence[Path] = ()) -> Printed:
    """Return the study sheet of *rendered*, a tagged PDF for *paper* (``A4`` or ``Letter``).

    *extra_fonts* are TrueType or OpenType files for scripts that the bundled faces lack. What is wrong comes back
    as diagnostics: characters that no face has, and all that the layout complained of.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    fonts = gather(extra_fonts)
    fallbacks = (*fonts.families, *theme.families(theme.FALLBACKS))
    return lay_out(compose(rendered, paper=paper, families=fallbacks), fonts)
