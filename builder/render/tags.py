"""Raw HTML tags in a text, and what of them the sanitizer will take out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.render.sanitize import allowed_value, removed
from builder.source.files import BAD
from builder.source.htmlblocks import without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LONGEST_NUMBER: Final = 8
_ATTRIBUTE: Final = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_INSTEAD: Final = {
    "img": "Write an image as `![what is to be seen](file.svg)`.",
    "audio": "Write a sound as `![what is heard](file.mp3)`.",
    "video": "Write a film as `![what is seen](file.mp4)`.",
}


def removed_tags(html: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where in *html* something is taken out, what it is, and what to write instead."""
    for found in _TAG.finditer(without_comments(html)):
        name = found[1].lower()
        gone = [*removed(name, []), *_lost_attributes(name, found[2])]
        if gone:
            listed = ", ".join(f"`{what}`" for what in dict.fromkeys(gone))
            hint = _INSTEAD.get(name, "Write it in Markdown, or take it away.")
            yield found.start(), found.end(), f"This HTML is not allowed and was taken out: {listed}.", hint


def harmless(html: str) -> str:
    """Return *html* without numeric references to characters that no text may hold, such as those of our tickets."""
    return _REFERENCE.sub(lambda found: found[0] if referred(found[0]) != "\ufffd" else "\ufffd", html)


def referred(reference: str) -> str:
    """Return the character that a numeric *reference*, ``&#…;``, names: U+FFFD where no text may hold it."""
    found = _REFERENCE.match(reference)
    digits = (found[1] or found[2]).lstrip("0") if found else ""
    if not found or not digits or len(digits) > _LONGEST_NUMBER:
        return "\ufffd"
    number = int(digits, 16 if found[1] else 10)
    is_character = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character and not BAD.fullmatch(chr(number)) else "\ufffd"


def _lost_attributes(name: str, said: str) -> Iterator[str]:
    """Yield the attributes of a tag that do not stay."""
    if removed(name, []):
        return
    for found in _ATTRIBUTE.finditer(said):
        attribute = found[1].lower()
        value = next((group for group in found.group(2, 3, 4) if group is not None), "")
        if allowed_value(name, attribute, value) != value:
            yield attribute
