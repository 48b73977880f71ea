"""Raster images: decoded once to see that they are whole, and scaled down where the deck sets them a bound."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

    from builder.settings import MediaSettings

Size = tuple[int, int]
"""Width and height in px."""

MAX_PIXELS: Final = 50_000_000
"""Of one picture: decoded, four bytes each."""
QUALITY: Final = 85
"""Of JPEG and of lossy WebP that are saved again, of 100."""
OFFER: Final = 1600
"""The bound, in px, that the author of a picture that weighs too much is offered: 240 dots an inch across a page of A4
between its margins, and as much as a tablet shows."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_ORIENTATION: Final = 0x0112
"""The Exif tag that says how a picture was held (Exif 2.32, 4.6.4 A): 1 is upright, 5 to 8 lie on their side."""
_MIDDLE: Final = 128
"""Of 255: where GIF, which knows all or nothing, begins to be opaque."""
_CLEAR: Final = 255
"""The number of its transparent colour."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture after scaling."""

    data: bytes
    size: Size


@dataclass(frozen=True, slots=True)
class Raster:
    """A raster image as it ships."""

    data: bytes
    """The very file where nothing bounds it, or where scaling would save no byte."""
    size: Size
    """As it is shown, which Exif may have turned."""
    bound: int | None = None
    """The bound, in px, that its longer side went beyond; it depends on the file and the settings alone."""
    moves: bool = False
    """True of an animation beyond the bound: it is left as it is."""
    offer: Scaled | None = None
    """What a file that weighs too much would be with its longer side bounded to `OFFER` px."""


def read_raster(data: bytes, settings: MediaSettings) -> Raster | str:
    """Return the PNG, JPEG, GIF or WebP in *data* as it ships under *settings*, or what is wrong with it.

    The whole picture is decoded, for a broken one would be seen only by a learner. One whose longer side has more than
    `max_px` is scaled down by Lanczos' filter, turned as Exif says, and saved in its own format with its colour
    profile but without other metadata (such as where it was taken).
    """
    import struct
    import warnings

    from PIL import Image

    with warnings.catch_warnings():
        # Pillow warns of what browsers show all the same; of its own limit a sentence tells.
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(BytesIO(data), formats=_FORMATS)
            width, height = picture.size
            if width * height > MAX_PIXELS:
                return f"has {width} × {height} pixels, more than {MAX_PIXELS // 1_000_000} million."
            moves = _may_scale(data, picture.size, settings) and _moves(picture)
            picture.load()
        except Image.DecompressionBombError:
            return f"has more than {MAX_PIXELS // 1_000_000} million pixels."
        except (OSError, SyntaxError, ValueError, EOFError, struct.error):
            return "is broken, or not all of it is there."
        return _fitted(picture, data, settings, moves=moves)


def _may_scale(data: bytes, size: Size, settings: MediaSettings) -> bool:
    """Say whether a picture goes beyond the bound, or weighs so much that one is offered."""
    beyond = settings.max_px is not None and max(size) > settings.max_px
    return beyond or (len(data) > settings.large_image_mb * 1e6 and max(size) > OFFER)


def _moves(picture: Image) -> bool:
    """Say whether *picture* is an animation; the pictures that some phones hide in a JPEG make none."""
    return picture.format in {"PNG", "GIF", "WEBP"} and getattr(picture, "is_animated", False)


def _fitted(picture: Image, data: bytes, settings: MediaSettings, *, moves: bool) -> Raster:
    """Return *picture*, decoded from *data*, as it ships."""
    size = picture.size[::-1] if _orientation(picture) >= 5 else picture.size
    bound = settings.max_px if settings.max_px is not None and max(size) > settings.max_px else None
    if moves:
        return Raster(data, size, moves=bound is not None)
    shown = Scaled(data, size)
    if bound:
        shown = _smaller(_scaled(picture, data, bound), shown)
    weighs_much = len(shown.data) > settings.large_image_mb * 1e6 and max(shown.size) > OFFER
    offer = _smaller(_scaled(picture, data, OFFER), shown) if weighs_much else shown
    return Raster(shown.data, shown.size, bound, offer=None if offer is shown else offer)


