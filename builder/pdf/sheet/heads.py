"""Running heads: the deck, the chapter and the questions on each page, and its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.binding.furniture import Furniture
from builder.pdf.manuscript import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SHARE: Final = 48, 5
_HALF: Final = 28, 3
"""Characters and words that the title of a chapter has in a head, alone and beside another."""

_WORDS: Final = 7
"""Words up to which deck and chapter stand side by side: more of them read as a sentence, to machines too."""

_ISOLATED: Final = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
"""A title of any direction, from which the numbers beside it stay apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a head says where an anchor stands."""

    title: str
    """Of the chapter or other part, in plain words."""
    number: int | None = None
    """Of the question."""
    opens: bool = False
    """Whether the title itself stands there."""


def heads(deck: str, pages: Sequence[Iterable[str]], places: Mapping[str, Place]) -> list[Furniture]:
    """Return the furniture of each of *pages*, given by the anchors that stand or go on there, first things first.

    *deck* is its name; *places* are those of chapters, questions and other parts. A page that opens with a title, as
    the first does, has nothing but its number: it says the rest itself.
    """
    found: list[Furniture] = []
    said = ""
    seen: set[str] = set()
    for number, anchors in enumerate(pages, start=1):
        foot = f"Page {number} of {len(pages)}"
        known = [anchor for anchor in anchors if anchor in places]
        here = [places[anchor] for anchor in known]
        # A page in the middle of a very long table may have no anchor of its own.
        said = _said(here) if here else said
        if number == 1 or (here and here[0].opens and known[0] not in seen):
            found.append(Furniture(foot_end=foot))
        else:
            is_short = len(f"{deck} {said}".split()) <= _WORDS
            found.append(Furniture(_ISOLATED.format(shortened(deck)) if is_short else "", said, "", foot))
        seen.update(known)
    return found


def _said(here: Sequence[Place]) -> str:
    """Return the chapters and the range of questions of *here*."""
    titles = list(dict.fromkeys(place.title for place in here))
    numbers = [place.number for place in here if place.number is not None]
    ends = [titles[0]] if len(titles) == 1 else [titles[0], titles[-1]]
    room = _SHARE if len(titles) == 1 else _HALF
    chapters = " – ".join(_ISOLATED.format(_cut(title, *room)) for title in ends)
    if not numbers:
        return chapters
    first, last = min(numbers), max(numbers)
    return f"{chapters} · {first}" if first == last else f"{chapters} · {first}–{last}"


def _cut(title: str, length: int, words: int) -> str:
    """Return *title* with at most so many *words*, and about *length* characters."""
    all_words = title.split()
    beginning = " ".join(all_words[:words])
    return shortened(beginning if len(all_words) <= words else f"{beginning}…", length)
