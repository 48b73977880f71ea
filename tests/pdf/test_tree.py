"""What is done to the parsed page before it is laid out."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.pdf.measure import Measure
from builder.pdf.press.fonts import gather
from builder.pdf.tree.glyphs import Glyphs
from builder.pdf.tree.longwords import part_long_words
from builder.pdf.tree.prepare import prepare
from tests.pdf.decks import SPAN

GLYPHS = Glyphs(gather().drawable)
MARKED = '<mark><span class="k">{}</span></mark>'


def parsed(xml: str) -> ET.Element:
    """Return the element that *xml*, written in this file, says."""
    return ET.fromstring(xml)  # noqa: S314


def prepared(body: str, notes: str = "") -> str:
    """Return *body* made ready, with the footnotes *notes*."""
    root = parsed(f'<html><body>{body}<div id="ui_notes">{notes}</div></body></html>')
    prepare(root, GLYPHS, (SPAN,))
    made = ET.tostring(root, encoding="unicode")
    return made.removeprefix("<html><body>").removesuffix("<div /></body></html>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\n", '<span class="line">a</span><span class="line">b</span>'),
        ("a\n\nb", '<span class="line">a</span><span class="line" /><span class="line">b</span>'),
        (
            '<span class="s">a\nb</span>c',
            '<span class="line"><span class="s">a</span></span><span class="line"><span class="s">b</span>c</span>',
        ),
        (
            'x<mark><span class="k">y\nz</span></mark>',
            f'<span class="line">x{MARKED.format("y")}</span><span class="line">{MARKED.format("z")}</span>',
        ),
        ("x" * 60, f'<span class="line long">{"x" * 60}</span>'),
    ],
)
def test_each_line_of_code_is_an_element(before: str, after: str) -> None:
    """Lines are parted, and what spans several is closed and opened again."""
    assert prepared(f"<pre><code>{before}</code></pre>") == f'<pre><article class="code">{after}</article></pre>'


@given(st.lists(st.sampled_from(["a", "b c", "\n", "\n\n", "  ", "<b>", "<i>", "</>"]), max_size=12))
def test_parting_lines_loses_no_text(pieces: list[str]) -> None:
    """Whatever the markup, the text of a code block stays, line for line."""
    opened: list[str] = []
    html = ""
    for piece in pieces:
        if piece == "</>":
            html += f"</{opened.pop()}>" if opened else ""
        else:
            html += piece
            opened += [piece[1]] if piece.startswith("<") else []
    html += "".join(f"</{name}>" for name in reversed(opened))
    before = "".join(parsed(f"<pre>{html}</pre>").itertext()).rstrip("\n")
    made = parsed(prepared(f"<pre><code>{html}</code></pre>"))
    lines = [
        "".join(line.itertext()).replace("\u200b", "") for line in made.iter("span") if line.get("class") == "line"
    ]
    assert "\n".join(lines).rstrip("\n") == before


def test_sub_headings_fit_below_their_question() -> None:
    """Headings move by the nearest shift, and never below the sixth level."""
    made = prepared('<h3>q</h3><div data-shift="1"><h3>a</h3><h6>b</h6></div><div data-shift="-1"><h3>c</h3></div>')
    levels = [element.tag for element in parsed(f"<r>{made}</r>").iter() if element.tag.startswith("h")]
    assert levels == ["h3", "h4", "h6", "h2"]


def test_footnotes_are_numbered_where_they_are_read() -> None:
    """Footnotes go to their marks, are numbered from the first to the last, and a second mark repeats the number."""
    made = prepared(
        '<p>x<span data-note="1" /><a data-again="1" /></p><p><span data-note="0" /></p>',
        "<div><p>zero</p></div><div><p>one</p><p>more</p></div>",
    )
    assert made == (
        '<p>x<span id="fn_1" data-number="1"><span>one</span><p>more</p></span><a href="deck:to/fn_1">1</a></p>'
        '<p><span id="fn_2" data-number="2"><span>zero</span></span></p>'
    )


@pytest.mark.parametrize("word", ["ab" * 10_000, "é" * 150, "x\u0301" * 80, "👩\u200d🔬" * 60])
def test_long_words_may_break(word: str) -> None:
    """A word longer than a line gets invisible places to break, none within a sign, and stays the same otherwise."""
    made = parsed(f"<p>one <b>{word}</b> {word}</p>")
    part_long_words(made, Measure())
    (parted,) = (element.text or "" for element in made.iter("b"))
    assert parted.count("\u200b") >= 5
    assert not re.search("\u200b[\u0301\u200d]|\u200d\u200b", parted)
    assert "".join(made.itertext()).replace("\u200b", "") == f"one {word} {word}"


@pytest.mark.parametrize("text", ["word " * 100, "x/" * 100, "字" * 300, "a" * 99])
def test_what_can_break_by_itself_is_left(text: str) -> None:
    """Words that fit, addresses and scripts without spaces break where their own rules say."""
    assert "\u200b" not in prepared(f"<p>{text}</p>")


def test_a_link_to_what_is_not_printed_is_text() -> None:
    """A link without a destination in print loses its address."""
    made = prepared('<p id="here"><a href="#here">a</a><a href="#gone">b</a><a href="https://x">c</a></p>')
    assert made == '<p id="here"><a href="deck:to/here">a</a><span>b</span><a href="https://x">c</a></p>'


def test_missing_characters_are_replaced_in_place() -> None:
    """Text around a missing character stays where it was, in front of, in and behind elements."""
    made = prepared("<p>a中b<em>文</em>c中</p>")
    shown = made.replace('<img class="stand-in" src="deck:stand-in.svg" alt="\N{INVISIBLE SEPARATOR}', "[")
    assert shown.replace('" />', "]") == "<p>a[中]b<em>[文]</em>c[中]</p>"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("one two", "<table>"),
        ("x" * 45, '<table class="small">'),
        ("x" * 60, '<table class="small wide">'),
        ("x" * 90, '<table class="small wide even">'),
    ],
)
def test_tables_that_do_not_fit_are_set_smaller(words: str, name: str) -> None:
    """The longest words of the columns decide whether a table is set smaller, and whether its words may break."""
    assert prepared(f"<table><tr><td>{words}</td><td><b>{words}</b></td></tr></table>").startswith(name)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ul>stray<li>a</li>more</ul>", "<ul><li>stray</li><li>a</li><li>more</li></ul>"),
        ("<ul><li>a</li> <b>x</b> y<li>b</li></ul>", "<ul><li>a</li><li><b>x</b> y</li><li>b</li></ul>"),
        ("<ol>\n<li>a</li>\n</ol>", "<ol>\n<li>a</li>\n</ol>"),
        ('<ol start="7"><li>a</li></ol>', '<ol style="counter-reset:list-item 6"><li>a</li></ol>'),
        ('<ol><li value="9">a</li></ol>', '<ol><li style="counter-set:list-item 9">a</li></ol>'),
        (
            "<dl><dt>a</dt><dd>b</dd>c</dl>",
            '<div class="dl"><p class="dt">a</p><div class="dd">b</div>c</div>',
        ),
    ],
)
def test_lists_hold_items(before: str, after: str) -> None:
    """What stands in a list outside of its items becomes one, numbers are the author's, terms are paragraphs."""
    assert prepared(before) == after


