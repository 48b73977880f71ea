"""The options that commands share, and the codes that they exit with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from builder.settings import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTY: Final = 1
"""The content is at fault."""
LACKING: Final = 3
"""A library of the system, or an extra, is not there."""


class Words(click.Choice[str]):
    """The type of an option that takes one of some words, in small letters or not."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Return the word that *value* is."""
        meant = {word.casefold(): word for word in self.choices}.get(str(value).casefold(), value)
        return super().convert(meant, param, ctx)


_OPTIONS: Final = {
    "content": click.option(
        "--content",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("content"),
        show_default=True,
        help="Folder with deck.toml and the chapters.",
    ),
    "dist": click.option(
        "--dist",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("dist"),
        show_default=True,
        help="Folder for what is built.",
    ),
    "paper": click.option("--paper", type=Words(PAPERS), help="Paper of the PDFs, instead of deck.toml's."),
    "locked": click.option(
        "--locked/--no-locked",
        default=None,
        help="Fail where deck.lock would have to change, and write it never.  [default: locked where CI is set]",
    ),
    "strict": click.option("--strict", is_flag=True, help="Let warnings fail, too."),
    "verbose": click.option("-v", "--verbose", is_flag=True, help="Say what each stage did and how long it took."),
    "form": click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Diagnostics as text on stderr, or as JSON on stdout.",
    ),
}


def options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options *names*, in the order of the help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed([name for name in _OPTIONS if name in names]):
            command = _OPTIONS[name](command)
        return command

    return add


def is_locked(*, said: bool | None) -> bool:
    """Return whether the lock may not be written: as was *said*, else in CI, where nobody would commit it."""
    if said is not None:
        return said
    return os.environ.get("CI", "").strip().casefold() not in {"", "0", "false"}
