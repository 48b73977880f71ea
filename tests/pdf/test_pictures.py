"""Images are made fit for paper before the layout sees them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from builder.pdf.press.pictures import fit_for_paper


def saved(mode: str, kind: str) -> bytes:
    """Return a picture from dark to light in one of Pillow's *mode*s."""
    data = BytesIO()
    ramp = Image.linear_gradient("L")
    if mode == "I;16":
        made = Image.new(mode, ramp.size)
        for y in range(256):
            made.paste(y * 257, (0, y, 256, y + 1))
    else:
        made = ramp.convert("RGB").convert(mode)
    made.save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGB", "JPEG"), ("L", "JPEG"), ("P", "GIF"), ("1", "PNG")])
def test_most_images_stay_as_they_are(mode: str, kind: str) -> None:
    """An image that every reader of PDF can show is handed on byte for byte."""
    data, mime = saved(mode, kind), f"image/{kind.lower()}"
    assert fit_for_paper(data, mime) == (data, mime)


@pytest.mark.parametrize(("mode", "kind", "becomes"), [("I;16", "PNG", "L"), ("CMYK", "JPEG", "RGB")])
def test_what_cannot_be_printed_is_made_anew(mode: str, kind: str, becomes: str) -> None:
    """Greys of 16 bits get 8, inks become light, and both look as they did."""
    data, mime = fit_for_paper(saved(mode, kind), f"image/{kind.lower()}")
    assert mime == "image/png"
    with Image.open(BytesIO(data)) as made:
        assert made.mode == becomes
        greys = made.convert("L").resize((1, 256)).tobytes()
    assert all(abs(grey - row) <= 3 for row, grey in enumerate(greys))


def test_what_is_no_image_is_left_to_the_layout() -> None:
    """A file that cannot be read comes back as it is."""
    assert fit_for_paper(b"no picture", "image/png") == (b"no picture", "image/png")
