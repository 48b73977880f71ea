"""What a build is to those who have an earlier release: the comparison behind `build diff` and its line in a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity.lock import NAME
from builder.releases.breaches import other_deck
from builder.releases.changes import Changes, changes
from builder.releases.history import HistoryError, Release, find_release
from builder.releases.report import short
from builder.source.said import first_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.identity.lock import Line
    from builder.stages import Loaded


def compared_with(release: Release, loaded: Loaded, lines: Sequence[Line]) -> Changes:
    """Return what learners who have *release* get with *lines*, the lock after a build of *loaded*."""
    deck = loaded.deck
    if release.lock.deck_id != deck.id:
        return Changes((), (), 0, (other_deck(release.lock.deck_id, deck.id, release.name),))
    return changes(
        release.lock.lines,
        lines,
        release.name,
        decks=tuple(dict.fromkeys(chapter.deck for chapter in deck.chapters)),
        places={note.guid: first_line(note.card) for note in deck.notes},
        unshipped={note.guid for note in deck.notes if not note.in_anki},
        is_package=release.is_package,
    )


def in_a_line(loaded: Loaded, lines: Sequence[Line]) -> str:
    """Return in one line what has changed since the last release; nothing where there is none to compare with."""
    try:
        release = find_release(None, loaded.folder.root)
    except HistoryError:
        return ""
    found = compared_with(release, loaded, lines)
    wrong = " Not all of it would reach learners as it should: see `build diff`." if found.diagnostics else ""
    return short(found, release.name) + wrong


def check_lost(loaded: Loaded, lines: Sequence[Line], package: Path) -> tuple[Diagnostic, ...]:
    """Return whether learners of *package*, the last build's, would miss changes for want of a lock.

    A build that begins anew goes back in time: its changes never arrive, and some cards arrive twice.
    """
    try:
        release = find_release(str(package), loaded.folder.root) if package.is_file() else None
    except HistoryError:
        return ()  # no package of ours, so nothing that it could know
    if release is None:
        return ()
    wrong = [
        one
        for one in compared_with(release, loaded, lines).diagnostics
        if one.rule in {faults.TIME_BACK, faults.GUID_CHANGED}
    ]
    if not wrong:
        return ()
    count = f"{len(wrong)} change{'' if len(wrong) == 1 else 's'}"
    message = f"There is no deck.lock, so that learners of the last {package.name} miss {count} for ever."
    hint = "If anybody has it, take deck.lock from an older commit, or run `build lock --from` with their package."
    return (Diagnostic(faults.LOCK_LOST, Span(NAME, 0, 0), message, hint),)
