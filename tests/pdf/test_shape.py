"""The formats of the study sheet: paper, columns, size of type, and where chapters begin."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.model import Kind
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.pdf.sheet.shape import shape_of
from builder.render.fragment import NoteMark, plain
from builder.settings import PrintSettings
from tests.pdf.decks import card, chapter, deck, full_deck, html, made_note, p, question
from tests.pdf.reading import words_of

if TYPE_CHECKING:
    from builder.pdf.manuscript import Printed
    from builder.render.fragment import RenderedDeck

MILLIMETRE = 72 / 25.4


def long_deck(chapters: int = 2, *, heading: str = "Question") -> RenderedDeck:
    """Return a deck whose chapters have three questions of some length each."""
    made = []
    for c in range(chapters):
        asked = [
            question(
                card(made_note(Kind.QUESTION, f"q{c}-{n}"), plain(f"{heading} {n}?"), p("answer " * 20),
                     p("detail " * 110)),
                plain(f"{heading} {n}?"), anchor=f"q{c}-{n}",
            )
            for n in range(3)
        ]  # fmt: skip
        made.append(chapter(f"sec_{c}", plain(f"Part {c}"), p("Introduction."), *asked))
    return deck(*made)


@pytest.fixture(name="columns", scope="module")
def _columns() -> Printed:
    """Return the full deck in two columns."""
    return sheet(full_deck(), PrintSettings(columns=2))


@pytest.mark.parametrize(
    ("settings", "name", "stacked"),
    [
        (PrintSettings(), "wide", False),
        (PrintSettings("Letter"), "wide", False),
        (PrintSettings("A5"), "narrow", False),
        (PrintSettings(columns=2), "narrow", True),
        (PrintSettings(scale=1.5), "narrow", False),
    ],
)
def test_narrow_paper_has_no_hanging_margin(settings: PrintSettings, name: str, stacked: bool) -> None:  # noqa: FBT001
    """Where the margin has no room for numbers, they stand with the heading; columns stack question and answer."""
    shape = shape_of(settings)
    assert (shape.name, shape.stacked) == (name, stacked)


def test_room_for_characters_follows_paper_and_type() -> None:
    """Larger type and narrower paper leave room for fewer characters in a line, and whole lines fill a leaf."""
    usual = shape_of(PrintSettings())
    assert 78 <= usual.measure.room <= 82
    small, a5 = shape_of(PrintSettings(scale=0.8)), shape_of(PrintSettings("A5"))
    assert small.measure.room > usual.measure.room > a5.measure.room
    for shape in (usual, shape_of(PrintSettings("A5", scale=1.1)), shape_of(PrintSettings("Letter", columns=2))):
        height = (shape.height - shape.margins.top - shape.margins.bottom) * MILLIMETRE
        assert height / 15 == pytest.approx(shape.measure.depth, abs=1e-6)


def test_two_columns_stand_side_by_side(columns: Printed) -> None:
    """Each line of a page lies within one of two columns, and both are used."""
    found = words_of(columns.data)
    assert {(round(page.width), round(page.height)) for page, *_ in found} == {(595, 842)}
    lefts = [left / MILLIMETRE for page, left, *_ in found if page.number > 0]
    assert min(lefts) > 17.5
    middle = [word for page, left, right, word in found if page.number and left < 103 * MILLIMETRE < right]
    assert middle == []
    assert any(left > 105 for left in lefts)
    assert columns.diagnostics == ()


def test_columns_are_read_one_after_the_other(columns: Printed) -> None:
    """In two columns too each card stands behind its anchor."""
    found = read_pdf(columns.data).words
    assert "Sensitivity" in found["recall-is"]
    assert "Jaccard" in found["jaccard"]
    assert {note.note.id for note in full_deck().notes if note.note.in_print} <= set(found)


@pytest.mark.parametrize("scale", [0.8, 1.2])
def test_type_is_scaled_and_paper_is_not(scale: float) -> None:
    """The font scale changes the height of words, and neither the paper nor its margins."""
    usual, scaled = (sheet(long_deck(1), PrintSettings(scale=size)) for size in (1.0, scale))
    heights = []
    for printed in (usual, scaled):
        with pikepdf.open(BytesIO(printed.data)) as pdf:
            assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        of_text = [(left, right) for page, left, right, word in words_of(printed.data) if word == "detail"]
        assert min(left for left, _ in of_text) == pytest.approx(41 * MILLIMETRE, abs=1)
        assert max(right for _, right in of_text) <= (210 - 25) * MILLIMETRE + 0.1
        heights.append(sum(right - left for left, right in of_text) / len(of_text))
    assert heights[1] / heights[0] == pytest.approx(scale, rel=0.01)


def test_chapters_begin_pages_or_run_on() -> None:
    """Chapters begin a page of their own, or follow the text before, as the settings say."""
    fresh, on = (sheet(long_deck(), PrintSettings(chapters=how)) for how in ("new-page", "run-on"))
    top = 297 * MILLIMETRE - 26 * MILLIMETRE
    (begun,) = (place for place in read_pdf(fresh.data).destinations if place.name == "sec_1")
    assert begun.y == pytest.approx(top, abs=1)
    (went_on,) = (place for place in read_pdf(on.data).destinations if place.name == "sec_1")
    assert went_on.y < top - 100
    assert on.pages < fresh.pages


def test_a_short_deck_takes_one_page() -> None:
    """Contents and questions of a small deck share their pages."""
    asked = card(made_note(Kind.QUESTION, "only"), plain("What?"), p("This."))
    printed = sheet(deck(chapter("sec_a", plain("One"), html(), question(asked, plain("What?"), anchor="only"))),
                    PrintSettings())  # fmt: skip
    assert printed.pages == 1


def test_without_detail() -> None:
    """Without detail the sheet holds questions, answers and recall cards, and numbers figures and notes anew."""
    told = {place.name for place in read_pdf(sheet(full_deck(), PrintSettings(detail=False)).data).destinations}
    assert {"judge-a-detector", "f1-mean", "curve-parts"} <= told
    assert "fig_fig-curve" not in told
    assert not any(name.startswith("fn_") for name in told)
    notes = {"a": p("Noted.")}
    marked = html("<p>Answer", NoteMark("a"), "</p>", notes=notes)
    own = card(made_note(Kind.QUESTION, "own"), plain("Own?"), marked, p("More to say."))
    rendered = deck(chapter("sec_a", plain("One"), html(), question(own, plain("Own?"), anchor="own")))
    found = read_pdf(sheet(rendered, PrintSettings(detail=False)).data).words
    assert "fn_1" in found
    assert "More" not in found["own"]


def test_grey_is_grey() -> None:
    """Nothing is printed in colour where the author asked for grey."""
    grey = sheet(full_deck(), replace(PrintSettings(), grey=True))
    with pikepdf.open(BytesIO(grey.data)) as pdf:
        for page in pdf.pages:
            for step in pikepdf.parse_content_stream(page):
                assert str(step.operator) not in {"rg", "RG"} or len({float(part) for part in step.operands}) == 1
