"""What is taken out of a leaf before Markdown sees it: code, math, blanks, figures, citations, notes, links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from html import escape
from itertools import accumulate, pairwise
from operator import attrgetter, itemgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

from builder import faults
from builder.render import math, prose
from builder.render.foreign import is_tag_link
from builder.render.fragment import BlankEnd, BlankStart, Citation, Figure, Math, MathBlank, NoteMark
from builder.render.links import Links
from builder.render.tags import harmless, removed_tags
from builder.source import attributes
from builder.source.inline import Mark, Token, citation_keys, label_key, scan
from builder.source.near import did_you_mean
from builder.source.plain import plain
from builder.source.text import Text, origin, part
from builder.source.uses import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.diagnostics import Rule, Span
    from builder.model import Cloze
    from builder.render.setting import Setting
    from builder.render.shelf import Shelf

Edit = tuple[int, int, str]
"""``[start:end]`` of a leaf, and what takes its place."""

_TEXT_MARK: Final = re.compile(r"^\\(?=[QACO]:)", re.MULTILINE)


class Reporter(Protocol):
    """Who knows where the leaves stood."""

    def place(self, leaf: Text, start: int, end: int) -> Span:
        """Return where in the file ``[start:end]`` of *leaf* stands."""

    def fault(self, rule: Rule, leaf: Text, start: int, end: int, message: str, hint: str = "") -> None:
        """Take a fault at ``[start:end]`` of *leaf*."""


class _Local:
    """A cloze in the offsets of a leaf."""

    def __init__(self, cloze: Cloze, shift: int, leaf: Text) -> None:
        self.cloze = cloze
        self.start = shift
        self.body = (_inside(leaf, cloze.body[0]), _inside(leaf, cloze.body[1]))
        self.end = _inside(leaf, cloze.end)


class Atoms:
    """Takes the parts of one text out of its leaves and parks them."""

    def __init__(
        self, shelf: Shelf, setting: Setting, reporter: Reporter, clozes: Sequence[Cloze], *, is_note: bool
    ) -> None:
        """Park on *shelf*; *clozes* count in the text that the leaves were taken from."""
        self._shelf = shelf
        self._setting = setting
        self._place = reporter.place
        self._fault = reporter.fault
        self._clozes = {cloze.start: cloze for cloze in clozes}
        self._is_note = is_note
        self._links = Links(setting.targets, setting.path)
        self.called: dict[str, None] = {}
        """The labels of the footnotes that the text calls."""
        self.started: list[Cloze] = []
        """The clozes in the order in which their blanks begin."""

    def prose(self, leaf: Text, *, is_table: bool = False) -> str:
        """Return the Markdown of *leaf* with tickets for all that is more than prose."""
        value = leaf.value
        clozes = list(self._local(leaf)) if self._clozes else []
        tokens = scan(value)
        edits: list[Edit] = [edit for c in clozes if c.cloze.place == "prose" for edit in self._blank(c, value)]
        hidden = [(c.body[1], c.end) for c in clozes if c.cloze.place == "prose"]
        around = self._around_links(tokens)
        for token in tokens:
            if token not in around and not any(start <= token.start < end for start, end in hidden):
                edits += self._token(token, leaf, clozes, is_table=is_table)
        return _TEXT_MARK.sub("", _applied(value, edits))

    def _around_links(self, tokens: Sequence[Token]) -> set[Token]:
        """Return those links that hold another one: of two only the inner is a link."""
        links = [t for t in tokens if t.mark is Mark.AUTOLINK or (t.mark is Mark.LINK and self._is_defined(t))]
        return {outer for outer, inner in pairwise(links) if inner.start < outer.body[1]}

    def html(self, leaf: Text) -> str:
        """Return a leaf of raw HTML with tickets for its blanks."""
        return harmless(_applied(leaf.value, [e for c in self._local(leaf) for e in self._blank(c, leaf.value)]))

    def code_with_blanks(self, leaf: Text) -> tuple[str, list[tuple[int, str]]]:
        """Return code without the marks of its blanks, and tickets for these with their offsets."""
        clozes = list(self._local(leaf)) if self._clozes else []
        return self._marked_code(leaf.value, 0, len(leaf.value), clozes)

    def lone_figure(self, leaf: Text) -> str | None:
        """Return the ticket of the image that is all there is in *leaf*, empty for a faulty one; None of other text."""
        if not leaf.value.lstrip().startswith("!["):
            return None
        token = next(iter(scan(leaf.value)), None)
        if token is None or token.mark is not Mark.IMAGE or leaf.value[: token.start].strip():
            return None
        end, _, _ = attributes.at_start(leaf, token.end, attributes.IMAGE)
        if leaf.value[end:].strip() or not self._is_defined(token):
            return None
        return self._figure(token, leaf, alone=True)[2]

    def _local(self, leaf: Text) -> Iterator[_Local]:
        """Yield the clozes that begin in *leaf*."""
        # `{{{` holds two pairs of braces, and either may be a blank
        for found in re.finditer(r"(?=\{\{)", leaf.value):
            at = found.start()
            cloze = self._clozes.get(origin(leaf, at))
            if cloze:
                yield _Local(cloze, at, leaf)

    def _blank(self, cloze: _Local, value: str) -> Iterator[Edit]:
        """Yield what takes the marks of a blank in prose away."""
        hint = self._hint(cloze, value)
        self.started.append(cloze.cloze)
        yield cloze.start, cloze.body[0], self._shelf.park(BlankStart(cloze.cloze.numbers, hint))
        yield cloze.body[1], cloze.end, self._shelf.park(BlankEnd(cloze.cloze.numbers, hint))

    def _hint(self, cloze: _Local, value: str) -> str:
        """Return the hint of a blank as plain text."""
        if cloze.cloze.hint is None:
            return ""
        said = value[cloze.body[1] + 2 : cloze.end - 2]
        return plain(Text(said, "", ((0, 0),)), inline=True)

    def _token(self, token: Token, leaf: Text, clozes: list[_Local], *, is_table: bool) -> Iterable[Edit]:
        """Return what takes the place of one token."""
        match token.mark:
            case Mark.CODE:
                return [self._code_span(token, leaf, clozes, is_table=is_table)]
            case Mark.MATH:
                return [self._formula(token, leaf, clozes, is_table=is_table)]
            case Mark.IMAGE:
                return [self._figure(token, leaf, alone=False)] if self._is_defined(token) else []
            case Mark.CITATION:
                return [self._citation(token, leaf)]
            case Mark.FOOTNOTE:
                return [self._note_mark(token, leaf)]
            case Mark.LINK:
                return self._link(token, leaf)
            case Mark.AUTOLINK:
                return [self._autolink(token, leaf)]
            case Mark.COMMENT:
                return [(token.start, token.end, "")]
            case Mark.TAG:
                for start, end, message, hint in removed_tags(leaf.value[token.start : token.end]):
                    at = token.start
                    self._fault(faults.HTML_REMOVED, leaf, at + start, at + end, message, hint)
                return []
            case _:
                return []

    def _is_defined(self, token: Token) -> bool:
        """Say whether an image has an address; else its brackets are text."""
        return resolve(token, self._setting.definitions.links) is not None

    def _code_span(self, token: Token, leaf: Text, clozes: list[_Local], *, is_table: bool) -> Edit:
        """Return code in a line, as CommonMark 6.1 trims it."""
        said, marks = self._marked_code(leaf.value, *token.body, clozes)
        said = said.replace("\n", " ")
        if is_table:
            marks = [(offset - said.count("\\|", 0, offset), ticket) for offset, ticket in marks]
            said = said.replace("\\|", "|")
        if said.strip() and said.startswith(" ") and said.endswith(" "):
            said = said[1:-1]
            marks = [(max(0, min(offset - 1, len(said))), ticket) for offset, ticket in marks]
        pieces: list[str] = []
        at = 0
        for offset, ticket in marks:
            pieces += [escape(said[at:offset], quote=False), ticket]
            at = offset
        pieces.append(escape(said[at:], quote=False))
        return token.start, token.end, self._shelf.park(f"<code>{''.join(pieces)}</code>", said)

    def _marked_code(
        self, value: str, start: int, end: int, clozes: Sequence[_Local]
    ) -> tuple[str, list[tuple[int, str]]]:
        """Return ``value[start:end]`` without the marks of its blanks, and tickets for these."""
        own = _within(clozes, start, end, "code")
        said, places = _filled(value, start, end, own)
        marks: list[tuple[int, int, str]] = []
        for cloze, first, last in places:
            numbers = cloze.cloze.numbers
            self.started.append(cloze.cloze)
            marks.append((first, cloze.start, self._shelf.park(BlankStart(numbers, code=True))))
            marks.append((last, cloze.end, self._shelf.park(BlankEnd(numbers, code=True))))
        return said, [(offset, ticket) for offset, _, ticket in sorted(marks)]

    def _formula(self, token: Token, leaf: Text, clozes: Sequence[_Local], *, is_table: bool) -> Edit:
        """Return a formula with its blanks, checked."""
        own = _within(clozes, token.start, token.end, "math")
        latex, places = _filled(leaf.value, *token.body, own)
        if is_table and "\\|" in latex:
            latex = latex.replace("\\|", "|")
        blanks = tuple(_math_blank(cloze, latex, first, last) for cloze, first, last in places)
        formula = Math(latex, token.display, self._place(leaf, token.start, token.end), blanks)
        for problem in math.check(latex, blanks, display=token.display):
            first, last = _unfilled(problem.start, places), _unfilled(problem.end, places)
            start, end = token.body[0] + first, token.body[0] + last
            self._fault(problem.rule, leaf, start, min(max(start, end), token.end), problem.message, problem.hint)
        return token.start, token.end, self._shelf.park(formula, latex)

    def _figure(self, token: Token, leaf: Text, *, alone: bool) -> Edit:
        """Return an image, a sound or a film."""
        end, found, diagnostics = attributes.at_start(leaf, token.end, attributes.IMAGE)
        for fault in diagnostics:
            self._fault(fault.rule, leaf, token.end, end, fault.message, fault.hint)
        address, title = resolve(token, self._setting.definitions.links) or ("", "")
        alt = plain(part(leaf, *token.body), inline=True)
        result = self._setting.library.find(address, PurePosixPath(self._setting.path))
        for problem in result.problems:
            self._fault(problem.rule, leaf, token.start, token.end, problem.message, problem.hint)
        if not alt:
            hint = "Write in the square brackets what is to be seen, for those who do not see it."
            message = f"The image `{address}` has no alternative text."
            self._fault(faults.IMAGE_ALT, leaf, token.start, token.end, message, hint)
        if result.medium is None:
            return token.start, end, ""
        self._setting.media[result.medium.name] = result.medium
        identity = found.id if found else None
        place = self._place(leaf, token.start, token.end)
        figure = Figure(result.medium, alt, title, identity, alone, place)
        return token.start, end, self._shelf.park(figure, alt)

    def _citation(self, token: Token, leaf: Text) -> Edit:
        """Return a citation."""
        keys = citation_keys(token.label or "")
        for key in keys:
            if key not in self._setting.works:
                hint = did_you_mean(key, self._setting.works, f"Add a table `[{key}]` to sources.toml.")
                message = f"sources.toml lists no work `{key}`."
                self._fault(faults.CITATION_UNKNOWN, leaf, token.start, token.end, message, hint)
        return token.start, token.end, self._shelf.park(Citation(keys))

    def _note_mark(self, token: Token, leaf: Text) -> Edit:
        """Return the mark of a footnote."""
        label = label_key(token.label or "")
        if self._is_note:
            message, hint = "A footnote cannot call another footnote.", "Put the text of both into one."
            self._fault(faults.FOOTNOTE_UNKNOWN, leaf, token.start, token.end, message, hint)
        elif label not in self._setting.definitions.footnotes:
            near = did_you_mean(label, self._setting.definitions.footnotes)
            hint = near or f"Write the footnote as `[^{token.label}]: …` anywhere in this file."
            message = f"There is no footnote `[^{token.label}]` in this file."
            self._fault(faults.FOOTNOTE_UNKNOWN, leaf, token.start, token.end, message, hint)
        else:
            self.called[label] = None
            return token.start, token.end, self._shelf.park(NoteMark(label))
        return token.start, token.end, ""

    def _link(self, token: Token, leaf: Text) -> Iterable[Edit]:
        """Return what takes the marks of a link away; its text stays Markdown."""
        target = resolve(token, self._setting.definitions.links)
        if target is None:
            return []
        link = self._links.to(target[0], target[1])
        if link.fault and not is_tag_link(leaf.value[token.start : token.end]):
            self._fault(faults.LINK_DEAD, leaf, token.start, token.end, link.fault, link.hint)
        start, end = (self._shelf.park(piece) if piece else "" for piece in (link.start, link.end))
        return [
            (token.start, token.body[0], start + prose.GROUP_START),
            (token.body[1], token.end, prose.GROUP_END + end),
        ]

    def _autolink(self, token: Token, leaf: Text) -> Edit:
        """Return an address that stands in angle brackets and is its own text."""
        said = leaf.value[slice(*token.body)]
        link = self._links.to(said if ":" in said else f"mailto:{said}", "")
        if link.fault:
            self._fault(faults.LINK_DEAD, leaf, token.start, token.end, link.fault, link.hint)
        start, end = (self._shelf.park(piece) if piece else "" for piece in (link.start, link.end))
        return token.start, token.end, start + self._shelf.park(escape(said, quote=False), said) + end


def _within(clozes: Sequence[_Local], start: int, end: int, place: str) -> list[_Local]:
    """Return those of *clozes*, which are in order, that begin in ``[start:end]`` and stand in *place*."""
    first = bisect_left(clozes, start, key=attrgetter("start"))
    last = bisect_left(clozes, end, key=attrgetter("start"))
    return [cloze for cloze in clozes[first:last] if cloze.cloze.place == place]


def _math_blank(cloze: _Local, latex: str, start: int, end: int) -> MathBlank:
    """Return the blank ``latex[start:end]``; white space at its ends is left outside, as it means nothing to TeX."""
    said = latex[start:end]
    start += len(said) - len(said.lstrip())
    return MathBlank(cloze.cloze.numbers, start, start + len(said.strip()))


def _inside(leaf: Text, outside: int) -> int:
    """Return the offset in *leaf* of what stood at *outside* in the text that it was taken from."""
    index = max(bisect_right(leaf.origins, outside, key=itemgetter(1)) - 1, 0)
    inside, before = leaf.origins[index]
    return inside + outside - before if outside >= before else 0


def _applied(value: str, edits: Sequence[Edit]) -> str:
    """Return *value* with the edits made; they do not overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, instead in sorted(edits):
        pieces += [value[at:start], instead]
        at = end
    return "".join([*pieces, value[at:]])


def _filled(value: str, start: int, end: int, clozes: Sequence[_Local]) -> tuple[str, list[tuple[_Local, int, int]]]:
    """Return ``value[start:end]`` without the marks of *clozes*, and where in it each of them stands now."""
    cuts = sorted([(c.start, c.body[0]) for c in clozes] + [(c.body[1], c.end) for c in clozes])
    gone = [0, *accumulate(last - first for first, last in cuts)]

    def shifted(offset: int) -> int:
        return offset - start - gone[bisect_right(cuts, (offset, -1))]

    kept = _applied(value[:end], [(first, last, "") for first, last in cuts])[start:]
    return kept, [(cloze, shifted(cloze.body[0]), shifted(cloze.body[1])) for cloze in clozes]


def _unfilled(offset: int, places: Sequence[tuple[_Local, int, int]]) -> int:
    """Return the offset with the marks of blanks that is *offset* without them."""
    before = sum(cloze.body[0] - cloze.start for cloze, first, _ in places if first <= offset)
    return offset + before + sum(cloze.end - cloze.body[1] for cloze, _, last in places if last < offset)
