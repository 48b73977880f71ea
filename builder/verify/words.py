"""What the check says to an author: the numbers first, then each failure in a sentence, and what to do."""

from __future__ import annotations

import shlex
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.verify.report import Finding, Report

LOSSES: Final = frozenset({"card-lost", "duplicate", "guid-twice", "history-moved", "review-lost", "schedule-changed"})
"""Failures that cost a learner reviews."""
WARNINGS: Final = frozenset({"asks-something-else", "new-note-type", "now-empty", "older-words", "sent-again"})
"""What may be meant."""
_OLD: Final = "OLD.apkg"
"""In the cures: the package that learners have."""
_GUIDS: Final = "Give each card the GUID that it had: `build lock --from OLD.apkg`, then build again."
_TIMES: Final = "Take deck.lock's times from the last release: `build lock --from OLD.apkg`, then build again."
_OURS: Final = "This is a fault of the build, not of the source: please report it with both packages."
CURES: Final = {
    "asks-something-else": "If that is not meant, write the numbers that the texts had, as in {{c2::text}}.",
    "card-lost": _OURS,
    "conflicting": "Bring back the fields and templates of the release: Anki never updates these notes otherwise.",
    "database": _OURS,
    "deck-changed": _OURS,
    "duplicate": _GUIDS,
    "edit-overwritten": _TIMES,
    "edit-stuck": _TIMES,
    "from-future": "Set the clock of this machine, take deck.lock's times back, and build again.",
    "guid-twice": _GUIDS,
    "history-moved": _GUIDS,
    "media-missing": "Put the file back into the content folder, or take it out of the card, and build again.",
    "new-note-type": "If it is the same question, give it back its kind: reviews cannot follow it otherwise.",
    "not-arrived": _OURS,
    "not-settled": _OURS,
    "now-empty": "Anki's “Empty Cards” will offer to delete it with its reviews; say so in the release notes.",
    "older-words": "If they must have the new words, change the card itself, if only by a word.",
    "order": _OURS,
    "review-lost": _OURS,
    "schedule-changed": _OURS,
    "sent-again": "So it is with a card that was changed and changed back, which learners may have got in between.",
    "strangers": "Is OLD a package of this deck? If so, deck.toml's `id` must be the one that it was built with.",
    "style-stuck": _TIMES,
}
"""What to do about each kind of finding."""
_MOST: Final = 10
"""Findings of one kind that are told one by one; the JSON has all."""


def report_lines(report: Report) -> Iterator[str]:
    """Yield what *report* says, line by line."""
    came = f"after {report.old}" if report.old else "imported twice"
    yield f"{report.new}, {came}, in Anki {report.anki}:"
    yield from (f"  {label:<8} {said}" for label, said in _numbers(report))
    yield from _aside(report)
    yield from _told(report.failures, "error", report.old)
    yield from _told(report.warnings, "warning", report.old)
    yield _verdict(report)


def _numbers(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the lines of numbers, each with its label."""
    notes = f"{report.added:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged, "
    notes += f"{report.conflicting:,} conflicting, {report.lost:,} lost"
    yield "notes", f"{notes} ({report.notes_before:,} before, {report.notes_after:,} now)"
    yield "cards", f"{report.cards_before:,} before, {report.cards_after:,} now"
    yield "reviews", _part(report.reviews_kept, report.reviews)
    edits = _part(report.edits_kept, report.edits)
    if report.edits_replaced:
        edits += f"; {report.edits_replaced:,} replaced, for the author changed that very note later"
    yield "edits", edits


def _aside(report: Report) -> Iterator[str]:
    """Yield what is as Anki has it, and no failure."""
    if report.gone:
        yield f"  Not in the package any more: {_count(report.gone, 'note')}; learners keep what they have of it."
    if report.elsewhere:
        yield f"  In another deck now: {_count(report.elsewhere, 'card')}; Anki leaves it where learners have it."
    if report.held_back:
        yield f"  Older than a learner's own edit: changes of {_count(report.held_back, 'note')}; Anki keeps the edit."
    if report.older_form:
        what = _count(report.older_form, "note")
        yield f"  Changed around the card only (headings above, highlighting): {what}; known ones stay as they are."


def _told(findings: Iterable[Finding], severity: str, old: str) -> Iterator[str]:
    """Yield *findings* by their kind, each kind with what to do; *old* is the path of the old package, if any."""
    for code, group in groupby(sorted(findings), key=lambda finding: finding.code):
        told = list(group)
        yield from (f"{severity}[{code}]: {finding.message}" for finding in told[:_MOST])
        if len(told) > _MOST:
            yield f"  … and {len(told) - _MOST:,} more."
        yield f"  {CURES[code].replace(_OLD, shlex.quote(old) if old else _OLD)}"


def _verdict(report: Report) -> str:
    """Return what the author wants to know."""
    if not report.ok:
        many = _count(len(report.failures), "error")
        return f"Do not publish this package: {many}, {_count(report.lost, 'note')} lost."
    said = "No review is lost, and every learner's edit is kept that no later one of the author replaces."
    return f"{said} {_count(len(report.warnings), 'warning')}." if report.warnings else said


def _part(kept: int, whole: int) -> str:
    """Return how much of a whole is kept."""
    return f"{kept:,} of {whole:,} kept"


def _count(number: int, what: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
