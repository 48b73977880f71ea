"""A small deck with a card of each kind, and the edits that its author makes to it."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.everyday.people import Files

SETTINGS: Final = 'format = 1\nname = "Counting"\nid = "counting-abc123"\n'
NUMBERS: Final = """# Numbers

## What is a prime number, and why is one not among them? {#prime}

A whole number above one that only one and itself divide; with one, factorings would not be unique.

Q: Which even number is prime, and why no other? {#even-prime}
A: Two alone, since it divides every other even number, which therefore has a third factor.

Q: How do you write forty-two in the binary system? {#binary}
A: 101010

Q: Which Roman numeral means fifty? {#roman .reversed}
A: L

C: The sum of {{two}} odd numbers is always {{even}}. {#odd-sum}

C: Every number divides {{zero}}, while only {{one}} divides every number. {#divisors}
"""
SHAPES: Final = """# Circles

## How long is the edge of a circle? {#circumference}

Two pi times the radius.

![A circle and its radius](figures/circle.svg)

Q: What is half of a diameter called? {#half .type}
A: radius

# Polygons

Q: How many diagonals does a convex hexagon have? {#hexagon}
A: Nine: three from each of its six corners, each of them counted twice.

Q: Which of these tile the plane? {#tiles}

- [x] squares
- [ ] pentagons
"""
SETS: Final = """# Sets

## What is the union of two sets? {#union}

Everything that is a member of at least one of them, each member taken once.

Q: How many members has the empty set, and how many subsets? {#empty-set}
A: No member at all, but one subset: the empty set itself.

C: A set with {{three}} members has {{eight}} subsets. {#subsets}
"""
FIGURE: Final = "figures/circle.svg"
CIRCLE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n'
    '<circle cx="5" cy="5" r="4" fill="none" stroke="#000"/>\n</svg>\n'
)
DECK: Final[Files] = {
    "deck.toml": SETTINGS,
    "01-numbers.md": NUMBERS,
    "02-shapes.md": SHAPES,
    "logic/03-sets.md": SETS,
    FIGURE: CIRCLE,
}
"""The deck, each card with an id of its own."""

PRIME: Final = "What is a prime number, and why is one not among them?"
EVEN_PRIME: Final = "Which even number is prime, and why no other?"
BINARY: Final = "How do you write forty-two in the binary system?"
ROMAN: Final = "Which Roman numeral means fifty?"
ODD_SUM: Final = "The sum of two odd numbers is always even."
DIVISORS: Final = "Every number divides zero, while only one divides every number."
EDGE: Final = "How long is the edge of a circle?"
RADIUS: Final = "What is half of a diameter called?"
HEXAGON: Final = "How many diagonals does a convex hexagon have?"
TILES: Final = "Which of these tile the plane?"
UNION: Final = "What is the union of two sets?"
EMPTY: Final = "How many members has the empty set, and how many subsets?"
SUBSETS: Final = "A set with three members has eight subsets."
HEXAGON_CARD: Final = (
    f"Q: {HEXAGON} {{#hexagon}}\nA: Nine: three from each of its six corners, each of them counted twice.\n"
)
OF_NUMBERS: Final = (PRIME, EVEN_PRIME, BINARY, ROMAN, ODD_SUM, DIVISORS)
OF_SETS: Final = (UNION, EMPTY, SUBSETS)
EVERYTHING: Final = (*OF_NUMBERS, EDGE, RADIUS, HEXAGON, TILES, *OF_SETS)

ALL: Final = "all"
HALF: Final = "half"
NONE: Final = "none"
IDS: Final = (ALL, HALF, NONE)
"""On which cards the author wrote ids."""
_ID: Final = re.compile(r" ?\{#([a-z0-9-]+)(?: ([^{}\n]+))?\}")
"""An attribute list that begins with an id."""
_BARE_OF_HALF: Final = frozenset("prime binary odd-sum circumference hexagon union subsets".split())


def named(files: Mapping[str, str], ids: str) -> Files:
    """Return *files* with ids on all cards, on half of those of `DECK`, or on none."""

    def rest(found: re.Match[str]) -> str:
        if not is_bare(found[1], ids):
            return found[0]
        return f" {{{found[2]}}}" if found[2] else ""

    return {path: _ID.sub(rest, text) if path.endswith(".md") else text for path, text in files.items()}


def is_bare(card_id: str, ids: str) -> bool:
    """Say whether a card has no id where there are *ids* on all, on half, or on none; a new card has one on half."""
    return ids == NONE or (ids == HALF and card_id in _BARE_OF_HALF)


def without(text: str) -> Callable[[Files], Files]:
    """Return the edit that takes *text* out."""
    return swap(text, "")


def renamed(old: str, new: str) -> Callable[[Files], Files]:
    """Return the edit that gives all paths that begin with *old* the beginning *new*."""
    return lambda files: {re.sub(f"^{re.escape(old)}", new, path): text for path, text in files.items()}


def put(path: str, text: str) -> Callable[[Files], Files]:
    """Return the edit that lets the file *path* be *text*."""
    return lambda files: files | {path: text}


def add(path: str, text: str) -> Callable[[Files], Files]:
    """Return the edit that adds *text* to the end of the file *path*."""
    return lambda files: files | {path: f"{files[path]}\n{text}"}


def both(*edits: Callable[[Files], Files]) -> Callable[[Files], Files]:
    """Return all *edits*, one after the other."""
    return lambda files: reduce(lambda text, edit: edit(text), edits, files)


def swap(old: str, new: str, *more: str) -> Callable[[Files], Files]:
    """Return the edit that writes *new* for *old*, which stands once in the deck, and so on with pairs of *more*."""
    pairs = [(old, new), *zip(more[::2], more[1::2], strict=True)]

    def edit(files: Files) -> Files:
        for before, after in pairs:
            (path,) = (path for path, text in files.items() if before in text)
            assert files[path].count(before) == 1
            files = files | {path: files[path].replace(before, after)}
        return files

    return edit


REWORDED: Final = swap("each of them counted twice", "and each of them counted twice")
"""An edit of the answer on hexagons that leaves it what it says."""
