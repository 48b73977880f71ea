"""Which cards Anki makes of a note: it does not make them on import, so the package brings all of them.

A card of a standard note type exists when its front template shows a field that is not empty; a cloze note has one
for each number of a closed cloze in any field (Anki's `template.rs`, `cardgen.rs`, `cloze.rs`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.anki.notetypes import NoteType

_EMPTY: Final = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_TAG: Final = re.compile(r"<!--.*?-->|\{\{(?P<tag>.*?)\}\}", re.DOTALL)
_CLOZE: Final = re.compile(r"\{\{c(?P<numbers>[0-9,]+)::|\}\}")
_ALWAYS_FILLED: Final = frozenset({"Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"})
_DEEPEST: Final = 10
"""How many clozes may be open at once; Anki reads over the beginning of a further one, but not over its end."""
_LARGEST: Final = 500
"""Of the numbers that get a card of their own; all above share the last."""
_UINT16: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class _Section:
    """``{{#name}}…{{/name}}``, or with *negated* ``{{^name}}…{{/name}}``."""

    name: str
    negated: bool
    children: tuple[_Node, ...]


_Node = str | _Section
"""A field that is shown, by its name, or a section."""


def ordinals(note_type: NoteType, fields: Sequence[str], *, tagged: bool) -> tuple[int, ...]:
    """Return the ordinals, from 0, of the cards that Anki makes of a note with these *fields*.

    *tagged* says whether the note has tags, which a template may show. Of a note without any, Anki makes the first
    card all the same, with nothing on it.
    """
    if note_type.is_cloze:
        return tuple(sorted({min(n, _LARGEST) - 1 for n in _cloze_numbers(fields)}))
    filled = {field.name for field, value in zip(note_type.fields, fields, strict=True) if not _EMPTY.fullmatch(value)}
    filled |= _ALWAYS_FILLED - {field.name for field in note_type.fields}
    if tagged:
        filled.add("Tags")
    fronts = enumerate(_parsed(template.front) for template in note_type.templates)
    return tuple(ordinal for ordinal, front in fronts if _shows(front, filled, negated=True))


def requirements(note_type: NoteType) -> list[list[object]]:
    """Return the `req` of a note type in schema 11: the fields that each front needs, for clients before 2021.

    These know no negated sections and no mixture of "any" and "all"; Anki itself counts anew on import.
    """
    names = [field.name for field in note_type.fields]
    rows: list[list[object]] = []
    for ordinal, template in enumerate(note_type.templates):
        front = _parsed(template.front)
        enough = [i for i, name in enumerate(names) if _shows(front, {name}, negated=False)]
        needed = [i for i, name in enumerate(names) if not _shows(front, {*names} - {name}, negated=False)]
        if enough:
            rows.append([ordinal, "any", enough])
        elif needed and _shows(front, {*names}, negated=False):
            rows.append([ordinal, "all", needed])
        else:
            rows.append([ordinal, "none", []])
    return rows


@lru_cache(maxsize=64)
def _parsed(template: str) -> tuple[_Node, ...]:
    """Return the fields and sections of *template*, which must be well-formed."""
    tags = (match["tag"].lstrip("{").strip() for match in _TAG.finditer(template) if match["tag"] is not None)
    return tuple(_nodes(tags))


def _nodes(tags: Iterator[str]) -> Iterator[_Node]:
    """Yield what *tags* hold up to the end of the open section."""
    for tag in tags:
        match tag[:1]:
            case "#" | "^":
                yield _Section(tag[1:].lstrip(), tag[0] == "^", tuple(_nodes(tags)))
            case "/":
                return
            case _:
                yield tag.rpartition(":")[2]


def _shows(nodes: Iterable[_Node], filled: set[str] | frozenset[str], *, negated: bool) -> bool:
    """Say whether *nodes* show a field of *filled*; without *negated*, a negated section is taken as open."""
    return any(
        node in filled
        if isinstance(node, str)
        else (_is_open(node, filled, negated=negated) and _shows(node.children, filled, negated=negated))
        for node in nodes
    )


def _is_open(section: _Section, filled: set[str] | frozenset[str], *, negated: bool) -> bool:
    """Say whether a section shows its children."""
    if section.negated:
        return not (negated and section.name in filled)
    return section.name in filled


def _cloze_numbers(fields: Iterable[str]) -> set[int]:
    """Return the numbers of all closed clozes in *fields*; 0 is none."""
    numbers: set[int] = set()
    for field in fields:
        open_clozes: list[set[int]] = []
        for match in _CLOZE.finditer(field):
            if match["numbers"]:
                found = {int(number) for number in match["numbers"].split(",") if number}
                if (valid := {n for n in found if n <= _UINT16}) and len(open_clozes) < _DEEPEST:
                    open_clozes.append(valid)
            elif open_clozes:
                closed = open_clozes.pop()
                (open_clozes[-1] if open_clozes else numbers).update(closed)
    return numbers - {0}
