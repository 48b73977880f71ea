"""How much two texts have in common, in bits: a rare word that they share says more than many common ones.

A word tells as many bits as it is seldom among the cards of the deck at hand (Spärck Jones 1972, "A statistical
interpretation of term specificity and its application in retrieval", Journal of Documentation 28). Texts are compared
as bags of words; numbers and signs are words too, and scripts without spaces give pairs of characters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han."""
_MARKS: Final = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff"
"""Marks that belong to a letter but are none to `re`: of Latin, Cyrillic, Hebrew, Arabic; of India, whole blocks."""
_PUNCTUATION: Final = ".,;:!?¿¡'\"’‘“”„«»‹›()\\[\\]{}、。，！？：；（）「」『』…–—\\-"
_TOKEN: Final = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    r"|(?<![^\W_])(?<![)\]])-?\d+(?:[.,]\d+)*(?![^\W_])"
    rf"|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+"
    rf"|[^\w\s{_PUNCTUATION}]"
)
_MOST: Final = 3
"""How often a repeated word counts: one word a thousand times over says little."""
_PRIOR: Final = 40
"""Cards at large that are added to those of the deck, for a few cards do not show how common a word is."""
_RAREST: Final = 9.0
"""Bits that no word exceeds, however large the deck: three words shall never pass for a sentence."""
_KIN: Final = 0.6
"""Share of its bits that a word has in common with another form of it, or with its misspelling."""
_TELLING: Final = 4.0
"""Bits from which on a word tells something: one card in sixteen has it."""
_MANY: Final = 20
"""Words on either side that are looked through for other forms; texts that differ in more are not alike anyway."""


@lru_cache(maxsize=1 << 14)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words, numbers and signs of *text*, which is plain and casefolded, in their order."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        run = match[0]
        if match["unspaced"] and len(run) > 1:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return tuple(found)


def is_number(token: str) -> bool:
    """Say whether a token is a number, or has one in it, as `l1` does."""
    return any(character.isdigit() for character in token)


def weigh(cards: Iterable[Iterable[str]]) -> dict[str, float]:
    """Return the bits that each token tells among *cards*, each of which is given as its tokens.

    That is -log2 of the share of the cards that have it, where `_PRIOR` cards are added that have it as often as
    words of its length are found in any text.
    """
    seen: Counter[str] = Counter()
    number = 0
    for card in cards:
        seen.update(set(card))
        number += 1
    return {
        token: min(_RAREST, math.log2((number + _PRIOR) / (count + _PRIOR * 2 ** -_expected(token))))
        for token, count in seen.items()
    }


def _expected(token: str) -> int:
    """Return the bits that a token tells in any text, as far as its form shows: short words are the common ones."""
    if is_number(token) or len(token) > 5 or token[0] >= "\u0e00":
        return 8
    return 3 + len(token)


_SPOKEN: Final = str.maketrans("’‘", "''", ' .,;:!?¿¡…"“”„«»、。，！？：；「」『』')
"""Without what only sets a sentence; brackets, primes and dashes stay, for they mean something in a formula."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared."""

    exact: str
    """Without spaces and what only sets a sentence."""
    sequence: tuple[str, ...]
    counts: Mapping[str, int]
    """Token → how often it counts."""
    bits: float
    """What all of them tell."""


