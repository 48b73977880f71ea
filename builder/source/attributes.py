"""Attribute lists: ``{#id .class key="value"}`` behind a heading, a line of a card, an image."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Attributes
from builder.source.near import did_you_mean
from builder.source.text import Text, part, span

if TYPE_CHECKING:
    from collections.abc import Iterable

ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
"""Of cards, chapters, sub-headings, images, and of the deck."""
_AT_END: Final = re.compile(r"(?:^|(?<=[ \t]))\{((?:[^{}\"\n]|\"[^\"\n]*\")*)\}[ \t]*$")
_AT_START: Final = re.compile(r"\{((?:[^{}\"\n]|\"[^\"\n]*\")*)\}")
_PART: Final = re.compile(r"(?:[^\s\"]|\"[^\"]*\")+")
_SIGN: Final = re.compile(r"[#.]|[A-Za-z][\w-]*=")
_CLASS: Final = re.compile(r"\.[A-Za-z][\w-]*")
_VALUE: Final = re.compile(r"([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|([^\s\"]+))")


@dataclass(frozen=True, slots=True)
class Carrier:
    """What may carry an attribute list, and what the list may say there."""

    name: str
    keys: tuple[str, ...]
    classes: tuple[str, ...]


TAGS: Final = "words without `<` and `[`"
"""What tags must be."""
_SHARED: Final = ("print-only", "anki-only", "core", "senior", "retired")
_CARD_KEYS: Final = ("tags", "source", "as-of", "review-by", "hint")
CARD: Final = Carrier("a card", _CARD_KEYS, (*_SHARED, "reversed", "type", "boxes", "hide-one", "hide-all"))
CHAPTER: Final = Carrier("a chapter", ("deck", "tags"), ())
HEADING: Final = Carrier("a sub-heading", (), ())
IMAGE: Final = Carrier("an image", (), ())
MASK: Final = Carrier("a mask", ("c",), ())
_OF_THE_CARD: Final = "It belongs to the whole card: put it at the end of the line that begins with `O:`."


def at_end(text: Text, carrier: Carrier) -> tuple[Text, Attributes | None, tuple[Diagnostic, ...]]:
    """Take the attribute list off the end of *text*, one line."""
    found = _AT_END.search(text.value)
    if not found or not is_list(found[1]):
        return text, None, ()
    attributes, diagnostics = read(found[1], span(text, found.start(), found.end(1) + 1), carrier)
    return part(text, 0, len(text.value[: found.start()].rstrip())), attributes, diagnostics


def at_start(text: Text, at: int, carrier: Carrier) -> tuple[int, Attributes | None, tuple[Diagnostic, ...]]:
    """Read the attribute list that begins at *at* of *text*; return where it ends, which is *at* if there is none."""
    found = _AT_START.match(text.value, at)
    if not found or not is_list(found[1]):
        return at, None, ()
    attributes, diagnostics = read(found[1], span(text, at, found.end()), carrier)
    return found.end(), attributes, diagnostics


def is_list(inside: str) -> bool:
    """Say whether what stands in braces is meant as a list: its first part begins as one does."""
    first = _PART.search(inside)
    return bool(first and _SIGN.match(first[0]))


def read(inside: str, place: Span, carrier: Carrier) -> tuple[Attributes, tuple[Diagnostic, ...]]:
    """Return the list that stands in braces at *place*."""
    identity: str | None = None
    classes: list[str] = []
    values: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for item in _PART.findall(inside):
        fault = ""
        if item.startswith("#"):
            fault = _bad_id(item[1:], identity)
            identity = identity or (None if fault else item[1:])
        elif _CLASS.fullmatch(item):
            classes.append(item[1:])
        elif value := _VALUE.fullmatch(item):
            if value[1] in values:
                fault = f"`{value[1]}` stands twice in this list."
            values[value[1]] = value[2] if value[2] is not None else value[3]
        else:
            fault = f"`{item}` is no part of an attribute list."
        if fault:
            hint = 'A list is `{#id .class key="value"}`; for braces in the text write `\\{`.'
            diagnostics.append(Diagnostic(faults.ATTR_MALFORMED, place, fault, hint))
    diagnostics += _unknown(values, classes, place, carrier)
    kept = tuple((key, value) for key, value in values.items() if key in carrier.keys and not _bad_value(key, value))
    known = tuple(dict.fromkeys(name for name in classes if name in carrier.classes))
    return Attributes(place, identity, known, kept), tuple(diagnostics)


def merge(lists: Iterable[Attributes], place: Span) -> tuple[Attributes, tuple[Diagnostic, ...]]:
    """Return one list of several on the lines of one paragraph; without any, an empty one at *place*."""
    merged = Attributes(place)
    diagnostics: list[Diagnostic] = []
    for one in lists:
        if merged.id and one.id:
            message = f"This card has two ids, `{merged.id}` and `{one.id}`."
            diagnostics.append(Diagnostic(faults.ATTR_MALFORMED, one.span, message, "Keep one of them."))
        merged = Attributes(
            merged.span if merged.span != place else one.span,
            merged.id or one.id,
            tuple(dict.fromkeys(merged.classes + one.classes)),
            tuple({**dict(merged.values), **dict(one.values)}.items()),
        )
    return merged, tuple(diagnostics)


def _bad_id(said: str, other: str | None) -> str:
    """Return what is wrong with an id."""
    if other is not None:
        return f"This list has two ids, `{other}` and `{said}`."
    if ID.fullmatch(said):
        return ""
    return f"`#{said}` is no id: an id has small letters, digits and hyphens and begins with a letter or digit."


def _unknown(values: dict[str, str], classes: list[str], place: Span, carrier: Carrier) -> list[Diagnostic]:
    """Return the faults of keys and classes that *carrier* does not take, and of values that a key does not take."""
    found: list[Diagnostic] = []
    for key, value in values.items():
        if key not in carrier.keys:
            known = ", ".join(f"`{name}`" for name in carrier.keys) or "none"
            hint = did_you_mean(key, carrier.keys, f"The attributes of {carrier.name} are: {known}.")
            hint = _OF_THE_CARD if carrier is MASK and key in CARD.keys else hint
            message = f"{carrier.name.capitalize()} has no attribute `{key}`."
            found.append(Diagnostic(faults.ATTR_KEY, place, message, hint))
        elif wanted := _bad_value(key, value):
            message = f"`{key}` must be {wanted}, and is `{value}`."
            found.append(Diagnostic(faults.ATTR_VALUE, place, message))
    for name in classes:
        if name not in carrier.classes:
            dotted = [f".{one}" for one in carrier.classes]
            known = ", ".join(f"`{one}`" for one in dotted) or "none"
            hint = did_you_mean(f".{name}", dotted, f"The classes of {carrier.name} are: {known}.")
            hint = _OF_THE_CARD if carrier is MASK and name in CARD.classes else hint
            message = f"{carrier.name.capitalize()} has no class `.{name}`."
            found.append(Diagnostic(faults.CLASS_UNKNOWN, place, message, hint))
    return found


def _bad_value(key: str, value: str) -> str:
    """Return what *value* should be, or nothing when it is right."""
    if key in {"as-of", "review-by"} and as_date(value) is None:
        return "a date such as 2026-11-30"
    if key == "c" and not (value.isdecimal() and 1 <= int(value[:4]) <= 500):
        return "a number from 1 to 500"
    if key == "tags" and not are_tags(value):
        return TAGS
    return "" if value.strip() else "something"


def are_tags(said: str) -> bool:
    """Say whether *said* can be tags: Anki puts them onto a card as they are, and would read markup in them."""
    return "<" not in said and "[" not in said


def as_date(value: str) -> date | None:
    """Return *value*, ``YYYY-MM-DD``, as a date."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
