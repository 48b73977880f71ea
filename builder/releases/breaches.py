"""What a build would break at the learners of a release: changes that Anki ignores, and cards that it takes for new."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity.lock import NAME
from builder.identity.search import NOTE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from builder.identity.lock import CardLine, NoteTypeLine
    from builder.identity.memory import Known

_LOCK: Final = Span(NAME, 0, 0)
_CURE: Final = "Take over what learners have, from the package that they got: `build lock --from OLD.apkg`."
_NAMED: Final = 5
"""How many cards a sentence about many names."""


def other_deck(old_id: str, new_id: str, since: str) -> Diagnostic:
    """Return that a release belongs to another deck, so that none of its cards is one of this."""
    message = f"{since} is of the deck `{old_id}`, this is `{new_id}`: Anki would take each card for a new one."
    hint = f'If it is the same deck, put `id = "{old_id}"` back into deck.toml; if not, compare with a release of it.'
    return Diagnostic(faults.OTHER_DECK, Span("deck.toml", 0, 0), message, hint)


def is_changed(old: Known, new: CardLine) -> bool:
    """Say whether *new* has another content than any that a learner of the release *old* may have last."""
    return all(line.source != new.source for line in old.lines if line.mod == old.latest)


def breaches(
    pairs: Sequence[tuple[Known | None, Known | None]],
    old_types: Mapping[str, NoteTypeLine],
    new_types: Mapping[str, NoteTypeLine],
    since: str,
    places: Mapping[str, Span],
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a build for those who have the release *since*.

    *pairs* are who is who in the release and now (`builder.releases.changes`); *places* are those of the cards in the
    source, by GUID.
    """
    for old, new in pairs:
        if not (old and new):
            continue
        place = places.get(new.line.guid, _LOCK)
        if not new.line.retired and new.line.guid not in {line.guid for line in old.lines}:
            yield _guid_changed(old.line, new.line, since, place)
            continue
        if is_changed(old, new.line) and new.line.mod <= old.latest:
            yield _time_back(f"`{new.line.id}`", since, place)
        if old.line.blanks and new.line.blanks:
            yield from _blank_moved(old, new, since, place)
    for key, line in sorted(new_types.items()):
        was = old_types.get(key)
        if was and was.source != line.source and line.mod <= was.mod:
            yield _time_back(f"The note type *{NOTE_TYPES.get(key, key)}*", since, _LOCK)
    yield from _forgot([old.line.id for old, new in pairs if old and not new], since)


def _time_back(what: str, since: str, place: Span) -> Diagnostic:
    """Return that a change would never arrive."""
    message = f"{what} is not what it was in {since}, and its time is not later: Anki would never take the change over."
    return Diagnostic(faults.TIME_BACK, place, message, _CURE)


def _guid_changed(old: CardLine, new: CardLine, since: str, place: Span) -> Diagnostic:
    """Return that Anki would take a card for a new one."""
    known = f"`{new.id}`" if old.id == new.id else f"`{new.id}`, which is `{old.id}` in {since},"
    message = f"{known} has another GUID than in {since}: learners would get it a second time, without its reviews."
    return Diagnostic(faults.GUID_CHANGED, place, message, _CURE)


def _forgot(names: Sequence[str], since: str) -> Iterator[Diagnostic]:
    """Yield that the lock has lost lines, in one sentence."""
    if not names:
        return
    shown = ", ".join(f"`{name}`" for name in names[:_NAMED])
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    message = f"deck.lock has no line of {shown}{rest} of {since}: a card that comes back would be a stranger to Anki."
    yield Diagnostic(faults.LOCK_FORGOT, _LOCK, message, _CURE)


def _blank_moved(old: Known, new: Known, since: str, place: Span) -> Iterator[Diagnostic]:
    """Yield the first blank of a card whose number another blank has now, while both are still there."""
    before, now = _by_number(old.line.blanks), _by_number(new.line.blanks)
    place_now = {text: number for number, texts in now.items() for text in texts}
    all_before = {text for texts in before.values() for text in texts}
    for number, texts in sorted(before.items()):
        lost = sorted(text for text in texts - now.get(number, set()) if text in place_now)
        gained = sorted((now.get(number, set()) - texts) & all_before)
        if lost and gained:
            had, there = f"“{gained[0]}” has the number {number}", place_now[lost[0]]
            message = f"In `{new.line.id}` {had} now, which “{lost[0]}” had in {since} (now it is {there})"
            message = f"{message}: the reviews of the one go on with the other."
            yield Diagnostic(faults.BLANK_MOVED, place, message, f"Give “{lost[0]}” its number {number} again.")
            return


def _by_number(blanks: Iterable[tuple[int, str]]) -> Mapping[int, set[str]]:
    """Return what each number hides; blanks that are gone, whose numbers are negative, are left out."""
    texts: dict[int, set[str]] = defaultdict(set)
    for number, text in blanks:
        if number > 0:
            texts[number].add(text)
    return texts