def _smaller(scaled: Scaled, than: Scaled) -> Scaled:
    """Return the one with fewer bytes; flat colours, which pack well, may take more of them after scaling."""
    return scaled if len(scaled.data) < len(than.data) else than


def _scaled(picture: Image, data: bytes, longer: int) -> Scaled:
    """Return *picture*, decoded from *data*, upright and with a longer side of *longer* px."""
    from PIL.Image import Resampling, Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    width, height = picture.size
    factor = longer / max(width, height)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = _mixable(picture).resize(size, Resampling.LANCZOS)
    orientation = _orientation(picture)
    if orientation > 1:
        small = small.transpose(turns[orientation - 2])
    return Scaled(_saved(small, picture, data), small.size)


def _orientation(picture: Image) -> int:
    """Return how *picture* was held, from 1 to 8; Pillow's own reading would heed XMP too, as no browser does."""
    import struct

    from PIL.Image import Exif

    exif = Exif()
    try:
        exif.load(picture.info.get("exif", b""))
        orientation = exif.get(_ORIENTATION)
    except (OSError, SyntaxError, ValueError, struct.error):
        return 1  # what cannot be read turns no picture in a browser either
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _mixable(picture: Image) -> Image:
    """Return *picture* in a mode whose values can be averaged: no palette, eight bits, transparency as a channel."""
    if picture.mode.startswith("I"):
        return picture.convert("F").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode not in {"LA", "RGBA"} and picture.has_transparency_data:
        return picture.convert({"1": "LA", "L": "LA"}.get(picture.mode, "RGBA"))
    return picture.convert({"1": "L", "P": "RGB"}.get(picture.mode, picture.mode))


def _saved(small: Image, original: Image, data: bytes) -> bytes:
    """Return *small* as a file of the format that *original*, decoded from *data*, has."""
    from PIL.Image import Quantize

    profile = original.info.get("icc_profile")
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    match original.format:
        case "PNG":
            kind = "PNG"
            options["optimize"] = True
            if original.mode == "P" and small.mode == "RGB":
                small = small.quantize(method=Quantize.MEDIANCUT)
        case "GIF":
            kind = "GIF"
            options = {"transparency": _CLEAR} if small.mode in {"LA", "RGBA"} else {}
            small = _few_colours(small)
        case "WEBP":
            kind = "WEBP"
            options |= {"lossless": True} if _is_lossless(data) else {"quality": QUALITY}
        case _:
            from PIL.JpegImagePlugin import get_sampling

            kind = "JPEG"
            options |= {"quality": QUALITY, "optimize": True, "subsampling": get_sampling(original)}
    small.info = {}
    target = BytesIO()
    small.save(target, kind, **options)
    return target.getvalue()


def _few_colours(small: Image) -> Image:
    """Return *small* in 256 colours, one of them transparent where the picture is, as GIF has them."""
    from PIL.Image import Quantize

    if small.mode not in {"LA", "RGBA"}:
        return small.convert("RGB").quantize(method=Quantize.MEDIANCUT)
    clear = small.getchannel("A").point(lambda value: 255 if value < _MIDDLE else 0)
    reduced = small.convert("RGB").quantize(_CLEAR, method=Quantize.MEDIANCUT)
    reduced.paste(_CLEAR, mask=clear)
    return reduced


def _is_lossless(data: bytes) -> bool:
    """Say whether the WebP in *data* keeps every colour: its first picture chunk is ``VP8L`` (RFC 9649, 2.6)."""
    at = 12
    while (name := data[at : at + 4]) not in {b"VP8L", b"VP8 ", b""}:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return name == b"VP8L"
