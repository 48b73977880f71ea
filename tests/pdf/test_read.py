"""A PDF read back."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.model import Kind
from builder.pdf.cards import cards
from builder.pdf.read.reader import read_pdf, words
from builder.pdf.sheet import sheet
from builder.render.fragment import plain
from builder.settings import DUPLEX, CardSettings, PrintSettings
from tests.pdf.decks import card, chapter, deck, html, made_note, p, question, small_deck

if TYPE_CHECKING:
    from builder.pdf.manuscript import Printed
    from builder.pdf.read.reader import PdfContents

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
    printed = sheet(small_deck(LONG * 20), PrintSettings())
    found = read_pdf(printed.data).words["only"]
    assert found[-80:] == words(LONG * 20)
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert len(pdf.pages) == printed.pages


def test_words_keep_their_order_across_pages() -> None:
    """An answer over several pages is read from its first word to its last, without running heads."""
    text = " ".join(f"w{n}" for n in range(2500))
    printed = sheet(small_deck(text), PrintSettings())
    contents = read_pdf(printed.data)
    assert contents.pages == printed.pages > 2
    assert contents.words["only"] == ("1", "only", "What?", *words(text))


def test_words_keep_their_order_across_columns() -> None:
    """Of two columns the left one is read first, over all pages, and nothing of it gets lost to the right one."""
    text = " ".join(f"w{n}" for n in range(1600))
    asked = card(made_note(Kind.QUESTION, "only"), plain("What?"), p(text))
    rows = [card(made_note(Kind.RECALL, f"row-{n}"), p(f"q{n}"), p(f"a{n} " * 40)) for n in range(30)]
    rendered = deck(chapter("sec_one", plain("One"), html(), question(asked, plain("What?"), *rows, anchor="only")))
    contents = read_pdf(sheet(rendered, PrintSettings(columns=2)).data)
    assert contents.pages > 3
    found = contents.words["only"]
    assert tuple(word for word in found if word.startswith("w") and word[1:].isdigit()) == words(text)
    for number in range(30):
        row = contents.words[f"row-{number}"]
        assert {word for word in row if word[1:].isdigit()} == {f"q{number}", f"a{number}"}
        assert row.count(f"a{number}") == 40


@pytest.mark.parametrize("duplex", DUPLEX)
@pytest.mark.parametrize(("size", "fronts_first"), [("85x54", False), ("60x90", True)])
def test_each_face_has_its_own_words(duplex: str, size: str, *, fronts_first: bool) -> None:
    """Of cards that are cut out each face has the words in its own cell, also where it stands on its head."""
    told = {n: f"a{n} " * (n * n % 90 + 1) for n in range(11)}
    notes = tuple(card(made_note(Kind.RECALL, f"card-{n}"), p(f"q{n} " * (n + 1)), p(told[n])) for n in range(11))
    rendered = deck(chapter("sec_one", plain("One"), html(), notes=notes))
    printed = cards(rendered, CardSettings(size, duplex, fronts_first=fronts_first), PrintSettings())
    assert printed.diagnostics == ()
    found = read_pdf(printed.data).words
    for number in range(11):
        for anchor, letter, count in (
            (f"card-{number}", "q", number + 1),
            (f"back_card-{number}", "a", len(told[number].split())),
        ):
            parts = [name for name in found if name in {anchor, f"front_{anchor}_2", f"{anchor}_2"}]
            said = [word for name in parts for word in found[name] if re.fullmatch(r"[aq]\d+", word)]
            assert said == [f"{letter}{number}"] * count


@pytest.mark.parametrize("duplex", DUPLEX)
def test_a_face_goes_on_overleaf(duplex: str) -> None:
    """A back that goes on on a second card, the first of the next sheet, is read whole before the next one's."""
    told = {n: words(" ".join(f"a{n}x{m}" for m in range(230 if n == 7 else 3))) for n in range(9)}
    notes = tuple(card(made_note(Kind.RECALL, f"card-{n}"), p(f"q{n}"), p(" ".join(told[n]))) for n in range(9))
    rendered = deck(chapter("sec_one", plain("One"), html(), notes=notes))
    printed = cards(rendered, CardSettings("a7", duplex), PrintSettings())
    found = read_pdf(printed.data).words
    assert "back_card-7_2" in found
    for number in range(9):
        said = (*found[f"back_card-{number}"], *found.get(f"back_card-{number}_2", ()))
        assert tuple(word for word in said if re.fullmatch(r"a\d+x\d+", word)) == told[number]
        assert f"q{number}" in found[f"card-{number}"]


def test_a_head_is_read_once() -> None:
    """The head that a long table repeats, on a page or in a column, does not part the words of a cell."""
    rows = "".join(f"<tr><td>n{n}</td><td>{f'v{n} ' * 30}</td></tr>" for n in range(40))
    table = f"<table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{rows}</tbody></table>"
    asked = card(made_note(Kind.QUESTION, "only"), plain("What?"), html(table), p("The end."))
    rendered = deck(chapter("sec_one", plain("One"), html(), question(asked, plain("What?"), anchor="only")))
    for columns in (1, 2):
        found = read_pdf(sheet(rendered, PrintSettings(columns=columns)).data).words["only"]
        assert (found.count("Name"), found.count("Value")) == (1, 1)
        for number in range(40):
            assert found.count(f"v{number}") == 30


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
    found = read_pdf(sheet(small_deck("before 中 after"), PrintSettings()).data).words["only"]
    assert found == ("1", "only", "What?", "before", "□", "after")


def test_what_is_no_pdf_is_refused(printed: Printed) -> None:
    """Half a file raises PDFium's own error."""
    import pypdfium2

    with pytest.raises(pypdfium2.PdfiumError):
        read_pdf(printed.data[:100])
