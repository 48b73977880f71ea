"""Where a place of the deck is, and where a file is that a page shows: the one thing that parts a page from a site."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSETS: Final = "assets"
"""The folder of a site that holds all but its pages."""


class Places(Protocol):
    """What the texts of one page must know of what lies around them."""

    @property
    def page(self) -> str:
        """The file name of the page; empty where there is only one."""

    def link(self, anchor: str) -> str:
        """Return the address of the place *anchor* of the deck, as the page writes it."""

    def file(self, name: str, mime: str, data: bytes) -> str:
        """Return the address of a file that the page shows."""


class OneFile:
    """A page that holds the whole deck, and all files that it shows."""

    page: Final = ""

    def link(self, anchor: str) -> str:
        """Return the address of a place on the page."""
        return f"#{anchor}"

    def file(self, name: str, mime: str, data: bytes) -> str:  # noqa: ARG002 (a file inside a page has no name)
        """Return an address that is the file itself (RFC 2397)."""
        return f"data:{mime};base64,{b64encode(data).decode()}"


@dataclass(frozen=True, slots=True)
class OnePage:
    """One page of a site: a folder with a page for each chapter, and the files of all in `ASSETS`."""

    page: str
    """Its file name."""
    pages: Mapping[str, str]
    """The page of each anchor of the deck."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Filled with the files that the pages of the site show, by their names in `ASSETS`."""

    def link(self, anchor: str) -> str:
        """Return the address of a place on this page, or on another."""
        page = self.pages[anchor]
        return f"#{anchor}" if page == self.page else f"{page}#{anchor}"

    def file(self, name: str, mime: str, data: bytes) -> str:  # noqa: ARG002 (a server tells the type by the name)
        """Return the address of a file in `ASSETS`, and keep it."""
        self.files[name] = data
        return f"{ASSETS}/{name}"
