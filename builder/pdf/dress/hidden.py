r"""Blanks that do not tell: the text in them is gone before a page is composed, and all are of one width.

What stands in a finished file can be read there, whatever lies over it. So the hidden words reach neither the layout
nor the words for a screen reader: a blank in text is an image of a line, said as "blank", and a formula is drawn with
boxes and spoken with that word in the places of its blanks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from builder.render.fragment import BlankEnd, BlankStart, Fragment, Math, MathBlank, NoteMark
from builder.render.latex import Kind, Mode, segments, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.render.fragment import Part
    from builder.render.latex import Token
    from builder.render.mathsvg import MathSvg

SPOKEN: Final = "blank"
"""What a screen reader says where something is to be filled in."""

_SVG: Final = "http://www.w3.org/2000/svg"
_ROOM: Final = r"\big|\square\square\square\square\square\square"
"""What a box in a formula is as large as: as tall as a line, and with room for some signs."""
_FILLING: Final = "#010203"
_GROUND: Final = "#040506"
"""Colours that no formula has: by these its blanks are known in the drawing."""
_STROKE: Final = 32
_INSET: Final = 40
"""Thousandths of an em that the line around a box is wide, and that a box is less wide on each side than its ground."""


def blanked(fragment: Fragment) -> Fragment:
    """Return *fragment* without anything that its blanks hide.

    Of blanks within blanks the outermost stays, its `BlankEnd` directly behind its `BlankStart`; footnotes that only
    hidden words call are gone, too. A formula keeps its outermost blanks, for `hidden_formula`.
    """
    parts = tuple(_shown(fragment.parts))
    called = {part.label for part in parts if isinstance(part, NoteMark)}
    notes = {label: note for label, note in fragment.footnotes.items() if label in called}
    return Fragment(parts, notes)


def _shown(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield those of *parts* that stand in no blank, and the ends of the outermost blanks."""
    depth = 0
    for part in parts:
        if isinstance(part, BlankEnd):
            depth -= 1
        if depth == 0:
            yield part
        if isinstance(part, BlankStart):
            depth += 1


def hidden_formula(math: Math, *, size: float, ink: str) -> tuple[MathSvg, str]:
    """Return *math* drawn with a box for each of its blanks, and in spoken words.

    *size* is that of the type in CSS px to the em, *ink* the colour of everything.
    """
    from builder.render.math import svg
    from builder.render.speech import spoken

    drawn = svg(_refilled(math), size=size, ink=ink, blank=_FILLING, ground=_GROUND)
    return replace(drawn, svg=_boxed(drawn.svg, ink)), spoken(math, hidden=True)


def _refilled(math: Math) -> Math:
    """Return *math* with the `_ROOM` of a box in place of what each outermost blank hides."""
    words = tokens(math.latex, math.blanks)
    latex, at = "", 0
    blanks: list[MathBlank] = []
    for blank in _outermost(math.blanks):
        for start, end in segments(words, blank.start, blank.end):
            closing, opening = _text_around(words, start)
            latex += math.latex[at:start] + closing
            blanks.append(MathBlank(blank.numbers, len(latex), len(latex) + len(_ROOM)))
            latex += _ROOM + opening
            at = end
    return replace(math, latex=latex + math.latex[at:], blanks=tuple(blanks))


def _outermost(blanks: Sequence[MathBlank]) -> Iterator[MathBlank]:
    """Yield those of *blanks* that lie in no other, by their start."""
    end = 0
    for blank in sorted(blanks, key=lambda blank: (blank.start, -blank.end)):
        if blank.start >= end:
            yield blank
            end = blank.end


def _text_around(words: Sequence[Token], offset: int) -> tuple[str, str]:
    """Return what ends the text (or name) around *offset* and what begins it again, for it can hold no mathematics."""
    opened: list[Token] = []
    for token in words:
        if token.start >= offset:
            break
        if token.kind is Kind.OPEN:
            opened.append(token)
        elif token.kind is Kind.CLOSE and opened:
            opened.pop()
    depth = 0
    while depth < len(opened) and opened[-1 - depth].mode in (Mode.TEXT, Mode.NAME):
        depth += 1
    return "}" * depth, f"{opened[-1].command}{'{' * depth}" if depth else ""


def _boxed(svg: str, ink: str) -> str:
    """Return the drawing *svg* with boxes for its blanks."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 (the build's own output)
    for part in list(root):
        if part.get("fill") == _FILLING:
            root.remove(part)
        elif part.get("fill") == _GROUND:
            left, width = float(part.attrib["x"]) + _INSET, float(part.attrib["width"]) - 2 * _INSET
            part.attrib |= {"x": f"{left:g}", "width": f"{width:g}"}
            part.attrib |= {"fill": "none", "stroke": ink, "stroke-width": str(_STROKE)}
    return ET.tostring(root, encoding="unicode")
