"""Footnotes stand at the foot of the page of their marks, and nothing is printed over them."""

from __future__ import annotations

from contextlib import nullcontext

import pypdfium2
import pytest

from builder.pdf.binding.impose import one_each
from builder.pdf.press.flow import set_flow
from builder.pdf.press.footing import keeping_footnotes
from tests.pdf.press_room import pressed, published, texts

WORDS = "The mean of the losses over the batch is what the optimizer sees and nothing else of the data reaches it "
NOTE = "a note of some length that goes over more than one line so that it takes room which the text must leave "


def manuscript(marks: int) -> tuple[str, str]:
    """Return six sections whose first paragraph has so many *marks*, and the notes; in these all words are small."""
    units, notes = "", ""
    for number in range(6):
        called = "".join(
            f'W<span class="footnote" data-note="{number * marks + mark}"></span> ' for mark in range(marks)
        )
        text = (WORDS * 3).upper()
        units += f'<section data-flow="body" id="s{number}"><p>{text}{called}{text}</p><p>{text * 3}</p></section>'
        notes += "".join(f"<div><p>{NOTE * 2}</p></div>" for _ in range(marks))
    return units, notes


@pytest.mark.parametrize("marks", [1, 2, 4])
def test_no_line_stands_on_a_note(marks: int) -> None:
    """However many notes a paragraph calls, each page has its text (capitals) above its notes (small letters)."""
    units, notes = manuscript(marks)
    with pressed(units, notes=notes) as it, keeping_footnotes():
        galleys = set_flow(it, it.flows["body"])
    document = pypdfium2.PdfDocument(published(galleys, one_each(galleys)))
    seen = 0
    for page in document:
        content = page.get_textpage()
        boxes = [(content.get_text_range(at, 1), content.get_charbox(at)) for at in range(content.count_chars())]
        text = [bottom for letter, (_, bottom, _, _) in boxes if letter.isupper()]
        small = [top for letter, (_, _, _, top) in boxes if letter.islower()]
        seen += bool(text and small)
        assert not text or not small or min(text) >= max(small)
    document.close()
    assert seen >= 3


def astray(lines: int, *, mended: bool) -> bool:
    """Say whether a note leaves its mark, behind which are so many *lines* and a paragraph that may not fit."""
    between = "".join(f'<p style="margin: 0">Line {number}</p>' for number in range(lines))
    units = (
        '<section data-flow="body" id="s" style="margin: 0"><p>MARKED<span class="footnote" data-note="0"></span></p>'
        f'{between}<p style="orphans: 3; widows: 3">{WORDS * 6}</p></section>'
    )
    with pressed(units, notes="<div><p>NOTED</p></div>") as it, keeping_footnotes() if mended else nullcontext():
        galleys = set_flow(it, it.flows["body"])
    pages = texts(published(galleys, one_each(galleys)))
    assert sum("NOTED" in page for page in pages) == 1
    return any(("MARKED" in page) != ("NOTED" in page) for page in pages)


def test_a_note_stays_with_its_mark() -> None:
    """However full the page of a mark is, its note stands there; WeasyPrint alone gives some to the next page.

    Should the first assertion fail one day, WeasyPrint is mended, and `keeping_footnotes` can go.
    """
    rooms = range(17, 22)
    assert any(astray(lines, mended=False) for lines in rooms)
    assert not any(astray(lines, mended=True) for lines in rooms)
