"""Formulas for screen and print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Span
from builder.render.fragment import Math
from builder.render.math import check, mathjax, mathml, svg
from builder.render.mathml import _CORE
from builder.render.speech import speak, unspoken

if TYPE_CHECKING:
    from collections.abc import Callable

# ruff: noqa: S314  # What is parsed is our own output.
MATHML = "{http://www.w3.org/1998/Math/MathML}"
PIECES = (
    *(
        r"\frac{1}{x}",
        r"\sqrt{y}",
        r"\left(a\right)",
        r"\text{if $x$ é}",
        r"\operatorname{ab}",
        r"\mathbf{x}",
        r"\hat{y}",
    ),
    *(
        r"\begin{cases}1&2\\3&4\end{cases}",
        r"\begin{aligned}a&=b\\[2pt]c\end{aligned}",
        r"\sum_{i=1}^n",
        r"\max_i",
        "'",
    ),
    *(
        "x",
        "2",
        ".5",
        "+",
        "-",
        "=",
        "(",
        ")",
        "|",
        ",",
        "/",
        "!",
        "&",
        r"\\",
        "_",
        "^",
        "{",
        "}",
        "%c\n",
        "$",
        "#",
        "~",
    ),
    *(r"\left", r"\right", r"\foo", r"\not", r"\boxed{}", r"\xrightarrow{f}", r"\bigl\{", r"\limits", "\\", "中", "\0"),
)


def inner(xml: str) -> str:
    """Return what stands inside the outermost element."""
    return xml[xml.index(">") + 1 : xml.rindex("<")]


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("x", "<mi>x</mi>"),
        (r"\mathrm{TP}", "<mi>TP</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathcal{L}", "<mi>ℒ</mi>"),
        (r"\Omega", '<mi mathvariant="normal">Ω</mi>'),
        ("1{,}000", "<mn>1,000</mn>"),
        (".5", "<mn>.5</mn>"),
        (r"\text{a & <b>}", "<mtext>a\N{NO-BREAK SPACE}&amp;\N{NO-BREAK SPACE}&lt;b&gt;</mtext>"),
        (r"\textbf{no}", '<mtext style="font-weight:bold">no</mtext>'),
        (r"a \not= b", "<mi>a</mi><mo>≠</mo><mi>b</mi>"),
        (r"\frac{⟦1:a⟧}{b}", '<mfrac><mrow class="blank" data-blank="1"><mi>a</mi></mrow><mi>b</mi></mfrac>'),
        ("x_⟦1:ij⟧", '<msub><mi>x</mi><mrow class="blank" data-blank="1"><mi>i</mi><mi>j</mi></mrow></msub>'),
        (r"\sqrt⟦1:x⟧", '<msqrt><mrow class="blank" data-blank="1"><mi>x</mi></mrow></msqrt>'),
        (r"\text{a⟦1:b⟧}", '<mtext>a</mtext><mrow class="blank" data-blank="1"><mtext>b</mtext></mrow>'),
        (
            r"⟦1:\frac{⟦2:a⟧}{b}⟧",
            (
                '<mrow class="blank" data-blank="1"><mfrac><mrow class="blank" data-blank="2"><mi>a</mi></mrow>'
                "<mi>b</mi></mfrac></mrow>"
            ),
        ),
    ],
)
def test_mathml_is_what_browsers_draw(formula: Callable[..., Math], source: str, markup: str) -> None:
    """Letters, numbers, text and blanks become the elements and characters that MathML Core has for them."""
    assert inner(mathml(formula(source))) == markup


def test_limits_stand_below_in_display_only(formula: Callable[..., Math]) -> None:
    """A sum takes its limits below and above where it is displayed, and beside it in a line or a fraction."""
    assert "<munderover>" in mathml(formula(r"\sum_{i=1}^n i", display=True))
    assert "<msubsup>" in mathml(formula(r"\sum_{i=1}^n i"))
    assert "<msub>" in mathml(formula(r"\frac{\max_i x}{2}", display=True))


def test_alternative_text_is_what_is_said(formula: Callable[..., Math]) -> None:
    """What a formula says, in words, is its alternative text."""
    assert fromstring(mathml(formula("a <\n b"))).get("alttext") == "a is less than b"


def test_blanks_say_which_they_are(formula: Callable[..., Math]) -> None:
    """A blank carries its numbers and its hint, wherever the reader of LaTeX has put it, and text cannot pretend to."""
    made = formula(r"a^⟦2:x⟧_⟦1:i⟧ \text{<mrow data-blank=\"7\"}")
    first, second = made.blanks
    markup = mathml(replace(made, blanks=(replace(first, hint='a "b"'), replace(second, numbers=(1, 3)))))
    assert '<mrow class="blank" data-blank="1 3"><mi>i</mi></mrow>' in markup
    assert '<mrow class="blank" data-blank="2" data-hint="a &quot;b&quot;"><mi>x</mi></mrow>' in markup
    assert '&lt;mrow\u00a0data-blank="7"' in markup


def test_blank_can_be_unmarked(formula: Callable[..., Math]) -> None:
    """Without a class for blanks nothing shows where they are; with another class, that is used."""
    assert "class" not in mathml(formula("⟦1:a⟧+b"), blank_class=None)
    assert '<mrow class="gap" data-blank="1">' in mathml(formula("⟦1:a⟧+b"), blank_class="gap")


def test_blank_over_cells_is_marked_in_each(formula: Callable[..., Math]) -> None:
    """A blank that runs over cells of a table is marked cell by cell, so that the table stays whole."""
    markup = mathml(formula(r"\begin{aligned}⟦1:a&=b\\c⟧&=d\end{aligned}"))
    assert markup.count('class="blank"') == 3
    assert markup.count("<mtr>") == 2


def test_svg_tells_its_measures(formula: Callable[..., Math]) -> None:
    """Width, height and depth in em fit the image, whose own size is in px of the size asked for."""
    drawn = svg(formula("y"), size=20)
    root = fromstring(drawn.svg)
    assert float(root.attrib["width"]) == pytest.approx(drawn.width * 20, abs=0.01)
    assert float(root.attrib["height"]) == pytest.approx(drawn.height * 20, abs=0.01)
    assert 0.15 < drawn.depth < drawn.height < 1
    assert svg(formula("x"), size=20).depth < 0.1


def test_svg_has_no_ids_and_keeps_its_digits(formula: Callable[..., Math]) -> None:
    """A drawing is made of outlines alone, and the same formula is drawn alike at any size."""
    small, large = (svg(formula(r"\frac{a}{b}", display=True), size=size).svg for size in (10, 20))
    assert "id=" not in small
    assert "<use" not in small
    assert inner(small) == inner(large)


def test_svg_marks_blanks(formula: Callable[..., Math]) -> None:
    """A blank has a ground and a line below it, in colours of its own."""
    plain = svg(formula("a+b"), size=10, ink="#111111", blank="#222222", ground="#333333").svg
    marked = svg(formula("⟦1:a⟧+b"), size=10, ink="#111111", blank="#222222", ground="#333333").svg
    assert "<rect" not in plain
    assert marked.count("<rect") == 2
    assert [colour in marked for colour in ("#111111", "#222222", "#333333")] == [True, True, True]


def test_rows_of_a_table_stand_apart(formula: Callable[..., Math]) -> None:
    """Each further row makes a table as much higher, whatever ink its letters have."""
    lines = (r"m &= n", r"o &= p", r"k &= l", r"c &= d")
    heights = [
        svg(formula(rf"\begin{{aligned}} {rows} \end{{aligned}}"), size=10).height
        for rows in (r" \\ ".join(lines[:count]) for count in range(1, 5))
    ]
    steps = [after - before for before, after in pairwise(heights)]
    assert steps == [pytest.approx(steps[0], abs=0.02)] * 3
    assert steps[0] > 1.1


@pytest.mark.parametrize("text", [r"\text{the ⟦1:mean⟧ of it}", r"\operatorname{⟦1:soft⟧}(x)", r"⟦1:ab⟧\text{ if } x"])
def test_svg_colours_no_more_than_the_blank(formula: Callable[..., Math], text: str) -> None:
    """Every letter of a blank has its colour, the ground has the ground's, and nothing else has either."""
    letters = re.search("⟦1:([a-z]+)", text)
    assert letters
    drawn = svg(formula(text), size=10, ink="#111111", blank="#222222", ground="#333333").svg
    assert len(re.findall(r'<rect [^>]*fill="#333333"', drawn)) == 1
    assert len(re.findall(r'<rect [^>]*fill="#222222"', drawn)) == 1
    (outline,) = re.findall(r'<path fill="#222222" d="([^"]*)"', drawn)
    alone = svg(formula(letters[1] if "{" not in text else rf"\text{{{letters[1]}}}"), size=10, ink="#222222").svg
    assert outline.count("M") == alone.count("M")


