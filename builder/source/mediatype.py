"""What a file is by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file that browsers, Anki's desktop and mobile programs can show."""

    ending: str
    mime: str
    kind: str
    """``image``, ``audio`` or ``video``."""


TYPES: Final = (
    SVG := MediaType(".svg", "image/svg+xml", "image"),
    PNG := MediaType(".png", "image/png", "image"),
    JPEG := MediaType(".jpg", "image/jpeg", "image"),
    GIF := MediaType(".gif", "image/gif", "image"),
    WEBP := MediaType(".webp", "image/webp", "image"),
    MP3 := MediaType(".mp3", "audio/mpeg", "audio"),
    OGG := MediaType(".ogg", "audio/ogg", "audio"),
    WAV := MediaType(".wav", "audio/wav", "audio"),
    FLAC := MediaType(".flac", "audio/flac", "audio"),
    M4A := MediaType(".m4a", "audio/mp4", "audio"),
    MP4 := MediaType(".mp4", "video/mp4", "video"),
    WEBM := MediaType(".webm", "video/webm", "video"),
)
ENDINGS: Final = frozenset({media_type.ending for media_type in TYPES} | {".jpeg"})
"""How the names of such files end, in lower case."""

_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"ID3", MP3),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
)
_RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
_STILL_BRANDS: Final = frozenset({b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"})
"""Brands of ISO files that hold pictures which not every program of ours can show."""


def sniff(data: bytes, ending: str) -> MediaType | None:
    """Return what *data* is; *ending*, with its dot, decides only where sound and film look alike."""
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in _STILL_BRANDS:
            return None
        return M4A if brand in (b"M4A ", b"M4B ") or ending == M4A.ending else MP4
    if data.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in data[:64] else None
    # An MPEG audio frame: eleven bits of one, then a version, a layer and a bit rate that exist (ISO 11172-3, 2.4.1.3).
    if len(data) > 4 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        version, layer, rate = data[1] >> 3 & 3, data[1] >> 1 & 3, data[2] >> 4
        return MP3 if version != 1 and layer == 1 and 0 < rate < 15 else None
    is_markup = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return SVG if is_markup or (data and ending == SVG.ending) else None
