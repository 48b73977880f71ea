r"""What an author writes between dollars is what Anki's MathJax sets: the same tree, from field to screen.

MathJax is asked twice in Anki's own page: for its tree of the LaTeX as it was written, and for that of what stands on
the card after the field has gone through Anki's renderer.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from builder.anki.package import package
from builder.pipeline import load
from builder.render.fragment import Fragment, Math
from tests.anki.stage import as_desktop
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from builder.render.fragment import RenderedNote
    from tests.anki.conftest import Kinds, Referee
    from tests.anki.stage import Stage

FORMULAS: Final = r"""
x
x_1
x_{i_j}
a_b c_d e_f
a*b*c
a^{*}_{*}
x'
x''_i
n!
3.14
1{,}000
50\%
a < b
a<b>c
x \le y < z
p(y \mid x)
|x|
\|x\|
~x~
`x`
a \# b
\$5
x::y
f: A \to B
{{a}}^{{b}}
{{{a}}}
\{{a}\}
x_{{{i}}}
\frac{a}{b}
\frac{\frac{a}{b}}{c}
\tfrac12
\dfrac{1}{x}
\binom{n}{k}
\sqrt{x}
\sqrt[3]{x+1}
\hat{y}
\bar{x}
\tilde{f}
\vec{v}
\overline{ab}
\underline{x}
\overbrace{a+b}^{n}
\underbrace{x}_{y}
\overset{!}{=}
\stackrel{d}{\to}
x^{a^{b^{c}}}
\sum_{i=1}^{n} i^2
\prod_{k} a_k
\int_0^1 p(r)\,dr
\iint f
\lim_{x \to 0} f(x)
\max_{i} x_i
\operatorname{IoU}(A, B)
\operatorname*{arg\,max}_\theta L
\log_2 n
\sin^2 x
\left( \frac{a}{b} \right)
\left\{ x \right.
\bigl( x \bigr)
\lfloor x \rfloor
\langle x \rangle
\mathbf{x}
\mathbb{R}^n
\mathcal{L}
\mathfrak{g}
\mathrm{TP}
\mathsf{T}
\boldsymbol{\mu}
\text{if } x < 0
\mathrm{nm}\,\mu
a\;b\:c\!d\quad e
\alpha\beta\Gamma\varepsilon
A \cap B \cup C \setminus D
\forall x \in X \exists y
\neg p \wedge q \Rightarrow r
a \propto b
\infty \cdot \partial \nabla f
x \approx y \ne z \equiv w
\ldots \cdots \vdots \ddots
\not= x
\begin{cases} a & \text{if } x < 0 \\ b & \text{else} \end{cases}
\begin{aligned} a &= b + c \\ &= d \end{aligned}
\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}
\begin{bmatrix} a_{11} & \cdots \\ \vdots & \ddots \end{bmatrix}
\begin{array}{c|c} a & b \\ c & d \end{array}
""".strip().split("\n")
BLANKS: Final = r"""
\frac{{{c1::TP}}}{TP + {{c2::FP}}}
    \frac{{TP}}{TP + {FP}}
    \frac{{[...]}}{TP + {FP}}
    \frac{{TP}}{TP + {[...]}}
x_{{{c1::ij}}}
    x_{{ij}}
    x_{{[...]}}
{{c1::\frac{a}{b}}}^2
    {\frac{a}{b}}^2
    {[...]}^2
\sqrt{{{c1::x^{2}}}}
    \sqrt{{x^{2}}}
    \sqrt{{[...]}}
\text{the {{c1::mean}} of}
    \text{the mean of}
    \text{the [...] of}
{{c1::a}}{{c2::b}}
    {a}{b}
    {[...]}{b}
    {a}{[...]}
{{c1::f(x) = {{c2::x^2}}}}
    {f(x) = {x^2}}
    {[...]}
    {f(x) = {[...]}}
{{c1,2::n}} + {{c2::k}}
    {n} + {k}
    {[...]} + {k}
    {[...]} + {[...]}
\begin{cases} {{c1::a}} & b \\ c & {{c2::\{d\}}} \end{cases}
    \begin{cases} {a} & b \\ c & {\{d\}} \end{cases}
    \begin{cases} {[...]} & b \\ c & {\{d\}} \end{cases}
    \begin{cases} {a} & b \\ c & {[...]} \end{cases}
\{ {{c1::a}} \} < {{c2::\text{b} < c}}
    \{ {a} \} < {\text{b} < c}
    \{ {[...]} \} < {\text{b} < c}
    \{ {a} \} < {[...]}
""".strip()
"""The source of a formula with blanks; below it, what its backs show, and then what each of its fronts does.

