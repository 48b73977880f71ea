"""Where the blanks of a card stand in its text, and which word of an older text is which word of the text now."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Stretch = tuple[int, int]
"""The first token of a blank and the one behind its last."""

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that put no space between words, or hang endings on them: here each letter is a token of its own."""
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\S")
_NEAR: Final = 3
"""As many tokens on each side make the place of a blank."""
_STAYED: Final = 0.5
"""A sentence of which less is left is another one: in it, no place says anything."""
_SAME_SENTENCE: Final = 0.8
"""A sentence of which so much is left is the same one: in it, one word on either side makes a place."""
_LARGEST_GAP: Final = 10_000
"""Two stretches without a common anchor are compared as long as the product of their lengths is no more than this."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A card's text in tokens."""

    tokens: tuple[str, ...]
    stretches: tuple[Stretch | None, ...]
    """Where each blank stands; None of a part of a word, and where a text stands in several places and nothing tells
    which of them is meant."""


def worded(said: str, texts: Sequence[str]) -> Wording:
    """Return the text *said* and the places in it of blanks that hide *texts*, which come in reading order."""
    found = list(_TOKEN.finditer(said))
    first = {token.start(): at for at, token in enumerate(found)}
    last = {token.end(): at + 1 for at, token in enumerate(found)}
    stretches = [(first[s], last[e]) if s in first and e in last else None for s, e in _spans(said, texts)]
    return Wording(tuple(token[0] for token in found), tuple(stretches))


def listed(texts: Sequence[str]) -> Wording:
    """Return the wording of a card that has no text but its blanks, as an occlusion card: each is one token."""
    return Wording(tuple(texts), tuple((at, at + 1) for at in range(len(texts))))


def occurrences(said: str, text: str) -> list[int]:
    """Return where *text* stands in *said*: as whole words or, if it never does, inside of words."""
    everywhere = list(_everywhere(said, text)) if text else []
    return [at for at in everywhere if _is_whole(said, at, at + len(text))] or everywhere


def standing(said: str, text: str) -> int:
    """Return how often *text* stands in *said* as whole words."""
    return sum(_is_whole(said, at, at + len(text)) for at in _everywhere(said, text)) if text else 0


