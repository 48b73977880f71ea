"""Faults of formulas, told in words."""

from __future__ import annotations

import subprocess
import sys
from time import process_time
from typing import TYPE_CHECKING

import pytest

from builder import faults
from builder.render.commands import COMMANDS, DELIMITERS
from builder.render.math import check, mathml, svg
from builder.render.mathcheck import MAX_LENGTH
from builder.render.mathfont import missing_glyphs
from builder.render.speech import speak

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder.diagnostics import Rule
    from builder.render.fragment import Math


@pytest.mark.parametrize(
    ("latex", "rule", "marked", "message", "hint"),
    [
        (
            r"a+\alhpa",
            faults.MATH_COMMAND,
            r"\alhpa",
            r"The LaTeX command `\alhpa` is not known.",
            r"Did you mean `\alpha`?",
        ),
        (r"\bm x", faults.MATH_COMMAND, r"\bm", r"The LaTeX command `\bm` is not known.", r"Write `\boldsymbol{…}`."),
        (r"\newcommand{\a}{b}", faults.MATH_COMMAND, r"\newcommand", "is not known", "write out what it stands for"),
        (r"\href{javascript:x}{y}", faults.MATH_COMMAND, r"\href", "is not known", ""),
        (r"\text{a \frac b}", faults.MATH_COMMAND, r"\frac", "is not known in text", "End the text before it."),
        ("{a", faults.MATH_INVALID, "{", "`{` is never closed.", ""),
        ("a}", faults.MATH_INVALID, "}", "ends nothing that is open", ""),
        (r"\left(a", faults.MATH_INVALID, r"\left", "is never closed", ""),
        (r"\left x\right)", faults.MATH_INVALID, "x", "needs a bracket behind it", "`.`"),
        (
            r"{\left(a}\right)",
            faults.MATH_INVALID,
            "}",
            "ends nothing that is open here",
            r"`\right` should come first.",
        ),
        (r"\begin{csaes}1\end{csaes}", faults.MATH_INVALID, r"\begin", "no environment `csaes`", "`cases`"),
        (r"\begin{cases}1", faults.MATH_INVALID, r"\begin", "is never closed", ""),
        ("a & b", faults.MATH_INVALID, "&", "outside of a table", r"\begin{aligned}"),
        (r"a \\ b", faults.MATH_INVALID, r"\\", "outside of a table", r"\begin{aligned}"),
        (r"\text a", faults.MATH_INVALID, r"\text", "needs braces behind it", ""),
        (r"\hspace{9999em}", faults.MATH_INVALID, r"\hspace", "cannot be read", ""),
        ("# 1", faults.MATH_INVALID, "#", "a meaning of its own", r"`\#`"),
        ("x_1_2", faults.MATH_INVALID, "x_1_2", "two subscripts", ""),
        ("x^", faults.MATH_INVALID, "^", "nothing behind it", ""),
        (r"{\frac{a}}b", faults.MATH_INVALID, r"{\frac{a}}b", "lacks an argument", ""),
        ("% only a comment", faults.MATH_INVALID, "% only a comment", "is empty", ""),
    ],
)
def test_fault_has_place_sentence_and_cure(latex: str, rule: Rule, marked: str, message: str, hint: str) -> None:
    """Each fault is at its word, says what is wrong, and where there is a cure, names it."""
    problem = check(latex)[0]
    assert problem.rule is rule
    assert latex[problem.start : problem.end] == marked
    assert message in problem.message
    assert hint in problem.hint


def test_all_unknown_commands_are_told() -> None:
    """Two unknown commands are two faults, in order."""
    assert [problem.start for problem in check(r"\foo + \bar{x} + \baz")] == [0, 17]


@pytest.mark.parametrize(
    "source", [r"\frac{⟦1:a}{b⟧}", r"⟦1:\left(a⟧\right)", r"\begin{⟦1:cases⟧}1\end{cases}", r"⟦1:{a⟧}"]
)
def test_blank_that_cuts_a_group_is_a_fault(formula: Callable[..., Math], source: str) -> None:
    """A blank must hold both ends of every group that it begins or ends."""
    math = formula(source)
    assert [problem.rule for problem in check(math.latex, math.blanks)] == [faults.CLOZE_CROSSES]


