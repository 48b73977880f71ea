"""Draw a constant-velocity Kalman filter that coasts through four hidden frames.

The object moves 5 px a frame. Measurements have variance 4 px², the acceleration noise is 0.1,
and frames 7 to 10 bring no detection. The picture shows the estimate with its band of two
standard deviations. Run it to write kalman-coasting.svg beside itself.
"""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

FRAMES, HIDDEN, SPEED = 14, range(7, 11), 5.0
R, Q, START_VAR = 4.0, 0.1, 100.0
WIDTH, HEIGHT = 640, 430
LEFT, TOP, PLOT_W, PLOT_H = 70, 60, 540, 300
INK, BLUE, ORANGE, GREY = "#1f2933", "#1d5fa8", "#c4541a", "#6b7785"
LIGHT_BLUE, LIGHT_GREY, GRID = "#cfe0f2", "#eceff2", "#d5dae0"
TITLE = "A Kalman filter coasts through an occlusion"
DESCRIPTION = (
    "Position against frame for 14 frames. Up to frame 6 the estimate follows the detections with a "
    "standard deviation of 1.46 pixels. In the occluded frames 7 to 10 it goes straight on and its band "
    "widens to 3.97; the detection of frame 11 narrows it to 1.84."
)

Point = tuple[float, float]


class Step(NamedTuple):
    """What the filter knows after one frame."""

    frame: int
    measured: float | None
    position: float
    sd: float


def run() -> list[Step]:
    """Return the filter's state after every frame."""
    noise = Random(3)  # noqa: S311  # the same noise at every run, and no secret
    pos, vel = 0.0, 0.0
    a, b, c = START_VAR, 0.0, START_VAR  # the covariance [[a, b], [b, c]]
    steps = []
    for frame in range(1, FRAMES + 1):
        pos += vel
        a, b, c = a + 2 * b + c + Q / 4, b + c + Q / 2, c + Q
        seen = SPEED * frame + noise.gauss(0, sqrt(R))
        if frame not in HIDDEN:
            gain_pos, gain_vel = a / (a + R), b / (a + R)
            surprise = seen - pos
            pos, vel = pos + gain_pos * surprise, vel + gain_vel * surprise
            a, b, c = (1 - gain_pos) * a, (1 - gain_pos) * b, c - gain_vel * b
        steps.append(Step(frame, None if frame in HIDDEN else seen, pos, sqrt(a)))
    return steps


def x_of(frame: float) -> float:
    """Map a frame number to a horizontal position."""
    return LEFT + (frame - 0.5) / FRAMES * PLOT_W


def y_of(position: float) -> float:
    """Map a position in pixels to a vertical one."""
    return TOP + PLOT_H * (1 - position / 80)


def text(x: float, y: float, words: str, fill: str = INK, anchor: str = "start", **more: str) -> str:
    """Return one line of text."""
    extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def polyline(points: list[Point], stroke: str, width: float, dash: str = "") -> str:
    """Return an open line through the points."""
    where = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{where}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashes}/>'


def cross(x: float, y: float) -> list[str]:
    """Return the mark of a detection."""
    return [polyline([(x - 5, y - dy), (x + 5, y + dy)], ORANGE, 2.5) for dy in (5, -5)]


def axes() -> list[str]:
    """Return the hidden interval, the grid, the axes and their labels."""
    x0, x1 = x_of(HIDDEN[0] - 0.5), x_of(HIDDEN[-1] + 0.5)
    parts = [f'<rect x="{x0:.1f}" y="{TOP}" width="{x1 - x0:.1f}" height="{PLOT_H}" fill="{LIGHT_GREY}"/>']
    for value in (0, 20, 40, 60, 80):
        parts.append(polyline([(LEFT, y_of(value)), (LEFT + PLOT_W, y_of(value))], GRID, 1.5))
        parts.append(text(LEFT - 10, y_of(value) + 5, str(value), anchor="end"))
    parts += [polyline([(x, TOP), (x, TOP + PLOT_H)], GREY, 1.5, "2 4") for x in (x0, x1)]
    parts.append(polyline([(LEFT, TOP), (LEFT, TOP + PLOT_H), (LEFT + PLOT_W, TOP + PLOT_H)], INK, 1.5))
    parts += [text(x_of(f), TOP + PLOT_H + 22, str(f), anchor="middle") for f in range(1, FRAMES + 1)]
    parts.append(text(LEFT + PLOT_W / 2, TOP + PLOT_H + 48, "frame", anchor="middle"))
    parts.append(
        text(
            24,
            TOP + PLOT_H / 2,
            "position in px",
            anchor="middle",
            transform=f"rotate(-90 24 {TOP + PLOT_H / 2:.0f})",
        )
    )
    parts.append(text((x0 + x1) / 2, TOP + PLOT_H - 14, "occluded", anchor="middle"))
    return parts


def filter_marks(steps: list[Step]) -> list[str]:
    """Return the band, the truth, the estimate and the detections."""
    upper = [(x_of(s.frame), y_of(s.position + 2 * s.sd)) for s in steps]
    lower = [(x_of(s.frame), y_of(s.position - 2 * s.sd)) for s in steps]
    band = " ".join(f"{x:.1f},{y:.1f}" for x, y in upper + lower[::-1])
    mean = [(x_of(s.frame), y_of(s.position)) for s in steps]
    truth = [(x_of(f), y_of(SPEED * f)) for f in (1, FRAMES)]
    parts = [
        f'<polygon points="{band}" fill="{LIGHT_BLUE}" stroke="{BLUE}" stroke-width="1.5" stroke-dasharray="3 3"/>',
        polyline(truth, INK, 1.5, "8 5"),
        polyline(mean, BLUE, 2.5),
    ]
    for step, (x, y) in zip(steps, mean, strict=True):
        if step.measured is None:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#ffffff" stroke="{BLUE}" stroke-width="2"/>')
        else:
            parts += cross(x, y_of(step.measured))
    return parts


def callouts(steps: list[Step]) -> list[str]:
    """Return the standard deviations worth reading off, below the band."""
    parts = []
    for frame in (6, 10, 11):
        step = steps[frame - 1]
        x, y = x_of(frame), y_of(step.position - 2 * step.sd)
        drop, shift = {6: (34, -18), 10: (24, -20), 11: (34, 22)}[frame]
        parts.append(polyline([(x, y), (x, y + drop - 14)], GREY, 1.5))
        parts.append(text(x + shift, y + drop + 2, f"sd {step.sd:.2f}", anchor="middle", font_weight="bold"))
    return parts


def legend() -> list[str]:
    """Return the key in the free upper left corner."""
    x, y = LEFT + 16, TOP + 22
    band = f'fill="{LIGHT_BLUE}" stroke="{BLUE}" stroke-width="1.5" stroke-dasharray="3 3"'
    return [
        polyline([(x, y), (x + 28, y)], BLUE, 2.5),
        text(x + 38, y + 5, "estimate"),
        f'<rect x="{x}" y="{y + 17}" width="28" height="14" {band}/>',
        text(x + 38, y + 29, "± 2 sd"),
        *cross(x + 14, y + 48),
        text(x + 38, y + 53, "detection"),
        polyline([(x, y + 72), (x + 28, y + 72)], INK, 1.5, "8 5"),
        text(x + 38, y + 77, "true path"),
    ]


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
    steps = run()
    return "\n".join(
        [
            *head(),
            text(
                LEFT,
                34,
                "Coasting: the band widens until the object returns",
                font_weight="bold",
                font_size="18",
            ),
            *axes(),
            *filter_marks(steps),
            *callouts(steps),
            *legend(),
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
