"""The blanks of a cloze text: where each begins and ends, what it hides, and which number it gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.source.clozes import find_clozes
from builder.source.plain import filled, plain
from builder.source.text import Text
from tests.source import grammar

Found = list[tuple[tuple[int, ...], str, str | None]]


def _found(value: str) -> Found:
    """Return numbers, body and hint of each blank of *value*, which must be right."""
    clozes, diagnostics = find_clozes(Text(value, "a.md", ((0, 0),)))
    assert diagnostics == ()
    return [(c.numbers, value[slice(*c.body)], value[slice(*c.hint)] if c.hint else None) for c in clozes]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{{a}}", [((1,), "a", None)]),
        ("{{a::b}}", [((1,), "a", "b")]),
        ("{{a::b::c}}", [((1,), "a::b", "c")]),
        ("{{c3::a}}", [((3,), "a", None)]),
        ("{{c3::a::b}}", [((3,), "a", "b")]),
        ("{{c1,2,10::a}}", [((1, 2, 10), "a", None)]),
        ("{{{c1::a}}}", [((1,), "a", None)]),
        ("{{7::a}}", [((1,), "7", "a")]),
        ("{{c1::C1::a}}", [((1,), "C1", "a")]),
        (
            "{{c2::a}} {{b}} {{c1::c}} {{d}}",
            [((2,), "a", None), ((3,), "b", None), ((1,), "c", None), ((4,), "d", None)],
        ),
        ("{{a {{b}} c}}", [((1,), "a {{b}} c", None), ((2,), "b", None)]),
        ("{{a {{b::x}} c::y}}", [((1,), "a {{b::x}} c", "y"), ((2,), "b", "x")]),
        ("{{a {{b::x}} c}}", [((1,), "a {{b::x}} c", None), ((2,), "b", "x")]),
        ("{{a::`b::c`}}", [((1,), "a", "`b::c`")]),
        ("{{`a::b`}}", [((1,), "`a::b`", None)]),
        ("{{$a::b$}}", [((1,), "$a::b$", None)]),
        ("{{[a::b](https://e.org/::c)}}", [((1,), "[a", "b](https://e.org/::c)")]),
        ("{{<https://e.org/::c>}}", [((1,), "<https://e.org/::c>", None)]),
        ("{{{a}}}", [((1,), "{a}", None)]),
        ("{{a}} }", [((1,), "a", None)]),
        ("{ {{a}}", [((1,), "a", None)]),
        ("{{\\{}}", [((1,), "\\{", None)]),
        ("{{\\}}}", [((1,), "\\}", None)]),
        ("\\{{a}} {{b}}", [((1,), "b", None)]),
        ("$\\frac{{{c1::a}}}{b}$", [((1,), "a", None)]),
        ("$x^{{a}}$ {{b}}", [((1,), "b", None)]),
        ("$\\left\\{ {{c1::a}} \\right.$", [((1,), "a", None)]),
        ("`{{a}}` `{{c1::std::b}}`", [((1,), "std::b", None)]),
        ("```\n{{a}} {{c4::b}}\n```\n\n{{c}}", [((4,), "b", None), ((1,), "c", None)]),
        ("    {{c1::code}}", [((1,), "code", None)]),
        ("- {{a}}\n- > {{b\n  > c}}", [((1,), "a", None), ((2,), "b\n  > c", None)]),
        (
            "| {{a}} | {{b \\| c}} |\n|---|---|\n| {{d}} | |",
            [((1,), "a", None), ((2,), "b \\| c", None), ((3,), "d", None)],
        ),
        ("<div>{{a}}</div>", [((1,), "a", None)]),
        ("{{$5}} and {{$6}}", [((1,), "$5", None), ((2,), "$6", None)]),
        ("[l](https://e.org/{{a}}) {{b}}", [((1,), "b", None)]),
        ("![{{a}}](b) {{c}}", [((1,), "c", None)]),
        ("<!-- {{a}} --> {{b}}", [((1,), "b", None)]),
    ],
)
def test_clozes(value: str, expected: Found) -> None:
    """A blank hides what stands between its braces, up to the last `::` outside code, math and inner blanks."""
    assert _found(value) == expected


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("{{a}}", "prose"),
        ("`{{c1::a}}`", "code"),
        ("```\n{{c1::a}}\n```", "code"),
        ("$ {{c1::a}}$ $x{{c1::a}}$", "math"),
        ("{{`a`}}", "prose"),
    ],
)
def test_place_of_a_cloze(value: str, place: str) -> None:
    """A blank knows whether it stands in prose, math or code."""
    assert find_clozes(Text(value, "a.md", ((0, 0),)))[0][-1].place == place


def test_text_with_blanks_filled_in() -> None:
    """Blanks filled in leave the text as a reader would have it, numbers and hints gone."""
    value = "The {{c2::first {{c1::inner::x}} one::y}} and {{last}}."
    clozes, _ = find_clozes(Text(value, "a.md", ((0, 0),)))
    assert filled(value, clozes) == "The first inner one and last."
    assert plain(Text(value, "a.md", ((0, 0),)), clozes) == "The first inner one and last."


def test_number_of_many_digits_is_told_and_not_computed() -> None:
    """An absurd number is out of range, however long it is."""
    _, diagnostics = find_clozes(Text("{{c" + "9" * 10_000 + "::a}}", "a.md", ((0, 0),)))
    assert [one.rule.code for one in diagnostics] == ["cloze-number"]


@given(st.one_of(grammar.BODY, grammar.SOUP))
def test_clozes_lie_inside_each_other_or_apart(value: str) -> None:
    """Two blanks never cross, their parts stand in order, and the places of their faults are in the text."""
    normal = value.replace("\r", "")
    clozes, diagnostics = find_clozes(Text(normal, "a.md", ((0, 0),)))
    ends: list[int] = []
    for cloze in clozes:
        assert cloze.start < cloze.body[0] <= cloze.body[1] < cloze.end
        assert normal[cloze.start : cloze.start + 2] == "{{"
        assert normal[cloze.end - 2 : cloze.end] == "}}"
        assert cloze.numbers
        assert cloze.hint is None or cloze.body[1] < cloze.hint[0] <= cloze.hint[1] < cloze.end
        while ends and ends[-1] <= cloze.start:
            ends.pop()
        assert not ends or cloze.end <= ends[-1]
        ends.append(cloze.end)
    assert all(0 <= one.span.start <= one.span.end <= len(normal) for one in diagnostics)
