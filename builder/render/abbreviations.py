"""The words that a file explains once, explained wherever they stand but in code and links."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from builder.render.fragment import LinkEnd, LinkStart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.render.fragment import Part


def abbreviated(parts: tuple[Part, ...], meanings: Mapping[str, str]) -> tuple[Part, ...]:
    """Return *parts* with each of the words that *meanings* explains in an ``<abbr>``."""
    if not meanings:
        return parts
    pattern = _pattern(tuple(meanings))
    depth = 0

    def explain(found: re.Match[str]) -> str:
        nonlocal depth
        if found["element"]:
            depth += -1 if found["close"] else 1
        word = found["word"]
        if not word or depth:
            return found[0]
        return f'<abbr title="{escape(meanings[_unescaped(word)])}">{word}</abbr>'

    explained: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            explained.append(pattern.sub(explain, part))
            continue
        depth += isinstance(part, LinkStart) - isinstance(part, LinkEnd)
        explained.append(part)
    return tuple(explained)


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds *words*, of two that begin alike the longer one, and the tags in which they do not count."""
    names = "|".join(re.escape(escape(word, quote=False)) for word in sorted(words, key=len, reverse=True))
    tag = r"<(?P<close>/?)(?P<element>(?:code|a|abbr)\b)?(?:[^<>\"]|\"[^\"]*\")*>"
    return re.compile(rf"{tag}|(?<!\w)(?P<word>{names})(?!\w)")


def _unescaped(word: str) -> str:
    """Return a word of HTML as its text."""
    return word.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
