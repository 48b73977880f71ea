"""What a side of a card shows of the clozes in a field: Anki's filter ``cloze`` (`cloze.rs`, `imageocclusion.rs`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.anki.cloze import IMAGE_OCCLUSION, Cloze, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MATHJAX: Final = re.compile(r"(\\[(\[])(.*?)(\\[\])])", re.DOTALL)
_MARKUP: Final = re.compile(
    r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.DOTALL | re.IGNORECASE
)
_NAMED: Final = {'"': "&quot;", "&": "&amp;", "'": "&#x27;", "<": "&lt;", ">": "&gt;"}
_LATIN: Final = 256
_ATTRIBUTE: Final = {
    code: _NAMED.get(chr(code), f"&#x{code:02X};")
    for code in range(_LATIN)
    if not (chr(code).isascii() and chr(code).isalnum())
}
"""What Anki writes for the characters of an attribute: all of Latin-1 that is no ASCII letter or digit."""

_SHAPES: Final = frozenset({"rect", "ellipse", "polygon", "text"})
_PROPERTY: Final = re.compile(r":(?P<name>[^=]+)=(?P<value>(?:[^\\:]|\\[\\:])+)")
_ESCAPED: Final = re.compile(r"\\([\\:])")
_DATA: Final = {
    **{name: name for name in ("left", "top", "angle", "fill", "width", "height", "rx", "ry", "points", "scale")},
    "oi": "occludeInactive",
    "text": "text",
    "fs": "font-size",
}
"""The attribute ``data-…`` for each property of a mask."""
_NOT_ZERO: Final = frozenset({"width", "height", "rx", "ry", "scale"})


def reveal(field: str, number: int, *, front: bool) -> str:
    """Return *field* as the card with this *number* shows it, nothing where the card has no cloze in it.

    MathJax finds no elements in its formulas, as Anki wants it.
    """
    nodes = parse(field)
    if not _asks(nodes, number):
        return ""
    return _strip_in_math("".join(_shown(nodes, number, front=front)))


def _strip_in_math(html: str) -> str:
    """Return *html* without any markup between the brackets of MathJax."""
    return _MATHJAX.sub(lambda match: match[1] + strip_markup(match[2]) + match[3], html)


def strip_markup(html: str) -> str:
    """Return *html* without tags, comments, styles and scripts; character references stay."""
    return _MARKUP.sub("", html)


def _asks(nodes: Iterable[str | Cloze], number: int) -> bool:
    """Say whether a cloze that is looked at while *nodes* are shown has this *number*; masks hold no others."""
    return any(
        number in node.numbers or (_mask(node) is None and _asks(node.nodes, number))
        for node in nodes
        if isinstance(node, Cloze)
    )


def _shown(nodes: Iterable[str | Cloze], number: int, *, front: bool) -> Iterator[str]:
    """Yield what becomes of *nodes*."""
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        asked = number in node.numbers
        numbers = ",".join(map(str, node.numbers))
        mask = _mask(node)
        if mask is not None:
            is_covered = (front and asked) or 0 in node.numbers
            kind = "cloze" if is_covered else "cloze-highlight" if asked else "cloze-inactive"
            yield f'<div class="{kind}" data-ordinal="{numbers}" {_mask_data(mask)}></div>'
            continue
        inside = "".join(_shown(node.nodes, number, front=front))
        if asked and front:
            hidden, hint = inside.translate(_ATTRIBUTE), "..." if node.hint is None else node.hint
            yield f'<span class="cloze" data-cloze="{hidden}" data-ordinal="{numbers}">[{hint}]</span>'
        else:
            yield f'<span class="{"cloze" if asked else "cloze-inactive"}" data-ordinal="{numbers}">{inside}</span>'


def _mask(cloze: Cloze) -> str | None:
    """Return the shape that a cloze stands for in an image, or nothing."""
    first = cloze.nodes[0] if cloze.nodes else ""
    if isinstance(first, str) and first.startswith(IMAGE_OCCLUSION):
        return first.removeprefix(IMAGE_OCCLUSION)
    return None


def _mask_data(mask: str) -> str:
    """Return the attributes of a *mask*, each with a space behind it: ``rect:left=.1:top=.2:width=.3:height=.1``."""
    shape, colon, _ = mask.partition(":")
    if not colon:
        return ""
    found = [f'data-shape="{shape}" '] if shape in _SHAPES else []
    place = len(shape)
    while match := _PROPERTY.match(mask, place):
        place = match.end()
        found.append(_property(match["name"], _ESCAPED.sub(r"\1", match["value"])))
    return "".join(found)


def _property(name: str, value: str) -> str:
    """Return one property of a mask as an attribute, or nothing."""
    if name not in _DATA or (name in _NOT_ZERO and value == "0"):
        return ""
    if name == "points":
        value = " ".join(pair for pair in value.split(" ") if "," in pair)
    elif name == "text":
        value = value.translate(_ATTRIBUTE)
    return f'data-{_DATA[name]}="{value}" ' if value else ""
