"""Where words stand on the pages of a PDF, as Poppler sees them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True, slots=True)
class Page:
    """A page; lengths in points."""

    number: int
    """From 0."""
    width: float
    height: float


def words_of(data: bytes) -> list[tuple[Page, float, float, str]]:
    """Return the words of the PDF *data* in reading order, each with its page, its left and its right edge."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True).stdout
    found: list[tuple[Page, float, float, str]] = []
    page = Page(-1, 0, 0)
    for line in boxes.decode().splitlines():
        if "<page" in line:
            page = Page(page.number + 1, _said(line, "width"), _said(line, "height"))
        elif "<word" in line:
            word = unescape(line.split(">", 1)[1].rpartition("</word>")[0])
            found.append((page, _said(line, "xMin"), _said(line, "xMax"), word))
    return found


def _said(line: str, name: str) -> float:
    """Return the number of the attribute *name*."""
    return float(line.split(f'{name}="')[1].split('"', maxsplit=1)[0])
