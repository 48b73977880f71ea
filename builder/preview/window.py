"""From what the templates made to what Anki's window shows: formulas, sounds, typed answers, media.

Anki's desktop does this after it has filled the templates (`aqt/reviewer.py`, `aqt/sound.py`, `reviewer/index.ts`).
Its MathJax cannot travel in a page of ours, so MathML takes its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Severity, Span
from builder.preview.cloze import strip_markup
from builder.render.fragment import Math
from builder.render.latex import TEXT_VARIANTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from re import Match

    from builder.preview.sides import Side
    from builder.render.fragment import Medium


@dataclass(frozen=True, slots=True)
class MediumHere:
    """Where the address of a media file stands, inside of the quotes of an attribute."""

    name: str


Part = str | MediumHere
Shown = tuple[Part, ...]
"""A side as the window shows it."""

_MARKS: Final = ("\\(", "\\[", "[sound:", "<img")
"""Without any of these a piece is shown as it stands."""
_SPECIAL: Final = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style)\b.*?</(?P=raw)>"
    r'|(?P<image><img\b(?:[^>"]|"[^"]*")*?\ssrc=")(?P<source>[^"]*)(?P<rest>"(?:[^>"]|"[^"]*")*>)'
    r'|<[a-zA-Z/](?:[^>"]|"[^"]*")*>'
    r"|\\\((?P<inline>.*?)\\\)"
    r"|\\\[(?P<display>.*?)\\\]"
    r"|\[sound:(?P<sound>[^\]]+)\]",
    re.DOTALL,
)
"""What the window does not show as it stands, and before it the tags and scripts in which nothing is looked for."""
_TEXT: Final = re.compile(rf"(?:{'|'.join(map(re.escape, TEXT_VARIANTS))})\{{(?:[^{{}}\\]|\\.)*\}}")
"""The text in a formula, which Anki's MathJax takes by the letter."""
_SIGN: Final = re.compile(r"(?<!\\)[%#&_]")
"""What LaTeX itself takes for more than a letter there."""
_TYPED: Final = re.compile(r"\[\[type:(?P<field>.+?)\]\]")
_LINE_BREAKS: Final = re.compile(r"(?:\n|<br\s?/?>|</?div>)+", re.IGNORECASE)
RULE: Final = "<hr id=answer>"
"""What parts question and answer, as templates write it."""
_TYPING: Final = "font-family: 'Arial'; font-size: 20px"
"""As the package says of each field (`builder.anki.collection`, genanki)."""
_PLAY: Final = (
    '<svg class="playImage" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="29"></circle>'
    '<path d="M23 13 L53 32 L23 51 Z"></path></svg>'
)


def _escaped(text: Match[str]) -> str:
    """Return text in a formula as LaTeX has it; what stands between dollars in it is mathematics."""
    parts = text[0].split("$")
    return "$".join(part if number % 2 else _SIGN.sub(r"\\\g<0>", part) for number, part in enumerate(parts))


def _plain(field: str) -> str:
    """Return what a field says, as Anki compares it with what was typed (`typeanswer.rs`, `text.rs`)."""
    text = strip_markup(_LINE_BREAKS.sub(" ", field))
    return (unescape(text).replace("\N{NO-BREAK SPACE}", " ") if "&" in text else text).strip()


class Window:
    """The window that all cards of a deck are shown in; what comes up again is made once."""

    def __init__(self, media: Mapping[str, Medium]) -> None:
        """Show *media*, by name."""
        self._media = media
        self._made: dict[str, Shown] = {}
        self._formulas: dict[tuple[str, bool], str] = {}
        self.unset: set[str] = set()
        """The formulas that could not be set, as LaTeX."""

    def front(self, side: Side, values: Mapping[str, str]) -> Shown:
        """Return the front of a card with the fields *values*; a typed answer has a box to type it into."""
        if not any("[[type:" in piece for piece in side):
            return self._shown(iter(side))
        box = f'\n<center>\n<input type=text id=typeans style="{_TYPING};">\n</center>\n'
        return self._shown(_TYPED.sub(lambda match: box if values.get(match["field"]) else "", piece) for piece in side)

    def back(self, side: Side, values: Mapping[str, str]) -> Shown:
        """Return the back of a card with the fields *values*; a typed answer is shown as if nothing had been typed.

        Anki puts the rule that parts question and answer before what was typed, wherever it stood.
        """
        if not any("[[type:" in piece for piece in side):
            return self._shown(iter(side))
        ruled = any(RULE in piece for piece in side)

        def compared(match: Match[str]) -> str:
            answer = values.get(match["field"], "")
            whole = f'\n<div style="{_TYPING}"><code id=typeans>{escape(_plain(answer))}</code></div>'
            return (RULE if ruled else "") + whole if answer else ""

        return self._shown(_TYPED.sub(compared, piece.replace(RULE, "")) for piece in side)

    def _shown(self, side: Iterator[str]) -> Shown:
        """Return the pieces of *side* as they are shown."""
        return tuple(part for piece in side for part in self._piece(piece))

    def _piece(self, piece: str) -> Shown:
        """Return one piece."""
        if not any(mark in piece for mark in _MARKS):
            return (piece,) if piece else ()
        if piece not in self._made:
            self._made[piece] = tuple(part for part in self._parts(piece) if part)
        return self._made[piece]

    def _parts(self, piece: str) -> Iterator[Part]:
        """Yield what a piece is made of; it may begin and end anywhere but inside of a formula or a tag."""
        text = ""
        start = 0
        for match in _SPECIAL.finditer(piece):
            text += piece[start : match.start()]
            start = match.end()
            latex = match["inline"] if match["inline"] is not None else match["display"]
            if latex is not None:
                written = " ".join(unescape(strip_markup(latex)).split())
                text += self._math(_TEXT.sub(_escaped, written), display=match["inline"] is None)
            elif match["sound"]:
                before, name, after = self._sound(unescape(match["sound"]))
                yield text + before
                yield from (MediumHere(name),) if name else ()
                text = after
            elif match["image"] and unescape(match["source"]) in self._media:
                yield text + match["image"]
                yield MediumHere(unescape(match["source"]))
                text = match["rest"]
            else:
                text += match[0]
        yield text + piece[start:]

    def _sound(self, name: str) -> tuple[str, str, str]:
        """Return Anki's button for the sound or film *name*, and the player that it starts, around its address."""
        if name not in self._media:
            return f"<code>[sound:{escape(name)}]</code>", "", ""
        kind = "video" if self._media[name].kind == "video" else "audio"
        button = f'<a class="replay-button soundLink" href="#" aria-label="Play">{_PLAY}</a>'
        return f'{button}<{kind} preload="none" controls hidden src="', name, f'"></{kind}>'

    def _math(self, latex: str, *, display: bool) -> str:
        """Return a formula in the element that MathJax puts there, or its LaTeX where it cannot be set."""
        key = latex, display
        if key not in self._formulas:
            self._formulas[key] = self._set(latex, display=display)
        return self._formulas[key]

    def _set(self, latex: str, *, display: bool) -> str:
        """Return `_math` of a formula that has not been set yet."""
        from builder.render.math import check, mathml

        if any(problem.rule.severity is Severity.ERROR for problem in check(latex, display=display)):
            self.unset.add(latex)
            return f'<code class="unset-math">{escape(latex, quote=False)}</code>'
        shown = ' display="true"' if display else ""
        math = mathml(Math(latex, display, Span("", 0, 0)), blank_class=None, as_written=True)
        return f'<mjx-container class="MathJax"{shown}>{math}</mjx-container>'
