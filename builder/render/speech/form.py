"""The form in which a formula is said: what is not heard is gone, and brackets hold what stands between them.

MathML writes ``(a+b)²`` as a row whose last bracket has a script. Here each pair of brackets and bars is one element,
`tree.FENCED`, which holds its inside and is itself the base of the script; it knows whether it holds the
arguments of a function. What MathML says for the eye alone (spaces, styles, rows in rows, phantoms) is taken out.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.render.mathtree import BLANK, FUNCTION
from builder.render.speech.letters import VARIANTS, style_of
from builder.render.speech.pairs import is_fence, paired
from builder.render.speech.tree import (
    APART,
    CLOSED,
    FENCED,
    LOOSE,
    ROLE,
    SCRIPTS,
    core_of,
    is_common_fraction,
    is_factor,
    is_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_ROWS: Final = frozenset(("math", "mrow", "mstyle", "mpadded"))
_TOKENS: Final = frozenset(("mi", "mn", "mo", "mtext"))
_SETS: Final = frozenset("∩∪∖⧵")
_WIDE: Final = 1.0
"""From this width on, in em, a space parts two formulas, and is said as a pause."""


def said_form(root: Element, *, hidden: bool) -> Element:
    """Return a new tree of *root* as it is said; with *hidden* each blank is the word ``blank`` and nothing else."""
    form = _form(root, hidden=hidden)
    _tell_sizes(form)
    seen = {character for token in form.iter() for character in token.text or ""}
    alone = str.maketrans({variant: plain for plain, variant in VARIANTS.items() if plain not in seen})
    for token in form.iter("mi"):
        # Two shapes of one letter are told apart only where both are used.
        token.text = (token.text or "").translate(alone)
    return form


def _tell_sizes(form: Element) -> None:
    """Note that bars mean the size of a set, all of them in a formula in which one pair does."""
    measures = [fence for fence in form.iter(FENCED) if fence.get("open") == fence.get("close") == "|"]
    if any(part.tag == "mo" and part.text in _SETS for fence in measures for part in fence):
        for fence in measures:
            fence.set(ROLE, "size")


def local_name(element: Element) -> str:
    """Return the name of *element* without its name space."""
    return element.tag.removeprefix(_NAMESPACE)


def _form(element: Element, *, hidden: bool) -> Element:
    """Return *element* and all below it in the form in which they are said."""
    tag = local_name(element)
    if hidden and element.get("class") == BLANK:
        # It may hide anything, even an operator, so nothing is read into what stands beside it.
        word = Element("mtext", {LOOSE: "true"})
        word.text = "blank"
        return word
    if tag in _TOKENS:
        return _token(element, tag)
    if tag == "mphantom":
        return Element("mrow")
    inside = [_form(child, hidden=hidden) for child in element]
    if tag in _ROWS:
        row = _row(inside)
        return row[0] if len(row) == 1 else _element("mrow", {}, row)
    if tag in SCRIPTS and inside and inside[0].tag in ("mfrac", "msqrt", "mroot"):
        inside[0].set(CLOSED, "true")
    kept = _row(inside) if tag in ("msqrt", "menclose", "mtd") else inside
    return _element(tag, element.attrib, kept)


def _element(tag: str, attributes: dict[str, str], children: Sequence[Element]) -> Element:
    """Return a new element."""
    element = Element(tag, dict(attributes))
    element.extend(children)
    return element


def _token(element: Element, tag: str) -> Element:
    """Return a copy of a token; the name of a function is an ``<mi>`` that says so."""
    token = Element(tag, dict(element.attrib))
    token.text = element.text or ""
    if token.text in ("…", "⋯"):
        token.tag = "mo"
    if tag == "mtext":
        token.text = " ".join(token.text.split())
        token.attrib = {LOOSE: "true"} if len(token.text) < len(element.text or "") else {}
    if tag == "mo" and len(token.text) > 1 and token.text[0].isalpha() and token.text[1].isprintable():
        token.tag = "mi"
        token.attrib = {FUNCTION: "plain"}
    return token


def _row(children: Sequence[Element]) -> list[Element]:
    """Return what is said of a row of *children*, with brackets and bars paired."""
    return paired(_fractions(_heard(children)))


def _heard(children: Sequence[Element]) -> list[Element]:
    """Return *children* without what has no sound; rows give their own, a number in groups of three is one."""
    heard: list[Element] = []
    apart = False
    for child in chain.from_iterable(child if child.tag == "mrow" else (child,) for child in children):
        if child.tag in _TOKENS and not (child.text or "").strip() and not is_fence(child):
            apart = apart or bool(child.text)
        elif child.tag == "mspace" and _width(child) < _WIDE:
            apart = apart or _width(child) > 0
        elif heard and is_name(core_of(child)) and is_name(heard[-1]) and heard[-1].text == "arg":
            # Written as two names, it is one.
            heard.pop()
            core_of(child).text = f"arg {core_of(child).text}"
            heard.append(child)
        elif heard and _is_lettering(child) and style_of(heard[-1].text or " ") == style_of(child.text or ""):
            heard[-1].text = f"{heard[-1].text}{child.text}"
        elif apart and child.tag == "mn" and _continues(heard, child):
            heard[-1].text = f"{heard[-1].text}{child.text}"
            apart = False
        else:
            if apart:
                child.set(APART, "true")
            heard.append(child)
            apart = False
    return heard


def _is_lettering(child: Element) -> bool:
    """Say whether *child* is a letter of an alphabet that words are set in."""
    return child.tag == "mi" and style_of(child.text or "") in ("monospace ", "sans-serif ")


def _continues(heard: Sequence[Element], number: Element) -> bool:
    """Say whether *number* is the next group of three digits of the last one *heard*."""
    before = heard[-1].text or "" if heard and heard[-1].tag == "mn" else ""
    return before.isdecimal() and (number.text or "")[:3].isdecimal() and len((number.text or "").split(".")[0]) == 3


def _width(space: Element) -> float:
    """Return the width of a space in em; 0 if it is written otherwise."""
    try:
        return float(space.get("width", "").removesuffix("em"))
    except ValueError:
        return 0.0


def _fractions(parts: list[Element]) -> Iterator[Element]:
    """Yield *parts* with small numbers around a slash, as in ``1/2``, made one fraction."""
    index = 0
    while index < len(parts):
        three = parts[index : index + 3]
        fraction = _element("mfrac", {}, three[::2])
        alone = not is_factor(parts, index + 3) and not (index and is_factor(parts, index - 1))
        if len(three) == 3 and three[1].text == "/" and is_common_fraction(fraction) and alone:
            yield fraction
            index += 3
        else:
            yield parts[index]
            index += 1
