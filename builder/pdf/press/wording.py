"""What the glyphs of a page say: the way back from what is drawn to what is read, for all scripts.

WeasyPrint maps a glyph to the letters that it drew first with it. That is right where each letter has its glyph. But of
several glyphs that stand for some letters together, as a letter with its points, it maps one to all of them and the
others to nothing. Here the font itself is asked: which character a glyph is drawn for, or what its substitutions made
it of. And the scripts whose signs are not drawn in the order in which they are read carry their words along.

Sources: ISO 32000-1, 9.10 (extraction of text) and 14.9.4 (replacement text); OpenType 1.9, ``cmap`` and ``GSUB``.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_REORDERED: Final = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Letters of India and of South East Asia: vowels that are drawn before the consonant which they follow."""

_SILENT: Final = "\u200b"
"""What a glyph says that nothing is known of: nothing, in a space without width."""

_BATCH: Final = 100
"""Pairs that a section of a map may hold (Adobe Technical Note 5014)."""

_HEAD: Final = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
    b"1 begincodespacerange <0000> <ffff> endcodespacerange",
)
_TAIL: Final = (b"endcmap CMapName currentdict /CMap defineresource pop end end",)


@contextmanager
def telling() -> Iterator[None]:
    """Let the lines of scripts that are drawn in another order than read carry their words, while pages are written."""
    import pydyf
    from weasyprint.draw import text as room

    drawing = room.draw_first_line

    def draw(stream: Any, textbox: Any, *others: Any) -> Any:  # noqa: ANN401 (WeasyPrint carries no types)
        if not _REORDERED.search(textbox.text):
            return drawing(stream, textbox, *others)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)}))
        drawn = drawing(stream, textbox, *others)
        stream.end_marked_content()
        return drawn

    room.draw_first_line = draw
    try:
        yield
    finally:
        room.draw_first_line = drawing


def mend(document: Any, pdf: Any) -> None:  # noqa: ANN401
    """Let the fonts in *pdf*, a `pydyf.PDF` made of *document* and not written yet, map each glyph to what it says."""
    from weasyprint.text.fonts import get_hb_object_data

    fonts: dict[bytes, list[Any]] = {}
    for font in document.fonts.values():
        fonts.setdefault(font.name, []).append(font)
    objects = {item.reference: item for item in pdf.objects if item.number}
    for item in pdf.objects:
        if not (isinstance(item, dict) and item.get("Type") == "/Font" and "ToUnicode" in item):
            continue
        same = fonts[item["BaseFont"]]
        drawn = {glyph: text for font in same for glyph, text in font.to_unicode.items()}
        if any(map(_is_doubtful, drawn.values())):
            known = _meanings(get_hb_object_data(same[0].hb_face), same[0].index)
            said = {glyph: _said(glyph, text, known) for glyph, text in drawn.items()}
            objects[item["ToUnicode"]].stream[:] = [*_HEAD, *_sections(said), *_TAIL]


def _is_doubtful(text: str) -> bool:
    """Say whether *text* may belong to several glyphs."""
    return not text or (len(text) > 1 and any(unicodedata.category(letter).startswith("M") for letter in text))


def _said(glyph: int, text: str, known: Mapping[int, str]) -> str:
    """Return what *glyph* says, which was drawn first for *text*."""
    return text if len(text) == 1 else known.get(glyph) or text or _SILENT


def _sections(said: Mapping[int, str]) -> Iterator[bytes]:
    """Yield the parts of a map from glyphs to text, in UTF-16."""
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode() for glyph, text in sorted(said.items())]
    for start in range(0, len(pairs), _BATCH):
        some = pairs[start : start + _BATCH]
        yield b"%d beginbfchar" % len(some)
        yield from some
        yield b"endbfchar"


@lru_cache(maxsize=16)
def _meanings(data: bytes, index: int) -> dict[int, str]:
    """Return what the glyphs of the font file *data* say, by their numbers: those that come of some letters."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(data), lazy=True, fontNumber=index) as font:
        said: dict[str, str] = {}
        for code, name in sorted(font.getBestCmap().items()):
            said.setdefault(name, chr(code))
        made = [pair for table in _substitutions(font) for pair in _made_by(table)]
        size = -1
        # What a substitution makes may be the matter of another one.
        while size < len(said):
            size = len(said)
            for name, parts in made:
                if name not in said and all(part in said for part in parts):
                    said[name] = "".join(said[part] for part in parts)
        return {font.getGlyphID(name): text for name, text in said.items()}


def _substitutions(font: Any) -> Iterator[Any]:  # noqa: ANN401 (fontTools carries no types)
    """Yield the tables by which *font* replaces glyphs, wherever they stand."""
    if "GSUB" not in font or not font["GSUB"].table.LookupList:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield table.ExtSubTable if table.LookupType == 7 else table


def _made_by(table: Any) -> Iterable[tuple[str, list[str]]]:  # noqa: ANN401
    """Return each glyph that *table* makes, with those that it is made of."""
    match table.LookupType:
        case 1:
            return [(made, [name]) for name, made in table.mapping.items()]
        case 2:
            # Of several, the first speaks for all: the others are parts of a letter, without a meaning of their own.
            return [(made[0], [name]) for name, made in table.mapping.items() if made]
        case 3:
            return [(made, [name]) for name, several in table.alternates.items() for made in several]
        case 4:
            ligatures = table.ligatures.items()
            return [(one.LigGlyph, [first, *one.Component]) for first, several in ligatures for one in several]
        case 8:
            return [(made, [name]) for name, made in zip(table.Coverage.glyphs, table.Substitute, strict=True)]
    return []
