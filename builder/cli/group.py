"""The command `build` itself."""

from __future__ import annotations

import click

from builder import __version__


@click.group(
    epilog="Example: `build all --strict` checks the questions in content/ and writes deck, PDF and HTML into dist/.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="cardpress", message="%(prog)s %(version)s")
def main() -> None:
    """Turn Markdown questions and answers into an Anki deck, printed sheets and a web handout."""