def test_formula_that_comes_up_again_is_drawn_once(formula: Callable[..., Math]) -> None:
    """The same formula in two places, with other numbers on its blanks, is one drawing."""
    first, second = formula("⟦1:q⟧+7"), formula("⟦2|hint:q⟧+7")
    assert svg(first, size=10) is svg(replace(second, span=Span("b.md", 5, 9)), size=10)


def test_same_bytes_with_any_hash_seed() -> None:
    """Neither the order of sets nor what was drawn before changes a byte."""
    script = (
        "from builder.diagnostics import Span\n"
        "from builder.render.fragment import Math, MathBlank\n"
        "from builder.render.math import mathjax, mathml, svg\n"
        r"m = Math(r'\frac{\hat{a}}{b} \text{ if } \left(x\right)', True, Span('', 0, 0), (MathBlank((1,), 5, 12),))"
        "\nprint(mathml(m), svg(m, size=10), mathjax(m))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.booleans())
def test_any_text_is_a_formula_or_a_fault(latex: str, display: bool) -> None:  # noqa: FBT001
    """Whatever stands between the dollars is either told in words, or drawn, written and spoken."""
    if check(latex, display=display):
        return
    math = Math(latex, display, Span("a.md", 0, len(latex)))
    markup = mathml(math)
    for element in fromstring(markup).iter():
        name = element.tag.removeprefix(MATHML)
        assert set(element.attrib) <= _CORE.get(name, set())
        assert "\\" not in (element.text or "")
    assert svg(math, size=10).svg.startswith("<svg ")
    assert mathjax(math)
    assert isinstance(speak(markup), str)
    assert unspoken(markup) == ()
