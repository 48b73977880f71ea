"""The block structure of Markdown: where paragraphs, lists, quotes, fences and HTML begin and end.

It follows CommonMark, as code hosts do, but for what format.md says otherwise: no setext headings; a heading or a
mark at column 0 ends whatever is open; an HTML block ends with its closing tag, not at a blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from builder.source import lines
from builder.source.text import Text, join, part

if TYPE_CHECKING:
    from collections.abc import Iterator


class Shape(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    RULE = auto()
    FENCE = auto()
    CODE = auto()
    HTML = auto()
    COMMENT = auto()
    QUOTE = auto()
    LIST = auto()
    TABLE = auto()
    TERMS = auto()
    FOOTNOTE = auto()
    ABBREVIATION = auto()
    LINK = auto()
    MARK = auto()


DEFINITIONS: Final = frozenset({Shape.FOOTNOTE, Shape.ABBREVIATION, Shape.LINK})

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    marker: str
    pieces: tuple[Piece, ...]
    """Its lines without indentation, each with its line feed."""
    is_spaced: bool
    """True when a blank line parts it from the next item."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block; all offsets count in the text that it was split from."""

    shape: Shape
    start: int
    end: int
    """Behind its last character, before the line feed."""
    level: int = 0
    """Of a heading."""
    pieces: tuple[Piece, ...] = ()
    """The lines inside a quote, fence, footnote or indented code, without what marks or indents them."""
    items: tuple[Item, ...] = ()
    info: str = ""
    """What follows the opening fence; the letter of a mark; the label of a footnote."""
    is_closed: bool = True
    """False of a fence or HTML block that runs to the end of the text because nothing closes it."""


def content(text: Text, pieces: tuple[Piece, ...]) -> Text:
    """Return the inside of a container as a text of its own."""
    return join((part(text, start, end) for start, end in pieces), text.path, text.origins[0][1])


def split(text: str, *, marks: bool = False) -> tuple[Block, ...]:
    """Return the blocks of *text*; with *marks* the marks of recall cards are blocks of their own."""
    return tuple(_Splitter(text, marks=marks).blocks())


