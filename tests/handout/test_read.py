"""Reading a handout back."""

from __future__ import annotations

from builder.handout.read import read_handout


def test_text_of_inner_card_is_its_own() -> None:
    """A question has the words of its own text, not those of the cards inside it; sections take nothing away."""
    page = '<article id="q"><h3>Why</h3><h4 id="sec_a">A</h4><p>b<br>c</p><ol><li id="c1">one</li></ol>end</article>'

    assert read_handout(page).texts == {"q": "Why A b c end", "c1": "one"}


def test_inline_markup_parts_no_words() -> None:
    """Inline elements leave words whole, blocks part them."""
    page = '<p id="c">re<em>call</em> <mark>a</mark>b</p><div id="d"><p>x</p><p>y</p></div>'

    assert read_handout(page).texts == {"c": "recall ab", "d": "x y"}


def test_formulas_and_furniture_are_left_aside() -> None:
    """MathML gives its LaTeX apart; marks of notes, ways back and permalinks are no words of a card."""
    page = (
        '<li id="c">a <math alttext="x &lt; y"><mi>x</mi><mspace/><mo>&lt;</mo></math> b'
        '<sup><a role="doc-noteref" href="#fn_c_1">1</a></sup><a class="permalink" href="#c">#</a>'
        "<script>var no;</script> d</li>"
    )
    found = read_handout(page)

    assert found.texts == {"c": "a b d"}
    assert found.formulas == {"c": ("x < y",)}


def test_anchors_are_told_as_often_as_they_stand() -> None:
    """An anchor that stands twice is found twice, in the order of the file."""
    assert read_handout('<i id="b"></i><i id="sec_a"></i><i id="b"></i>').anchors == ("b", "sec_a", "b")


def test_what_is_left_open_ends_with_what_holds_it() -> None:
    """An element without its end tag ends with the element around it."""
    assert read_handout('<div id="c"><p>a</div><p>b</p></i>').texts == {"c": "a"}
