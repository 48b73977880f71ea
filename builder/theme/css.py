"""What must be known of any style sheet of a stranger's: how deep it nests, and what in it fetches something."""

from __future__ import annotations

from typing import Final

MAX_NESTING: Final = 32
"""Brackets in brackets: what reads them does so by recursion."""

BLOCKS: Final = frozenset({"() block", "[] block", "{} block"})
"""Types of the nodes of `tinycss2` that stand for brackets."""

FETCHING: Final = frozenset(
    {"-webkit-image-set", "cross-fade", "element", "expression", "image", "image-set", "src", "url"}
)
"""Functions whose arguments name a file or an address, or run."""


def nesting(css: str) -> int:
    """Return how deep brackets stand in brackets, at most."""
    depth = deepest = 0
    for character in css:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest
