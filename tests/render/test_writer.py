"""What the writer makes of a text: blocks, inline marks, and the parts that each medium shows in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.model import Work
from tests.render.shown import Around, shown

if TYPE_CHECKING:
    from pathlib import Path

DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle cx="9" cy="9" r="5"/></svg>\n'
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _html(markdown: str, around: Around | None = None) -> str:
    """Return what is shown of *markdown*, line feeds between elements taken out, where nothing is wrong with it."""
    made = shown(markdown, around)
    assert made.codes == []
    return made.html.replace(">\n<", "><")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a\n<ul><li>b\n<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("- a\n   - b\n      - c", "<ul><li>a\n<ul><li>b\n<ul><li>c</li></ul></li></ul></li></ul>"),
        ("- a\n    - b\n        - c", "<ul><li>a\n<ul><li>b\n<ul><li>c</li></ul></li></ul></li></ul>"),
        ("10. a\n    - b\n11. c", '<ol start="10"><li>a\n<ul><li>b</li></ul></li><li>c</li></ol>'),
        ("1. a\n   - b\n  - c", "<ol><li>a\n<ul><li>b</li></ul></li></ol><ul><li>c</li></ul>"),
        ("1. a\n   - b\n     1. c", "<ol><li>a\n<ul><li>b\n<ol><li>c</li></ol></li></ul></li></ol>"),
        ("-\ta\n\t- b", "<ul><li>a\n<ul><li>b</li></ul></li></ul>"),
        ("0) a\n1) b", '<ol start="0"><li>a</li><li>b</li></ol>'),
        ("1. a\n1) b", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("- a\n* b\n+ c", "<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>"),
        ("-\n- a", "<ul><li></li><li>a</li></ul>"),
        ("- ```\n  a\n  ```", '<ul><li><pre class="code"><code>a</code></pre></li></ul>'),
        ("text\n- a", "<p>text</p><ul><li>a</li></ul>"),
        ("text\n2. a", "<p>text\n2. a</p>"),
        ("- a\nlazy", "<ul><li>a\nlazy</li></ul>"),
        ("- [x] a\n- [ ] b", '<ul class="checklist"><li class="done">a</li><li class="todo">b</li></ul>'),
        ("- [X] a\n- b", '<ul class="checklist"><li class="done">a</li><li>b</li></ul>'),
        ("1. [x] a", '<ol><li class="done">a</li></ol>'),
        ("- [x]a", "<ul><li>[x]a</li></ul>"),
    ],
)
def test_lists(markdown: str, html: str) -> None:
    """Lists nest by their marker's width, are tight or loose, and begin at their first number."""
    assert _html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("> a\n> b\n\nc", "<blockquote><p>a\nb</p></blockquote><p>c</p>"),
        ("> a\nb", "<blockquote><p>a\nb</p></blockquote>"),
        ("> > a", "<blockquote><blockquote><p>a</p></blockquote></blockquote>"),
        ("> - a\n>   - b", "<blockquote><ul><li>a\n<ul><li>b</li></ul></li></ul></blockquote>"),
        ("> [!NOTE]\n> a", '<div class="callout note"><p class="callout-title">Note</p><p>a</p></div>'),
        (
            "> [!warning]\n> a\n>\n> - b",
            '<div class="callout warning"><p class="callout-title">Warning</p><p>a</p><ul><li>b</li></ul></div>',
        ),
        ("> [!NOTE] a", "<blockquote><p>[!NOTE] a</p></blockquote>"),
        ("> [!SPOILER]\n> a", "<blockquote><p>[!SPOILER]\na</p></blockquote>"),
        ("a\n===\n\nb\n---\nc", "<p>a\n===</p><p>b</p><hr><p>c</p>"),
        ("***\n___\n- - -", "<hr><hr><hr>"),
        ("    a\n\n      b\n", '<pre class="code"><code>a\n\n  b</code></pre>'),
        ("a\n    b", "<p>a\nb</p>"),
        ("```\n<b> & \\* *a*\n```", '<pre class="code"><code>&lt;b&gt; &amp; \\* *a*</code></pre>'),
        ("~~~ nosuch\n```\n~~~", '<pre class="code" data-language="nosuch"><code>```</code></pre>'),
        ("  ```\n  a\n    b\n  ```", '<pre class="code"><code>a\n  b</code></pre>'),
        (
            "```python\nx = 1\n```",
            (
                '<pre class="code" data-language="python"><code>x <span class="o">=</span> '
                '<span class="mi">1</span></code></pre>'
            ),
        ),
        ("a\n: b\n: c", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
        ("a\nb\n\n:   c\n\n    - d", "<dl><dt>a</dt><dt>b</dt><dd><p>c</p><ul><li>d</li></ul></dd></dl>"),
        (
            "*a*\n: `b`\n\nc\n: d\ne",
            "<dl><dt><em>a</em></dt><dd><p><code>b</code></p></dd><dt>c</dt><dd><p>d\ne</p></dd></dl>",
        ),
        (
            "| a | b | c | d |\n|:-|-:|:-:|-|\n| 1 | 2 | 3 | 4 |",
            (
                '<table><thead><tr><th style="text-align: left;">a</th><th style="text-align: right;">b</th>'
                '<th style="text-align: center;">c</th><th>d</th></tr></thead><tbody><tr>'
                '<td style="text-align: left;">1</td><td style="text-align: right;">2</td>'
                '<td style="text-align: center;">3</td><td>4</td></tr></tbody></table>'
            ),
        ),
        (
            "a|b\n-|-\n1|",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        ),
        ("|a|\n|-|", "<table><thead><tr><th>a</th></tr></thead></table>"),
        (
            "|a \\| b|\n|-|\n|`x\\|y` `x|y`|",
            (
                "<table><thead><tr><th>a | b</th></tr></thead><tbody><tr><td><code>x|y</code> "
                "<code>x|y</code></td></tr></tbody></table>"
            ),
        ),
        (
            "|a|\n|-|\n|$\\|x\\|$ and $|y|$|",
            (
                "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><math>|x|</math> and "
                "<math>|y|</math></td></tr></tbody></table>"
            ),
        ),
        (
            "|a|\n|-|\n|*b* ==c==|\n\nd",
            (
                "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><em>b</em> "
                "<mark>c</mark></td></tr></tbody></table><p>d</p>"
            ),
        ),
        ("| a | b |\n|---|", "<p>| a | b |\n|---|</p>"),
        ("text\n|a|\n|-|", "<p>text</p><table><thead><tr><th>a</th></tr></thead></table>"),
    ],
)
def test_blocks(markdown: str, html: str) -> None:
    """Quotes, callouts, rules, code, definition lists and tables are what code hosts make of them."""
    assert _html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "*a* _b_ **c** __d__ ***e***",
            "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <em><strong>e</strong></em>",
        ),
        ("a*b*c a_b_c a**b**c", "a<em>b</em>c a_b_c a<strong>b</strong>c"),
        ("*a **b** c* **a *b* c**", "<em>a <strong>b</strong> c</em> <strong>a <em>b</em> c</strong>"),
        ("*a **b* c**", "<em>a <em><em>b</em> c</em></em>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("==a== ~~b~~ a == b ~~ c", "<mark>a</mark> <del>b</del> a == b ~~ c"),
        ("=a= ~b~ ===c=== ~~~d", "=a= ~b~ ===c=== ~~~d"),
        ("==*a* b== *==c==*", "<mark><em>a</em> b</mark> <em><mark>c</mark></em>"),
        ("*a [b* c](https://e.org)", '*a <a href="https://e.org">b* c</a>'),
        ("a  \nb\\\nc\nd", "a<br>\nb<br>\nc\nd"),
        ("a\\\\\nb `c  \nd`", "a\\\nb <code>c   d</code>"),
        ("`` a`b `` ` c ` `  `", "<code>a`b</code> <code>c</code> <code>  </code>"),
        ("`\\*` `&amp;` `<b>`", "<code>\\*</code> <code>&amp;amp;</code> <code>&lt;b&gt;</code>"),
        ("AT&T &copy; &#65; &#x42; &nope; &amp; <", "AT&amp;T © A B &amp;nope; &amp; &lt;"),
        ("&#0; &#7; &#xFDD0; &#xD800; &#9999999;", "\ufffd \ufffd \ufffd \ufffd \ufffd"),
        ("\\&amp; \\*a\\* \\a \\", "&amp;amp; *a* \\a \\"),
        ("1 < 2 > 0 <3 a<b", "1 &lt; 2 &gt; 0 &lt;3 a&lt;b"),
        ("<b>a</b> H<sub>2</sub>O <kbd>x</kbd> a<br>b", "<b>a</b> H<sub>2</sub>O <kbd>x</kbd> a<br>b"),
        ("a <!-- b\nc --> d", "a  d"),
        ("\\Q: a\n\\A: b\n\\Q:c", "Q: a\nA: b\nQ:c"),
        ("$x^2$ \\(y\\) a $5-$10 b", "<math>x^2</math> <math>y</math> a $5-$10 b"),
        ("$$x$$ \\[y\\]", "<display>x</display> <display>y</display>"),
        ("$a < b$ *$c$*", "<math>a &lt; b</math> <em><math>c</math></em>"),
        (
            "<https://e.org/?a=b&c> <a@b.org>",
            '<a href="https://e.org/?a=b&amp;c">https://e.org/?a=b&amp;c</a> <a href="mailto:a@b.org">a@b.org</a>',
        ),
        ("[*a*](https://e.org 'b \"c\"')", '<a href="https://e.org" title="b &quot;c&quot;"><em>a</em></a>'),
        ("[a] [b][] [c](", "[a] [b][] [c]("),
        ("[a [b](https://e.org) c](https://e.org/2)", '[a <a href="https://e.org">b</a> c](https://e.org/2)'),
        ("[a <https://e.org> c](https://e.org/2)", '[a <a href="https://e.org">https://e.org</a> c](https://e.org/2)'),
    ],
)
def test_inline(markdown: str, html: str) -> None:
    """Inline marks are what CommonMark makes of them, math aside, and whatever is no mark is text."""
    assert _html(markdown) == f"<p>{html}</p>"


