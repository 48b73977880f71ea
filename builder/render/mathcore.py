"""The engine's tree made sound: MathML Core, as browsers draw it, with what a reader of the tree needs to know.

The engine writes MathML 3 of a loose kind: brackets and relations as identifiers, fonts as attributes that browsers
ignore, limits beside their sums. Here each part gets the element, the characters and the spacing that it should have.
Sources: MathML Core (https://www.w3.org/TR/mathml-core/); spacing between atoms: The TeXbook, chapter 18.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.diagnostics import Span
from builder.render.mathtree import FUNCTION, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.render.fragment import Math

INTEGRALS: Final = frozenset("∫∬∭∮∯∰")
OPENING: Final = frozenset("([{⌊⌈⟨")
CLOSING: Final = frozenset(")]}⌋⌉⟩")
BARS: Final = frozenset("|‖")
BIG: Final = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨄⨆")
"""Operators whose limits stand below and above them where a formula is displayed."""

THIN: Final = "0.167em"

LETTERLIKE: Final = frozenset("∞∂∇∅∀∃∄⊤⊥∠°%$#&@_′″‴⁗℘…⋯⋮⋱□■")
"""Symbols that are no operators: they take no space around them."""

_SIGNS: Final = frozenset("+−-±∓¬")
_NAMES_WITH_LIMITS: Final = frozenset(
    ("lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "arg max", "arg min", "lim inf", "lim sup")
)
_SPACED: Final = str.maketrans(dict.fromkeys("\N{THIN SPACE}\N{SIX-PER-EM SPACE}", " "))
ROWS: Final = frozenset({"math", "mrow", "mtd", "msqrt", "mphantom", "mstyle", "mpadded", "menclose"})
_SCRIPTS: Final = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_TEXT_STYLE: Final = frozenset({"mfrac", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mroot"})
"""Elements whose children are not set in display style, but for the base of scripts."""

_ACCENTS: Final = {"^": "ˆ", "~": "˜", "―": "‾", "¯": "¯"} | {c: c for c in "´˘ˇ˙¨⃛⃜`˚→←↔⏞⏟⎴⎵⏜⏝"}
"""What the engine puts on letters, with the character that fonts draw in its place."""

_ALWAYS_WIDE: Final = frozenset("‾⏞⏟⎴⎵⏜⏝")
_SPACES: Final = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
    "thinmathspace": THIN,
    "mediummathspace": "0.222em",
    "thickmathspace": "0.278em",
}
_STYLES: Final = {
    "bold": ("BOLD",),
    "italic": ("ITALIC",),
    "bold-italic": ("BOLD ITALIC",),
    "double-struck": ("DOUBLE-STRUCK",),
    "script": ("SCRIPT",),
    "fraktur": ("FRAKTUR", "BLACK-LETTER"),
    "sans-serif": ("SANS-SERIF",),
    "sans-serif-italic": ("SANS-SERIF ITALIC",),
    "monospace": ("MONOSPACE",),
}
"""The words by which Unicode names the letters of a MathML variant."""


def anywhere(math: Math) -> Math:
    """Return *math* without its place and the names of its blanks: by this, equal formulas are known."""
    blanks = tuple(replace(blank, numbers=(), hint="") for blank in math.blanks)
    return replace(math, span=Span("", 0, 0), blanks=blanks)


def tree(math: Math) -> Element:
    """Return *math* as a ``<math>`` element of MathML Core without name space.

    Beyond Core it has the attribute `FUNCTION` on names, ``columnalign`` on cells, and ``mathvariant`` on text.
    """
    return made_sound(read(math), display=math.display)


def made_sound(root: Element, *, display: bool) -> Element:
    """Return *root*, a formula as `mathtree.read` gives it, changed in place into what `tree` returns."""
    _sound(root, display=display)
    return root


def _sound(element: Element, *, display: bool) -> None:
    """Make *element* and all below it sound; *display* says whether sums take their limits below and above."""
    inner = display and element.tag not in _TEXT_STYLE
    for index, child in enumerate(element):
        _sound(child, display=display if index == 0 and element.tag in _SCRIPTS else inner)
    _token(element)
    if element.tag in _SCRIPTS and display and _takes_limits(element[0]):
        element.tag = _SCRIPTS[element.tag]
    if element.tag in {"mover", "munder"} and len(element) == 2:
        _accent(element)
    if element.tag == "mtable" and not len(element):
        element.tag, element.attrib = "mrow", {}
    if element.tag in ROWS:
        element[:] = _join(_splice(element))
        _space(element)
        if element.tag in {"msqrt", "menclose"} and not len(element):
            element.append(Element("mrow"))
    else:
        element[:] = [child[0] if _is_wrapper(child) else child for child in element]


def _token(element: Element) -> None:
    """Give a token its element and its characters."""
    text = (element.text or "").translate(_SPACED) if element.tag in {"mi", "mo"} else element.text or ""
    if text.startswith("\\"):
        # A sized bracket, `\\bigl\\{`: the engine hands on the command that names it.
        text = _symbol(text)
        element.text = text
    if element.tag == "mspace":
        element.set("width", _SPACES.get(element.get("width", ""), element.get("width", "0em")))
    elif element.tag in {"mi", "mo"} and FUNCTION not in element.attrib and len(text) > 1 and text[0].isalpha():
        element.tag = "mi"
        element.attrib = {FUNCTION: "limits" if text in _NAMES_WITH_LIMITS else "plain"}
        element.text = text
    elif element.tag == "mi" and text.startswith(".") and text[1:].isdigit():
        element.tag = "mn"
    elif element.tag == "mi" and len(text) == 1 and text not in LETTERLIKE and unicodedata.category(text)[0] in "SP":
        element.tag = "mo"
        if text in OPENING | CLOSING | BARS:
            element.set("stretchy", "false")
    elif element.tag in {"mi", "mn"} and "mathvariant" in element.attrib:
        _set_variant(element, text)
    elif element.tag == "mi" and len(text) == 1 and "Α" <= text <= "Ω":
        element.set("mathvariant", "normal")


def _symbol(command: str) -> str:
    """Return the character of *command*, or the command where the engine knows none."""
    from latex2mathml.symbols_parser import convert_symbol

    code = convert_symbol(command)
    return chr(int(code, 16)) if code else command


def _set_variant(element: Element, text: str) -> None:
    """Turn a ``mathvariant``, of which browsers know ``normal`` alone, into the letters that Unicode has for it."""
    variant = element.attrib.pop("mathvariant")
    if variant == "normal":
        if len(text) == 1 and text.isalpha():
            element.set("mathvariant", "normal")
        return
    element.text = "".join(_letter(character, variant) for character in text)


def _letter(character: str, variant: str) -> str:
    """Return *character* in the alphabet of *variant*, or as it is where Unicode has no such letter."""
    name = unicodedata.name(character, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for style in _STYLES.get(variant, ()):
        for full in (f"MATHEMATICAL {style} {name}", f"{style} {name}"):
            try:
                return unicodedata.lookup(full)
            except KeyError:
                continue
    return "\N{PLANCK CONSTANT}" if (character, variant) == ("h", "italic") else character


def _takes_limits(base: Element) -> bool:
    """Say whether *base* is an operator with its limits below and above in a displayed formula."""
    while base.tag == "mrow" and len(base) == 1:
        base = base[0]
    return base.get(FUNCTION) == "limits" or (base.tag == "mo" and base.text in BIG)


def _accent(element: Element) -> None:
    """Mark what stands on or under one letter or row as an accent, and draw it with the right character."""
    base, mark = element
    if base.tag == "mstyle" and len(base) == 1:
        # An arrow with a label: it is the arrow that grows.
        element[0] = Element("mo", {"stretchy": "true"})
        element[0].text = base[0].text
        element[1] = Element("mrow")
        element[1].extend([Element("mspace", width="0.4em"), *mark[:-1], Element("mspace", width="0.4em")])
    elif mark.tag == "mo" and mark.text in _ACCENTS:
        element.set("accent" if element.tag == "mover" else "accentunder", "true")
        mark.text = _ACCENTS[mark.text]
        wide = len(base) > 1 or len(base.text or "") > 1 or mark.text in _ALWAYS_WIDE
        mark.attrib.update(stretchy="true" if wide else "false", lspace="0em", rspace="0em")


def _is_wrapper(element: Element) -> bool:
    """Say whether *element* is a row that only wraps one other."""
    return element.tag == "mrow" and len(element) == 1 and not element.attrib


def _splice(row: Element) -> Iterator[Element]:
    """Yield the children of *row*; those that are rows without need give theirs instead."""
    for child in row:
        if child.tag != "mrow" or child.attrib:
            yield child
        elif len(child) == 1 and child[0].tag == "mo":
            # A relation or sign in braces is an ordinary symbol to TeX, without space around it.
            child[0].attrib.update(lspace="0em", rspace="0em")
            yield child[0]
        elif len(child) == 0 or (child[0].tag != "mo" and child[-1].tag != "mo"):
            yield from child
        else:
            yield child


def _join(children: Iterator[Element]) -> list[Element]:
    """Return *children* with the parts of one number, one upright word or one operator joined."""
    joined: list[Element] = []
    for child in children:
        if joined and _is_slash(joined[-1]):
            joined[-1:] = [child]
            child.text = unicodedata.normalize("NFC", f"{child.text or ''}\N{COMBINING LONG SOLIDUS OVERLAY}")
        elif joined and _is_upright(joined[-1]) and _is_upright(child):
            joined[-1].text = f"{joined[-1].text}{child.text}"
            joined[-1].attrib.clear()
            joined[-1].set("class", "upright")
        elif joined and child.tag == joined[-1].tag == "mo" and (joined[-1].text, child.text) == (":", "="):
            joined[-1].text = ":="
        elif child.tag == "mn" and len(joined) > 1 and _is_separator(joined[-1]) and joined[-2].tag == "mn":
            separator = joined.pop()
            joined[-1].text = f"{joined[-1].text}{separator.text}{child.text}"
        else:
            joined.append(child)
    return joined


def _is_upright(element: Element) -> bool:
    """Say whether *element* is an upright letter, or some already joined."""
    if element.tag != "mi" or not (element.text or "").isascii():
        return False
    return element.get("mathvariant") == "normal" or element.get("class") == "upright"


def _is_slash(element: Element) -> bool:
    r"""Say whether *element* is the stroke that the engine makes of ``\not``."""
    return element.tag == "mpadded" and len(element) == 1 and element[0].text == "⧸"


def _is_separator(element: Element) -> bool:
    """Say whether *element* is a comma in braces, as in ``1{,}000``."""
    return element.tag == "mo" and element.text == "," and element.get("lspace") == "0em"


def _space(row: Element) -> None:
    """Give the operators of *row* the form and the space that TeX gives them."""
    before: Element | None = None
    for child in row:
        if child.tag == "mspace":
            continue
        core = base_of(child)
        text = core.text or ""
        if core.tag == "mo":
            _form(core, text, before, fenced=len(row) > 1 and any(sibling.tag == "mtable" for sibling in row))
        elif FUNCTION in core.attrib and _is_operand(before):
            core.set("lspace", THIN)
        if before is not None and FUNCTION in base_of(before).attrib and not text.startswith(tuple(OPENING)):
            base_of(before).set("rspace", THIN)
        before = child


def _form(operator: Element, text: str, before: Element | None, *, fenced: bool) -> None:
    """Set how *operator* stands to what is *before* it; *fenced* brackets grow with the table that they hold."""
    if text in OPENING:
        operator.set("form", "prefix")
    elif text in CLOSING:
        operator.set("form", "postfix")
    elif text in BARS and not fenced and "form" not in operator.attrib:
        operator.attrib.update(stretchy="false", lspace="0em", rspace="0em")
    elif text in _SIGNS and not _is_operand(before):
        operator.set("form", "prefix")


def base_of(element: Element) -> Element:
    """Return what decides how *element* stands in its row: the base of scripts, itself else."""
    while element.tag in _TEXT_STYLE - {"mfrac", "mroot"} and len(element):
        element = element[0]
    return element


def _is_operand(element: Element | None) -> bool:
    """Say whether what follows *element* in a row is a binary operator, if it is one at all."""
    if element is None:
        return False
    core = base_of(element)
    if core.tag != "mo":
        return FUNCTION not in core.attrib
    return core.text in CLOSING | BARS | {"!", "′"} or core.get("form") == "postfix"
