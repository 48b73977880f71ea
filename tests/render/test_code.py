"""Highlighted code."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.code import MAX_HIGHLIGHTED, highlight, is_known

PLACEHOLDER = "\ufdd0{}\ufdd1"
WORDS = st.sampled_from(
    [
        "def ",
        "class",
        "x",
        " ",
        "\n",
        "\t",
        "'",
        '"',
        "<b>",
        "&amp;",
        "#",
        "//",
        "/*",
        "*/",
        "{{",
        "}}",
        "0x1f",
        "é",
        "\r",
        "$",
        "```",
        "|",
        "\\",
    ]
)


def text_of(html: str) -> str:
    """Return the text of *html*, without tags and placeholders."""
    body = re.sub("\ufdd0[0-9]*\ufdd1", "", html)
    return unescape(re.sub(r"<[^>]*>", "", body))


def test_words_have_classes() -> None:
    """Keywords, names and strings stand in spans with Pygments' short names; plain words do not."""
    assert highlight("def f():\n    return x", "python") == (
        '<pre class="code" data-language="python"><code><span class="k">def</span> <span class="nf">f</span>'
        '<span class="p">():</span>\n    <span class="k">return</span> x</code></pre>'
    )


@pytest.mark.parametrize("language", [None, "", "nothing-known", "text"])
def test_code_in_no_language_is_plain(language: str | None) -> None:
    """Without a known language the code stands as it is, escaped."""
    assert highlight("a<b", language).endswith("<code>a&lt;b</code></pre>")


def test_known_languages_can_be_told() -> None:
    """A caller can ask whether a language is known, by any of its names."""
    assert [is_known(name) for name in ("python", "py", "c++", "nothing-known")] == [True, True, True, False]


def test_language_is_escaped() -> None:
    """The name of a language cannot leave its attribute."""
    assert 'data-language="&quot;&gt;x"' in highlight("a", '">x')


def test_long_code_is_plain() -> None:
    """Code beyond the bound is not highlighted, for some patterns take very long."""
    assert "<span" not in highlight("x = 1\n" * (MAX_HIGHLIGHTED // 6 + 1), "python")


def test_marks_stand_outside_of_spans() -> None:
    """A placeholder inside a word parts its span in two, and several at one place keep their order."""
    html = highlight("return", "python", [(6, "[d]"), (2, "[a]"), (2, "[b]"), (0, "[z]")])
    assert html.endswith('<code>[z]<span class="k">re</span>[a][b]<span class="k">turn</span>[d]</code></pre>')


@given(
    st.lists(WORDS, max_size=25).map("".join),
    st.sampled_from(["python", "html", "bash", "json", "c", "rst", "latex", "diff", None]),
    st.data(),
)
def test_text_is_never_changed(code: str, language: str | None, data: st.DataObject) -> None:
    """Without tags and placeholders the text is the code, and each placeholder stands at its offset."""
    offsets = sorted(data.draw(st.lists(st.integers(0, len(code)), max_size=4)))
    html = highlight(code, language, [(offset, PLACEHOLDER.format(i)) for i, offset in enumerate(offsets)])
    assert text_of(html) == code
    body = html[html.index("<code>") + 6 : html.index("</code>")]
    for number, offset in enumerate(offsets):
        before, _, _ = body.partition(PLACEHOLDER.format(number))
        assert len(text_of(before)) == offset
        assert before.count("<span") == before.count("</span>")
