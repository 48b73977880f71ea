"""The innermost texts of a text: what Markdown reads as prose, as code, or passes on as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from builder.source.blocks import Block, Shape, content
from builder.source.splitter import split
from builder.source.tables import read_table
from builder.source.text import Text, part

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text without block structure of its own."""

    block: Block
    text: Text
    place: str
    """``prose``, ``code`` or ``html``."""


def leaves(text: Text, *, inline: bool = False, depth: int = 0) -> Iterator[Leaf]:
    """Yield the leaves of *text*, the inside of *depth* containers, in order; definitions, comments, rules are none.

    An *inline* text, such as a heading's, is one leaf of prose whatever it looks like.
    """
    if inline:
        yield Leaf(Block(Shape.PARAGRAPH, 0, len(text.value)), text, "prose")
        return
    for block in split(text.value, depth=depth):
        yield from _leaves_of(text, block, depth)


def _leaves_of(text: Text, block: Block, depth: int) -> Iterator[Leaf]:
    """Yield the leaves of one block of *text*."""
    match block.shape:
        case Shape.QUOTE:
            yield from leaves(content(text, block.pieces), depth=depth + 1)
        case Shape.LIST | Shape.TERMS:
            for item in block.items:
                inside = content(text, item.pieces)
                yield from leaves(inside, inline=not item.marker, depth=depth + 1)
        case Shape.FENCE | Shape.CODE:
            yield Leaf(block, content(text, block.pieces), "code")
        case Shape.HTML:
            yield Leaf(block, part(text, block.start, block.end), "html")
        case Shape.TABLE:
            table = read_table(text.value, block.start, block.end)
            for start, end in chain(table.head, *table.rows):
                yield Leaf(block, part(text, start, end), "prose")
        case Shape.PARAGRAPH:
            yield Leaf(block, part(text, block.start, block.end), "prose")
        case Shape.HEADING:
            yield Leaf(block, heading_text(text, block), "prose")
        case _:
            return


def heading_text(text: Text, block: Block) -> Text:
    """Return what a heading says, without its marks before and behind; an attribute list is still there."""
    line = text.value[block.start : block.end]
    begin = len(line) - len(line.lstrip(" ").lstrip("#").lstrip())
    end = len(line.rstrip())
    bare = line[begin:end].rstrip("#")
    if bare != line[begin:end] and (not bare or bare[-1] in " \t"):
        end = begin + len(bare.rstrip())
    return part(text, block.start + min(begin, end), block.start + end)
