"""Blocks that run the other way than the text around them: a paragraph, a list or a table in a script of its own."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from builder.pdf.tree.fit import classes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

_BLOCKS: Final = frozenset("p h2 h3 h4 h5 h6 ul ol table caption figcaption blockquote".split())
_FROM_THE_LEFT: Final = frozenset(("pre", "code", "kbd", "samp", "style", "script", "head"))
"""Elements whose text says nothing of the language around it."""
_SMALL_PRINT: Final = "small-print"
_OURS: Final = frozenset("aside below callout-title cited colophon hint own recall-head small-print".split())
"""Classes of lines that begin with a word of ours, in English in any deck: they stand as what they belong to."""

_MOST: Final = 2 / 3
"""The part of its letters that has to be from the other direction: a text may well begin with a foreign word."""


def turn_blocks(root: ET.Element) -> None:
    """Give each block below *root* a ``dir`` that its letters ask for, where it is not that of what it stands in."""
    if any(_is_backwards(character) for text in root.itertext() if not text.isascii() for character in text):
        _turn(root, root.get("dir", "ltr"))


def _turn(element: ET.Element, towards: str) -> None:
    """Do so for what is in *element*, which runs *towards*."""
    for child in element:
        if child.tag in _FROM_THE_LEFT:
            continue
        way = child.get("dir", towards)
        if child.tag in _BLOCKS and _OURS.isdisjoint(classes(child)):
            letters = [_is_backwards(letter) for letter in _letters(child)]
            other = sum(letters) if way == "ltr" else len(letters) - sum(letters)
            if letters and other / len(letters) > _MOST:
                way = "rtl" if way == "ltr" else "ltr"
                child.set("dir", way)
        _turn(child, way)


def _letters(element: ET.Element) -> Iterator[str]:
    """Yield the letters of *element* that have a direction."""
    if element.tag not in _FROM_THE_LEFT and _SMALL_PRINT not in classes(element):
        yield from _strong(element.text)
        for child in element:
            yield from _letters(child)
            yield from _strong(child.tail)


def _strong(text: str | None) -> Iterator[str]:
    """Yield the characters of *text* that have a direction."""
    return (character for character in text or "" if unicodedata.bidirectional(character) in {"L", "R", "AL"})


def _is_backwards(character: str) -> bool:
    """Say whether *character* is written from the right."""
    return unicodedata.bidirectional(character) in {"R", "AL"}
