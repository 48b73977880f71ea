"""The numbers that cards and answers work out, computed again.

A card's givens are read from its own front, so that a changed given, as well as a changed result, fails here.
"""

from __future__ import annotations

import re
from math import ceil, exp, floor, log, log10, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.model import Note

NUMBER = re.compile(r"(?<![\w.^])\d+(?:,\d{3})*(?:\.\d+)?")


def numbers(text: str) -> list[float]:
    """Return the numbers of a text, in order; ``9{,}890`` is one."""
    return [float(found.replace(",", "")) for found in NUMBER.findall(text.replace("{,}", ","))]


class Shipped:
    """The shipped cards, asked for what they say."""

    def __init__(self, notes: Mapping[str, Note]) -> None:
        self._notes = notes

    def given(self, card: str) -> list[float]:
        """Return the numbers on the front of a card."""
        return numbers(self._notes[card].card.question.value)

    def answer(self, card: str) -> str:
        """Return the answer of a card."""
        return self._notes[card].card.answer.value.strip()

    def result(self, card: str) -> float:
        """Return the last number of the answer: what its formula comes to."""
        return numbers(self.answer(card))[-1]

    def blanks(self, card: str) -> list[str]:
        """Return what the blanks of a card hide."""
        record = self._notes[card].card
        return [record.question.value[slice(*cloze.body)] for cloze in record.clozes]

    def right(self, card: str) -> list[str]:
        """Return the right choices of a card."""
        return [choice.text.value.strip() for choice in self._notes[card].card.choices if choice.right]

    def tells(self, question: str, *sentences: str) -> None:
        """Assert that the answer or detail of a question holds *sentences*, wherever its lines break."""
        record = self._notes[question].card
        text = " ".join(f"{record.answer.value}\n{record.detail.value}".split())
        assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.fixture(name="deck")
def _deck(notes: Mapping[str, Note]) -> Shipped:
    """Return the shipped cards."""
    return Shipped(notes)