@pytest.mark.parametrize("character", [c for c in PUNCTUATION if c not in "([)]"])
def test_escapes(character: str) -> None:
    """A backslash takes the meaning of each ASCII punctuation character away."""
    shown_character = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(character, character)
    assert _html(f"a \\{character}b\\{character} c") == f"<p>a {shown_character}b{shown_character} c</p>"


def test_escaped_brackets_around_nothing_to_compute() -> None:
    r"""``\(`` and ``\[`` begin math only where something stands before their closing mark."""
    assert _html("a \\( b, \\) \\] \\[") == "<p>a <math> b, </math> ] [</p>"
    assert _html("a \\(\\) \\[ \\] b") == "<p>a () [ ] b</p>"


def test_reference_links() -> None:
    """A reference is found whatever its case and white space, wherever in the file it is defined."""
    around = Around('[One  Two]: https://e.org/1 "T"\n\n> - [two]: <https://e.org/2>\n')
    assert _html("[a][one two] [Two] [b] [two][]", around) == (
        '<p><a href="https://e.org/1" title="T">a</a> <a href="https://e.org/2">Two</a> [b]'
        ' <a href="https://e.org/2">two</a></p>'
    )


def test_links_inside_the_deck() -> None:
    """A link to an id or a chapter of the deck is a part; where no output shows its target the text stands alone."""
    around = Around(anchors={"a": "a", "hidden": None}, files={"chapter.md": "sec_x", "sub/b.md": None})
    html = _html("[x](#a) [*y*](#hidden) [z](chapter.md) [w](sub/b.md) [v](sub/b.md#a)", around)
    assert html == "<p><to a>x</to> <em>y</em> <to sec_x>z</to> w <to a>v</to></p>"