def align(then: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return which token of *then* is which of *now*, in the same order on both sides.

    Anchors are the tokens that stand once on each side (patience diff, by Bram Cohen); between two anchors it looks
    for anchors again, and only a short rest is left to `difflib`, so that the work stays about linear.
    """
    pairs: dict[int, int] = {}
    gaps = [(0, len(then), 0, len(now))]
    while gaps:
        start, end, first, last = gaps.pop()
        while start < end and first < last and then[start] == now[first]:
            pairs[start] = first
            start, first = start + 1, first + 1
        while start < end and first < last and then[end - 1] == now[last - 1]:
            end, last = end - 1, last - 1
            pairs[end] = last
        anchors = _anchors(then[start:end], now[first:last])
        if anchors:
            edges = [(start - 1, first - 1), *((start + a, first + b) for a, b in anchors), (end, last)]
            pairs.update(edges[1:-1])
            gaps += [(a + 1, c, b + 1, d) for (a, b), (c, d) in pairwise(edges)]
        elif (end - start) * (last - first) <= _LARGEST_GAP:
            matcher = SequenceMatcher(None, then[start:end], now[first:last], autojunk=False)
            for a, b, size in matcher.get_matching_blocks():
                pairs.update((start + a + step, first + b + step) for step in range(size))
    return pairs


class Places:
    """Two wordings of one card, aligned."""

    def __init__(self, then: Wording, now: Wording) -> None:
        self._then = then
        self._now = now
        self._pairs = align(then.tokens, now.tokens)
        self._by_start: dict[int, list[int]] = defaultdict(list)
        self._by_end: dict[int, list[int]] = defaultdict(list)
        self._by_token: dict[int, list[int]] = defaultdict(list)
        for new, stretch in enumerate(now.stretches):
            if stretch:
                self._by_start[stretch[0]].append(new)
                self._by_end[stretch[1]].append(new)
                for token in range(*stretch):
                    self._by_token[token].append(new)
        free_then, free_now = _uncovered(then), _uncovered(now)
        kept = sum(free_then[a] and free_now[b] for a, b in self._pairs.items())
        sizes = sorted([sum(free_then), sum(free_now)])
        self._of_shorter = kept / sizes[0] if sizes[0] else 0.0
        self._of_longer = kept / sizes[1] if sizes[1] else 0.0

    def candidates(self, old: int) -> set[int]:
        """Return the blanks of now that begin, end or lie where the blank *old* did."""
        stretch = self._then.stretches[old]
        if stretch is None:
            return set()
        start, end = stretch
        found = {*self._by_start.get(self._start(start), ()), *self._by_end.get(self._end(end), ())}
        for token in range(start, end):
            found.update(self._by_token.get(self._pairs.get(token, -1), ()))
        return found

    def stands(self, old: int) -> bool:
        """Tell whether the words of the blank *old* stand where they were and nothing hides them any more."""
        stretch = self._then.stretches[old]
        return stretch is not None and all(
            token in self._pairs and self._pairs[token] not in self._by_token for token in range(*stretch)
        )

    def framed(self, old: int, new: int) -> bool:
        """Tell whether two blanks stand between the same two words."""
        (start, end), (first, last) = self._both(old, new)
        return self._start(start) == first and self._end(end) == last

    def is_firm(self, old: int, new: int) -> bool:
        """Tell whether enough words around two framed blanks are the same for their place to mean something."""
        (start, end), (first, last) = self._both(old, new)
        left, right = self._steps(start - 1, first - 1, -1), self._steps(end, last, 1)
        words = [*self._then.tokens[start - left : start], *self._then.tokens[end : end + right]]
        if len(words) < 2 or not any(word.isalnum() for word in words) or self._of_shorter < _STAYED:
            return False
        after = max(len(self._then.tokens) - end, len(self._now.tokens) - last)
        room = min(_NEAR, max(start, first)) + min(_NEAR, after)
        return self._of_longer >= _SAME_SENTENCE or (left + right) / room > _STAYED

    def leans(self, old: int, new: int) -> bool:
        """Tell whether two blanks have a token beside them in common, and one only lost or only gained words."""
        (start, end), (first, last) = self._both(old, new)
        is_beside = self._steps(start - 1, first - 1, -1) + self._steps(end, last, 1) > 0
        kept = self._kept(old, new)
        return is_beside and self._of_shorter >= _STAYED and kept in {end - start, last - first}

    def share(self, old: int, new: int) -> float:
        """Return how many of their words two blanks share, of the longer one."""
        (start, end), (first, last) = self._both(old, new)
        return self._kept(old, new) / max(end - start, last - first, 1)

    def _kept(self, old: int, new: int) -> int:
        """Return how many tokens are hidden by both blanks."""
        (start, end), (first, last) = self._both(old, new)
        return sum(first <= self._pairs.get(token, -1) < last for token in range(start, end))

    def _both(self, old: int, new: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return where two blanks stand; only those that `candidates` gave are asked for."""
        then, now = self._then.stretches[old], self._now.stretches[new]
        if then is None or now is None:
            raise ValueError("A blank without a place is no candidate.")
        return then, now

    def _start(self, start: int) -> int:
        """Return the token of now before which the one before *start* stands; -1 where it is gone."""
        return self._pairs.get(start - 1, -2) + 1 if start else 0

    def _end(self, end: int) -> int:
        """Return the token of now that stands at *end*; -1 where it is gone."""
        return self._pairs.get(end, -1) if end < len(self._then.tokens) else len(self._now.tokens)

    def _steps(self, old: int, new: int, step: int) -> int:
        """Return how many tokens, at most `_NEAR`, are the same from *old* and *new* on in the direction *step*."""
        steps = 0
        while steps < _NEAR and self._pairs.get(old, -1) == new:
            old, new, steps = old + step, new + step, steps + 1
        return steps


def _anchors(then: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising run of pairs of tokens that stand once on each side."""
    counted = Counter(then), Counter(now)
    place = {token: at for at, token in enumerate(now) if counted[1][token] == 1}
    pairs = [(at, place[token]) for at, token in enumerate(then) if counted[0][token] == 1 and token in place]
    tails: list[int] = []  # the lowest end of a rising run of each length,
    tops: list[int] = []  # which pair that is,
    before: list[int] = []  # and, of each pair, the one before it in its run
    for index, (_, there) in enumerate(pairs):
        length = bisect_left(tails, there)
        tails[length : length + 1] = [there]
        tops[length : length + 1] = [index]
        before.append(tops[length - 1] if length else -1)
    run: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _spans(said: str, texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the characters of each blank whose first and last possible places are one; of any other ``(-1, -1)``."""
    places = {text: occurrences(said, text) for text in set(texts)}
    earliest: list[int | None] = []
    floor = 0
    for number, text in enumerate(texts):
        found = bisect_left(places[text], floor)
        start = places[text][found] if found < len(places[text]) else None
        earliest.append(start)
        if start is not None:
            nests = number + 1 < len(texts) and _nests(text, texts[number + 1])
            floor = start if nests else start + len(text)
    spans: list[tuple[int, int]] = []
    ceiling = len(said)
    for number in range(len(texts) - 1, -1, -1):
        text = texts[number]
        nests = number + 1 < len(texts) and _nests(text, texts[number + 1])
        found = bisect_right(places[text], ceiling if nests else ceiling - len(text)) - 1
        start = places[text][found] if found >= 0 else None
        spans.append((start, start + len(text)) if start is not None and start == earliest[number] else (-1, -1))
        ceiling = ceiling if start is None else start
    return spans[::-1]


def _nests(outer: str, inner: str) -> bool:
    """Tell whether a blank that hides *inner* may stand inside the one before it, which hides *outer*."""
    return inner != outer and inner in outer


def _everywhere(said: str, text: str) -> Iterator[int]:
    """Yield each place of *text* in *said*."""
    at = said.find(text)
    while at >= 0:
        yield at
        at = said.find(text, at + 1)


def _is_whole(said: str, start: int, end: int) -> bool:
    """Tell whether ``said[start:end]`` begins and ends where words do."""
    begins = start == 0 or not (said[start - 1].isalnum() and said[start].isalnum())
    return begins and (end == len(said) or not (said[end - 1].isalnum() and said[end].isalnum()))


def _uncovered(wording: Wording) -> list[bool]:
    """Return of each token whether no blank hides it."""
    free = [True] * len(wording.tokens)
    for stretch in wording.stretches:
        if stretch:
            free[slice(*stretch)] = [False] * (stretch[1] - stretch[0])
    return free
