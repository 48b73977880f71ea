"""What a file defines once and uses anywhere: reference links, footnotes, abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.model import Definitions
from builder.source import lines
from builder.source.blocks import DEFINITIONS, Shape, content
from builder.source.inline import label_key, unescape
from builder.source.splitter import split

if TYPE_CHECKING:
    from builder.source.text import Text


def read_definitions(text: Text) -> Definitions:
    """Return all definitions in *text*, a whole file, lists and quotes included; of two alike the first counts."""
    found = Definitions({}, {}, {})
    _collect(text, found.links, found.footnotes, found.abbreviations)  # type: ignore[arg-type]
    return found


def _collect(
    text: Text,
    links: dict[str, tuple[str, str]],
    footnotes: dict[str, Text],
    abbreviations: dict[str, str],
    *,
    depth: int = 0,
) -> None:
    """Add the definitions of *text* to what has been found."""
    for block in split(text.value, marks=depth == 0, depth=depth):
        if block.shape in {Shape.LIST, Shape.QUOTE, Shape.TERMS}:
            if "]:" in text.value[block.start : block.end]:
                insides = [item.pieces for item in block.items] or [block.pieces]
                for pieces in insides:
                    _collect(content(text, pieces), links, footnotes, abbreviations, depth=depth + 1)
        elif block.shape in DEFINITIONS:
            _define(text, block.start, links, abbreviations)
            if block.shape is Shape.FOOTNOTE:
                footnotes.setdefault(label_key(block.info), content(text, block.pieces))


def _define(text: Text, at: int, links: dict[str, tuple[str, str]], abbreviations: dict[str, str]) -> None:
    """Add the link or abbreviation that is defined at *at*."""
    if lines.FOOTNOTE.match(text.value, at):
        return
    if found := lines.ABBREVIATION.match(text.value, at):
        abbreviations.setdefault(found[1].strip(), found[2].strip())
    elif found := lines.LINK.match(text.value, at):
        address = found[2] if found[2] is not None else found[3]
        title = next((said for said in found.group(4, 5, 6) if said is not None), "")
        links.setdefault(label_key(found[1]), (unescape(address), unescape(title)))
