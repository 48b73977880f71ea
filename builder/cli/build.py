"""The commands that build, and the one that only looks: all, anki, pdf, html, check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from builder.cli.options import FAULTY, LACKING, is_locked, options
from builder.cli.printing import Grouped, check_use, flags, printing
from builder.cli.screen import Screen, tell
from builder.cli.webbing import web_flags, webbing

if TYPE_CHECKING:
    from pathlib import Path

    from builder.settings import Flags
    from builder.stages import Options, Outcome

PRINTS: Final = ("sheet", "cards", "quiz")
"""What `build pdf` makes; without a name the first of them."""
_SHARED: Final = ("content", "strict", "verbose", "form")


@click.command("all", epilog="Example: build all --content content --dist dist --paper Letter")
@options(*_SHARED, "dist", "paper", "locked")
def all_outputs(**said: Any) -> None:  # noqa: ANN401 (Click hands options by name)
    """Build everything that deck.toml names: by default deck, study sheet and handout."""
    _build((), said, renews=True)


@click.command(epilog="Example: build anki -v")
@options(*_SHARED, "dist", "locked")
def anki(**said: Any) -> None:  # noqa: ANN401
    """Build the Anki deck (.apkg)."""
    _build(("anki",), said, renews=True)


@click.command(cls=Grouped, epilog="Example: build pdf sheet cards --paper Letter --duplex short-edge")
@click.argument("names", metavar="[sheet] [cards] [quiz]", nargs=-1, type=click.Choice(PRINTS))
@printing
@options(*_SHARED, "dist")
@click.pass_context
def pdf(ctx: click.Context, /, names: tuple[str, ...], **said: Any) -> None:  # noqa: ANN401
    """Build PDFs to print: the study sheet, cards to cut out, a quiz with its key.

    Without a name it is the study sheet. What a flag does not say stands in deck.toml under [print], [cards] and
    [quiz].
    """
    outputs = tuple(name for name in PRINTS if name in (names or PRINTS[:1]))
    check_use(ctx.command, said, outputs)
    _build(outputs, said)


@click.command(epilog="Example: build html --split --base-url https://example.org/cv/")
@webbing
@options(*_SHARED, "dist")
def html(**said: Any) -> None:  # noqa: ANN401
    """Build the web handout, one HTML file that needs no network, or a folder with a page for each chapter.

    What a flag does not say stands in deck.toml under [handout].
    """
    _build(("handout",), said, web_flags(said))


@click.command(epilog="Example: build check --strict --format json")
@options(*_SHARED)
def check(content: Path, form: str, *, strict: bool, verbose: bool) -> None:
    """Find every fault in the source; write nothing."""
    from builder.diagnostics import has_errors
    from builder.pipeline import load
    from builder.report import tally

    loaded = load(content, Screen(verbose=verbose))
    tell(loaded.diagnostics, loaded.folder, content, form)
    if not has_errors(loaded.diagnostics, strict=strict):
        more = f" ({tally(loaded.diagnostics)})" if loaded.diagnostics else ""
        click.echo(f"{len(loaded.deck.notes)} cards are in order{more}.", err=True)
    else:
        click.echo(f"{tally(loaded.diagnostics)}.", err=True)
        sys.exit(FAULTY)


def _build(
    outputs: tuple[str, ...], said: dict[str, Any], set_by: Flags | None = None, *, renews: bool = False
) -> None:
    """Build *outputs* and report; what flags say instead of `deck.toml` is *set_by* them, else by those of PDFs."""
    from builder.output import CannotWrite
    from builder.pipeline import build
    from builder.stages import Options

    wanted = Options(
        content=said["content"],
        dist=said["dist"],
        outputs=outputs,
        flags=set_by or flags(said),
        strict=said["strict"],
        renews=renews,
        locked=is_locked(said=said.get("locked")),
    )
    try:
        outcome = build(wanted, Screen(verbose=said["verbose"]))
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    _report(outcome, wanted, said["form"])


def _report(outcome: Outcome, wanted: Options, form: str) -> None:
    """Print what a build did, and exit with its code."""
    from builder.diagnostics import has_errors
    from builder.releases.compare import in_a_line
    from builder.report import made_lines, tally

    tell(outcome.diagnostics, outcome.loaded.folder, wanted.content, form)
    for line in made_lines(outcome, wanted):
        click.echo(line, err=form != "text")
    if wanted.renews and outcome.entries and (line := in_a_line(outcome.loaded, outcome.lines)):
        click.echo(line, err=form != "text")
    for sentence in outcome.lacking:
        click.echo(sentence, err=True)
    if has_errors(outcome.diagnostics, strict=wanted.strict):
        click.echo(f"{tally(outcome.diagnostics)}: nothing was written.", err=True)
        sys.exit(FAULTY)
    if outcome.lacking:
        sys.exit(LACKING)
