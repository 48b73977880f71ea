"""Formulas longer than any line, parted where mathematicians part them: at relations, in need at sums."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from builder.render.latex import Kind, Mode, tokens
from builder.render.math import MathSvg, check, svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.render.fragment import Math, MathBlank

_RELATIONS: Final = frozenset(
    r"""
    = < > := \le \leq \ge \geq \ne \neq \ll \gg \approx \equiv \sim \simeq \cong \propto \in \subset \subseteq
    \to \rightarrow \Rightarrow \implies \iff \Leftrightarrow \mapsto \coloneqq
    """.split()
)
_SUMS: Final = frozenset(("+", "-", r"\pm", r"\mp"))
_OPENING: Final = frozenset(("(", "[", r"\{", r"\lbrace", r"\left", r"\begin", r"\lfloor", r"\lceil", r"\langle"))
_CLOSING: Final = frozenset((")", "]", r"\}", r"\rbrace", r"\right", r"\end", r"\rfloor", r"\rceil", r"\rangle"))
_HOLDING: Final = frozenset(("^", "_", r"\not", r"\overset", r"\underset", r"\stackrel"))
"""What takes the sign behind it for its own."""

_INDENT: Final = 2.0
_GAP: Final = 0.45
"""em by which the further lines of a parted formula are indented, and that stand between two lines."""

_UNITS: Final = 1000
"""Units of a drawn formula to the em."""


def parts_of(math: Math, widest: float) -> tuple[Math, ...]:
    """Return *math* in parts that are, if that can be, at most *widest* em wide; one part where none can be found.

    Each but the first begins with a relation, or where even that does not help with a sign of addition.
    """
    parts = _packed(math, _cuts(math, _RELATIONS), widest)
    parts = tuple(
        piece
        for part in parts
        for piece in ((part,) if _width(part) <= widest else _packed(part, _cuts(part, _SUMS), widest))
    )
    sound = all(not check(part.latex, part.blanks, display=part.display) for part in parts)
    return parts if sound else (math,)


def stacked(parts: Sequence[Math], size: float) -> MathSvg:
    """Return *parts* as lines below each other in one drawing of *size* CSS px to the em."""
    drawn = [svg(part, size=size) for part in parts]
    width = max(one.width + (_INDENT if at else 0) for at, one in enumerate(drawn))
    height = sum(one.height for one in drawn) + _GAP * (len(drawn) - 1)
    box = f"0 0 {width * _UNITS:.0f} {height * _UNITS:.0f}"
    attributes = {"width": f"{width * size:.3f}", "height": f"{height * size:.3f}", "viewBox": box}
    picture = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **attributes})
    top = 0.0
    for at, one in enumerate(drawn):
        # The drawing is our own: it holds no entities and no names but those of SVG.
        line = ET.fromstring(one.svg)  # noqa: S314
        left, upper, *_ = map(float, line.attrib["viewBox"].split())
        x, y = (_INDENT * _UNITS if at else 0) - left, top * _UNITS - upper
        moved = ET.SubElement(picture, "g", {"transform": f"translate({x:.1f},{y:.1f})"})
        for shape in line:
            shape.tag = shape.tag.rpartition("}")[2]
            moved.append(shape)
        top += one.height + _GAP
    return MathSvg(ET.tostring(picture, encoding="unicode"), round(width, 4), round(height, 4), drawn[-1].depth)


def _cuts(math: Math, signs: frozenset[str]) -> list[int]:
    """Return the offsets in *math* before each of *signs* that stands in no group, bracket or blank."""
    cuts: list[int] = []
    depth = 0
    before = ""
    for token in tokens(math.latex, math.blanks):
        text = token.text
        if token.kind in (Kind.SPACE, Kind.COMMENT) or token.mode is not Mode.MATH:
            continue
        opens = token.kind is Kind.OPEN or text in _OPENING
        closes = token.kind is Kind.CLOSE or text in _CLOSING
        # Behind \left and \right stands the bracket itself, which does not count twice.
        if before not in (r"\left", r"\right"):
            depth += opens - closes
        hidden = any(blank.start < token.start < blank.end for blank in math.blanks)
        if text in signs and depth == 0 and before and before not in _HOLDING | signs | _RELATIONS and not hidden:
            cuts.append(token.start)
        before = text
    return cuts


def _packed(math: Math, cuts: Sequence[int], widest: float) -> tuple[Math, ...]:
    """Return *math* parted at as few of *cuts* as leave parts of at most *widest* em, where that is possible."""
    parts: list[Math] = []
    start, last = 0, 0
    for cut in (*cuts, len(math.latex)):
        if last > start and _width(_part(math, start, cut)) > widest - (_INDENT if parts else 0):
            parts.append(_part(math, start, last))
            start = last
        last = cut
    return (*parts, _part(math, start, len(math.latex)))


def _part(math: Math, start: int, end: int) -> Math:
    """Return *math* from *start* to *end*, with the blanks that lie there."""
    return replace(math, latex=math.latex[start:end], blanks=tuple(_moved(math, start, end)))


def _moved(math: Math, start: int, end: int) -> Iterator[MathBlank]:
    """Yield the blanks of *math* between *start* and *end* as they stand in that part."""
    for blank in math.blanks:
        if start <= blank.start and blank.end <= end:
            yield replace(blank, start=blank.start - start, end=blank.end - start)


def _width(math: Math) -> float:
    """Return how wide *math* is, in em."""
    return svg(math, size=_UNITS).width
