"""What speaks for a card being a reworded older one, and when that is enough.

A neighbour is the danger: a card that asks the same of another thing (`stride`, `padding`; `L1`, `L2`; `7 × 8`,
`7 × 9`), written while the older card was deleted. What tells it from a rewording is what stands *in place of* other
words; what was merely added or left out is nearly harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.likeness.wording import is_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from builder.likeness.wording import Likeness


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is enough; bits are those of `builder.likeness.wording.weigh`.

    The numbers come from `tests/benchmarks/similarity.py`, some 20,000 edits of real cards: with them no card gets the
    line of another, nor with all of them a tenth easier or harder.
    """

    question: float = 6.0
    """Bits of a question that, being equal and nobody else's, is enough: one word that is not everywhere."""
    question_elsewhere: float = 28.0
    """The same in another file, for “What is it used for?” may be asked of anything."""
    brief: float = 20.0
    """Bits of an equal answer, written as a sentence, with which some words of a question may change."""
    some_words: float = 0.7
    """Share that a question must keep beside a brief answer."""
    telling: float = 28.0
    """Bits of an equal answer, written as a sentence, with which a question may be put in other words."""
    long: float = 80.0
    """Bits of an equal answer with which a question may be put in quite other words."""
    other_words: float = 0.42
    """Share that a question must keep beside a telling answer."""
    quite_other_words: float = 0.25
    """Share that it must keep beside a long one."""
    one_word: float = 0.14
    """Bits replaced for each bit shared, in a question whose answer is equal but short or a list: a word of eight."""
    around: float = 0.11
    """The same around the blanks of a cloze that hide what they did: a word of ten."""
    both: float = 0.045
    """Bits replaced for each bit shared, where both texts changed: a word of twenty."""
    forms: float = 0.08
    """The same, where each word that was replaced only got another form, or lost a misprint."""
    kept: float = 0.8
    """Share of the shorter text that must be in the longer one, where both texts changed."""
    added: float = 0.9
    """Bits added, or left out, for each bit shared, where both texts changed."""
    whole: float = 24.0
    """Bits that both texts must share in all, where a word was replaced."""
    least: float = 10.0
    """Bits that both texts must share in all, where words were only added, or only left out."""
    clear: float = 5.0
    """Bits by which a match must lead over any other: about one rare word."""
    doubt: float = 0.1
    """Bits of lead on top of that for each bit in which card and line differ."""


LIMITS: Final = Limits()

_NEGATIONS: Final = frozenset(
    "not no never none nor neither without cannot except t nicht kein keine keinen nie ohne ne pas jamais sans non"
    " senza mai sin nunca não sem nunca niet geen zonder inte ingen utan не нет без".split()
)
_OPPOSITES: Final = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "higher/lower high/low more/less more/fewer most/least greater/smaller larger/smaller large/small big/small"
        " longest/shortest longer/shorter long/short maximum/minimum max/min maximal/minimal maximise/minimise"
        " maximize/minimize increase/decrease increases/decreases increased/decreased increasing/decreasing rise/fall"
        " rises/falls raised/lowered raise/lower raises/lowers grow/shrink grows/shrinks before/after first/last"
        " first/second earlier/later early/late left/right top/bottom upper/lower above/below over/under inside/outside"
        " inner/outer front/back forward/backward up/down in/out on/off input/output inputs/outputs true/false yes/no"
        " positive/negative positives/negatives advantage/disadvantage advantages/disadvantages pro/con always/never"
        " all/none all/some best/worst better/worse strong/weak strength/weakness strengths/weaknesses same/different"
        " equal/different start/end begin/end begins/ends open/closed open/close global/local static/dynamic"
        " internal/external active/passive direct/indirect convex/concave row/column rows/columns source/target"
        " train/test training/test training/validation training/inference encoder/decoder numerator/denominator"
        " minuend/subtrahend even/odd add/remove old/new hot/cold fast/slow faster/slower cause/effect causes/effects"
        " male/female mean/median absolute/relative plus/minus"
    ).split()
)


_MOVED: Final = 1
"""Places at which a question may have been cut: its end was moved to its front, or a clause was put into it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A card beside a line of the lock."""

    question: Likeness
    answer: Likeness
    is_prose: bool
    """Whether the line's answer is a sentence: a list, of choices above all, may stand under many a question."""
    is_cloze: bool
    """Whether there are no answers."""
    is_same_file: bool

    @property
    def shared(self) -> float:
        """Bits that both have in common."""
        return self.question.shared + self.answer.shared

    @property
    def doubtful(self) -> float:
        """Bits that one has and the other has not; beside an equal question any answer may be written anew."""
        if self.question.same:
            return 0.0
        return self.question.lost + self.question.gained + self.answer.lost + self.answer.gained


