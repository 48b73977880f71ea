"""What the blanks of a note hide: their number is all that ties a learner's reviews to them."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MARK: Final = re.compile(r"\{\{c(?P<numbers>[0-9,]+)::|\}\}")
_MASK: Final = "image-occlusion:"
_TAG: Final = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_ALIKE: Final = 0.5
"""Share of equal characters from which on a text is another's rewording."""
_COMPARED: Final = 400
"""Characters of a text that are looked at: a longer blank is told apart by its beginning."""


def plain(field: str) -> str:
    """Return the words of a field of HTML, with single spaces."""
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", field))).strip()


def hidden(fields: Iterable[str]) -> dict[int, str]:
    """Return what each blank hides by its number: plain text without hints; several of one number are joined.

    A mask hides its answer, which is a blank of the same number; without one it is known by its shape and place.
    """
    found: dict[int, list[str]] = {}
    for field in fields:
        for numbers, body in _blanks(field):
            for number in numbers:
                found.setdefault(number, []).append(plain(body))
    said = {number: [text for text in texts if not text.startswith(_MASK)] for number, texts in found.items()}
    return {number: " … ".join(said[number] or texts) for number, texts in found.items()}


def moved(before: Mapping[int, str], after: Mapping[int, str]) -> Iterator[int]:
    """Yield each number that hides something else now: another blank's text, or one that shares nothing with it.

    A number that hides nothing any more is none of them. Masks without answers are told apart by their place alone, so
    one counts only when its shape goes by another number now.
    """
    for number in sorted(before.keys() & after.keys()):
        was, now = before[number], after[number]
        if was == now:
            continue
        taken = any(text == was for other, text in after.items() if other != number)
        if taken or not (was.startswith(_MASK) or _alike(was, now)):
            yield number


def _blanks(field: str) -> Iterator[tuple[list[int], str]]:
    """Yield numbers and HTML of each closed blank, inner ones first; an outer one holds the text of its inner ones."""
    stack: list[tuple[list[int], list[str]]] = []
    place = 0
    for mark in _MARK.finditer(field):
        if stack:
            stack[-1][1].append(field[place : mark.start()])
        place = mark.end()
        if mark["numbers"]:
            stack.append(([int(number) for number in mark["numbers"].split(",") if number], []))
        elif stack:
            numbers, parts = stack.pop()
            body = "".join(parts).partition("::")[0]
            yield numbers, body
            if stack:
                stack[-1][1].append(body)


def _alike(one: str, other: str) -> bool:
    """Say whether two texts have a word in common, or most of their characters."""
    first, second = (text[:_COMPARED].casefold() for text in (one, other))
    if not {*re.findall(r"\w+", first)}.isdisjoint(re.findall(r"\w+", second)):
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
