"""Formulas for print: SVG outlines by `ziamath` in STIX Two Math."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, tostring

from builder.render.mathcore import (
    BARS,
    BIG,
    CLOSING,
    INTEGRALS,
    LETTERLIKE,
    OPENING,
    ROWS,
    THIN,
    anywhere,
    base_of,
    tree,
)
from builder.render.mathfont import BOX, has_glyph
from builder.render.mathtree import BLANK, FUNCTION
from builder.theme.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.render.fragment import Math

_EM: Final = 1000
"""Units of the drawing to the em: the font's own, so that whole numbers are fine enough."""

_MARGIN: Final = 40
"""Around the drawing: an italic letter leans out of its box."""

_EM_OF_ENGINE: Final = 0.75
"""The engine takes lengths in em for points and the size for pixels; this makes its em ours."""

_STRUT: Final = {"width": "0em", "height": f"{0.86 * _EM_OF_ENGINE}em", "depth": f"{0.4 * _EM_OF_ENGINE}em"}
"""What makes a row of a table as high as a line of text: the engine goes by the ink, which a row may have little of."""

_PUNCTUATION: Final = frozenset(",;")
_BINARY: Final = frozenset("+−-±∓×÷·⋅∗*⋆★∘•∪∩⊎⊓⊔∨∧⊕⊖⊗⊘⊙∖⧵⋄†‡")
_WIDE_ACCENTS: Final = {"ˆ": "\N{COMBINING CIRCUMFLEX ACCENT}", "˜": "\N{COMBINING TILDE}", "ˇ": "\N{COMBINING CARON}"}
"""The characters that the font has in several widths."""

_PADDING: Final = 60
_RULE: Final = 40
"""How far the ground of a blank reaches beyond it, and how thick the line below is."""


@dataclass(frozen=True, slots=True)
class MathSvg:
    """A formula drawn. All lengths in em of the text around it."""

    svg: str
    width: float
    height: float
    """From the lowest to the highest point of the drawing."""
    depth: float
    """How far the drawing reaches below the baseline: ``vertical-align`` is minus this."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in units of the drawing, y downwards from the baseline."""

    left: float
    top: float
    right: float
    bottom: float


def svg(
    math: Math, *, size: float, ink: str = LIGHT["ink"], blank: str = LIGHT["blank"], ground: str = LIGHT["blank-soft"]
) -> MathSvg:
    """Return *math* as an SVG image whose own width and height are in CSS px at *size* px to the em.

    Everything has the colour *ink*; blanks have the colour *blank* on a *ground* of their own, with a line below. The
    formula must have passed `check`. One that comes up again, anywhere, costs nothing.
    """
    return _svg(anywhere(math), size, ink, (blank, ground))


@lru_cache(maxsize=4096)
def _svg(math: Math, size: float, ink: str, blank_colours: tuple[str, str]) -> MathSvg:
    """Return `svg` of a formula that stands nowhere."""
    blank, ground = blank_colours
    root = tree(math)
    root.set("mathcolor", ink)
    _prepare(root, blank)
    drawing, box = _draw(root)
    grounds = [part for part in drawing if part.get("fill") == BLANK]
    marks = [mark for part in grounds for mark in _mark(part, blank, ground)]
    box = _around([box, *map(_box_of, marks)], _MARGIN)
    picture = Element("svg", xmlns="http://www.w3.org/2000/svg")
    picture.set("width", _number((box.right - box.left) / _EM * size))
    picture.set("height", _number((box.bottom - box.top) / _EM * size))
    picture.set("viewBox", " ".join(map(_number, (box.left, box.top, box.right - box.left, box.bottom - box.top))))
    picture.extend([*marks, *_joined(part for part in drawing if part not in grounds)])
    width, height, depth = (box.right - box.left), (box.bottom - box.top), box.bottom
    return MathSvg(
        tostring(picture, encoding="unicode"), round(width / _EM, 4), round(height / _EM, 4), round(depth / _EM, 4)
    )


def _prepare(element: Element, colour: str) -> None:
    """Give *element* and all below it the form that the engine draws best; blanks get the *colour*."""
    element.text = "".join(c if c.isspace() or has_glyph(c) else BOX for c in element.text or "")
    if element.get("class") == BLANK:
        element.attrib.update(mathcolor=colour, mathbackground=BLANK)
        for child in element:
            # What is not said is inherited, and every element within would have a ground of its own.
            child.attrib.setdefault("mathbackground", "none")
    elif element.tag == "mi" and len(element.text or "") > 1 and FUNCTION not in element.attrib:
        # The engine takes a longer identifier for a function and sets it apart.
        element.tag = "mtext"
    if element.tag == "mtr" and len(element):
        element[0].insert(0, Element("mspace", _STRUT))
    if element.tag in ROWS:
        element[:] = list(_spaced(element))
    elif element.tag == "mo" and element.get("stretchy") == "true":
        element.text = _WIDE_ACCENTS.get(element.text or "", element.text)
    for child in element:
        _prepare(child, colour)
    for name in ("lspace", "rspace", "width"):
        if element.get(name, "").endswith("em"):
            element.set(name, f"{float(element.attrib[name][:-2]) * _EM_OF_ENGINE:.3f}em")


