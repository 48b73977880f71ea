"""Which blank of an older text a blank of the text now is: by what it hides, by where it stands, or not surely any."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from builder.likeness.boxes import closeness
from builder.likeness.pairs import clear_pairs, foremost, is_likeliest
from builder.likeness.places import Places, Wording, listed, standing, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.likeness.blanks import Blank

_MARGIN: Final = 0.5
"""By so much a pair must beat all that its two blanks could be instead; a place alone says 2, shared words up to 1."""
_WINDOW: Final = 8
"""As many tokens on each side tell blanks of one text apart."""
_HALF: Final = 0.5
"""So much of the longer of two blanks must be hidden by both, where their place alone does not say it."""
_FEW: Final = 2_500
"""No more pairs than this are held against each other one by one."""
_LIKE: Final = 0.6
"""Texts as like as this may be one reworded: worth a word to the author, and no more."""
_LONGEST: Final = 120
_SHORTEST_TYPO: Final = 4
_FRAMED: Final = 2.0


class Sameness:
    """The blanks of a card *then* and *now*, held against each other: by text, then by place, then by number.

    Those that were *gone* by then are known by their text alone, equal masks among them by where they lay; their
    indices follow those of *then*.
    *said_then* and *said* are the whole texts; if one is missing, as of masks, what there is are the blanks in their
    order, and where masks lie in their picture.
    """

    def __init__(
        self, then: Sequence[Blank], gone: Sequence[Blank], now: Sequence[Blank], said_then: str, said: str
    ) -> None:
        self._then = (*then, *gone)
        self._live = len(then)
        self._now = now
        self._said = (said_then, said) if said_then and said else ("", "")
        self._old = _wording(then, self._said[0])
        self._new = _wording(now, self._said[1])
        self.sure: dict[int, int] = {}
        """By the index of a blank now, the index of the one that it was."""
        self.likely: dict[int, list[int]] = {}
        """By the index of a blank now, those that it may have been; where there are several, they all hid its text."""
        self._taken: set[int] = set()
        self._counted: dict[tuple[str, int], int] = {}
        if self._said[0] == self._said[1] and len(then) == len(now) and all(map(_is_unchanged, then, now)):
            self._take((at, at) for at in range(len(now)))
            return
        self._by_text()
        if len(self.sure) < len(now):
            self._by_box()
            self._by_place()
            self._by_number(self._left_then(), self._left_now())
            self._by_likeness()

    def is_taken(self, old: int) -> bool:
        """Tell whether the blank *old* is still there."""
        return old in self._taken

    def _take(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take note of *pairs* (then, now) as sure."""
        for old, new in pairs:
            self.sure[new] = old
            self._taken.add(old)

    def _left_then(self) -> list[int]:
        """Return the blanks of then that no blank of now is yet."""
        return self._open(range(self._live))

    def _left_now(self) -> list[int]:
        """Return the blanks of now that are none of then yet."""
        return self._unknown(range(len(self._now)))

    def _by_text(self) -> None:
        """Match blanks that hide the same; one that was gone is back where no other ever hid its text."""
        groups: dict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
        for old, blank in enumerate(self._then):
            groups[blank.text][old >= self._live].append(old)
        for new, blank in enumerate(self._now):
            groups[blank.text][2].append(new)
        for olds, gone, news in groups.values():
            self._take(self._in_one_place([*olds, *gone], news))
            if len(olds or gone) == len(news) == 1 and news[0] not in self.sure:
                self._take([((olds or gone)[0], news[0])])
            elif olds and news:
                self._equals(olds, news)
            if candidates := self._open([*olds, *gone]):
                self.likely |= dict.fromkeys(self._unknown(news), candidates)

    def _equals(self, olds: list[int], news: list[int]) -> None:
        """Match blanks of one text by what stands around them, then by written numbers, then by their order."""
        sides: dict[tuple[int, int], tuple[int, int]] = {}
        if len(olds) * len(news) <= _FEW:
            free = self._unknown(news)
            sides = {(old, new): self._surroundings(old, new) for old in self._open(olds) for new in free}
        self._take(foremost(sides))
        in_order = dict(zip(news, olds, strict=False))
        keeps_order = len(olds) == len(news) and all(self.sure.get(new, old) == old for new, old in in_order.items())
        self._by_number(self._open(olds), self._unknown(news))
        pairs = list(zip(self._open(olds), self._unknown(news), strict=False))
        if keeps_order and is_likeliest(pairs, sides):
            self._take(pairs)

    def _open(self, olds: Iterable[int]) -> list[int]:
        """Return those of *olds* that are not matched."""
        return [old for old in olds if old not in self._taken]

    def _unknown(self, news: Iterable[int]) -> list[int]:
        """Return those of *news* that are not matched."""
        return [new for new in news if new not in self.sure]

    def _in_one_place(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of masks that clearly lie in one place."""
        if len(olds) * len(news) > _FEW or not any(self._now[new].boxes for new in news):
            return
        scores = {(old, new): closeness(self._then[old].boxes, self._now[new].boxes) for old in olds for new in news}
        yield from clear_pairs({pair: score for pair, score in scores.items() if score}, _MARGIN)

    def _surroundings(self, old: int, new: int) -> tuple[int, int]:
        """Return how much to the left and to the right of two blanks is the same, from the blank outward."""
        before, after = self._old.stretches[old], self._new.stretches[new]
        if before is None or after is None:
            return 0, 0
        left = _run(self._old.tokens, before[0] - 1, self._new.tokens, after[0] - 1, -1)
        return left, _run(self._old.tokens, before[1], self._new.tokens, after[1], 1)

    def _by_number(self, olds: Sequence[int], news: Sequence[int]) -> None:
        """Match blanks of now on which the author wrote the number that a blank of then had."""
        holders: dict[int, list[int]] = defaultdict(list)
        writers: dict[int, list[int]] = defaultdict(list)
        for old in olds:
            for number in self._then[old].written:
                holders[number].append(old)
        for new in news:
            for number in self._now[new].written:
                writers[number].append(new)
        for number, written_on in writers.items():
            if len(written_on) == len(holders[number]) == 1:
                old, new = holders[number][0], written_on[0]
                if old not in self._taken and new not in self.sure:
                    self._take([(old, new)])

    def _by_box(self) -> None:
        """Match masks that lie in one place and hide about the same; if they hide something else, that is doubt."""
        news = [new for new in self._left_now() if new not in self.likely]
        for old, new in list(self._in_one_place(self._left_then(), news)):
            if _likeness(self._then[old].text, self._now[new].text) >= _LIKE:
                self._take([(old, new)])
            else:
                self.likely[new] = [old]

    def _by_place(self) -> None:
        """Match blanks that stand in one place of the sentence."""
        places = Places(self._old, self._new)
        scores: dict[tuple[int, int], float] = {}
        doubtful: dict[tuple[int, int], float] = {}
        lefts = set(self._left_now()) - set(self.likely)
        for old in self._left_then():
            for new in places.candidates(old) & lefts:
                if score := self._score(places, old, new):
                    scores[old, new] = score
                elif self._said[0] and (places.framed(old, new) or places.share(old, new)):
                    doubtful[old, new] = places.share(old, new)
        self._take(clear_pairs(scores, _MARGIN))
        for (old, new), _ in sorted({**doubtful, **scores}.items(), key=lambda item: (-item[1], item[0])):
            if old not in self._taken and new not in self.sure and not places.stands(old):
                self.likely.setdefault(new, [old])

    def _score(self, places: Places, old: int, new: int) -> float:
        """Return how sure it is that two blanks of different texts are the same; 0 where it is in doubt."""
        then, now = self._then[old].text, self._now[new].text
        if not self._said[0]:
            return _FRAMED if places.framed(old, new) and _is_typo(then, now) else 0
        share = places.share(old, new)
        if not share and (self._stays(then, 0) or self._stays(now, 1)):
            return 0
        if places.framed(old, new) and (places.is_firm(old, new) or _is_typo(then, now)):
            return _FRAMED + share
        return share if share >= _HALF and places.leans(old, new) else 0

    def _stays(self, text: str, at: int) -> bool:
        """Tell whether *text*, which a blank hides in one wording (*at*), stands in the other one as often."""
        return 0 < self._standing(text, at) <= self._standing(text, 1 - at)

    def _standing(self, text: str, at: int) -> int:
        """Return how often *text* stands in the card then (*at* 0) or now (1)."""
        if (text, at) not in self._counted:
            self._counted[text, at] = standing(self._said[at], text)
        return self._counted[text, at]

    def _by_likeness(self) -> None:
        """Note which of the blanks that are left are like each other: a text alone is never sure."""
        olds = self._left_then()
        news = [new for new in self._left_now() if new not in self.likely]
        if len(olds) * len(news) > _FEW:
            return
        for new in news:
            now = self._now[new].text
            texts = ((self._then[old].text, old) for old in olds)
            # A text that stands in the card unhidden, other than in this very blank, was laid open, not reworded.
            likes = [
                (_likeness(then, now), -old) for then, old in texts if self._standing(then, 1) <= standing(now, then)
            ]
            best, old = max(likes, default=(0.0, 0))
            if best >= _LIKE:
                self.likely[new] = [-old]


def _is_unchanged(old: Blank, new: Blank) -> bool:
    """Tell whether two blanks hide the same and, as far as that is known, lie in the same place."""
    return old.text == new.text and (not old.boxes or {*old.boxes} >= {*new.boxes})


def _wording(blanks: Sequence[Blank], said: str) -> Wording:
    """Return the tokens of a card."""
    texts = [blank.text for blank in blanks]
    return worded(said, texts) if said else listed(texts)


def _run(then: Sequence[str], old: int, now: Sequence[str], new: int, step: int) -> int:
    """Return how much is the same from *old* and *new* on: 2 for a word, 1 for other tokens and the text's end."""
    found = 0
    for _ in range(_WINDOW):
        inside = 0 <= old < len(then), 0 <= new < len(now)
        if not all(inside):
            return found + (not any(inside))
        if then[old] != now[new]:
            return found
        found += 2 if then[old].isalnum() else 1
        old, new = old + step, new + step
    return found


def _is_typo(then: str, now: str) -> bool:
    """Tell whether two texts differ in one letter or in two that are swapped, and in no digit."""
    start = 0
    while start < min(len(then), len(now)) and then[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(then), len(now)) - start and then[-1 - end] == now[-1 - end]:
        end += 1
    old, new = then[start : len(then) - end], now[start : len(now) - end]
    is_small = max(len(old), len(new)) == 1 or (len(old) == 2 and old == new[::-1])
    is_word = min(len(then), len(now)) >= _SHORTEST_TYPO and not any(letter.isdigit() for letter in old + new)
    return is_small and is_word


def _likeness(then: str, now: str) -> float:
    """Return how like two texts are, from 0 to 1, by their beginnings; one that holds the other is very like it."""
    shorter, longer = sorted((then, now), key=len)
    if standing(longer, shorter):
        return 1.0
    return SequenceMatcher(None, then[:_LONGEST], now[:_LONGEST], autojunk=False).ratio()
