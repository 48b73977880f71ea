"""A PDF read back, for the account: pages, named destinations, and the words that stand at each.

PDFium reads the text and its places, the structure tree tells its order: what is counted here is what a reader gets
to see, in the order in which a screen reader tells it. Nothing of it is known from how the file was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder.pdf.read.order import NO_HEAD, read_order
from builder.pdf.read.pieces import read_page
from builder.pdf.read.places import OPENING, Destination, destinations, starts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from builder.pdf.read.order import ReadingOrder
    from builder.pdf.read.pieces import PageText, Piece

__all__ = ["Destination", "PdfContents", "read_pdf", "words"]

_HYPHENS: Final = "-\u00ad\u2010\u2011\u0002\ufffe"
"""All that may stand for a hyphen; at the end of a line PDFium says U+0002 or U+FFFE, by its version."""

_HYPHENATED: Final = re.compile(rf"[{_HYPHENS}]\s*[\r\n]+\s*|[{_HYPHENS}]")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]")

_FOOTNOTE: Final = "fn_"
_JUMP: Final = 20.0
"""Points upwards that tell the head of a column from the next line."""
_LINE: Final = 10.0
"""Points by which the middles of two texts on one line may differ."""


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a PDF holds."""

    pages: int
    destinations: tuple[Destination, ...]
    """From the first page to the last, downwards."""
    words: Mapping[str, tuple[str, ...]]
    """By destination, the words from there up to the next one, as `words` gives them, in the order of the structure.

    Those of a card or question (its name holds no ``_``), or of one of its faces, go on to the next of that kind, over
    the figures and headings in it and from column to column; a footnote's stop where it ends, and are nobody else's.
    Running heads, words in drawings and the head that a table repeats on its next page are left out; a □ that stands
    for a missing character is a word of its own, behind those before it on its line.
    """


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece in the order in which the whole file is read."""

    page: int
    piece: Piece
    text: str
    """With a line's end before it where it does not go on from what is read before it."""
    head: int
    """Which of the file's table heads it stands in."""


def read_pdf(data: bytes) -> PdfContents:
    """Return the contents of the PDF *data*.

    Raises:
        PdfiumError: *data* is no PDF.

    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        places = tuple(sorted(destinations(document), key=_reading_order))
        pages = list(_pages(document))
    finally:
        document.close()
    stretches = _stretches(pages, read_order(data), places)
    return PdfContents(len(pages), places, {name: words(text) for name, text in stretches.items()})


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text* in the form in which they compare.

    Ligatures are taken apart (NFKC, Unicode Standard Annex 15), invisible characters are left out, and so are
    hyphens: at a line's end nobody can tell one that hyphenation put there from the author's.
    """
    joined = _HYPHENATED.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_INVISIBLE.sub("", joined).split())


def _pages(document: Any) -> Iterator[PageText]:  # noqa: ANN401 (pypdfium2 carries no types)
    """Yield the text of each page of *document*."""
    for number in range(len(document)):
        page = document[number]
        yield read_page(page)
        page.close()


def _reading_order(destination: Destination) -> tuple[int, float, str]:
    """Return what destinations are sorted by."""
    return destination.page, -destination.y, destination.name


def _stretches(pages: Sequence[PageText], order: ReadingOrder, places: Sequence[Destination]) -> dict[str, str]:
    """Return the text from each of *places*, which are in reading order, up to where it ends."""
    lines, elements = _lines(pages, order)
    numbers: list[dict[int, Piece]] = [{} for _ in pages]
    for number, line in enumerate(lines):
        numbers[line.page][number] = line.piece
    here: list[list[Destination]] = [[] for _ in pages]
    for place in places:
        here[place.page].append(place)
    begun: dict[int, list[str]] = {}
    for pieces, some in zip(numbers, here, strict=True):
        for number, names in starts(pieces, some).items():
            begun.setdefault(number, []).extend(names)
    owners = _owners(len(lines), elements, begun)
    repeated = _repeated_heads(lines, begun)
    texts: dict[str, list[str]] = {place.name: [] for place in places}
    stand_ins = _stand_ins(pages, numbers)
    for number, line in enumerate(lines):
        said = [line.text] if line.head not in repeated else []
        for name in owners[number]:
            texts[name] += said + stand_ins.get(number, [])
    return {name: "".join(parts) for name, parts in texts.items()}


