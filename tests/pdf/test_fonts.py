"""Which faces the sheet is set in, and what becomes of characters that none of them has."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.diagnostics import Severity, Span
from builder.faults import FILE_UNREADABLE, GLYPH_MISSING
from builder.pdf.dress.materials import File
from builder.pdf.press.fonts import gather, installed
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.pdf.tree.glyphs import Glyphs
from builder.settings import Config, PrintSettings
from builder.theme import fonts as theme
from tests.pdf.decks import SPAN, small_deck
from tests.pdf.setting import set_page

if TYPE_CHECKING:
    from pathlib import Path

ARMENIAN = "Ա"
"""A letter that DejaVu has, the usual face of a Linux machine, and no bundled one."""

CLEF = "\N{MUSICAL SYMBOL G CLEF}"
MUSIC = theme.Face("NotoMusic_Regular", "Noto Music")
"""A face that is on the machine, but none of the build's."""


def families(pdf: bytes, path: Path) -> set[str]:
    """Return the families of the fonts in *pdf*, which is put at *path* to look at."""
    path.write_bytes(pdf)
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert all(" yes yes yes " in line for line in listed), "embedded, subset, with a map to Unicode"
    return {line.split()[0].split("+")[1] for line in listed}


@pytest.mark.parametrize("face", theme.FACES, ids=lambda face: face.name)
def test_each_face_is_there_and_named_right(face: theme.Face) -> None:
    """A face is a font file of the family, weight and slope that the list says."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(theme.load(face)), lazy=True)
    assert (font["name"].getDebugName(16) or font["name"].getDebugName(1)) == face.family
    assert font["OS/2"].usWeightClass == face.weight
    assert bool(font["OS/2"].fsSelection & 1) == face.italic
    assert ord("A") in theme.characters(face) or face in theme.FALLBACKS


def test_only_bundled_faces_are_used(tmp_path: Path) -> None:
    """Whatever the scripts, the fonts in the file are the build's own."""
    text = f"Latin Ελληνικά Кириллица שלום مرحبا ∑ℝ𝔸 ☃♪→ {ARMENIAN} 中 <strong>b</strong> <em>i</em> <code>c</code>"
    found = families(sheet(small_deck(text), PrintSettings()).data, tmp_path / "sheet.pdf")
    allowed = tuple(family.replace(" ", "-") for family in theme.families(theme.FACES))
    assert all(name.startswith(allowed) for name in found)
    assert "FiraGO" in found


def test_fonts_of_the_host_are_not_seen() -> None:
    """A character that only a font of the host has is missing, and told with its place, number and name."""
    place = Span("02-theory.md", 12, 20)
    printed = sheet(small_deck(f"An {ARMENIAN} here.", span=place), PrintSettings())
    (told,) = printed.diagnostics
    assert told.rule is GLYPH_MISSING
    assert told.rule.severity is Severity.WARNING
    assert told.span == place
    assert f"{ARMENIAN} (U+0531 ARMENIAN CAPITAL LETTER AYB)" in told.message
    assert "fonts/" in told.hint


def test_no_notdef_reaches_the_file() -> None:
    """A missing character is replaced in text, code and drawings before anything is laid out."""
    printed = sheet(small_deck(f"{ARMENIAN} <code>{ARMENIAN}</code> <a>{ARMENIAN}</a>"), PrintSettings())
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        for page in pdf.pages:
            fonts = page.Resources.Font
            for step in pikepdf.parse_content_stream(page):
                if str(step.operator) == "Tf":
                    assert step.operands[0] in fonts
                for shown in step.operands[0] if str(step.operator) == "TJ" else ():
                    if isinstance(shown, pikepdf.String):
                        glyphs = bytes(shown)
                        assert b"\0\0" not in [glyphs[i : i + 2] for i in range(0, len(glyphs), 2)]


def test_each_missing_character_is_told_once() -> None:
    """The first place that needs a character names it; many are counted."""
    text = "".join(map(chr, range(0x4E00, 0x4E20)))
    (told,) = sheet(small_deck(text + text), PrintSettings()).diagnostics
    assert told.message.count("U+") == 8
    assert "and 24 more" in told.message


def test_running_heads_and_contents_show_the_stand_in() -> None:
    """A missing character in the deck's name is replaced everywhere it is printed, and told at the settings."""
    printed = sheet(small_deck("word " * 1500, config=Config(f"Deck {ARMENIAN}", "id")), PrintSettings())
    assert [told.span.path for told in printed.diagnostics] == ["deck.toml"]
    assert printed.pages > 1


