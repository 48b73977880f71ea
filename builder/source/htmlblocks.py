"""Where a block of raw HTML ends: with the tag, comment or declaration that closes it, not at a blank line."""

from __future__ import annotations

import re
from typing import Final

from builder.source import lines

_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>")
_OPENING: Final = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")


class HtmlBlocks:
    """The raw HTML of one text; each look ahead is answered from a table, so it stays linear."""

    def __init__(self, text: str) -> None:
        """Look nothing up yet."""
        self._text = text
        self._last: dict[str, int] = {}
        self._ends: dict[int, int] | None = None
        self._paragraph = -1, -1
        """Of the paragraph that was asked for last: where its last ``-->`` stands, or -1, and where it ends."""

    def end(self, at: int) -> int | None:
        """Return where the HTML block at *at* ends: None where none begins, -1 where nothing closes it."""
        text = self._text
        if lines.COMMENT.match(text, at):
            return self._end_of_line(self.comment_close(at))
        if lines.DECLARATION.match(text, at):
            return self._end_of_line(self._next(">", at))
        found = lines.TAG.match(text, at)
        if not found or found[1].lower() not in lines.BLOCK_TAGS:
            return None
        name = found[1].lower()
        opening = text.index("<", at)
        if name in lines.VOID_TAGS or text[opening + 1] == "/":
            return lines.eol(text, at)
        close = self._closings().get(opening, -1)
        while close >= 0 and (more := self._block_tag_in(close, lines.eol(text, close))) is not None:
            close = self._closings().get(more, -1)
        if close < 0 and name in lines.OPTIONAL_END:
            return lines.paragraph_end(text, at)
        return self._end_of_line(close)

    def comment_close(self, at: int) -> int:
        """Return where the first ``-->`` from *at* on stands, or -1."""
        return self._next("-->", at)

    def comment_close_in_paragraph(self, at: int) -> int:
        """Return where the first ``-->`` from *at* on stands, or -1 if a blank line comes first.

        A comment in the middle of a line is part of its paragraph (CommonMark, 6.6); without an end there it is text.
        """
        if at > self._paragraph[1]:
            end = lines.paragraph_end(self._text, at)
            self._paragraph = self._text.rfind("-->", at, end), end
        last, end = self._paragraph
        return self._text.find("-->", at, end) if at <= last else -1

    def _next(self, mark: str, at: int) -> int:
        """Return where *mark* stands next, or -1; asked for each open one, it stays quick."""
        if mark not in self._last:
            self._last[mark] = self._text.rfind(mark)
        return self._text.find(mark, at) if at <= self._last[mark] else -1

    def _end_of_line(self, close: int) -> int:
        """Return the end of the line that holds offset *close*, or -1."""
        return lines.eol(self._text, close) if close >= 0 else -1

    def _block_tag_in(self, start: int, end: int) -> int | None:
        """Return where in ``[start:end]`` another element of a block opens."""
        for found in _OPENING.finditer(self._text, start, end):
            name = found[1].lower()
            if name in lines.BLOCK_TAGS and name not in lines.VOID_TAGS:
                return found.start()
        return None

    def _closings(self) -> dict[int, int]:
        """Return, for the offset of each opening tag, the end of the tag that closes it."""
        if self._ends is None:
            self._ends = {}
            opened: dict[str, list[int]] = {}
            for found in _TAG.finditer(without_comments(self._text)):
                name = found[2].lower()
                if name not in lines.BLOCK_TAGS:
                    continue
                if not found[1]:
                    opened.setdefault(name, []).append(found.start())
                elif opened.get(name):
                    self._ends[opened[name].pop()] = found.end()
        return self._ends


def without_comments(html: str) -> str:
    """Return *html* with a space for each character of its comments, so that all else stands where it stood."""
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (close := html.find("-->", start + 4)) >= 0:
        pieces += [html[at:start], " " * (close + 3 - start)]
        at = close + 3
    return "".join([*pieces, html[at:]])
