"""Reworded cards are found again, and no history ever goes to another card."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from builder.likeness.similar import Match, Said, match
from tests.benchmarks.similarity import eased, judge
from tests.likeness import rewording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from builder.likeness.evidence import Limits
    from tests.likeness.rewording import Case

DECK: Final = rewording.shipped()
WORDS: Final = rewording.texts()
RATES: Final = {
    "question: typo": 1.0,
    "question: synonym": 0.92,
    "question: word changed": 0.8,
    "question: word dropped": 0.85,
    "question: reordered": 1.0,
    "question: clause in front": 1.0,
    "question: clause behind": 1.0,
    "question: other words": 0.35,
    "answer: other words": 1.0,
    "answer: of another card": 1.0,
    "answer: first half": 1.0,
    "answer: lengthened": 1.0,
    "both: typo": 0.8,
    "both: word dropped": 0.88,
    "both: reordered": 1.0,
    "both: clause in front": 0.7,
    "recall → choice": 1.0,
    "typo and other file": 0.95,
}
"""Share of the recall cards that each rule must leave recognised: what is measured, less a little."""


def outcomes(cases: Iterable[Case], limits: Limits | None = None) -> Counter[str]:
    """Count the outcomes of all cards of some cases."""
    return Counter(outcome for case in cases for outcome in judge(case, *([limits] if limits else [])))


@pytest.mark.parametrize("rule", rewording.RULES)
def test_reworded_cards_are_never_taken_for_others(rule: str) -> None:
    """Under each rule no card of the shipped deck is taken for another, and as many as ever are recognised."""
    found = outcomes(rewording.singles(DECK["recall"], WORDS, rule))
    assert not found["wrong"]
    assert found["right"] >= RATES.get(rule, 0.0) * found.total()
    assert not outcomes(rewording.singles(DECK["cloze"], WORDS, rule))["wrong"]


@pytest.mark.parametrize("kind", ["recall", "cloze"])
@pytest.mark.parametrize(("share", "rate"), [(0.1, 0.6), (0.3, 0.6), (1.0, 0.7)])
def test_many_cards_at_once(kind: str, share: float, rate: float) -> None:
    """Also when many cards, or all, are reworded at once, each gets its own line or none."""
    found = outcomes(rewording.mixed(DECK[kind], WORDS, share, seed) for seed in range(2))
    assert not found["wrong"]
    assert found["right"] >= rate * found.total()


@pytest.mark.parametrize("kind", ["recall", "cloze"])
@pytest.mark.parametrize("ease", [0.9, 1.0])
def test_neighbours_are_told_apart(kind: str, ease: float) -> None:
    """A neighbour that is new never gets the line of a card that was deleted, also with limits a tenth easier."""
    cases = [*rewording.neighbours(DECK[kind], WORDS), rewording.all_replaced(DECK[kind], WORDS)]
    assert not outcomes(cases, eased(ease))["wrong"]


@pytest.mark.parametrize("kind", ["recall", "cloze"])
def test_splits_merges_and_news(kind: str) -> None:
    """The first half of a split card keeps the line, a merged one gets one of both, and new cards get none."""
    found = outcomes(rewording.split_and_merged(DECK[kind], WORDS))
    assert not found["wrong"]


@pytest.mark.parametrize(
    ("ease", "form"),
    [
        (1.0, "recall"),
        (0.8, "recall"),
        (1.0, "cloze"),
        (0.8, "cloze"),
        (1.0, "cloze, one blank"),
        (0.9, "cloze, one blank"),
    ],
)
def test_neighbours_of_other_fields(ease: float, form: str) -> None:
    """Neighbours on which no limit was tuned are told apart too, also with limits a fifth or a tenth easier."""
    assert not outcomes(rewording.strangers(WORDS, form), eased(ease))["wrong"]


@pytest.mark.parametrize("name", rewording.facts())
def test_short_facts(name: str) -> None:
    """In decks of capitals, words and products, where all cards are neighbours, nothing is taken for another."""
    family = rewording.facts()[name]
    assert not outcomes(rewording.fact_swaps(family[:8], (), name))["wrong"]
    assert not outcomes(rewording.fact_batches(family, name))["wrong"]
    assert not outcomes(rewording.fact_rewordings(family, name))["wrong"]


def card(question: str, answer: str = "", file: str = "a.md") -> Said:
    """Return a card."""
    return Said(question, answer, file)


PADDING = card("what does padding control in a convolution?", "how many zeros surround the input.")
STRIDE = card("what does stride control in a convolution?", "how far the kernel moves in each step.")


def test_nothing_to_match() -> None:
    """Without cards, or without lines, there is no match."""
    assert match((), (PADDING,)) == ()
    assert match((PADDING,), ()) == ()
    assert match((card("", ""),), (card("", ""),)) == ()


def test_an_equal_question_is_enough() -> None:
    """A card whose question is nobody else's is who it was, whatever its answer says now."""
    new = card(STRIDE.question, "the number of pixels between two positions of the window.")
    assert match((new,), (STRIDE,), (PADDING,)) == (Match(0, 0, sure=True),)


def test_a_question_that_others_have_is_not_enough() -> None:
    """Where another card has the same question, an answer that is quite new leaves it open."""
    asked = "what does the following program print on its last line?"
    lines = (card(asked, "one thousand"),)
    assert not match((card(asked, "a blue whale"),), lines, (card(asked, "forty-two"),))[0].sure


