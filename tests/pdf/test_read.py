"""A PDF read back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.pdf.read import read_pdf, words
from builder.pdf.sheet import sheet
from tests.pdf.decks import small_deck

if TYPE_CHECKING:
    from builder.pdf.read import PdfContents
    from builder.pdf.sheet import Printed

LONG = "incomprehensibilities counterrevolutionaries disproportionateness uncharacteristically "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain  words\n here", ("plain", "words", "here")),
        ("eﬃcient ﬁgures", ("efficient", "figures")),
        ("soft\u00adhyphen", ("softhyphen",)),
        ("hyphen-\r\nation", ("hyphenation",)),
        ("hyphen\ufffe\nation", ("hyphenation",)),
        ("real-world", ("realworld",)),
        ("cafe\u0301", ("café",)),
        ("zero\u200bwidth", ("zerowidth",)),
        ("non\u00a0breaking", ("non", "breaking")),
    ],
)
def test_words_compare(text: str, expected: tuple[str, ...]) -> None:
    """Ligatures, hyphens and invisible characters make no difference."""
    assert words(text) == expected


def test_hyphenation_is_undone() -> None:
    """Words that the page breaks come back whole."""
    printed = sheet(small_deck(LONG * 20), paper="A4")
    found = read_pdf(printed.data).words["only"]
    assert found[-80:] == words(LONG * 20)
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert len(pdf.pages) == printed.pages


def test_words_keep_their_order_across_pages() -> None:
    """An answer over several pages is read from its first word to its last, without running heads."""
    text = " ".join(f"w{n}" for n in range(2500))
    printed = sheet(small_deck(text), paper="A4")
    contents = read_pdf(printed.data)
    assert contents.pages == printed.pages > 2
    assert contents.words["only"] == ("1", "only", "What?", *words(text))


def test_destinations_come_in_reading_order(contents: PdfContents) -> None:
    """Pages ascend, and on each page the heights descend."""
    places = [(place.page, -place.y) for place in contents.destinations]
    assert places == sorted(places)
    assert all(0 < place.y < 842 for place in contents.destinations)


def test_a_footnote_is_nobody_elses(contents: PdfContents) -> None:
    """The words of a footnote do not count for the card above it, whose own go on overleaf."""
    assert "survey." not in contents.words["judge-a-detector"]
    assert "Intersection" in contents.words["judge-a-detector"]


def test_a_missing_character_leaves_a_trace() -> None:
    """What stands for a character that no font has is found in the stretch of its card."""
    found = read_pdf(sheet(small_deck("before 中 after"), paper="A4").data).words["only"]
    assert found == ("1", "only", "What?", "before", "after", "□")


def test_what_is_no_pdf_is_refused(printed: Printed) -> None:
    """Half a file raises PDFium's own error."""
    import pypdfium2

    with pytest.raises(pypdfium2.PdfiumError):
        read_pdf(printed.data[:100])
