"""Formulas as they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.render.math import check, mathml
from builder.render.speech import speak, unspoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder.render.fragment import Math

SAID = {
    # Letters and numbers
    "x": "x",
    "TP": "T P",
    r"\mathrm{TP}": "TP",
    r"\alpha\beta": "alpha beta",
    r"\Gamma\Omega": "Gamma Omega",
    r"\lambda": "lambda",
    r"\mathbf{w}": "bold w",
    r"\boldsymbol{\mu}": "bold mu",
    r"\mathcal{L}": "script L",
    r"\mathbb{R}": "the real numbers",
    r"\ell + \hbar": "ell plus h bar",
    r"\infty": "infinity",
    r"\varnothing": "the empty set",
    "3.14": "3.14",
    "1{,}000": "1,000",
    r"50\,\%": "50 percent",
    r"\text{true positives}": "true positives",
    # Operators and relations
    "a+b-c": "a plus b minus c",
    "-x": "negative x",
    "a = -b": "a equals negative b",
    r"a \pm b": "a plus or minus b",
    r"a \cdot b \times c": "a times b times c",
    r"a \le b \neq c": "a is at most b is not equal to c",
    r"a \approx b \propto c": "a is approximately b is proportional to c",
    "n := 3": "n is defined as 3",
    r"x \in A \cap B": "x in A intersection B",
    r"A \subseteq B \setminus C": "A is a subset of B without C",
    r"x \mapsto y": "x maps to y",
    r"A \Rightarrow B \iff C": "A implies B if and only if C",
    r"\forall x \exists y": "for all x there exists y",
    r"a \bmod n": "a mod n",
    "n!": "n factorial",
    r"x_1, \dots, x_n": "x sub 1, and so on, x sub n",
    # Fractions and roots
    r"\frac{a}{b}": "a over b",
    r"\frac12": "one half",
    r"\frac{3}{4}": "three quarters",
    r"\frac{TP}{TP+FP}": "the fraction T P over T P plus F P end fraction",
    r"\frac{1}{1+\frac{1}{x}}": "the fraction 1 over 1 plus 1 over x end fraction",
    r"\binom{n}{k}": "n choose k",
    r"{n+1 \choose k}": "the binomial n plus 1 choose k end binomial",
    r"\sqrt{x}": "the square root of x",
    r"\sqrt{x+y}": "the square root of x plus y end root",
    r"\sqrt[3]{x}": "the cube root of x",
    r"\sqrt[n]{x}": "the n-th root of x",
    # Scripts
    "x_i": "x sub i",
    "x_{i+1}": "x sub i plus 1 end sub",
    "x^2": "x squared",
    "x^3": "x cubed",
    "x^n": "x to the n",
    "x^{n+1}": "x to the power n plus 1 end power",
    "x_i^2": "x sub i squared",
    "A^{-1}": "A inverse",
    r"A^\top B^T": "A transposed B transposed",
    "f'": "f prime",
    "f''(x)": "f double prime of x",
    "x^*": "x star",
    r"90^\circ": "90 degrees",
    "x^{(k)}": "x superscript open paren k close paren",
    # Big operators, limits and functions
    r"\sum_{i=1}^{n} x_i": "the sum from i equals 1 to n of x sub i",
    r"\sum_x p(x)": "the sum over x of p of x",
    r"\prod_{i} a_i": "the product over i of a sub i",
    r"\int_0^1 x\,dx": "the integral from 0 to 1 of x d x",
    r"\int f": "the integral of f",
    r"\bigcup_i A_i": "the union over i of A sub i",
    r"\lim_{x \to 0} f(x)": "the limit as x goes to 0 of f of x",
    r"\max_i a_i": "the maximum over i of a sub i",
    r"\operatorname*{arg\,max}_\theta L": "the arg max over theta of L",
    r"\sin x": "sine of x",
    r"\sin^2 x": "sine squared of x",
    r"\sin^{-1} x": "inverse sine of x",
    r"\log x": "log of x",
    r"\log_2 x": "log base 2 of x",
    r"\ln(x+1)": "natural log of open paren x plus 1 close paren",
    r"\operatorname{softmax}(z)": "softmax of z",
    "O(n^2)": "O of n squared",
    # Brackets
    "f(x)": "f of x",
    "f(x, y)": "f of x, y",
    "a(b+c)": "a open paren b plus c close paren",
    "(a+b)^2": "open paren a plus b close paren squared",
    "(a+b)(c+d)": "open paren a plus b close paren times open paren c plus d close paren",
    r"P(A \mid B)": "P of A given B",
    "P(A|B)": "P of A given B",
    r"a \mid b": "a divides b",
    r"\{x \mid x > 0\}": "open brace x such that x is greater than 0 close brace",
    "|x|": "the absolute value of x",
    "|x-y|^2": "the absolute value of x minus y end absolute value squared",
    r"|A \cap B|": "the size of A intersection B end size",
    r"\lVert w \rVert_2": "the norm of w sub 2",
    r"\lfloor x/2 \rfloor": "the floor of x over 2 end floor",
    r"\left\lceil x \right\rceil": "the ceiling of x",
    r"\left.\frac{dy}{dx}\right|_{x=0}": "the fraction d y over d x end fraction evaluated at x equals 0",
    # Accents, braces and labels
    r"\hat{y}": "y hat",
    r"\bar{x}_i": "x bar sub i",
    r"\vec{v}": "v vector",
    r"\tilde{x}\dot{x}": "x tilde x dot",
    r"\overline{AB}": "bar over A B end bar",
    r"\underbrace{a+b}_{c}": "a plus b with a brace below labelled c",
    r"\stackrel{?}{=}": "equals with question mark above",
    # Tables
    r"\begin{pmatrix}1&0\\0&1\end{pmatrix}": "the 2 by 2 matrix, row 1: 1, 0; row 2: 0, 1; end matrix",
    r"\begin{vmatrix}a&b\\c&d\end{vmatrix}": "the 2 by 2 determinant, row 1: a, b; row 2: c, d; end determinant",
    r"\begin{cases}1&\text{if }x>0\\0&\text{otherwise}\end{cases}": (
        "2 cases: 1, if x is greater than 0; 0, otherwise; end cases"
    ),
    r"\begin{aligned}a&=b\\&=c\end{aligned}": "a equals b; equals c",
    # What is not seen is not said
    r"a\phantom{b}c": "a c",
    r"a \quad b": "a, b",
}


@pytest.mark.parametrize(("latex", "words"), SAID.items())
def test_formula_is_said(formula: Callable[..., Math], latex: str, words: str) -> None:
    """Each formula is said as one would read it aloud, so that another one sounds different."""
    assert check(latex) == ()
    markup = mathml(formula(latex, display=True))
    assert speak(markup) == words
    assert unspoken(markup) == ()


def test_blank_is_said_as_it_is_filled(formula: Callable[..., Math]) -> None:
    """A blank, filled in on paper, is part of the sentence."""
    assert speak(mathml(formula(r"\frac{⟦1:a⟧}{b}"))) == "a over b"


def test_unknown_element_is_never_silent() -> None:
    """An element without words is said by its name, with what it holds, and can be asked for."""
    markup = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mlongdiv><mi>x</mi></mlongdiv></math>'
    assert speak(markup) == "unknown mlongdiv x"
    assert unspoken(markup) == ("mlongdiv",)
