"""What the font for formulas in print, STIX Two Math, has glyphs for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ziamath.mathfont import MathFont

BOX: Final = "□"
"""What print shows in place of a character without glyph: PDF/UA forbids the font's own sign for that."""


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters of *text* that the font lacks, each once; white space is never among them."""
    return tuple(dict.fromkeys(c for c in text if not c.isspace() and not has_glyph(c)))


@cache
def has_glyph(character: str) -> bool:
    """Say whether the font has a glyph for *character*."""
    return character.isascii() or _font().glyphindex(character) != 0


@cache
def _font() -> MathFont:
    """Return the font that the engine brings along."""
    from ziamath.zmath import loadedfonts

    return loadedfonts["default"]
