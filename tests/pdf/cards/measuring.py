"""What is measured of a finished PDF: words with their places, by poppler; lines and pictures of pages."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_LINE = re.compile(rb"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l S")

MM = 72 / 25.4


@dataclass(frozen=True)
class Rect:
    """A rectangle on a page, in mm from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: Rect) -> Rect:
        """Return the least rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, right: float, down: float) -> Rect:
        """Return the rectangle moved by so many mm."""
        return Rect(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def off(self, other: Rect) -> float:
        """Return by how many mm the sides of both differ at most."""
        return max(
            abs(self.left - other.left),
            abs(self.top - other.top),
            abs(self.right - other.right),
            abs(self.bottom - other.bottom),
        )

    def holds(self, other: Rect) -> bool:
        """Say whether *other* lies in it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """A page, in mm."""

    width: float
    height: float
    words: tuple[tuple[str, Rect], ...]

    def find(self, text: str) -> list[Rect]:
        """Return where the word *text* stands."""
        return [place for word, place in self.words if word == text]


def pages_of(path: Path) -> list[Page]:
    """Return the pages of the PDF at *path*."""
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    return [
        Page(
            float(width) / MM,
            float(height) / MM,
            tuple(
                (unescape(word[4]), Rect(*(float(side) / MM for side in word[:4]))) for word in _WORD.findall(content)
            ),
        )
        for width, height, content in _PAGE.findall(told)
    ]


def small_print(page: Page, number: int) -> Rect:
    """Return the line of small print of the card of that *number*: from the number itself to the chapter's name.

    Its chapter is called ``Chapter7``, its id is ``card-7``.
    """
    (identity,) = page.find(f"card-{number}")
    (chapter,) = page.find(f"Chapter{number}")
    x, y = identity.middle
    first = min(page.find(str(number)), key=lambda place: abs(place.middle[0] - x) + abs(place.middle[1] - y))
    return first.union(identity).union(chapter)


def lines_of(path: Path, number: int) -> list[Rect]:
    """Return the lines, such as cut marks, that are drawn on page *number*, from 0."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[number]
        height = float(page.MediaBox[3]) / MM
        contents: Any = page.Contents
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        found = _LINE.findall(b"\n".join(stream.read_bytes() for stream in streams))
    ends = [tuple(float(value) / MM for value in line) for line in found]
    return [Rect(min(x1, x2), height - max(y1, y2), max(x1, x2), height - min(y1, y2)) for x1, y1, x2, y2 in ends]


def picture(path: Path, number: int, per_mm: float) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return page *number*, from 0, in colours: rows from the top, *per_mm* points in a mm."""
    document = pypdfium2.PdfDocument(path)
    try:
        return np.asarray(document[number].render(scale=per_mm / MM, rev_byteorder=True).to_numpy())
    finally:
        document.close()


def ink(path: Path, number: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where page *number*, from 0, is not white: rows from the top, three points in a mm."""
    return np.asarray(picture(path, number, 3).min(axis=2) < 250)
