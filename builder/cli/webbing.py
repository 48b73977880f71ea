"""The flags of `build html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from builder.cli.flags import Flag, settings_by, taking

if TYPE_CHECKING:
    from builder.settings import Flags

_FLAGS: Final = (
    Flag(
        ("--split/--no-split",),
        ("handout.split",),
        "Make a folder with a page for each chapter, or one file.  [default: one file]",
    ),
    Flag(
        ("--base-url",),
        ("handout.base_url",),
        "Where it will be on the web, for links to it and for search engines.",
        type=str,
        metavar="URL",
    ),
)

webbing = taking(_FLAGS)
"""Adds the flags to a command."""


def web_flags(said: dict[str, Any]) -> Flags:
    """Return what the flags among *said*, options by their names, set."""
    return settings_by(_FLAGS, said)
