"""A PDF read back, for the account: pages, named destinations, and the words that stand at each.

PDFium reads it, which shares nothing with what wrote it: what is counted here is what a reader gets to see.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HYPHENS: Final = "-\u00ad\u2010\u2011\u0002\ufffe"
"""All that may stand for a hyphen; at the end of a line PDFium says U+0002 or U+FFFE, by its version."""

_HYPHENATED: Final = re.compile(rf"[{_HYPHENS}]\s*[\r\n]+\s*|[{_HYPHENS}]")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]")

_FOOTNOTE: Final = "fn_"
_IN_A_CARD: Final = "_"
"""Every anchor but a card's or a question's holds it."""

_SLACK: Final = 2.0
"""Points by which the middle of a line may stand above the destination that it belongs to."""

_NO_MARK: Final = -1

STAND_IN: Final = "□"
_NO_HEAD: Final = -1


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some marked text of a page."""

    y: float
    """Middle of its line, in points from the bottom of the page."""
    text: str
    head: int = _NO_HEAD
    """Which of the page's table heads it stands in."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A named place."""

    name: str
    page: int
    """From 0."""
    y: float
    """Points from the bottom of the page."""


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a PDF holds."""

    pages: int
    destinations: tuple[Destination, ...]
    """From the first page to the last, downwards."""
    words: Mapping[str, tuple[str, ...]]
    """By destination, the words from there up to the next one, as `words` gives them.

    A card's or question's (its name holds no ``_``) go on to the next of that kind, over the figures and headings
    in it; a footnote's stop at the foot of its page, and are nobody else's. Running heads, words in drawings and the
    head that a table repeats on its next page are left out; a □ that stands for a missing character comes behind the
    words around it.
    """


def read_pdf(data: bytes) -> PdfContents:
    """Return the contents of the PDF *data*.

    Raises:
        PdfiumError: *data* is no PDF.

    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        destinations = tuple(sorted(_destinations(document), key=_reading_order))
        stretches = _stretches(document, destinations)
        return PdfContents(len(document), destinations, {name: words(text) for name, text in stretches.items()})
    finally:
        document.close()


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text* in the form in which they compare.

    Ligatures are taken apart (NFKC, Unicode Standard Annex 15), invisible characters are left out, and so are
    hyphens: at a line's end nobody can tell one that hyphenation put there from the author's.
    """
    joined = _HYPHENATED.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_INVISIBLE.sub("", joined).split())


def _reading_order(destination: Destination) -> tuple[int, float, str]:
    """Return what destinations are sorted by."""
    return destination.page, -destination.y, destination.name


def _destinations(document: Any) -> Iterator[Destination]:  # noqa: ANN401 (pypdfium2 carries no types)
    """Yield the named destinations of *document*."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDF_CountNamedDests(document)):
        size = ctypes.c_long(0)
        pdfium.FPDF_GetNamedDest(document, index, None, size)
        buffer = ctypes.create_string_buffer(size.value)
        place = pdfium.FPDF_GetNamedDest(document, index, buffer, size)
        name = buffer.raw[: size.value].decode("utf-16-le").rstrip("\0")
        has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        pdfium.FPDFDest_GetLocationInPage(place, has_x, has_y, has_zoom, x, y, zoom)
        yield Destination(name, pdfium.FPDFDest_GetDestPageIndex(document, place), y.value)


def _stretches(document: Any, destinations: Sequence[Destination]) -> dict[str, str]:  # noqa: ANN401
    """Return the text from each of *destinations*, which are in reading order, up to where it ends."""
    texts: dict[str, list[str]] = {destination.name: [] for destination in destinations}
    by_page: dict[int, list[Destination]] = {}
    for destination in destinations:
        by_page.setdefault(destination.page, []).append(destination)
    current: tuple[str, ...] = ()
    head = ""
    for number in range(len(document)):
        here = by_page.get(number, [])
        owners = [current]
        for destination in here:
            owners.append(_owners(owners[-1], destination.name))
            current = current if destination.name.startswith(_FOOTNOTE) else owners[-1]
        pieces = _pieces(document[number])
        repeated = pieces[0].head if pieces and _words_of_head(pieces, pieces[0].head) == head else _NO_HEAD
        head = _words_of_head(pieces, max((piece.head for piece in pieces), default=_NO_HEAD))
        for piece in pieces:
            if repeated != _NO_HEAD and piece.head == repeated:
                continue
            above = sum(destination.y + _SLACK >= piece.y for destination in here)
            for name in owners[above]:
                texts[name].append(piece.text)
    return {name: "".join(parts) for name, parts in texts.items()}


