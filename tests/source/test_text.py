"""Texts that know where their characters stood, whatever is cut from them and joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.source.text import Text, cut, empty, join, origin, part, span, strip

FILE = "".join(chr(0x100 + number) for number in range(400))
"""A file in which each character tells where it stands."""


@st.composite
def patchworks(draw: st.DrawFn) -> Text:
    """Return a text joined of ascending stretches of `FILE`."""
    edges = sorted(draw(st.lists(st.integers(0, len(FILE)), max_size=12)))
    stretches = zip(edges[::2], edges[1::2], strict=False)
    return join((cut(FILE, "a.md", start, end) for start, end in stretches), "a.md", at=7)


def _is_faithful(text: Text) -> bool:
    return all(FILE[origin(text, at)] == character for at, character in enumerate(text.value))


@given(patchworks(), st.data())
def test_part_keeps_origins(text: Text, data: st.DataObject) -> None:
    """A part of a text, and a part of that, hold the right characters and know where each of them stood."""
    start = data.draw(st.integers(0, len(text.value)))
    end = data.draw(st.integers(start, len(text.value)))
    piece = part(text, start, end)
    assert piece.value == text.value[start:end]
    assert _is_faithful(piece)
    inner = part(piece, len(piece.value) // 2)
    assert inner.value == piece.value[len(piece.value) // 2 :]
    assert _is_faithful(inner)


@given(patchworks(), patchworks())
def test_join_keeps_origins(one: Text, other: Text) -> None:
    """What is joined is the texts one after the other, each character with its own place."""
    both = join([one, other], "a.md")
    assert both.value == one.value + other.value
    assert _is_faithful(both)
    assert part(both, 0, len(one.value)).value == one.value


@given(patchworks(), st.data())
def test_span_covers_what_it_names(text: Text, data: st.DataObject) -> None:
    """The span of a stretch begins at its first character and ends behind its last one."""
    start = data.draw(st.integers(0, len(text.value)))
    end = data.draw(st.integers(start, len(text.value)))
    place = span(text, start, end)
    assert place.path == "a.md"
    assert place.start <= place.end
    if start < end:
        assert (FILE[place.start], FILE[place.end - 1]) == (text.value[start], text.value[end - 1])


@given(st.text(" \t\nab", max_size=20), st.integers(0, 5))
def test_strip_takes_blank_lines_and_trailing_space(value: str, at: int) -> None:
    """Blank lines around a text go, and white space at its end; the indentation of its first line stays."""
    stripped = strip(Text(value, "a.md", ((0, at),)))
    lines = value.rstrip().split("\n")
    while len(lines) > 1 and not lines[0].strip():
        del lines[0]
    assert stripped.value == "\n".join(lines)
    offset = value.index(stripped.value) if stripped.value else 0
    assert not stripped.value or origin(stripped, 0) == at + offset


def test_empty_text_has_a_place() -> None:
    """A text without characters is false, and knows where it would stand."""
    nothing = empty("a.md", 5)
    assert not nothing
    assert span(nothing).start == span(nothing).end == 5
    assert span(join([], "a.md", 9)).start == 9
    assert span(part(cut(FILE, "a.md", 3, 8), 2, 2)).start == 5


def test_white_space_alone_is_no_text() -> None:
    """A text of white space says nothing."""
    assert not Text(" \n\t", "a.md", ((0, 0),))
    assert Text(" x", "a.md", ((0, 0),))
