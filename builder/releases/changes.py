"""What changed since a release: what a learner who has that release gets with the build at hand, card by card.

Cards are matched by GUID, for that is how Anki knows them. What the two locks say is all that is looked at, each put
together as `builder.identity.memory` does, so that a merge that left doubled lines counts once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeGuard

from builder.identity.lock import CardLine
from builder.identity.memory import Known, Memory
from builder.identity.names import folded
from builder.releases.breaches import breaches, is_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from builder.diagnostics import Diagnostic, Span
    from builder.identity.lock import Line, NoteTypeLine

Pair = tuple[Known | None, Known | None]
"""A card as the release knows it, and as the build does; one of the two may be missing."""


class What(Enum):
    """What happened to a card or a note type, in the order in which reports tell it."""

    NEW = "new"
    REWORDED = "reworded"
    """Question or answer read differently."""
    REVISED = "revised"
    """They read the same; markup, figures, tags, dates or sources differ."""
    RENAMED = "renamed"
    """It has another id, and is who it was."""
    MOVED = "moved"
    """It stands in another Anki deck."""
    TURNED = "turned"
    """It is of another note type, and so new to Anki."""
    REVIVED = "revived"
    RETIRED = "retired"
    DOUBLED = "doubled"
    """It has another GUID: learners get it a second time, without its reviews."""
    RESENT = "sent again"
    """It is the same, with a later time, so that Anki takes it once more."""
    RESTYLED = "restyled"
    """A note type whose templates or styles differ."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one card."""

    what: tuple[What, ...]
    """At least one, in the order of `What`."""
    old: CardLine | None
    """Its line in the release; None of a card that is new."""
    new: CardLine | None
    """Its line now; None where the lock has forgotten it."""

    @property
    def line(self) -> CardLine:
        """The line that says where the card is to be looked for: now, or, of one that is gone, in the release."""
        line = self.old if What.RETIRED in self.what else self.new
        if line is None:
            raise ValueError("a change without the line that it is about")
        return line


@dataclass(frozen=True, slots=True)
class NoteTypeChange:
    """What happened to one note type."""

    what: What
    old: NoteTypeLine | None
    new: NoteTypeLine


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed since a release."""

    cards: tuple[Change, ...]
    """Deck by deck, in the order that `changes` was told."""
    note_types: tuple[NoteTypeChange, ...]
    """By their keys."""
    unchanged: int
    """How many cards in use are as they were."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What would cost a learner reviews or changes, and what an author should look at."""

    def of(self, what: What) -> tuple[Change, ...]:
        """Return the cards to which *what* happened."""
        return tuple(change for change in self.cards if what in change.what)

    @property
    def counts(self) -> Mapping[What, int]:
        """How often each thing happened to a card, in the order of `What`; what never did is left out."""
        seen = Counter(what for change in self.cards for what in change.what)
        return {what: seen[what] for what in What if seen[what]}


def changes(
    old: Iterable[Line],
    new: Iterable[Line],
    since: str,
    *,
    decks: Sequence[str] = (),
    places: Mapping[str, Span] | None = None,
    unshipped: Collection[str] = (),
    is_package: bool = False,
) -> Changes:
    """Return what a learner who has *old* gets with *new*.

    Args:
        old: The lines of the release.
        new: The lines of the lock after the build, cards in the order of the document
            (`builder.identity.renewal.renewed`).
        since: What the release is called, for the sentences.
        decks: Full names in the order in which they are reported; others follow by name.
        places: Where each card stands in the source, by GUID; a card without a place is reported at `deck.lock`.
        unshipped: GUIDs of cards that no package gets now (`.print-only`), which are nothing to a learner.
        is_package: Whether *old* was read from a package, so that learners have each card in it.
    """
    hidden = frozenset(unshipped)
    before, now = Memory(old), Memory(_withdrawn(new, hidden) if is_package else new)
    pairs = [pair for pair in _pairs(before, now) if is_package or hidden.isdisjoint(_guids(pair))]
    told, unchanged = _told(pairs)
    rank = {deck: (number, "") for number, deck in enumerate(decks)}
    told.sort(key=lambda change: rank.get(change.line.deck, (len(rank), change.line.deck)))
    types = tuple(_note_types(before.note_types, now.note_types))
    found = breaches(pairs, before.note_types, now.note_types, since, places or {})
    return Changes(tuple(told), types, unchanged, tuple(found))