def _owners(before: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the destinations that text below *name* belongs to, where it belonged to those *before* above it."""
    if name.startswith(_FOOTNOTE) or _IN_A_CARD not in name:
        return (name,)
    return (*(each for each in before if _IN_A_CARD not in each), name)


def _words_of_head(pieces: Sequence[_Piece], head: int) -> str:
    """Return what the table head number *head* of a page says, white space aside."""
    return "".join("".join(piece.text.split()) for piece in pieces if piece.head == head != _NO_HEAD)


def _pieces(page: Any) -> list[_Piece]:  # noqa: ANN401
    """Return the marked text of *page* in the order of its structure."""
    import pypdfium2.raw as pdfium

    heads = _marks_in_order(page)
    content = page.get_textpage()
    found: dict[int, tuple[float, list[str]]] = {}
    # They are drawn by images, and what an image draws has no mark of its own in the text.
    stand_ins: list[_Piece] = []
    last = _NO_MARK
    for index in range(content.count_chars()):
        item = pdfium.FPDFText_GetTextObject(content, index)
        character = chr(pdfium.FPDFText_GetUnicode(content, index))
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item) if item else last
        if mark == _NO_MARK and character == STAND_IN:
            stand_ins.append(_Piece(_middle(content, index), character))
        if mark not in found:
            found[mark] = (_middle(content, index), [])
        elif mark != last:
            found[mark][1].append("\n")
        found[mark][1].append(character)
        last = mark
    ranks = {mark: rank for rank, mark in enumerate(found)}
    pieces = []
    for before, mark in pairwise((_NO_MARK, *(mark for mark in heads if mark in found))):
        # What PDFium puts between two pieces holds only where they follow each other in the file too.
        follows = before in ranks and ranks[mark] == ranks[before] + 1
        y, characters = found[mark]
        pieces.append(_Piece(y, ("" if follows else "\n") + _paired("".join(characters)), heads[mark]))
    return pieces + stand_ins


def _paired(text: str) -> str:
    """Return *text* with the halves of characters beyond U+FFFF, which PDFium hands out singly, put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _middle(content: Any, index: int) -> float:  # noqa: ANN401
    """Return the middle height of a character, in points from the bottom of the page."""
    _, bottom, _, top = content.get_charbox(index)
    return float(bottom + top) / 2


def _marks_in_order(page: Any) -> dict[int, int]:  # noqa: ANN401
    """Return the numbers of the marked content of *page* in the order of its structure tree, each with its head.

    The value is the number of the table head that the content stands in.
    """
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    marks: dict[int, int] = {}
    heads = 0
    waiting: list[tuple[Any, int]] = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), _NO_HEAD)
        for index in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
    ]
    while waiting:
        element, head = waiting.pop()
        if isinstance(element, int):
            marks[element] = head
            continue
        if _type(element) == "THead":
            head, heads = heads, heads + 1
        kids: list[Any] = []
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            kid = pdfium.FPDF_StructElement_GetChildAtIndex(element, index) if mark == _NO_MARK else mark
            kids += [(kid, head)] if isinstance(kid, int) or kid else []
        waiting += reversed(kids)
    pdfium.FPDF_StructTree_Close(tree)
    return marks


def _type(element: Any) -> str:  # noqa: ANN401
    """Return the type of a structure element, such as ``TD``."""
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(pdfium.FPDF_StructElement_GetType(element, None, 0))
    pdfium.FPDF_StructElement_GetType(element, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le").rstrip("\0")