@pytest.mark.parametrize(
    "address", ["#nowhere", "no.md", "", "javascript:x", "JavaScript:x", "data:text/html,x", "file:///x", "vbscript:x"]
)
def test_dead_links(address: str) -> None:
    """A link that leads nowhere, or where no link may lead, is a fault; its text stays."""
    made = shown(f"[*text*]({address})")
    assert (made.html, made.codes) == ("<p><em>text</em></p>", ["link-dead"])


def test_footnotes() -> None:
    """A footnote is a mark, and its text a fragment of its own; only those that are called are there."""
    made = shown("a[^1] b[^Two] c[^1]", Around("[^1]: x *y*\n\n    - z\n\n[^two]: w\n\n[^3]: v\n"))
    assert made.html == "<p>a<note>1</note> b<note>two</note> c<note>1</note></p>"
    assert list(made.fragment.footnotes) == ["1", "two"]
    assert made.fragment.footnotes["1"].parts == ("<p>x <em>y</em></p>\n<ul>\n<li>z</li>\n</ul>",)


def test_footnotes_that_call_each_other() -> None:
    """A footnote that calls a footnote, itself or a long chain of others, is a fault and no endless work."""
    chain = "".join(f"[^{number}]: n [^{number + 1}]\n\n" for number in range(5000))
    made = shown("a[^0]", Around(f"{chain}[^5000]: end [^0]\n"))
    assert made.codes == ["footnote-unknown"]


