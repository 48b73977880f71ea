"""Raster images, and the bound that a deck may set them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms, ImageOps

from builder.render.raster import OFFER, Raster, read_raster
from builder.settings import MediaSettings
from tests.render.pictures import SIZE, clear, distance, file_of, film_of, opened, photo

if TYPE_CHECKING:
    from collections.abc import Callable

BOUND = MediaSettings(max_px=200)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def grey() -> Image.Image:
    """Return a picture in shades of grey."""
    return photo().convert("L")


def deep() -> Image.Image:
    """Return a picture with 16 bits of grey."""
    return Image.frombytes("I;16", SIZE, b"".join(bytes((0, value)) for value in grey().tobytes()))


def read(data: bytes, settings: MediaSettings = BOUND) -> Raster:
    """Return the picture in *data*, which is whole."""
    raster = read_raster(data, settings)
    assert isinstance(raster, Raster)
    return raster


@pytest.mark.parametrize(
    ("make", "kind", "mode", "blur"),
    [
        (lambda: file_of(photo(), "JPEG", quality=95), "JPEG", "RGB", 3),
        (lambda: file_of(grey(), "JPEG", quality=95), "JPEG", "L", 3),
        (lambda: file_of(photo().convert("CMYK"), "JPEG", quality=95), "JPEG", "CMYK", 3),
        (lambda: film_of([photo(), photo((80, 60))], "MPO"), "JPEG", "RGB", 3),
        (lambda: file_of(photo(), "PNG"), "PNG", "RGB", 0),
        (lambda: file_of(grey(), "PNG"), "PNG", "L", 0),
        (lambda: file_of(deep(), "PNG"), "PNG", "L", 1),
        (lambda: file_of(clear(), "PNG"), "PNG", "RGBA", 0),
        (lambda: file_of(clear().convert("LA"), "PNG"), "PNG", "LA", 0),
        (lambda: file_of(grey(), "PNG", transparency=128), "PNG", "LA", 0),
        (lambda: file_of(photo().quantize(256), "PNG"), "PNG", "P", 4),
        (lambda: file_of(photo(), "GIF"), "GIF", "P", 4),
        (lambda: file_of(photo(), "WEBP", quality=95), "WEBP", "RGB", 3),
        (lambda: file_of(clear(), "WEBP", quality=95), "WEBP", "RGBA", 3),
        (lambda: file_of(photo(), "WEBP", lossless=True), "WEBP", "RGB", 0),
        (lambda: file_of(clear(), "WEBP", lossless=True), "WEBP", "RGBA", 0),
    ],
)
def test_picture_beyond_the_bound_is_scaled(make: Callable[[], bytes], kind: str, mode: str, blur: float) -> None:
    """A picture of any mode keeps format, colours and transparency, and has the bound for its longer side."""
    data = make()
    raster = read(data)
    picture, original = opened(raster.data), opened(data)
    assert (raster.size, raster.bound, picture.size) == ((200, 150), 200, (200, 150))
    assert (picture.format, picture.mode) == (kind, mode)
    assert len(raster.data) < len(data)
    if original.mode == "I;16":
        original = grey()
    whole = original.convert("RGBA" if original.has_transparency_data else "RGB")
    assert distance(picture, whole.resize((200, 150), Image.Resampling.LANCZOS)) <= blur


def test_palette_with_transparent_colours_gives_way() -> None:
    """A PNG with a palette that knows transparency becomes one of true colours, where that is smaller at all."""
    data = file_of(photo().quantize(256), "PNG", transparency=9)
    picture = opened(read(data, MediaSettings(max_px=100)).data)
    assert (picture.mode, picture.size) == ("RGBA", (100, 75))


def test_transparent_colour_of_a_gif_stays_clear() -> None:
    """A GIF of one picture keeps its transparent half clear and the other one opaque."""
    half = photo().convert("RGBA")
    half.paste((0, 0, 0, 0), (0, 0, 200, 300))
    raster = read(file_of(half, "GIF"))
    picture = opened(raster.data).convert("RGBA").getchannel("A")
    assert raster.size == picture.size == (200, 150)
    assert picture.crop((0, 0, 98, 150)).getextrema() == (0, 0)
    assert picture.crop((102, 0, 200, 150)).getextrema() == (255, 255)


def test_without_a_bound_every_file_stays() -> None:
    """By default, and within the bound, a picture ships byte for byte."""
    for data in (file_of(photo(), "PNG"), file_of(photo(), "JPEG"), file_of(photo(), "WEBP"), file_of(photo(), "GIF")):
        for settings in (MediaSettings(), MediaSettings(max_px=400)):
            assert read(data, settings) == Raster(data, SIZE)


def test_result_that_is_not_smaller_is_dropped() -> None:
    """Where scaling saves no byte the original ships, still with the mark of the bound that names it."""
    flat = Image.new("1", SIZE)
    flat.paste(1, (0, 0, 200, 300))
    data = file_of(flat, "PNG", optimize=True)
    assert read(data) == Raster(data, SIZE, bound=200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_what_is_scaled(kind: str, orientation: int) -> None:
    """A picture stands upright after scaling, as it did before, and carries no Exif any more."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "where it was taken"
    data = file_of(photo(), kind, exif=exif)
    raster = read(data)
    picture = opened(raster.data)
    upright = ImageOps.exif_transpose(opened(data))
    assert raster.size == picture.size == ((150, 200) if orientation >= 5 else (200, 150))
    assert distance(picture, upright.resize(picture.size, Image.Resampling.LANCZOS)) < 4
    assert b"taken" not in raster.data
    assert "exif" not in picture.info
    assert read(data, MediaSettings()).size == upright.size


