"""Reading a handout back: what a browser would find in the file, for the account.

It asks nothing of the records that the handout was made of, only of its HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements without an end tag (HTML Living Standard, 13.1.2)."""

_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp"),
        *("rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "math"),
    )
)
"""Elements that part no words; all others stand on lines of their own."""

_SILENT: Final = frozenset({"math", "script", "style", "template", "title"})
_MATH: Final = "math"
_NOTE_ROLES: Final = frozenset({"doc-noteref", "doc-backlink"})
_FURNITURE: Final = frozenset({"permalink", "step"})
"""Classes of what leads away from a question."""


@dataclass(frozen=True, slots=True)
class HandoutContents:
    """What a handout holds."""

    anchors: tuple[str, ...]
    """All ids, in the order of the file; one that stands twice is here twice."""
    texts: Mapping[str, str]
    """The words under the anchor of each question and card up to the end of its element, in one line; what a card
    inside it holds is the card's alone. Formulas, the marks of footnotes, permalinks and links to neighbours
    are left aside."""
    formulas: Mapping[str, tuple[str, ...]]
    """The ``alttext`` of the formulas there, in order."""


def read_handout(html: str) -> HandoutContents:
    """Return what the handout *html* holds.

    An anchor is a question's or a card's when it has no underscore, as `design.md` says.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return HandoutContents(
        tuple(reader.anchors),
        {anchor: " ".join("".join(pieces).split()) for anchor, pieces in reader.texts.items()},
        {anchor: tuple(formulas) for anchor, formulas in reader.formulas.items()},
    )


class _Reader(HTMLParser):
    """Gathers anchors and the text under them."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        super().__init__(convert_charrefs=True)
        self.anchors: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.formulas: dict[str, list[str]] = {}
        self._open: list[tuple[str, str | None]] = []
        """The open elements from outside in: the name, and the card whose text stands in it."""
        self._silent_from: int | None = None
        """How many elements were open when the outermost one began whose words do not count."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        values = dict(attrs)
        card = self._card()
        if anchor := values.get("id"):
            self.anchors.append(anchor)
            if "_" not in anchor:
                card = anchor
                self.texts.setdefault(card, [])
                self.formulas.setdefault(card, [])
        if card is not None and tag == _MATH and (latex := values.get("alttext")):
            self.formulas[card].append(latex)
        self._part(tag, card)
        if tag in _VOID:
            return
        if self._silent_from is None and (tag in _SILENT or _is_furniture(values)):
            self._silent_from = len(self._open)
        self._open.append((tag, card))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element of MathML; in HTML the slash says nothing."""
        self.handle_starttag(tag, attrs)
        if any(name == _MATH for name, _ in self._open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open *tag* and what was left open in it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                self._part(tag, self._open[index][1])
                del self._open[index:]
                if self._silent_from is not None and self._silent_from >= index:
                    self._silent_from = None
                return

    def handle_data(self, data: str) -> None:
        """Take a piece of text."""
        card = self._card()
        if card is not None and self._silent_from is None:
            self.texts[card].append(data)

    def _card(self) -> str | None:
        """Return the anchor of the card whose text stands here."""
        return self._open[-1][1] if self._open else None

    def _part(self, tag: str, card: str | None) -> None:
        """Keep the words before and after a block apart."""
        if card is not None and tag not in _INLINE:
            self.texts[card].append(" ")


def _is_furniture(attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element with *attributes* is a footnote's mark, its way back, or leads away."""
    return attributes.get("role") in _NOTE_ROLES or not _FURNITURE.isdisjoint((attributes.get("class") or "").split())
