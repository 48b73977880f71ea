"""The two sides of a card as Anki's template language makes them of the fields (`template.rs`, `template_filters.rs`).

Anki itself is no part of the build; the tests hold each side against what Anki renders, byte for byte. A side comes in
pieces, so that a page which shows thousands of cards can keep once what stands on many of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.anki.template import Replacement, is_empty, parse
from builder.preview.cloze import reveal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from builder.anki.notetypes import NoteType
    from builder.anki.template import Node

Side = tuple[str, ...]
"""Pieces of HTML: stretches of a template, and fields as they are shown."""

_NOT_HERE: Final = frozenset({"cloze-only", "furigana", "hint", "kana", "kanji", "nc", "text", "type"})
"""Filters of Anki's that no template of ours uses; of ``type`` the forms for clozes and without accents."""
_CLOZE_KEY: Final = "c"


@dataclass(frozen=True, slots=True)
class Filling:
    """What the templates of one card are filled with."""

    fields: Mapping[str, str]
    """By name: those of the note, and Anki's own."""
    number: int
    """Of the card among those of its note, from 1: what its clozes are asked by."""
    front: Side | None = None
    """What the front shows; nothing while it is the front that is being made."""


def sides(
    note_type: NoteType, values: Mapping[str, str], ordinal: int, *, tags: Sequence[str], deck: str, card_id: int
) -> tuple[Side, Side]:
    """Return front and back of the card *ordinal* (from 0) of a note with the fields *values*.

    A field that *values* lack is empty. *deck* is its full name, *card_id* the id of its row. Raises `ValueError` for
    a template that Anki would not render, or with a filter that is not known here.
    """
    template = note_type.templates[0 if note_type.is_cloze else ordinal]
    own = {
        # Anki keeps the tags of a note in this order (`tags/register.rs`).
        "Tags": " ".join(sorted(tags, key=str.casefold)),
        "Type": note_type.name,
        "Subdeck": deck.rpartition("::")[2],
        "Deck": deck,
        "CardFlag": "flag0",
        "Card": template.name,
        "CardID": str(card_id),
        f"{_CLOZE_KEY}{ordinal + 1}": "1",
    }
    fields = own | {field.name: values.get(field.name, "") for field in note_type.fields}
    front = tuple(_shown(parse(template.front), Filling(fields, ordinal + 1)))
    return front, tuple(_shown(parse(template.back), Filling(fields, ordinal + 1, front)))


def _shown(nodes: Sequence[Node], filling: Filling) -> Iterator[str]:
    """Yield what *nodes* show."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif not isinstance(node, Replacement):
            if _is_filled(node.key, filling.fields) is not node.negated:
                yield from _shown(node.children, filling)
        elif node.key == "FrontSide":
            yield from filling.front or ()
        elif text := _filtered(node, filling):
            yield text


def _is_filled(key: str, fields: Mapping[str, str]) -> bool:
    """Say whether a section that asks for *key* finds anything."""
    if key not in fields and key[:1] == _CLOZE_KEY and key[1:].isdecimal():
        return False
    return not is_empty(_field(key, fields))


def _field(key: str, fields: Mapping[str, str]) -> str:
    """Return the field *key*."""
    if key not in fields:
        msg = f"a template asks for the field {key!r}, which is not there"
        raise ValueError(msg)
    return fields[key]


def _filtered(node: Replacement, filling: Filling) -> str:
    """Return a field as its filters leave it."""
    text = _field(node.key, filling.fields)
    if node.filters == ("type",):
        return f"[[type:{node.key}]]"
    for name in node.filters:
        text = _apply(name, text, filling)
    return text


def _apply(name: str, text: str, filling: Filling) -> str:
    """Return *text* as the filter *name* leaves it; one that Anki does not know leaves it as it is."""
    if name in _NOT_HERE or name.startswith("tts "):
        msg = f"the preview does not know the filter {name!r} of Anki's"
        raise ValueError(msg)
    return reveal(text, filling.number, front=filling.front is None) if name == "cloze" else text
