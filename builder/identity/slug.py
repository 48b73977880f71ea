"""Ids made of texts (`format.md`, "Who a card is", rule 3): final, for they enter every GUID."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Final

from builder.source.plain import normal

_LONGEST: Final = 48
_SHORTEST: Final = 3


def slug(text: str) -> str:
    """Return *text* as small ASCII letters and digits with single hyphens, at most 48 characters at a word's end."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_text.replace("'", ""))
    short = ""
    for word in words:
        longer = f"{short}-{word}" if short else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        short = longer
    return short


def text_hash(question: str, answer: str) -> str:
    """Return the hash, in hex, of a card's normalised texts; the pair is told apart from its concatenation."""
    canonical = json.dumps([question, answer], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def automatic_id(question: str, answer: str, taken: set[str] | frozenset[str] = frozenset()) -> str:
    """Return an id for a card of these plain texts that is not among *taken*.

    It is the question's slug; where fewer than three characters are left, or the slug is taken, six digits of the
    hash of both texts, normalised, follow. Only where those too are taken does it become longer, so it is never a
    running number; dozens of cards that say the same, which no deck may hold, get what hash they can.
    """
    name = slug(question)
    if len(name) >= _SHORTEST and name not in taken:
        return name
    digits = text_hash(normal(question), normal(answer))
    prefix = f"{name}-" if name else ""
    for length in range(6, len(digits) + 1):
        if f"{prefix}{digits[:length]}" not in taken:
            return f"{prefix}{digits[:length]}"
    while f"{prefix}{digits}" in taken:
        digits = text_hash(digits, str(len(taken)))
    return f"{prefix}{digits}"
