"""Formulas that are longer than a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.model import Kind
from builder.pdf.dress.longmath import parts_of, stacked
from builder.pdf.dress.materials import Materials
from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.render.fragment import MathBlank, plain
from builder.render.math import svg
from builder.render.works import Bibliography
from builder.settings import PrintSettings
from tests.pdf.decks import card, chapter, deck, html, made_note, math, p, question

if TYPE_CHECKING:
    from builder.render.fragment import Math


def total(*names: str, length: int = 15) -> str:
    """Return a chain of equal sums."""
    return " = ".join(" + ".join(f"{name}_{{{n}}}" for n in range(length)) for name in names)


def parted(latex: str, widest: float, blanks: tuple[MathBlank, ...] = ()) -> list[str]:
    """Return the parts of *latex*."""
    return [part.latex.strip() for part in parts_of(math(latex, display=True, blanks=blanks), widest)]


def test_a_chain_is_parted_at_its_relations() -> None:
    """Each further line begins with the relation, and as many lines are taken as are needed."""
    a, b, c = total("a"), total("b"), total("c")
    assert parted(f"{a} = {b} \\le {c}", 39) == [a, f"= {b}", f"\\le {c}"]
    assert parted(f"{a} = {b} \\le {c}", 90) == [f"{a} = {b}", f"\\le {c}"]
    assert parted(f"{a} = {b}", 200) == [f"{a} = {b}"]


def test_a_sum_is_parted_at_its_signs() -> None:
    """Where no relation helps, a line begins with a sign."""
    parts = parted(total("a", length=50), 39)
    assert len(parts) > 2
    assert all(part.startswith("+") for part in parts[1:])


@pytest.mark.parametrize(
    "latex",
    [
        rf"\frac{{{total('a', 'b')}}}{{2}}",
        rf"\left( {total('a', 'b')} \right)",
        rf"\begin{{aligned}} {total('a')} &= {total('b')} \end{{aligned}}",
        rf"\text{{{'a = b ' * 20}}}",
        rf"({total('a', 'b')})",
    ],
)
def test_what_belongs_together_is_not_parted(latex: str) -> None:
    """No line ends in a group, a bracket, an environment or a text."""
    assert parted(latex, 39) == [latex]


def test_blanks_stay_what_they_are() -> None:
    """A blank is not parted, and is the same stretch in its part."""
    latex = f"{total('a')} = {total('b')} = {total('c')}"
    start = latex.index("b_{3}")
    whole = (MathBlank((1,), start, start + 5),)
    parts = parts_of(math(latex, display=True, blanks=whole), 39)
    (blank,) = parts[1].blanks
    assert parts[1].latex[blank.start : blank.end] == "b_{3}"
    over = (MathBlank((1,), latex.index("a_{14}"), latex.index("b_{1}")),)
    cut = parts_of(math(latex, display=True, blanks=over), 39)
    assert any(blank.end - blank.start == over[0].end - over[0].start for part in cut for blank in part.blanks)


def test_lines_stand_below_each_other() -> None:
    """The drawing of several lines is as high as they are, and no wider than the widest with its indent."""
    parts = parts_of(math(total("a", "b"), display=True), 39)
    drawn = [svg(part, size=16) for part in parts]
    made = stacked(parts, 16)
    assert made.width == pytest.approx(max(drawn[0].width, drawn[1].width + 2), abs=0.01)
    assert made.height > drawn[0].height + drawn[1].height
    assert made.svg.count("<g ") == 2


@pytest.mark.parametrize("display", [True, False])
def test_a_long_formula_is_printed(display: bool) -> None:  # noqa: FBT001
    """A formula of any length stays between the margins, is spoken, and nothing is complained of."""
    shown: Math = math(total("a", "b", "c"), display=display)
    own = card(made_note(Kind.QUESTION, "own"), plain("Why?"), p("Answer."), html("<p>It is ", shown, ".</p>"))
    printed = sheet(deck(chapter("sec_a", plain("One"), html(), question(own, plain("Why?"), anchor="own"))),
                    PrintSettings())  # fmt: skip
    assert printed.diagnostics == ()
    assert "Answer." in read_pdf(printed.data).words["own"]
    materials = Materials(Bibliography({}))
    images = materials.formula(shown)
    assert images.count("<img") == (1 if display else 3)
    assert "a sub 14" in images