def test_citations() -> None:
    """A citation is a part with its keys; an unknown work is told."""
    around = Around(works={"a1": Work("a1", "A", "1", "T"), "b2": Work("b2", "B", "2", "U")})
    assert _html("x [@a1; @b2] *[@a1]* a@b.org [@a1](https://e.org)", around) == (
        '<p>x <cite>a1 b2</cite> <em><cite>a1</cite></em> a@b.org <a href="https://e.org">@a1</a></p>'
    )
    assert shown("x [@a2]", around).codes == ["citation-unknown"]


def test_abbreviations() -> None:
    """An abbreviation is explained wherever it stands as a word, but in code and links; the longest one counts."""
    around = Around(
        '*[IoU]: Intersection "over" union\n*[AP]: Average precision\n*[AP@50]: At 0.5\n*[C++]: A <language>\n'
    )
    html = _html("IoU, AP, AP@50, APx, C++ **IoU** `IoU` [IoU](https://e.org) <b title='IoU'>x</b> <a@IoU.org>", around)
    iou = '<abbr title="Intersection &quot;over&quot; union">IoU</abbr>'
    assert html == (
        f'<p>{iou}, <abbr title="Average precision">AP</abbr>, <abbr title="At 0.5">AP@50</abbr>, APx, '
        f'<abbr title="A &lt;language&gt;">C++</abbr> <strong>{iou}</strong> <code>IoU</code> '
        '<a href="https://e.org">IoU</a> <b title="IoU">x</b> <a href="mailto:a@IoU.org">a@IoU.org</a></p>'
    )


def test_no_abbreviation_in_code_with_blanks() -> None:
    """Code stays code around a blank, and a link into the deck stays as it is."""
    around = Around("*[IoU]: I\n", anchors={"a": "a"})
    made = shown("`IoU {{c1::x}} IoU` [IoU](#a)\n\n```\nIoU {{c2::y}} IoU\n```\n", around, is_cloze=True)
    assert "<abbr" not in made.html


def test_headings_are_closed_up() -> None:
    """Sub-headings begin at h3 and skip no level, whatever the author wrote; one with an id keeps it."""
    around = Around(anchors={"x": "sec_x"})
    html = _html("### a\n##### b {#x}\n###### c\n#### d\n### e `f` ###\n#### g", around)
    assert html == ('<h3>a</h3><h4 id="sec_x">b</h4><h5>c</h5><h4>d</h4><h3>e <code>f</code></h3><h4>g</h4>')
    assert _html("###### a\n\n### b") == "<h3>a</h3><h3>b</h3>"


