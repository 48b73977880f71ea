"""From artifacts to files: written beside their places, counted, and put into them, or left away altogether."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from builder.diagnostics import in_order
from builder.identity.lock import NAME as LOCK
from builder.identity.lock import write_lock
from builder.manifest import NAME, Entry, Outdated, content_digest, kept_entries, manifest, settings_digest
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
        for artifact in made:
            waiting = staged.write(options.dist / artifact.name, artifact.data)
            with stage(f"account of {artifact.output}", watch) as did:
                data = waiting.read_bytes()
                account = artifact.count(rendered, data)
                did.append(f"{account.found} of {account.expected} cards")
            lost += account.diagnostics
            entries.append(_entry(artifact, data, account, content, order))
            if artifact.cards is not None:
                outcome.cards[artifact.name] = artifact.cards
            if artifact.sheets is not None:
                outcome.sheets[artifact.name] = artifact.sheets
        outcome.diagnostics = in_order([*outcome.diagnostics, *lost])
        if lost:
            return
        kept = kept_entries(options.dist, rendered.deck.id, [entry.name for entry in entries])
        staged.write(options.dist / NAME, manifest(rendered.deck, [*entries, *kept], content))
        staged.commit()
    outcome.entries = tuple(entries)
    outcome.outdated = _outdated(kept, content, order)


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


def _outdated(kept: Sequence[Entry], content: str, order: Order) -> Outdated:
    """Return which of the files that were *kept* do not belong to *content*, as *order* makes it, any more."""
    left = [entry for entry in kept if not is_meant(entry.output, order)]
    older = [entry for entry in kept if entry not in left and entry.content != content]
    current = [entry for entry in kept if entry not in left and entry not in older]
    others = [entry for entry in current if entry.settings != settings_digest(settings_of(entry.output, order))]
    return Outdated(tuple(older), tuple(others), tuple(left))


def _check_unchanged(path: Path, read: Source | None) -> None:
    """Raise `CannotWrite` where the lock is no longer the one that was *read*: another build, or git, was quicker."""
    there = path.exists()
    if there != (read is not None) or (read and not is_still(path.read_bytes(), read)):
        raise CannotWrite(f"{path} has changed since this build began; build again.")
