"""Write ids into a chapter as its author would: nothing else of the file changes, and each id is proven to be read.

A list that is there takes the id behind its brace, `{.core}` becomes `{#id .core}`; else ` {#id}` stands at the end
of a heading or of a line of the card's first paragraph. What has been written is parsed and held against what was
there, so no rule of the format is trusted to have been understood here: a card is written right or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Span
from builder.model import Card, Kind
from builder.source import attributes
from builder.source.blocks import DEFINITIONS, Shape
from builder.source.files import source
from builder.source.inline import Mark, scan
from builder.source.lines import eol
from builder.source.parser import parse
from builder.source.splitter import split
from builder.source.text import Text, span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from builder.diagnostics import Diagnostic
    from builder.model import Document
    from builder.source.files import Source

_SILENT: Final = DEFINITIONS | {Shape.COMMENT}
_LONE_BLANK: Final = re.compile(r"(?<=\S) $", re.MULTILINE)
"""A blank at a line's end that says nothing; two of them break the line."""
_TRIES: Final = 4
"""Places that are tried for one card; each try parses the file once, for all cards together."""

_Insertion = tuple[int, str]
"""Where in the text, and what."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An id that a card shall have in the source."""

    card: Card
    """As `builder.source.parser.parse` returns it; without an id of its own."""
    id: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file with the ids in it."""

    data: bytes
    unwritten: tuple[Wanted, ...]
    """The cards that have no line for an attribute list, such as a `Q:` whose question is nothing but a list."""


def write_ids(data: bytes, file: Source, wanted: Sequence[Wanted]) -> Written:
    """Return *data*, the bytes of *file*, with the ids of *wanted* inserted, and the cards that found no place.

    The result parses to the documents of *file* but for these ids and for places; line ends, byte-order mark and
    all white space stay. A file that could not be read as it stands (no UTF-8, characters that no text can hold)
    is returned as it is. Raises `ValueError` for a card that is none of *file*.
    """
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError:
        return Written(data, tuple(wanted))
    if source(file.path, raw).text != file.text:
        return Written(data, tuple(wanted))
    old = parse(file)
    if foreign := {one.card.span for one in wanted} - {card.span for card in _cards(old[0])}:
        raise ValueError(f"no card of {file.path!r} stands at {sorted(foreign)}")
    ids = {one.card.span: one.id for one in wanted}
    places = {one.card.span: _places(file.text, one)[:_TRIES] for one in wanted}
    while True:
        tried = {place: options[0] for place, options in places.items() if options}
        written = _insert(raw, tried.values())
        expected = _with_ids(old[0], {place: ids[place] for place in tried})
        failed = _failed((expected, old[1]), parse(source(file.path, written)), tried)
        if not failed:
            return Written(written.encode("utf-8"), tuple(one for one in wanted if one.card.span not in tried))
        for place in failed:
            places[place] = places[place][1:]


def _insert(raw: str, insertions: Iterable[_Insertion]) -> str:
    """Return *raw*, a file as it is saved, with *insertions*, whose offsets count in its normalised text."""
    begin = len(raw) - len(raw.removeprefix("\ufeff"))
    pairs = [found.start() - begin - number for number, found in enumerate(re.finditer("\r\n", raw))]
    pieces: list[str] = []
    done = 0
    for offset, text in sorted(insertions):
        at = begin + offset + bisect_left(pairs, offset)
        pieces += [raw[done:at], text]
        done = at
    return "".join([*pieces, raw[done:]])


def _places(text: str, wanted: Wanted) -> list[_Insertion]:
    """Return where in *text* the id of a card may stand, the best place first."""
    card, found = wanted.card, wanted.card.attributes
    if found.id:
        return []
    if text.startswith("{", found.span.start):
        inside = text[found.span.start + 1 : found.span.end - 1]
        _, said = attributes.read(inside, found.span, attributes.CARD)
        if any(one.rule is faults.ATTR_MALFORMED for one in said):
            return []  # its author meant something by it, perhaps an id
        return [(found.span.start + 1, f"#{wanted.id}" + ("" if inside[:1].isspace() else " "))]
    if card.kind is Kind.QUESTION:
        return [(span(card.question).end, f" {{#{wanted.id}}}")]
    return [(at, f" {{#{wanted.id}}}") for at in _line_ends(text, card)]


def _line_ends(text: str, card: Card) -> list[int]:
    """Return the ends of lines of a recall card where a list may stand: as authors write it, the last line first.

    A line that breaks off inside a formula, code, a link or a cloze, or ends in a figure, comes after the others and
    after the line of a mark that stands alone.
    """
    alone = [card.span.start + 2] if not text[card.span.start + 2 : eol(text, card.span.start)].strip() else []
    start, paragraph = _first_paragraph(text, card)
    tokens = scan(paragraph)
    hidden = (span(card.question, cloze.start, cloze.end) for cloze in card.clozes)
    is_inside = _inside([(start + one.start, start + one.end) for one in tokens] + [(s.start, s.end) for s in hidden])
    figures = {start + one.end for one in tokens if one.mark is Mark.IMAGE or one.display}
    good: list[int] = []
    poor: list[int] = []
    at, last = start, start + len(paragraph)
    for line in paragraph.split("\n"):
        said = line.rstrip(" \t")
        end, stop = at + len(said), at + len(line)
        at = stop + 1
        if not said or (stop < last and line not in {said, f"{said} "}):
            continue  # the blanks break the line, and a list would take them away
        is_poor = is_inside(end) or end in figures or (stop < last and said.endswith("\\"))
        (poor if is_poor else good).append(end)
    return [*reversed(good), *alone, *reversed(poor)]


def _first_paragraph(text: str, card: Card) -> tuple[int, str]:
    """Return where the paragraph stands whose lines may carry a recall card's lists, and the paragraph.

    It is found as `builder.source.cards` does: the front is cut out and read without marks.
    """
    said = text[card.span.start : card.span.end]
    behind = split(said, marks=True)[1:]
    front = [one for one in takewhile(lambda one: one.shape is not Shape.MARK, behind) if one.shape not in _SILENT]
    if front:
        start = card.span.start + front[0].start
        body = said[front[0].start : front[-1].end]
        for block in split(body):
            if block.shape is Shape.PARAGRAPH:
                return start + block.start, body[block.start : block.end]
    return card.span.start, ""


def _inside(stretches: list[tuple[int, int]]) -> Callable[[int], bool]:
    """Return the function that says whether an offset lies inside one of *stretches*, not at its bounds."""
    stretches = sorted(stretches)
    starts = [start for start, _ in stretches]
    reach = list(accumulate((end for _, end in stretches), max, initial=0))
    return lambda at: reach[bisect_left(starts, at)] > at


def _cards(document: Document) -> Iterator[Card]:
    """Yield the cards of a document, in their order."""
    for chapter in document.chapters:
        yield from chapter.cards
        for question in chapter.questions:
            yield question.card
            yield from question.cards


def _with_ids(document: Document, ids: Mapping[Span, str]) -> Document:
    """Return *document* with *ids* on the cards that stand at these places."""

    def named(card: Card) -> Card:
        return replace(card, attributes=replace(card.attributes, id=ids.get(card.span, card.attributes.id)))

    chapters = tuple(
        replace(
            chapter,
            cards=tuple(map(named, chapter.cards)),
            questions=tuple(
                replace(question, card=named(question.card), cards=tuple(map(named, question.cards)))
                for question in chapter.questions
            ),
        )
        for chapter in document.chapters
    )
    return replace(document, chapters=chapters)


_Parsed = tuple["Document", "tuple[Diagnostic, ...]"]


def _failed(expected: _Parsed, found: _Parsed, tried: Mapping[Span, object]) -> set[Span]:
    """Return the cards, by their old places, whose id was not read as it should have been.

    Where something else has changed and no card owns up to it, these are all that were *tried*.
    """
    if _alike(expected[0], found[0]) and _told(expected[1]) == _told(found[1]):
        return set()
    pairs = zip(_cards(expected[0]), _cards(found[0]), strict=False)
    failed = {old.span for old, new in pairs if old.span in tried and not _alike(old, new)}
    return failed or set(tried)


def _told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Return what *diagnostics* say, without their places."""
    return [(one.rule.code, one.message) for one in diagnostics]


