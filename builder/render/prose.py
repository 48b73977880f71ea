"""The inline marks of Markdown: emphasis, deletion, highlighting, escapes, entities, line breaks (CommonMark 0.31, 6).

Code, math, images, links and citations never come here: they are found before, and stand here as tickets
(`builder.render.shelf`). Emphasis is paired by the delimiter algorithm of CommonMark's appendix, in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Final

from builder.render.tags import harmless, referred
from builder.source.inline import TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP_START: Final = "\ufdd2"
"""Noncharacters around the text of a link: emphasis that begins outside does not end inside, nor the reverse."""
GROUP_END: Final = "\ufdd3"

_MARKUP: Final = re.compile(rf"[\\*_<>&=~\n{GROUP_START}]")
_TOKEN: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<hard>\\\n|(?<! ) {2,}\n)[ \t]*|(?:(?<![ \t])[ \t]+)?\n[ \t]*"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)|(?P<run>\*+|_+|~+|=+)"
    rf"|(?P<tag>{TAG.pattern})|(?P<special>[<>&])|(?P<group>[{GROUP_START}{GROUP_END}])"
)
_TAGS: Final = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("", "del"), "=": ("", "mark")}
"""What one mark makes, and what two make."""


@dataclass(slots=True, eq=False)
class _Run:
    """A run of one mark: what of it closes, what is text, and what opens, in this order."""

    number: int
    mark: str
    length: int
    opens: bool
    closes: bool
    left: int
    """How many of its characters have no partner yet."""
    closing: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    """The innermost first."""

    def html(self) -> str:
        """Return the tags and the text that the run has become."""
        return "".join([*self.closing, self.mark * self.left, *reversed(self.opening)])


def paragraph(text: str) -> str:
    """Return *text*, one paragraph with tickets, as HTML without its ``<p>``."""
    if not _MARKUP.search(text):
        return text
    pieces: list[str | _Run] = []
    groups: list[list[_Run]] = [[]]
    at = 0
    for found in _TOKEN.finditer(text):
        pieces.append(text[at : found.start()])
        at = found.end()
        match found.lastgroup:
            case "run":
                run = _run(text, found, len(pieces))
                pieces.append(run)
                groups[-1].append(run)
            case "group" if found[0] == GROUP_START:
                groups.append([])
            case "group":
                _pair(groups.pop())
            case _:
                pieces.append(_said(found))
    pieces.append(text[at:])
    _pair(groups[0])
    return "".join(piece if isinstance(piece, str) else piece.html() for piece in pieces)


def _said(found: re.Match[str]) -> str:
    """Return the HTML of a token that is no run."""
    match found.lastgroup:
        case "escaped":
            return escape(found["escaped"], quote=False)
        case "hard":
            return "<br>\n"
        case "tag":
            return harmless(found[0])
        case "entity":
            return _character(found[0])
        case "special":
            return escape(found[0], quote=False)
        case _:
            return "\n"


def _character(entity: str) -> str:
    """Return the character that *entity* names; an unknown name is text, a number that means nothing is U+FFFD."""
    said = referred(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
    return escape(said, quote=False)


def _run(text: str, found: re.Match[str], number: int) -> _Run:
    """Return the run of marks that *found* is, and whether it may open or close (CommonMark 6.2, flanking)."""
    mark, length = found[0][0], len(found[0])
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    left = not _is_space(after) and (not _is_punctuation(after) or _is_space(before) or _is_punctuation(before))
    right = not _is_space(before) and (not _is_punctuation(before) or _is_space(after) or _is_punctuation(after))
    opens = left and (mark != "_" or not right or _is_punctuation(before))
    closes = right and (mark != "_" or not left or _is_punctuation(after))
    if not _TAGS[mark][0] and length != 2:
        opens = closes = False
    return _Run(number, mark, length, opens, closes, length)


def _is_space(character: str) -> bool:
    """Say whether *character* is white space, or none as at an end."""
    return not character or character.isspace()


def _is_punctuation(character: str) -> bool:
    """Say whether *character* is punctuation, a symbol, or the edge of a ticket, which stands for one."""
    return bool(character) and (unicodedata.category(character)[0] in "PS" or "\ufdd0" <= character <= "\ufdef")


def _pair(runs: Sequence[_Run]) -> None:
    """Pair the marks of one group; a closing run takes the nearest one that can open for it."""
    waiting: list[_Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    """For each kind of closing run: the number of a run before which none of those that wait fits."""
    for run in runs:
        kind = (run.mark, run.opens, run.length % 3)
        while run.closes and run.left:
            index = len(waiting) - 1
            while index >= 0 and waiting[index].number >= bottoms.get(kind, 0) and not _fits(waiting[index], run):
                index -= 1
            if index < 0 or waiting[index].number < bottoms.get(kind, 0):
                bottoms[kind] = run.number
                break
            opener = waiting[index]
            used = 2 if opener.left >= 2 and run.left >= 2 else 1
            tag = _TAGS[run.mark][used - 1]
            opener.opening.append(f"<{tag}>")
            run.closing.append(f"</{tag}>")
            opener.left -= used
            run.left -= used
            del waiting[index + 1 if opener.left else index :]
        if run.opens and run.left:
            waiting.append(run)


def _fits(opener: _Run, closer: _Run) -> bool:
    """Say whether the two make a pair; of runs that may both open and close some lengths do not (rules 9 and 10)."""
    if opener.mark != closer.mark:
        return False
    is_either = opener.closes or closer.opens
    return not is_either or (opener.length + closer.length) % 3 != 0 or opener.length % 3 == closer.length % 3 == 0
