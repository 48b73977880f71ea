"""Draw how the receptive field grows through three stacked 3x3 convolutions.

One spatial axis is shown.
The marked unit of layer 3 reads three units of layer 2, these read five of layer 1,
and these read seven pixels of the input.
"""

from __future__ import annotations

from pathlib import Path

INK, BLUE, GREY = "#1f2933", "#1d5fa8", "#6b7785"
LIGHT_BLUE, LIGHT_GREY = "#d6e4f3", "#f1f3f5"

WIDTH, HEIGHT = 640, 286
CELLS = 11
"""Units in a row."""
CELL = 32
"""Side of one unit."""
LEFT, TOP, PITCH = 128, 58, 58
"""Where the rows begin, and the distance from one row to the next."""
ROWS = ("layer 3", "layer 2", "layer 1", "input")
KERNEL = 3

TITLE = "Receptive field of three stacked 3x3 convolutions"
DESC = (
    "Four rows of eleven units. One unit of layer 3 is marked; lines fan out to three units "
    "of layer 2, five units of layer 1 and seven pixels of the input."
)


def seen(row: int) -> range:
    """Return the units of a row that the marked unit depends on."""
    reach = row * (KERNEL - 1) // 2
    return range(CELLS // 2 - reach, CELLS // 2 + reach + 1)


def centre(cell: int) -> float:
    """Return the horizontal centre of a unit."""
    return LEFT + (cell + 0.5) * CELL


def text(x: float, y: float, words: str, *, size: int = 16, fill: str = INK, extra: str = "") -> str:
    """Return a text element."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{extra}>{words}</text>'


def unit(row: int, cell: int) -> str:
    """Return one square: blue with a thick edge and a dot when the marked unit sees it."""
    x, y = LEFT + cell * CELL, TOP + row * PITCH
    inside = cell in seen(row)
    fill, edge, stroke = (LIGHT_BLUE, BLUE, 2.5) if inside else (LIGHT_GREY, GREY, 1.5)
    square = (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="{edge}" stroke-width="{stroke}"/>'
    )
    dot = f'<circle cx="{centre(cell):g}" cy="{y + CELL / 2:g}" r="5" fill="{BLUE}"/>'
    return square + dot if inside else square


def fan(row: int) -> str:
    """Return the lines from the marked units of a row to the units they read below."""
    y0, y1 = TOP + row * PITCH + CELL, TOP + (row + 1) * PITCH
    segments = (f"M{centre(cell):g} {y0}L{centre(cell + step):g} {y1}" for cell in seen(row) for step in (-1, 0, 1))
    return f'<path d="{"".join(segments)}" fill="none" stroke="{GREY}" stroke-width="1.5"/>'


def labels(row: int) -> list[str]:
    """Return the name of a row, and the width that the marked unit sees there."""
    y = TOP + row * PITCH + CELL / 2 + 5
    size = len(seen(row))
    what = "pixels" if row == len(ROWS) - 1 else "unit" if size == 1 else "units"
    right = LEFT + CELLS * CELL + 20
    return [
        text(LEFT - 20, y, ROWS[row], extra=' text-anchor="end"'),
        text(right, y, f"{size} {what}", extra=' font-weight="bold"'),
    ]


def draw() -> str:
    """Return the whole figure."""
    rows = range(len(ROWS))
    body = [fan(row) for row in rows[:-1]]
    for row in rows:
        dim = [unit(row, cell) for cell in range(CELLS) if cell not in seen(row)]
        body += dim + [unit(row, cell) for cell in seen(row)] + labels(row)
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" role="img">'
            ),
            f"<title>{TITLE}</title>",
            f"<desc>{DESC}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
            text(20, 34, "Every 3×3 layer at stride 1 adds two: 1, 3, 5, 7", size=18),
            *body,
            "</svg>\n",
        )
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
