"""The command that shows a deck without Anki: preview."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING, Final

import click

from builder.cli.options import FAULTY, options
from builder.cli.screen import Screen, tell

if TYPE_CHECKING:
    from pathlib import Path

    from builder.stages import Loaded

_SETTINGS: Final = frozenset({"", "deck.toml"})
"""The folder and the settings: what is wrong there may make it another deck."""


@click.command(epilog="Example: build preview --open")
@options("content", "strict", "verbose", "form", "dist")
@click.option("--open", "opens", is_flag=True, help="Show the page in the browser.")
def preview(content: Path, dist: Path, form: str, *, strict: bool, verbose: bool, opens: bool) -> None:
    """Write one HTML page that shows every card as Anki does, front and back, by day and by night.

    Cards with a fault are told of on the page; the others are shown all the same.
    """
    from builder.diagnostics import Severity, has_errors
    from builder.output import CannotWrite
    from builder.pipeline import load
    from builder.report import tally

    screen = Screen(verbose=verbose)
    loaded = load(content, screen)
    tell(loaded.diagnostics, loaded.folder, content, form)
    of_settings = tuple(one for one in loaded.diagnostics if one.span.path in _SETTINGS)
    if has_errors(of_settings) or not loaded.deck.notes:
        click.echo(f"{tally(loaded.diagnostics)}: nothing was written.", err=True)
        sys.exit(FAULTY)
    try:
        place, cards = _write(loaded, dist, screen)
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{place}  {cards:,} card{'' if cards == 1 else 's'}", err=form != "text")
    if opens and not webbrowser.open(place.resolve().as_uri()):
        click.echo("No browser was found here: open the page yourself.", err=True)
    if has_errors(loaded.diagnostics, strict=strict):
        named = [one for one in loaded.diagnostics if one.rule.severity is not Severity.NOTE]
        click.echo(f"{tally(named)}: the page names them.", err=True)
        sys.exit(FAULTY)


def _write(loaded: Loaded, dist: Path, screen: Screen) -> tuple[Path, int]:
    """Write the page of a deck into *dist*; return its path, and how many cards it shows."""
    from builder.output import Staged
    from builder.pipeline import renew
    from builder.preview.page import preview as page_of
    from builder.watch import stage

    kinds, _ = renew(loaded)
    with stage("preview", screen) as did:
        page, cards = page_of(loaded, kinds)
        did.append(f"{cards:,} cards")
    place = dist / f"{loaded.deck.id}-preview.html"
    with Staged() as staged:
        staged.write(place, page.encode())
        staged.commit()
    return place, cards
