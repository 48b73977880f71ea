"""What holds for the words of every formula, found by generated trees and by all small formulas there are."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from itertools import product
from typing import Final
from xml.etree.ElementTree import Element, tostring

from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Span
from builder.render.fragment import Math
from builder.render.mathcheck import check
from builder.render.mathcore import tree
from builder.render.speech import speak, unspoken
from builder.render.speech.symbols import RARE
from builder.render.speech.words import ACCENTS, BIG_OPERATORS, FUNCTIONS, OPERATORS

BRACKETS: Final = ("()", "[]", "[)", "{}", "||", "‖‖", "⌊⌋", "⌈⌉", "⟨⟩")
PHRASE: Final = re.compile(
    r"\b(?:the (fraction|derivative|binomial|quantity|set|box)\b|\d+ (cases):|the \d+ by \d+ (array|matrix)"
    r"|end (fraction|derivative|binomial|quantity|set|box|cases|array|matrix)\b)"
)
"""Phrases that always have an end."""

SOMETIMES: Final = (
    "root sub power base absolute size norm floor ceiling interval product value evaluation variable vector line lines "
    "hat bar dot brace arc determinant system order superscript"
).split()
"""Phrases that have an end where it could not be heard."""

WORDS_PER_NODE: Final = 12


def element(tag: str, children: tuple[Element, ...] = (), text: str = "", **attributes: str) -> Element:
    """Return an element of a formula."""
    made = Element(tag, attributes)
    made.text = text
    made.extend(deepcopy(child) for child in children)
    return made


def words() -> st.SearchStrategy[Element]:
    """Return identifiers, texts and numbers that no phrase holds, so that they can be found again."""
    names = st.integers(0, 99).map(lambda number: f"q{chr(97 + number // 10)}{chr(97 + number % 10)}")
    return st.one_of(
        st.builds(lambda name: element("mi", text=name), names),
        st.builds(lambda name: element("mtext", text=f"{name} z{name}"), names),
        st.builds(lambda number: element("mn", text=str(number)), st.integers(10_000, 99_999)),
    )


def signs() -> st.SearchStrategy[Element]:
    """Return operators, letters and names of functions."""
    operators = sorted({*OPERATORS, *BIG_OPERATORS, *RARE, *ACCENTS} - set("()[]{}⌊⌋⌈⌉⟨⟩⟮⟯⟦⟧|‖"))
    return st.one_of(
        st.builds(lambda sign: element("mo", text=sign), st.sampled_from(operators)),
        st.builds(lambda sign: element("mi", text=sign), st.sampled_from("xfPEdDT∂∇∞αΣϵεℝ𝔼𝐱ℒ…′")),
        st.builds(lambda name: element("mi", text=name, function="plain"), st.sampled_from(sorted(FUNCTIONS))),
        st.sampled_from([element("mspace", width=width) for width in ("1em", "0.167em", "wide")]),
    )


def grown(parts: st.SearchStrategy[Element]) -> st.SearchStrategy[Element]:
    """Return every element that holds others, with *parts* in it."""

    def of(tag: str, count: int, **attributes: str) -> st.SearchStrategy[Element]:
        return st.tuples(*[parts] * count).map(lambda children: element(tag, children, **attributes))

    several = st.lists(parts, max_size=4).map(tuple)
    holders = st.sampled_from(("mrow", "msqrt", "menclose", "mstyle", "mpadded"))
    rows = st.tuples(holders, several).map(lambda pair: element(*pair))
    fenced = st.tuples(st.sampled_from(BRACKETS), several).map(
        lambda pair: element("mrow", (element("mo", text=pair[0][0]), *pair[1], element("mo", text=pair[0][1])))
    )
    cells = st.lists(st.lists(several, min_size=1, max_size=3), min_size=1, max_size=3)
    lines = cells.map(lambda rows: tuple(element("mtr", tuple(element("mtd", c) for c in row)) for row in rows))
    tables = st.tuples(lines, st.sampled_from(("", "0em 2em"))).map(
        lambda pair: element("mtable", pair[0], columnspacing=pair[1])
    )
    return st.one_of(
        rows, fenced, tables,
        of("mfrac", 2), of("mfrac", 2, linethickness="0"), of("mroot", 2),
        of("msub", 2), of("msup", 2), of("msubsup", 3), of("munder", 2), of("mover", 2), of("munderover", 3),
        of("mover", 2, accent="true"), of("munder", 2, accentunder="true"),
    )  # fmt: skip


TREES: Final = st.recursive(st.one_of(words(), words(), signs()), grown, max_leaves=25)


@given(TREES)
def test_every_tree_is_said_whole(part: Element) -> None:
    """Every word and number of a tree is in what is said of it, and nothing is that is no word."""
    root = element("math", (element("mi", text="q"), part))
    before = tostring(root)
    said = speak(root)
    assert tostring(root) == before
    assert unspoken(root) == ()
    tokens = [token.text or "" for token in root.iter() if re.match(r"q|\d", token.text or "")]
    assert [token for token in tokens if token not in said] == []
    assert not re.search(r"unknown|[\\<>&{}|\n]|  ", said)


@given(TREES)
def test_phrases_are_nested(part: Element) -> None:
    """A phrase that has an end always ends, before the one around it does; brackets that open close."""
    said = speak(element("math", (element("mi", text="q"), part)))
    waiting: list[str] = []
    for match in PHRASE.finditer(said):
        name = next(filter(None, match.groups()))
        if match[0].startswith("end "):
            assert waiting[-1:] == [name], said
            waiting.pop()
        else:
            waiting.append(name)
    assert waiting == [], said
    said = said.replace("evaluated", "evaluation")
    for name in SOMETIMES:
        assert len(re.findall(rf"\bend {name}\b", said)) <= len(re.findall(rf"(?<!end )\b{name}\b", said)), (name, said)
    assert len(re.findall("open (?:paren|bracket)", said)) == len(re.findall("close (?:paren|bracket)", said)), said


@given(TREES)
def test_words_grow_with_the_formula(part: Element) -> None:
    """A formula is said in a number of words that grows with its parts, and no faster."""
    root = element("math", (part,))
    assert len(speak(root).split()) <= WORDS_PER_NODE * sum(1 for _ in root.iter())


def test_deep_formula_is_said_in_few_words() -> None:
    """Fractions in fractions, as deep as a formula may be nested, double no words."""
    latex = "x"
    for _ in range(18):
        latex = rf"\frac{{1}}{{1+{latex}}}"
    said = speak(tree(Math(latex, True, Span("", 0, 0))))  # noqa: FBT003  # It is displayed.
    assert said.count("end fraction") == 18
    assert len(said.split()) < 18 * 14


ATOMS: Final = ("a", "x", "f")
ONE: Final = (
    r"\sqrt{%}", r"\left(%\right)", r"\left|%\right|", "{%}^2", r"\hat{%}", r"\sin %", "-%", r"\sum_i %",
    r"\frac{%}{x}", r"\frac{x}{%}", "{%}_i", "x_{%}", "x^{%}", "{%}^n", r"\left\{%\right\}", "%!",
    r"\sqrt[n]{%}", r"\|%\|_2", r"\lfloor %\rfloor", r"\sum_{i=%}^n x", r"\overline{%}", r"\underbrace{%}_n",
    r"\boxed{%}", "f(%)", r"\log_{%} x", r"\mathbb{E}[%]", r"{%}^\top", "{%}'", r"\vec{%}", r"\binom{%}{n}",
    r"\frac{d %}{d x}", r"\lim_{x \to %} f",
)  # fmt: skip
"""All that may be made of one formula."""

TWO: Final = ("{}+{}", "{}-{}", "{}{}", "{},{}", "{}/{}", r"{} \mid {}", r"{}={}")
"""What may be made of two, beside fractions and scripts."""


def test_no_two_formulas_sound_alike() -> None:
    """Of all small formulas no two are said with the same words, unless they mean the same."""
    atoms = set(ATOMS)
    small = atoms | _made(atoms, atoms)
    large = small | _made(small, {"x"})
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for latex in sorted(large):
        if check(latex) == ():
            formula = tree(Math(latex, True, Span("", 0, 0)))  # noqa: FBT003  # It is displayed.
            said[speak(formula)].setdefault(_shape(formula), latex)
    alike = {words: sorted(shapes.values()) for words, shapes in said.items() if len(shapes) > 1}
    assert alike == {f"sine of {atom}": sorted([rf"\sin {atom}", rf"\sin \left({atom}\right)"]) for atom in ATOMS}
    assert len(said) > 5_000


def _made(formulas: set[str], others: set[str]) -> set[str]:
    """Return what is made of one of *formulas*, or of one of them and one of *others* on either side."""
    single = {pattern.replace("%", formula) for pattern, formula in product(ONE, formulas)}
    pairs = [*product(formulas, others), *product(others, formulas)]
    return single | {pattern.format(*pair) for pattern, pair in product(TWO, pairs)}


def _shape(formula: Element) -> str:
    """Return what is seen of a formula: without rows, and without what only sets spaces and sizes."""
    text = re.sub(r' (?:stretchy|form|lspace|rspace|fence|minsize|maxsize)="[^"]*"', "", tostring(formula, "unicode"))
    return re.sub(r"</?mrow>", "", text)