def test_an_unsure_match_names_the_likely_line() -> None:
    """A neighbour that is new in place of a deleted card is told of, and gets nothing."""
    assert match((STRIDE,), (PADDING,)) == (Match(0, 0, sure=False),)


def test_an_equal_question_that_fits_anything_is_not_enough_in_another_file() -> None:
    """A question that might be asked of anything does not carry a history into another file."""
    old = card("what is it used for?", "it tells edges from flat regions.")
    assert match((card(old.question, "to keep rice dry.", "b.md"),), (old,), (PADDING, STRIDE)) == (
        Match(0, 0, sure=False),
    )


def test_unrelated_cards_are_not_named() -> None:
    """A card that resembles nothing has no match at all."""
    assert match((card("who painted the night watch?", "rembrandt, in 1642."),), (PADDING, STRIDE)) == ()


def test_a_sibling_of_a_settled_card_is_new() -> None:
    """A card that is as close to a settled card as to the line is a new sibling of that card."""
    line = card("which layer of the small network has 64 filters of size 3?", "the second.")
    settled = card("which layer of the small network has 32 filters of size 3?", "the second.")
    new = card("which layer of the small network has 16 filters of size 3?", "the second.")
    assert not any(one.sure for one in match((new,), (line,), (settled,)))


def test_order_within_a_text_matters() -> None:
    """Two things that changed places make another statement."""
    old = card("a cheetah that is well rested runs faster than a horse that is well rested too.")
    new = card("a horse that is well rested runs faster than a cheetah that is well rested too.")
    assert not match((new,), (old,))[0].sure


def test_order_matters_behind_a_clause_too() -> None:
    """Two things that changed places are noticed in a text that was lengthened as well."""
    old = card("what is the derivative of sin x? it is cos x, for each x that is real.")
    new = card("for a beginner: what is the derivative of cos x? it is sin x, for each x that is real.")
    assert not match((new,), (old,))[0].sure


def test_a_negation_makes_another_card() -> None:
    """A cloze that says the opposite is not the one that it was."""
    old = card("a convolution layer is equivariant under a shift of the input away from all image borders.")
    new = card("a convolution layer is not equivariant under a shift of the input away from all image borders.")
    assert not match((new,), (old,))[0].sure


def test_a_word_replaced_in_question_and_answer_makes_another_card() -> None:
    """Where one word took the place of another in question and answer alike, the card is about another thing."""
    answer = (
        "it is drawn {} first, then set out by hand along a line, then checked against a plumb line, and glued last"
    )
    question = "in which four steps does a mason who works alone put up {} in an old house with walls out of plumb"
    old, new = (card(question.format(word), answer.format(word)) for word in ("tiles", "panels"))
    assert not match((new,), (old,))[0].sure


def test_marks_of_a_formula_count() -> None:
    """A prime or a bracket is no mere punctuation."""
    old = card("what is the slope of f(x) at the point where it crosses [0, 1)?", "two")
    new = card("what is the slope of f'(x) at the point where it crosses [0, 1)?", "minus six")
    assert not match((new,), (old,))[0].sure


def test_typographic_quotes_and_stops_do_not_count() -> None:
    """A question is equal though its quotation marks and stops were set anew."""
    old = card('what is the "curse of dimensionality" in a model’s training', "volumes grow too fast.")
    new = card("what is the “curse of dimensionality”, in a model's training?", "samples become sparse.")
    assert match((new,), (old,)) == (Match(0, 0, sure=True),)


def test_scripts_without_spaces() -> None:
    """Japanese questions are compared by their characters."""
    lines = (
        card("畳み込み層のストライドは何を決めますか。", "カーネルが一歩ごとに動く距離を決めます。"),
        card("過学習とは何ですか。", "訓練データに合いすぎて、新しいデータでは誤差が大きくなることです。"),
    )
    cards = (
        card("機械学習における過学習とは何ですか。", lines[1].answer),
        card("畳み込み層でストライドは何を決めますか。", lines[0].answer),
    )
    assert match(cards, lines) == (Match(0, 1, sure=True), Match(1, 0, sure=True))


def test_two_lines_that_are_equally_close_leave_it_open() -> None:
    """Of two lines that say the same but for a word that the card lacks, none is taken."""
    lines = (
        card("how wide is the stem of the small network?", "7"),
        card("how wide is the stem of the large network?", "7"),
    )
    assert not any(one.sure for one in match((card("how wide is the stem of the network?", "7"),), lines))


def test_the_same_file_decides_between_equals() -> None:
    """Of two lines that are as close, the one of the card's file is named."""
    lines = (card(PADDING.question, PADDING.answer, "a.md"), card(PADDING.question, PADDING.answer, "b.md"))
    new = card("what does the padding control in a convolution?", PADDING.answer, "b.md")
    assert [one.line for one in match((new,), lines)] == [1]


def test_each_line_goes_to_one_card() -> None:
    """Two copies of a reworded card do not both become who it was."""
    new = card("what exactly does stride control in a convolution?", STRIDE.answer)
    found = match((new, new), (STRIDE,))
    assert sum(one.sure for one in found) <= 1


def test_texts_of_one_word_over_and_over() -> None:
    """A text that repeats a word says no more than a text that says it a few times, and takes no time."""
    lines = tuple(card("word " * 3000, f"{number}") for number in range(20))
    cards = tuple(card("word " * 3000 + "more", f"{number + 20}") for number in range(20))
    assert not any(one.sure for one in match(cards, lines))
