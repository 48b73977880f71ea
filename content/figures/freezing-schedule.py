"""Draw an example of a freezing schedule: which stage trains in which epoch, at which learning rate.

Epochs 1 to 3 train the new head alone, 4 to 6 add the last two stages, 7 to 10 train everything.
The rates are an example, not a rule. Run it to write freezing-schedule.svg beside itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

STAGES = ("head (new)", "stage 4", "stage 3", "stage 2", "stage 1", "stem")
WIDTH, HEIGHT = 640, 410
LEFT, TOP, CELL_W, CELL_H = 124, 92, 48, 36
INK, BLUE, ORANGE, GREY = "#1f2933", "#1d5fa8", "#c4541a", "#6b7785"
FROZEN_FILL = "#eceff2"
TITLE = "A freezing schedule: head first, then the upper stages, then everything"
DESCRIPTION = (
    "Rows are the stages from the new head down to the stem, columns the epochs 1 to 10. In epochs 1 to 3 "
    "only the head trains, at rate 1e-3. In 4 to 6 stages 3 and 4 join at 3e-5 while the head uses 3e-4. "
    "From 7 on all stages train at 1e-5 and the head at 1e-4. Frozen boxes are hatched."
)


class Phase(NamedTuple):
    """A run of epochs with one learning rate for each stage that trains."""

    title: str
    first: int
    last: int
    rates: dict[str, str]


PHASES = (
    Phase("probe", 1, 3, {"head (new)": "1e-3"}),
    Phase("upper part", 4, 6, {"head (new)": "3e-4", "stage 4": "3e-5", "stage 3": "3e-5"}),
    Phase("everything", 7, 10, {"head (new)": "1e-4"} | dict.fromkeys(STAGES[1:], "1e-5")),
)
FILLS = {
    "1e-3": (ORANGE, "#ffffff"),
    "3e-4": ("#e39a72", INK),
    "1e-4": ("#f3cfba", INK),
    "3e-5": ("#a9c6e6", INK),
    "1e-5": ("#dbe7f4", INK),
}


def text(x: float, y: float, words: str, fill: str = INK, anchor: str = "middle", **more: str) -> str:
    """Return one line of text."""
    extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def hatch(x: float, y: float, width: float, height: float) -> list[str]:
    """Return slanted lines clipped by hand to a box."""
    lines = []
    for start in range(-int(height) + 12, int(width), 12):
        x0, x1 = max(start, 0), min(start + height, width)
        y0, y1 = height - (x0 - start), height - (x1 - start)
        lines.append(
            f'<line x1="{x + x0:.1f}" y1="{y + y0:.1f}" x2="{x + x1:.1f}" y2="{y + y1:.1f}" '
            'stroke="#b4bcc6" stroke-width="1.5"/>'
        )
    return lines


def block(phase: Phase, row: int) -> list[str]:
    """Return the box of one stage in one phase."""
    x, y = LEFT + (phase.first - 1) * CELL_W, TOP + row * CELL_H
    width = (phase.last - phase.first + 1) * CELL_W
    rate = phase.rates.get(STAGES[row])
    fill, ink = FILLS[rate] if rate else (FROZEN_FILL, INK)
    box = f'<rect x="{x}" y="{y}" width="{width}" height="{CELL_H}" fill="{fill}" stroke="{INK}" stroke-width="1.5"/>'
    if rate:
        return [box, text(x + width / 2, y + 23, rate, ink, font_weight="bold")]
    plate = f'<rect x="{x + width / 2 - 30}" y="{y + 8}" width="60" height="20" rx="4" fill="#ffffff"/>'
    return [box, *hatch(x, y, width, CELL_H), plate, text(x + width / 2, y + 23, "frozen")]


def labels() -> list[str]:
    """Return the names of stages, phases and epochs."""
    parts = [text(LEFT - 12, TOP + row * CELL_H + 23, name, anchor="end") for row, name in enumerate(STAGES)]
    bottom = TOP + len(STAGES) * CELL_H
    epochs = range(1, PHASES[-1].last + 1)
    parts += [text(LEFT + (epoch - 0.5) * CELL_W, bottom + 22, str(epoch)) for epoch in epochs]
    for phase in PHASES:
        middle = LEFT + (phase.first - 1 + phase.last) / 2 * CELL_W
        parts.append(text(middle, TOP - 12, phase.title, font_weight="bold"))
    parts.append(text(LEFT - 12, bottom + 22, "epoch", anchor="end"))
    return parts


def head() -> list[str]:
    """Return the opening tag, title, description and white panel."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="16" role="img"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f"<title>{TITLE}</title>",
        f"<desc>{DESCRIPTION}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
    ]


def draw() -> str:
    """Return the whole picture."""
    blocks = [part for phase in PHASES for row in range(len(STAGES)) for part in block(phase, row)]
    return "\n".join(
        [
            *head(),
            text(
                30,
                38,
                "Head first, then downwards (learning rate in each box)",
                anchor="start",
                font_weight="bold",
                font_size="18",
            ),
            *blocks,
            *labels(),
            text(30, HEIGHT - 42, "Hatched: the weights stay as they were.", anchor="start"),
            text(
                30,
                HEIGHT - 20,
                "Once it trains, the backbone runs at a tenth of the head's rate.",
                anchor="start",
            ),
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
