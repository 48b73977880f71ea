"""The quiz, from the rendered deck to one file or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.pdf.manuscript import Printed
from builder.pdf.press.fonts import gather
from builder.pdf.quiz.book import bound, bound_apart
from builder.pdf.quiz.choose import choose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.render.fragment import RenderedDeck
    from builder.settings import PrintSettings, QuizSettings


def quiz(
    rendered: RenderedDeck,
    settings: QuizSettings,
    printing: PrintSettings,
    extra_fonts: Sequence[Path] = (),
) -> tuple[Printed, ...]:
    """Return the quiz of *rendered* that *settings* choose, set as *printing* says: a tagged PDF, or questions and key.

    *extra_fonts* are TrueType or OpenType files for scripts that the bundled faces lack. What is wrong comes back
    as diagnostics; where those on the choice leave nothing to ask, the file is empty.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    choice = choose(rendered, settings)
    if not choice.asked:
        return (Printed(b"", 0, choice.diagnostics),)
    bind = bound_apart if settings.key == "separate" else bound
    return bind(rendered, choice.asked, settings, printing, gather(extra_fonts))
