"""The faces that travel with the build: which there are, where they lie and which characters they have.

All are under the SIL Open Font License and come as Python packages, so that no output hangs on the fonts of the
machine that builds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from typing import Final


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family."""

    name: str
    """File name without its ending, or the name of its module in `pymupdf_fonts`."""
    family: str
    weight: int = 400
    """As in CSS: 400 is regular, 600 semibold, 700 bold."""
    italic: bool = False
    package: str = "pymupdf_fonts"


_SERIF_PACKAGE: Final = "font_source_serif_pro"
_SANS_PACKAGE: Final = "font_source_sans_pro"

SERIF: Final = (
    Face("SourceSerifPro-Regular", "Source Serif Pro", package=_SERIF_PACKAGE),
    Face("SourceSerifPro-It", "Source Serif Pro", italic=True, package=_SERIF_PACKAGE),
    Face("SourceSerifPro-Semibold", "Source Serif Pro", 600, package=_SERIF_PACKAGE),
    Face("SourceSerifPro-SemiboldIt", "Source Serif Pro", 600, italic=True, package=_SERIF_PACKAGE),
)
SANS: Final = (
    Face("SourceSansPro-Regular", "Source Sans Pro", package=_SANS_PACKAGE),
    Face("SourceSansPro-It", "Source Sans Pro", italic=True, package=_SANS_PACKAGE),
    Face("SourceSansPro-Semibold", "Source Sans Pro", 600, package=_SANS_PACKAGE),
    Face("SourceSansPro-SemiboldIt", "Source Sans Pro", 600, italic=True, package=_SANS_PACKAGE),
)
MONO: Final = (
    Face("FiraMono_Regular", "Fira Mono"),
    Face("FiraMono_Bold", "Fira Mono", 700),
)
FALLBACKS: Final = (
    Face("FiraGO_Regular", "FiraGO"),
    Face("FiraGO_Bold", "FiraGO", 700),
    Face("NotoSans_Regular", "Noto Sans"),
    Face("NotoSans_Bold", "Noto Sans", 700),
    Face("NotoSansMath_Regular", "Noto Sans Math"),
    Face("NotoSansSymbols_Regular", "Noto Sans Symbols"),
    Face("NotoSansSymbols2_Regular", "Noto Sans Symbols2"),
)
"""What the text faces lack, in the order in which it is asked for: Arabic and Hebrew (FiraGO), phonetic and
Vietnamese letters (Noto Sans), mathematics, arrows, boxes and signs."""

FACES: Final = SERIF + SANS + MONO + FALLBACKS


def families(faces: tuple[Face, ...]) -> tuple[str, ...]:
    """Return the families of *faces*, each once, in their order."""
    return tuple(dict.fromkeys(face.family for face in faces))


@cache
def load(face: Face) -> bytes:
    """Return the TrueType or OpenType file of *face*."""
    if face.package == "pymupdf_fonts":
        return bytes(import_module(f"{face.package}.{face.name}").fontbuffer)
    return (files(face.package) / "files" / f"{face.name}.ttf").read_bytes()


@cache
def characters(face: Face) -> frozenset[int]:
    """Return the code points for which *face* has a glyph."""
    return characters_of(load(face))


def characters_of(font: bytes) -> frozenset[int]:
    """Return the code points for which the file *font* has a glyph.

    Raises:
        TTLibError: *font* is no TrueType or OpenType file.

    """
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font), lazy=True, fontNumber=0) as opened:
        return frozenset(opened.getBestCmap() or ())
