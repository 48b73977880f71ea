"""A baseline grid that holds: what is no whole number of lines high gets the room that brings the next line back to it.

CSS calls it block-step (CSS Rhythmic Sizing Module Level 1), and WeasyPrint 70 does not know it; so where it has laid
out a block, the room around it is rounded up here, before the next block takes its place.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOVE: Final = 1.0
_AROUND: Final = 0.5
_BELOW: Final = 0.0
"""The part of the room that goes above a block."""

_TAGS: Final = {
    **dict.fromkeys(("h4", "h5", "h6"), _ABOVE),
    **dict.fromkeys(("pre", "table", "figure", "blockquote", "hr"), _AROUND),
    **dict.fromkeys(("p", "ul", "ol"), _BELOW),
}
_CLASSES: Final = {
    **dict.fromkeys(("question-head", "chapter-title"), _ABOVE),
    **dict.fromkeys(("display", "recall", "callout"), _AROUND),
    **dict.fromkeys(("answer", "dl", "cited", "footnote-block"), _BELOW),
}

_CLOSED_TAGS: Final = frozenset(("table", "figure", "pre", "blockquote"))
_CLOSED_CLASSES: Final = frozenset(
    "recall callout footnote question-head aside title-block contents index sources".split()
)
"""What is in these has a rhythm of its own."""

_NEAR: Final = 0.05
"""CSS px by which a line may miss the grid."""
_CLOSE: Final = 4.0
"""CSS px by which a block that is a little too high is rather followed more closely."""


@contextmanager
def on_grid(line: float, origin: float) -> Iterator[None]:
    """Keep the text that is laid out in this block on a grid of *line* CSS px from *origin* px below a leaf's top."""
    from weasyprint.layout import block

    lay_out = block.block_level_layout
    depth = 0

    def stepped(context: Any, box: Any, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 (no types there)
        nonlocal depth
        names = frozenset((box.element.get("class") or "").split()) if box.element is not None else frozenset()
        is_closed = box.element_tag in _CLOSED_TAGS or not _CLOSED_CLASSES.isdisjoint(names)
        depth += is_closed
        try:
            result = lay_out(context, box, *arguments, **more)
        finally:
            depth -= is_closed
        above = _above(box, names)
        made, resume_at, _, margins, collapses, _ = result
        if depth == 0 and above is not None and made is not None and resume_at is None and not collapses:
            _round(made, block.collapse_margin([*margins, made.margin_bottom]), above, line, origin)
        return result

    block.block_level_layout = stepped
    try:
        yield
    finally:
        block.block_level_layout = lay_out


def _above(box: Any, names: frozenset[str]) -> float | None:  # noqa: ANN401
    """Return which part of the room is to go above *box*, of the classes *names*; None: it gets none."""
    for name, above in _CLASSES.items():
        if name in names:
            return above
    return _TAGS.get(box.element_tag or "")


def _round(box: Any, margin: float, above: float, line: float, origin: float) -> None:  # noqa: ANN401
    """Give *box*, followed by *margin* px, so much more room that its end is on the grid."""
    end = box.border_box_y() + box.border_height() + margin
    missing = (origin - end) % line
    if min(missing, line - missing) < _NEAR:
        return
    if line - missing < _CLOSE and above == _BELOW:
        missing -= line
    if above == _AROUND and box.border_box_y() - origin < line / 2:
        # At the top of a leaf there is nothing to keep a distance from.
        above = _BELOW
    box.translate(0, missing * above)
    box.margin_bottom = margin + missing * (1 - above)
