"""Tell that a card is a reworded older one: by question and answer, in one best assignment, and only if it is clear.

A wrong match would hand a learner's reviews to another card; a match that is missed costs the author a line, for the
build then names the likely card. So what is in doubt is not sure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from builder.likeness.assign import assign
from builder.likeness.evidence import LIMITS, Deck, Evidence, is_enough
from builder.likeness.nearest import Nearest
from builder.likeness.wording import Wording, compare, tokens, weigh, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.likeness.assign import Pair
    from builder.likeness.evidence import Limits


@dataclass(frozen=True, slots=True)
class Said:
    """What a card says, or said when the lock was written, as `builder.source.said.compared` has it."""

    question: str
    answer: str
    """Empty for a cloze."""
    file: str
    """Path below the content folder."""
    hidden: tuple[str, ...] = ()
    """What the blanks of a cloze hide, in the same form: what stands around them asks for it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A card and the line that it most likely was; both are indices."""

    card: int
    line: int
    sure: bool
    """Where it is false, the line is only named in a warning."""


_EQUAL: Final = 8.0
"""Bits that an equal question, or answer, is worth beyond its words: nothing is left that could be another's."""
_SAME_FILE: Final = 4.0
"""Bits that standing in the line's file is worth: of two lines that are as close, that of the same file is taken."""
_LIKELY: Final = 0.4
"""Share of question or answer above which a line is worth naming."""
_ENDS: Final = (".", "!", "?", "。", "！", "？", "।", "…", ".”", ".»", ".)")
"""What a sentence ends with."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A card or line, ready to be compared."""

    question: Wording
    answer: Wording
    around: Wording
    hidden: Wording
    is_prose: bool
    file: str


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a card fits a known one."""

    evidence: Evidence
    of_blanks: Evidence
    """The same of a cloze, taken as a question (what stands around its blanks) and an answer (what they hide)."""
    score: float
    """In bits; what is assigned and compared with rivals."""


def match(
    cards: Sequence[Said], lines: Sequence[Said], settled: Sequence[Said] = (), limits: Limits = LIMITS
) -> tuple[Match, ...]:
    """Return which card most likely was which line of the lock, and whether that is sure, sorted by card.

    Each card comes once at most, and each line once among the sure ones. The order of *lines* and *settled* decides
    nothing but between equals. The time grows with the number of texts, not with its square.

    Args:
        cards: the cards of one note type of which is not known who they are.
        lines: what the cards of this note type said that nobody has claimed.
        settled: the cards of this note type of which it is certain who they are. They are family: a card that is as
            close to one of them as to its line is rather a new sibling, and so not sure.
        limits: how much is enough; the measurement moves them.
    """
    if not cards or not lines:
        return ()
    return _Matching(cards, lines, settled, limits).matches()


class _Matching:
    """All that is known of the cards of one note type."""

    def __init__(self, cards: Sequence[Said], lines: Sequence[Said], settled: Sequence[Said], limits: Limits) -> None:
        self.limits = limits
        self.limits_of_blanks = replace(limits, one_word=limits.around)
        everybody = (*cards, *lines, *settled)
        texts = [
            (tokens(one.question), tokens(one.answer), [tokens(blank) for blank in one.hidden]) for one in everybody
        ]
        self.bits = weigh((*question, *answer, *chain(*blanks)) for question, answer, blanks in texts)
        sides = [self.side(said, *told) for said, told in zip(everybody, texts, strict=True)]
        self.cards, self.known = sides[: len(cards)], sides[len(cards) :]
        self.number_of_lines = len(lines)
        having = Counter(token for side in self.known for token in {*side.question.counts, *side.answer.counts})
        self.deck = Deck(having, len(self.known))
        self.asked = Counter(side.question.exact for side in self.known)
        self.asked_anew = Counter(side.question.exact for side in self.cards)
        self.nearest = Nearest([(side.question, side.answer) for side in self.known], self.bits)
        self.of_card: list[dict[int, _Fit]] = [
            {at: self.fit(card, self.known[at]) for at in self.nearest.of((card.question, card.answer))}
            for card in self.cards
        ]
        self.of_known: dict[int, dict[int, _Fit]] = defaultdict(dict)
        for row, fits in enumerate(self.of_card):
            for at, fit in fits.items():
                self.of_known[at][row] = fit

    def side(
        self, said: Said, question: tuple[str, ...], answer: tuple[str, ...], blanks: Sequence[tuple[str, ...]]
    ) -> _Side:
        """Return what *said* says, weighed; the texts are given as their tokens."""
        around, hidden = _without(question, blanks), tuple(chain(*blanks))
        return _Side(
            wording(said.question, question, self.bits),
            wording(said.answer, answer, self.bits),
            wording(" ".join(around), around, self.bits),
            wording(" ; ".join(said.hidden), hidden, self.bits),
            said.answer.endswith(_ENDS),
            said.file,
        )

    def fit(self, new: _Side, old: _Side) -> _Fit:
        """Return how well *new* fits *old*."""
        question = compare(old.question, new.question, self.bits)
        answer = compare(old.answer, new.answer, self.bits)
        is_cloze = not old.answer.sequence and not new.answer.sequence
        is_same_file = new.file == old.file
        evidence = Evidence(question, answer, old.is_prose, is_cloze, is_same_file)
        around, hidden = compare(old.around, new.around, self.bits), compare(old.hidden, new.hidden, self.bits)
        of_blanks = Evidence(around, hidden, is_prose=False, is_cloze=False, is_same_file=is_same_file)
        score = evidence.shared + _EQUAL * (question.same + answer.same)
        return _Fit(evidence, of_blanks, score + _SAME_FILE * evidence.is_same_file if score else 0.0)

    def matches(self) -> tuple[Match, ...]:
        """Return the sure matches of the one best assignment, and for the other cards the line that is likely."""
        weights = {
            (row, at): fit.score
            for row, fits in enumerate(self.of_card)
            for at, fit in fits.items()
            if at < self.number_of_lines
        }
        sure = {pair.row: pair.column for pair in assign(weights) if self.is_sure(pair)}
        taken = set(sure.values())
        found = [Match(row, at, sure=True) for row, at in sure.items()]
        for row, fits in enumerate(self.of_card):
            likely = [
                (-fit.score, at)
                for at, fit in fits.items()
                if at < self.number_of_lines and at not in taken
                if max(fit.evidence.question.share, fit.evidence.answer.share) >= _LIKELY
            ]
            if row not in sure and likely:
                found.append(Match(row, min(likely)[1], sure=False))
        return tuple(sorted(found, key=lambda one: one.card))

    def is_sure(self, pair: Pair) -> bool:
        """Say whether a pair of the assignment is enough by itself and clearly ahead of all others."""
        fit = self.of_card[pair.row][pair.column]
        asked = self.known[pair.column].question.exact
        is_only = self.asked[asked] == 1 and self.asked_anew[asked] <= 1
        if not is_enough(fit.evidence, self.deck, self.limits, is_only_question=is_only) and not (
            # What stands around other blanks may be the same of a neighbour: “The capital of … is …”.
            fit.of_blanks.answer.same
            and is_enough(fit.of_blanks, self.deck, self.limits_of_blanks, is_only_question=False)
        ):
            return False
        if self.is_half_another(pair, fit):
            return False
        if fit.evidence.question.same and is_only:
            return pair.margin >= self.limits.clear
        lead = min(pair.margin, fit.score - self.best_rival(pair))
        return lead >= self.limits.clear + self.limits.doubt * fit.evidence.doubtful

    def best_rival(self, pair: Pair) -> float:
        """Return how well the best rival fits: another known card the card, another card the line, or family the line.

        A known card that is as close to the line as the card is shows that neighbours of this deck stand that close.
        """
        line = self.known[pair.column]
        scores = [fit.score for at, fit in self.of_card[pair.row].items() if at != pair.column]
        scores += [fit.score for row, fit in self.of_known[pair.column].items() if row != pair.row]
        family = self.nearest.of((line.question, line.answer))
        scores += [self.fit(self.known[at], line).score for at in family if at != pair.column]
        return max(scores, default=0.0)

    def is_half_another(self, pair: Pair, fit: _Fit) -> bool:
        """Say whether question or answer are rather those of another line that nobody is, as when two were mixed up."""
        question, answer = fit.evidence.question, fit.evidence.answer
        return any(
            (other.evidence.question.closer_than(question) and other.evidence.answer.share >= _LIKELY)
            or (other.evidence.answer.closer_than(answer) and other.evidence.question.share >= _LIKELY)
            or (other.evidence.question.same and not question.same)
            or (other.evidence.answer.same and not answer.same)
            for at, other in self.of_card[pair.row].items()
            if at != pair.column and at < self.number_of_lines
        )


def _without(question: tuple[str, ...], blanks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the tokens of a cloze text that stand around its blanks: the first place of each is taken out."""
    left = list(question)
    for blank in sorted(filter(None, blanks), key=len, reverse=True):
        places = (at for at, token in enumerate(left) if token == blank[0])
        if (start := next((at for at in places if tuple(left[at : at + len(blank)]) == blank), None)) is not None:
            del left[start : start + len(blank)]
    return tuple(left)