def test_what_no_browser_heeds_turns_nothing() -> None:
    """A turn that only XMP knows, and Exif that is broken, leave a picture as browsers show it."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r tiff:Orientation="6"/></x:xmpmeta>'
    for data in (
        file_of(photo(), "JPEG", xmp=xmp),
        file_of(photo(), "JPEG", exif=b"Exif\0\0no tags at all"),
        file_of(photo(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
    ):
        assert read(data, MediaSettings()) == Raster(data, SIZE)
        assert read(data).size == (200, 150)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colour_profile_is_kept(kind: str) -> None:
    """A scaled picture has the ICC profile of its original."""
    assert opened(read(file_of(photo(), kind, icc_profile=PROFILE)).data).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animation_is_left_alone(kind: str) -> None:
    """What moves beyond the bound ships as it is, and says so; within the bound there is nothing to say."""
    data = film_of([photo(), ImageOps.mirror(photo())], kind)
    assert read(data) == Raster(data, SIZE, moves=True)
    assert read(data, MediaSettings(max_px=400)) == Raster(data, SIZE)


def test_thin_picture_keeps_a_pixel() -> None:
    """The shorter side of a long thin picture never vanishes."""
    noise = Image.effect_noise((4000, 3), 90)
    assert read(file_of(noise, "PNG"), MediaSettings(max_px=100)).size == (100, 1)


def test_same_bytes_each_time() -> None:
    """Scaling the same file gives the same bytes."""
    for data in (file_of(photo(), "JPEG"), file_of(photo(), "PNG"), file_of(clear(), "WEBP"), file_of(photo(), "GIF")):
        assert read(data) == read(data)


def test_heavy_picture_is_offered_a_bound() -> None:
    """A file that weighs too much has with it what the bound would make of it; one that has no px to lose has not."""
    tight = MediaSettings(large_image_mb=0.001)
    data = file_of(photo((2000, 1000)), "JPEG", quality=95)
    offer = read(data, tight).offer
    assert offer is not None
    assert offer.size == opened(offer.data).size == (OFFER, OFFER // 2)
    assert offer.data == read(data, MediaSettings(max_px=OFFER)).data
    assert read(data, MediaSettings(max_px=OFFER, large_image_mb=0.001)).offer is None
    assert read(file_of(photo(), "JPEG"), tight).offer is None
    assert read(data, MediaSettings(large_image_mb=100)).offer is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_file_is_told_and_never_a_traceback(kind: str) -> None:
    """Whatever bytes of a picture are broken, it is either shown or told in words."""
    data = file_of(photo(), kind)
    dice = random.Random(4)  # noqa: S311 (no secret, but the same damage each time)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(dice.randint(1, 20)):
            damaged[dice.randrange(min(len(data), 600))] = dice.randrange(256)
        raster = read_raster(bytes(damaged[: dice.randrange(200, len(data) + 1)]), BOUND)
        assert isinstance(raster, Raster) or raster.endswith((".", "there."))
