"""What a text uses of what stands elsewhere: definitions, works, media; and the anchors that it offers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from builder.source import attributes
from builder.source.blocks import Shape
from builder.source.definitions import read_definitions
from builder.source.inline import Mark, Token, citation_keys, label_key, scan
from builder.source.leaves import leaves
from builder.source.text import span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.diagnostics import Span
    from builder.model import Definitions
    from builder.source.text import Text


@dataclass(slots=True)
class Uses:
    """What some texts use, each thing once, in the order of appearance."""

    works: dict[str, None] = field(default_factory=dict)
    footnotes: dict[str, Text] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    """Addresses of images, sounds and films, as written."""
    headings: list[tuple[str, Span]] = field(default_factory=list)
    """Ids of sub-headings."""
    figures: list[tuple[str, Span]] = field(default_factory=list)
    """Ids of images."""


def gather(text: Text, definitions: Definitions, into: Uses, *, inline: bool = False, is_note: bool = False) -> None:
    """Add to *into* what *text* uses, footnotes that it calls included; a footnote (*is_note*) calls no other."""
    if not definitions.abbreviations and "[" not in text.value and "#" not in text.value:
        return  # neither links, images, notes and citations, nor headings
    for leaf in leaves(text, inline=inline):
        if leaf.place == "code":
            continue
        value = leaf.text.value
        for word, meaning in definitions.abbreviations.items():
            if word in value and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", value):
                into.abbreviations[word] = meaning
        if leaf.block.shape is Shape.HEADING:
            _, found, _ = attributes.at_end(leaf.text, attributes.HEADING)
            if found and found.id:
                into.headings.append((found.id, found.span))
        for token in scan(value) if leaf.place == "prose" else ():
            if not (is_note and token.mark is Mark.FOOTNOTE):
                _add(token, leaf.text, definitions, into)


def uses_alone(text: Text) -> Uses:
    """Return what *text* uses, which itself defines all that it refers to: one of `deck.toml`."""
    uses = Uses()
    gather(text, read_definitions(text), uses)
    return uses


def resolve(token: Token, links: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return address and title of a link or image; None when it names a reference that is not defined."""
    if token.label is None:
        return token.address, token.title
    return links.get(label_key(token.label))


def _add(token: Token, text: Text, definitions: Definitions, into: Uses) -> None:
    """Add what one token uses."""
    match token.mark:
        case Mark.CITATION:
            into.works.update(dict.fromkeys(citation_keys(token.label or "")))
        case Mark.FOOTNOTE:
            label = label_key(token.label or "")
            note = definitions.footnotes.get(label)
            if note is not None and label not in into.footnotes:
                into.footnotes[label] = note
                gather(note, definitions, into, is_note=True)
        case Mark.LINK | Mark.IMAGE:
            target = resolve(token, definitions.links)
            if target is None:
                return
            if token.label is not None:
                into.links[label_key(token.label)] = target
            if token.mark is Mark.IMAGE:
                into.media[target[0]] = None
                _, found, _ = attributes.at_start(text, token.end, attributes.IMAGE)
                if found and found.id:
                    into.figures.append((found.id, span(text, token.start, token.end)))
        case _:
            return
