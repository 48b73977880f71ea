"""Formulas as Anki's MathJax reads them, with blanks as Anki's clozes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from builder.render.latex import Kind, Mode, segments, tokens

if TYPE_CHECKING:
    from builder.render.fragment import Math, MathBlank
    from builder.render.latex import Token

_LATEX: Final = frozenset(r"\^_{}")


def mathjax(math: Math) -> str:
    r"""Return *math* as HTML for a field in Anki: ``\(…\)``, or ``\[…\]`` where it is displayed.

    Blanks become ``{{c1::…}}`` or ``{{c1,2::…::hint}}``, in a group of their own, so that the ``[...]`` that Anki
    puts in their place is one argument to TeX as well. Two braces or colons of the author's that Anki would take
    for its own are parted: braces by a space, which mathematics ignores (an entity would not outlive an edit in
    Anki), the rest by a character reference.
    """
    opening, closing = (r"\[", r"\]") if math.display else (r"\(", r"\)")
    return f"{opening}{_Field(math).html.strip()}{closing}"


class _Field:
    """The formula as HTML, written word by word into `html`."""

    def __init__(self, math: Math) -> None:
        """Write *math*."""
        self.html = ""
        self._closed = 0
        self._words = tokens(math.latex, math.blanks)
        blanks = sorted(math.blanks, key=lambda b: (b.start, -b.end))
        mode = Mode.MATH
        for token in self._words:
            inside = token.mode if token.kind is not Kind.OPEN else mode
            self._marks(blanks, token.start, inside)
            self._word(token)
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
        self.html += ("{ " if self._is_group(blank, mode) else "") + f"{{{{c{numbers}::"

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
        for token in tokens(source):
            self._word(token)

    def _part(self, brace: str) -> None:
        """Keep what comes apart from a *brace* at the end."""
        if self.html.endswith(brace):
            self.html += " "

    def _word(self, token: Token) -> None:
        """Write *token*, so that nothing of it is Anki's or HTML's any more."""
        first = token.text[0]
        if token.kind in (Kind.SPACE, Kind.COMMENT):
            self.html += " "
        elif first in "{}" and self.html.endswith(first) and self._closed != len(self.html):
            self.html += f" {first}" if token.mode is Mode.MATH else f"&#{ord(first)};"
        elif first == ":" and self.html.endswith(":"):
            self.html += "&#58;"
        else:
            self.html += escape(token.text, quote=False)
