"""What is told of files that weigh more than a deck should carry: how much, and what would make them lighter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import faults
from builder.render.problem import Problem
from builder.render.raster import OFFER

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from builder.render.fragment import Medium
    from builder.render.raster import Raster
    from builder.settings import MediaSettings


def weighed(path: PurePosixPath, medium: Medium, settings: MediaSettings, raster: Raster | None) -> tuple[Problem, ...]:
    """Return the warning that *medium*, the file at *path* as it ships, has more bytes than *settings* allow.

    *raster* is what is known of it where it is a raster image.
    """
    is_image = medium.kind == "image"
    limit = settings.large_image_mb if is_image else settings.large_sound_mb
    if len(medium.data) <= limit * 1e6:
        return ()
    pixels = f" and {_pixels(raster.size)}" if raster else ""
    message = f"`{path}` has {megabytes(len(medium.data))}{pixels}, and each device of each learner stores that."
    key = "large_image_mb" if is_image else "large_sound_mb"
    cure = f"{_cure(medium)}, or raise `{key}` under `[media]` in deck.toml."
    if raster and raster.offer:
        would = f"{_pixels(raster.offer.size)} and {megabytes(len(raster.offer.data))}"
        cure = f"`max_px = {OFFER}` under `[media]` in deck.toml makes it {would}; or raise `{key}` there."
    return (Problem(faults.MEDIA_LARGE, message, cure),)


def left_moving(path: PurePosixPath, raster: Raster) -> Problem:
    """Return the note that *raster*, the animation at *path*, is larger than the deck's bound and left so."""
    message = f"`{path}` moves, so its {_pixels(raster.size)} are not bounded by `max_px`."
    return Problem(faults.MEDIA_MOVES, message, "A short film (`.mp4`) takes a fraction of the bytes.")


def megabytes(size: int) -> str:
    """Return a number of bytes in MB, with two digits that say something."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e6:.2g} MB"


def _pixels(size: tuple[int, int]) -> str:
    """Return the size of a picture in words."""
    return f"{size[0]} × {size[1]} px"


def _cure(medium: Medium) -> str:
    """Return what would make *medium*, which has no px to lose, lighter."""
    match medium.mime:
        case "image/svg+xml":
            return "Draw it with fewer points, or save it as a PNG"
        case "image/png":
            return "Save it as a WebP"
        case "image/gif":
            return "Save it as a short film (`.mp4`)"
        case "audio/wav" | "audio/flac":
            return "Save it as an MP3 or Ogg"
    if medium.kind == "image":
        return "Save it smaller"
    return "Cut it, or save it with fewer bits a second"