A blank is a group, so that its `[...]` stays one argument to TeX.
"""
WIDE_BLANKS: Final = (
    r"\begin{aligned} {{c1::x &= y}} \\ z &= w \end{aligned}",
    r"\begin{aligned} {{c1::x &= y \\ z &= w}} \end{aligned}",
    r"\begin{aligned} a &= b \\{{c1::x &= y}} \end{aligned}",
    r"\begin{array}{cc}{{c1::1&2}}\\{{c2::3&4}}\end{array}",
    r"\begin{pmatrix}{{c1::1&2}}\\{{c2::3&4}}\end{pmatrix}",
    r"\begin{gathered}{{c1::x \\ y}}\end{gathered}",
)
"""Formulas with blanks of several cells, which can be no groups."""
IN_TEXT: Final = (
    (r"\text{batch\_size}", "batch_size"),
    (r"\frac{\text{50\% of R\&D}}{\text{\#1}}", "50% of R&D#1"),
    (r"\text{a~b\ c\quad d}", "a b c d"),
    (r"\text{a {b} c}", "a b c"),
    (r"\text{x \textbf{y {z}} w}_1", "x y z w1"),
    (r"\text{if $x_{i}$ is \{1\}, \$2}", "if xi is {1}, $2"),
    (r"\texttt{np.arg\_max}", "np.arg_max"),
    ("[sound:x.mp3] [latex]y[/latex]", "[sound:x.mp3][latex]y[/latex]"),
)
"""Formulas with text in them, and the words that are seen; Anki's MathJax alone would show the backslashes."""
SHOWN: Final = """
return [...MathJax.startup.document.math].map((item) => [item.math, MathJax.startup.toMML(item.root)]);
"""
MEANT: Final = "return arguments[0].map(([latex, display]) => MathJax.tex2mml(latex, {display}));"


def shown(stage: Stage) -> list[str]:
    """Return MathJax's tree of each formula on stage, in their order."""
    found = stage.run("return Boolean(window.MathJax && MathJax.startup.document)") and stage.run(SHOWN)
    return [str(tree) for _, tree in found or ()]


def meant(stage: Stage, formulas: Sequence[tuple[str, bool]]) -> list[str]:
    """Return MathJax's tree of LaTeX as it was written; each of *formulas* is displayed or not."""
    trees: list[Any] = stage.run(MEANT, formulas)
    return [str(tree) for tree in trees]


def written(folder: Path, text: str) -> bytes:
    """Return the package of a deck whose one chapter is *text*."""
    (folder / "deck.toml").write_text('format = 1\nname = "Formulas"\nid = "formulas"\n', encoding="utf-8")
    (folder / "formulas.md").write_text(text, encoding="utf-8")
    loaded = load(folder, Silent())
    assert loaded.diagnostics == ()
    return package(loaded.rendered).data


def formulas_of(note: RenderedNote) -> Iterator[Math]:
    """Yield all formulas of a note, those of its footnotes and choices included."""
    waiting = [note.question, note.answer, note.detail]
    waiting += [text for choice in note.choices for text in (choice.text, choice.explanation)]
    while waiting:
        fragment: Fragment = waiting.pop()
        yield from (part for part in fragment.parts if isinstance(part, Math))
        waiting += fragment.footnotes.values()


def grouped(math: Math) -> str:
    """Return a formula in LaTeX, each of its blanks, now filled in, as a group."""
    edges = [(blank.start, 1, "{") for blank in math.blanks] + [(blank.end, 0, "}") for blank in math.blanks]
    latex = math.latex
    for offset, _, brace in sorted(edges, reverse=True):
        latex = f"{latex[:offset]}{brace}{latex[offset:]}"
    return latex


