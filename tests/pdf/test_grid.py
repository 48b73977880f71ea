"""The baseline grid of the study sheet, and formulas on the baseline."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from builder.model import Kind
from builder.pdf.paper import PX
from builder.pdf.sheet import sheet
from builder.render.fragment import Figure, plain
from builder.settings import PrintSettings
from tests.pdf.decks import (
    CODE,
    CURVE,
    SPAN,
    TABLE,
    card,
    chapter,
    deck,
    html,
    made_note,
    math,
    p,
    question,
)

if TYPE_CHECKING:
    from PIL import Image

    from builder.pdf.manuscript import Printed
    from builder.render.fragment import RenderedDeck

LINE = 15.0
TEXT = "".join(f"<p>{'word ' * length}</p>" for length in (30, 70, 12))
CALLOUT = '<div class="callout note"><p class="callout-title">Note</p><p>Of note.</p></div>'
LIST = f"<ul><li>one</li><li>{'two ' * 40}</li></ul>"


def mixed_deck() -> RenderedDeck:
    """Return a deck in which text stands between all that is no whole number of lines high."""
    between = (CODE, TABLE, CALLOUT, LIST, "<h3>A heading</h3>", "<hr>", "<blockquote><p>Quoted.</p></blockquote>",
               math(r"\sum_{i=1}^n \frac{a_i}{b_i}", display=True),
               Figure(CURVE, "A curve", "", None, alone=True, span=SPAN))  # fmt: skip
    asked = []
    for n in range(3):
        parts = [part for each in between[n:] + between[:n] for part in (each, TEXT)]
        inline = html("<p>An answer with ", math("x_i^2"), ", <code>code</code> and ", math(r"\frac12"), ".</p>")
        own = card(made_note(Kind.QUESTION, f"q{n}"), plain("Why?"), inline, html(*parts))
        row = card(made_note(Kind.RECALL, f"r{n}"), p("Ask " * 12), p("Tell."))
        asked.append(question(own, plain("Why " * (1 + 9 * n) + "?"), row, anchor=f"q{n}"))
    return deck(chapter("sec_one", plain("One"), p("Introduction."), *asked))


def baselines(printed: Printed, size: float) -> list[tuple[int, float]]:
    """Return the baselines of text of *size* points in *printed*, from the top of their pages, with these."""
    found = set()
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        for number, page in enumerate(pdf.pages):
            matrix, stack = pikepdf.Matrix(), []
            line, font = pikepdf.Matrix(), 0.0
            for step in pikepdf.parse_content_stream(page):
                name = str(step.operator)
                if name == "q":
                    stack.append(matrix)
                elif name == "Q":
                    matrix = stack.pop()
                elif name == "cm":
                    matrix = pikepdf.Matrix(*map(float, step.operands)) @ matrix
                elif name == "Tf":
                    font = float(step.operands[1])
                elif name == "Tm":
                    line = pikepdf.Matrix(*map(float, step.operands)) @ matrix
                elif name in ("Tj", "TJ") and abs(abs(line.d) * font - size) < 0.05:
                    found.add((number, round(float(page.MediaBox[3]) - line.f, 2)))
    return sorted(found)


@pytest.mark.parametrize("settings", [PrintSettings(), PrintSettings("A5"), PrintSettings(columns=2)])
def test_text_stands_on_one_grid(settings: PrintSettings) -> None:
    """Whatever stands between, nearly all lines of the text are a whole number of lines from each other."""
    places = [y % LINE for _, y in baselines(sheet(mixed_deck(), settings), 10.4)]
    assert len(places) > 60
    usual = Counter(round(place, 1) for place in places).most_common(1)[0][0]
    away = [min(abs(place - usual), LINE - abs(place - usual)) for place in places]
    assert sum(distance < 0.5 for distance in away) / len(away) > 0.95


@pytest.mark.parametrize("latex", [r"\mathrm{HHH}", r"\mathrm{HHH}^{\frac{1}{2}}"])
def test_formulas_stand_on_the_baseline(latex: str) -> None:
    """The foot of a letter in a formula is as low as that of one in the text around it, however high the formula is."""
    scale = 8
    text = "HHH"
    shown = html("<p>", text, math(latex), text, "</p>")
    own = card(made_note(Kind.QUESTION, "own"), plain("Why?"), shown)
    printed = sheet(deck(chapter("sec_one", plain("One"), html(), question(own, plain("Why?"), anchor="own"))),
                    PrintSettings())  # fmt: skip
    document = pypdfium2.PdfDocument(printed.data)
    page = document[0]
    content = page.get_textpage()
    index, _ = content.search(text, match_case=True).get_next()
    left, bottom, right, _ = content.get_charbox(index)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("L")
    foot = page.get_height() - bottom
    box = (left * scale, (foot - 12) * scale, (left + 60) * scale, (foot + 4) * scale)
    line = picture.crop(tuple(map(round, box))).point(lambda tone: 255 * (tone < 128))
    document.close()
    columns = (line.crop((at, 0, at + 1, line.height)).getbbox() for at in range(line.width))
    feet = [box[3] if box else 0 for box in columns]
    wide = round((right - left) * scale)
    assert abs(max(feet[:wide]) - max(feet[4 * wide : 5 * wide])) <= 0.3 * PX * scale + 1
    assert abs(max(feet[4 * wide : 5 * wide]) - max(feet[5 * wide : 6 * wide])) <= 1


def test_formulas_do_not_drive_lines_apart() -> None:
    """A fraction in a line takes the white above and below it: the lines around stand as close as any."""
    words = "word " * 12
    shown = html(f"<p>{words}", math(r"\frac{a_i^2}{b_i}"), f"{words}{words}</p>")
    own = card(made_note(Kind.QUESTION, "own"), plain("Why?"), shown)
    rendered = deck(chapter("sec_one", plain("One"), html(), question(own, plain("Why?"), anchor="own")))
    feet = [y for _, y in baselines(sheet(rendered, PrintSettings()), 11)]
    assert [round(below - above, 1) for above, below in pairwise(feet)] == [LINE] * 2
