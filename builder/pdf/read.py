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
    in it; a footnote's stop at the foot of its page, and are nobody else's. Running heads and words in drawings are
    left out; a □ that stands for a missing character comes behind the words around it.
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
    for number in range(len(document)):
        here = by_page.get(number, [])
        owners = [current]
        for destination in here:
            owners.append(_owners(owners[-1], destination.name))
            current = current if destination.name.startswith(_FOOTNOTE) else owners[-1]
        for y, text in _pieces(document[number]):
            above = sum(destination.y + _SLACK >= y for destination in here)
            for name in owners[above]:
                texts[name].append(text)
    return {name: "".join(parts) for name, parts in texts.items()}


def _owners(before: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the destinations that text below *name* belongs to, where it belonged to those *before* above it."""
    if name.startswith(_FOOTNOTE) or _IN_A_CARD not in name:
        return (name,)
    return (*(each for each in before if _IN_A_CARD not in each), name)


def _pieces(page: Any) -> list[tuple[float, str]]:  # noqa: ANN401
    """Return the marked text of *page* in the order of its structure: middle of its line in points, and the text."""
    import pypdfium2.raw as pdfium

    marks = _marks_in_order(page)
    content = page.get_textpage()
    found: dict[int, tuple[float, list[str]]] = {}
    # They are drawn by images, and what an image draws has no mark of its own in the text.
    stand_ins: list[tuple[float, str]] = []
    last = _NO_MARK
    for index in range(content.count_chars()):
        item = pdfium.FPDFText_GetTextObject(content, index)
        character = chr(pdfium.FPDFText_GetUnicode(content, index))
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item) if item else last
        if mark == _NO_MARK and character == STAND_IN:
            stand_ins.append((_middle(content, index), character))
        if mark not in found:
            found[mark] = (_middle(content, index), [])
        elif mark != last:
            found[mark][1].append("\n")
        found[mark][1].append(character)
        last = mark
    ranks = {mark: rank for rank, mark in enumerate(found)}
    pieces = []
    for before, mark in pairwise((_NO_MARK, *(mark for mark in marks if mark in found))):
        # What PDFium puts between two pieces holds only where they follow each other in the file too.
        follows = before in ranks and ranks[mark] == ranks[before] + 1
        y, characters = found[mark]
        pieces.append((y, ("" if follows else "\n") + _paired("".join(characters))))
    return pieces + stand_ins


def _paired(text: str) -> str:
    """Return *text* with the halves of characters beyond U+FFFF, which PDFium hands out singly, put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _middle(content: Any, index: int) -> float:  # noqa: ANN401
    """Return the middle height of a character, in points from the bottom of the page."""
    _, bottom, _, top = content.get_charbox(index)
    return float(bottom + top) / 2


def _marks_in_order(page: Any) -> list[int]:  # noqa: ANN401
    """Return the numbers of the marked content of *page* in the order of its structure tree."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    marks: list[int] = []
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
        for index in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
    ]
    while waiting:
        element = waiting.pop()
        if isinstance(element, int):
            marks.append(element)
            continue
        kids: list[Any] = []
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            kid = pdfium.FPDF_StructElement_GetChildAtIndex(element, index) if mark == _NO_MARK else mark
            kids += [kid] if isinstance(kid, int) or kid else []
        waiting += reversed(kids)
    pdfium.FPDF_StructTree_Close(tree)
    return marks
