"""Which cards Anki makes of a note: it does not make them on import, so the package brings all of them.

A card of a standard note type exists when its front template shows a field that is not empty; a cloze note has one
for each number of a closed cloze in any field (Anki's `template.rs`, `cardgen.rs`, `cloze.rs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.anki import cloze
from builder.anki.template import Replacement, is_empty, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from builder.anki.notetypes import NoteType
    from builder.anki.template import Node, Section

_ALWAYS_FILLED: Final = frozenset({"Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"})
_LARGEST: Final = 500
"""Of the numbers that get a card of their own; all above share the last."""


def ordinals(note_type: NoteType, fields: Sequence[str], *, tagged: bool) -> tuple[int, ...]:
    """Return the ordinals, from 0, of the cards that Anki makes of a note with these *fields*.

    *tagged* says whether the note has tags, which a template may show. Of a note without any, Anki makes the first
    card all the same, with nothing on it.
    """
    if note_type.is_cloze:
        return tuple(sorted({min(n, _LARGEST) - 1 for n in cloze.numbers(fields)}))
    filled = {field.name for field, value in zip(note_type.fields, fields, strict=True) if not is_empty(value)}
    filled |= _ALWAYS_FILLED - {field.name for field in note_type.fields}
    if tagged:
        filled.add("Tags")
    fronts = enumerate(parse(template.front) for template in note_type.templates)
    return tuple(ordinal for ordinal, front in fronts if _shows(front, filled, negated=True))


def requirements(note_type: NoteType) -> list[list[object]]:
    """Return the `req` of a note type in schema 11: the fields that each front needs, for clients before 2021.

    These know no negated sections and no mixture of "any" and "all"; Anki itself counts anew on import.
    """
    names = [field.name for field in note_type.fields]
    rows: list[list[object]] = []
    for ordinal, template in enumerate(note_type.templates):
        front = parse(template.front)
        enough = [i for i, name in enumerate(names) if _shows(front, {name}, negated=False)]
        needed = [i for i, name in enumerate(names) if not _shows(front, {*names} - {name}, negated=False)]
        if enough:
            rows.append([ordinal, "any", enough])
        elif needed and _shows(front, {*names}, negated=False):
            rows.append([ordinal, "all", needed])
        else:
            rows.append([ordinal, "none", []])
    return rows


def _shows(nodes: Iterable[Node], filled: set[str] | frozenset[str], *, negated: bool) -> bool:
    """Say whether *nodes* show a field of *filled*; without *negated*, a negated section is taken as open."""
    return any(
        node.key in filled
        if isinstance(node, Replacement)
        else (_is_open(node, filled, negated=negated) and _shows(node.children, filled, negated=negated))
        for node in nodes
        if not isinstance(node, str)
    )


def _is_open(section: Section, filled: set[str] | frozenset[str], *, negated: bool) -> bool:
    """Say whether a section shows its children."""
    if section.negated:
        return not (negated and section.key in filled)
    return section.key in filled
