"""Draw how precision collapses when positives become rare.

Three classifiers keep their true and false positive rates fixed; only the prevalence changes.
Precision is TPR * p / (TPR * p + FPR * (1 - p)).
"""

from __future__ import annotations

from math import log10
from pathlib import Path
from typing import NamedTuple

INK, BLUE, ORANGE, GREEN = "#1f2933", "#1d5fa8", "#c4541a", "#2e7d4f"
PALE = "#dfe3e8"

WIDTH, HEIGHT = 640, 430
X0, X1, Y0, Y1 = 72, 480, 360, 90
"""The plot's left, right, bottom and top."""
LOW, HIGH = 0.001, 0.5
"""The range of prevalence."""
TPR = 0.9
MARKS = (0.001, 0.01, 0.1, 0.5)

TITLE = "Precision against prevalence at fixed error rates"
DESC = (
    "Three falling curves over a logarithmic axis of prevalence from 50 percent down to "
    "0.1 percent. With a false positive rate of 5 percent precision falls from 0.95 to 0.67, "
    "0.15 and 0.018."
)


class Curve(NamedTuple):
    """A classifier and how its curve is drawn."""

    fpr: float
    colour: str
    dash: str


CURVES = (Curve(0.001, GREEN, "2 5"), Curve(0.01, BLUE, "9 5"), Curve(0.05, ORANGE, ""))


def precision(prevalence: float, fpr: float) -> float:
    """Return the share of true alarms among all alarms."""
    hits = TPR * prevalence
    return hits / (hits + fpr * (1 - prevalence))


def across(prevalence: float) -> float:
    """Return the horizontal place of a prevalence; common classes are at the left."""
    return X0 + (X1 - X0) * log10(HIGH / prevalence) / log10(HIGH / LOW)


def up(value: float) -> float:
    """Return the vertical place of a precision."""
    return Y0 + (Y1 - Y0) * value


def text(x: float, y: float, words: str, *, anchor: str = "middle", fill: str = INK, size: int = 16) -> str:
    """Return a text element."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{words}</text>'


def axes() -> list[str]:
    """Return the frame, the grid, the ticks and the names of both axes."""
    parts = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<path d="M{X0} {up(tick):g}H{X1}" stroke="{PALE}" stroke-width="1.5"/>')
        parts.append(text(X0 - 10, up(tick) + 5, f"{tick:g}", anchor="end"))
    for mark in MARKS:
        parts.append(f'<path d="M{across(mark):.1f} {Y0}v7" stroke="{INK}" stroke-width="1.5"/>')
        parts.append(text(across(mark), Y0 + 24, f"{100 * mark:g}%"))
    frame = f"M{X0} {Y1 - 8}V{Y0}H{X1 + 8}"
    return [
        *parts,
        f'<path d="{frame}" fill="none" stroke="{INK}" stroke-width="1.5"/>',
        text((X0 + X1) / 2, Y0 + 52, "prevalence of the positives (log scale): rarer to the right"),
        text(X0 - 48, Y1 - 22, "precision", anchor="start"),
    ]


def line(curve: Curve) -> list[str]:
    """Return a curve and, at its right end, its error rate and its last precision."""
    steps = 120
    prevalences = [HIGH * (LOW / HIGH) ** (i / steps) for i in range(steps + 1)]
    points = " ".join(f"{across(p):.1f},{up(precision(p, curve.fpr)):.1f}" for p in prevalences)
    dash = f' stroke-dasharray="{curve.dash}"' if curve.dash else ""
    path = f'<polyline points="{points}" fill="none" stroke="{curve.colour}" stroke-width="3"{dash}/>'
    last = precision(LOW, curve.fpr)
    label = f"FPR {100 * curve.fpr:g}%: {last:.{2 if last > 0.1 else 3}f}"
    return [path, text(X1 + 14, up(last) + 5, label, anchor="start", fill=curve.colour)]


def readings(curve: Curve) -> list[str]:
    """Return the marked points of a curve with their values; the last stands beside the curve."""
    parts = []
    for mark in MARKS:
        x, value = across(mark), precision(mark, curve.fpr)
        y = up(value)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#ffffff" stroke="{curve.colour}" stroke-width="2.5"/>'
        )
        if mark > LOW:
            dx, dy, anchor = (8, 40, "start") if mark == HIGH else (-10, 18, "end")
            parts.append(text(x + dx, y + dy, f"{value:.2f}", anchor=anchor, fill=curve.colour))
    return parts


def draw() -> str:
    """Return the whole figure."""
    body = [part for curve in CURVES for part in line(curve)]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" role="img">'
            ),
            f"<title>{TITLE}</title>",
            f"<desc>{DESC}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
            text(
                20,
                32,
                "Same classifier, rarer positives: TPR stays at 0.9",
                anchor="start",
                size=18,
            ),
            *axes(),
            *body,
            *readings(CURVES[-1]),
            "</svg>\n",
        )
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
