"""What Markdown marks inside a paragraph, by Python-Markdown; this is the only room that imports it.

Code, math, images, links and citations never come here: they are found before, and stand here as tickets
(`builder.render.shelf`). Emphasis, deletion and highlighting are paired first, by the delimiter algorithm of
CommonMark's appendix, for Python-Markdown pairs them in another way than code hosts show; what lies between the
marks it turns into HTML: escapes, entities, raw tags, line breaks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from builder.render.tags import harmless
from builder.source.inline import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown import Markdown

GROUP_START: Final = "\ufdd2"
"""Noncharacters around the text of a link: emphasis that begins outside does not end inside, nor the reverse."""
GROUP_END: Final = "\ufdd3"

_MARKUP: Final = re.compile(rf"[\\*_<>&=~\n{GROUP_START}]")
_TOKEN: Final = re.compile(
    rf"(?P<atom>\\[!-/:-@\[-`{{-~]|{TAG.pattern}|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}});)"
    rf"|(?P<run>\*+|_+|~+|=+)|(?P<group>[{GROUP_START}{GROUP_END}])"
)
_LOCAL: Final = re.compile(r"[\\<>&\n]")
_BREAK: Final = re.compile(r"(?P<hard>\\\n|(?<! ) {2,}\n)[ \t]*|(?:(?<![ \t])[ \t]+)?\n[ \t]*")
_TAGS: Final = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("", "del"), "=": ("", "mark")}
"""What one mark makes, and what two make."""
_LONG: Final = 2000
"""Characters of a stretch that Python-Markdown gets at once."""
_ESCAPED: Final = {"\\&": "&amp;", "\\<": "&lt;", "\\>": "&gt;"}
"""Escaped characters that HTML must escape in its turn."""
_DONE_BEFORE: Final = (
    *("backtick", "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"),
    *("autolink", "automail", "not_strong", "em_strong", "em_strong2"),
)
"""The inline patterns of Python-Markdown whose work is done before."""


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
    text = harmless(text)
    for found in _TOKEN.finditer(text):
        pieces.append(_BREAK.sub(_break, text[at : found.start()]))
        at = found.end()
        if found["run"]:
            run = _run(text, found, len(pieces))
            pieces.append(run)
            groups[-1].append(run)
        elif found["atom"]:
            pieces.append(_ESCAPED.get(found[0], found[0]))
        elif found[0] == GROUP_START:
            groups.append([])
        else:
            _pair(groups.pop())
    pieces.append(_BREAK.sub(_break, text[at:]))
    _pair(groups[0])
    return "".join(piece.html() if isinstance(piece, _Run) else _html(piece) for piece in _stretches(pieces))


def _break(found: re.Match[str]) -> str:
    """Return a line break as Python-Markdown knows it."""
    return "  \n" if found["hard"] else "\n"


def _stretches(pieces: Sequence[str | _Run]) -> Iterator[str | _Run]:
    """Yield the runs, and what stands between them in stretches: short ones, for each costs its length squared."""
    stretch: list[str] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, _Run) or length > _LONG:
            yield "".join(stretch)
            stretch, length = [], 0
        if isinstance(piece, _Run):
            yield piece
        else:
            stretch.append(piece)
            length += len(piece)
    yield "".join(stretch)


def _html(stretch: str) -> str:
    """Return a stretch of text without paired marks as HTML."""
    if not _LOCAL.search(stretch):
        return stretch
    root = Element("div")
    SubElement(root, "p").text = stretch
    engine = _markdown()
    for processor in engine.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    html = engine.serializer(root)
    for postprocessor in engine.postprocessors:
        html = postprocessor.run(html)
    engine.htmlStash.reset()
    return html.partition("<p>")[2].rpartition("</p>")[0]


@cache
def _markdown() -> Markdown:
    """Return the one converter: its inline patterns but for those of marks that never come to it."""
    from markdown import Markdown
    from markdown.inlinepatterns import HtmlInlineProcessor

    engine = Markdown(output_format="html")
    engine.ESCAPED_CHARS = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")  # CommonMark 2.4
    for name in _DONE_BEFORE:
        engine.inlinePatterns.deregister(name, strict=False)  # some are older than others
    engine.inlinePatterns.register(HtmlInlineProcessor(f"({TAG.pattern})", engine), "html", 90)
    return engine


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
