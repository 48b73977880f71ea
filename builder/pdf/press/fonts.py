"""A private font configuration: the faces of the build and of the author, and none of the host's.

Pango finds fonts through fontconfig, which reads the file that the environment names. So the faces are written to
a folder of their own, and for as long as pages are laid out that folder is all that fontconfig knows.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Diagnostic, Span
from builder.faults import FILE_UNREADABLE
from builder.theme import fonts as theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONFIGURATION: Final = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/faces</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias binding="same"><family>serif</family><prefer><family>Source Serif Pro</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>Fira Mono</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Source Sans Pro</family></prefer></alias>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Source Sans Pro</string></edit>
  </match>
</fontconfig>
"""
"""The families that a drawing may ask for by kind, and what any other name comes down to."""

_DRAWN_AS_NOTHING: Final = frozenset(
    chain(
        (0x09, 0x0A, 0x0D, 0xAD, 0x61C, 0x1680, 0x17B4, 0x17B5, 0x3000, 0xFEFF),
        range(0x180B, 0x180F),
        range(0x2000, 0x2010),
        range(0x202A, 0x2030),
        range(0x205F, 0x2070),
        range(0xFE00, 0xFE10),
        range(0x1D173, 0x1D17B),
        range(0xE0000, 0xE1000),
    )
)
"""Spaces, joiners, direction marks and variation selectors, which Pango draws without a glyph
(those of Unicode's Default_Ignorable_Code_Point and White_Space for which that holds)."""

_NEVER_DRAWN: Final = frozenset((0x2028, 0x2029, 0xFFF9, 0xFFFA, 0xFFFB))
"""Line and paragraph separators and interlinear marks: Pango finds no glyph, whatever a face says."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces that a document is set in."""

    extra: tuple[tuple[str, bytes], ...]
    """The author's own faces: name below the content folder, and the file."""
    families: tuple[str, ...]
    """Their families, in order."""
    drawable: frozenset[int]
    """The code points that reach the page as they are."""
    diagnostics: tuple[Diagnostic, ...]
    """Files that are no fonts."""

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """The families that text may fall back to, in order: the author's, then those of the build."""
        return (*self.families, *theme.families(theme.FALLBACKS))


def gather(extra: Sequence[Path] = ()) -> Fonts:
    """Return the bundled faces with those in the files *extra*, TrueType or OpenType."""
    from fontTools.ttLib import TTLibError

    drawable = _DRAWN_AS_NOTHING.union(*map(theme.characters, theme.FACES))
    found: list[tuple[str, bytes]] = []
    names: list[str] = []
    diagnostics: list[Diagnostic] = []
    for path in extra:
        try:
            data = path.read_bytes()
            family, characters = _family(data), theme.characters_of(data)
        except (OSError, TTLibError) as error:
            diagnostics.append(_unreadable(path, error))
        else:
            found.append((path.name, data))
            names.append(family)
            drawable |= characters
    return Fonts(tuple(found), tuple(dict.fromkeys(names)), drawable - _NEVER_DRAWN, tuple(diagnostics))


@contextmanager
def installed(fonts: Fonts) -> Iterator[None]:
    """Let fontconfig know *fonts* and no others until the end of the block.

    The environment of the process is changed meanwhile, so only one thread may lay out pages at a time.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory(prefix="cardpress-") as folder:
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(_CONFIGURATION.format(folder=escape(Path(folder).as_posix())), encoding="utf-8")
        faces = Path(folder) / "faces"
        faces.mkdir()
        # The numbers keep fontconfig, which goes by file name, to our order.
        for number, face in enumerate(theme.FACES):
            (faces / f"{number:03}-{face.name}.ttf").write_bytes(theme.load(face))
        for number, (name, data) in enumerate(fonts.extra, start=len(theme.FACES)):
            (faces / f"{number:03}-{name}").write_bytes(data)
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _family(data: bytes) -> str:
    """Return the family that the font file *data* belongs to, as fontconfig calls it."""
    from fontTools.ttLib import TTFont, TTLibError

    with TTFont(BytesIO(data), lazy=True, fontNumber=0) as font:
        name = font["name"].getDebugName(16) or font["name"].getDebugName(1) if "name" in font else None
        # Pango sets the space behind a word in the face of the word.
        if ord(" ") not in (font.getBestCmap() or ()):
            raise TTLibError("the font has no space")
    if not name:
        raise TTLibError("the font does not say what family it is of")
    return str(name)


def _unreadable(path: Path, error: Exception) -> Diagnostic:
    """Return that *path* is no font, for the reason *error* gives."""
    # The full text of an OSError holds the path on this machine.
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Diagnostic(
        FILE_UNREADABLE,
        Span(f"fonts/{path.name}", 0, 0),
        f"`{path.name}` cannot be read as a font ({reason}).",
        "Put TrueType or OpenType files (.ttf, .otf) into `fonts/`.",
    )
