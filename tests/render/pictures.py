"""Pictures for tests, each a whole file of its kind."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageChops, ImageStat

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE: Final = (400, 300)


def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture in which no two regions are alike, and whose grain does not pack, like a photograph."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    middle = Image.radial_gradient("L").resize(size)
    noise = random.Random(1).randbytes(size[0] * size[1])  # noqa: S311 (no secret, but the same grain each time)
    grain = Image.frombytes("L", size, noise)
    return Image.merge("RGB", [Image.blend(channel, grain, 0.1) for channel in (across, down, middle)])


def clear(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return that picture, clear in its middle and opaque at its corners."""
    picture = photo(size)
    picture.putalpha(Image.radial_gradient("L").resize(size))
    return picture


def file_of(picture: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 (Pillow's own)
    """Return *picture* as a file of the format *kind*."""
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def film_of(pictures: Sequence[Image.Image], kind: str) -> bytes:
    """Return *pictures* as an animation of the format *kind*."""
    return file_of(pictures[0], kind, save_all=True, append_images=list(pictures[1:]), duration=200)


def opened(data: bytes) -> Image.Image:
    """Return the picture in *data*, decoded."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures of one size are from each other: the mean of 255 by which a channel differs.

    Where both are clear no colour counts.
    """
    difference = ImageChops.difference(_shown(one), _shown(other))
    return sum(ImageStat.Stat(difference).mean) / 3


def _shown(picture: Image.Image) -> Image.Image:
    """Return *picture* as it shows on a ground of grey."""
    ground = Image.new("RGBA", picture.size, "grey")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
