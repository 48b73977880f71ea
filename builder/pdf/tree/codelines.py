"""Code in lines that can be wrapped and can say so, whatever elements span them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BREAK: Final = "\N{ZERO WIDTH SPACE}"
"""Lets a line break where it stands, and leaves no trace on the page."""


def part_lines(pre: ET.Element, room: int) -> None:
    """Give each line of the code block *pre* an element of its own.

    A line of more than *room* characters is of the class ``long``: should it be wrapped, the style sheet says so.
    """
    code = pre.find("code")
    holder = pre if code is None else code
    pieces = list(_pieces(holder, ()))
    holder.text = None
    for child in list(holder):
        holder.remove(child)
    for line in _lines(pieces):
        long = sum(len(text) for _, text in line) > room
        shell = ET.SubElement(holder, "span", {"class": "line long" if long else "line"})
        _fill(shell, _loosened(line, room) if long else line)


_Piece = tuple[tuple[ET.Element, ...], str]
"""Some text, and the inline elements that it stands in, outermost first."""


def _pieces(element: ET.Element, within: tuple[ET.Element, ...]) -> Iterator[_Piece]:
    """Yield the text in *element*, piece by piece; an element without any counts as an empty piece."""
    if element.text:
        yield within, element.text
    for child in element:
        if not len(child) and not child.text:
            yield (*within, child), ""
        else:
            yield from _pieces(child, (*within, child))
        if child.tail:
            yield within, child.tail


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return *pieces* line by line; the last line break ends the last line and begins none."""
    lines: list[list[_Piece]] = [[]]
    for within, text in pieces:
        first, *rest = text.split("\n")
        lines[-1].append((within, first))
        lines += [[(within, part)] for part in rest]
    while len(lines) > 1 and not any(text for _, text in lines[-1]):
        lines.pop()
    return lines


def _loosened(line: Sequence[_Piece], room: int) -> list[_Piece]:
    """Return *line* with a place to break between the pieces of each run without spaces that is too long.

    WeasyPrint breaks a long word only where it begins its line, and each piece of highlighted code is a word to it.
    """
    code = "".join(text for _, text in line)
    tight = {
        at for run in re.finditer(r"\S+", code) if len(run[0]) > room // 2 for at in range(run.start() + 1, run.end())
    }
    loosened: list[_Piece] = []
    at = 0
    for within, text in line:
        loosened.append((within, BREAK + text if at in tight else text))
        at += len(text)
    return loosened


def _fill(shell: ET.Element, line: Sequence[_Piece]) -> None:
    """Put the pieces of a line into *shell*, each within copies of the elements it stood in."""
    opened: list[tuple[ET.Element, ET.Element]] = []
    for within, text in line:
        kept = 0
        while kept < min(len(opened), len(within)) and opened[kept][0] is within[kept]:
            kept += 1
        del opened[kept:]
        for original in within[kept:]:
            parent = opened[-1][1] if opened else shell
            opened.append((original, ET.SubElement(parent, original.tag, dict(original.attrib))))
        _append_text(opened[-1][1] if opened else shell, text)


def _append_text(element: ET.Element, text: str) -> None:
    """Add *text* at the end of *element*."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
