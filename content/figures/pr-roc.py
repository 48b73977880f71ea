"""Draw the ROC and the precision-recall curve of one scorer at two prevalences.

Scores of positives follow a normal distribution with mean 2, those of negatives one with mean 0,
both with standard deviation 1. The curves are exact, not sampled. A dot marks the same threshold
everywhere. Run it to write pr-roc.svg beside itself.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from xml.sax.saxutils import escape

POSITIVE, NEGATIVE = NormalDist(2, 1), NormalDist(0, 1)
BALANCED, RARE = 0.5, 0.01
THRESHOLD = NEGATIVE.inv_cdf(0.95)
WIDTH, HEIGHT = 640, 436
SIDE, TOP, LEFTS = 236, 84, (62, 380)
INK, BLUE, ORANGE, GREY = "#1f2933", "#1d5fa8", "#c4541a", "#6b7785"
GRID, LIGHT_BLUE = "#d5dae0", "#a9c6e6"
TITLE = "The same scores at two prevalences: ROC and precision-recall"
DESCRIPTION = (
    "Left, the ROC curves at 50 and at 1 percent positives lie on each other, area 0.92. Right, the "
    "precision-recall curve at 50 percent stays high, average precision 0.92, and the dashed one at 1 "
    "percent falls early, average precision 0.27."
)

Point = tuple[float, float]


def rates(threshold: float) -> Point:
    """Return (false positive rate, true positive rate)."""
    return 1 - NEGATIVE.cdf(threshold), 1 - POSITIVE.cdf(threshold)


def precision(threshold: float, prevalence: float) -> float:
    """Return the share of positives among what scores above the threshold."""
    fpr, tpr = rates(threshold)
    hits, false_alarms = tpr * prevalence, fpr * (1 - prevalence)
    return hits / (hits + false_alarms)


def thresholds() -> list[float]:
    """Return thresholds from strict to lenient, fine enough for a smooth curve."""
    return [7 - i / 50 for i in range(601)]


def average_precision(prevalence: float) -> float:
    """Return the area under the precision-recall curve."""
    cuts = thresholds()
    return sum(
        (rates(b)[1] - rates(a)[1]) * (precision(a, prevalence) + precision(b, prevalence)) / 2
        for a, b in pairwise(cuts)
    )


def auc() -> float:
    """Return the chance that a positive outscores a negative."""
    return 1 - NormalDist(2, 2**0.5).cdf(0)


def place(panel: int, point: Point) -> Point:
    """Map a point of the unit square into a panel."""
    return LEFTS[panel] + point[0] * SIDE, TOP + (1 - point[1]) * SIDE


def text(x: float, y: float, words: str, fill: str = INK, anchor: str = "start", **more: str) -> str:
    """Return one line of text."""
    extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def polyline(panel: int, points: list[Point], stroke: str, width: float, dash: str = "") -> str:
    """Return an open line through points of the unit square."""
    where = " ".join("{:.1f},{:.1f}".format(*place(panel, p)) for p in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{where}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashes}/>'


def axes(panel: int, title: str, across: str, up: str) -> list[str]:
    """Return a panel's frame, ticks and labels."""
    parts = [text(LEFTS[panel], TOP - 16, title, font_weight="bold")]
    for tick in (0, 0.5, 1.0):
        x, y = place(panel, (tick, tick))
        parts.append(polyline(panel, [(0, tick), (0.03, tick)], INK, 1.5))
        parts.append(polyline(panel, [(tick, 0), (tick, 0.03)], INK, 1.5))
        parts.append(text(LEFTS[panel] - 8, y + 5, f"{tick:g}", anchor="end"))
        parts.append(text(x, TOP + SIDE + 20, f"{tick:g}", anchor="middle"))
    parts.append(polyline(panel, [(0, 1), (1, 1), (1, 0)], GRID, 1.5))
    parts.append(polyline(panel, [(0, 1), (0, 0), (1, 0)], INK, 1.5))
    parts.append(text(LEFTS[panel] + SIDE / 2, TOP + SIDE + 44, across, anchor="middle"))
    x, y = LEFTS[panel] - 36, TOP + SIDE / 2
    parts.append(text(x, y, up, anchor="middle", transform=f"rotate(-90 {x:.0f} {y:.0f})"))
    return parts


def dot(panel: int, point: Point, fill: str) -> str:
    """Return the mark of the shared threshold."""
    x, y = place(panel, point)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="#ffffff" stroke-width="2"/>'


def roc() -> list[str]:
    """Return the left panel: one curve for both prevalences."""
    curve = [rates(t) for t in thresholds()]
    x, y = place(0, (0.42, 0.30))
    return [
        *axes(0, "ROC", "false positive rate", "true positive rate"),
        polyline(0, [(0, 0), (1, 1)], GREY, 1.5, "2 4"),
        polyline(0, curve, LIGHT_BLUE, 8),
        polyline(0, curve, ORANGE, 2.5, "8 5"),
        dot(0, rates(THRESHOLD), INK),
        text(x, y, "both prevalences,"),
        text(x, y + 20, "one curve:"),
        text(x, y + 40, f"AUC {auc():.2f}", font_weight="bold"),
    ]


def precision_recall() -> list[str]:
    """Return the right panel: the curve of the rare class collapses."""
    curves = {pi: [(rates(t)[1], precision(t, pi)) for t in thresholds()] for pi in (BALANCED, RARE)}
    recall = rates(THRESHOLD)[1]
    high, low = (recall, precision(THRESHOLD, BALANCED)), (recall, precision(THRESHOLD, RARE))
    blue_x, blue_y = place(1, (0.13, 0.82))
    orange_x, orange_y = place(1, (0.68, 0.46))
    return [
        *axes(1, "Precision and recall", "recall", "precision"),
        polyline(1, curves[BALANCED], BLUE, 3),
        polyline(1, curves[RARE], ORANGE, 2.5, "8 5"),
        polyline(1, [low, high], GREY, 1.5, "2 4"),
        dot(1, high, BLUE),
        dot(1, low, ORANGE),
        text(blue_x, blue_y, "50% positive", BLUE),
        text(blue_x, blue_y + 20, f"AP {average_precision(BALANCED):.2f}", BLUE, font_weight="bold"),
        text(orange_x, orange_y, "1%", ORANGE),
        text(orange_x, orange_y + 20, "positive", ORANGE),
        text(orange_x, orange_y + 40, f"AP {average_precision(RARE):.2f}", ORANGE, font_weight="bold"),
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
    fpr, tpr = rates(THRESHOLD)
    dots = f"Dots: one threshold, with TPR {tpr:.2f} and FPR {fpr:.2f}."
    falls = f"Its precision is {precision(THRESHOLD, BALANCED):.2f} at 50%, {precision(THRESHOLD, RARE):.2f} at 1%."
    return "\n".join(
        [
            *head(),
            text(26, 36, "One scorer, two prevalences", font_weight="bold", font_size="18"),
            *roc(),
            *precision_recall(),
            text(26, HEIGHT - 40, dots),
            text(26, HEIGHT - 18, falls),
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
