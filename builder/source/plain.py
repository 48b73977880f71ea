"""Texts without markup: for slugs, deck names, and to tell whether two texts say the same.

It looks at the source and never at rendered HTML, for what it returns enters identities and must not change with a
library.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from builder.source.htmlblocks import without_comments
from builder.source.inline import Mark, Token, scan
from builder.source.leaves import leaves
from builder.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.model import Cloze

_MARKS: Final = re.compile(r"[*_~=]")
_EMPHASIS: Final = re.compile(r"(?<![\w*])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*])|\*{2,3}|~~|==")


def plain(text: Text, clozes: Sequence[Cloze] = (), *, inline: bool = False) -> str:
    """Return what *text* says, white space folded: markup, definitions and comments gone, blanks filled in."""
    value = text.value
    if clozes:
        value = filled(value, clozes)
    based = Text(value, text.path, ((0, 0),))
    said = [_leaf(leaf.text.value, leaf.place) for leaf in leaves(based, inline=inline)]
    return " ".join(" ".join(said).split())


def normal(said: str) -> str:
    """Return a plain text as it is compared with others: NFC, without case."""
    return unicodedata.normalize("NFC", said).casefold()


def filled(value: str, clozes: Sequence[Cloze]) -> str:
    """Return a cloze text with its blanks filled in and their numbers and hints gone."""
    cuts = sorted([(cloze.start, cloze.body[0]) for cloze in clozes] + [(cloze.body[1], cloze.end) for cloze in clozes])
    kept: list[str] = []
    at = 0
    for start, end in cuts:
        kept.append(value[at:start])
        at = max(at, end)
    kept.append(value[at:])
    return "".join(kept)


def _leaf(value: str, place: str) -> str:
    """Return what one leaf says."""
    if place == "code":
        return value
    if place == "html":
        return re.sub(r"<[^<>]*>", " ", without_comments(value))
    pieces: list[str] = []
    at = 0
    for start, end, said in _replacements(value):
        if start >= at:
            pieces += [_without_emphasis(value[at:start]), said]
            at = end
    pieces.append(_without_emphasis(value[at:]))
    return "".join(pieces)


def _without_emphasis(value: str) -> str:
    """Return a stretch of prose without the marks of emphasis; most have none, and to look for pairs takes long."""
    return _EMPHASIS.sub("", value) if _MARKS.search(value) else value


def _replacements(value: str) -> list[tuple[int, int, str]]:
    """Return what stands for each token of *value*: ``[start:end]`` and the text in its place."""
    found: list[tuple[int, int, str]] = []
    for token in scan(value):
        if token.mark is Mark.LINK:
            found += _link(token)
        else:
            found.append((token.start, token.end, _said(token, value)))
    return sorted(found)


def _link(token: Token) -> list[tuple[int, int, str]]:
    """Return what takes the marks of a link away; a bracket that may be none stays text."""
    if token.label is not None and token.end == token.body[1] + 1:
        return []
    return [(token.start, token.body[0], ""), (token.body[1], token.end, "")]


def _said(token: Token, value: str) -> str:
    """Return the text of a token."""
    body = value[token.body[0] : token.body[1]]
    if token.mark in {Mark.TAG, Mark.COMMENT, Mark.CITATION, Mark.FOOTNOTE}:
        return ""
    return body.strip() if token.mark in {Mark.CODE, Mark.MATH} else body
