"""What Anki would read as its own is taken apart, and looks the same."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from builder.anki.defuse import defuse, defuse_text

HOSTILE = (
    "{{Front}}",
    "{{c1::answer}}",
    "{{{{c1::a}}}}",
    "}}}",
    "std::vector<int>::iterator",
    ":::",
    "[sound:horn.mp3]",
    "[SOUND:horn.mp3]",
    "[anki:play:q:0]",
    "[anki:tts lang=en]x[/anki:tts]",
    "[[type:Answer]]",
    "[latex]\\alpha[/latex]",
    "[$]x[/$]",
    "[$$]x[/$$]",
    "\\(x\\) and \\[y\\]",
    "<anki-mathjax>x</anki-mathjax>",
    "image-occlusion:rect:left=0",
    "{{=<% %>=}}",
)
ANKI_READS = re.compile(
    r"\{\{|\}\}|::|\[sound:|\[/?anki:|\[\[type:|\[/?latex\]|\[/?\$\$?\]|\\[(\[]|<anki-|image-occlusion:", re.IGNORECASE
)


class Words(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.seen = ""
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Collect attributes."""
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Collect words."""
        self.seen += data


@pytest.mark.parametrize("text", HOSTILE)
def test_text_means_nothing_and_looks_the_same(text: str) -> None:
    """A text of Anki's own marks shows as it was written, and nothing in it can be read."""
    html = defuse_text(text)
    assert not ANKI_READS.search(html)
    words = Words()
    words.feed(html)
    words.close()
    assert words.seen == text


@pytest.mark.parametrize("text", HOSTILE)
def test_attributes_keep_their_value(text: str) -> None:
    """Inside a tag no element is put; the attribute keeps its value."""
    value = text.replace('"', "").replace("<", "").replace("&", "")
    html = defuse(f'<a href="{value}" title=">">x</a>')
    assert not ANKI_READS.search(html)
    words = Words()
    words.feed(html)
    words.close()
    assert words.seen == "x"
    assert words.attributes == [("href", value), ("title", ">")]


@pytest.mark.parametrize("half", ["{", "}", ":", "["])
def test_halves_at_the_end_are_parted(half: str) -> None:
    """One half of a mark at the end of a part cannot become a mark with what follows."""
    html = defuse(f"<b>x</b>{half}")
    assert not html.endswith(half)
    assert unescape(html).endswith(half)


def test_backslash_at_the_end_is_parted() -> None:
    """A backslash at the end of a part opens no formula with a bracket that follows, for Anki or for MathJax."""
    assert defuse("a \\") + defuse("(b)") == "a \\<span></span>(b)"


def test_plain_html_stays_as_it_is() -> None:
    """HTML in which Anki would read nothing is not touched."""
    html = '<p class="a">Ratio 1:2, {x}, [1], f(x) \\ g: <b>yes</b></p>'
    assert defuse(html) == html