def iou(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the overlap of two boxes (left, top, right, bottom)."""
    across, down = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    shared = max(across, 0) * max(down, 0)
    return shared / (sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)) - shared)


def giou(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the generalised overlap of two boxes."""
    hull = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
    area = (hull[2] - hull[0]) * (hull[3] - hull[1])
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    union = areas / (1 + iou(a, b))
    return iou(a, b) - (area - union) / area


def precision(tpr: float, fpr: float, prevalence: float) -> float:
    """Return the share of right alarms, by Bayes."""
    return tpr * prevalence / (tpr * prevalence + fpr * (1 - prevalence))


def focal(p: float, gamma: float) -> float:
    """Return the focal loss of an example whose true class has the probability *p*."""
    return -log(p) * float((1 - p) ** gamma)


def wilson(rate: float, n: int) -> tuple[float, float]:
    """Return the 95% interval of a rate, in per cent."""
    z = NormalDist().inv_cdf(0.975)
    middle, half = rate + z * z / (2 * n), z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return 100 * low, 100 * high


def conv_size(n: int, k: int, s: int, p: int, d: int = 1) -> int:
    """Return how wide a convolution's output is."""
    return floor((n + 2 * p - d * (k - 1) - 1) / s) + 1


def test_convolutions(deck: Shipped) -> None:
    """Output size and number of parameters follow from kernel, stride, padding and channels."""
    k, also_k, s, p, n = map(int, deck.given("cv-conv-224"))
    assert deck.answer("cv-conv-224") == str(conv_size(n, k, s, p)) == "112"
    assert k == also_k
    k, also_k, into, out = map(int, deck.given("cv-conv-parameters"))
    assert deck.answer("cv-conv-parameters") == str(k * also_k * into * out + out) == "1792"
    assert (conv_size(32, 5, 1, 0), conv_size(56, 3, 1, 2, 2)) == (28, 56)
    weights = 3 * 224**2 * 64 * 224**2
    deck.tells("what-is-cv", f"{weights / 1e11:.1f} \\times 10^{{{floor(log10(weights))}}}")
    deck.tells("what-is-cv", f"for {3 * 3 * 3 * 64 * 64:,} weights instead of {7 * 7 * 64 * 64:,}")


def test_receptive_fields(deck: Shipped) -> None:
    """Each layer adds its dilated reach, times the step before it."""
    k, _, *dilations = map(int, deck.given("seg-dilation-field"))
    *dilations, stride = dilations
    assert stride == 1
    assert deck.answer("seg-dilation-field") == str(1 + (k - 1) * sum(dilations)) == "15"


def test_patches(deck: Shipped) -> None:
    """A vision transformer has one token for each patch."""
    patch, width, height = map(int, deck.given("cv-vit-tokens"))
    assert deck.answer("cv-vit-tokens") == str((width // patch) * (height // patch)) == "196"
    more = (384 // patch) ** 2
    deck.tells("what-is-cv", f"there are {more}", f"grows {(more / 196) ** 2:.1f}-fold")
    deck.tells("transfer-learning", f"from 196 to {more} patches")


def test_outliers(deck: Shipped) -> None:
    """RANSAC's rounds, the ceiling of a z-score and the Huber loss."""
    s, inliers, confidence = deck.given("missing-ransac-homography")
    rounds = {w: ceil(log(1 - confidence / 100) / log(1 - w**s)) for w in (0.8, inliers / 100, 0.3)}
    assert deck.answer("missing-ransac-homography") == str(rounds[0.5]) == "72"
    deck.tells("missing-data", f"{rounds[0.8]} rounds for $w = 0.8$, 72 for $w = 0.5$ and {rounds[0.3]} for $w = 0.3$")
    n = 10
    outlier = np.array([0.0] * (n - 1) + [1.0])
    z = (outlier - outlier.mean()) / outlier.std(ddof=1)
    assert z.max() == pytest.approx((n - 1) / sqrt(n))
    assert deck.result("missing-z-ceiling") == round(z.max(), 2)
    assert (n - 1) / sqrt(n) < 3 < n / sqrt(n + 1)
    delta, e = 1, 10
    deck.tells("missing-data", f"a residual of {e} costs {delta * (e - delta / 2)} instead of {e * e / 2:.0f}")


def test_losses_for_rare_classes(deck: Shipped) -> None:
    """Focal loss, class-balanced weights, RetinaNet's first bias and the undoing of resampling."""
    gamma, p = deck.given("imbalance-focal-factor")
    assert deck.answer("imbalance-focal-factor") == f"{log(p) / -focal(p, gamma):.0f}" == "100"
    hard, many, easy = deck.given("imbalance-loss-share")
    share = {g: focal(hard, g) / (focal(hard, g) + many * focal(easy, g)) for g in (0, 2)}
    assert deck.right("imbalance-loss-share") == [f"{100 * share[0]:.0f}%"] == ["11%"]
    deck.tells("class-imbalance", f"owns 11% of the loss, under the focal loss {100 * share[2]:.1f}%")
    deck.tells("class-imbalance", f"{-log(0.99 / 0.01):.3f}$ for $\\pi = 0.01$")
    assert deck.given("imbalance-retinanet-bias") == [round(log(0.99 / 0.01), 1), 0]
    weight = {n: (1 - 0.999) / (1 - 0.999**n) for n in (10, 1000)}
    deck.tells("class-imbalance", f"by a factor of {weight[10] / weight[1000]:.0f} rather than {1000 / 10:.0f}")
    b, score = 0.1, 0.5
    corrected = b * score / (b * score - score + 1)
    deck.tells("class-imbalance", f"At $b = {b}$ an undecided {score} is really {corrected:.3f}")


def test_precision_and_prevalence(deck: Shipped) -> None:
    """At fixed error rates precision falls with the class's share."""
    tpr, fpr, prevalence = deck.given("imbalance-precision-one-percent")
    assert deck.answer("imbalance-precision-one-percent") == f"{precision(tpr, fpr, prevalence / 100):.2f}" == "0.15"
    normal = NormalDist()
    alarm = normal.inv_cdf(0.95)
    rates = 1 - normal.cdf(alarm - 2), 0.05
    deck.tells("metrics", f"TPR {rates[0]:.2f} and FPR {rates[1]}")
    deck.tells("metrics", f"drops from {precision(*rates, 0.5):.2f} to {precision(*rates, 0.01):.2f}")
    deck.tells("metrics", f"Its AUC is {normal.cdf(2 / sqrt(2)):.2f} at either prevalence")
    assert round(3875 / 1341) == 3
    assert deck.answer("imbalance-kermany") == "About three."
    deck.tells("class-imbalance", "1,341 normal films stand against 3,875", f"one film is worth {100 / 16} points")
    hits, false = 0.01 * (1 - normal.cdf(1 - 2)), 0.99 * (1 - normal.cdf(1))
    assert round(false / hits) == 19
    deck.tells("class-imbalance", "nineteen false alarms for each hit")


def test_measures_of_segmentation(deck: Shipped) -> None:
    """Panoptic quality, Dice and the IoU of shaved masks."""
    matched = deck.given("seg-pq-value")
    quality, recognition = sum(matched) / len(matched), len(matched) / (len(matched) + 0.5 + 0.5)
    assert deck.result("seg-pq-value") == round(quality * recognition, 3) == 0.567
    deck.tells("segmentation-vs-detection", f"SQ {quality:.2f} times RQ {recognition:.3f}")
    (overlap,) = deck.given("seg-dice-from-iou")
    assert deck.answer("seg-dice-from-iou") == f"{2 * overlap / (1 + overlap):.2f}" == "0.67"
    shaved = [f"{(side - 2) ** 2 / side**2:.2f}" for side in (100, 20, 10)]
    deck.tells("segmentation-vs-detection", "{} at 100 pixels, {} at 20 and {} at 10".format(*shaved))
    box = ((100 + 5) / sqrt(2)) ** 2
    deck.tells("segmentation-vs-detection", f"a pole of 100×5 pixels at 45° fills {100 * 100 * 5 / box:.0f}%")


def test_crowds(deck: Shipped) -> None:
    """What NMS and Soft-NMS do to two neighbours."""
    width, shift = deck.given("occlusion-pair-iou")
    pair = iou((0, 0, width, 200), (shift, 0, width + shift, 200))
    assert deck.answer("occlusion-pair-iou") == f"{pair:.2f}" == "0.54"
    assert pair == pytest.approx((width - shift) / (width + shift))
    assert deck.given("occlusion-nms-neighbour") == [round(pair, 2), 0.5]
    soft, linear = 0.85 * exp(-(pair**2) / 0.5), 0.85 * (1 - pair)
    deck.tells("occlusion", f"falls from 0.85 to {soft:.3f}", f"takes it to {linear:.3f}")
    deck.tells("occlusion", *(f"| {t} | {width * (1 - t) / (1 + t):.1f} px |" for t in (0.3, 0.5, 0.6, 0.7)))


def test_transfer(deck: Shipped) -> None:
    """Quantities of parameters, and the learning rate of the lowest block."""
    features, classes = deck.given("tl-resnet-head-count")[-2:]
    head = int((features + 1) * classes)
    assert deck.answer("tl-resnet-head-count") == f"`{head}`" == "`20490`"
    whole = 25_557_032 - (2048 + 1) * 1000 + head
    deck.tells("transfer-learning", f"has {whole:,} parameters", f"of them: {100 * head / whole:.2f}%")
    assert deck.blanks("tl-lora-count") == ["$2dr$"]
    d, r = 768, 8
    deck.tells("transfer-learning", f"{2 * d * r:,} instead of {d * d:,}, one part in {d // (2 * r)}")
    deck.tells("transfer-learning", f"0.75^{{12}} \\approx {0.75**12:.3f}$")


def test_frameworks(deck: Shipped) -> None:
    """Compilation pays after as many steps as its time divided by what a step saves."""
    seconds, saved = deck.given("fw-compile-break-even")
    assert deck.answer("fw-compile-break-even") == f"{seconds / saved * 1000:.0f}" == "7500"


def test_four_counts(deck: Shipped) -> None:
    """Precision, recall, F and the rest from one confusion matrix."""
    tp, fp, fn, tn, *_ = deck.given("ev-counts")
    p, r = tp / (tp + fp), tp / (tp + fn)
    assert deck.blanks("ev-counts") == [f"{p:.2f}", f"{r:.2f}"] == ["0.40", "0.80"]
    matthews = (tp * tn - fp * fn) / sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    accuracy = (tp + tn) / (tp + fp + fn + tn)
    deck.tells("metrics", f"Accuracy is {accuracy:.3f}, precision 0.40, recall 0.80, $F_1$ {2 * p * r / (p + r):.3f}")
    deck.tells("metrics", f"Matthews correlation {matthews:.3f}")
    images, defects, *_ = deck.given("ev-never-alarm")
    assert deck.answer("ev-never-alarm") == str(1 - defects / images) == "0.995"
    f = {beta: (1 + beta**2) * 0.9 * 0.5 / (beta**2 * 0.9 + 0.5) for beta in (1, 2)}
    deck.tells("metrics", f"$P = 0.9$ and $R = 0.5$, $F_1 = {f[1]:.3f}$ but $F_2 = {f[2]:.3f}$")
    deck.tells("metrics", f"ten times a false alarm, above {1 / (1 + 10):.2f}")


def test_overlaps(deck: Shipped) -> None:
    """IoU and GIoU of the boxes in the text, and what a shift costs small ones."""
    corners = deck.given("ev-iou-two-boxes")
    shared = iou(corners[:4], corners[4:])
    assert deck.answer("ev-iou-two-boxes") == f"$25 / 175 = {shared:.3f}$"
    near, far = (giou((0, 0, 10, 10), (10 + gap, 0, 20 + gap, 10)) for gap in (10, 30))
    deck.tells("metrics", f"(${near:.2f}$ for two 10 px boxes 10 px apart) from far (${far:.2f}$ at 30 px)")
    large, small = (iou((0, 0, side, side), (2, 2, side + 2, side + 2)) for side in (100, 10))
    deck.tells("metrics", f"leaves IoU {large:.3f} for a 100 px box and {small:.3f} for one of 10 px")


def test_average_precision(deck: Shipped) -> None:
    """How many of COCO's thresholds a match passes, and what a false alarm between two matches costs."""
    thresholds = [(50 + 5 * i) / 100 for i in range(10)]
    assert deck.blanks("ev-coco-thresholds") == [f"{thresholds[-1]:.2f}", f"{thresholds[1] - thresholds[0]:.2f}"]
    (overlap,) = deck.given("ev-ap-iou-72")
    assert deck.answer("ev-ap-iou-72") == str(sum(overlap >= t for t in thresholds) / 10) == "0.5"
    grid = [i / 100 for i in range(101)]
    between = sum(1 if recall <= 0.5 else 2 / 3 for recall in grid) / 101
    deck.tells("metrics", f"it costs: {between:.3f} instead of 1.0")


def test_calibration_and_intervals(deck: Shipped) -> None:
    """The expected calibration error of two bins, and Wilson's intervals."""
    error = sum(abs(accuracy - confidence) / 2 for accuracy, confidence in ((0.85, 0.95), (0.70, 0.75)))
    deck.tells("metrics", f"0.75 against 0.70, give {error:.3f}")
    low, high = wilson(0.92, 200)
    deck.tells("metrics", f"92% on 200 images has a 95% Wilson interval of {low:.1f} to {high:.1f}%")
    deck.tells("project", f"it would mean {low:.1f} to {high:.1f} anyway")
    low, high = wilson(0.92, 10_000)
    deck.tells("metrics", f"on 10,000 images it is {low:.1f} to {high:.1f}%")


def test_measures_of_tracking(deck: Shipped) -> None:
    """MOTA and HOTA of the runs in the text, and the optimal pairing that a greedy one misses."""
    deck.tells("metrics", f"detection 0.64 and association 0.81 give {sqrt(0.64 * 0.81):.2f}")
    mota = [f"{1 - (120 + 60 + switches) / 1000:.2f}" for switches in (20, 70)]
    deck.tells("project", f"120 misses, 60 false alarms and 20 switches on 1,000 objects give {mota[0]}")
    deck.tells("project", f"it would still be {mota[1]}")
    first, second = (0.90, 0.80), (0.85, 0.10)
    best = max(((first[i], second[1 - i]) for i in (0, 1)), key=sum)
    deck.tells("project", "IoUs of {:.2f} and {:.2f} for the first track and {:.2f} and {:.2f}".format(*first, *second))
    deck.tells("project", "the optimal pairing takes {:.2f} and {:.2f}".format(*best))
    assert deck.blanks("pr-frame-budget") == [f"{1000 / deck.given('pr-frame-budget')[0]:.1f} ms"]


def test_kalman_filter(deck: Shipped) -> None:
    """The spread of a coasting track, and the gate that widens with it."""
    F, H = np.array([[1, 1], [0, 1]]), np.array([[1, 0]])  # noqa: N806  # the field's letters
    noise = 0.1 * np.array([[0.25, 0.5], [0.5, 1]])
    state, spread, gate = 100 * np.eye(2), {}, {}
    for frame in range(1, 12):
        state = F @ state @ F.T + noise
        gate[frame] = state[0, 0] + 4
        if not 7 <= frame <= 10:
            state = (np.eye(2) - state @ H.T / gate[frame] @ H) @ state
        spread[frame] = sqrt(state[0, 0])
    said = " ".join(f"{spread[frame]:.2f}" for frame in range(6, 12))
    deck.tells("project", f"[{said}]", f"of {64 / gate[6]:.1f} in frame 6", f"only {64 / gate[11]:.1f} in frame 11")
    deck.tells("project", f"95% gate of {NormalDist().inv_cdf(0.975) ** 2:.2f} (one degree of freedom)")


def test_open_problems(deck: Shipped) -> None:
    """SSD's default boxes, a scene graph's pairs and what a model scores that always says yes."""
    given = list(map(int, deck.given("ch-ssd-boxes")))
    cells, per_cell = given[:6], given[6:]
    boxes = sum(n * n * b for n, b in zip(cells, per_cell, strict=True))
    assert deck.answer("ch-ssd-boxes") == f"{boxes:,}" == "8,732"
    objects, relations = 35, 21
    pairs = objects * (objects - 1)
    deck.tells("challenges", f"= {pairs:,}$ ordered pairs".replace(",", "{,}"), "fewer than 2%")
    assert relations / pairs < 0.02
    p, r = 0.5, 1
    assert deck.answer("ch-always-yes") == "$2/3$: precision 0.5 and recall 1."
    deck.tells("challenges", f"$F_1 = {2 * p * r / (p + r):.3f}$")
