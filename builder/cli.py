"""The command line: options in, one call, report out, exit code. The only room that prints or exits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from builder import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder.pipeline import Options, Outcome

FAULTY: Final = 1
LACKING: Final = 3
_PAPERS: Final = ("A4", "Letter")
"""As in `builder.config`, which a mere `build --help` need not load."""


def _options(*, writes: bool, paper: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options that commands share."""
    options = [
        click.option(
            "--content",
            type=click.Path(path_type=Path, file_okay=False),
            default=Path("content"),
            show_default=True,
            help="Folder with deck.toml and the chapters.",
        ),
        click.option("--strict", is_flag=True, help="Let warnings fail, too."),
        click.option("-v", "--verbose", is_flag=True, help="Say what each stage did and how long it took."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="Diagnostics as text on stderr, or as JSON on stdout.",
        ),
    ]
    if writes:
        options.append(
            click.option(
                "--dist",
                type=click.Path(path_type=Path, file_okay=False),
                default=Path("dist"),
                show_default=True,
                help="Folder for what is built.",
            )
        )
    if paper:
        options.append(
            click.option("--paper", type=click.Choice(_PAPERS), help="Paper of the PDF, instead of deck.toml's.")
        )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.group(
    epilog="Example: `build all --strict` checks the questions in content/ and writes deck, PDF and HTML into dist/.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="cardpress", message="%(prog)s %(version)s")
def main() -> None:
    """Turn Markdown questions and answers into an Anki deck, printed sheets and a web handout."""


@main.command("all", epilog="Example: build all --content content --dist dist --paper Letter")
@_options(writes=True, paper=True)
def build_all(**said: Any) -> None:  # noqa: ANN401 (Click hands options by name)
    """Build everything that deck.toml names: by default deck, study sheet and handout."""
    _build((), said)


@main.command(epilog="Example: build anki -v")
@_options(writes=True)
def anki(**said: Any) -> None:  # noqa: ANN401
    """Build the Anki deck (.apkg)."""
    _build(("anki",), said)


@main.command(epilog="Example: build pdf sheet --paper Letter")
@click.argument("sheets", nargs=-1, type=click.Choice(["sheet"]))
@_options(writes=True, paper=True)
def pdf(sheets: tuple[str, ...], **said: Any) -> None:  # noqa: ANN401
    """Build the printed study sheet (PDF)."""
    _build(sheets or ("sheet",), said)


@main.command(epilog="Example: build html --dist public")
@_options(writes=True)
def html(**said: Any) -> None:  # noqa: ANN401
    """Build the web handout, one HTML file that needs no network."""
    _build(("handout",), said)


@main.command(epilog="Example: build check --strict --format json")
@_options(writes=False)
def check(content: Path, form: str, *, strict: bool, verbose: bool) -> None:
    """Find every fault in the source; write nothing."""
    from builder.diagnostics import has_errors
    from builder.pipeline import load
    from builder.report import tally

    loaded = load(content, _Screen(verbose=verbose))
    _tell(loaded.diagnostics, loaded.folder, content, form)
    if not has_errors(loaded.diagnostics, strict=strict):
        more = f" ({tally(loaded.diagnostics)})" if loaded.diagnostics else ""
        click.echo(f"{len(loaded.deck.notes)} cards are in order{more}.", err=True)
    else:
        click.echo(f"{tally(loaded.diagnostics)}.", err=True)
        sys.exit(FAULTY)


def _build(outputs: tuple[str, ...], said: dict[str, Any]) -> None:
    """Build *outputs* and report."""
    from builder.output import CannotWrite
    from builder.pipeline import Options, build

    options = Options(said["content"], said["dist"], outputs, said.get("paper"), said["strict"])
    try:
        outcome = build(options, _Screen(verbose=said["verbose"]))
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    _report(outcome, options, said["form"])


def _report(outcome: Outcome, options: Options, form: str) -> None:
    """Print what a build did, and exit with its code."""
    from builder.diagnostics import has_errors
    from builder.report import made_lines, tally

    _tell(outcome.diagnostics, outcome.folder, options.content, form)
    for line in made_lines(outcome, options.dist):
        click.echo(line, err=form != "text")
    for sentence in outcome.lacking:
        click.echo(sentence, err=True)
    if has_errors(outcome.diagnostics, strict=options.strict):
        click.echo(f"{tally(outcome.diagnostics)}: nothing was written.", err=True)
        sys.exit(FAULTY)
    if outcome.lacking:
        sys.exit(LACKING)


def _tell(diagnostics: tuple[Any, ...], folder: Any, content: Path, form: str) -> None:  # noqa: ANN401
    """Print the diagnostics."""
    from builder.report import diagnostic_lines, diagnostics_json

    if form == "json":
        click.echo(diagnostics_json(diagnostics, folder, content))
        return
    for line in diagnostic_lines(diagnostics, folder, content):
        click.echo(line, err=True)


class _Screen:
    """Tells people on stderr what the build is doing: each stage with ``-v``, else the one under way on a terminal."""

    def __init__(self, *, verbose: bool) -> None:
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
