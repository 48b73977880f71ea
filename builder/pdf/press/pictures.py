"""Raster images, made fit for paper: eight bits, grey or red, green and blue."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

_PNG: Final = "image/png"
_FIT: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""Pillow's names of what WeasyPrint writes as it is, and every standard of PDF allows."""


def fit_for_paper(data: bytes, mime: str) -> tuple[bytes, str]:
    """Return the image *data* of the type *mime*, and its type, as it can be printed.

    Of most images only the head is read. Greys of 16 bits, which WeasyPrint does not know, get 8; inks, which PDF/A
    does not allow beside sRGB, become light. A file that Pillow cannot read is returned as it is, for the layout to
    complain of.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.mode in _FIT:
                return data, mime
            plain = in_eight_bits(picture)
            if plain.mode not in _FIT:
                plain = plain.convert("RGB")
    except (UnidentifiedImageError, OSError):
        return data, mime
    target = BytesIO()
    plain.save(target, "PNG")
    return target.getvalue(), _PNG


def in_eight_bits(picture: Image) -> Image:
    """Return *picture*, but greys of 16 bits in 8: a plain conversion would cut them off at white."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("F").point(lambda value: value * (1 / 256)).convert("L")
