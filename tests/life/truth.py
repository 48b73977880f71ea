"""What is true of a deck whatever a build says of it, and whether a build holds to it.

The truth knows each card and each blank by the key that its author's model gave it. It follows a build only where that
said that it does not know: there the card, or blank, is a new one from then on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from builder import faults
from builder.identity.ids import T0, note_type_of
from builder.model import Kind
from tests.life.deck import plain
from tests.life.package import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.diagnostics import Diagnostic, Rule
    from builder.model import Note
    from tests.life.deck import Card, Content

_DOUBTS: Final = frozenset({faults.IDENTITY_UNSURE, faults.ID_NEW})
Place = tuple[str, int]
"""GUID and ordinal of a card in Anki."""
Stamp = tuple[frozenset[object], int]
"""What a note said when it last changed, on whatever branch, and the time of that in seconds since 1970."""
Asked = frozenset[tuple[int, int]]
"""What a card in Anki asks for: the keys of card and blank; in place of the blank -1 for the answer, -2 for the
question."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a release means to learners."""

    asked: Mapping[Place, Asked]
    shown: Mapping[Place, tuple[str, ...]]
    """What must be seen on the front of each card; of a cloze or mask what it hides. As `letters` has it."""


@dataclass(slots=True)
class Truth:
    """All that a build must know, or must have said that it does not."""

    guids: defaultdict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The GUIDs by which a card may go, by its key and note type: one, except after a merge."""
    owner: dict[str, int] = field(default_factory=dict)
    """Whose each GUID is, for ever."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """By GUID."""
    blanks: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    """Whose each number is, by the GUID of its note."""
    live: dict[str, dict[int, frozenset[int]]] = field(default_factory=dict)
    """The numbers of the blanks that a note had last."""
    last: dict[int, Card] = field(default_factory=dict)
    """What each card said in the last build."""
    in_use: set[int] = field(default_factory=set)
    """The cards that the last build had and that were not retired: only those are looked for by likeness."""
    ordered: set[Place] = field(default_factory=set)
    """Numbers that the author gave to another blank by writing them."""
    counts: Counter[str] = field(default_factory=Counter)

    def check(self, notes: Iterable[Note], content: Content, diagnostics: Iterable[Diagnostic], now: int) -> Meaning:
        """Hold the *notes* of a build at *now* against the truth, and return what they mean."""
        found = list(diagnostics)
        asked: dict[Place, Asked] = {}
        shown: dict[Place, tuple[str, ...]] = {}
        pairs = list(zip(notes, content.essences(), strict=True))
        for note, (card, essence) in pairs:
            said = {one.rule for one in found if _is_of(one, note)}
            self.card(note, card, said)
            self.time(note, essence, now)
            self.numbers(note, card, said)
            self.last[card.key] = card
            meant = _meant(note, card)
            asked |= {(note.guid, at): frozenset(of) for at, (of, _) in meant.items()}
            shown |= {(note.guid, at): tuple(texts) for at, (_, texts) in meant.items()}
        self.in_use = {card.key for _, (card, _) in pairs if not card.retired}
        return Meaning(asked, shown)

    def card(self, note: Note, card: Card, said: set[Rule]) -> None:
        """Check that *note* is who *card* is; of a build that said it does not know, learn who it is now."""
        key, is_revived = (card.key, note.note_type), note.guid in self.owner
        assert note.note_type == note_type_of(card.kind)
        known, before = self.guids[key], self.last.get(card.key)
        owner = self.owner.setdefault(note.guid, card.key)
        assert owner == card.key, f"the history of card {owner} goes to card {card.key}, “{card.text}”"
        if known and before and before.text != card.text and card.id is None and card.key in self.in_use:
            self.counts["reworded"] += 1
            self.counts["reworded, unsure"] += note.guid not in known
        if known and note.guid not in known:
            is_said = bool(said & _DOUBTS) or is_revived
            may_be_new = card.key not in self.in_use or _has_new_id(before, card) or _is_rewritten(before, card)
            assert is_said or may_be_new, f"nothing is said of the new card `{note.id}`: {before} → {card}"
            self.counts["new without a word"] += not is_said
        self.guids[key] = {note.guid}

    def time(self, note: Note, essence: object, now: int) -> None:
        """Check that *note* has moved in time if, and only if, its author changed it."""
        essences, mod = self.stamps.get(note.guid, (frozenset(), T0))
        said = (essence, note.id)
        # What two branches made of it at one time, each in its way, is sent once more whatever stays.
        expected = T0 if not essences else mod if essences == {said} else max(now, mod + 1)
        assert note.mod == expected, f"`{note.id}` is of {note.mod} instead of {expected}"
        self.stamps[note.guid] = (frozenset({said}), expected)

    def numbers(self, note: Note, card: Card, said: set[Rule]) -> None:
        """Check that the numbers of the blanks are those under which learners know them."""
        given = _numbers(note)
        owners, live = self.blanks[note.guid], self.live.get(note.guid, {})
        pairs = list(zip(card.blanks, map(frozenset, given), strict=True))
        written = {number for blank, _ in pairs for number in blank.numbers}
        for blank, numbers in pairs:
            had = live.get(blank.key, frozenset())
            if blank.numbers:
                assert numbers == {*blank.numbers}
                assert not had or had & numbers or faults.CLOZE_RENUMBERED in said, f"{had} → {numbers}: {card}"
                taken = {number for number in numbers if owners.get(number, blank.key) != blank.key}
                self.ordered |= {(note.guid, number - 1) for number in taken}
                owners.update(dict.fromkeys(taken, blank.key))
        for blank, numbers in pairs:
            if not blank.numbers:
                had = live.get(blank.key, frozenset())
                moved = {number for number in numbers if owners.get(number, blank.key) != blank.key}
                assert not moved, f"blank “{plain(blank.pieces)}” gets the history of another: {moved}, {card}"
                is_kept = not had or numbers == had - written
                is_said = faults.IDENTITY_UNSURE in said or (had <= written and faults.CLOZE_RENUMBERED in said)
                assert is_kept or is_said, f"blank “{plain(blank.pieces)}” had {had}, has {numbers}: {card}"
                self.counts["blanks"] += bool(had)
                self.counts["blanks, unsure"] += not is_kept and not had <= written
        for blank, numbers in pairs:
            owners.update({number: blank.key for number in numbers if number not in owners})
        self.live[note.guid] = {blank.key: numbers for blank, numbers in pairs}

    def forget(self, guids: Iterable[str]) -> None:
        """Know nothing any more of the notes *guids*: with a lock that is lost, and no release that has them."""
        for guid in guids:
            self.owner.pop(guid, None)
            self.stamps.pop(guid, None)
            self.blanks.pop(guid, None)
            self.live.pop(guid, None)
        for known in self.guids.values():
            known -= {*guids}

    def merge(self, ours: Truth, theirs: Truth) -> None:
        """Know what two branches knew that began here; of what is new in them, no learner has anything."""
        contested = {
            guid for guid, key in ours.owner.items() if theirs.owner.get(guid, key) != key and guid not in self.owner
        }
        for branch in (ours, theirs):
            new = {guid: key for guid, key in branch.owner.items() if guid not in contested}
            self.owner.update(new)
            for key, guids in branch.guids.items():
                self.guids[key] |= guids - contested
            for guid, (essences, mod) in branch.stamps.items():
                mine, latest = self.stamps.get(guid, (frozenset(), 0))
                both = essences | mine if mod == latest else essences
                self.stamps[guid] = (both, mod) if mod >= latest else (mine, latest)
            self.last |= {key: card for key, card in branch.last.items() if key not in self.last}
            self.counts = branch.counts
        for guid in contested:
            self.stamps.pop(guid, None)


def _numbers(note: Note) -> list[tuple[int, ...]]:
    """Return the numbers of each cloze or mask of *note*."""
    return [cloze.numbers for cloze in note.card.clozes] or [(mask.number or 0,) for mask in note.card.masks]


def _is_of(one: Diagnostic, note: Note) -> bool:
    """Say whether a diagnostic is about *note*."""
    where = note.card.span
    return one.span.path == where.path and where.start <= one.span.start < where.end


def _has_new_id(before: Card | None, card: Card) -> bool:
    """Say whether the author wrote another id and another text at once, which is how a new card is made."""
    return before is not None and card.id not in {None, before.id} and before.text != card.text


def _is_rewritten(before: Card | None, card: Card) -> bool:
    """Say whether both halves of a card have changed, so that a build need not see what it was."""
    if before is None or card.kind is Kind.CLOZE:
        return False
    return before.question != card.question and (before.answer != card.answer or before.kind is not card.kind)


def _meant(note: Note, card: Card) -> dict[int, tuple[list[tuple[int, int]], list[str]]]:
    """Return what each card of *note* asks for, and what it must show or hide, by its ordinal."""
    if not card.blanks:
        meant: dict[int, Any] = {0: ([(card.key, -1)], [letters(card.question)])}
        return meant | ({1: ([(card.key, -2)], [letters(card.answer)])} if card.kind is Kind.REVERSED else {})
    found: dict[int, tuple[list[tuple[int, int]], list[str]]] = defaultdict(lambda: ([], []))
    for blank, numbers in zip(card.blanks, _numbers(note), strict=True):
        for number in numbers:
            keys, texts = found[number - 1]
            keys.append((card.key, blank.key))
            texts.append(letters(plain(blank.pieces)))
    return dict(found)
