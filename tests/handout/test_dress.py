"""How the parts of a text look on the web."""

from __future__ import annotations

import pytest

from builder.diagnostics import Span
from builder.handout.dress import Footnotes, LabelWardrobe, Materials, WebWardrobe
from builder.handout.wording import words
from builder.model import Work
from builder.render.fragment import (
    BlankEnd,
    BlankStart,
    Citation,
    Figure,
    Fragment,
    LinkEnd,
    LinkStart,
    Math,
    Medium,
    NoteMark,
    dress,
)
from builder.render.works import Bibliography, short_name

SPAN = Span("a.md", 0, 0)
WORKS = {"k": Work("k", "Roe, R.", "2020", "On")}
SOUND = Medium("a-0123456789ab.mp3", b"ID3", "audio/mpeg", "audio")


@pytest.fixture(name="materials")
def _materials() -> Materials:
    return Materials(Bibliography(WORKS))


@pytest.fixture(name="footnotes")
def _footnotes() -> Footnotes:
    return Footnotes("card")


def web(materials: Materials, footnotes: Footnotes, *parts: object, level: int = 4) -> str:
    """Return *parts* dressed below a heading of the level before *level*."""
    return dress(Fragment(parts), WebWardrobe(materials, footnotes, level))  # type: ignore[arg-type]


def test_sub_headings_move_to_their_level(materials: Materials, footnotes: Footnotes) -> None:
    """Sub-headings keep their order and their anchors, and never go below the sixth level."""
    assert web(materials, footnotes, '<h3 id="sec_a">A</h3><h4>B</h4>') == '<h4 id="sec_a">A</h4><h5>B</h5>'
    assert web(materials, footnotes, "<h5>C</h5>", level=5) == "<h6>C</h6>"


def test_wide_things_scroll_in_their_box(materials: Materials, footnotes: Footnotes) -> None:
    """Tables, code and formulas stand in boxes that the keyboard reaches, whatever parts lie between their tags."""
    math = Math("x", display=True, span=SPAN)
    table = web(materials, footnotes, "<table><tr><td>", math, "</td></tr></table>")

    assert table.startswith('<div class="table-box" tabindex="0" role="group" aria-label="Table"><table>')
    assert table.endswith("</table></div>")
    assert '<span class="formula" tabindex="0" role="group" aria-label="Formula"><math' in table
    code = web(materials, footnotes, '<pre class="code" data-language="python"><code>a &lt;table&gt;</code></pre>')
    assert 'aria-label="Code, python"><code>a &lt;table&gt;</code></pre></div>' in code


def test_empty_corner_heads_nothing(materials: Materials, footnotes: Footnotes) -> None:
    """An empty head of a table becomes a plain cell; the other heads of its first row say that they head columns."""
    head = web(materials, footnotes, "<thead><tr><th></th><th>", "B", "</th></tr></thead><tr><th>C</th></tr>")

    assert head == '<thead><tr><td></td><th scope="col">B</th></tr></thead><tr><th>C</th></tr>'


def test_aligned_cells_have_a_class(materials: Materials, footnotes: Footnotes) -> None:
    """A cell that Markdown aligns has a class instead of a style, and equal styles are one class."""
    cell = '<td style="text-align: right;">1</td>'
    row = web(materials, footnotes, f"<tr>{cell}{cell}</tr>")

    assert row == '<tr><td class="style-1">1</td><td class="style-1">1</td></tr>'
    assert materials.style_rules() == ".style-1 { text-align: right; }"


def test_blanks_are_filled_and_marked(materials: Materials, footnotes: Footnotes) -> None:
    """A blank shows what it hides and carries its numbers and its hint, escaped."""
    blank = web(materials, footnotes, BlankStart((1, 2), 'a "b"'), "x", BlankEnd((1, 2)))

    assert blank == '<mark class="blank" data-blank="1 2" data-hint="a &quot;b&quot;">x</mark>'


def test_styles_of_formulas_become_classes(materials: Materials, footnotes: Footnotes) -> None:
    """A formula that MathML gives a style has a class instead, and the page gets its rule."""
    html = web(materials, footnotes, Math(r"\text{\textbf{a}} \boxed{x}", display=False, span=SPAN))

    assert "style=" not in html
    assert 'class="style-1"' in html
    assert ".style-1 {" in materials.style_rules()


def test_sounds_and_figures(materials: Materials, footnotes: Footnotes) -> None:
    """A sound has a player with a name; figures that stand alone are numbered in their order."""
    player = web(materials, footnotes, Figure(SOUND, "A <bell>", "", None, alone=True, span=SPAN))
    second = web(materials, footnotes, Figure(SOUND, "B", "Title", "b", alone=True, span=SPAN))

    assert (
        '<audio controls preload="none" src="data:audio/mpeg;base64,SUQz" aria-label="A &lt;bell&gt;"></audio>'
        in player
    )
    assert '<span class="label">Figure 2</span> <span>Title</span>' in second
    assert 'id="fig_b"' in second


def test_footnotes_are_numbered_by_first_mark(materials: Materials, footnotes: Footnotes) -> None:
    """A note marked twice has one number, a note inside a note comes after it, and each leads back."""
    inner = Fragment(("<p>Inner.</p>",))
    outer = Fragment(
        (
            "<p>Outer",
            NoteMark("i"),
            "</p>",
        ),
        {"i": inner},
    )
    text = Fragment(("<p>", NoteMark("o"), NoteMark("o"), "</p>"), {"o": outer})
    marked = dress(text, WebWardrobe(materials, footnotes, 4))
    listed = footnotes.listed(materials, 4)

    assert marked.count('href="#fn_card_1"') == 2
    assert 'id="fn_card_1_mark1"' in marked
    assert 'id="fn_card_1_mark2"' in marked
    assert listed.index("Outer") < listed.index("Inner.")
    assert 'href="#fn_card_2_mark1"' in listed


def test_label_has_no_anchors_or_links(materials: Materials, footnotes: Footnotes) -> None:
    """A heading that stands a second time, inside a link, brings no link, note or anchor with it."""
    parts = (
        'Is <a href="https://example.org/?a=%3E">it</a>', LinkStart("x"), " so", LinkEnd(), NoteMark("n"),
        Citation(("k",)), Figure(SOUND, "bell", "", "b", alone=False, span=SPAN),
    )  # fmt: skip
    label = dress(Fragment(parts, {"n": Fragment(("N",))}), LabelWardrobe(materials, footnotes, 4))

    assert label == "Is it so(Roe 2020)bell"
    assert words("a <em>b</em> <math><mi>x</mi></math> &lt;") == "a b … <"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Lin, T.-Y.; Maire, M.; Belongie, S.", "Lin et al. 2014"),
        ("Bolya, D. and Hays, J.", "Bolya and Hays 2014"),
        ("Zhang, R.", "Zhang 2014"),
        ("", "2014"),
    ],
)
def test_works_are_named_by_author_and_year(author: str, expected: str) -> None:
    """Up to two authors are named, more are the first and the rest."""
    assert short_name(Work("k", author, "2014", "T")) == expected
