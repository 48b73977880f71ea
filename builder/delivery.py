"""From artifacts to files: written beside their places, counted, and put into them, or left away altogether."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING

from builder.diagnostics import in_order
from builder.identity.lock import NAME as LOCK
from builder.identity.lock import write_lock
from builder.manifest import (
    NAME,
    Entry,
    Outdated,
    content_digest,
    folder_of,
    kept_entries,
    manifest,
    settings_digest,
)
from builder.output import CannotWrite, Staged
from builder.outputs import is_meant, settings_of
from builder.source.files import is_still
from builder.watch import stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.account import Account
    from builder.diagnostics import Diagnostic
    from builder.outputs import Made, Order
    from builder.render.fragment import RenderedDeck
    from builder.source.files import Source
    from builder.stages import Options, Outcome
    from builder.watch import Watch


def deliver(options: Options, order: Order, made: Sequence[Made], outcome: Outcome, watch: Watch) -> None:
    """Write all files, read the artifacts back, and put them into their places if no card is lost.

    The lock comes first, for a package whose times no lock knows could not be followed; the manifest comes last. What
    was written, or which card was lost, is put into *outcome*.
    """
    folder, rendered = outcome.loaded.folder, outcome.loaded.rendered
    content = content_digest(rendered, folder)
    entries: list[Entry] = []
    lost: list[Diagnostic] = []
    with Staged() as staged:
        if options.renews and not options.locked:
            text = write_lock(rendered.deck.id, outcome.lines)
            staged.write(options.content / LOCK, text.encode())
            _check_unchanged(options.content / LOCK, folder.lock)
            outcome.lock_changed = folder.lock is not None and folder.lock.text != text
        staged.hold(options.dist)
        for output, artifacts in groupby(made, key=lambda artifact: artifact.output):
            waiting = [(artifact, staged.write(options.dist / artifact.name, artifact.data)) for artifact in artifacts]
            with stage(f"account of {output}", watch) as did:
                counted = [_counted(artifact, path, rendered, content, order) for artifact, path in waiting]
                found, expected = (sum(getattr(entry, key) for entry, _ in counted) for key in ("found", "expected"))
                did.append(f"{found} of {expected} cards")
            entries += (entry for entry, _ in counted)
            lost += (one for _, diagnostics in counted for one in diagnostics)
        outcome.cards |= {artifact.name: artifact.cards for artifact in made if artifact.cards is not None}
        outcome.sheets |= {artifact.name: artifact.sheets for artifact in made if artifact.sheets is not None}
        outcome.diagnostics = in_order([*outcome.diagnostics, *lost])
        if lost:
            return
        kept = kept_entries(options.dist, rendered.deck.id, [entry.name for entry in entries])
        for entry in kept:
            staged.hold((options.dist / entry.name).parent)  # a killed build may have left something there
        for entry in (gone := _gone(kept, entries)):
            staged.remove(options.dist / entry.name)
        kept = [entry for entry in kept if entry not in gone]
        staged.write(options.dist / NAME, manifest(rendered.deck, [*entries, *kept], content))
        staged.commit()
    outcome.entries = tuple(entries)
    outcome.outdated = _outdated(kept, content, order)


def _counted(
    artifact: Made, waiting: Path, rendered: RenderedDeck, content: str, order: Order
) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """Return what the manifest says of *artifact*, read back from *waiting*, and what was lost in it."""
    data = waiting.read_bytes()
    account = artifact.count(rendered, data)
    return _entry(artifact, data, account, content, order), account.diagnostics


def _entry(artifact: Made, data: bytes, account: Account, content: str, order: Order) -> Entry:
    """Return what the manifest says of *artifact*, which holds *data*."""
    return Entry(
        output=artifact.output,
        name=artifact.name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        expected=account.expected,
        found=account.found,
        pages=artifact.pages,
        content=content,
        settings=settings_digest(settings_of(artifact.output, order)),
    )


def _gone(kept: Sequence[Entry], made: Sequence[Entry]) -> list[Entry]:
    """Return those of *kept* that lie in a folder that was *made* anew as a whole, and belong to it no more.

    They are pages and figures of an older build, and as it left them.
    """
    folders = {(entry.output, folder) for entry in made if (folder := folder_of(entry.name))}
    return [entry for entry in kept if (entry.output, folder_of(entry.name)) in folders]


def _outdated(kept: Sequence[Entry], content: str, order: Order) -> Outdated:
    """Return which of the files that were *kept* do not belong to *content*, as *order* makes it, any more."""
    left = [entry for entry in kept if not is_meant(entry.output, order)]
    # No content makes a file of the handout out of its folder, or the other way about.
    forms = [
        entry for entry in kept if entry.output == "handout" and bool(folder_of(entry.name)) != order.handout.split
    ]
    rest = [entry for entry in kept if entry not in left and entry not in forms]
    older = [entry for entry in rest if entry.content != content]
    current = [entry for entry in rest if entry.content == content]
    others = [entry for entry in current if entry.settings != settings_digest(settings_of(entry.output, order))]
    return Outdated(tuple(older), (*forms, *others), tuple(left))


def _check_unchanged(path: Path, read: Source | None) -> None:
    """Raise `CannotWrite` where the lock is no longer the one that was *read*: another build, or git, was quicker."""
    there = path.exists()
    if there != (read is not None) or (read and not is_still(path.read_bytes(), read)):
        raise CannotWrite(f"{path} has changed since this build began; build again.")