@pytest.mark.parametrize(
    ("markdown", "html", "place"),
    [
        ("a <font color=red>b</font> c", "<p>a b c</p>", "<font color=red>"),
        ("a <b onclick='x()'>b</b>", "<p>a <b>b</b></p>", "<b onclick='x()'>"),
        ("<script>\nalert(1)\n</script>", "", "<script>"),
        ("<div>\n<iframe src=x>y</iframe>\n</div>", "<div>\ny\n</div>", "<iframe src=x>"),
        ("<p id=x>a</p>", "<p>a</p>", "<p id=x>"),
        ("<a href='javascript:x'>a</a>", "<a>a</a>", "<a href='javascript:x'>"),
        ('a <img src="x.png" alt="y"> b', "<p>a  b</p>", '<img src="x.png" alt="y">'),
    ],
)
def test_html_removed(markdown: str, html: str, place: str) -> None:
    """HTML that is not allowed goes and is told at its place; its text stays, but for scripts."""
    made = shown(markdown)
    assert made.codes == ["html-removed"]
    where = made.diagnostics[0].span
    assert markdown[where.start : where.end] == place
    assert made.html.replace(' rel="noopener noreferrer"', "") in {html, f"<p>{html}</p>"}


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<div>\n\na *b*\n\n</div>", "<div>\n\na *b*\n\n</div>"),
        (
            "<details><summary>a</summary>\n\nb\n</details>\nc",
            "<details><summary>a</summary>\n\nb\n</details>\n<p>c</p>",
        ),
        ("<!-- a\n\nb -->\nc", "<p>c</p>"),
        ("<hr>\na", "<hr>\n<p>a</p>"),
        ("<div><div>a</div>\n\nb</div>", "<div><div>a</div>\n\nb</div>"),
        ("<b>a</b>\nb", "<p><b>a</b>\nb</p>"),
    ],
)
def test_html_allowed(markdown: str, html: str) -> None:
    """A block of HTML ends with its closing tag and is passed on as it is; comments are gone."""
    made = shown(markdown)
    assert (made.html, made.codes) == (html, [])


@pytest.mark.parametrize(
    "markdown",
    [
        "<div>&#xFDD0;0&#xFDD1; $x$</div>",
        "a $x$ &#xfdd0;0&#xfdd1;",
        "<b title='&#64976;0&#64977;'>a</b> $x$",
        "<p>&#xFDD00&#xFDD1</p>\n\n$x$",
        "[a](https://e.org/&#xFDD0;0&#xFDD1;) $x$",
    ],
)
def test_no_text_forges_a_part(markdown: str) -> None:
    """References to the characters that mark our places name nothing: no part appears that the author did not write."""
    made = shown(markdown)
    assert made.html.count("<math>") == (0 if markdown.startswith("<div>") else 1)
    assert not {character for character in made.html if "\ufdd0" <= character <= "\ufdef"}


