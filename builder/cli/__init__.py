"""The command line: options in, one call, report out, exit code. The only room that prints or exits."""

from __future__ import annotations

from builder.cli.build import all_outputs, anki, check, html, pdf
from builder.cli.group import main
from builder.cli.identity import diff, ids, lock, verify
from builder.cli.preview import preview

for command in (all_outputs, anki, pdf, html, preview, check, ids, diff, lock, verify):
    main.add_command(command)

__all__ = ["main"]
