"""Write a content folder of any size, with the mix of a real deck: the same arguments give the same bytes.

Usage: `python tests/benchmarks/make_deck.py FOLDER --questions 1000 --cards 4 [--details 3]`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS_PER_CHAPTER: Final = 25
DETAILS_PER_QUESTION: Final = 3

_SUBJECTS: Final = (
    "the learning rate", "weight decay", "batch normalisation", "a residual connection", "the attention mask",
    "label smoothing", "gradient clipping", "the anchor grid", "early stopping", "data augmentation", "dropout",
)  # fmt: skip
_EFFECTS: Final = (
    "the variance of the estimate", "the calibration of its scores", "recall on small objects", "the memory it needs",
    "the time to converge", "robustness to label noise", "the gap between training and test",
)  # fmt: skip
_REASONS: Final = (
    "because each step sees another sample of the data",
    "since the loss is flat around the minimum that it finds",
    "as long as the two distributions overlap",
    "but only while the capacity of the model is the bottleneck",
)


def _subject(n: int) -> str:
    """Return what question or card `n` is about; two and the effect repeat together after 77 numbers."""
    return _SUBJECTS[n % len(_SUBJECTS)]


def _effect(n: int) -> str:
    """Return what the subject of `n` acts on."""
    return _EFFECTS[n % len(_EFFECTS)]


def _sentence(n: int) -> str:
    """Return a sentence of some twenty words that no other number has."""
    return f"In setting {n}, {_subject(n)} changes {_effect(n)} by {n % 97 + 1} %, {_REASONS[n % len(_REASONS)]}."


def _paragraph(n: int) -> str:
    return (
        f"{_sentence(n)} The effect on **{_effect(n + 1)}** is smaller and *opposite in sign*; see [@work{n % 20}].\n"
        f"One measures it with `evaluate(run={n})` on a held-out split, at least {n % 5 + 3} times, and reports the\n"
        f"spread, not the best run.[^setting-{n}]\n\n[^setting-{n}]: Setting {n} of the ablation, {n % 8 + 1} seeds."
    )


def _list(n: int) -> str:
    return (
        f"What to check when {_subject(n)} seems to fail in setting {n}:\n\n"
        f"1. **The data.** {_sentence(n + 1)}\n   - Are {n % 40 + 10} labels enough?\n   - Does the split leak?\n"
        f"2. **The loss.** {_sentence(n + 2)}\n3. **The metric.** {_sentence(n + 3)}"
    )


def _table(n: int) -> str:
    rows = "\n".join(
        f"| {_SUBJECTS[(n + i) % len(_SUBJECTS)]} | {0.5 + (n * 7 + i * 13) % 50 / 100:.2f} | {(n + i) % 90 + 5} ms |"
        for i in range(5)
    )
    return f"| Changed in setting {n} | AP | Latency |\n|---|--:|--:|\n{rows}"


def _code(n: int) -> str:
    return (
        "```python\n"
        f"def step_{n}(weights: list[float], gradient: list[float], rate: float = {n % 9 + 1}e-3) -> list[float]:\n"
        f'    """Move the weights of setting {n} against their gradient."""\n'
        f"    norm = max(sum(g * g for g in gradient) ** 0.5, {n % 7 + 1}.0)\n"
        "    return [w - rate * g / norm for w, g in zip(weights, gradient, strict=True)]  # clipped\n"
        "```"
    )


def _math(n: int) -> str:
    return (
        f"With ${n % 9 + 2}$ samples a batch, the update of setting {n} is\n\n"
        rf"$$\theta_{{t+1}} = \theta_t - \frac{{\eta_{{{n}}}}}{{{n % 9 + 2}}} \sum_{{i=1}}^{{{n % 9 + 2}}}"
        r" \nabla_\theta \ell(x_i, \theta_t)$$"
        "\n\n"
        rf"so its variance falls as $\sigma^2 / {n % 9 + 2}$ while $\eta_{{{n}}} < 2 / \lambda_{{\max}}$ holds."
    )


def _figure(n: int) -> str:
    chapter = n // (QUESTIONS_PER_CHAPTER * DETAILS_PER_QUESTION)
    return (
        f"![Bars whose heights are the scores of chapter {chapter}](figures/scores-{chapter:04}.svg)\n\n{_sentence(n)}"
    )


def _callout(n: int) -> str:
    return f"> [!NOTE]\n> {_sentence(n + 4)}\n> This holds in setting {n} alone.\n\n- [x] measured\n- [ ] explained"


def _terms(n: int) -> str:
    return f"Setting {n}\n:   {_sentence(n)}\n\nSetting {n} without it\n:   {_sentence(n + 5)}"


def _recall(n: int) -> str:
    return f"Q: What does {_subject(n)} change first in case {n}? {{#case-{n}}}\nA: {_effect(n).capitalize()}."


def _recall_with_detail(n: int) -> str:
    return f"Q: Why does case {n} need {_subject(n)}? {{.core}}\nA: For {_effect(n)}.\n\n{_sentence(n)}\n\n{_code(n)}"


def _reversed(n: int) -> str:
    return f"Q: The short name of case {n} {{.reversed}}\nA: C-{n}"


def _typed(n: int) -> str:
    return f"Q: Which call evaluates case {n}? {{.type}}\nA: `evaluate(case={n})`"


def _choice(n: int) -> str:
    return (
        f"Q: Which of these lowers {_effect(n)} in case {n}?\n\n"
        f"- [ ] {_subject(n + 1)}\n  {_sentence(n + 1)}\n- [x] {_subject(n)}\n- [ ] {_subject(n + 2)}"
    )


def _cloze(n: int) -> str:
    return f"C: In case {n}, {{{{{_subject(n)}}}}} acts on {{{{{_effect(n)}::on what?}}}}, not on the labels."


def _cloze_in_math(n: int) -> str:
    return rf"C: The rate of case {n} is $\eta = {{{{c1::{n % 9 + 1} / n}}}}$, which {{{{c2::falls}}}} as $n$ grows."


_DETAILS: Final[tuple[Callable[[int], str], ...]] = (_paragraph, _list, _table, _code, _math, _figure, _callout, _terms)
_CARDS: Final[tuple[Callable[[int], str], ...]] = (
    _recall, _cloze, _recall_with_detail, _cloze_in_math, _recall, _choice, _cloze, _typed, _recall, _reversed,
)  # fmt: skip


def _question(n: int, cards: int, most: int) -> str:
    """Return question `n`: an answer, a paragraph and two more details, `most` of the three, and its recall cards."""
    details = (_paragraph, _DETAILS[n % len(_DETAILS)], _DETAILS[(n * 3 + 2) % len(_DETAILS)])[:most]
    # A number for each block, so that no two of the deck say the same.
    blocks = [detail(n * DETAILS_PER_QUESTION + i) for i, detail in enumerate(details)]
    marks = [_CARDS[card % len(_CARDS)](card) for card in range(n * cards, (n + 1) * cards)]
    heading = f"## How does {_subject(n)} act on {_effect(n)} in question {n}? {{tags=bench}}"
    answer = f"By way of {_effect(n + 2)}, which it moves {n % 9 + 2} times as fast, {_REASONS[n % len(_REASONS)]}."
    return "\n\n".join((heading, answer, *blocks, *marks))


def _figure_svg(chapter: int) -> str:
    """Return a bar chart, 640 by 240 units."""
    heights = [(chapter * 17 + i * 29) % 160 + 20 for i in range(8)]
    bars = "\n".join(
        f'  <rect x="{40 + i * 72}" y="{210 - height}" width="48" height="{height}" fill="#1d5fa8"/>'
        for i, height in enumerate(heights)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 240">\n'
        f"  <title>Scores of chapter {chapter}</title>\n{bars}\n"
        '  <text x="40" y="232" font-family="sans-serif" font-size="14">settings</text>\n</svg>\n'
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def make_deck(folder: Path, questions: int, cards: int, details: int = DETAILS_PER_QUESTION) -> None:
    """Write a deck of `questions` questions with `cards` recall cards and `details` details each into `folder`."""
    _write(
        folder / "deck.toml",
        f'format = 1\nname = "Benchmark {questions}"\nid = "benchmark-{questions}"\nauthor = "the cardpress authors"\n',
    )
    _write(
        folder / "sources.toml",
        "\n".join(f'[work{i}]\nauthor = "Author {i}"\nyear = {2000 + i}\ntitle = "Work {i}"\n' for i in range(20)),
    )
    for chapter, first in enumerate(range(0, questions, QUESTIONS_PER_CHAPTER)):
        last = min(first + QUESTIONS_PER_CHAPTER, questions)
        text = "\n\n".join(_question(n, cards, details) for n in range(first, last))
        head = f"---\ntitle: Chapter {chapter}\ntags: [chapter-{chapter}]\n---\n\n{_sentence(chapter)}"
        _write(folder / f"{chapter:04}-chapter.md", f"{head}\n\n{text}\n")
        _write(folder / "figures" / f"scores-{chapter:04}.svg", _figure_svg(chapter))


def main() -> None:
    """Read the arguments and write the deck."""
    parser = argparse.ArgumentParser(description="Write a content folder of any size.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=4, help="recall cards of each question")
    parser.add_argument("--details", type=int, choices=(1, 2, 3), default=DETAILS_PER_QUESTION)
    options = parser.parse_args()
    make_deck(options.folder, options.questions, options.cards, options.details)


if __name__ == "__main__":
    main()
