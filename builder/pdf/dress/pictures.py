"""Pictures of questions: in the file stands what is to be seen, and nothing besides.

Words in a drawing can be searched and copied from below a mask, a photograph can be pulled out of the file, and it may
say in its metadata what it shows. So the picture under masks is drawn anew in dots, with its masks, and JPEG, which the
layout embeds as it is, goes without metadata. Where front and back are in one file, only the words matter.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Final

from builder.pdf import library
from builder.pdf.dress.materials import SCHEME, File
from builder.pdf.press import engine
from builder.pdf.press.fonts import installed
from builder.pdf.press.pictures import in_eight_bits
from builder.pdf.tree.glyphs import Glyphs
from builder.render.occlusion import figure_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from builder.pdf.dress.materials import Materials
    from builder.pdf.press.fonts import Fonts
    from builder.render.fragment import Figure, Fragment, RenderedMask

_DOTS: Final = 300 / 96
"""Dots of a drawing in a CSS px: 300 in an inch."""
_UNSIZED: Final = (640.0, 320.0)
"""Width and height in CSS px of a drawing that says neither."""
_JPEG: Final = "image/jpeg"
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_RESTARTS: Final = range(0xD0, 0xD8)
_UPRIGHT: Final = 1
_QUALITY: Final = 92


def covered(
    materials: Materials, fragment: Fragment, masks: Sequence[RenderedMask], fonts: Fonts, *, drawings: bool = False
) -> str:
    """Return the picture in *fragment*, that of an occlusion card, as it is asked: what *masks* cover is not in it.

    It is redrawn, with labels set in *fonts*; if only *drawings* are wanted so, any other picture stays as it is.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    figure = figure_of(fragment)
    if figure is None or (drawings and figure.medium.mime != engine.SVG):
        return materials.picture(fragment, masks)
    address = f"{SCHEME}covered-{len(materials.files) + 1}.png"
    materials.files[address] = whitened(figure, masks, fonts)
    return materials.picture(fragment, masks, address)


def whitened(figure: Figure, masks: Sequence[RenderedMask], fonts: Fonts) -> File:
    """Return the picture of *figure* as a PNG in which all that *masks* cover is white; labels are set in *fonts*.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    from PIL import ImageDraw

    picture = _dots_of(figure, fonts)
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for each in masks:
        mask = each.mask
        right, lower = mask.left + mask.width, mask.top + mask.height
        box = (mask.left * width / 100, mask.top * height / 100, right * width / 100, lower * height / 100)
        (pen.ellipse if mask.shape == "ellipse" else pen.rectangle)(box, fill="white")
    return File(_saved(picture, "PNG"), "image/png", figure.span)


def bare(figure: Figure) -> Figure:
    """Return *figure* with a picture that says nothing of itself: a JPEG without metadata, upright without them."""
    medium = figure.medium
    return replace(figure, medium=replace(medium, data=_bare(medium.data))) if medium.mime == _JPEG else figure


def _dots_of(figure: Figure, fonts: Fonts) -> Image:
    """Return the picture of *figure* in dots on white, upright."""
    from PIL import Image, ImageOps

    medium = figure.medium
    if medium.mime == engine.SVG:
        return _drawn(figure, fonts)
    picture = in_eight_bits(ImageOps.exif_transpose(Image.open(BytesIO(medium.data)))).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _drawn(figure: Figure, fonts: Fonts) -> Image:
    """Return the drawing of *figure* in dots.

    What no face has is told when the key, which holds the drawing as it is, is set.
    """
    import pypdfium2

    width, height = _size(figure)
    address = f"{SCHEME}picture.svg"
    styles = f"@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    html = f'<style>{styles}</style><img src="{address}" style="width:{width}px;height:{height}px">'
    with installed(fonts), engine.listening():
        library.load()
        from weasyprint import HTML

        drawing = Glyphs(fonts.drawable).drawing(figure.medium.data, figure.span)
        files = engine.OWN_FILES | {address: File(drawing, engine.SVG)}
        data = HTML(string=html, url_fetcher=engine.fetcher(files, engine.embedded(files).keys())).write_pdf()
    document = pypdfium2.PdfDocument(data)
    # A page is measured in points, three of which are four px.
    picture: Image = document[0].render(scale=_DOTS * 4 / 3).to_pil().convert("RGB")
    document.close()
    return picture


def _size(figure: Figure) -> tuple[float, float]:
    """Return the width and height in CSS px of the drawing of *figure*: its own, or by the box that it is drawn in."""
    from xml.etree import ElementTree as ET

    medium = figure.medium
    if medium.width and medium.height:
        return medium.width, medium.height
    box = ET.fromstring(medium.data).get("viewBox", "").replace(",", " ").split()  # noqa: S314 (cleaned when read)
    width, height = _UNSIZED
    try:
        across, down = map(float, box[2:])
    except ValueError:
        return width, height
    return (width, width * down / across) if across > 0 and down > 0 else (width, height)


def _bare(data: bytes) -> bytes:
    """Return the JPEG *data* with none of its application segments but JFIF, colour profile and Adobe's, no comment.

    Source: ITU-T T.81, B.1.1 (markers) and B.2.1 (their order).
    """
    from PIL import Image, ImageOps

    picture = Image.open(BytesIO(data))
    if picture.getexif().get(0x0112, _UPRIGHT) != _UPRIGHT:
        upright = ImageOps.exif_transpose(picture)
        upright.info = {name: value for name, value in picture.info.items() if name == "icc_profile"}
        return _bare(_saved(upright, "JPEG", quality=_QUALITY, icc_profile=picture.info.get("icc_profile")))
    return data[:2] + b"".join(_kept(data))


def _kept(data: bytes) -> Iterator[bytes]:
    """Yield those segments of the JPEG *data*, from behind its start, that the picture needs."""
    at = 2
    while at < len(data):
        marker = data[at + 1]
        if marker == _END_OF_IMAGE:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        payload = data[at + 4 : end]
        if marker == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        if _is_needed(marker, payload):
            yield data[at:end]
        at = end


def _is_needed(marker: int, payload: bytes) -> bool:
    """Say whether a segment is of the picture: no comment, and of what applications add only what says its colours."""
    if marker in range(0xE0, 0xF0):
        return payload.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"))
    return marker != 0xFE


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the compressed data from *at* on end: at a marker, which neither a stuffed 255 nor a restart is."""
    while at + 1 < len(data):
        if data[at] == 0xFF and data[at + 1] not in {0, 0xFF} and data[at + 1] not in _RESTARTS:
            return at
        at += 1
    return len(data)


def _saved(picture: Image, kind: str, **options: object) -> bytes:
    """Return *picture* as a file of that *kind*."""
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()
