"""A question in short: what stands beside its answer in the key."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from builder.render.fragment import Figure, Fragment, Math, untagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.render.fragment import Part

_LENGTH: Final = 110
"""Characters that a question has in short."""
_FORMULA: Final = 12
"""Characters that a formula counts for."""
_BLOCK: Final = re.compile(r"</(?:p|h[1-6]|li|pre|tr|div|figure)>")


def in_short(fragment: Fragment) -> Fragment:
    """Return the beginning of *fragment* as a line of text and formulas, cut between words."""
    pieces = list(_line(fragment.parts))
    while pieces and isinstance(pieces[-1], str) and not pieces[-1].strip():
        pieces.pop()
    return Fragment(tuple(pieces))


def _line(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield text and formulas until there are enough of them."""
    left = _LENGTH
    for part in parts:
        if left <= 0:
            yield "…"
            return
        if isinstance(part, Math):
            left -= _FORMULA
            yield replace(part, display=False, blanks=())
        elif isinstance(part, Figure) and not part.alone:
            left -= len(part.alt)
            yield escape(part.alt, quote=False)
        elif isinstance(part, str):
            text = re.sub(r"\s+", " ", unescape(untagged(_BLOCK.sub(" ", part))))
            if len(text) > left:
                yield escape(f"{_cut(text, left)}…", quote=False)
                return
            left -= len(text)
            yield escape(text, quote=False)


def _cut(text: str, length: int) -> str:
    """Return as many whole words of *text* as *length* characters hold, or that many characters of its first word."""
    kept = text[:length]
    words = kept.rpartition(" ")[0] if " " in kept else kept
    return words.rstrip(" ,;:.")
