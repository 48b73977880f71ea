"""Footnotes at the foot of the page of their mark, and what is too long for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.model import Kind
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.render.fragment import NoteMark, plain
from builder.settings import PrintSettings
from tests.pdf.decks import card, chapter, deck, html, made_note, p, question
from tests.pdf.reading import words_of

if TYPE_CHECKING:
    from builder.render.fragment import Fragment, RenderedDeck


def noted_deck(count: int, note: Fragment) -> RenderedDeck:
    """Return a deck of *count* questions, each with *note*."""
    made = []
    for n in range(count):
        marked = html("<p>Answer", NoteMark("a"), " word" * 60, "</p>", notes={"a": note})
        own = card(made_note(Kind.QUESTION, f"q{n}"), plain("Why?"), marked)
        made.append(question(own, plain("Why?"), anchor=f"q{n}"))
    return deck(chapter("sec_one", plain("One"), html(), *made))


def test_notes_stand_on_the_page_of_their_marks() -> None:
    """Many notes on many pages: each stands where it is marked, and costs no page of its own."""
    printed = sheet(noted_deck(40, p("Noted.")), PrintSettings())
    pages = {place.name: place.page for place in read_pdf(printed.data).destinations}
    assert [n for n in range(40) if pages[f"q{n}"] != pages[f"fn_{n + 1}"]] == []
    assert printed.pages <= 12


def test_a_long_note_is_a_block() -> None:
    """A note that fills more than a page goes on over pages behind its paragraph, and covers nothing."""
    words = " ".join(f"w{n}" for n in range(1800))
    printed = sheet(noted_deck(1, p(words)), PrintSettings())
    assert printed.diagnostics == ()
    found = [word for _, _, _, word in words_of(printed.data)]
    assert [word for word in found if word[0] == "w" and word[1:].isdigit()] == words.split()
    places = [(page.number, left) for page, left, _, word in words_of(printed.data) if word in {"w0", "w1799"}]
    assert places[0][0] < places[1][0]
    assert read_pdf(printed.data).words["fn_1"][:2] == ("1.", "w0")


def test_a_long_note_of_a_cell_or_heading_has_a_place() -> None:
    """Wherever its mark stands, a long note becomes a block behind it, and its number leads there."""
    long = p("word " * 900)
    heading = html("Why", NoteMark("a"), "?", notes={"a": long})
    table = html("<table><tr><td>cell", NoteMark("b"), "</td></tr></table>", notes={"b": long})
    own = card(made_note(Kind.QUESTION, "own"), plain("Why?"), p("Answer."), table)
    rendered = deck(chapter("sec_one", plain("One"), html(), question(own, heading, anchor="own")))
    printed = sheet(rendered, PrintSettings())
    assert printed.diagnostics == ()
    found = read_pdf(printed.data).words
    assert {"fn_1", "fn_2"} <= set(found)
    assert sum(word == "word" for _, _, _, word in words_of(printed.data)) == 1800


def test_a_list_in_a_note_has_no_empty_lines() -> None:
    """White space between the blocks of a note makes no lines."""
    loose = html("<p>Items:</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>\n")
    printed = sheet(noted_deck(1, loose), PrintSettings())
    ys = {}
    import pypdfium2

    document = pypdfium2.PdfDocument(printed.data)
    text = document[0].get_textpage()
    for word in ("Items", "first", "second"):
        index, _ = text.search(word, match_whole_word=True).get_next()
        ys[word] = text.get_charbox(index)[1]
    document.close()
    assert 10 < ys["Items"] - ys["first"] < 15
    assert 10 < ys["first"] - ys["second"] < 15