def _lines(pages: Sequence[PageText], order: ReadingOrder) -> tuple[list[_Line], list[tuple[int, int]]]:
    """Return the text of all *pages* as it is read, and the elements that hold some, as *order* has them."""
    lines: list[_Line] = []
    at = [0]
    for mark in order.marks:
        piece = pages[mark.page].pieces.get(mark.number)
        if piece is not None:
            # What PDFium puts between two pieces holds only where they follow each other in the file too.
            follows = lines and lines[-1].page == mark.page and lines[-1].piece.rank + 1 == piece.rank
            lines.append(_Line(mark.page, piece, ("" if follows else "\n") + piece.text, mark.head))
        at.append(len(lines))
    elements = dict.fromkeys((at[start], at[end]) for start, end in order.elements)
    return lines, [(start, end) for start, end in elements if start < end]


def _owners(
    count: int, elements: Iterable[tuple[int, int]], begun: Mapping[int, Sequence[str]]
) -> list[tuple[str, ...]]:
    """Return the destinations that each of *count* lines belongs to; *begun* are those that begin at one."""
    ends = _ends_of_notes(elements, begun)
    owners: list[tuple[str, ...]] = []
    flow: tuple[str, ...] = ()
    # A note may lie in a note's element.
    notes: list[tuple[int, str]] = []
    for number in range(count):
        while notes and notes[-1][0] <= number:
            notes.pop()
        for name in begun.get(number, ()):
            if _is_note(name):
                notes.append((ends[number], name))
            else:
                flow = (name,) if OPENING.fullmatch(name) else (*filter(OPENING.fullmatch, flow), name)
        owners.append((notes[-1][1],) if notes else flow)
    return owners


def _ends_of_notes(elements: Iterable[tuple[int, int]], begun: Mapping[int, Sequence[str]]) -> dict[int, int]:
    """Return behind which line a footnote ends that begins at a line: at the end of the largest element that does.

    An element in which something else begins too is no footnote.
    """
    others = sorted(number for number, names in begun.items() if not all(map(_is_note, names)))
    ends = {number: number + 1 for number in begun}
    for start, end in elements:
        if start in ends and end > ends[start] and bisect_left(others, end) == bisect_right(others, start):
            ends[start] = end
    return ends


def _is_note(name: str) -> bool:
    """Say whether *name* is the anchor of a footnote."""
    return name.startswith(_FOOTNOTE)


def _repeated_heads(lines: Sequence[_Line], begun: Container[int]) -> set[int]:
    """Return the numbers of those table heads that repeat the one before.

    They stand at the top of a page or column, and nothing begins with them.
    """
    said: dict[int, str] = {}
    for line in lines:
        if line.head != NO_HEAD:
            said[line.head] = said.get(line.head, "") + "".join(line.text.split())
    repeated: set[int] = set()
    last = NO_HEAD
    for number, line in enumerate(lines):
        if line.head in {NO_HEAD, last}:
            continue
        if last != NO_HEAD and said[line.head] == said[last] and number not in begun:
            above = lines[number - 1]
            here, there = line.piece, above.piece
            if above.page != line.page or there.turn != here.turn or here.y > there.y + _JUMP:
                repeated.add(line.head)
        last = line.head
    return repeated


def _stand_ins(pages: Sequence[PageText], numbers: Sequence[Mapping[int, Piece]]) -> dict[int, list[str]]:
    """Return what stands for characters that no font has, by the number of the line that it comes behind.

    That is the one that it follows from left to right, or else the nearest of its page.
    """
    found: dict[int, list[str]] = {}
    for page, pieces in zip(pages, numbers, strict=True):
        for stand_in in page.stand_ins if pieces else ():
            number = min(pieces, key=lambda number: _distance(pieces[number], stand_in))
            found.setdefault(number, []).append(f"\n{stand_in.text}\n")
    return found


def _distance(piece: Piece, stand_in: Piece) -> tuple[bool, float]:
    """Return how far *stand_in* is from the beginning of *piece*; what does not begin its line is farther."""
    is_beside = piece.turn == stand_in.turn and abs(piece.y - stand_in.y) <= _LINE and piece.x <= stand_in.x
    return not is_beside, abs(piece.x - stand_in.x) + abs(piece.y - stand_in.y)
