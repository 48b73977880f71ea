"""The faults of a formula, each with its place: found before an engine sees it, for engines keep silent or raise."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Span
from builder.render.commands import COMMANDS, DELIMITERS, HINTS, SIZES
from builder.render.fragment import Math
from builder.render.latex import (
    ENVIRONMENTS,
    NAME_COMMANDS,
    RAW_COMMANDS,
    TEXT_SYMBOLS,
    TEXT_VARIANTS,
    Kind,
    Mode,
    is_separator,
    tokens,
)
from builder.render.mathcore import ROWS, made_sound
from builder.render.mathfont import BOX, missing_glyphs
from builder.render.mathtree import STRAY, engine_faults, read
from builder.render.problem import Problem
from builder.render.speech import unspoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from builder.render.fragment import MathBlank
    from builder.render.latex import Token

MAX_LENGTH: Final = 5_000
"""Characters."""

MAX_NESTING: Final = 20
"""Groups in groups."""

MAX_WORK: Final = 20_000
"""Of `_work`: about two seconds of the engine for print."""

_ALL: Final = sorted(COMMANDS | TEXT_VARIANTS.keys() | {r"\operatorname", r"\begin", r"\end", r"\hspace"})
_LENGTH: Final = re.compile(r"-?(?:[0-9]{1,2}(?:\.[0-9]{1,3})?|\.[0-9]{1,3})\s*(?:em|ex|pt|mm)")
_BEFORE_DELIMITER: Final = SIZES | {r"\left", r"\middle", r"\right"}
_ESCAPES: Final = frozenset({rf"\{character}" for character in "#$%&_{}"})
_AFTER_ALL: Final = "Look at its braces, scripts and arguments."
_REASONS: Final = {
    "DoubleSubscriptsError": "The formula has two subscripts on one symbol.",
    "DoubleSuperscriptsError": "The formula has two superscripts on one symbol.",
    "MissingSuperScriptOrSubscriptError": "The formula has `_` or `^` with nothing behind it.",
    "NumeratorNotFoundError": "A fraction in the formula has nothing above its line.",
    "DenominatorNotFoundError": "A fraction in the formula has nothing below its line.",
    "InvalidAlignmentError": "The columns of an `array` are letters `l`, `c` and `r`.",
    "LimitsMustFollowMathOperatorError": r"`\limits` stands behind something that is no operator.",
    "NoAvailableTokensError": "A command at the end of the formula lacks an argument.",
}
_ARITY: Final = {"mfrac": 2, "msub": 2, "msup": 2, "mroot": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}


def check(latex: str, blanks: Sequence[MathBlank] = (), *, display: bool = True) -> tuple[Problem, ...]:
    """Return what is wrong with a formula, in order; without an error all forms of it can be made.

    *latex* stands without its delimiters; offsets of problems count in it. No text is so strange that this raises.
    """
    if len(latex) > MAX_LENGTH:
        message = f"The formula has more than {MAX_LENGTH} characters."
        return (Problem(faults.MATH_INVALID, message, "Part it in several.", 0, len(latex)),)
    words = tokens(latex, blanks)
    found = [*_commands(words), *_structure(words), *_characters(words)]
    found = found or [*_blanks(words, blanks)]
    if not found:
        found = [*_engine(Math(latex, display, Span("", 0, 0), tuple(blanks)), words)]
    found += _glyphs(words)
    return tuple(sorted(found, key=lambda problem: (problem.start, problem.end)))


def _commands(words: Sequence[Token]) -> Iterator[Problem]:
    """Find commands that not every output knows."""
    for token in words:
        if token.kind is not Kind.COMMAND:
            continue
        if token.mode is Mode.MATH:
            known = token.text in COMMANDS or token.text.startswith("\\\\")
            known = known or token.text in (*TEXT_VARIANTS, *NAME_COMMANDS, *RAW_COMMANDS)
        else:
            known = token.text in TEXT_SYMBOLS or token.text in TEXT_VARIANTS or token.text in _ESCAPES
        if known:
            continue
        place = {Mode.TEXT: " in text", Mode.NAME: " in a name", Mode.RAW: " here", Mode.MATH: ""}[token.mode]
        message = f"The LaTeX command `{token.text}` is not known{place}."
        yield Problem(faults.MATH_COMMAND, message, _hint(token), token.start, token.end)


def _hint(token: Token) -> str:
    """Return what to write instead of an unknown command."""
    if token.text == "\\":
        return "Take the backslash at the end out."
    if token.text in HINTS:
        return HINTS[token.text]
    if token.text in COMMANDS:
        return "End the text before it."
    near = get_close_matches(token.text, _ALL, n=1, cutoff=0.75)
    return f"Did you mean `{near[0]}`?" if near else "MathJax and the build must both know a command."


def _structure(words: Sequence[Token], *, in_table: bool = False) -> Iterator[Problem]:
    """Find braces, brackets that grow, and environments that do not pair, and what stands outside of them.

    *words* may be a part of a formula; *in_table* says that cells and rows may end in it.
    """
    open_ones: list[tuple[str, Token]] = []
    before = ""
    for index, token in enumerate(words):
        opening, closing = _pair(words, index)
        if opening:
            open_ones.append((opening, token))
            if len(open_ones) > MAX_NESTING:
                message = f"The formula is nested more than {MAX_NESTING} deep."
                yield _invalid(token, message, "Part it in several.")
                return
        elif closing:
            if not open_ones or open_ones[-1][0] != closing:
                yield _invalid(token, f"`{token.text}` ends nothing that is open here.", _expected(open_ones))
                return
            open_ones.pop()
        elif token.mode is Mode.MATH and is_separator(token) and not _has_rows(open_ones, outside=in_table):
            yield _invalid(
                token, f"`{token.text}` stands outside of a table.", r"Put the lines into `\begin{aligned}`."
            )
        if before in _BEFORE_DELIMITER and token.kind is not Kind.SPACE and token.text not in DELIMITERS:
            yield _invalid(
                token, f"`{before}` needs a bracket behind it, not `{token.text}`.", "A `.` stands for no bracket."
            )
        before = token.text if token.kind is not Kind.SPACE else before
    if before in _BEFORE_DELIMITER:
        yield _invalid(words[-1], f"`{before}` needs a bracket behind it.")
    for _, token in open_ones:
        yield _invalid(token, f"`{token.text}` is never closed.")


def _pair(words: Sequence[Token], index: int) -> tuple[str, str]:
    """Return what the word at *index* opens and what it closes, by one name for both ends."""
    token = words[index]
    if token.kind is Kind.OPEN:
        return token.text, ""
    if token.kind is Kind.CLOSE:
        return "", {"}": "{"}.get(token.text, token.text)
    if token.text == r"\left":
        return token.text, ""
    if token.text == r"\right":
        return "", r"\left"
    if token.text in (r"\begin", r"\end"):
        name = rf"\begin{{{_argument(words, index)}}}"
        return (name, "") if token.text == r"\begin" else ("", name)
    return "", ""


def _argument(words: Sequence[Token], index: int) -> str:
    """Return what stands in braces behind the command at *index*; nothing if no braces do."""
    inside: list[str] = []
    for token in words[index + 1 :]:
        if token.kind is Kind.SPACE and not inside:
            continue
        inside.append(token.text)
        if token.kind is Kind.CLOSE or inside[0] != "{":
            break
    return "".join(inside[1:-1]).strip() if inside[:1] == ["{"] else ""


def _expected(open_ones: list[tuple[str, Token]]) -> str:
    """Return what should be closed first."""
    if not open_ones:
        return "Take it out, or open it before."
    name = open_ones[-1][0]
    closing = {"{": "}", "$": "$", r"\left": r"\right"}.get(name, name.replace("begin", "end"))
    return f"`{closing}` should come first."


def _has_rows(open_ones: list[tuple[str, Token]], *, outside: bool) -> bool:
    r"""Say whether the innermost open thing has rows: an environment, the braces of ``\substack``, the *outside*."""
    if not open_ones:
        return outside
    name, opening = open_ones[-1]
    return name.startswith(r"\begin") or opening.command == r"\substack"


def _characters(words: Sequence[Token]) -> Iterator[Problem]:
    """Find arguments and characters that TeX or an engine cannot take."""
    visible = [word for word in words if word.kind not in (Kind.SPACE, Kind.COMMENT)]
    for index, (token, following) in enumerate(zip_longest(visible, visible[1:])):
        ends = following is None or following.kind is Kind.CLOSE or is_separator(following)
        takes_braces = token.text in (*TEXT_VARIANTS, *NAME_COMMANDS, *RAW_COMMANDS)
        if token.text in ("_", "^") and token.mode is Mode.MATH and ends:
            yield _invalid(token, f"`{token.text}` has nothing behind it.", "Write what stands there, or `{}`.")
        elif takes_braces and (following is None or following.text != "{"):
            yield _invalid(token, f"`{token.text}` needs braces behind it.", f"Write `{token.text}{{…}}`.")
        elif token.text == r"\begin" and (name := _argument(visible, index)) not in ENVIRONMENTS:
            near = get_close_matches(name, ENVIRONMENTS, n=1)
            hint = f"Did you mean `{near[0]}`?" if near else f"Known are {', '.join(sorted(ENVIRONMENTS))}."
            yield _invalid(token, f"There is no environment `{name}`.", hint)
        elif token.text == r"\hspace" and not _LENGTH.fullmatch(_argument(visible, index)):
            yield _invalid(token, r"The length of `\hspace` cannot be read.", r"Write it like `\hspace{1.5em}`.")
        elif token.text in ("#", "$") and token.kind is Kind.CHARACTER:
            yield _invalid(token, f"`{token.text}` has a meaning of its own in LaTeX.", rf"Write `\{token.text}`.")


def _blanks(words: Sequence[Token], blanks: Sequence[MathBlank]) -> Iterator[Problem]:
    """Find blanks that hide half of a group, or a part of what is not shown."""
    for blank in blanks:
        inside = [token for token in words if blank.start <= token.start < blank.end]
        raw = inside and inside[0].mode is Mode.RAW and inside[0].kind is not Kind.COMMAND
        if raw or any(_structure(inside, in_table=True)):
            message = "A cloze begins and ends in different groups of the formula."
            yield Problem(
                faults.CLOZE_CROSSES, message, "Hide a whole group, with both of its braces.", blank.start, blank.end
            )


def _glyphs(words: Sequence[Token]) -> Iterator[Problem]:
    """Find characters that print cannot show."""
    for token in words:
        if token.kind is Kind.CHARACTER and missing_glyphs(token.text):
            message = f"The font for formulas has no `{token.text}` (U+{ord(token.text):04X}); print shows `{BOX}`."
            yield Problem(faults.GLYPH_MISSING, message, "Write it outside of the formula.", token.start, token.end)


def _engine(math: Math, words: Sequence[Token]) -> Iterator[Problem]:
    """Let the engine read the formula, and look at what it made of it."""
    whole = (0, len(math.latex))
    if all(token.kind in (Kind.SPACE, Kind.COMMENT) for token in words):
        yield Problem(faults.MATH_INVALID, "The formula is empty.", "Write one, or take the dollars out.", *whole)
        return
    try:
        root = read(math)
    except engine_faults() as fault:
        message = _REASONS.get(type(fault).__name__, "The formula cannot be read.")
        yield Problem(faults.MATH_INVALID, message, _AFTER_ALL, *whole)
        return
    if any(_is_broken(element) for element in root.iter()):
        yield Problem(faults.MATH_INVALID, "A command in the formula lacks an argument.", _AFTER_ALL, *whole)
        return
    sound = made_sound(root, display=math.display)
    if _work(sound) > MAX_WORK:
        yield Problem(faults.MATH_INVALID, "The formula is too large to be laid out.", "Part it in several.", *whole)
    elif wordless := unspoken(sound):
        message = f"The formula holds {', '.join(wordless)}, which has no words to be read aloud by."
        yield Problem(faults.MATH_INVALID, message, "Write it outside of the formula.", *whole)


def _is_broken(element: Element) -> bool:
    """Say whether the engine made something of a formula that is none."""
    if element.tag in _ARITY and len(element) != _ARITY[element.tag]:
        return True
    return STRAY in element.attrib or (element.tag == "mi" and (element.text or "").startswith("\\"))


def _work(element: Element) -> int:
    """Return how often the engine for print lays out a token: it does each row twice, so rows in rows four times."""
    if not len(element):
        return 1
    inside = sum(map(_work, element))
    return 2 * inside if element.tag in ROWS else inside


def _invalid(token: Token, message: str, hint: str = "") -> Problem:
    """Return the fault of *token*."""
    return Problem(faults.MATH_INVALID, message, hint, token.start, token.end)
