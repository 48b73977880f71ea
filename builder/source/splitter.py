"""The block structure of Markdown: where paragraphs, lists, quotes, fences and HTML begin and end.

It follows CommonMark, as code hosts do, but for what format.md says otherwise: no setext headings; a heading or a
mark at column 0 ends whatever is open; an HTML block ends with its closing tag, not at a blank line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from builder.source import lines
from builder.source.blocks import Block, Item, Piece, Shape
from builder.source.htmlblocks import HtmlBlocks
from builder.source.lazy import Lazy
from builder.source.tables import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 50
"""Quotes and lists nest this deep; deeper ones are text, so that no input exhausts the stack."""


def split(text: str, *, marks: bool = False, depth: int = 0) -> tuple[Block, ...]:
    """Return the blocks of *text*, the inside of *depth* containers.

    With *marks* the marks of recall cards are blocks of their own.
    """
    return _split(text, marks=marks, is_deepest=depth >= DEEPEST)


@lru_cache(maxsize=64)
def _split(text: str, *, marks: bool, is_deepest: bool) -> tuple[Block, ...]:
    """Return the blocks of *text*; the last few answers are kept, for a stage may ask several times for one card's."""
    return tuple(_Splitter(text, marks=marks, is_deepest=is_deepest).blocks())


class _Splitter:
    """One pass over the lines of a text."""

    def __init__(self, text: str, *, marks: bool, is_deepest: bool) -> None:
        self.text = text
        self.marks = marks
        self.is_deepest = is_deepest
        self.size = len(text)
        self.raw = HtmlBlocks(text)

    def eol(self, at: int) -> int:
        """Return the end of the line that holds offset *at*."""
        return lines.eol(self.text, at)

    def is_blank(self, at: int) -> bool:
        """Say whether the line from *at* on is blank."""
        return lines.is_blank(self.text, at)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order."""
        at = 0
        is_line_start = True
        while at < self.size:
            if self.is_blank(at):
                at = self.eol(at) + 1
                is_line_start = True
                continue
            block = self.block(at, is_line_start=is_line_start)
            yield block
            is_line_start = block.shape is not Shape.MARK
            at = block.end + 1 if is_line_start else block.end
            if not is_line_start and at < self.size and self.text[at] == "\n":
                at, is_line_start = at + 1, True

    def block(self, at: int, *, is_line_start: bool) -> Block:
        """Return the block that begins at *at*; behind a mark no heading and no other mark begins."""
        text = self.text
        if is_line_start:
            if self.marks and (found := lines.MARK.match(text, at)):
                return Block(Shape.MARK, at, found.end(), info=found[1])
            if found := lines.HEADING.match(text, at):
                return Block(Shape.HEADING, at, self.eol(at), level=len(found[1]))
        if lines.INDENTED.match(text, at):
            return self.indented_code(at)
        if lines.RULE.match(text, at):
            return Block(Shape.RULE, at, self.eol(at))
        if found := lines.FENCE.match(text, at):
            return self.fence(at, found)
        if self.starts_container(at):
            return self.quote(at) if lines.QUOTE.match(text, at) else self.list(at)
        return self.definition(at) or self.html(at) or self.table(at) or self.paragraph(at)

    def starts_container(self, at: int) -> bool:
        """Say whether a quote or a list begins at *at*."""
        return not self.is_deepest and bool(lines.QUOTE.match(self.text, at) or lines.ITEM.match(self.text, at))

    def starts_block(self, at: int) -> bool:
        """Say whether the line at *at* ends a paragraph because something else begins there."""
        text = self.text
        if self.is_top(at) or lines.RULE.match(text, at) or lines.FENCE.match(text, at) or lines.QUOTE.match(text, at):
            return True
        if item := lines.ITEM.match(text, at):
            return item[3] is not None and (not item[2][:-1] or item[2][:-1] == "1")
        if lines.FOOTNOTE.match(text, at) or lines.ABBREVIATION.match(text, at):
            return True
        return self.raw.end(at) is not None or self.table_end(at) is not None

    def is_top(self, at: int) -> bool:
        """Say whether a heading or a mark begins at *at*: it ends everything that is open."""
        return bool(lines.HEADING.match(self.text, at) or (self.marks and lines.MARK.match(self.text, at)))

    def indented_code(self, at: int) -> Block:
        """Return the indented code that begins at *at*."""
        pieces: list[Piece] = []
        start, end = at, at
        while at < self.size:
            stop = self.eol(at)
            line = self.text[at:stop]
            if line.strip():
                if not lines.INDENTED.match(line):
                    break
                end = stop
            pieces.append((at + lines.behind(line, 4), min(stop + 1, self.size)))
            at = stop + 1
        return Block(Shape.CODE, start, end, pieces=tuple(p for p in pieces if p[0] <= end))

    def fence(self, at: int, opening: re.Match[str]) -> Block:
        """Return the fenced code that begins at *at*."""
        indent, mark = len(opening[1]), opening[2]
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        pieces: list[Piece] = []
        line = self.eol(at) + 1
        while line < self.size:
            stop = self.eol(line)
            if closing.match(self.text, line):
                return Block(Shape.FENCE, at, stop, pieces=tuple(pieces), info=opening[3].strip())
            pieces.append((line + lines.behind(self.text[line:stop], indent), min(stop + 1, self.size)))
            line = stop + 1
        end = max(min(self.size, line - 1), self.eol(at))
        return Block(Shape.FENCE, at, end, pieces=tuple(pieces), info=opening[3].strip(), is_closed=False)

    def quote(self, at: int) -> Block:
        """Return the quote that begins at *at*, with the lines that lazily continue its last paragraph."""
        pieces: list[Piece] = []
        start, end = at, at
        lazy = Lazy()
        while at < self.size:
            stop = self.eol(at)
            if found := lines.QUOTE.match(self.text, at):
                begin = found.end()
            elif lazy.is_open and self.text[at:stop].strip() and not self.starts_block(at):
                begin = at
            else:
                break
            lazy.see(self.text[begin:stop])
            pieces.append((begin, min(stop + 1, self.size)))
            end, at = stop, stop + 1
        return Block(Shape.QUOTE, start, end, pieces=tuple(pieces))

    def list(self, at: int) -> Block:
        """Return the list that begins at *at*: items of one kind of marker."""
        start, end = at, at
        items: list[Item] = []
        kind = ""
        while at < self.size and (found := self.next_item(at, kind)):
            kind = found[2][-1]
            pieces, last, after = self.item(at, found)
            is_spaced = after > last + 1 and after < self.size and self.next_item(after, kind) is not None
            items.append(Item(found[2], pieces, is_spaced))
            end, at = last, after
        return Block(Shape.LIST, start, end, items=tuple(items))

    def next_item(self, at: int, kind: str) -> re.Match[str] | None:
        """Return the marker at *at*, when it goes on with a list of *kind*."""
        found = lines.ITEM.match(self.text, at)
        if not found or (kind and (found[2][-1] != kind or lines.RULE.match(self.text, at))):
            return None
        return found

    def item(self, at: int, found: re.Match[str]) -> tuple[tuple[Piece, ...], int, int]:
        """Return the lines of the item at *at*, where it ends, and where the text goes on."""
        marker = lines.columns(found[1]) + len(found[2])
        gap = lines.columns(found[1] + " " * len(found[2]) + found[3]) - marker if found[3] else 1
        width = marker + (gap if gap <= 4 else 1)
        begin = found.end() if gap <= 4 else found.end(2) + 1
        stop = self.eol(at)
        pieces: list[Piece] = [(min(begin, stop), min(stop + 1, self.size))]
        lazy = Lazy()
        lazy.see(self.text[begin:stop])
        end, at = stop, stop + 1
        while at < self.size:
            stop = self.eol(at)
            line = self.text[at:stop]
            if not line.strip():
                lazy.see("")
                pieces.append((stop, min(stop + 1, self.size)))
            elif lines.columns(line) >= width:
                inside = at + lines.behind(line, width)
                lazy.see(self.text[inside:stop])
                pieces.append((inside, min(stop + 1, self.size)))
                end = stop
            elif lazy.is_open and not self.ends_item(at, found[2]):
                pieces.append((at, min(stop + 1, self.size)))
                end = stop
            else:
                break
            if not line.strip() and len(pieces) == 2 and not self.text[slice(*pieces[0])].strip():
                break  # an item that begins with two blank lines is empty
            at = stop + 1
        return tuple(p for p in pieces if p[0] <= end), end, self.skip_blank(end + 1)

    def ends_item(self, at: int, marker: str) -> bool:
        """Say whether the line at *at*, less indented than the item, is no text that continues its paragraph."""
        if lines.ITEM.match(self.text, at) or self.starts_block(at):
            return True
        return marker == ":" and (self.explanation(at) is not None or self.is_term(at))

    def skip_blank(self, at: int) -> int:
        """Return the beginning of the first line from *at* on that is not blank."""
        while at < self.size and self.is_blank(at):
            at = self.eol(at) + 1
        return min(at, self.size)

    def definition(self, at: int) -> Block | None:
        """Return the footnote, abbreviation or reference link that is defined at *at*."""
        if found := lines.FOOTNOTE.match(self.text, at):
            return self.footnote(at, found)
        if found := lines.ABBREVIATION.match(self.text, at):
            return Block(Shape.ABBREVIATION, at, self.eol(at))
        if found := lines.LINK.match(self.text, at):
            return Block(Shape.LINK, at, found.end())
        return None

    def footnote(self, at: int, found: re.Match[str]) -> Block:
        """Return the footnote at *at*: its paragraph, and what is indented below it."""
        stop = self.eol(at)
        pieces: list[Piece] = [(found.end(), min(stop + 1, self.size))]
        lazy = Lazy()
        lazy.see(self.text[found.end() : stop])
        end, at = stop, stop + 1
        while at < self.size:
            stop = self.eol(at)
            line = self.text[at:stop]
            if not line.strip():
                lazy.see("")
                pieces.append((stop, min(stop + 1, self.size)))
            elif lines.INDENTED.match(line):
                inside = at + lines.behind(line, 4)
                lazy.see(self.text[inside:stop])
                pieces.append((inside, min(stop + 1, self.size)))
                end = stop
            elif lazy.is_open and not lines.LINK.match(self.text, at) and not self.starts_block(at):
                pieces.append((at, min(stop + 1, self.size)))
                end = stop
            else:
                break
            at = stop + 1
        return Block(Shape.FOOTNOTE, found.start(), end, pieces=tuple(p for p in pieces if p[0] <= end), info=found[1])

    def html(self, at: int) -> Block | None:
        """Return the HTML block or comment that begins at *at*."""
        end = self.raw.end(at)
        if end is None:
            return None
        stop = end if end >= 0 else lines.paragraph_end(self.text, at)
        is_comment = bool(lines.COMMENT.match(self.text, at)) and self.text[at:stop].rstrip().endswith("-->")
        shape = Shape.COMMENT if is_comment and self.text.count("<!--", at, stop) == 1 else Shape.HTML
        return Block(shape, at, stop, is_closed=end >= 0)

    def table(self, at: int) -> Block | None:
        """Return the table that begins at *at*."""
        end = self.table_end(at)
        return None if end is None else Block(Shape.TABLE, at, end)

    def table_end(self, at: int) -> int | None:
        """Return where the table at *at* ends; None where none begins."""
        stop = self.eol(at)
        if "|" not in self.text[at:stop] or not (found := lines.DELIMITERS.match(self.text, stop + 1)):
            return None
        if len(cells(self.text[at:stop])) != len(cells(found[0])):
            return None
        end = found.end()
        while end < self.size and not self.is_blank(end + 1) and not self.starts_row_block(end + 1):
            end = self.eol(end + 1)
        return end

    def starts_row_block(self, at: int) -> bool:
        """Say whether something else than a table's row begins at *at*."""
        text = self.text
        if self.is_top(at) or lines.RULE.match(text, at) or lines.FENCE.match(text, at) or lines.QUOTE.match(text, at):
            return True
        return bool(lines.ITEM.match(text, at) or lines.FOOTNOTE.match(text, at)) or self.raw.end(at) is not None

    def paragraph(self, at: int) -> Block:
        """Return the paragraph, or the definition list, that begins at *at*."""
        start = at
        end = self.comment_end(at, self.eol(at))
        while end < self.size:
            at = end + 1
            if at >= self.size or self.is_blank(at) or self.explanation(at) or self.starts_block(at):
                break
            end = self.comment_end(at, self.eol(at))
        if self.explanation(self.skip_blank(end + 1)):
            return self.terms(start, end)
        return Block(Shape.PARAGRAPH, start, end)

    def comment_end(self, start: int, end: int) -> int:
        """Return *end*, or the end of the line on which a comment closes that the line ``[start:end]`` opens."""
        opening = self.text.rfind("<!--", start, end)
        if opening < 0 or self.text.count("`", start, opening) % 2 or self.text.find("-->", opening, end) >= 0:
            return end
        close = self.raw.comment_close_in_paragraph(end)
        return self.eol(close) if close >= 0 else end

    def explanation(self, at: int) -> re.Match[str] | None:
        """Return the mark of a term's explanation that stands at *at*."""
        return None if self.is_deepest else lines.TERM.match(self.text, at)

    def terms(self, at: int, last: int) -> Block:
        """Return the definition list that begins at *at* with terms up to *last*, each on a line."""
        start, end = at, at
        items: list[Item] = []
        while at < self.size:
            if found := self.explanation(at):
                pieces, end, after = self.item(at, found)
            elif at <= last or self.is_term(at):
                end = self.eol(at)
                pieces, after = ((at, min(end + 1, self.size)),), self.skip_blank(end + 1)
            else:
                break
            goes_on = self.explanation(after) is not None or self.is_term(after)
            items.append(Item(":" if found else "", pieces, is_spaced=goes_on and after > end + 1))
            at = after
        return Block(Shape.TERMS, start, end, items=tuple(items))

    def is_term(self, at: int) -> bool:
        """Say whether the line at *at* is a term: text with its explanation on the next line."""
        stop = self.eol(at)
        if stop >= self.size or self.explanation(stop + 1) is None or self.is_blank(at):
            return False
        return not (self.explanation(at) or self.starts_block(at) or lines.ITEM.match(self.text, at))
