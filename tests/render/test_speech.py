"""Formulas as they are said: word for word, in the case files beside this one."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from builder.pipeline import load
from builder.render.commands import COMMANDS, DELIMITERS
from builder.render.fragment import Fragment, Math
from builder.render.latex import ENVIRONMENTS, NAME_COMMANDS, TEXT_SYMBOLS, TEXT_VARIANTS
from builder.render.math import check, mathml
from builder.render.mathcore import tree
from builder.render.speech import speak, spoken, unspoken
from builder.render.speech.letters import IDENTIFIERS, letter
from builder.render.speech.symbols import RARE
from builder.render.speech.words import BIG_OPERATORS, OPERATORS
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from builder.render.fragment import RenderedDeck

CONTENT: Final = Path(__file__).parents[2] / "content"
CASES: Final = {
    file.stem: re.findall(r"^(?![#\s])(.+)\n {4}(.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    for file in sorted((Path(__file__).parent / "speech").glob("*.txt"))
}
SAID: Final = [case for name, cases in CASES.items() if name != "blanks" for case in cases]
USUAL: Final = ("a {c} b", "{c}{{a}}{{b}} x", r"x_{{{c}}} + \frac{{{c}}}{{x}}")
SPECIAL: Final = (
    "{{a {c} b}}",
    r"{c}( a",
    r"{c}( a \right)",
    r"\left( a {c})",
    r"\left( a {c}| b \right)",
    r"\begin{{aligned}} a &= b {c} c \end{{aligned}}",
    r"\begin{{{c}}} a & b \\ c & d \end{{{c}}}",
    r"\sum{c}_a b",
    r"a\text{{b {c} c}}",
)
"""Where something that a formula may hold can stand; the special places are for what takes none of the usual ones."""


def test_case_files_are_read() -> None:
    """The case files hold formulas of every kind, and nothing in them is passed over."""
    assert sum(map(len, CASES.values())) > 350
    for name, cases in CASES.items():
        lines = (Path(__file__).parent / "speech" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert len(cases) * 2 == len([line for line in lines if line and not line.startswith("#")]), name


@pytest.mark.parametrize(("latex", "words"), SAID)
def test_formula_is_said(formula: Callable[..., Math], latex: str, words: str) -> None:
    """Each formula is said as a lecturer would read it aloud."""
    math = formula(latex, display=True)
    assert check(latex) == ()
    assert spoken(math) == words
    assert unspoken(tree(math)) == ()


@pytest.mark.parametrize("latex", ["a(b+c)", r"\sum_{i=1}^n x_i", r"\begin{aligned}a&=b\\c\end{aligned}", r"\ln x"])
def test_markup_is_said_like_the_tree(formula: Callable[..., Math], latex: str) -> None:
    """The MathML of a formula, as text, is said like the tree that it was made of."""
    math = formula(latex, display=True)
    assert speak(mathml(math, blank_class=None)) == spoken(math)


@pytest.mark.parametrize(("latex", "words"), CASES["blanks"])
def test_hidden_blank_is_said_as_that(formula: Callable[..., Math], latex: str, words: str) -> None:
    """A blank that is hidden is said to be one, and nothing tells what it holds."""
    math = formula(latex, display=True)
    assert check(math.latex, math.blanks) == ()
    assert spoken(math, hidden=True) == words


def test_hidden_words_do_not_depend_on_what_is_hidden(formula: Callable[..., Math]) -> None:
    """Whatever stands in a blank, the formula is said with the same words."""
    fillings = (
        "x",
        "2",
        "a+b",
        "(x)",
        "|x|",
        r"\frac{1}{2}",
        r"\sum_i x",
        "=",
        r"\sin",
        r"\text{ if }",
        "{}",
        "T",
        "[",
    )
    for context in ("a ⟦1:{}⟧ (b)", "a^{{⟦1:{}⟧}} c", r"⟦1:{}⟧ \mid b", r"\frac{{⟦1:{}⟧}}{{c}}", "P(A ⟦1:{}⟧ B)"):
        said = {spoken(formula(context.format(filling)), hidden=True) for filling in fillings}
        assert len(said) == 1, said


def test_shown_blank_is_said_as_it_is_filled(formula: Callable[..., Math]) -> None:
    """A blank that is filled in, as on an answer, is part of the sentence."""
    for blank, plain in ((r"\frac{⟦1:a⟧}{b}", r"\frac{a}{b}"), ("f⟦1:(x)⟧", "f(x)"), ("a⟦1:=⟧b", "a=b")):
        assert spoken(formula(blank)) == spoken(formula(plain))


def test_unknown_is_never_silent() -> None:
    """What has no words is said by its name, with what it holds, and can be asked for."""
    markup = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mlongdiv><mi>x</mi><mo>\ue000</mo></mlongdiv></math>'
    assert speak(markup) == "unknown mlongdiv x unknown symbol"
    assert unspoken(markup) == ("mlongdiv", "U+E000")


def test_every_command_has_words(formula: Callable[..., Math]) -> None:
    """Whatever a formula may hold is said wherever it may stand, by words that were chosen for it."""
    known = COMMANDS | DELIMITERS | set(TEXT_VARIANTS) | set(NAME_COMMANDS) | set(ENVIRONMENTS) | set(TEXT_SYMBOLS)
    wordless: dict[str, str] = {}
    for command in sorted(known):
        uses = _accepted(USUAL, command) or _accepted(SPECIAL, command)
        assert uses, command
        for latex in uses:
            root = tree(formula(latex, display=True))
            said = speak(root)
            assert unspoken(root) == (), latex
            for text in root.iter("mtext"):
                said = said.replace(" ".join((text.text or "").split()), "")
            assert not re.search(r"unknown|[\\<>&{}]", said), (latex, said)
            wordless |= {sign: command for sign in _signs(root) if not _has_words(sign)}
    assert wordless == {}


def _accepted(contexts: Sequence[str], command: str) -> list[str]:
    """Return the formulas of *command* in *contexts* that have no fault."""
    return [latex for context in contexts if check(latex := context.format(c=command)) == ()]


def _signs(root: Element) -> Iterator[str]:
    """Yield the operators and letters of a formula."""
    for element in root.iter():
        text = element.text or ""
        if element.tag in ("mi", "mo") and (len(text) == 1 or not text[:1].isalnum()) and not text.isspace():
            yield text


def _has_words(sign: str) -> bool:
    """Say whether the tables hold *sign*, itself or without the stroke through it."""
    plain = unicodedata.normalize("NFD", sign).removesuffix("\N{COMBINING LONG SOLIDUS OVERLAY}")
    plain = unicodedata.normalize("NFC", plain)
    tables = (OPERATORS, BIG_OPERATORS, IDENTIFIERS, RARE)
    return not plain or any(plain in table for table in tables) or all(letter(character) for character in plain)


def test_every_formula_of_the_shipped_deck_is_said() -> None:
    """Each formula of the deck that ships is English words: letters, digits, and the pauses between them."""
    loaded = load(CONTENT, Silent())
    formulas = set(_formulas(loaded.rendered))
    assert len(formulas) > 100
    for math in formulas:
        for hidden in (False, True):
            said = spoken(math, hidden=hidden)
            assert re.fullmatch(r"[A-Za-z0-9.,:;\- ]+", said), (math.latex, said)
            assert "unknown" not in said


def _formulas(deck: RenderedDeck) -> Iterator[Math]:
    """Yield all formulas of the notes of *deck*."""
    for note in deck.notes:
        waiting: list[Fragment] = [note.question, note.answer, note.detail]
        while waiting:
            fragment = waiting.pop()
            yield from (part for part in fragment.parts if isinstance(part, Math))
            waiting += fragment.footnotes.values()
