"""What people see while a build runs, and the diagnostics at its end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from builder.source.files import Folder


class Screen:
    """Tells people on stderr what the build is doing: each stage with ``-v``, else the one under way on a terminal."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._is_live = not verbose and sys.stderr.isatty()

    def begin(self, stage: str) -> None:
        """Show the stage under way."""
        if self._is_live:
            click.echo(f"\r\x1b[K{stage} …", err=True, nl=False)

    def end(self, stage: str, did: str, seconds: float) -> None:
        """Show what a stage did, or wipe its line out."""
        if self._is_live:
            click.echo("\r\x1b[K", err=True, nl=False)
        elif self._verbose:
            click.echo(f"{seconds:7.2f} s  {stage}: {did}", err=True)


def tell(diagnostics: tuple[Diagnostic, ...], folder: Folder, content: Path, form: str) -> None:
    """Print the diagnostics."""
    from builder.report import diagnostic_lines, diagnostics_json

    if form == "json":
        click.echo(diagnostics_json(diagnostics, folder, content))
        return
    for line in diagnostic_lines(diagnostics, folder, content):
        click.echo(line, err=True)
