"""The word that an author probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return ``Did you mean `x`?`` for the one of *known* that is nearest to *word*, or *otherwise*."""
    names = {name.lower(): name for name in known}
    close = get_close_matches(word.lower()[:60], names, n=1, cutoff=0.6)
    return f"Did you mean `{names[close[0]]}`?" if close else otherwise
