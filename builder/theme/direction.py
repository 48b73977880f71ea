"""In which direction a language or a text is written."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


def direction(language: str) -> str:
    """Return ``rtl`` for a *language* (BCP 47) that is written from the right, else ``ltr``."""
    primary, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == len("Arab")]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in _RIGHT_TO_LEFT else "ltr"


def direction_of(texts: Iterable[str], otherwise: str) -> str:
    """Return the direction in which most of *texts* begin, each by its first letter; *otherwise* where they are even.

    Source: Unicode Standard Annex 9, rules P2 and P3, for the direction of one text.
    """
    found = Counter(filter(None, map(_first_direction, texts)))
    if found["ltr"] == found["rtl"]:
        return otherwise
    return max(found, key=found.__getitem__)


def _first_direction(text: str) -> str:
    """Return the direction of the first letter of *text* that has one, or nothing."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return ""
