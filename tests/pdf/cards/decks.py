"""Content folders to cut cards from: few cards of known places, one of everything, and many of random length."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from builder.diagnostics import has_errors
from builder.pipeline import load
from tests.silent import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import RenderedDeck

CONFIG = 'format = 1\nname = "A deck to cut"\nid = "cut-abc123"\nauthor = "Ada Example"\n'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 300" width="420" height="300">'
    '<path d="M20 280H400M20 280V15" stroke="#51606f" fill="none"/>'
    '<circle cx="150" cy="120" r="60" fill="#1d5fa8"/><circle cx="230" cy="150" r="60" fill="#93450f"/></svg>'
)
COLUMN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 900" width="60" height="900">'
    '<path d="M0 0H60V900H0Z" fill="#d5dbe2"/></svg>'
)
STRIP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4000 60" width="4000" height="60">'
    '<path d="M0 0H4000V60H0Z" fill="#d5dbe2"/></svg>'
)
WORDS = (
    "a the of to in is on for with each from model error precision recall detector threshold average class label"
    " box image overlap convolution gradient validation regularisation hyperparameter interdependence"
).split()

EVERYTHING = r"""
# Everything

## What is asked in a heading? {#heading .core as-of=2026-01-01}

The answer[^why] is one paragraph, and *this* is `code`.

[^why]: For it is short.

### What follows it

Detail of the question, with a table:

| A | B |
|---|---|
| 1 | 2 |

