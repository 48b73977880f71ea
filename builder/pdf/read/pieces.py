"""The text of one page of a PDF by its marked content, as PDFium reads it."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from math import atan2, pi
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

STAND_IN: Final = "□"
"""Printed, as an image, for a character that no font has."""
_NO_MARK: Final = -1
_STRIDE: Final = 16
"""Characters that are passed over at once where those at both ends are of one object."""
_BACKWARDS: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Of text that is written from the right, whose objects PDFium may hand out in each other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some marked text: mostly a line, or a part of one that is set in another face."""

    text: str
    rank: int
    """Its place among what the page draws, from 0."""
    x: float
    """Where it begins, in points in its own frame: turned so that its lines go to the right and follow downwards."""
    y: float
    """Middle of its first line, in the same frame, upwards."""
    turn: int = 0
    """By how many quarters, against the clock, it is turned on the page."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page."""

    pieces: dict[int, Piece]
    """By the number of their mark, in the order in which they are drawn; artifacts are among them."""
    stand_ins: tuple[Piece, ...]
    """Each `STAND_IN`: what an image draws has no mark of its own in the text."""


def read_page(page: Any) -> PageText:  # noqa: ANN401 (pypdfium2 carries no types)
    """Return the text of *page*, a `pypdfium2.PdfPage`."""
    content = page.get_textpage()
    text = _characters(content)
    found: dict[int, tuple[int, list[str]]] = {}
    stand_ins: list[Piece] = []
    last = _NO_MARK
    for start, end, mark in _runs(content.raw, text):
        if mark == _NO_MARK:
            stand_ins += [_piece(content, at, STAND_IN, 0) for at in range(start, end) if text[at] == STAND_IN]
        if mark not in found:
            found[mark] = (start, [])
        elif mark != last:
            found[mark][1].append("\n")
        found[mark][1].append(text[start:end])
        last = mark
    pieces = {
        mark: _piece(content, start, _paired("".join(said)), rank)
        for rank, (mark, (start, said)) in enumerate(found.items())
    }
    content.close()
    return PageText(pieces, tuple(stand_ins))


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return where the point *x*, *y* of a page stands in a frame that is turned by *turn* quarters on it."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _runs(raw: Any, text: str) -> Iterator[tuple[int, int, int]]:  # noqa: ANN401
    """Yield from where to where the characters of a page, *text*, have one mark, and its number.

    What PDFium adds, such as the end of a line, has no object and belongs to what stands before it. Calls are dear:
    most characters are passed over, for those of an object follow each other.
    """
    import pypdfium2.raw as pdfium

    marks = {0: _NO_MARK}
    stride = 1 if _BACKWARDS.search(text) else _STRIDE

    def object_at(index: int) -> int:
        """Return the address of the object that a character is of, or 0 where it has none."""
        item = pdfium.FPDFText_GetTextObject(raw, index)
        if not item:
            return 0
        address = ctypes.addressof(item.contents)
        if address not in marks:
            marks[address] = pdfium.FPDFPageObj_GetMarkedContentID(item)
        return address

    mark, start, index = _NO_MARK, 0, 0
    while index < len(text):
        address = object_at(index)
        if address and marks[address] != mark:
            if index > start:
                yield start, index, mark
            mark, start = marks[address], index
        index += 1
        while address and index + stride <= len(text) and object_at(index + stride - 1) == address:
            index += stride
    if len(text) > start:
        yield start, len(text), mark


def _characters(content: Any) -> str:  # noqa: ANN401
    """Return the characters of a page, in the order of its text; halves of a pair are two."""
    import pypdfium2.raw as pdfium

    count = content.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(content.raw, 0, count, buffer) == count + 1:
        return "".join(map(chr, buffer[:count]))
    return "".join(chr(pdfium.FPDFText_GetUnicode(content.raw, index)) for index in range(count))


def _paired(text: str) -> str:
    """Return *text* with the halves of characters beyond U+FFFF, which PDFium hands out singly, put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _piece(content: Any, index: int, text: str, rank: int) -> Piece:  # noqa: ANN401
    """Return *text*, whose first character has the number *index* on its page."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = content.get_charbox(index)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(content.raw, index, matrix)
    turn = round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4
    corners = [turned(x, y, turn) for x, y in ((left, bottom), (right, top))]
    return Piece(text, rank, min(x for x, _ in corners), sum(y for _, y in corners) / 2, turn)
