"""From the Markdown of one text to its fragment."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic
from builder.render import code, prose, sanitize
from builder.render.abbreviations import abbreviated
from builder.render.atoms import Atoms
from builder.render.foreign import foreign_marks
from builder.render.fragment import Fragment
from builder.render.shelf import Shelf, crossing_blanks
from builder.render.tags import removed_tags
from builder.source import attributes, lines
from builder.source.blocks import Block, Piece, Shape, content
from builder.source.leaves import heading_text
from builder.source.splitter import DEEPEST, split
from builder.source.tables import read_table
from builder.source.text import Text, origin, part, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.diagnostics import Rule, Span
    from builder.model import Cloze
    from builder.render.setting import Setting

_CALLOUT: Final = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
_TASK: Final = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_LOWEST: Final = 6
_FIRST: Final = 3
"""Sub-headings begin at this level in every output."""


def write(
    text: Text, setting: Setting, *, clozes: Sequence[Cloze] = (), inline: bool = False, is_note: bool = False
) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return the fragment of *text*, and what is wrong in it.

    *clozes* are the blanks of a cloze text. An *inline* text, a heading or a choice, makes no paragraph. In a footnote
    (*is_note*) no other footnote can be called.
    """
    if not text:
        return Fragment(), ()
    writer = _Writer(text, setting, clozes, is_note=is_note)
    html = writer.inline() if inline else writer.blocks(writer.based)
    fragment = writer.fragment(html)
    return fragment, tuple(writer.diagnostics)