def wording(text: str, sequence: tuple[str, ...], bits: Mapping[str, float]) -> Wording:
    """Return *text*, whose tokens are *sequence*, as it is compared; *bits* are those of `weigh`."""
    counts = {token: min(count, _MOST) for token, count in Counter(sequence).items()}
    told = sum(bits[token] * count for token, count in counts.items())
    return Wording(text.translate(_SPOKEN), sequence, counts, told)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an older and a newer text share, and what each has alone, in bits."""

    shared: float
    lost: float
    gained: float
    same: bool
    """Whether they are equal but for spaces and the setting of sentences, and not empty."""
    swapped: bool = False
    """Whether they are equal but for a few words that changed places: “is A faster than B”, “is B faster than A”."""
    broken: int = 0
    """How many words of the older text lost the next word, though both were kept: where a text was cut and moved."""
    lost_tokens: tuple[str, ...] = ()
    gained_tokens: tuple[str, ...] = ()
    forms: int = 0
    """How many lost words have another form among the gained ones."""
    exchanged: int = 0
    """How many words that tell something were lost for others that were gained."""

    @property
    def share(self) -> float:
        """How much is shared of what both tell, from 0 to 1 (Dice's coefficient); 0 of empty texts."""
        total = 2 * self.shared + self.lost + self.gained
        return 2 * self.shared / total if total else 0.0

    @property
    def contained(self) -> float:
        """How much of the shorter text the longer one has, from 0 to 1; 1 where one of them is empty."""
        least = self.shared + self.replaced
        return self.shared / least if least else 1.0

    @property
    def replaced(self) -> float:
        """Bits that one text has in place of others."""
        return min(self.lost, self.gained)

    def closer_than(self, other: Likeness) -> bool:
        """Say whether more is shared here than in *other*."""
        return (self.same, self.share) > (other.same, other.share)


def compare(old: Wording, new: Wording, bits: Mapping[str, float]) -> Likeness:
    """Return what two texts share; a word in another form, or misspelt, is shared in part."""
    if old.sequence == new.sequence:
        return Likeness(old.bits, 0.0, 0.0, same=bool(old.exact) and old.exact == new.exact)
    shared = 0.0
    lost: list[str] = []
    gained = [token for token in new.counts if token not in old.counts]
    for token, count in old.counts.items():
        others = new.counts.get(token, 0)
        shared += bits[token] * min(count, others)
        if count > others:
            lost.append(token)
        elif count < others:
            gained.append(token)
    is_close = 3 * shared >= min(old.bits, new.bits) and max(len(lost), len(gained)) <= _MANY
    forms = _forms(lost, gained) if is_close else []
    shared += sum(_KIN * min(bits[one], bits[other]) for one, other in forms)
    before, after = (_without(text.sequence, {*lost, *gained}) if is_close else () for text in (old, new))
    return Likeness(
        shared,
        max(0.0, old.bits - shared),
        max(0.0, new.bits - shared),
        same=False,
        swapped=_are_swapped(before, after),
        broken=len((set(pairwise(old.sequence)) & set(pairwise(before))) - set(pairwise(new.sequence))),
        lost_tokens=tuple(lost),
        gained_tokens=tuple(gained),
        forms=len(forms),
        exchanged=min(sum(bits[token] >= _TELLING for token in tokens) for tokens in (lost, gained)),
    )


def _forms(lost: Iterable[str], gained: Iterable[str]) -> list[tuple[str, str]]:
    """Return the words that are forms of each other, each word taken once."""
    found: list[tuple[str, str]] = []
    free = list(gained)
    for old in lost:
        kin = next((new for new in free if old[0] == new[0] and are_kin(old, new)), None)
        if kin is not None:
            found.append((old, kin))
            free.remove(kin)
    return found


@lru_cache(maxsize=1 << 16)
def are_kin(one: str, other: str) -> bool:
    """Say whether two words are likely forms of one.

    They have the same first letter and at least four, and differ in their ending, in one letter, or in two neighbours
    that changed places. What differs in front (`supervised`, `unsupervised`) is no form but another word.
    """
    shortest, longest = sorted((len(one), len(other)))
    if shortest < 4 or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    front = _common(one, other)
    if front >= 5 and front >= 0.7 * longest:
        return True
    back = min(_common(one[::-1], other[::-1]), shortest - front)
    if front + back >= longest - 1:
        return True
    middle, turned = one[front : len(one) - back], other[front : len(other) - back][::-1]
    return len(middle) == 2 and middle == turned


def _common(one: str, other: str) -> int:
    """Return how many letters two words have in common at the front."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)


def _without(sequence: tuple[str, ...], tokens: set[str]) -> tuple[str, ...]:
    """Return a sequence without these tokens."""
    return tuple(token for token in sequence if token not in tokens) if tokens else sequence


def _are_swapped(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say of two texts of the same tokens whether most stand in the same place, so that only a few are exchanged."""
    apart = sum(mine != yours for mine, yours in zip(one, other, strict=False))
    return len(one) == len(other) and 0 < apart <= max(2, len(one) // 3)
