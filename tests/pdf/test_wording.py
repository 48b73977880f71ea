"""What is drawn can be read: by machines, in all scripts, letter by letter and in order."""

from __future__ import annotations

import re
import unicodedata

import pikepdf
import pytest

from tests.pdf.press_room import opened, pressed, texts

SCRIPTS = {
    "Hebrew with points": "בְּרֵאשִׁית בָּרָא שָׁלוֹם שמן",
    "Arabic with vowels": "الحُرُوفُ عربيٌّ لا كتاب",
    "Greek with breathings": "Μῆνιν ἄειδε θεά Πηληϊάδεω ᾷ ᾧ",
    "Devanagari": "हिन्दी क्षत्रिय श्री अर्थ संयुक्ताक्षर",
    "Thai": "น้ำ ที่ ภาษาไทย ทั้งหลาย เกียรติศักดิ์",
    "Vietnamese": "Tiếng Việt ẫ ự ở",
    "Latin with marks that no letter has": "m̃ q̈ z̄ mq z",
    "ligatures": "office fluffy fjord",
}


def drawn(text: str) -> bytes:
    """Return a tagged page with *text*."""
    styles = "body { font-family: 'Source Serif Pro', 'FiraGO', 'Noto Sans' }"
    with pressed(f'<section data-flow="body" data-place="0"><p>{text}</p></section>', styles=styles) as press:
        return press.write(press.set(press.flows["body"])).data


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_text_is_read_as_it_was_written(name: str) -> None:
    """A reader of PDF finds the words of each script; of those from right to left, their letters."""
    (found,) = texts(drawn(SCRIPTS[name]))
    wanted, found = (unicodedata.normalize("NFC", text) for text in (SCRIPTS[name], found))
    if name.startswith(("Hebrew", "Arabic")):
        # PDFium turns letters and their points about by rules of its own.
        assert sorted(found.replace(" ", "")) == sorted(wanted.replace(" ", ""))
    else:
        assert found == wanted


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_glyph_says_something(name: str) -> None:
    """No glyph that is drawn lacks its text, as PDF/UA-1 asks."""
    with opened(drawn(SCRIPTS[name])) as pdf:
        maps = [font.ToUnicode.read_bytes() for font in pdf.pages[0].Resources.Font.values()]
        (shown,) = [b"".join(_shown(pdf))]
    told = {bytes.fromhex(glyph.decode()) for each in maps for glyph in re.findall(rb"<(\w{4})> <\w+>", each)}
    assert {shown[at : at + 2] for at in range(0, len(shown), 2)} <= told
    assert not any(b"> <>" in each for each in maps)


def _shown(pdf: pikepdf.Pdf) -> list[bytes]:
    """Return the strings of glyphs that the first page shows."""
    found = []
    for step in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(step.operator) == "TJ":
            found += [bytes(part) for part in step.operands[0] if isinstance(part, pikepdf.String)]
    return found


def test_scripts_in_another_order_carry_their_words() -> None:
    """A line of Devanagari or Thai has its text with it; one of Latin does without."""
    with opened(drawn("हिन्दी and Latin")) as pdf:
        steps = [step for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "BDC"]
    carried = [str(step.operands[1].ActualText) for step in steps if "/ActualText" in step.operands[1]]
    assert len(carried) == 1
    assert "हिन्दी" in carried[0]
    with opened(drawn("Latin alone, and Ελληνικά")) as pdf:
        assert b"ActualText" not in pdf.pages[0].Contents.read_bytes()