def _alike(old: object, new: object) -> bool:
    """Say whether two records of the model say the same, wherever in the file they say it."""
    if type(old) is not type(new):
        return False
    if isinstance(old, Span):
        return True
    if isinstance(old, Text) and isinstance(new, Text):
        return old.value == new.value or _settled(old.value) == _settled(new.value)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_alike, old, new))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return list(old) == list(new) and all(map(_alike, old.values(), new.values()))
    if isinstance(old, Card) and isinstance(new, Card) and _hidden(old) != _hidden(new):
        return False
    if is_dataclass(old):
        names = [one.name for one in fields(old) if one.name != "clozes"]
        return all(_alike(getattr(old, name), getattr(new, name)) for name in names)
    return old == new


def _settled(text: str) -> str:
    """Return *text* without the blanks at ends of lines and blocks that mean nothing, and that a list takes away."""
    blocks = (text[block.start : block.end].rstrip() for block in split(text))
    return "\n\n".join(_LONE_BLANK.sub("", block) for block in blocks)


def _hidden(card: Card) -> list[tuple[object, ...]]:
    """Return the blanks of *card* by what they say; their offsets move with blanks at ends of lines."""
    said = card.question.value
    return [
        (one.numbers, one.place, *(_LONE_BLANK.sub("", said[slice(*part)]) for part in (one.body, one.hint) if part))
        for one in card.clozes
    ]