def _withdrawn(lines: Iterable[Line], hidden: frozenset[str]) -> Iterator[Line]:
    """Yield *lines*; to those who have a package, a card that no longer ships is as good as retired."""
    for line in lines:
        yield replace(line, retired=True) if isinstance(line, CardLine) and line.guid in hidden else line


def _guids(pair: Pair) -> set[str]:
    """Return the GUIDs of the lines that count."""
    return {known.line.guid for known in pair if known}


def _pairs(old: Memory, new: Memory) -> list[Pair]:
    """Return who is who: the cards of *new* in their order, then those that only *old* knows.

    The GUID decides. A card in use that the release knows by its id or its text alone is the same to its author, but
    not to Anki.
    """
    by_guid = {(line.kind, line.guid): known for known in old.cards for line in known.lines}
    found: dict[Known, Known] = {}
    for known in new.cards:
        same = [by_guid[line.kind, line.guid] for line in known.lines if (line.kind, line.guid) in by_guid]
        if same:
            found[known] = same[0]
    claimed = {found[known] for known in new.cards if known in found and not known.line.retired}
    for known in new.cards:
        line = known.line
        if known in found or line.retired:
            continue
        named = old.by_id.get((line.kind, line.id))
        alike = old.with_text(line.kind, line.text) if any(line.text) else ()
        if same := [one for one in (named, *alike) if one and one not in claimed]:
            found[known] = same[0]
            claimed.add(same[0])
    pairs: list[Pair] = [(found.get(known), known) for known in new.cards]
    here = set(found.values())
    gone = sorted((known for known in old.cards if known not in here), key=lambda known: known.line.id)
    return [*pairs, *((known, None) for known in gone)]


def _told(pairs: Sequence[Pair]) -> tuple[list[Change], int]:
    """Return what happened, in the order of *pairs*, and how many cards in use are as they were."""
    turned = _turned(pairs)
    origins = set(turned.values())
    told: list[Change] = []
    unchanged = 0
    for old, new in pairs:
        if new and new in turned:
            told.append(Change((What.TURNED,), turned[new].line, new.line))
        elif old in origins:
            continue
        elif what := tuple(_what(old, new)):
            told.append(Change(what, old.line if old else None, new.line if new else None))
        elif _in_use(new):
            unchanged += 1
    return told, unchanged


def _turned(pairs: Sequence[Pair]) -> Mapping[Known, Known]:
    """Return the cards that came into use when one of their id, of another note type, went out of it; with that one."""
    gone = {old.line.id: old for old, new in pairs if _in_use(old) and not _in_use(new)}
    come = {new.line.id: new for old, new in pairs if _in_use(new) and not _in_use(old)}
    return {new: gone[name] for name, new in come.items() if name in gone and gone[name].line.kind != new.line.kind}


def _in_use(known: Known | None) -> TypeGuard[Known]:
    """Say whether a card is there and not retired."""
    return known is not None and not known.line.retired


def _what(old: Known | None, new: Known | None) -> Iterator[What]:
    """Yield what happened to one card, in the order of `What`."""
    if not _in_use(new):
        if _in_use(old):
            yield What.RETIRED
        return
    if old is None:
        yield What.NEW
        return
    if new.line.guid not in {line.guid for line in old.lines}:
        yield What.DOUBLED
        return
    was, now = old.line, new.line
    differs = is_changed(old, now)
    if differs and was.text != now.text:
        yield What.REWORDED
    elif differs and was.id == now.id and not was.retired:
        yield What.REVISED
    if was.id != now.id:
        yield What.RENAMED
    if folded(was.deck) != folded(now.deck):
        yield What.MOVED
    if was.retired:
        yield What.REVIVED
    elif not differs and now.mod > old.latest:
        yield What.RESENT


def _note_types(old: Mapping[str, NoteTypeLine], new: Mapping[str, NoteTypeLine]) -> Iterator[NoteTypeChange]:
    """Yield what happened to the note types."""
    for key, line in sorted(new.items()):
        was = old.get(key)
        if was is None:
            yield NoteTypeChange(What.NEW, None, line)
        elif was.source != line.source:
            yield NoteTypeChange(What.RESTYLED, was, line)
