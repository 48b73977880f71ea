"""Texts as authors write them, for cards to be made of and reworded with.

Families are look-alikes: their cards differ in a word or two, and are different cards all the same. In `facts.txt` a
blank line parts them; each line has a question and its answer, then both in other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with its answer, both once more in other words."""

    question: str
    answer: str
    question_anew: str
    answer_anew: str


def _fact(said: str) -> Fact:
    question, answer, question_anew, answer_anew = (part.strip() for part in said.split(" | "))
    return Fact(question, answer, question_anew, answer_anew)


FAMILIES: Final[tuple[tuple[Fact, ...], ...]] = tuple(
    tuple(map(_fact, family.strip().splitlines()))
    for family in (Path(__file__).parent / "facts.txt").read_text(encoding="utf-8").split("\n\n")
)

SENTENCES: Final = (
    "The {{mitochondrion}} makes most of the {{ATP}} of a cell.",
    "The {{ribosome}} reads {{messenger RNA}} and makes proteins.",
    "Water boils at {{100}} °C at sea level and at about {{70}} °C on Mount Everest.",
    "A triangle with sides {{3}}, {{4}} and {{5}} has a right angle.",
    "In Python, {{`dict`}} keeps the order of insertion, {{`set`}} does not.",
    "The {{Rhine}} rises in {{Switzerland}} and flows into the {{North Sea}}.",
    "The {{Danube}} rises in {{Germany}} and flows into the {{Black Sea}}.",
    "富士山の高さは{{3776}}メートルで、{{日本}}で一番高い山です。",
    "黄河流入{{渤海}}，长江流入{{东海}}。",
    "An {{isotope}} has the same number of {{protons}} but another number of {{neutrons}}.",
    "Bach died in {{1750}}, Mozart was born in {{1756}}.",
    "The {{primary}} key names a row; a {{foreign}} key names a row of another table.",
    "{{Photosynthesis turns {{carbon dioxide}} and water into {{sugar}}}} in green plants.",
    "{{The treaty of {{Tordesillas}}}} was signed in {{1494}}.",
    "Der {{Dativ}} antwortet auf {{wem}}, der {{Akkusativ}} auf {{wen}}.",
    "The limit of {{$(1 + 1/n)^n$}} is called {{Euler's number}}.",
    "A hash table finds a key in {{constant}} time on average and in {{linear}} time at worst.",
    "{{Oxygen}} makes up {{21}} per cent of the air, {{nitrogen}} about {{78}}.",
    "The {{femur}} is the longest bone, the {{stapes}} the smallest.",
    "TCP is {{reliable}} and ordered; UDP is {{faster}} and neither.",
)
"""Of cloze cards, some with blanks in blanks."""

PLOTS: Final = (
    ("The parts of a flower", ("petal", "sepal", "stamen", "pistil")),
    ("The parts of an eye", ("iris", "pupil", "lens")),
    ("The phases of mitosis", ("prophase", "metaphase", "anaphase", "telophase")),
)
"""Of occlusion cards: a header and what the masks hide."""

TITLES: Final = (
    "Foundations",
    "First steps",
    "Nature",
    "History and art",
    "Language",
    "Machines",
    "Figures and formulas",
    "Repetition",
    "Odds and ends",
    "Review",
)

CLAUSES: Final = (
    ", at least on paper",
    " in most textbooks",
    ", strictly speaking",
    " as a rule",
    ", according to the standard view",
)
"""What an author adds at the end of a sentence."""

OPENINGS: Final = ("In general: ", "Remember: ", "In short: ", "Today: ", "To be exact: ")
"""What an author puts in front of one."""

SYNONYMS: Final = dict(
    pair.split("/")
    for pair in (
        "What/Which Which/What year/century begin/start end/finish does/will return/yield called/named make/produce"
        " makes/produces fast/quick flows/runs rises/springs known/documented void/invalid lines/verses say/express"
        " function/task pumps/drives level/height blood/fluid server/machine cell/organism keeps/preserves most/nearly"
        " longest/largest finds/locates time/duration model/network matrix/table heart/organ poem/verse city/town"
    ).split()
)