@pytest.mark.parametrize(
    "source",
    [
        r"\frac{⟦1:a⟧}{⟦2:b⟧}",
        r"\sqrt⟦1:x⟧",
        r"x_⟦1:i⟧",
        r"\text{a ⟦1:b⟧}",
        r"\begin{cases}⟦1:1&2\\3⟧&4\end{cases}",
        "a⟦1:=⟧b",
    ],
)
def test_blank_of_a_whole_group_is_none(formula: Callable[..., Math], source: str) -> None:
    """A blank may hold a symbol, an argument, a part of text, or a stretch of cells."""
    math = formula(source)
    assert check(math.latex, math.blanks) == ()


def test_every_known_command_has_every_form(formula: Callable[..., Math]) -> None:
    """No command on the list is drawn or spoken as a bare name, or as the box of a missing glyph."""
    for command in sorted(COMMANDS):
        latex = _use(command)
        assert check(latex) == (), latex
        math = formula(latex, display=True)
        markup = mathml(math)
        assert "\\" not in markup.partition(">")[2].replace("<mo>\\</mo>", ""), latex
        assert "unknown" not in speak(markup), latex
        assert not missing_glyphs(markup), latex
        assert svg(math, size=10).width > 0, latex


def _use(command: str) -> str:
    """Return a formula that uses *command* as it is meant to be used."""
    if command in (r"\left", r"\middle", r"\right"):
        return r"\left( a \middle| b \right)"
    if command in DELIMITERS and command not in (r"\|", r"\{", r"\}"):
        return rf"a {command} b"
    if command.startswith((r"\big", r"\Big")) and f"{command}(" and command.rstrip("lmrg") in (r"\bi", r"\Bi"):
        return rf"{command}( x"
    if command in (r"\\", r"\cr", r"\nonumber", r"\notag"):
        return rf"\begin{{aligned}}a {command} b\end{{aligned}}"
    if command in (r"\choose", r"\over"):
        return rf"{{a {command} b}}"
    if command in (r"\limits", r"\nolimits"):
        return rf"\sum{command}_a b"
    return rf"{command}{{a}}{{b}} c"


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 3000,
        "{" * 900 + "x" + "}" * 900,
        r"\sqrt{" * 800 + "x" + "}" * 800,
        r"\left(" * 700 + "x" + r"\right)" * 700,
        r"\frac{" * 300 + "x" + "}{y}" * 300,
        "x^{" * 1000 + "x" + "}" * 1000,
        "x" * 100_000,
        r"\left(\frac{1}{" * 9 + "x+" * 2000 + "x" + r"}\right)" * 9,
        "\\" * 4999,
        "'" * 4999,
    ],
)
def test_hostile_formula_is_refused_or_drawn_in_bounds(formula: Callable[..., Math], latex: str) -> None:
    """No nesting and no length makes the build recurse to death or run for ever."""
    before = process_time()
    if not check(latex):
        svg(formula(latex), size=10)
    assert process_time() - before < 20


def test_character_without_glyph_is_told(formula: Callable[..., Math]) -> None:
    """A character that the font for formulas lacks is a warning in its place, and a box in print."""
    problems = check(r"\text{if 中}")
    assert [(problem.rule, problem.start, problem.end) for problem in problems] == [(faults.GLYPH_MISSING, 9, 10)]
    assert svg(formula(r"\text{中}"), size=10) == svg(formula(r"\text{□}"), size=10)


def test_long_formula_is_told() -> None:
    """A formula beyond the bound is a fault by its length, before anything reads it."""
    assert "characters" in check("x" * (MAX_LENGTH + 1))[0].message


@pytest.mark.parametrize(
    "latex", [r"\arg z", r"\arg\max_x f", r"\begin{pmatrix}1&0\\0&1\end{pmatrix}^T", r"x^\begin{pmatrix}1\end{pmatrix}"]
)
def test_what_the_engine_alone_cannot_read(latex: str) -> None:
    """A function that the engine lacks, and scripts on a matrix, are in order, whatever was drawn before them."""
    assert check(latex) == ()
    program = f"from builder.render.math import check; raise SystemExit(len(check({latex!r})))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_cannot_be_said_is_a_fault() -> None:
    """A character without a name in Unicode is told, not passed over in silence."""
    (problem,) = check("a + \\text{\ue000}")
    assert (problem.rule, "U+E000" in problem.message) == (faults.MATH_INVALID, True)
