"""The marks of other Markdown-to-Anki tools, recognised so that an author who moves here is told our form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_UUID: Final = re.compile(r"\([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\)\s*$")
_SUBDECK: Final = re.compile(r"\s*Subdeck:\s", re.IGNORECASE)
_PERCENT: Final = re.compile(r"^%[ \t]*$", re.MULTILINE)
_TAG_LINK: Final = re.compile(r"\[#([^\]\s]+)\]\(\s*\)")
_TAG_CODE: Final = re.compile(r"`\{=:\s*([^:`]*?)\s*:=\}`")


def is_tag_link(text: str) -> bool:
    """Say whether *text* is a tag of md2anki's, in the form of a link without an address."""
    return bool(_TAG_LINK.fullmatch(text))


def foreign_marks(text: str, *, is_heading: bool = False) -> Iterator[tuple[int, int, str, str]]:
    """Yield where in *text* a foreign mark stands, what it is, and what to write instead."""
    if is_heading and (found := _UUID.search(text)):
        hint = "Write a short id of your own, such as `{#what-is-iou}`."
        yield found.start(), found.end(), "A UUID in round brackets is no id here.", hint
    if is_heading and (found := _SUBDECK.match(text)):
        hint = 'Begin a chapter with `#`, and name its deck by `{deck="A::B"}`.'
        yield found.start(), found.end(), "`Subdeck:` makes no deck here.", hint
    for found in _PERCENT.finditer(text):
        hint = "The first block is the answer, the rest is detail; write `***` for a rule."
        yield found.start(), found.end(), "A line `%` parts nothing here.", hint
    for found in _TAG_LINK.finditer(text):
        yield found.start(), found.end(), f"`{found[0]}` is no tag here.", f'Write `{{tags="{found[1]}"}}`.'
    for found in _TAG_CODE.finditer(text):
        yield found.start(), found.end(), f"`{found[0].strip('`')}` is no tag here.", f'Write `{{tags="{found[1]}"}}`.'
