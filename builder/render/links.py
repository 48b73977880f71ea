"""Where a link leads: to another place in the deck, out onto the web, or nowhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from builder.render.fragment import LinkEnd, LinkStart
from builder.source.mediatype import ENDINGS
from builder.source.near import did_you_mean

if TYPE_CHECKING:
    from builder.render.setting import Targets

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ALLOWED: Final = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Link:
    """What stands around the text of a link; nothing where the outputs do not show its target."""

    start: LinkStart | str = ""
    end: LinkEnd | str = ""
    fault: str = ""
    hint: str = ""


class Links:
    """The links of one file."""

    def __init__(self, targets: Targets, path: str) -> None:
        """Resolve addresses as the file *path* below the content folder writes them."""
        self._targets = targets
        self._path = path

    def to(self, address: str, title: str) -> Link:
        """Return the link to *address*."""
        if found := _SCHEME.match(address):
            if found[1].lower() in _ALLOWED:
                said = f' title="{escape(title)}"' if title else ""
                return Link(f'<a href="{escape(address)}"{said}>', "</a>")
            message = f"A link cannot lead to `{found[1]}:`."
            return Link(fault=message, hint="Links lead to https:, mailto: or a place in the deck.")
        if not address:
            return Link(fault="This link leads nowhere.", hint="Write an address in the round brackets.")
        file, _, anchor = address.partition("#")
        if file and not self._is_chapter(file):
            message = f"The link leads to `{file}`, which is no chapter of this deck."
            hint = "Link to a chapter, `file.md#id`, or to an address with https:."
            if posixpath.splitext(unquote(file).lower())[1] in ENDINGS:
                hint = f"To show or play the file itself, write `![what it is]({file})`."
            return Link(fault=message, hint=hint)
        return self._inside(file, unquote(anchor))

    def _is_chapter(self, file: str) -> bool:
        """Say whether *file* names a chapter."""
        return self._chapter(file) in self._targets.files

    def _chapter(self, file: str) -> str:
        """Return the path of a chapter below the content folder."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._path), unquote(file)))

    def _inside(self, file: str, name: str) -> Link:
        """Return the link to the id *name*, or to the chapter *file*."""
        if not name:
            return _around(self._targets.files[self._chapter(file)] if file else None)
        if name not in self._targets.anchors:
            hint = did_you_mean(name, self._targets.anchors, "Give the place that is meant an id, `{#…}`.")
            return Link(fault=f"Nothing in the deck has the id `{name}`.", hint=hint)
        return _around(self._targets.anchors[name])


def _around(anchor: str | None) -> Link:
    """Return the link to *anchor*; text alone where no output shows the target."""
    return Link(LinkStart(anchor), LinkEnd()) if anchor else Link()