def test_a_font_of_the_author_is_used(tmp_path: Path) -> None:
    """A face in `fonts/` draws what the bundled ones cannot."""
    path = tmp_path / "music.ttf"
    path.write_bytes(theme.load(MUSIC))
    assert sheet(small_deck(CLEF), PrintSettings()).diagnostics
    printed = sheet(small_deck(CLEF), PrintSettings(), (path,))
    assert printed.diagnostics == ()
    assert "Noto-Music" in families(printed.data, tmp_path / "sheet.pdf")
    assert CLEF in read_pdf(printed.data).words["only"]


def test_a_file_that_is_no_font_is_told(tmp_path: Path) -> None:
    """A broken or absent font is an error that names the file and not the machine's folders."""
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    told = gather((broken, tmp_path / "absent.otf")).diagnostics
    assert [(each.rule, each.span.path) for each in told] == [
        (FILE_UNREADABLE, "fonts/broken.ttf"),
        (FILE_UNREADABLE, "fonts/absent.otf"),
    ]
    assert not any(str(tmp_path) in each.message for each in told)


def test_a_font_without_a_space_is_told(tmp_path: Path) -> None:
    """A face that cannot part two words is no face to set text in, and is left out."""
    from fontTools.subset import Subsetter
    from fontTools.ttLib import TTFont

    path = tmp_path / "notes.ttf"
    font = TTFont(BytesIO(theme.load(MUSIC)))
    subsetter = Subsetter()
    subsetter.populate(text=CLEF)
    subsetter.subset(font)
    font.save(path)
    fonts = gather((path,))
    (told,) = fonts.diagnostics
    assert (told.rule, told.span.path) == (FILE_UNREADABLE, "fonts/notes.ttf")
    assert "no space" in told.message
    assert fonts.extra == ()


def test_a_missing_character_is_told_where_it_comes_first() -> None:
    """Of several places that lack a character, the first in the source is told, in whatever order they are met."""
    glyphs = Glyphs(gather().drawable)
    places = [Span("02.md", 5, 6), Span("01.md", 9, 10), Span("01.md", 4, 5), Span("03.md", 0, 1)]
    for place in places:
        glyphs.plain(ARMENIAN, place)
    assert [told.span for told in glyphs.diagnostics()] == [Span("01.md", 4, 5)]


def test_all_that_counts_as_drawable_is_drawn() -> None:
    """No character that the build lets pass makes the layout report a missing glyph."""
    fonts = gather()
    text = " ".join(f"a&#{code};b" for code in sorted(fonts.drawable) if unicodedata.category(chr(code)) != "Cc")
    assert [told.message for told in set_page(f"<p>{text}</p>", fonts=fonts).diagnostics] == []


def test_the_environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fontconfig's setting is the caller's own again after a layout."""
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/fonts.conf")
    with installed(gather()):
        assert os.environ["FONTCONFIG_FILE"] != "/somewhere/fonts.conf"
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/fonts.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    with installed(gather()):
        pass
    assert "FONTCONFIG_FILE" not in os.environ


def test_drawings_keep_their_bytes_unless_they_must_change() -> None:
    """A drawing whose labels can be drawn is handed on untouched; in another the labels alone change."""
    glyphs = Glyphs(gather().drawable)
    good = '<svg xmlns="http://www.w3.org/2000/svg"><text>é</text></svg>'.encode()
    assert glyphs.drawing(good, SPAN) is good
    bad = f'<svg xmlns="http://www.w3.org/2000/svg"><text id="t">x{ARMENIAN}</text></svg>'.encode()
    assert "x□</text>" in glyphs.drawing(bad, SPAN).decode()
    assert len(glyphs.diagnostics()) == 1


def test_a_missing_character_in_a_drawing_is_told_at_its_figure() -> None:
    """The warning stands where the source asks for the drawing."""
    place = Span("03.md", 4, 30)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text y="9">{ARMENIAN}</text></svg>'.encode()
    files = {"deck:d.svg": File(drawing, "image/svg+xml", place)}
    (told,) = set_page('<img src="deck:d.svg" alt="d">', files=files).diagnostics
    assert (told.rule, told.span) == (GLYPH_MISSING, place)


def test_a_drawing_is_set_in_the_builds_faces(tmp_path: Path) -> None:
    """Whatever family a drawing asks for, it gets one of the build's."""
    asked = ("sans-serif", "serif", "monospace", "DejaVu Sans", "Helvetica, Arial")
    labels = "".join(f'<text y="{20 * n}" font-family="{name}">label</text>' for n, name in enumerate(asked))
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{labels}</svg>'.encode()
    files = {"deck:d.svg": File(drawing, "image/svg+xml")}
    found = families(set_page('<img src="deck:d.svg" alt="d">', files=files).data, tmp_path / "page.pdf")
    assert found == {"Source-Sans-Pro", "Source-Serif-Pro", "Fira-Mono"}