def test_formulas_are_set_as_written(stage: Stage, referee: Referee, tmp_path: Path) -> None:
    """What MathJax makes of each formula on a card is what it makes of the formula as it was written."""
    assert len(FORMULAS) >= 60
    body = "\n\n".join(f"${latex}$\n\n$${latex}$$" for latex in FORMULAS)
    referee.take(written(tmp_path, f"Q: All? {{#all}}\nA: All.\n\n{body}\n"))
    stage.show(as_desktop(referee.cards()["all", 0], back=True), back=True)
    expected = meant(stage, [(latex, display) for latex in FORMULAS for display in (False, True)])
    assert "merror" not in "".join(expected)
    wrong = [
        (FORMULAS[i // 2], found, tree)
        for i, (found, tree) in enumerate(zip(shown(stage), expected, strict=True))
        if found != tree
    ]
    assert wrong == []


def test_blanks_in_formulas_are_one_group(stage: Stage, referee: Referee, tmp_path: Path) -> None:
    """With a blank in its place a formula is set as with a group there, and so it is in full on the back."""
    formulas = [block.split("\n    ") for block in re.split(r"\n(?! )", BLANKS)]
    cards = (f"C: The formula ${source}$ holds. {{#f{i}}}\n" for i, (source, *_) in enumerate(formulas))
    referee.take(written(tmp_path, "\n".join(cards)))
    there = referee.cards()
    assert len(there) == sum(len(fronts) for _, _, *fronts in formulas)
    for i, (_, full, *fronts) in enumerate(formulas):
        for ordinal, latex in enumerate(fronts):
            card = there[f"f{i}", ordinal]
            stage.show(as_desktop(card), card=ordinal)
            found, expected = shown(stage), meant(stage, [(latex, False), (full, False)])
            assert "merror" not in "".join(expected)
            assert (latex, found) == (latex, expected[:1])
            stage.show(as_desktop(card, back=True), back=True, card=ordinal)
            assert (full, shown(stage)) == (full, expected[1:])


def test_blanks_of_several_cells_are_seen(stage: Stage, referee: Referee, tmp_path: Path) -> None:
    """A blank that reaches over cells or rows leaves its `[...]` in its place, which TeX takes for nothing else."""
    cards = (f"C: Formula {i} says ${source}$. {{#w{i}}}\n" for i, source in enumerate(WIDE_BLANKS))
    referee.take(written(tmp_path, "\n".join(cards)))
    for (card_id, ordinal), card in referee.cards().items():
        stage.show(as_desktop(card), card=ordinal)
        (front,) = shown(stage)
        assert (card_id, "merror" in front) == (card_id, False)
        assert (card_id, True) == (card_id, "[...]" in "".join(re.findall(r">([^<>\s]+)<", front)))
        stage.show(as_desktop(card, back=True), back=True, card=ordinal)
        full = re.sub(r"\{\{c\d::(.*?)\}\}", r"{}\1", WIDE_BLANKS[int(card_id[1:])])
        assert (card_id, shown(stage)) == (card_id, meant(stage, [(full, False)]))


def test_text_in_formulas_is_seen_as_text(stage: Stage, referee: Referee, tmp_path: Path) -> None:
    """Signs, spaces and bold words of the text in a formula stand as they are meant, and Anki plays nothing."""
    body = "\n\n".join(rf"\({latex}\)" for latex, _ in IN_TEXT)
    referee.take(written(tmp_path, f"Q: All? {{#all}}\nA: All.\n\n{body}\n"))
    card = referee.cards()["all", 0]
    assert card.answer_av_tags() == []
    stage.show(as_desktop(card, back=True), back=True)
    seen = [
        " ".join("".join(unescape(text) for text in re.findall(r">([^<>\n]+)<", tree)).split()) for tree in shown(stage)
    ]
    assert seen == [" ".join(words.split()) for _, words in IN_TEXT]


def test_formulas_of_every_kind_of_card(stage: Stage, kinds: Kinds) -> None:
    """On the back of each card stand the formulas of its source, all of them and no other."""
    notes = {note.note.id: note for note in kinds.outcome.loaded.rendered.notes}
    seen = 0
    for (card_id, ordinal), card in kinds.cards.items():
        expected = {(grouped(math), math.display) for math in formulas_of(notes[card_id])}
        if expected:
            stage.show(as_desktop(card, back=True), back=True, card=ordinal)
            assert (card_id, set(shown(stage))) == (card_id, set(meant(stage, [*expected])))
            seen += len(expected)
    assert seen > 30


def test_dollars_in_prose_are_dollars(stage: Stage, kinds: Kinds) -> None:
    """A price is no formula, nor are MathJax's own brackets in prose and code."""
    for card_id, words in (
        ("dollars", "What does a prism cost, $5-$10 or $1 and $2?"),
        ("lone-marks", r"What do a lone \( and a lone ]] or }} or {{c1:: mean in prose?"),
    ):
        stage.show(as_desktop(kinds.cards["angles", 0]))
        assert len(shown(stage)) == 2
        stage.show(as_desktop(kinds.cards[card_id, 0]))
        assert words in stage.seen()
        assert stage.run("return document.querySelectorAll('#qa mjx-container').length") == 0
    stage.show(as_desktop(kinds.cards["field-marks", 0], back=True), back=True)
    assert r"[$]y[/$], \(z\)." in stage.seen()
    assert stage.run("return document.querySelectorAll('#qa mjx-container').length") == 0
