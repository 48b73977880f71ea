r"""Keeping an author's text an author's text: what Anki would read as its own in a field is taken apart.

Anki looks for its marks in the raw text of a field, before any browser sees it, so there a character reference
parts them and the card shows the same. MathJax alone looks for `\(` and `\[` at what the browser shows, within one
run of text, so those are parted by an element. (Anki's `cloze.rs`, `text.rs`, `latex.rs`; MathJax's `HTMLDomStrings`.)
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from re import Match

_MARKS: Final = re.compile(
    r"([{}:])(?=\1)"
    r"|\[(?=sound:|/?anki:|\[?type:|/?latex\]|/?\${1,2}\])"
    r"|(?<=image-occlusion):",
    re.IGNORECASE,
)
"""The first character of each mark that Anki looks for in the raw text."""
_HALVES: Final = ("{", "}", ":", "[")
_MATH: Final = re.compile(r'(?P<tag><(?:[^>"]|"[^"]*")*>)|\\(?P<bracket>[(\[])')


def defuse(html: str) -> str:
    """Return *html*, whole or a part of a field, so that it looks the same and means nothing to Anki.

    One half of a mark is taken apart at the end too, for the next part may begin with the other.
    """
    parted = _MARKS.sub(lambda match: _reference(match[0][0]), html)
    if parted.endswith(_HALVES):
        parted = parted[:-1] + _reference(parted[-1])
    elif parted.endswith("\\"):
        parted += "<span></span>"
    return _MATH.sub(_part_math, parted) if "\\(" in parted or "\\[" in parted else parted


def defuse_text(text: str) -> str:
    """Return plain *text* as HTML that means nothing to Anki."""
    return defuse(escape(text, quote=False))


def _part_math(match: Match[str]) -> str:
    """Return MathJax's opening bracket parted: by an element in text, by a reference in a tag, where none can be."""
    if match["tag"]:
        return match[0].replace("\\(", "&#92;(").replace("\\[", "&#92;[")
    return rf"\<span>{match['bracket']}</span>"


def _reference(character: str) -> str:
    """Return a character reference."""
    return f"&#{ord(character)};"