@pytest.mark.parametrize(
    ("columns", "name"),
    [(4, "<table>"), (5, '<table class="small">'), (7, '<table class="turned">'), (8, '<table class="turned small">'),
     (10, '<table class="turned small tiny">'), (20, '<table class="small wide">')],
)  # fmt: skip
def test_tables_are_turned_where_that_helps(columns: int, name: str) -> None:
    """A table whose words need the long side of the paper gets it, if the layout allows."""
    cells = "<td>" + "x" * 18 + "</td>"
    body = f'<body data-room="80" data-turned="140"><table><tr>{cells * columns}</tr></table>'
    root = parsed(f'<html>{body}<div id="ui_notes"/></body></html>')
    prepare(root, GLYPHS, (SPAN,))
    table = next(root.iter("table"))
    assert ET.tostring(table, encoding="unicode").startswith(name)
    inside = parsed(f'<html>{body.replace("<table>", "<ul><li><table>")}</li></ul><div id="ui_notes"/></body></html>')
    prepare(inside, GLYPHS, (SPAN,))
    assert "turned" not in next(inside.iter("table")).get("class", "")


def test_the_measure_is_taken_from_the_page() -> None:
    """A narrow layout parts code earlier, and what it said of itself is taken off."""
    root = parsed(f'<html><body data-room="40" data-depth="30"><pre>{"x" * 30}</pre><div id="ui_notes"/></body></html>')
    prepare(root, GLYPHS, (SPAN,))
    assert next(root.iter("body")).attrib == {}
    assert [line.get("class") for line in root.iter("span")] == ["line long"]


def test_what_stands_twice_has_one_anchor() -> None:
    """Of two elements with one id the first keeps it."""
    assert prepared('<p id="a">x</p><p id="a">y</p><p id="b">z</p>') == '<p id="a">x</p><p>y</p><p id="b">z</p>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>English</p><p>עברית</p>", '<p>English</p><p dir="rtl">עברית</p>'),
        ("<p>CNN שבתמונה זו רשת</p>", '<p dir="rtl">CNN שבתמונה זו רשת</p>'),
        ("<p>the word שלום in it</p>", "<p>the word שלום in it</p>"),
        ('<div dir="rtl"><p>English</p><p>עב</p></div>', '<div dir="rtl"><p dir="ltr">English</p><p>עב</p></div>'),
        ("<ul><li>אחת</li><li>a</li></ul>", '<ul dir="rtl"><li>אחת</li><li>a</li></ul>'),
        ("<p>שלום<span class='small-print'>an-id-in-latin</span></p>",
         '<p dir="rtl">שלום<span class="small-print">an-id-in-latin</span></p>'),
    ],
)  # fmt: skip
def test_a_block_of_another_script_runs_its_own_way(before: str, after: str) -> None:
    """Most letters of a paragraph or a list say where it begins; a foreign word in it does not."""
    assert prepared(before) == after
