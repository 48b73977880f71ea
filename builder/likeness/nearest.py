"""Find the cards that resemble a card most, without looking at all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.likeness.wording import Wording

_ASKED: Final = 12
"""The rarest words of a question, and of an answer, by which a card is looked up."""
_CROWD: Final = 80
"""Cards with one word above which it no longer leads to any: a word that is everywhere tells too little."""
_NEAREST: Final = 6
"""Cards that are found at most."""

Texts = tuple["Wording", "Wording"]
"""Question and answer."""


class Nearest:
    """An index of cards by the words of their questions and, apart from those, of their answers.

    Asking costs at most 2 × `_ASKED` × `_CROWD` steps, whatever the number of cards.
    """

    def __init__(self, cards: Sequence[Texts], bits: Mapping[str, float]) -> None:
        self.bits = bits
        self.having: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.equal: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
        for at, card in enumerate(cards):
            for field, text in enumerate(card):
                if text.sequence:
                    self.equal[field, text.sequence].append(at)
                for token in text.counts:
                    self.having[field, token].append(at)

    def of(self, card: Texts) -> list[int]:
        """Return the cards that share most, rare words and equal texts first, the best of them first."""
        shared: dict[int, float] = defaultdict(float)
        for field, text in enumerate(card):
            equal = self.equal.get((field, text.sequence), ())
            if len(equal) <= _CROWD:
                for at in equal:
                    shared[at] += text.bits
            rarest = sorted((-self.bits[token], token) for token in text.counts)
            for _, token in rarest[:_ASKED]:
                having = self.having.get((field, token), ())
                if len(having) <= _CROWD:
                    for at in having:
                        shared[at] += self.bits[token]
        return [at for _, at in sorted((-score, at) for at, score in shared.items())[:_NEAREST]]
