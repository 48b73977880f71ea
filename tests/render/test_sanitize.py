"""What passes the allow-list, and what does not."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.code import highlight
from builder.render.sanitize import TAGS, allowed_value, clean, removed

VECTORS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='//x.example'>x</a>",
    "<a href='x' onclick=alert(1)>x</a>",
    "<a href='http://x' target=_blank style='position:fixed' ping='http://y'>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<b/onclick=alert(1)>x</b>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<td style='text-align:left;background:url(http://x)'>x</td>",
    "<table><tr><td style='text-align:expression(alert(1))'>x</td></tr></table>",
    "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
    "<style>@import 'http://x.example';</style>",
    "<link rel=stylesheet href=http://x.example>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><img src=x onerror=alert(1)>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><b>x</b>",
    "<b title='</b><script>alert(1)</script>'>x</b>",
    "<ruby><rt><script>alert(1)</script></rt></ruby>",
    "\0<scri\0pt>alert(1)</scri\0pt>",
)
PIECES = (
    *(
        "<p>",
        "</p>",
        "<a href='http://x'>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<b>",
    ),
    *("</b>", "<div class='callout note x'>", "</div>", "<pre class=code>", "</pre>", "<script>", "</script>", "<svg>"),
    *(
        "<style>",
        "</style>",
        "<math>",
        "<h3 id=a>",
        "</h3>",
        "<dl><dt>",
        "text",
        "\n",
        "&amp;",
        "&",
        "<",
        ">",
        "\ufdd07\ufdd1",
    ),
    *(
        "<!--",
        "-->",
        "<foo>",
        "<br>",
        "<details>",
        "<ruby><rt>",
        "<q cite=x>",
        "\N{NO-BREAK SPACE}",
        "<hr/>",
        "<em>",
        "</em>",
    ),
)


class _Parsed(HTMLParser):
    """All tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append((tag, attrs))


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_acts_comes_through(vector: str) -> None:
    """Whatever is tried, only allowed tags with allowed values of allowed attributes come out."""
    for tag, attributes in _Parsed(clean(f"<p>a{vector}b</p>")).found:
        assert tag in TAGS
        for name, value in attributes:
            assert not name.startswith("on")
            assert allowed_value(tag, name, value or "") is not None


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <em>b</em> <strong>c</strong> <kbd>d</kbd> <mark>e</mark> <del>f</del><sub>g</sub><sup>h</sup></p>",
        '<div class="callout warning"><p class="callout-title">T</p><p>x</p></div>',
        '<ul class="checklist"><li class="done">a</li><li class="todo">b</li></ul>',
        '<table><caption>c</caption><thead><tr><th scope="col" style="text-align: right;">a</th></tr></thead></table>',
        '<ol start="3"><li value="5">a</li></ol><dl><dt>a</dt><dd>b</dd></dl>',
        '<a href="https://example.org/?a=1&amp;b=2" title="t">x</a><a href="mailto:a@example.org">m</a>',
        '<details open=""><summary>s</summary>t</details><figure><figcaption>c</figcaption></figure>',
        '<p lang="de" dir="rtl"><bdi>a</bdi><ruby>漢<rt>kan</rt></ruby><abbr title="x">y</abbr></p>',
        highlight("def f(x):\n    return '<b>'\n", "python"),
    ],
)
def test_neutral_vocabulary_passes_unchanged(html: str) -> None:
    """What Markdown makes, and the HTML that authors may write, comes out byte for byte."""
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("a<script>b</script>c<style>d</style>e<template>f</template>g", "aceg"),
        ("a<!-- b -->c", "ac"),
        ("<blink>text</blink>", "text"),
        ('<p class="evil callout-title" id="x">t</p>', '<p class="callout-title">t</p>'),
        ('<td colspan="100000">', ""),
        ('<a href="relative.html">x</a>', "<a>x</a>"),
    ],
)
def test_what_goes(html: str, cleaned: str) -> None:
    """Text stays when its tag goes, but for what was never meant to be read."""
    assert clean(html) == cleaned


def test_known_ids_stay() -> None:
    """Of the ids on raw HTML only those that the deck knows stay."""
    html = '<h3 id="known">a</h3><h3 id="other">b</h3>'
    assert clean(html, ids=frozenset({"known"})) == '<h3 id="known">a</h3><h3>b</h3>'


def test_placeholders_pass_unharmed() -> None:
    """Noncharacters with digits between them are text like any other, wherever text may stand."""
    ticket = "".join(f"{chr(code)}12" for code in range(0xFDD0, 0xFDF0))
    html = f"<p>{ticket}</p>{ticket}<table><tbody><tr><td>{ticket}</td></tr></tbody></table><pre>{ticket}</pre>"
    assert clean(html) == html


def test_what_goes_can_be_told() -> None:
    """A caller can ask what of a raw tag is not allowed, to warn of it in its place."""
    assert removed("SCRIPT") == ("<script>",)
    assert removed("td", ("align", "onclick", "colspan", "class")) == ("align", "onclick")
    assert removed("p", ("lang",)) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    """What is clean is clean: no nesting turns into another one when it is read again."""
    once = clean(html)
    assert clean(once) == once