@dataclass(frozen=True, slots=True)
class Deck:
    """What the deck at hand knows about its words."""

    having: Mapping[str, int]
    """Token → how many of the known cards have it."""
    number: int
    """Of the known cards."""

    def are_terms(self, lost: Iterable[str], gained: Iterable[str]) -> bool:
        """Say whether one term of the deck has taken the place of another: both are known from other cards."""
        most = max(3, self.number // 10)
        return any(1 < self.having.get(token, 0) <= most for token in lost) and any(
            1 <= self.having.get(token, 0) <= most for token in gained
        )


def is_enough(evidence: Evidence, deck: Deck, limits: Limits = LIMITS, *, is_only_question: bool) -> bool:
    """Say whether the card is the reworded line, as long as no other line comes as close.

    Args:
        evidence: what both say.
        deck: what the words mean to the deck.
        limits: how much is enough.
        is_only_question: whether no other card, known or new, has the line's question.
    """
    question, answer = evidence.question, evidence.answer
    enough = limits.question if evidence.is_same_file else limits.question_elsewhere
    if question.same and is_only_question and question.shared >= enough:
        return True
    if question.same and answer.same:
        return True
    least = limits.whole if question.replaced + answer.replaced else limits.least
    if evidence.shared < least or question.swapped:
        return False
    if evidence.is_cloze or not (answer.same or question.same):
        return _is_enough_of_both(evidence, deck, limits)
    if question.same:
        return answer.contained >= limits.kept
    return _is_enough_of_question(evidence, deck, limits)


def _is_enough_of_question(evidence: Evidence, deck: Deck, limits: Limits) -> bool:
    """Say whether a changed question is still the same, when the answer is equal."""
    question, answer = evidence.question, evidence.answer
    if turns(question):
        return False
    if evidence.is_prose and answer.shared >= limits.long and question.share >= limits.quite_other_words:
        return True
    if changes_number(question):
        return False
    if question.exchanged <= 1 and deck.are_terms(question.lost_tokens, question.gained_tokens):
        return False
    if evidence.is_prose and answer.shared >= limits.telling and question.share >= limits.other_words:
        return True
    if evidence.is_prose and answer.shared >= limits.brief and question.share >= limits.some_words:
        return True
    if question.broken > _MOVED:
        return False
    return question.exchanged <= 1 and question.replaced <= limits.one_word * question.shared


def _is_enough_of_both(evidence: Evidence, deck: Deck, limits: Limits) -> bool:
    """Say whether two cards are the same though both texts changed, or the one text of a cloze."""
    question, answer = evidence.question, evidence.answer
    if any(turns(text) or changes_number(text) for text in (question, answer)):
        return False
    if deck.are_terms(question.lost_tokens, question.gained_tokens) or _is_of_another(question, answer):
        return False
    if question.broken > _MOVED or answer.swapped:
        return False
    lost, gained = question.lost + answer.lost, question.gained + answer.gained
    replaced = min(lost, gained)
    are_forms = all(text.forms == len(text.lost_tokens) == len(text.gained_tokens) for text in (question, answer))
    return (
        min(question.contained, answer.contained) >= limits.kept
        and (evidence.is_cloze or answer.shared > 0)
        and replaced <= (limits.forms if are_forms else limits.both) * evidence.shared
        and max(lost, gained) - replaced <= limits.added * evidence.shared
    )


def _is_of_another(question: Likeness, answer: Likeness) -> bool:
    """Say whether question and answer changed one word alike: what the card is about."""
    return bool(
        set(question.lost_tokens) & set(answer.lost_tokens) and set(question.gained_tokens) & set(answer.gained_tokens)
    )


def turns(text: Likeness) -> bool:
    """Say whether a text was turned into its opposite: by a negation more or less, or by a word's opposite."""
    lost, gained = set(text.lost_tokens), set(text.gained_tokens)
    if (len(lost & _NEGATIONS) + len(gained & _NEGATIONS)) % 2:
        return True
    return any(_is_turned(pair, lost, gained) for pair in _OPPOSITES)


def _is_turned(pair: Collection[str], lost: Collection[str], gained: Collection[str]) -> bool:
    """Say whether one word of a *pair* took the place of the other."""
    one, other = sorted(pair)
    return (one in lost and other in gained) or (other in lost and one in gained)


def changes_number(text: Likeness) -> bool:
    """Say whether a number was replaced, added or left out."""
    return any(map(is_number, text.lost_tokens)) or any(map(is_number, text.gained_tokens))