class _Splitter:
    """One pass over the lines of a text."""

    def __init__(self, text: str, *, marks: bool) -> None:
        self.text = text
        self.marks = marks
        self.size = len(text)
        self.ends: dict[int, int] | None = None
        """Where the element that begins at an offset ends."""
        self.last_comment_end = text.rfind("-->")

    def eol(self, at: int) -> int:
        """Return the end of the line that holds offset *at*."""
        end = self.text.find("\n", at)
        return self.size if end < 0 else end

    def is_blank(self, at: int) -> bool:
        """Say whether the line from *at* on is blank."""
        return not self.text[at : self.eol(at)].strip()

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
        if lines.QUOTE.match(text, at):
            return self.quote(at)
        if lines.ITEM.match(text, at):
            return self.list(at)
        return self.definition(at) or self.html(at) or self.table(at) or self.paragraph(at)

    def starts_block(self, at: int) -> bool:
        """Say whether the line at *at* ends a paragraph because something else begins there."""
        text = self.text
        if self.is_top(at) or lines.RULE.match(text, at) or lines.FENCE.match(text, at) or lines.QUOTE.match(text, at):
            return True
        if item := lines.ITEM.match(text, at):
            return item[3] is not None and (not item[2][:-1] or item[2][:-1] == "1")
        if lines.FOOTNOTE.match(text, at) or lines.ABBREVIATION.match(text, at):
            return True
        return self.html_end(at) is not None or self.table_end(at) is not None

    def is_top(self, at: int) -> bool:
        """Say whether a heading or a mark begins at *at*: it ends everything that is open."""
        return bool(lines.HEADING.match(self.text, at) or (self.marks and lines.MARK.match(self.text, at)))

    def indented_code(self, at: int) -> Block:
        """Return the indented code that begins at *at*."""
        pieces: list[Piece] = []
        end = at
        while at < self.size:
            stop = self.eol(at)
            line = self.text[at:stop]
            if line.strip():
                if not lines.INDENTED.match(line):
                    break
                end = stop
            pieces.append((at + lines.behind(line, 4), min(stop + 1, self.size)))
            at = stop + 1
        return Block(Shape.CODE, pieces[0][0], end, pieces=tuple(p for p in pieces if p[0] <= end))

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
        lazy = _Lazy()
        while at < self.size:
            stop = self.eol(at)
            if found := lines.QUOTE.match(self.text, at):
                begin = found.end()
            elif lazy.is_open and self.text[at:stop].strip() and not self.starts_block(at):
                begin = at + lines.behind(self.text[at:stop], 99)
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
        gap = lines.columns(found[3]) if found[3] else 1
        width = marker + (gap if gap <= 4 else 1)
        begin = found.end() if gap <= 4 else found.end(2) + 1
        stop = self.eol(at)
        pieces: list[Piece] = [(min(begin, stop), min(stop + 1, self.size))]
        lazy = _Lazy()
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
            elif lazy.is_open and not lines.ITEM.match(self.text, at) and not self.starts_block(at):
                pieces.append((at + lines.behind(line, 99), min(stop + 1, self.size)))
                end = stop
            else:
                break
            if not line.strip() and len(pieces) == 2 and not self.text[slice(*pieces[0])].strip():
                break  # an item that begins with two blank lines is empty
            at = stop + 1
        return tuple(p for p in pieces if p[0] <= end), end, self.skip_blank(end + 1)

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
        lazy = _Lazy()
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
        end = self.html_end(at)
        if end is None:
            return None
        stop = end if end >= 0 else self.paragraph_end(at)
        is_comment = bool(lines.COMMENT.match(self.text, at)) and self.text[at:stop].rstrip().endswith("-->")
        shape = Shape.COMMENT if is_comment and self.text.count("<!--", at, stop) == 1 else Shape.HTML
        return Block(shape, at, stop, is_closed=end >= 0)

    def html_end(self, at: int) -> int | None:
        """Return where the HTML block at *at* ends: None where none begins, -1 where nothing closes it."""
        text = self.text
        if lines.COMMENT.match(text, at):
            close = self.comment_close(at)
            return self.eol(close) if close >= 0 else -1
        if lines.DECLARATION.match(text, at):
            close = text.find(">", at)
            return self.eol(close) if close >= 0 else -1
        found = lines.TAG.match(text, at)
        if not found or found[1].lower() not in lines.BLOCK_TAGS:
            return None
        name = found[1].lower()
        opening = text.index("<", at)
        if name in lines.VOID_TAGS or text[opening + 1] == "/":
            return self.eol(at)
        close = self.element_ends().get(opening, -1)
        while close >= 0 and (more := self.block_tag_in(close, self.eol(close))) is not None:
            close = self.element_ends().get(more, -1)
        if close < 0 and name in lines.OPTIONAL_END:
            return self.paragraph_end(at)
        return self.eol(close) if close >= 0 else -1

    def block_tag_in(self, start: int, end: int) -> int | None:
        """Return where in ``[start:end]`` another element of a block opens."""
        for found in re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])").finditer(self.text, start, end):
            name = found[1].lower()
            if name in lines.BLOCK_TAGS and name not in lines.VOID_TAGS:
                return found.start()
        return None

    def element_ends(self) -> dict[int, int]:
        """Return, for the offset of each opening tag, the end of the tag that closes it."""
        if self.ends is None:
            self.ends = {}
            opened: dict[str, list[int]] = {}
            for found in re.finditer(r"<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>", self.text, re.DOTALL):
                name = (found[2] or "").lower()
                if not name or name not in lines.BLOCK_TAGS:
                    continue
                if not found[1]:
                    opened.setdefault(name, []).append(found.start())
                elif opened.get(name):
                    self.ends[opened[name].pop()] = found.end()
        return self.ends

    def paragraph_end(self, at: int) -> int:
        """Return the end of the last line before the next blank one."""
        while (stop := self.eol(at)) < self.size and not self.is_blank(stop + 1):
            at = stop + 1
        return self.eol(at)

    def table(self, at: int) -> Block | None:
        """Return the table that begins at *at*."""
        end = self.table_end(at)
        return None if end is None else Block(Shape.TABLE, at, end)

    def table_end(self, at: int) -> int | None:
        """Return where the table at *at* ends; None where none begins."""
        stop = self.eol(at)
        if "|" not in self.text[at:stop] or not (found := lines.DELIMITERS.match(self.text, stop + 1)):
            return None
        if lines.cells(self.text[at:stop]) != lines.cells(found[0]):
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
        return bool(lines.ITEM.match(text, at) or lines.FOOTNOTE.match(text, at)) or self.html_end(at) is not None

    def paragraph(self, at: int) -> Block:
        """Return the paragraph, or the definition list, that begins at *at*."""
        start = at
        end = self.comment_end(at, self.eol(at))
        has_term = False
        while end < self.size:
            at = end + 1
            if at >= self.size or self.is_blank(at):
                break
            if lines.TERM.match(self.text, at):
                has_term = True
            elif self.starts_block(at):
                break
            end = self.comment_end(at, self.eol(at))
        if not has_term:
            follows = self.skip_blank(end + 1)
            has_term = follows < self.size and bool(lines.TERM.match(self.text, follows))
        return self.terms(start, end) if has_term else Block(Shape.PARAGRAPH, start, end)

    def comment_end(self, start: int, end: int) -> int:
        """Return *end*, or the end of the line on which a comment closes that opens in ``[start:end]``."""
        opening = self.text.rfind("<!--", start, end)
        if opening < 0 or self.text.count("`", start, opening) % 2 or self.text.find("-->", opening, end) >= 0:
            return end
        close = self.comment_close(end)
        return self.eol(close) if close >= 0 else end

    def comment_close(self, at: int) -> int:
        """Return where the first ``-->`` from *at* on stands, or -1; asked for each open comment, it stays quick."""
        return self.text.find("-->", at) if at <= self.last_comment_end else -1

    def terms(self, start: int, end: int) -> Block:
        """Return the definition list whose first lines are ``[start:end]``."""
        at = self.skip_blank(end + 1)
        while at < self.size and not self.is_top(at):
            is_more = lines.TERM.match(self.text, at) or lines.INDENTED.match(self.text, at)
            if not is_more and not self.is_term(at):
                break
            end = self.paragraph_end(at)
            if (top := self.top_before(at, end)) is not None:
                end = top
                break
            at = self.skip_blank(end + 1)
        return Block(Shape.TERMS, start, end)

    def is_term(self, at: int) -> bool:
        """Say whether the line at *at* is a term: text with its explanation on the next line."""
        if self.starts_block(at) or lines.ITEM.match(self.text, at):
            return False
        stop = self.eol(at)
        return stop < self.size and bool(lines.TERM.match(self.text, stop + 1))

    def top_before(self, at: int, end: int) -> int | None:
        """Return the end of the line before the first heading or mark in ``[at:end]``."""
        while (at := self.eol(at) + 1) < end:
            if self.is_top(at):
                return at - 1
        return None


class _Lazy:
    """Whether the last line seen is text of a paragraph, which an unindented line would continue."""

    def __init__(self) -> None:
        self.is_open = False
        self.fence = ""

    def see(self, line: str) -> None:
        """Take the next *line* into account, without the indentation of its container."""
        bare = line.lstrip(" \t>")
        if self.fence:
            if bare.rstrip().strip(self.fence[0]) == "" and bare.startswith(self.fence):
                self.fence = ""
            self.is_open = False
        elif found := lines.FENCE.match(bare):
            self.fence = found[2]
            self.is_open = False
        else:
            is_code = not self.is_open and lines.INDENTED.match(line)
            is_other = is_code or lines.HEADING.match(bare) or lines.RULE.match(bare)
            self.is_open = bool(bare.strip()) and not is_other
