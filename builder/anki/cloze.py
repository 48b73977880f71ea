"""The clozes of a field as a tree, read as Anki reads them (`cloze.rs`): nested, with hints, several cards on one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK: Final = re.compile(r"\{\{c(?P<numbers>[0-9,]+)::|\}\}")
_END: Final = "}}"
_DEEPEST: Final = 10
"""How many clozes may be open at once; Anki reads over the beginning of a further one, but not over its end."""
_UINT16: Final = 0xFFFF
IMAGE_OCCLUSION: Final = "image-occlusion:"
"""How a cloze begins that is a mask; its text has no hint."""


@dataclass(slots=True)
class Cloze:
    """A closed cloze."""

    numbers: tuple[int, ...]
    """Of the cards that ask for it, sorted; 0 is asked for by none."""
    nodes: list[str | Cloze] = field(default_factory=list)
    hint: str | None = None


def parse(text: str) -> tuple[str | Cloze, ...]:
    """Return the text and the clozes of a field; what stands in a cloze that is never closed is lost, as in Anki."""
    whole: list[str | Cloze] = []
    opened: list[Cloze] = []
    for part in _parts(text):
        if isinstance(part, tuple):
            if len(opened) < _DEEPEST:
                opened.append(Cloze(part))
        elif not opened:
            whole.append(part)
        elif part == _END:
            closed = opened.pop()
            (opened[-1].nodes if opened else whole).append(closed)
        else:
            opened[-1].nodes.append(_without_hint(part, opened[-1]))
    return tuple(whole)


def numbers(fields: Iterable[str]) -> set[int]:
    """Return the numbers of all closed clozes in *fields*; 0 is none."""
    return {number for text in fields if "{{c" in text for number in _numbers_in(parse(text))} - {0}


def _parts(text: str) -> Iterator[str | tuple[int, ...]]:
    """Yield the numbers of each cloze that begins, ``}}`` where one ends, and the text between."""
    start = 0
    for match in _MARK.finditer(text):
        found = match["numbers"] and _valid(match["numbers"])
        if match["numbers"] and not found:
            continue
        if match.start() > start:
            yield text[start : match.start()]
        start = match.end()
        yield found or _END
    if start < len(text):
        yield text[start:]


def _valid(written: str) -> tuple[int, ...]:
    """Return the numbers that are *written* between commas, those that fit into 16 bits, sorted."""
    found = {int(number) for number in written.split(",") if number and len(number.lstrip("0")) <= len(str(_UINT16))}
    return tuple(sorted(number for number in found if number <= _UINT16))


def _without_hint(text: str, cloze: Cloze) -> str:
    """Return the *text* in a cloze up to its hint, which *cloze* is given."""
    if text.startswith(IMAGE_OCCLUSION) or "::" not in text:
        return text
    head, _, cloze.hint = text.partition("::")
    return head


def _numbers_in(nodes: Iterable[str | Cloze]) -> Iterator[int]:
    """Yield the numbers of all clozes in *nodes*, inner ones included."""
    for node in nodes:
        if isinstance(node, Cloze):
            yield from node.numbers
            yield from _numbers_in(node.nodes)
