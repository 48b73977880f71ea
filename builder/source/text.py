"""Markdown that remembers where each of its characters stood in the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown cut from one file: marks, attribute lists and other cards are left out of it."""

    value: str
    path: str
    origins: tuple[tuple[int, int], ...]
    """Pairs (offset in *value*, offset in the file), ascending: from each on, both run in step."""

    def __bool__(self) -> bool:
        """Say whether there is anything but white space."""
        return bool(self.value.strip())


def cut(source: str, path: str, start: int, end: int) -> Text:
    """Return ``source[start:end]`` as a text."""
    return Text(source[start:end], path, ((0, start),))


def empty(path: str, at: int) -> Text:
    """Return a text without characters that stands at offset *at*."""
    return Text("", path, ((0, at),))


def join(texts: Iterable[Text], path: str, at: int = 0) -> Text:
    """Return *texts* one after the other; without any, an empty one at offset *at*."""
    values: list[str] = []
    origins: list[tuple[int, int]] = []
    length = 0
    for text in texts:
        origins += [(length + inside, outside) for inside, outside in text.origins]
        values.append(text.value)
        length += len(text.value)
    return Text("".join(values), path, tuple(origins) or ((0, at),))


def part(text: Text, start: int, end: int | None = None) -> Text:
    """Return the part ``[start:end]`` of *text*."""
    end = len(text.value) if end is None else end
    first = bisect_right(text.origins, (start, float("inf")))
    last = bisect_right(text.origins, (end, -1), first)
    later = [(inside - start, outside) for inside, outside in text.origins[first:last]]
    return Text(text.value[start:end], text.path, ((0, origin(text, start)), *later))


def strip(text: Text) -> Text:
    """Return *text* without blank lines around it and without white space at its end."""
    body = text.value.rstrip()
    start = 0
    while (newline := body.find("\n", start)) >= 0 and not body[start:newline].strip():
        start = newline + 1
    return part(text, start, max(len(body), start))


def origin(text: Text, offset: int) -> int:
    """Return where in the file the character at *offset* of *text* stood."""
    index = bisect_right(text.origins, (offset, float("inf"))) - 1
    inside, outside = text.origins[max(index, 0)]
    return outside + offset - inside


def span(text: Text, start: int = 0, end: int | None = None) -> Span:
    """Return the place in the file of ``text[start:end]``."""
    end = len(text.value) if end is None else end
    first = origin(text, start)
    last = origin(text, end - 1) + 1 if end > start else first
    return Span(text.path, first, max(last, first))
