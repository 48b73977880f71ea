"""What a side of a card says to whoever reads it, or has it read out, or looks into its source."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset("article br div dd dt figcaption h3 h4 h5 h6 hr li p pre section summary td th time".split())
_UNSEEN: Final = frozenset({"script", "style"})
_OF_ANKI: Final = "data-cloze"
"""Anki itself writes what a blank hides into this attribute, on the front as well."""


def said(html: str) -> str:
    """Return the words of a side, and behind them those of its attributes, parted by single spaces."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join([*reader.words, " | ", *reader.values]).split())


class _Reader(HTMLParser):
    """Collects words, and the values of attributes."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.values: list[str] = []
        self._unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes of a tag."""
        self._unseen = tag in _UNSEEN
        self.values += [f" {value}" for name, value in attrs if value and name != _OF_ANKI]
        if tag in _BLOCKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Part words where a block ends."""
        self._unseen = False
        if tag in _BLOCKS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._unseen:
            self.words.append(data)
