"""Formulas for the handout: MathML Core that browsers draw without help."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, tostring

from builder.render.mathcore import anywhere, tree
from builder.render.mathtree import BLANK, FUNCTION, WHICH
from builder.render.speech import speak

if TYPE_CHECKING:
    from builder.render.fragment import Math, MathBlank

_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_CORE: Final = {
    "math": {"display", "alttext"},
    "mi": {"mathvariant"},
    "mo": {
        "form", "stretchy", "symmetric", "largeop", "movablelimits", "lspace", "rspace", "minsize", "maxsize", "fence",
    },
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mtable": {"displaystyle"},
    "mtd": {"style"},
    "mtext": {"style"},
    "mrow": {"class", "style"},
}  # fmt: skip
"""What MathML Core knows of the attributes that the tree may have."""

_TEXT_STYLES: Final = {
    "bold": "font-weight:bold",
    "italic": "font-style:italic",
    "sans-serif": "font-family:sans-serif",
    "monospace": "font-family:monospace",
}


_NUMBERED: Final = re.compile(r"(<mrow [^<>]*)data-blank=\"([0-9]+)\"")
"""A row around what a blank hides, which says yet which blank of its formula it is; in text ``<`` is escaped."""


def mathml(math: Math, *, blank_class: str | None = "blank", as_written: bool = False) -> str:
    """Return *math* as a ``<math>`` element of HTML, with what it says, in English words, as ``alttext``.

    For who looks for a formula *as_written* that is its LaTeX instead.

    Each blank is an ``<mrow class="…">`` with *blank_class* around what it hides, its numbers, parted by spaces, as
    ``data-blank``, and its hint, if it has one, as ``data-hint``; with ``None`` blanks are not marked.
    The formula must have passed `check`. One that comes up again, anywhere, costs nothing.
    """
    shown = _mathml(anywhere(math), blank_class, as_written)
    if not math.blanks or blank_class is None:
        return shown
    return _NUMBERED.sub(lambda row: f"{row[1]}{_said(math.blanks[int(row[2])])}", shown)


def _said(blank: MathBlank) -> str:
    """Return the attributes that say which blank it is."""
    hint = f' data-hint="{escape(blank.hint)}"' if blank.hint else ""
    return f'data-blank="{" ".join(map(str, blank.numbers))}"{hint}'


@lru_cache(maxsize=4096)
def _mathml(math: Math, blank_class: str | None, as_written: bool) -> str:  # noqa: FBT001  # As in `speech.say`.
    """Return `mathml` of a formula that stands nowhere."""
    root = tree(math)
    root.set("alttext", " ".join(math.latex.split()) if as_written else speak(root) or "formula")
    _prepare(root, blank_class)
    root.set("xmlns", _NAMESPACE)
    return tostring(root, encoding="unicode", short_empty_elements=False)


def _prepare(element: Element, blank_class: str | None) -> None:
    """Leave of *element* and all below it what MathML Core has, with styles for the rest."""
    if FUNCTION in element.attrib:
        element.tag = "mo"
        element.attrib.setdefault("lspace", "0em")
        element.attrib.setdefault("rspace", "0em")
    if element.tag == "mtable":
        _align_cells(element)
    if element.tag == "mtext" and "mathvariant" in element.attrib:
        element.set("style", _TEXT_STYLES.get(element.attrib["mathvariant"], "font-style:normal"))
    if element.tag == "menclose":
        element.tag = "mrow"
        element.set("style", "border:1px solid;padding:0.2em")
    which = element.get(WHICH)
    allowed = _CORE.get(element.tag, set())
    element.attrib = {name: value for name, value in sorted(element.attrib.items()) if name in allowed}
    if element.get("class") == BLANK:
        if blank_class is None:
            del element.attrib["class"]
        else:
            element.attrib.update({"class": blank_class, "data-blank": which or "0"})
    for child in element:
        _prepare(child, blank_class)


def _align_cells(table: Element) -> None:
    """Align the cells of *table* by styles, for Core has no attributes for that."""
    # The engine parts the columns of an alignment by 0em and 2em in turn, those of a matrix by what is usual.
    joined = table.get("columnspacing", "").startswith("0em")
    for row in table:
        for cell in row:
            styles = [f"text-align:{cell.attrib['columnalign']}"] if "columnalign" in cell.attrib else []
            if joined:
                styles.append("padding-left:0;padding-right:0")
            if styles:
                cell.set("style", ";".join(styles))
