"""Attribute lists: what is one, what it says, and what is text in braces."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Span
from builder.source.attributes import CARD, CHAPTER, IMAGE, MASK, Carrier, as_date, at_end, at_start, merge
from builder.source.text import Text
from tests.source import grammar


def _text(value: str) -> Text:
    return Text(value, "a.md", ((0, 100),))


@pytest.mark.parametrize(
    "value",
    [
        "a {0, 1}",
        "a {TP}",
        "a {}",
        "a { }",
        "a{#b}",
        "a {#b} c",
        "a \\{#b\\}",
        "a {b #c}",
        "a {x | x > 0}",
        'a {"#b"}',
        "a {#b",
        "a #b}",
        "a {b=c d}{",
        "a {{#b}}",
        "a {1=2}",
        "a {-}",
        "a {$x$}",
    ],
)
def test_braces_that_are_text(value: str) -> None:
    """Braces whose first part does not begin like one of a list, or that do not end a line, are text."""
    said, found, diagnostics = at_end(_text(value), CARD)
    assert (said.value, found, diagnostics) == (value, None, ())


@pytest.mark.parametrize(
    ("value", "identity", "classes", "values"),
    [
        ("a {#b}", "b", (), ()),
        ("a {.core}", None, ("core",), ()),
        ("a {tags=x}", None, (), (("tags", "x"),)),
        ('a {tags="x y" hint="{a}"}', None, (), (("tags", "x y"), ("hint", "{a}"))),
        ("a {#b-1 .core .type hint=h}  ", "b-1", ("core", "type"), (("hint", "h"),)),
        ("{#b}", "b", (), ()),
        ("a\t{ #b }", "b", (), ()),
        ("a {.core .core}", None, ("core",), ()),
        ("a {x} {#b}", "b", (), ()),
    ],
)
def test_lists(value: str, identity: str | None, classes: tuple[str, ...], values: tuple[tuple[str, str], ...]) -> None:
    """A list at the end of a line says id, classes and values, and is no part of the text any more."""
    said, found, diagnostics = at_end(_text(value), CARD)
    assert found is not None
    assert (found.id, found.classes, found.values, diagnostics) == (identity, classes, values, ())
    assert value[found.span.start - 100 : found.span.end - 100].strip() == value[len(said.value) :].strip()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("{#}", "attr-malformed"),
        ("{#A}", "attr-malformed"),
        ("{#a_b}", "attr-malformed"),
        ("{#-a}", "attr-malformed"),
        ("{#a#b}", "attr-malformed"),
        ("{#a, .core}", "attr-malformed"),
        ("{.core, .type}", "attr-malformed"),
        ("{tags=}", "attr-malformed"),
        ("{#a b}", "attr-malformed"),
        ("{.core tags}", "attr-malformed"),
        ('{hint="a"b}', "attr-malformed"),
        ("{colour=red}", "attr-key"),
        ("{style=x}", "attr-key"),
        ("{onclick=x}", "attr-key"),
        ("{deck=A}", "attr-key"),
        ("{as-of=2026-13-01}", "attr-value"),
        ("{review-by=26-01-01}", "attr-value"),
        ('{tags=" "}', "attr-value"),
        ("{.nosuch}", "class-unknown"),
    ],
)
def test_faulty_lists(value: str, code: str) -> None:
    """A part that cannot be read, and a key, value or class that does not exist, is told; nothing of it is kept."""
    _, found, diagnostics = at_end(_text(f"a {value}"), CARD)
    assert [one.rule.code for one in diagnostics] == [code]
    assert (diagnostics[0].span.start, diagnostics[0].span.end) == (102, 102 + len(value))
    assert found is not None
    assert not found.values
    assert "nosuch" not in found.classes


@pytest.mark.parametrize(
    ("carrier", "value", "fits"),
    [
        (CHAPTER, "deck=A", True),
        (CHAPTER, ".core", False),
        (MASK, "c=500", True),
        (MASK, "c=501", False),
        (IMAGE, "#a", True),
        (IMAGE, "hint=a", False),
    ],
)
def test_carriers(carrier: Carrier, value: str, *, fits: bool) -> None:
    """What a list may say depends on what carries it."""
    _, _, diagnostics = at_end(_text(f"a {{{value}}}"), carrier)
    assert (diagnostics == ()) is fits


def test_list_behind_an_image() -> None:
    """Behind an image a list begins at once, and what follows it is text."""
    end, found, _ = at_start(_text("![a](b){#c} d"), 7, IMAGE)
    assert (end, found.id if found else "") == (11, "c")
    assert at_start(_text("![a](b) {#c}"), 7, IMAGE) == (7, None, ())


def test_merged_lists() -> None:
    """Lists on several lines are one: the first id, all classes, the last value of each key."""
    lists = [at_end(_text(f"a {said}"), CARD)[1] for said in ("{#a .core hint=x}", "{.type hint=y tags=z}", "{#b}")]
    merged, diagnostics = merge([one for one in lists if one], Span("a.md", 0, 0))
    assert (merged.id, merged.classes, merged.values) == ("a", ("core", "type"), (("hint", "y"), ("tags", "z")))
    assert [one.rule.code for one in diagnostics] == ["attr-malformed"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2026-02-29", None),
        ("20260228", None),
        ("٢٠٢٦-01-01", None),
        ("", None),
    ],
)
def test_dates(value: str, expected: date | None) -> None:
    """A date is written as ISO 8601 has it, in ASCII digits, and exists."""
    assert as_date(value) == expected


@given(st.one_of(grammar.attribute_lists(), st.text("{}#.=\"' abC-1\\", max_size=20)))
def test_what_is_taken_off_is_the_end(value: str) -> None:
    """What remains of a line is its beginning, and faults lie inside the list."""
    said, found, diagnostics = at_end(_text(value.replace("\n", " ")), CARD)
    assert value.startswith(said.value)
    assert found is not None or said.value == value
    assert all(100 <= one.span.start <= one.span.end <= 100 + len(value) for one in diagnostics)
