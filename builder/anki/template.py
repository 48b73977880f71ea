"""Anki's template language, as far as its shape goes: text, fields with filters, sections (Anki's `template.rs`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = re.compile(r"<!--.*?-->|\{\{(?P<tag>.*?)\}\}", re.DOTALL)
"""A tag, or a comment, in which no tag is one."""
_EMPTY: Final = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replacement:
    """``{{key}}``, or with filters ``{{second:first:key}}``."""

    key: str
    filters: tuple[str, ...] = ()
    """In the order in which they are applied, which is from the right."""


@dataclass(frozen=True, slots=True)
class Section:
    """``{{#key}}…{{/key}}``, or where it is *negated* ``{{^key}}…{{/key}}``."""

    key: str
    negated: bool
    children: tuple[Node, ...]


Node = str | Replacement | Section
"""Text, comments included; a field; a section."""


@lru_cache(maxsize=64)
def parse(template: str) -> tuple[Node, ...]:
    """Return what *template* is made of.

    Raises `ValueError` where a section is not closed, or one is that is not open.
    """
    return tuple(_nodes(_tokens(template), ""))


def is_empty(field: str) -> bool:
    """Say whether a field counts as empty: white space and line breaks do not fill it."""
    return _EMPTY.fullmatch(field) is not None


def _tokens(template: str) -> Iterator[tuple[str, str]]:
    """Yield each stretch of text with an empty sign, and each tag with its sign: ``#``, ``^``, ``/`` or ``{``."""
    text = 0
    for match in _TAG.finditer(template):
        if match["tag"] is None:
            continue
        if match.start() > text:
            yield "", template[text : match.start()]
        text = match.end()
        tag = match["tag"].lstrip("{").strip()
        if len(tag) > 1 and tag[0] in "#^/":
            yield tag[0], tag[1:].lstrip()
        else:
            yield "{", tag
    if text < len(template):
        yield "", template[text:]


def _nodes(tokens: Iterator[tuple[str, str]], open_section: str) -> Iterator[Node]:
    """Yield what *tokens* hold up to the end of *open_section*, the empty name for the template itself."""
    for sign, text in tokens:
        match sign:
            case "":
                yield text
            case "#" | "^":
                yield Section(text, sign == "^", tuple(_nodes(tokens, text)))
            case "/" if text == open_section:
                return
            case "/":
                msg = f"a template closes the section {text!r}, which is not open"
                raise ValueError(msg)
            case _:
                key, *filters = reversed(text.split(":"))
                yield Replacement(key, tuple(filters))
    if open_section:
        msg = f"a template does not close the section {open_section!r}"
        raise ValueError(msg)