def test_images(tmp_path: Path) -> None:
    """An image alone in a paragraph is a figure, another one stands in its line; the alternative text is plain."""
    (tmp_path / "dot.svg").write_bytes(DOT)
    around = Around('[d]: dot.svg "T"\n', root=tmp_path)
    assert _html("![a *b* `c`](dot.svg)", around) == "<figure>dot|a b c||</figure>"
    assert _html('![a](dot.svg "t"){#f}', around) == "<figure>dot|a|t|f</figure>"
    assert _html("![a][d]\n\nx ![b][d] y", around) == "<figure>dot|a|T|</figure><p>x <img>dot|b|T|</img> y</p>"
    assert _html("- ![a](dot.svg)", around) == "<ul><li><figure>dot|a||</figure></li></ul>"
    assert _html("![a](dot.svg) ![b](dot.svg)", around) == "<p><img>dot|a||</img> <img>dot|b||</img></p>"
    assert _html("[![a](dot.svg)](https://e.org)", around) == '<p><a href="https://e.org"><img>dot|a||</img></a></p>'
    assert _html("![ ![a](dot.svg)", around) == "<p>![ <img>dot|a||</img></p>"
    assert _html("![", around) == "<p>![</p>"
    assert _html("![a][nowhere]", around) == "<p>![a][nowhere]</p>"
    assert shown("![](dot.svg)", around).codes == ["image-alt"]
    assert shown("![a](dto.svg)", around).codes == ["image-missing"]
    assert shown("![a](https://e.org/x.png)", around).codes == ["image-remote"]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a {{b}} c", "<p>a ⟦1:b⟧ c</p>"),
        ("{{c3::*b*::h *i*}}", "<p>⟦3|h i:<em>b</em>⟧</p>"),
        ("*{{a}}* {{`b`}} {{$c$}}", "<p><em>⟦1:a⟧</em> ⟦2:<code>b</code>⟧ ⟦3:<math>c</math>⟧</p>"),
        ("{{c1::a {{c2::b}} c}}", "<p>⟦1:a ⟦2:b⟧ c⟧</p>"),
        ("$\\frac{{{c1::a}}}{{{c2::b}}}$", "<p><math>\\frac{⟦1:a⟧}{⟦2:b⟧}</math></p>"),
        ("`x = {{c1::std::y}}()`", "<p><code>x = ⟦1:std::y⟧()</code></p>"),
        ("```\na {{c1::b}}\n{{c2::c\nd}}\n```", '<pre class="code"><code>a ⟦1:b⟧\n⟦2:c\nd⟧</code></pre>'),
        (
            "```python\nx = {{c1::1}}\n```",
            (
                '<pre class="code" data-language="python"><code>x <span class="o">=</span> ⟦1:'
                '<span class="mi">1</span>⟧</code></pre>'
            ),
        ),
        ("- {{a}}\n- b", "<ul>\n<li>⟦1:a⟧</li>\n<li>b</li>\n</ul>"),
        (
            "|a|\n|-|\n|{{b \\| c::d}}|",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
                "<td>⟦1|d:b | c⟧</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        ("{{[a](https://e.org)}}", '<p>⟦1:<a href="https://e.org">a</a>⟧</p>'),
        ("\\{{ {{a}}", "<p>{{ ⟦1:a⟧</p>"),
        ("{{a\nb}}", "<p>⟦1:a\nb⟧</p>"),
        ("**{{c1,2::a}}**", "<p><strong>⟦1,2:a⟧</strong></p>"),
        ("t\n: {{a}}", "<dl>\n<dt>t</dt>\n<dd>⟦1:a⟧</dd>\n</dl>"),
        ("<div>{{a}}</div>", "<div>⟦1:a⟧</div>"),
    ],
)
def test_blanks(markdown: str, html: str) -> None:
    """Blanks are parts around what they hide, in prose, math, code, tables and lists."""
    made = shown(markdown, is_cloze=True)
    assert (made.html, made.codes) == (html, [])


@pytest.mark.parametrize("markdown", ["**a {{b** c}}", "{{a *b}} c*", "[a {{b](https://e.org) c}}", "{{a <b>b}} c</b>"])
def test_blanks_that_cross_markup(markdown: str) -> None:
    """A blank that begins and ends in different markup is told at its place."""
    made = shown(markdown, is_cloze=True)
    assert made.codes == ["cloze-crosses"]
    place = made.diagnostics[0].span
    assert markdown[place.start : place.start + 2] == "{{"


def test_inline_texts_make_no_paragraph() -> None:
    """A heading or a choice is inline, whatever block it looks like."""
    assert shown("- *a* # b", inline=True).html == "- <em>a</em> # b"
    assert shown("1. a", inline=True).html == "1. a"
    assert shown("", inline=True).html == ""


def test_definitions_show_nothing() -> None:
    """Definitions and comments show nothing where they stand."""
    assert _html("a\n\n[x]: https://e.org\n\n[^n]: b\n\n*[C]: d\n\n<!-- e -->\n") == "<p>a</p>"


def test_what_is_shown_is_well_formed() -> None:
    """Whatever crosses what, each element closes before the one around it."""
    made = shown("*a <b>b* c</b> **d *e** f* [g *h](https://e.org) i*\n\n<div><b>\n</div>\n\n<ul><li>x")
    opened: list[str] = []
    for part in made.html.replace("<br>", "").split("<")[1:]:
        name = part.partition(">")[0].split()[0]
        if name.startswith("/"):
            assert opened.pop() == name[1:]
        else:
            opened.append(name)
    assert opened == []
