"""The check itself: three learners, the packages, and what the rules say of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anki.buildinfo import version

from builder.verify import acts, rules
from builder.verify.case import Packages, Update, pair_up, read_sources
from builder.verify.learner import Learner
from builder.verify.report import Finding, Report
from builder.verify.words import LOSSES, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from builder.verify.learner import Imported
    from builder.verify.state import State

_DAY: Final = 86_400
"""Seconds; a note that is dated further ahead is one from the future."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One learner's update."""

    log: Imported
    update: Update
    findings: tuple[Finding, ...]


def examine(old: Path | None, new: Path, folder: Path) -> Report:
    """Return what becomes of learners of *old* who import *new*; without *old*, of those who import *new* twice.

    Their collections are made in *folder*. Raises `builder.verify.learner.CannotRead` for a package that Anki does
    not take.
    """
    first = old or new
    comes, problems = _newcomer(new, folder / "newcomer")
    with Learner(folder / "student") as learner:
        learner.take(first)
        packages = pair_up(learner.state(), comes, read_sources(first), read_sources(new))
        student = _learner(learner, packages, new, edits=False)
    with Learner(folder / "editor") as learner:
        learner.take(first)
        editor = _learner(learner, packages, new, edits=True)
    found = [*problems, *(finding for rule in rules.PACKAGES for finding in rule(packages))]
    findings = sorted({*found, *student.findings, *editor.findings})
    names = (old.name if old else "", new.name)
    return _report(packages, student, editor, names, _once(findings))


def _newcomer(package: Path, folder: Path) -> tuple[State, tuple[Finding, ...]]:
    """Return what a newcomer has who imports *package*, and what is wrong with that."""
    with Learner(folder) as learner:
        learner.take(package)
        state = learner.state()
        lacking = [
            Finding("media-missing", "", f"The file `{name}` is shown, but is not in the package.")
            for name in sorted(state.missing_media)
        ]
        return state, (*lacking, *_database(learner.problems()))


def _learner(learner: Learner, packages: Packages, new: Path, *, edits: bool) -> _Told:
    """Return the update of a learner, who has the old package, studies, and with *edits* changes every note as well."""
    acts.study(learner.col, fsrs=edits)
    if edits:
        acts.edit(learner.col, max((note.mod for note in packages.old.notes.values()), default=0))
    # What Anki finds to mend now, such as a last review time that is a second off, is none of the package's doing.
    learner.problems()
    before = learner.state()
    log = learner.take(new)
    update = Update(before, learner.state(), frozenset(log.conflicting))
    findings = [finding for rule in rules.UPDATE for finding in rule(packages, update)]
    findings += _database(learner.problems())
    tomorrow = int(time.time()) + _DAY
    if edits:
        acts.edit_later(learner.col, tomorrow)
    settled = learner.state()
    again = learner.take(new)
    ahead = {guid for guid, note in packages.new.by_guid().items() if note.mod > tomorrow}
    findings += _unsettled(again, Update(settled, learner.state(), frozenset()), ahead)
    return _Told(log, update, tuple(findings))


def _unsettled(log: Imported, update: Update, ahead: set[str]) -> Iterator[Finding]:
    """Yield what a second import of the same package changes: nothing, unless notes are dated *ahead* of time."""
    after = update.after.by_guid()
    for note in update.before.notes.values():
        if after.get(note.guid) == note:
            continue
        if note.guid in ahead:
            said = f"`{note.name}` is dated in the future: each import replaces what a learner edited."
            yield Finding("from-future", note.name, said)
        else:
            yield Finding("not-settled", note.name, f"A second import of the same package changes `{note.name}` again.")
    if log.added or update.before.cards != update.after.cards:
        yield Finding("not-settled", "", "A second import of the same package adds or changes cards.")


def _database(problems: Iterable[str]) -> list[Finding]:
    """Return what Anki's own check of its database found."""
    return [Finding("database", "", f"Anki's “Check Database” says: {problem}") for problem in problems]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once; of those of one kind on one card, which two rules may see, the first."""
    unique: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        several = finding.code in WARNINGS or finding.code == "schedule-changed" or not finding.card
        unique.setdefault((finding.code, finding.card, finding.message if several else ""), finding)
    return list(unique.values())


def _report(
    packages: Packages, student: _Told, editor: _Told, names: tuple[str, str], findings: list[Finding]
) -> Report:
    """Return the report: *findings*, and the numbers around them."""
    had, has = student.update.before, student.update.after
    held, new = packages.old.by_guid(), packages.new.by_guid()
    kept, replaced, held_back = _edits(packages, editor.update)
    reviews = [_reviews(told.update) for told in (student, editor)]
    return Report(
        anki=version,
        old=names[0],
        new=names[1],
        notes_before=len(had.notes),
        notes_after=len(has.notes),
        cards_before=len(had.cards),
        cards_after=len(has.cards),
        added=student.log.added,
        updated=student.log.updated,
        unchanged=student.log.unchanged,
        conflicting=len(student.log.conflicting),
        gone=len(held.keys() - new.keys()),
        lost=len({finding.card for finding in findings if finding.code in LOSSES}),
        elsewhere=_elsewhere(packages),
        older_form=sum(
            not pair.later
            and pair.old.fields != pair.new.fields
            and (not pair.rewritten or (pair.same_source and not pair.reworded))
            for pair in packages.pairs
        ),
        reviews=sum(all_of for all_of, _ in reviews),
        reviews_kept=sum(kept for _, kept in reviews),
        edits=len(editor.update.before.notes),
        edits_kept=kept,
        edits_replaced=replaced,
        held_back=held_back,
        failures=tuple(finding for finding in findings if finding.code not in WARNINGS),
        warnings=tuple(finding for finding in findings if finding.code in WARNINGS),
    )


def _edits(packages: Packages, update: Update) -> tuple[int, int, int]:
    """Return how many notes kept the learner's edit, gave it up for the author's, and keep the author's out."""
    changed = {pair.new.guid: pair for pair in packages.pairs if pair.changed}
    before, after = update.before.by_guid(), update.after.by_guid()
    kept = {guid for guid, note in before.items() if after.get(guid) == note}
    held_back = sum(
        pair.later and pair.rewritten and pair.new.mod <= before[guid].mod for guid, pair in changed.items()
    )
    return len(kept), len(changed.keys() - kept), held_back


def _reviews(update: Update) -> tuple[int, int]:
    """Return how many reviews there were, and how many there still are, unchanged and on the card that they were of."""
    kept = update.before.reviews.items() & update.after.reviews.items()
    return len(update.before.reviews), sum(review[0] in update.after.cards for _, review in kept)


def _elsewhere(packages: Packages) -> int:
    """Return how many cards of both packages have another deck in the new one."""
    old, new = packages.old.cards_by_place(), packages.new.cards_by_place()
    return sum(
        packages.old.home(packages.old.cards[row]).casefold()
        != packages.new.home(packages.new.cards[new[place]]).casefold()
        for place, row in old.items()
        if place in new
    )
