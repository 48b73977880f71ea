"""The order in which a tagged PDF is read: its marked content as the structure tree has it, over all pages.

A screen reader goes by this tree and not by the pages. Source: ISO 32000-1, 14.7 (logical structure), by pikepdf.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

NO_HEAD: Final = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content."""

    page: int
    """From 0."""
    number: int
    """Its MCID on that page."""
    head: int
    """Which head of a table it stands in, counted through the whole file; `NO_HEAD` for none."""


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """All marked content of a file that is part of the text."""

    marks: tuple[Mark, ...]
    elements: tuple[tuple[int, int], ...]
    """The elements of the structure, by the first of `marks` that each holds and the one behind its last."""


def read_order(data: bytes) -> ReadingOrder:
    """Return the order in which the PDF *data* is read; of one without tags there is none.

    Raises:
        pikepdf.PdfError: *data* is no PDF.

    """
    import pikepdf

    with pikepdf.open(BytesIO(data)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        return _order(file.Root.get("/StructTreeRoot"), pages)


def _order(root: Any, pages: dict[tuple[int, int], int]) -> ReadingOrder:  # noqa: ANN401 (pikepdf's objects)
    """Return the order of what stands under *root*; *pages* are the numbers of the pages by their objects."""
    marks: list[Mark] = []
    elements: list[tuple[int, int]] = []
    heads = 0
    waiting: list[Any] = [(kid, None, NO_HEAD) for kid in reversed(_list(root))] if root is not None else []
    while waiting:
        kid, page, head = waiting.pop()
        if kid is None:
            elements.append((page, len(marks)))
        elif isinstance(kid, int):
            if page is not None:
                marks.append(Mark(page, kid, head))
        elif "/S" in kid:
            if kid.S == "/THead":
                head, heads = heads, heads + 1
            here = _page(kid, pages, page)
            waiting.append((None, len(marks), NO_HEAD))
            waiting += [(one, here, head) for one in reversed(_list(kid))]
        elif "/MCID" in kid:
            waiting.append((int(kid.MCID), _page(kid, pages, page), head))
    return ReadingOrder(tuple(marks), tuple(elements))


def _page(element: Any, pages: dict[tuple[int, int], int], inherited: int | None) -> int | None:  # noqa: ANN401
    """Return the number of the page that *element* lies on: its own, or what it *inherited*."""
    page = element.get("/Pg")
    return inherited if page is None else pages.get(page.objgen)


def _list(element: Any) -> list[Any]:  # noqa: ANN401
    """Return what *element* holds."""
    import pikepdf

    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]
