"""Footnotes kept on the page of their marks: a mending of the layout.

Where the first lines of a paragraph do not fit, WeasyPrint 70 moves notes that the page has already to the next one, to
make room. Then a note stands where its mark does not, and often in vain, for the paragraph goes there as well. It does
not do so within columns; so lines are laid out as if they stood in some, and only the room for notes is not.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def keeping_footnotes() -> Iterator[None]:
    """Keep footnotes with their marks in what is laid out in this block."""
    from weasyprint import layout
    from weasyprint.layout import block

    lay_out_lines = block._linebox_layout  # noqa: SLF001 (there is no other place to step in)
    make_room = layout.LayoutContext._update_footnote_area  # noqa: SLF001
    in_lines = False

    def lines(context: Any, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 (WeasyPrint carries no types)
        nonlocal in_lines
        if context.in_column:
            return lay_out_lines(context, *arguments, **more)
        # To make room for a note lays out the lines of the note, within the paragraph of its mark.
        before = in_lines
        context.in_column = in_lines = True
        try:
            return lay_out_lines(context, *arguments, **more)
        finally:
            context.in_column, in_lines = False, before

    def room(context: Any) -> Any:  # noqa: ANN401
        if not in_lines:
            return make_room(context)
        context.in_column = False
        try:
            return make_room(context)
        finally:
            context.in_column = True

    block._linebox_layout = lines  # noqa: SLF001
    layout.LayoutContext._update_footnote_area = room  # noqa: SLF001
    try:
        yield
    finally:
        block._linebox_layout = lay_out_lines  # noqa: SLF001
        layout.LayoutContext._update_footnote_area = make_room  # noqa: SLF001
