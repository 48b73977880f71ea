"""The words of a LaTeX formula: where each stands, and whether it is mathematics or text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.render.fragment import MathBlank


class Mode(Enum):
    """How TeX reads a stretch of a formula."""

    MATH = "math"
    TEXT = "text"
    """Inside ``\\text{…}`` and its like: spaces count, letters are words."""
    NAME = "name"
    """Inside ``\\operatorname{…}``: the letters are one upright word."""
    RAW = "raw"
    """Inside ``\\begin{…}`` and its like: not shown."""


class Kind(Enum):
    """What a word does."""

    OPEN = "open"
    """A brace, or a dollar in text, that begins a group."""
    CLOSE = "close"
    COMMAND = "command"
    SPACE = "space"
    COMMENT = "comment"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula. The braces of a group count as inside it."""

    kind: Kind
    text: str
    start: int
    mode: Mode
    command: str = ""
    """Of mathematics: the command whose argument the group is, if any; of text: the one that made it text."""

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


TEXT_VARIANTS: Final = {
    r"\text": "",
    r"\textnormal": "",
    r"\textrm": "",
    r"\textup": "",
    r"\mbox": "",
    r"\hbox": "",
    r"\textbf": "bold",
    r"\textit": "italic",
    r"\emph": "italic",
    r"\textsf": "sans-serif",
    r"\texttt": "monospace",
}
"""The commands whose argument is text, with the MathML variant that it is set in."""

NAME_COMMANDS: Final = (r"\operatorname", r"\operatorname*")
RAW_COMMANDS: Final = (r"\begin", r"\end", r"\hspace")

_MODES: Final = {
    **dict.fromkeys(TEXT_VARIANTS, Mode.TEXT),
    **dict.fromkeys(NAME_COMMANDS, Mode.NAME),
    **dict.fromkeys(RAW_COMMANDS, Mode.RAW),
}
_WORD: Final = re.compile(
    r"""(?P<comment> % [^\n]* \n? )
      | (?P<command> \\ (?: operatorname\* | [A-Za-z]+ | \\ (?: \[ -? [0-9.]+ [ ]? [a-z]{2} \] )? | . | \Z ) )
      | (?P<space> \s+ )
      | (?P<open> \{ )
      | (?P<close> \} )
      | (?P<character> . )""",
    re.DOTALL | re.VERBOSE,
)
ENVIRONMENTS: Final = {
    "aligned": "align*",
    "align": "align*",
    "align*": "align*",
    "split": "split",
    "gathered": "matrix",
    "gather": "matrix",
    "gather*": "matrix",
    "cases": "cases",
    "array": "array",
    "matrix": "matrix",
    "pmatrix": "pmatrix",
    "bmatrix": "bmatrix",
    "Bmatrix": "Bmatrix",
    "vmatrix": "vmatrix",
    "Vmatrix": "Vmatrix",
    "smallmatrix": "smallmatrix",
}
"""The environments, with the name of that which the engine reads in their place."""

TEXT_SYMBOLS: Final = {
    "~": "\N{NO-BREAK SPACE}",
    r"\ ": " ",
    r"\,": "\N{THIN SPACE}",
    r"\quad": "\N{EM SPACE}",
    r"\qquad": "\N{EM SPACE}\N{EM SPACE}",
    r"\ldots": "…",
    r"\dots": "…",
}
_TEXT_RUNS: Final = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"))


def tokens(latex: str, blanks: Sequence[MathBlank] = ()) -> tuple[Token, ...]:
    r"""Return the words of *latex*; joined, their texts are *latex* again. Any text at all is read.

    A word ends where one of *blanks* begins or ends, so that the filled-in ``x`` of ``\sqrt{{c1::x}}`` is no part of a
    command.
    """
    cuts = {offset for blank in blanks for offset in (blank.start, blank.end)}
    return tuple(_read(latex, sorted({*cuts, len(latex)})))


def _read(latex: str, cuts: Sequence[int]) -> Iterator[Token]:
    """Yield the words one by one; a stack holds the mode of each open group, its command, and how it began."""
    stack = [(Mode.MATH, "", "")]
    before = ""
    pieces = zip((0, *cuts), cuts, strict=False)
    for match in chain.from_iterable(_WORD.finditer(latex, *piece) for piece in pieces):
        kind, text = Kind(match.lastgroup), match[0]
        mode, command, opening = stack[-1]
        if text == "$" and (opening == "$" or mode is Mode.TEXT):
            kind = Kind.CLOSE if opening == "$" else Kind.OPEN
        if kind is Kind.OPEN:
            if text == "$":
                mode, command = Mode.MATH, ""
            elif before in _MODES:
                mode, command = _MODES[before], before
            elif mode is Mode.MATH:
                command = before
            stack.append((mode, command, text))
        yield Token(kind, text, match.start(), mode, command)
        if kind is Kind.CLOSE and len(stack) > 1:
            stack.pop()
        if kind not in (Kind.SPACE, Kind.COMMENT):
            before = text if kind is Kind.COMMAND else ""


def segments(words: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of ``[start:end]`` that lie in one cell of a table each: mostly the whole of it."""
    parts: list[tuple[int, int]] = []
    depth = 0
    for token in words:
        if not start <= token.start < end:
            continue
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.text in (r"\begin", r"\end"):
            depth += 1 if token.text == r"\begin" else -1
        if depth == 0 and is_separator(token):
            parts.append((start, token.start))
            start = token.end
    parts.append((start, end))
    return [part for part in parts if part[0] < part[1]]


def is_separator(token: Token) -> bool:
    r"""Say whether *token* ends a cell or a row of a table; ``\\[2pt]`` does, too."""
    return token.text in ("&", r"\cr") or token.text.startswith("\\\\")


def shown_text(run: Sequence[Token]) -> str:
    """Return words of text, or of a name, as TeX shows them."""
    text = ""
    for token in run:
        if token.kind is Kind.SPACE:
            text += " " if token.mode is Mode.TEXT else ""
        elif token.text in TEXT_SYMBOLS:
            text += TEXT_SYMBOLS[token.text]
        else:
            text += token.text.removeprefix("\\")
    for source, shown in _TEXT_RUNS:
        text = text.replace(source, shown)
    return text
