"""The commands about who each card is: ids, diff, lock, verify."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import FAULTY, LACKING, options
from builder.cli.screen import Screen, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.idlist import Unwritten
    from builder.releases.changes import Changes
    from builder.releases.history import Release
    from builder.stages import Loaded


@click.command(epilog="Example: build ids --write")
@options("content", "form")
@click.option("--write", "writes", is_flag=True, help="Write them into the source, which changes in nothing else.")
def ids(content: Path, form: str, *, writes: bool) -> None:
    """Show the ids that cards go by without having one written, or write them in."""
    from builder.idlist import unwritten, write
    from builder.output import CannotWrite

    loaded = _load(content, form)
    rows = unwritten(loaded)
    left: Sequence[Unwritten] = rows
    if writes:
        try:
            outcome = write(loaded, rows)
        except CannotWrite as error:
            raise click.ClickException(str(error)) from error
        left = outcome.left
        count = len(outcome.written)
        click.echo(f"{count} id{'' if count == 1 else 's'} written.", err=True)
    if form == "json":
        click.echo(json.dumps(list(_id_rows(loaded, left, content)), ensure_ascii=False, indent=2))
        return
    for row in _id_rows(loaded, left, content):
        click.echo(f"{row['path']}:{row['line']}:{row['column']}: {row['id']}  ({row['origin']})")
    if not rows:
        click.echo("Every card has an id written in its source.", err=True)
    elif not writes:
        click.echo(f"`build ids --write` writes {len(rows)} of them into the source.", err=True)
    elif left:
        click.echo(
            "Those above are left to you: they may be older cards, or have no line that can carry an id.", err=True
        )


def _load(content: Path, form: str = "text") -> Loaded:
    """Return the deck; where the source is at fault, print the faults in the *form* that was asked for, and exit."""
    from builder.diagnostics import has_errors
    from builder.pipeline import load
    from builder.report import tally

    loaded = load(content, Screen())
    if has_errors(loaded.diagnostics):
        tell(loaded.diagnostics, loaded.folder, content, form)
        click.echo(f"{tally(loaded.diagnostics)}: nothing was done.", err=True)
        sys.exit(FAULTY)
    return loaded


def _id_rows(loaded: Loaded, rows: Sequence[Unwritten], content: Path) -> Iterator[dict[str, str | int]]:
    """Yield the rows of a listing."""
    from builder.source.files import position

    files = {file.path: file for file in loaded.folder.chapters}
    for row in rows:
        line, column = position(files[row.place.path], row.place.start)
        path = (content / row.place.path).as_posix()
        yield {"path": path, "line": line, "column": column, "id": row.note.id, "origin": row.origin.value}


@click.command(epilog="Example: build diff v1.2 --format markdown > notes.md")
@click.argument("old", required=False)
@options("content")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for release notes, or for programs.",
)
def diff(old: str | None, content: Path, form: str) -> None:
    """Show what changed since a release, card by card, and fail where learners would lose by it.

    OLD is a tag or another reference of git, a published .apkg, or a deck.lock; by default the newest tag at or below
    this commit that holds a lock, else HEAD.
    """
    from builder.diagnostics import has_errors
    from builder.pipeline import renew
    from builder.releases.compare import compared_with
    from builder.report import diagnostic_lines

    release = _release(old, content)
    loaded = _load(content)
    found = compared_with(release, loaded, renew(loaded)[1])
    click.echo(_written_diff(found, release.name, loaded, form), nl=False)
    for line in diagnostic_lines(found.diagnostics, loaded.folder, content):
        click.echo(line, err=True)
    if old is None and not found.cards:
        click.echo("To see what another release brought, name an older one: `build diff OLD`.", err=True)
    if has_errors(found.diagnostics):
        sys.exit(FAULTY)


def _release(said: str | None, content: Path) -> Release:
    """Return the release *said*; where it cannot be had, the command was used wrongly, and ends."""
    from builder.releases.history import HistoryError, find_release

    try:
        return find_release(said, content)
    except HistoryError as error:
        raise click.UsageError(str(error)) from error


def _written_diff(found: Changes, since: str, loaded: Loaded, form: str) -> str:
    """Return a comparison in the form that was asked for."""
    from builder.releases.notes import markdown
    from builder.releases.report import as_json, text
    from builder.source.said import said

    config = loaded.deck.config
    if form == "json":
        return as_json(found, since, config)
    texts = {note.guid: said(note.card) for note in loaded.deck.notes}
    return (markdown if form == "markdown" else text)(found, since, config, texts)


@click.command(epilog="Example: build lock --from published.apkg")
@click.option("--from", "published", required=True, metavar="OLD", help="The published .apkg, a deck.lock, or a tag.")
@options("content")
def lock(published: str, content: Path) -> None:
    """Make a lost or reverted deck.lock again from what was published."""
    from builder.diagnostics import has_errors
    from builder.faults import BROKEN
    from builder.identity.lock import NAME, write_lock
    from builder.output import CannotWrite, Staged
    from builder.pipeline import read
    from builder.releases.breaches import other_deck
    from builder.releases.restore import restore

    release = _release(published, content)
    source = read(content, Screen())
    # What is broken in the lock is what this is for.
    unread = tuple(one for one in source.diagnostics if one.span.path == NAME and one.rule in BROKEN)
    found = tuple(one for one in source.diagnostics if one not in unread)
    if release.lock.deck_id != source.config.id:
        found = (*found, other_deck(release.lock.deck_id, source.config.id, release.name))
    if has_errors(found):
        tell(found, source.folder, content, "text")
        click.echo("deck.lock was not written.", err=True)
        sys.exit(FAULTY)
    made = restore(source, release.lock.lines)
    tell((*unread, *made.diagnostics), source.folder, content, "text")
    place = content / NAME
    try:
        with Staged() as staged:
            staged.write(place, write_lock(source.config.id, made.lines).encode())
            staged.commit()
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    known = f"{made.found} cards of the source ({made.changed} changed since)"
    gone = f"{made.only_published} that are gone from it"
    click.echo(f"{place} is made again from {release.name}: it knows {known}, and {gone}. Run `build all` next.")
    if unread:
        click.echo("What of the old lock could not be read, as told above, is left out.", err=True)


@click.command(epilog="Example: build verify published.apkg")
@click.argument("old", required=False, type=click.Path(path_type=Path, dir_okay=False))
@options("content", "dist")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the report."
)
def verify(old: Path | None, content: Path, dist: Path, form: str) -> None:
    """Import the built package in Anki after a published one, as a learner would, and see whether anything is lost.

    OLD is the package that learners have; without it the new one is imported twice.
    """
    from builder.diagnostics import has_errors
    from builder.pipeline import read
    from builder.verify import CannotVerify, lacking, report_json, report_lines
    from builder.verify import verify as check

    if sentence := lacking():
        click.echo(sentence, err=True)
        sys.exit(LACKING)
    source = read(content, Screen())
    of_settings = tuple(one for one in source.diagnostics if one.span.path in {"", "deck.toml"})
    if has_errors(of_settings):
        tell(of_settings, source.folder, content, "text")
        sys.exit(FAULTY)
    new = dist / f"{source.config.id}.apkg"
    if not new.is_file():
        raise click.UsageError(f"There is no {new} yet: run `build anki` first.")
    try:
        report = check(old, new)
    except CannotVerify as error:
        raise click.UsageError(str(error)) from error
    click.echo(report_json(report) if form == "json" else "\n".join(report_lines(report)))
    if not report.ok:
        sys.exit(FAULTY)
