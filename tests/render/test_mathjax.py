"""Formulas as Anki gets them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection
from anki.decks import DeckId

from builder.render.math import mathjax

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builder.render.fragment import Math


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a<b", r"\(a&lt;b\)"),
        (r"\frac{⟦1:TP⟧}{x}", r"\(\frac{ { {{c1::TP}} } }{x}\)"),
        ("x_⟦1:ij⟧", r"\(x_{ {{c1::ij}} }\)"),
        (r"⟦1,2:\frac{a}{b}⟧", r"\({ {{c1,2::\frac{a}{b} }} }\)"),
        ("⟦3|all positives:P⟧", r"\({ {{c3::P::\text{all positives} }} }\)"),
        (r"⟦3|x^{2}:P⟧", r"\({ {{c3::P::x^{2} }} }\)"),
        (r"⟦1:\frac{⟦2:a⟧}{b}⟧", r"\({ {{c1::\frac{ { {{c2::a}} } }{b} }} }\)"),
        (r"\text{the ⟦1:mean⟧}", r"\(\text{the {{c1::mean}}}\)"),
        (r"{{a}}^{{b}}", r"\({ {a} }^{ {b} }\)"),
        (r"\text{a{{b}}}", r"\(\text{ab}\)"),
        (r"\text{a\_b, 5\%, R\&D, \#1 \$2 \{c\}}", r"\(\text{a_b, 5%, R&amp;D, #1 \$2 \{c\}&#125;\)"),
        (r"\text{a~b\ c\quad d\dots}", "\\(\\text{a\N{NO-BREAK SPACE}b c\N{EM SPACE}d…}\\)"),
        (r"\text{x \textbf{y} z}_i", r"\(\text{x }\textbf{y}\text{ z}_i\)"),
        (r"\frac{\text{x \textbf{y}}}{2}", r"\(\frac{\text{x }\textbf{y}\text{} }{2}\)"),
        (r"\text{⟦1:a \emph{b}⟧ c}", r"\(\text{{{c1::a }\emph{b}\text{}} c}\)"),
        (r"\text{if $x_{i}$ is}", r"\(\text{if $x_{i}$ is}\)"),
        ("[sound:x.mp3]", r"\(&#91;sound:x.mp3]\)"),
        ("[latex]x[/latex] [$]y[/$]", r"\(&#91;latex]x&#91;/latex] &#91;$]y&#91;/$]\)"),
        ("a::b", r"\(a:&#58;b\)"),
        ("a % why\n+ b", r"\(a  + b\)"),
        ("a\n+\nb", r"\(a + b\)"),
        (
            r"\begin{aligned}⟦1:a&=b\\c⟧&=d\end{aligned}",
            r"\(\begin{aligned}{}{{c1::a&amp;=b\\c}}&amp;=d\end{aligned}\)",
        ),
        (
            r"\begin{array}{cc}1&2\\⟦2:3&4⟧\end{array}",
            r"\(\begin{array}{cc}1&amp;2\\{}{{c2::3&amp;4}}\end{array}\)",
        ),
    ],
)
def test_formula_is_written_for_the_field(formula: Callable[..., Math], source: str, html: str) -> None:
    """Blanks are clozes in groups, and nothing else of the formula is Anki's or HTML's."""
    assert mathjax(formula(source)) == html


def test_displayed_formula_has_brackets(formula: Callable[..., Math]) -> None:
    """A displayed formula stands between the delimiters for display."""
    assert mathjax(formula("x", display=True)) == r"\[x\]"


@pytest.mark.parametrize(
    ("source", "front", "back"),
    [
        (r"\frac{⟦1:TP⟧}{⟦2:TP+FP⟧}", r"\(\frac{ { [...] } }{ { TP+FP } }\)", r"\(\frac{ { TP } }{ { TP+FP } }\)"),
        (r"\text{⟦1:x⟧}", r"\(\text{[...]}\)", r"\(\text{x}\)"),
        (r"\sqrt⟦1|a power:x^{2}⟧", r"\(\sqrt{ [\text{a power} ] }\)", r"\(\sqrt{ x^{2} }\)"),
        (
            r"\text{a ⟦1:b⟧ c} ⟦1:\frac{1}{⟦2:x⟧}⟧",
            r"\(\text{a [...] c} { [...] }\)",
            r"\(\text{a b c} { \frac{1}{ { x } } }\)",
        ),
        (r"\text{std::⟦1:vector⟧} {{a}}", r"\(\text{std::[...]} { {a} }\)", r"\(\text{std::vector} { {a} }\)"),
    ],
)
def test_anki_hides_and_shows_blanks(
    tmp_path: Path, formula: Callable[..., Math], source: str, front: str, back: str
) -> None:
    """Anki itself puts a sound formula on the front and on the back of the first card."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    note_type = collection.models.by_name("Cloze")
    assert note_type
    note = collection.new_note(note_type)
    note["Text"] = mathjax(formula(source))
    collection.add_note(note, DeckId(1))
    card = note.cards()[0]
    shown = [re.sub(r"<style>.*?</style>|<br>", "", side, flags=re.DOTALL) for side in (card.question(), card.answer())]
    collection.close()
    # Anki reads the formula as text of HTML, as MathJax does after it; spaces do not count in mathematics.
    assert [_formula_in(side) for side in shown] == [" ".join(front.split()), " ".join(back.split())]


def _formula_in(html: str) -> str:
    """Return the formula that stands in a side of a card."""
    found = re.search(r"\\\(.*\\\)", html, flags=re.DOTALL)
    assert found, html
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[0])).split())
