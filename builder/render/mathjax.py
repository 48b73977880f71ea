"""Formulas as Anki's MathJax reads them, with blanks as Anki's clozes."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from builder.render.latex import TEXT_SYMBOLS, TEXT_VARIANTS, Kind, Mode, segments, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.render.fragment import Math, MathBlank
    from builder.render.latex import Token

_LATEX: Final = frozenset(r"\^_{}")
_ESCAPED: Final = frozenset({r"\_", r"\%", r"\&", r"\#"})
_BRACKET: Final = re.compile(r"\[(?=sound:|/?anki:|/?latex\]|/?\${1,2}\])", re.IGNORECASE)
"""Begins what Anki looks for in a field before it looks for formulas."""
_NOTHING: Final = "{}"
"""Parts what stands before a blank of several cells from its ``[...]``: a row's end, or the beginning of a table, would
take the bracket as its own argument."""


def mathjax(math: Math) -> str:
    r"""Return *math* as HTML for a field in Anki: ``\(…\)``, or ``\[…\]`` where it is displayed.

    Blanks become ``{{c1::…}}`` or ``{{c1,2::…::hint}}``, in a group of their own, so that the ``[...]`` that Anki
    puts in their place is one argument to TeX as well; where they can be no group, it is at least nobody's. Two braces
    or colons of the author's that Anki would take for its own are parted: braces by a space, which mathematics ignores
    (an entity would not outlive an edit in Anki), the rest by a character reference.
    """
    opening, closing = (r"\[", r"\]") if math.display else (r"\(", r"\)")
    return f"{opening}{_BRACKET.sub('&#91;', _Field(math).html.strip())}{closing}"


class _Field:
    """The formula as HTML, written word by word into `html`."""

    def __init__(self, math: Math) -> None:
        """Write *math*."""
        self.html = ""
        self._closed = 0
        self._words = tokens(math.latex, math.blanks)
        blanks = sorted(math.blanks, key=lambda b: (b.start, -b.end))
        mode = Mode.MATH
        for token, said in _spelled(self._words):
            inside = token.mode if token.kind is not Kind.OPEN else mode
            self._marks(blanks, token.start, inside)
            self._word(token, said)
            mode = token.mode
        self._marks(blanks, len(math.latex), Mode.MATH)

    def _marks(self, blanks: list[MathBlank], offset: int, mode: Mode) -> None:
        """Write the ends and then the beginnings of the *blanks* at *offset*."""
        for blank in reversed(blanks):
            if blank.end == offset:
                self._close(blank, mode)
        for blank in blanks:
            if blank.start == offset:
                self._open(blank, mode)

    def _open(self, blank: MathBlank, mode: Mode) -> None:
        """Write the beginning of *blank*."""
        numbers = ",".join(map(str, blank.numbers))
        if mode is Mode.MATH:
            self._part("{")
        before = "" if mode is not Mode.MATH else "{ " if self._is_group(blank, mode) else _NOTHING
        self.html += f"{before}{{{{c{numbers}::"

    def _close(self, blank: MathBlank, mode: Mode) -> None:
        """Write the end of *blank*, with its hint."""
        if blank.hint:
            self.html += "::"
            self._hint(blank.hint, mode)
        self._part("}")
        self.html += "}}" + (" }" if self._is_group(blank, mode) else "")
        if mode is not Mode.MATH:
            # A brace right behind is the author's to Anki as well, and a space would show.
            self._closed = len(self.html)

    def _is_group(self, blank: MathBlank, mode: Mode) -> bool:
        """Say whether *blank* can be a group of TeX: it is mathematics, and within one cell of a table."""
        return mode is Mode.MATH and len(segments(self._words, blank.start, blank.end)) == 1

    def _hint(self, hint: str, mode: Mode) -> None:
        """Write a hint: words as words, LaTeX as LaTeX."""
        source = rf"\text{{{hint}}}" if mode is Mode.MATH and not _LATEX & set(hint) else hint
        for token, said in _spelled(tokens(source)):
            self._word(token, said)

    def _part(self, brace: str) -> None:
        """Keep what comes apart from a *brace* at the end."""
        if self.html.endswith(brace):
            self.html += " "

    def _word(self, token: Token, said: str) -> None:
        """Write *token*, which is spelled *said*, so that nothing of it is Anki's or HTML's any more."""
        first = said[:1]
        if token.kind is Kind.COMMENT or said.isspace():
            self.html += " " if said.strip("\N{NO-BREAK SPACE}\N{THIN SPACE}\N{EM SPACE}") else said
        elif first in ("{", "}") and self.html.endswith(first) and self._closed != len(self.html):
            self.html += f" {said}" if token.mode is Mode.MATH else f"&#{ord(first)};{said[1:]}"
        elif first == ":" and self.html.endswith(":"):
            self.html += "&#58;"
        else:
            self.html += escape(said, quote=False)


def _spelled(words: Iterable[Token]) -> Iterator[tuple[Token, str]]:
    r"""Yield each of *words* with how Anki's MathJax has to read it.

    It comes without `textmacros`: in text it knows no command but ``\$``, ``\{``, ``\}`` and dollars, and no group. So
    signs stand as themselves there, and ``\text{a \textbf{b} c}`` becomes ``\text{a }\textbf{b}\text{ c}``.
    """
    ends: list[str | None] = []
    before: Token | None = None
    for token in words:
        said = token.text
        is_text = token.mode is Mode.TEXT
        if token.kind is Kind.OPEN:
            end = None
            if is_text and said == "{":
                said, end = _opened(before)
            ends.append(end)
        elif token.kind is Kind.CLOSE:
            end = ends.pop() if ends else None
            said = said if end is None else end
        elif is_text:
            said = _in_text(token, before)
        yield token, said
        if token.kind not in (Kind.SPACE, Kind.COMMENT):
            before = token


def _opened(command: Token | None) -> tuple[str, str]:
    """Return how a brace in text is spelled, and the one that closes it; *command* stands before it."""
    if command is None or command.text not in TEXT_VARIANTS:
        return "", ""
    return "{", f"}}{command.command}{{" if command.mode is Mode.TEXT else "}"


def _in_text(token: Token, before: Token | None) -> str:
    """Return how a word of text is spelled; a space that only ends the command *before* it is none."""
    if token.text in _ESCAPED:
        return token.text[1]
    if token.text in TEXT_VARIANTS:
        return f"}}{token.text}"
    if token.kind is Kind.SPACE and before and before.text in TEXT_SYMBOLS and before.text[-1].isalpha():
        return ""
    return TEXT_SYMBOLS.get(token.text, token.text)
