"""Characters that no face has: replaced before layout, and told to the author."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from builder.diagnostics import Diagnostic
from builder.faults import GLYPH_MISSING
from builder.pdf.press.tags import MISSING

if TYPE_CHECKING:
    from builder.diagnostics import Span

STAND_IN: Final = "□"
"""What the page shows instead."""

STAND_IN_ADDRESS: Final = "deck:stand-in.svg"
STAND_IN_IMAGE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="16" viewBox="0 0 12 16">'
    f'<text x="6" y="12.5" font-size="16" font-family="Noto Sans Symbols2" text-anchor="middle">{STAND_IN}</text></svg>'
)
"""The stand-in is an image because only an image carries words of its own (its ``alt``) through WeasyPrint."""

_SHOWN: Final = 8
"""How many characters a message names before it counts the rest."""

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"


class Glyphs:
    """The characters that can be drawn; it remembers where each of the others was met first."""

    def __init__(self, drawable: frozenset[int]) -> None:
        """Let *drawable* code points pass."""
        self._drawable = drawable
        self._met: dict[str, Span] = {}

    def plain(self, text: str, place: Span) -> str:
        """Return *text*, which stands at *place*, composed (NFC) and with the stand-in for what cannot be drawn."""
        return "".join(STAND_IN if missing else piece for missing, piece in self.split(text, place))

    def split(self, text: str, place: Span) -> list[tuple[bool, str]]:
        """Return *text*, composed (NFC), in pieces: whether it cannot be drawn (then one character), and the piece."""
        if text.isascii():
            return [(False, text)]
        composed = unicodedata.normalize("NFC", text)
        lacking = self._lacking(composed)
        if lacking and not self._lacking(text):
            # Some signs, such as U+2329, are composed into others that faces have less often.
            composed, lacking = text, []
        if not lacking:
            return [(False, composed)]
        for character in lacking:
            # Drawings are looked through before the text that they stand in.
            self._met[character] = min(self._met.get(character, place), place, key=lambda span: (span.path, span.start))
        pieces = re.split(f"([{re.escape(''.join(lacking))}])", composed)
        return [(index % 2 == 1, piece) for index, piece in enumerate(pieces) if piece]

    def _lacking(self, text: str) -> list[str]:
        """Return the characters of *text* that cannot be drawn, in the order of their numbers."""
        return sorted({character for character in text if ord(character) not in self._drawable})

    def drawing(self, svg: bytes, place: Span) -> bytes:
        """Return the drawing *svg* with the stand-in in its labels; one that needs none is left byte for byte."""
        root = ET.fromstring(svg)  # noqa: S314 (cleaned when it was read: no DTD, no entities)
        changed = False
        for element in root.iter():
            for name in ("text", "tail"):
                before = getattr(element, name) or ""
                after = self.plain(before, place)
                if STAND_IN in after and after != before:
                    setattr(element, name, after)
                    changed = True
        if not changed:
            return svg
        ET.register_namespace("", _SVG)
        ET.register_namespace("xlink", _XLINK)
        return bytes(ET.tostring(root, encoding="utf-8"))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return a warning for each place that first used characters which cannot be drawn."""
        places: dict[Span, list[str]] = {}
        for character, place in self._met.items():
            places.setdefault(place, []).append(character)
        return tuple(_warning(characters, place) for place, characters in places.items())


def stand_in(character: str) -> ET.Element:
    """Return the element that stands for *character*."""
    return ET.Element("img", {"class": "stand-in", "src": STAND_IN_ADDRESS, "alt": MISSING + character})


def _warning(characters: list[str], place: Span) -> Diagnostic:
    """Return that no face has *characters*, met first at *place*."""
    named = ", ".join(map(_name, sorted(characters)[:_SHOWN]))
    more = f", and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    what = "character" if len(characters) == 1 else "characters"
    return Diagnostic(
        GLYPH_MISSING,
        place,
        f"No font of the build has the {what} {named}{more}; print shows {STAND_IN} instead.",
        "Put a font that has them (.ttf or .otf) into `fonts/`, or write it another way.",
    )


def _name(character: str) -> str:
    """Return *character* with its number and its name."""
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
