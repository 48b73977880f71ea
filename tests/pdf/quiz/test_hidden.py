"""Blanks that do not tell."""

from __future__ import annotations

import re

import pytest

from builder.pdf.dress.hidden import blanked, hidden_formula
from builder.render.fragment import BlankEnd, BlankStart, Fragment, Math, MathBlank, NoteMark, plain
from tests.pdf.decks import SPAN

INK = "#1b2530"
BOX = re.compile(r'<rect x="[^"]*" y="[^"]*" width="([^"]*)"[^>]*stroke=')
BREAK = "\\\\"

FORMULAS = [
    ("F_1 = ", "2PR", "/(P+R)", "F sub 1 equals blank divided by open paren P plus R close paren"),
    ("x^", "2", "+1", "x to the blank plus 1"),
    (r"\sqrt", "x", "", "the square root of blank"),
    (r"\frac", "a", "{b}", "blank over b"),
    (r"\text{the ", "mean", " of it}", "the blank of it"),
    (r"\text{the {\textbf{very ", "mean", "} x} of it}", "the very blank x of it"),
    (r"\operatorname{soft", "max", "}(x)", "soft of blank open paren x close paren"),
    (r"\begin{pmatrix} a & ", "b", rf" {BREAK} c & d\end{{pmatrix}}",
     "the 2 by 2 matrix, row 1: a, blank; row 2: c, d; end matrix"),
    (r"a\text{ if $", "x>0", "$ holds}", "a if blank holds"),
    ("", "E = mc^2", "", "blank"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "hidden", "behind", "spoken"), FORMULAS)
def test_formulas_say_blank(before: str, hidden: str, behind: str, spoken: str) -> None:
    """A formula is spoken with "blank" for what is hidden, in whatever mode of TeX that stands."""
    assert hidden_formula(formula(before, hidden, behind), size=16, ink=INK)[1] == spoken


@pytest.mark.parametrize(("before", "behind"), [("y = ", " + 1"), (r"\text{the ", " of it}"), (r"x^{", "}")])
def test_boxes_of_formulas_do_not_tell(before: str, behind: str) -> None:
    """A formula is drawn alike whatever its blank hides."""
    drawings = {
        hidden_formula(formula(before, hidden, behind), size=16, ink=INK)[0] for hidden in ("a", "abc", "abcdefghijkl")
    }
    assert len(drawings) == 1
    (drawn,) = drawings
    assert len(BOX.findall(drawn.svg)) == 1
    assert set(re.findall(r'fill="([^"]*)"', drawn.svg)) == {INK, "none"}


def test_formula_shows_the_outermost_of_nested_blanks() -> None:
    """Of blanks within blanks one box is left, and of neighbours there is one each."""
    latex = "a + bc + d"
    nested = Math(
        latex, display=False, span=SPAN, blanks=(MathBlank((1,), 4, 6), MathBlank((2,), 5, 6), MathBlank((3,), 9, 10))
    )
    drawn, spoken = hidden_formula(nested, size=16, ink=INK)
    assert spoken == "a plus blank plus blank"
    assert len(set(BOX.findall(drawn.svg))) == 1
    assert len(BOX.findall(drawn.svg)) == 2


def test_hidden_parts_are_gone() -> None:
    """What stands in a blank leaves the fragment, with nested blanks and the footnotes that are called there alone."""
    start, end = BlankStart((1,)), BlankEnd((1,))
    inner = BlankStart((2,)), BlankEnd((2,))
    parts = ("<p>In ", start, "sight ", inner[0], "deep", inner[1], NoteMark("a"), end, " and", NoteMark("b"), "</p>")
    left = blanked(Fragment(parts, {"a": plain("hidden"), "b": plain("shown")}))
    assert left.parts == ("<p>In ", start, end, " and", NoteMark("b"), "</p>")
    assert list(left.footnotes) == ["b"]


def formula(before: str, hidden: str, behind: str) -> Math:
    """Return a formula with one blank."""
    blank = MathBlank((1,), len(before), len(before) + len(hidden))
    return Math(before + hidden + behind, display=False, span=SPAN, blanks=(blank,))