Q: Which `code` runs *well*, and why?[^front] {#recall source=lin hint="think of loops"}
A: The one that ends. It says so itself [@lin].

[^front]: A note to the question.

Q: Word {#word .reversed}
A: Its meaning

Q: How many? {#typed .type}
A: 42

Q: Which are prime? {#prime}

- [x] 2
    It is the even one.
- [ ] 4
- [x] 3

Q: Which is the largest? {#largest}

- [x] 3
- [ ] 2

A: It is three.

C: F1 is the {{harmonic::kind}} mean of {{c2::precision and {{c3::other}} words}} and recall. {#cloze}

C: Then $\frac{ {{c1::TP}} }{TP+FP}$ is {{precision}}, and $$x^{ {{c2::2}} } + \text{the {{c3::word}} here}$$ {#formula}

C: The code {#code-cloze}

    for i in {{c1::range}}(3):
        {{c2::print}}(i)

O: What overlaps? {#overlap}
![Two circles](drawing.svg)

- rect 20% 20% 20% 30%: first circle
- ellipse 45% 30% 20% 30%: second *circle*

Q: What does the picture show? {#picture}
![A drawing](drawing.svg "Two circles")
A: Circles; not a column ![column](column.svg) or a strip:

![A strip](strip.svg)

![A column](column.svg)
"""

HARD = r"""
# Hard to fit

Q: How long may a line of code be? {#code-line}
A: Longer than the card:

```python
result = first_function_with_a_long_name(second_argument_of_it, third_argument, fourth, fifth) + another_one(1, 2, 3)
nobreaks_{break}
```

Q: How wide may a table be? {#table}
A: Wider:

| Measurement one | Measurement two | Measurement three | Measurement four | Measurement five | Measurement six |
|---|---|---|---|---|---|
| 0.12345678901 | 0.12345678901 | 0.12345678901 | 0.12345678901 | 0.12345678901 | Donaudampfschifffahrtsgesellschaft |

Q: How wide and how high may a formula be? {#formulas}
A: Any, be it $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13}$ and:

$$\begin{aligned} a &= b \\ c &= d \\ e &= f \\ g &= h \\ i &= j \\ k &= l \\ m &= n \\ o &= p \\
q &= r \\ s &= t \end{aligned}$$

Q: How deep may a list be? {#list}
A: Deep:

{list}

Q: How long may a word be? {#long-word}
A: {word} and https://example.org/{word}

Q: May a question {fill} go on on a second card? {#long-front}
A: Yes.

Q: May an answer? {#long-back}
A: Yes: {fill}
""".replace("{break}", "x" * 90)
HARD = (
    HARD.replace("{list}", "\n".join(f"{'    ' * level}- level {level}" for level in range(9)))
    .replace("{word}", "Rindfleischetikettierungsueberwachungsaufgaben" * 4)
    .replace("{fill}", "that has a great many words and then goes on for a very long time " * 18)
)


def rendered(folder: Path, chapters: str, config: str = CONFIG) -> RenderedDeck:
    """Return the deck of a content folder that holds *chapters*, written to *folder*."""
    (folder / "deck.toml").write_text(config, encoding="utf-8")
    (folder / "sources.toml").write_text(
        '[lin]\nauthor = "Lin, T."\nyear = "2014"\ntitle = "Microsoft COCO"\nvenue = "ECCV"\n', encoding="utf-8"
    )
    (folder / "01-text.md").write_text(chapters, encoding="utf-8")
    for name, drawing in (("drawing", DRAWING), ("column", COLUMN), ("strip", STRIP)):
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    loaded = load(folder, Silent())
    assert not has_errors(loaded.diagnostics), loaded.diagnostics
    return loaded.rendered


def numbered(count: int) -> str:
    """Return *count* cards with the ids ``card-1`` and so on, each in a chapter that is named after it."""
    return "\n".join(
        f"# Chapter{number}\n\nQ: Question {number}? {{#card-{number}}}\nA: Answer {number}.\n"
        for number in range(1, count + 1)
    )


def many(count: int, seed: int) -> str:
    """Return *count* cards of random length and content."""
    draw = random.Random(seed)  # noqa: S311 (nothing is kept secret)
    return "# Random\n\n" + "\n\n".join(_card(draw, number) for number in range(1, count + 1)) + "\n"


def _card(draw: random.Random, number: int) -> str:
    """Return a card of random length."""
    front = _words(draw, int(min(90, 3 + draw.expovariate(1 / 12))))
    if draw.random() < 0.15:
        return f"C: {front} {{{{{_words(draw, draw.randint(1, 4))}}}}} {_words(draw, 4)}. {{#card-{number}}}"
    blocks = [_block(draw) for _ in range(draw.choice([1, 1, 1, 2]))]
    back = _words(draw, int(min(150, 1 + draw.expovariate(1 / 25))))
    return f"Q: {front}? {{#card-{number}}}\nA: {back}:\n\n" + "\n\n".join(blocks)


def _block(draw: random.Random) -> str:
    """Return a paragraph, or something that may be too wide or too high."""
    kind = draw.randrange(16)
    if kind == 0:
        return "\n".join(f"- {_words(draw, draw.randint(1, 12))}" for _ in range(draw.randint(1, 6)))
    if kind == 1:
        rows = [[_words(draw, draw.randint(1, 3)) for _ in range(3)] for _ in range(draw.randint(2, 6))]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|---|---|---|", *lines[1:]])
    if kind == 2:
        lines = ["x" * draw.randint(0, 12) + " = " + "y" * draw.randint(1, 120) for _ in range(draw.randint(1, 8))]
        return "\n".join(["```", *lines, "```"])
    if kind == 3:
        return rf"$$\sum_{{i=1}}^{{n}} {' + '.join(f'x_{{{n}}}' for n in range(draw.randint(1, 30)))}$$"
    if kind == 4:
        return f"![A drawing]({draw.choice(['drawing', 'column', 'strip'])}.svg)"
    if kind == 5:
        return f"> [!NOTE]\n> {_words(draw, draw.randint(3, 30))}."
    return f"{_words(draw, draw.randint(2, 60))}."


def _words(draw: random.Random, count: int) -> str:
    """Return *count* random words."""
    return " ".join(draw.choice(WORDS) for _ in range(count))
