"""The study sheet as a book: its parts are set so that each says on which pages the others stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from builder.pdf.binding.impose import in_columns, one_each, pages_of_anchors
from builder.pdf.measure import TEXT
from builder.pdf.paper import MM, PX
from builder.pdf.press.flow import set_flow
from builder.pdf.press.footing import keeping_footnotes
from builder.pdf.press.rhythm import on_grid
from builder.pdf.sheet.terms import merge_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.pdf.binding.impose import ImposedSheet
    from builder.pdf.press.galley import Galley
    from builder.pdf.press.press import Press
    from builder.pdf.sheet.shape import Shape

_ROUNDS: Final = 4
"""How often the contents are set at most: a guess, what they take, and once more should their numbers get longer."""


class Book:
    """The parts of a sheet, set so that each says on which pages the others stand."""

    def __init__(self, opened: Press, shape: Shape, *, backwards: bool) -> None:
        """Let *opened* set leaves of *shape*; *backwards* a page has its first column on the right."""
        self._press = opened
        self._shape = shape
        self._backwards = backwards
        self.galleys: list[Galley] = []
        self.sheets: list[ImposedSheet] = []

    def set_together(self) -> None:
        """Set everything as one flow, twice: where something stands does not hang on the numbers."""
        numbers: Mapping[str, int] = {}
        for _ in range(2):
            self.galleys, self.sheets = self._set("body", numbers)
            if not numbers:
                numbers = pages_of_anchors(self.galleys, self.sheets)
                self._merge("body", numbers)

    def set_apart(self, guess: int) -> None:
        """Set the text, then what stands before it and behind it, which takes *guess* pages before it."""
        body = self._set("body", {})
        before = guess
        for _ in range(_ROUNDS):
            numbers = pages_of_anchors(*body, before) | {"ui_index": before + len(body[1]) + 1}
            front = self._set("front", numbers)
            if len(front[1]) == before:
                break
            before = len(front[1])
        else:
            raise ValueError("the numbers of pages moved the contents")
        self._merge("back", numbers)
        for galleys, sheets in (front, body, self._set("back", numbers)):
            self._append(galleys, sheets)

    def _set(self, flow: str, numbers: Mapping[str, int]) -> tuple[list[Galley], list[ImposedSheet]]:
        """Return what *flow* is set and imposed to."""
        columns = self._shape.columns if flow == "body" else 1
        styles = "" if columns == self._shape.columns else _one_column(self._shape)
        units = self._press.flows.get(flow, [])
        with keeping_footnotes(), on_grid(TEXT.line / PX, self._shape.margins.top * MM / PX):
            galleys = set_flow(
                self._press,
                units,
                styles=styles,
                numbers=numbers,
                step=columns,
                zoom=self._shape.scale,
            )
        sheets = in_columns(galleys, columns, backwards=self._backwards) if columns > 1 else one_each(galleys)
        return galleys, sheets

    def _merge(self, flow: str, numbers: Mapping[str, int]) -> None:
        """Write the numbers of the pages in the index, which stands in *flow*."""
        for unit in self._press.flows.get(flow, []):
            merge_pages(unit.element, numbers)

    def _append(self, galleys: Sequence[Galley], sheets: Sequence[ImposedSheet]) -> None:
        """Add *galleys* and the *sheets* that they lie on."""
        before = len(self.galleys)
        for page in sheets:
            placed = tuple(replace(leaf, galley=leaf.galley + before) for leaf in page.placed)
            self.sheets.append(replace(page, placed=placed))
        self.galleys += galleys


def _one_column(shape: Shape) -> str:
    """Return the styles by which a leaf of a book in columns is a whole page."""
    margins = f"margin-left: {shape.margins.start}mm; margin-right: {shape.margins.end}mm"
    pages = "\n".join(f"@page {side} {{ {margins} }}" for side in (":left", ":right"))
    return f"@page {{ size: {shape.page_width}mm {shape.height}mm }}\n{pages}"
