"""From artifacts to files: written beside their places, counted, and put into them, or left away altogether."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from builder.diagnostics import in_order
from builder.identity.lock import NAME as LOCK
from builder.identity.lock import write_lock
from builder.manifest import NAME, Entry, content_digest, kept_entries, manifest
from builder.output import CannotWrite, Staged
from builder.source.files import is_still
from builder.watch import stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from builder.outputs import Made
    from builder.source.files import Source
    from builder.stages import Options, Outcome
    from builder.watch import Watch


def deliver(options: Options, made: Sequence[Made], outcome: Outcome, watch: Watch) -> None:
    """Write all files, read the artifacts back, and put them into their places if no card is lost.

    The lock comes first, for a package whose times no lock knows could not be followed; the manifest comes last. What
    was written, or which card was lost, is put into *outcome*.
    """
    folder, rendered = outcome.loaded.folder, outcome.loaded.rendered
    content = content_digest(rendered, options.paper or rendered.deck.config.print.paper, folder)
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
            digest = hashlib.sha256(data).hexdigest()
            counted = (account.expected, account.found)
            entries.append(Entry(artifact.output, artifact.name, len(data), digest, *counted, artifact.pages, content))
            if artifact.cards is not None:
                outcome.cards[artifact.name] = artifact.cards
        outcome.diagnostics = in_order([*outcome.diagnostics, *lost])
        if lost:
            return
        kept = kept_entries(options.dist, rendered.deck.id, [entry.name for entry in entries])
        staged.write(options.dist / NAME, manifest(rendered.deck, [*entries, *kept], content))
        staged.commit()
    outcome.entries = tuple(entries)
    outcome.outdated = tuple(entry.name for entry in kept if entry.content != content)


def _check_unchanged(path: Path, read: Source | None) -> None:
    """Raise `CannotWrite` where the lock is no longer the one that was *read*: another build, or git, was quicker."""
    there = path.exists()
    if there != (read is not None) or (read and not is_still(path.read_bytes(), read)):
        raise CannotWrite(f"{path} has changed since this build began; build again.")
