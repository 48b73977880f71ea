"""Draw what non-maximum suppression does to two people who stand close together.

Both boxes are 60 x 200 pixels and 18 pixels apart, so their IoU is 0.538.
Hard suppression at 0.5 deletes the second person; Gaussian Soft-NMS lowers the score.
"""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

INK, BLUE, ORANGE, GREY = "#1f2933", "#1d5fa8", "#c4541a", "#6b7785"
FRONT, BACK, PALE = "#c9d1da", "#e6eaee", "#f6f7f9"

WIDTH, HEIGHT = 640, 372
BOX_WIDTH, BOX_HEIGHT, SHIFT = 60, 200, 18
SCORES = (0.90, 0.85)
SIGMA = 0.5
PANEL, TOP = 200, 84
"""Width of a panel, and the top of the boxes."""

TITLE = "Hard and soft non-maximum suppression on a crowded pair"
DESC = (
    "Three panels with two overlapping people. Left: both boxes, scores 0.90 and 0.85, IoU 0.54. "
    "Middle: hard NMS keeps the first box and deletes the second, which is crossed out. "
    "Right: Soft-NMS keeps both, the second with its score lowered to 0.48."
)


class Panel(NamedTuple):
    """One state of the two boxes."""

    name: str
    notes: tuple[str, str]
    second: str
    """Label of the second box."""
    deleted: bool


def iou() -> float:
    """Return the overlap of the two boxes."""
    shared = (BOX_WIDTH - SHIFT) * BOX_HEIGHT
    return shared / (2 * BOX_WIDTH * BOX_HEIGHT - shared)


def text(x: float, y: float, words: str, *, anchor: str = "middle", fill: str = INK, size: int = 16) -> str:
    """Return a text element."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{words}</text>'


def person(x: float, fill: str) -> str:
    """Return a standing figure that fills a box whose left edge is at x."""
    middle = x + BOX_WIDTH / 2
    right = ((19, 48), (26, 114), (17, 117), (13, 84), (13, 194), (2, 194), (0, 130))
    left = [(-dx, dy) for dx, dy in reversed(right)]
    body = "M" + "L".join(f"{middle + dx:g} {TOP + dy}" for dx, dy in (*right, *left)) + "Z"
    edge = f'stroke="{GREY}" stroke-width="1.5"'
    return (
        f'<circle cx="{middle:g}" cy="{TOP + 23}" r="17" fill="{fill}" {edge}/>'
        f'<path d="{body}" fill="{fill}" {edge} stroke-linejoin="round"/>'
    )


def box(x: float, colour: str, dash: str = "") -> str:
    """Return the outline of a detection."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x:g}" y="{TOP}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" '
        f'fill="none" stroke="{colour}" stroke-width="3"{dashed}/>'
    )


def cross(x: float) -> str:
    """Return the strokes over the part of the second box that is seen alone."""
    left, right = x + BOX_WIDTH + 6, x + BOX_WIDTH + SHIFT + 26
    middle = TOP + BOX_HEIGHT / 2
    return (
        f'<path d="M{left:g} {middle - 16:g}L{right:g} {middle + 16:g}'
        f'M{left:g} {middle + 16:g}L{right:g} {middle - 16:g}" stroke="{INK}" stroke-width="4"/>'
    )


def panel(index: int, state: Panel) -> list[str]:
    """Return one panel: two people, their boxes, scores and what happened."""
    left = 20 + index * PANEL
    x = left + (PANEL - BOX_WIDTH - SHIFT) / 2
    second = GREY if state.deleted else ORANGE
    ground = f'width="{PANEL - 8}" height="{BOX_HEIGHT + 46}" rx="8" fill="{PALE}"'
    parts = [
        f'<rect x="{left + 4}" y="{TOP - 34}" {ground}/>',
        text(left + PANEL / 2, TOP - 46, state.name, size=17),
        person(x + SHIFT, BACK),
        person(x, FRONT),
        box(x + SHIFT, second, "4 5" if state.deleted else "9 5"),
        box(x, BLUE),
        text(x - 6, TOP - 10, f"{SCORES[0]:.2f}", fill=BLUE),
        text(x + BOX_WIDTH + SHIFT + 6, TOP - 10, state.second, fill=second),
    ]
    for line, note in enumerate(state.notes):
        parts.append(text(left + PANEL / 2, 322 + 22 * line, note))
    return [*parts, cross(x)] if state.deleted else parts


def panels() -> Sequence[Panel]:
    """Return the three states with their computed scores."""
    overlap = iou()
    soft = SCORES[1] * exp(-(overlap**2) / SIGMA)
    before = f"{SCORES[1]:.2f}"
    output = (f"two people, IoU {overlap:.3f}", "both boxes are right")
    hard = (f"{overlap:.3f} &gt; 0.5: deleted", "a person is lost")
    decayed = (f"{before} lowered to {soft:.3f}", "both can survive")
    return (
        Panel("Detector output", output, before, deleted=False),
        Panel("Hard NMS at 0.5", hard, "gone", deleted=True),
        Panel(f"Soft-NMS, sigma {SIGMA}", decayed, f"{soft:.2f}", deleted=False),
    )


def draw() -> str:
    """Return the whole figure."""
    body = [part for index, state in enumerate(panels()) for part in panel(index, state)]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" role="img">'
            ),
            f"<title>{TITLE}</title>",
            f"<desc>{DESC}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        )
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