class _Writer:
    """One text on its way to HTML."""

    def __init__(self, text: Text, setting: Setting, clozes: Sequence[Cloze], *, is_note: bool) -> None:
        self.text = text
        self.based = Text(text.value, text.path, ((0, 0),))
        """The text whose leaves tell where in *text* they stood."""
        self.setting = setting
        self.shelf = Shelf()
        self.diagnostics: list[Diagnostic] = []
        self.atoms = Atoms(self.shelf, setting, self, clozes, is_note=is_note)
        self.levels: list[int] = []
        self.depth = 0
        """How many quotes and lists stand around the blocks that come next."""
        self.ids: set[str] = set()

    def place(self, leaf: Text, start: int, end: int) -> Span:
        """Return where in the file ``[start:end]`` of *leaf*, a part of the text, stands."""
        first = origin(leaf, start)
        last = origin(leaf, end - 1) + 1 if end > start else first
        return span(self.text, first, max(first, last))

    def fault(self, rule: Rule, leaf: Text, start: int, end: int, message: str, hint: str = "") -> None:
        """Report what is wrong at ``[start:end]`` of *leaf*."""
        self.diagnostics.append(Diagnostic(rule, self.place(leaf, start, end), message, hint))

    def fragment(self, html: str) -> Fragment:
        """Return the fragment that *html*, with tickets, makes."""
        parts = self.shelf.collect(sanitize.clean(html, ids=frozenset(self.ids)) if "<" in html else html)
        for number in crossing_blanks(parts):
            cloze = self.atoms.started[number]
            message = "This cloze begins and ends in different markup."
            hint = "Put its braces on the same side of each mark."
            place = span(self.text, cloze.start, cloze.end)
            self.diagnostics.append(Diagnostic(faults.CLOZE_CROSSES, place, message, hint))
        return Fragment(abbreviated(parts, self.setting.definitions.abbreviations), self.footnotes())

    def footnotes(self) -> dict[str, Fragment]:
        """Return the footnotes that the text calls; each is rendered once a file."""
        known = self.setting.footnotes
        for label in self.atoms.called:
            if label not in known:
                known[label] = Fragment()
                note = self.setting.definitions.footnotes[label]
                known[label], diagnostics = write(note, self.setting, is_note=True)
                self.diagnostics += diagnostics
        return {label: known[label] for label in self.atoms.called}

    def inline(self) -> str:
        """Return the HTML of a text that makes no paragraph."""
        self.warn_of_foreign_marks(self.based, is_heading=True)
        return prose.paragraph(self.atoms.prose(self.based))

    def blocks(self, text: Text) -> str:
        """Return the HTML of all blocks of *text*."""
        return "\n".join(html for html, _ in self.each_block(text))

    def each_block(self, text: Text) -> list[tuple[str, Block]]:
        """Return the HTML of each block of *text* that shows anything."""
        blocks = split(text.value, depth=self.depth)
        self.depth += 1
        pairs = [(self.block(text, block), block) for block in blocks]
        self.depth -= 1
        return [(html, block) for html, block in pairs if html]

    def block(self, text: Text, block: Block) -> str:
        """Return the HTML of one block of *text*."""
        inside = part(text, block.start, block.end)
        match block.shape:
            case Shape.PARAGRAPH:
                return self.paragraph(inside)
            case Shape.HEADING:
                return self.heading(heading_text(text, block), block.level)
            case Shape.RULE:
                return "<hr>"
            case Shape.FENCE | Shape.CODE:
                return self.code(text, block)
            case Shape.HTML:
                return self.html(text, block)
            case Shape.QUOTE:
                return self.quote(content(text, block.pieces))
            case Shape.LIST:
                return self.list(text, block)
            case Shape.TABLE:
                return self.table(text, block)
            case Shape.TERMS:
                return self.terms(text, block)
            case _:
                return ""

    def paragraph(self, leaf: Text) -> str:
        """Return a paragraph; an image that stands alone makes none."""
        self.warn_of_foreign_marks(leaf)
        if self.depth > DEEPEST and (lines.QUOTE.match(leaf.value) or lines.ITEM.match(leaf.value)):
            message = f"Lists and quotes stand more than {DEEPEST} deep in each other here."
            self.fault(faults.NESTED_DEEP, leaf, 0, lines.eol(leaf.value, 0), message, "Take some of the levels away.")
        if (figure := self.atoms.lone_figure(leaf)) is not None:
            return figure
        html = prose.paragraph(self.atoms.prose(leaf).strip())
        return f"<p>{html}</p>" if html else ""

    def warn_of_foreign_marks(self, leaf: Text, *, is_heading: bool = False) -> None:
        """Warn of the marks of other tools."""
        for start, end, message, hint in foreign_marks(leaf.value, is_heading=is_heading):
            self.fault(faults.FOREIGN_MARK, leaf, start, end, message, hint)

    def heading(self, leaf: Text, level: int) -> str:
        """Return a sub-heading; levels that the author skipped are closed up."""
        said, found, diagnostics = attributes.at_end(leaf, attributes.HEADING)
        for one in diagnostics:
            place = span(self.text, one.span.start, one.span.end)
            self.diagnostics.append(Diagnostic(one.rule, place, one.message, one.hint))
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        shown = min(_FIRST - 1 + len(self.levels), _LOWEST)
        identity = ""
        if found and found.id:
            anchor = self.setting.targets.anchors.get(found.id) or ""
            self.ids.add(anchor)
            identity = f' id="{escape(anchor)}"'
        self.warn_of_foreign_marks(said, is_heading=True)
        return f"<h{shown}{identity}>{prose.paragraph(self.atoms.prose(said))}</h{shown}>"

    def code(self, text: Text, block: Block) -> str:
        """Return code, highlighted when its language is known, with its blanks."""
        if not block.is_closed:
            message = "This code fence is never closed."
            hint = "End it by a line with the same marks, as far to the left."
            stop = text.value.find("\n", block.start)
            self.fault(faults.FENCE_UNCLOSED, text, block.start, stop if stop >= 0 else block.end, message, hint)
        leaf = content(text, block.pieces)
        said, marks = self.atoms.code_with_blanks(leaf)
        words = re.match(r"[\w+#.-]+", block.info)
        return self.shelf.park(code.highlight(said.removesuffix("\n"), words[0] if words else None, marks))

    def html(self, text: Text, block: Block) -> str:
        """Return a block of raw HTML, with its blanks."""
        leaf = part(text, block.start, block.end)
        if not block.is_closed:
            message = "This HTML block or comment is never closed."
            stop = text.value.find("\n", block.start)
            end = stop if stop >= 0 else block.end
            self.fault(
                faults.HTML_UNCLOSED, text, block.start, end, message, "Write its closing tag; `-->` for a comment."
            )
        self.warn_of_removed(leaf)
        return self.atoms.html(leaf) if block.is_closed else escape(leaf.value, quote=False)

    def warn_of_removed(self, leaf: Text) -> None:
        """Warn of tags and attributes in a block of HTML that the sanitizer takes out."""
        for start, end, message, hint in removed_tags(leaf.value):
            self.fault(faults.HTML_REMOVED, leaf, start, end, message, hint)

    def quote(self, inside: Text) -> str:
        """Return a quote, or the callout that its first line makes of it."""
        if not (found := _CALLOUT.match(inside.value)):
            return f"<blockquote>\n{self.blocks(inside)}\n</blockquote>"
        kind = found[1].lower()
        title = f'<p class="callout-title">{kind.capitalize()}</p>'
        return f'<div class="callout {kind}">\n{title}\n{self.blocks(part(inside, found.end()))}\n</div>'

    def list(self, text: Text, block: Block) -> str:
        """Return a list; without blank lines between its items they hold text and no paragraphs."""
        insides = [content(text, item.pieces) for item in block.items]
        is_loose = self.is_loose(block, insides)
        tasks = [_TASK.match(inside.value) for inside in insides]
        rows = [self.item(inside, task, is_loose=is_loose) for inside, task in zip(insides, tasks, strict=True)]
        marker = block.items[0].marker
        name, start = ("ul", "") if marker in "-+*" else ("ol", f' start="{int(marker[:-1])}"')
        kind = ' class="checklist"' if any(tasks) and name == "ul" else ""
        start = "" if start == ' start="1"' else start
        return "\n".join([f"<{name}{kind}{start}>", *rows, f"</{name}>"])

    def item(self, inside: Text, task: re.Match[str] | None, *, is_loose: bool) -> str:
        """Return one item of a list."""
        kind = ""
        if task:
            inside = part(inside, task.end())
            kind = ' class="done"' if task[1] in "xX" else ' class="todo"'
        return f"<li{kind}>{self.inside_item(inside, is_loose=is_loose)}</li>"

    def inside_item(self, inside: Text, *, is_loose: bool) -> str:
        """Return what an item holds."""
        pieces = [
            html.removeprefix("<p>").removesuffix("</p>") if block.shape is Shape.PARAGRAPH and not is_loose else html
            for html, block in self.each_block(inside)
        ]
        return "\n".join(pieces)

    def is_loose(self, block: Block, insides: Sequence[Text]) -> bool:
        """Say whether a blank line parts two items of a list, or two blocks of one of them."""
        if any(item.is_spaced for item in block.items):
            return True
        splits = ((inside.value, split(inside.value, depth=self.depth)) for inside in insides)
        return any(text.count("\n", a.end, b.start) > 1 for text, blocks in splits for a, b in pairwise(blocks))

    def terms(self, text: Text, block: Block) -> str:
        """Return a definition list; a line is a term, and each explanation is an item."""
        insides = [content(text, item.pieces) for item in block.items]
        is_loose = self.is_loose(block, insides)
        rows = [
            f"<dd>{self.inside_item(inside, is_loose=is_loose)}</dd>"
            if item.marker
            else f"<dt>{prose.paragraph(self.atoms.prose(inside).strip())}</dt>"
            for item, inside in zip(block.items, insides, strict=True)
        ]
        return "\n".join(["<dl>", *rows, "</dl>"])

    def table(self, text: Text, block: Block) -> str:
        """Return a table; rows that are too short are filled up."""
        table = read_table(text.value, block.start, block.end)
        width = len(table.alignments)
        for row in table.rows:
            if len(row) > width:
                message = f"This row has {len(row)} cells, and the head of its table {width}."
                hint = "Write a bar that parts no cells as `\\|`, or give the head more cells."
                self.fault(faults.TABLE_ROW, text, row[width][0], max(row[-1][1], row[width][0]), message, hint)
        head = self.row(text, table.head, table.alignments, "th")
        rows = [self.row(text, row, table.alignments, "td") for row in table.rows]
        body = ["<tbody>", *rows, "</tbody>"] if rows else []
        return "\n".join(["<table>", "<thead>", head, "</thead>", *body, "</table>"])

    def row(self, text: Text, row: Sequence[Piece], alignments: Sequence[str], tag: str) -> str:
        """Return one row of a table, its cells by *tag*."""
        shown: list[str] = []
        for cell, alignment in zip_longest(row, alignments, fillvalue=None):
            style = f' style="text-align: {alignment};"' if alignment else ""
            said = prose.paragraph(self.atoms.prose(part(text, *cell), is_table=True)) if cell else ""
            shown.append(f"<{tag}{style}>{said}</{tag}>")
        return "\n".join(["<tr>", *shown, "</tr>"])