def _spaced(row: Element) -> Iterator[Element]:
    """Yield the children of *row*, with TeX's space around operators that the engine does not know."""
    for child in row:
        core = base_of(child)
        text = core.text or ""
        if text in BIG | INTEGRALS | LETTERLIKE:
            core.tag = "mo"
            core.attrib.update(stretchy="false", lspace="0em", rspace="0em")
        elif core.tag == "mo" and "lspace" not in core.attrib:
            core.attrib.update(_space_of(core, text))
        yield child
        if child is not core and (text in BIG | INTEGRALS or FUNCTION in core.attrib):
            yield Element("mspace", width=THIN)


def _space_of(operator: Element, text: str) -> dict[str, str]:
    """Return the space before and behind an operator: The TeXbook, chapter 18, in em."""
    before = behind = "0em"
    if operator.get("form") in ("prefix", "postfix") or text in OPENING | CLOSING | BARS | {"!", "/"}:
        pass
    elif text in _PUNCTUATION:
        behind = THIN
    elif text in _BINARY:
        before = behind = "0.222em"
    else:
        before = behind = "0.278em"
    return {"lspace": before, "rspace": behind}


def _draw(root: Element) -> tuple[list[Element], _Box]:
    """Return the outlines and rules of a formula, and the box that they take."""
    from ziamath.config import config
    from ziamath.zmath import Math as Drawing

    # Settings of the whole engine: outlines that need no ids, and digits enough (without any it loses final zeros).
    config.svg2 = False
    config.precision = 1
    formula = Drawing(root, size=_EM, margin=0)
    box = formula.node.bbox
    canvas = _Canvas("svg")
    formula.node.draw(0, 0, canvas)
    return list(canvas), _Box(box.xmin, -box.ymax, box.xmax, -box.ymin)


class _Canvas(Element):
    """What the engine draws on.

    It colours the last outline after each glyph, even if that glyph, a space, drew none: then whatever came before,
    the ground of a blank or its last letter, would get the colour of the space.
    """

    def append(self, outline: Element) -> None:
        """Add *outline*, which may be coloured now."""
        super().append(outline)
        self._is_fresh = True

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 (as the class above has it)
        """Return the outline that was added since the last one was asked for, else one that nobody sees."""
        if index != -1:
            return super().__getitem__(index)
        fresh, self._is_fresh = getattr(self, "_is_fresh", False), False
        return super().__getitem__(-1) if fresh else Element("path")


def _mark(part: Element, colour: str, ground: str) -> tuple[Element, Element]:
    """Return the ground of a blank, and the line below it."""
    box = _around([_box_of(part)], _PADDING)
    return _rectangle(box, ground), _rectangle(_Box(box.left, box.bottom, box.right, box.bottom + _RULE), colour)


def _box_of(rectangle: Element) -> _Box:
    """Return the box of a ``<rect>``."""
    left, top, width, height = (float(rectangle.get(name, "0")) for name in ("x", "y", "width", "height"))
    return _Box(left, top, left + width, top + height)


def _rectangle(box: _Box, colour: str) -> Element:
    """Return *box* as a ``<rect>`` filled with *colour*."""
    size = {"width": _number(box.right - box.left), "height": _number(box.bottom - box.top)}
    return Element("rect", {"x": _number(box.left), "y": _number(box.top), **size, "fill": colour})


def _around(boxes: list[_Box], margin: float) -> _Box:
    """Return the box around *boxes* with a *margin*."""
    return _Box(
        min(box.left for box in boxes) - margin,
        min(box.top for box in boxes) - margin,
        max(box.right for box in boxes) + margin,
        max(box.bottom for box in boxes) + margin,
    )


def _joined(parts: Iterable[Element]) -> Iterator[Element]:
    """Yield *parts* with neighbouring outlines of one colour joined into one."""
    for (tag, fill), group in groupby(parts, key=lambda part: (part.tag, part.get("fill", ""))):
        if tag == "path" and fill:
            yield Element("path", {"fill": fill, "d": "".join(part.get("d", "") for part in group)})
        else:
            yield from group


def _number(value: float) -> str:
    """Return a coordinate, as short as it can be."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
