"""Plain words for HTML: for labels, titles and descriptions of pages, where no markup can stand."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from builder.render.fragment import untagged

LONGEST_SUMMARY: Final = 160
"""Characters of a page's description; search engines show no more."""

_MATHML: Final = re.compile(r'<math(?: alttext="([^"]*)")?.*?</math>', re.DOTALL)
"""A formula of ours, whose words are its first attribute."""
_BREAK: Final = re.compile(r"</?(?:p|li|h[1-6]|t[dh]|tr|d[dt]|pre|div|br)\b")
"""Tags that part words."""
_UNSAID: Final = re.compile(r'<sup class="note-mark">.*?</sup>|<figure\b.*?</figure>|<(h[1-6])\b.*?</\1>', re.DOTALL)
"""What is no sentence of a text: the marks of footnotes, figures, sub-headings."""


def words(html: str) -> str:
    """Return the text of *html* in one line, with what its formulas say: for labels, where no markup can stand."""
    said = _MATHML.sub(lambda math: math[1] or "…", html)
    return " ".join(unescape(untagged(_BREAK.sub(r" \g<0>", said))).split())


def summary(html: str) -> str:
    """Return what *html* says first, as plain text: what a search engine shows of a page (`LONGEST_SUMMARY`)."""
    return shortened(words(_UNSAID.sub("", html)))


def shortened(text: str) -> str:
    """Return *text*, cut at a word's end where it is longer than `LONGEST_SUMMARY`."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return f"{text[:LONGEST_SUMMARY].rpartition(' ')[0].rstrip(' ,;:–-') or text[: LONGEST_SUMMARY - 1]}…"
