"""Finding one's way: contents, index and running heads."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from builder.model import Kind
from builder.pdf.binding.furniture import Furniture
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.pdf.sheet.heads import Place, heads
from builder.pdf.sheet.terms import merge_pages, terms
from builder.render.fragment import plain
from builder.settings import PrintSettings
from tests.pdf.decks import card, chapter, deck, html, made_note, p, question, small_deck

if TYPE_CHECKING:
    from builder.pdf.manuscript import Printed
    from builder.render.fragment import RenderedDeck

QUESTIONS = 12


def tagged_deck() -> RenderedDeck:
    """Return a deck of twelve questions of about half a page: all are tagged, some twice."""
    made = []
    for n in range(QUESTIONS):
        tags = ("deck", *(("level::core",) if n < 4 else ()), *(("scattered",) if n % 4 == 0 else ()))
        note = made_note(Kind.QUESTION, f"q{n}", tags=tags)
        own = card(note, plain(f"Question {n}?"), p("answer " * 20), html("<p>" + "</p><p>".join(["detail " * 60] * 3)))
        made.append(question(own, plain(f"Question {n}?"), anchor=f"q{n}"))
    first, second = (chapter(f"sec_{c}", plain(f"Part {c}"), html(), *made[6 * c : 6 * c + 6]) for c in range(2))
    return deck(first, second)


@pytest.fixture(name="tagged", scope="module")
def _tagged() -> Printed:
    """Return the sheet of the tagged deck, with chapters on pages of their own."""
    return sheet(tagged_deck(), PrintSettings(chapters="new-page"))


def pages_of(printed: Printed) -> dict[str, int]:
    """Return on which page each anchor stands, as readers number pages."""
    return {place.name: place.page + 1 for place in read_pdf(printed.data).destinations}


def test_index_names_the_pages_of_each_tag(tagged: Printed) -> None:
    """Behind each tag stand the pages of its cards, pages in a row as a range; a tag that all carry is left out."""
    pages = pages_of(tagged)
    words = read_pdf(tagged.data).words
    said = [" ".join(words[f"tag_{n}"]) for n in (1, 2)]
    scattered = sorted({pages[f"q{n}"] for n in range(0, QUESTIONS, 4)})
    assert len(scattered) == 3
    core = [pages[f"q{n}"] for n in range(4)]
    assert said == [f"level: core {core[0]}–{core[-1]}", f"scattered {', '.join(map(str, scattered))}"]
    assert "tag_3" not in words
    assert pages["ui_index"] == tagged.pages


def test_numbers_in_the_index_are_links(tagged: Printed) -> None:
    """Each number leads to a card on its page."""
    with pikepdf.open(BytesIO(tagged.data)) as pdf:
        led = {str(link.Dest) for link in pdf.pages[-1].get("/Annots", [])}
        pages = pages_of(tagged)
    assert {pages[card] for card in led} == {pages[card] for card in ("q0", "q3", "q4", "q8")}


def test_contents_count_the_pages_before_the_text(tagged: Printed) -> None:
    """The contents name the pages on which chapters and questions stand, those of the contents counted."""
    pages = pages_of(tagged)
    words = read_pdf(tagged.data).words["ui_contents"]
    for n in range(QUESTIONS):
        at = [k for k, word in enumerate(words) if word == f"{n}?"]
        assert words[at[0] + 1] == str(pages[f"q{n}"])


def test_a_deck_without_tags_has_no_index() -> None:
    """Where there is nothing to find, nothing stands."""
    assert "ui_index" not in read_pdf(sheet(small_deck(), PrintSettings()).data).words


def test_terms_are_levels_then_tags() -> None:
    """Levels come first, tags in the order of the alphabet; what all notes carry says nothing."""
    notes = [made_note(Kind.RECALL, "a", tags=("Zoo", "every", "level::core")),
             made_note(Kind.RECALL, "b", tags=("every", "apple_tree"))]  # fmt: skip
    assert [(term.name, term.cards) for term in terms(notes)] == [
        ("level: core", ("a",)),
        ("apple tree", ("b",)),
        ("Zoo", ("a",)),
    ]


@pytest.mark.parametrize(
    ("pages", "said"),
    [((3, 3), "3"), ((3, 4), "3–4"), ((2, 3, 4, 4, 9), "2–4, 9"), ((5, 1), "1, 5"), ((1, 2, 4, 5), "1–2, 4–5")],
)
def test_pages_in_a_row_are_a_range(pages: tuple[int, ...], said: str) -> None:
    """Of several cards on one page one number is left, of pages in a row the first and the last."""
    line = ET.Element("span", {"class": "pages"})
    numbers = {}
    for n, page in enumerate(pages):
        ET.SubElement(line, "a", {"data-card": f"c{n}"}).text = str(page)
        numbers[f"c{n}"] = page
    root = ET.Element("div")
    root.append(line)
    merge_pages(root, numbers)
    assert "".join(line.itertext()) == said


PLACES = {
    "one": Place("One", opens=True), "q1": Place("One", 1), "q2": Place("One", 2), "title": Place("One"),
    "two": Place("Two", opens=True), "q3": Place("Two", 3),
}  # fmt: skip


def said(*pages: tuple[str, ...], deck: str = "Deck") -> list[tuple[str, str]]:
    """Return the heads of *pages*, without what keeps directions apart."""
    mute = dict.fromkeys((0x2068, 0x2069))
    found = heads(deck, pages, PLACES)
    assert [head.foot_end for head in found] == [f"Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)]
    return [(head.head_start.translate(mute), head.head_end.translate(mute)) for head in found]


def test_heads_say_chapter_and_questions() -> None:
    """A head names the deck, and the chapter with the range of questions on its page."""
    assert said(("ui_contents",), ("q1",), ("q1", "row", "q2"), ("q2", "two", "q3"), ("title",)) == [
        ("", ""),
        ("Deck", "One · 1"),
        ("Deck", "One · 1–2"),
        ("Deck", "One – Two · 2–3"),
        ("Deck", "One"),
    ]


def test_a_page_that_opens_with_a_title_has_no_head() -> None:
    """Where a chapter begins a page there is none, where it goes on there is one, and where nothing stands the last."""
    assert said((), ("two", "q3"), ("two", "q3"), ()) == [
        ("", ""),
        ("", ""),
        ("Deck", "Two · 3"),
        ("Deck", "Two · 3"),
    ]


def test_a_long_head_leaves_the_deck_away() -> None:
    """Deck and chapter stand side by side only if both are short."""
    assert said((), ("q3",), deck="A deck of many words, all told")[1] == ("", "Two · 3")


def test_titles_stay_apart_from_numbers() -> None:
    """A title from right to left does not turn the numbers behind it."""
    (_, head) = heads("Deck", [(), ("a",)], {"a": Place("אלפבית", 8)})
    assert head == Furniture("\u2068Deck\u2069", "\u2068אלפבית\u2069 · 8", "", "Page 2 of 2")
