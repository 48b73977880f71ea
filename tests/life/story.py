"""A deck's life: periods in which its author works, a learner learns, and a release comes out."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from builder import faults
from builder.identity.ids import CLOZE, OCCLUSION, RECALL, note_type_of
from builder.model import Kind
from tests.life.author import begin
from tests.life.deck import plain
from tests.life.learner import Learner
from tests.life.package import letters, own_fields, read_package
from tests.life.truth import Truth
from tests.life.workshop import Workshop

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from tests.life.author import Author
    from tests.life.deck import Card, Chapter, Content
    from tests.life.edits import Edit
    from tests.life.learner import Act, State
    from tests.life.package import Package
    from tests.life.truth import Asked, Meaning, Place, Stamp

_STEP: Final = 600
"""Seconds between two things that happen."""
_FRONT_AND_BACK: Final = {
    RECALL: ("Question", "Answer"),
    CLOZE: ("Text", "Detail"),
    OCCLUSION: ("Header", "Back Extra"),
}
"""The fields that hold what an author wrote, by note type."""
_NAMED: Final = re.compile(r"`\{#([a-z0-9-]+)\}`")
"""The id that a hint proposes."""


@dataclass(frozen=True)
class Beginning:
    """A deck at its beginning."""

    cards: list[tuple[Kind, int, bool]]
    """Kind, which text, and whether it looks like the one before. A question and a cloze always come first."""
    files: int
    ids: str
    """Which cards have one: ``every``, ``none`` or ``half``."""


@dataclass(frozen=True)
class Period:
    """The time up to a release, and up to its arrival at the learner's."""

    merge: Branches | None = None
    """What happens before all else."""
    edits: tuple[Edit, ...] = ()
    event: Event | None = None
    """What happens after the edits."""
    heeds: bool = False
    """Whether the author does what a warning about an identity proposes."""
    acts: tuple[Act, ...] = ()
    late: bool = False
    """Whether the learner acts after the release came out."""
    takes: int = 1
    """How often the learner imports it."""


class Event(Protocol):
    """Something that happens to the whole deck."""

    def happen(self, life: Life) -> tuple[Diagnostic, ...]:
        """Let it happen; return what a command said of identities."""


@dataclass(frozen=True, slots=True)
class Release:
    """A package with what it means."""

    package: Package
    meaning: Meaning
    content: Content
    stamps: Mapping[str, Stamp]
    """Of its notes."""


class Life:
    """Author, build and learner together, and the truth that holds them."""

    def __init__(self, beginning: Beginning, folder: Path) -> None:
        """Begin in the empty folder *folder*."""
        self.folder = folder
        self.author: Author = begin(beginning.cards, beginning.files, beginning.ids)
        self.shop = Workshop(folder)
        self.truth = Truth()
        self.learner = Learner(folder / "learner")
        self.releases: list[Release] = []
        self.forgotten: set[str] = set()
        """GUIDs of which author and build know nothing any more, as they lost the lock."""
        self.asked: dict[Place, Asked] = {}
        """What the learner's cards ask for since the last import."""
        self.reviewed: dict[int, Asked] = {}
        """What each card asked for when it was reviewed, by its row id."""
        self.touched: set[int] = set()
        """Row ids of the notes that the learner has changed since Anki last updated them."""

    @property
    def counts(self) -> Counter[str]:
        """How often the build knew, and did not know, who somebody was."""
        return self.truth.counts

    def live(self, period: Period) -> None:
        """Live through a period."""
        if period.merge:
            period.merge.happen(self)
        for edit in period.edits:
            edit.apply(self.author)
        self.pass_time()
        said = period.event.happen(self) if period.event else ()
        if period.heeds and self.releases:
            self.heed()
        if not period.late:
            self.act(period.acts)
        self.release(said)
        if period.late:
            self.act(period.acts)
        for _ in range(period.takes):
            self.take(self.releases[-1])

    def end(self) -> None:
        """Look how a newcomer gets the last release."""
        newcomer = Learner(self.folder / "newcomer")
        package = self.releases[-1].package
        newcomer.take(package.data)
        state = newcomer.state()
        newcomer.close()
        notes = {state.notes[card.note].guid: card for card in state.cards.values()}
        assert notes.keys() == {guid for guid, _ in package.cards}
        due = {place: state.cards[row].schedule[_DUE] for place, row in state.places().items()}
        keys = [card.key for card in self.releases[-1].content.cards() if not card.retired]
        met = [self.truth.owner[guid] for guid, _ in sorted(due, key=lambda place: (due[place], place))]
        assert list(dict.fromkeys(met)) == keys

    def pass_time(self) -> None:
        """Let some time pass."""
        self.shop.now += _STEP

    def release(self, said: tuple[Diagnostic, ...] = ()) -> None:
        """Build a release and hold it against the truth; *said* is what commands said before."""
        content = self.author.content
        self.shop.write(content)
        now = self.shop.time
        outcome, data = self.shop.build()
        meaning = self.truth.check(outcome.loaded.deck.notes, content, (*outcome.diagnostics, *said), now)
        package = read_package(data)
        stamps = {guid: self.truth.stamps[guid] for guid in package.notes}
        self.releases.append(Release(package, meaning, content, stamps))
        self._check_package(package, content)
        self.pass_time()

    def _check_package(self, package: Package, content: Content) -> None:
        """Check that the package holds what the author wrote."""
        cards = content.cards()
        assert len(package.notes) == len(cards)
        notes = {self.truth.owner[guid]: note for guid, note in package.notes.items()}
        tags = {card.key: essence[3] for card, essence in content.essences()}
        levels = {card.key: essence[2] for card, essence in content.essences()}
        for card in cards:
            note = notes[card.key]
            has = dict(zip(package.names[note.note_type], note.fields, strict=True))
            level = {f"level::{levels[card.key]}"} if levels[card.key] else set()
            assert note.tags == {*tags[card.key], *level, *({"retired"} if card.retired else ())}
            front, back = _FRONT_AND_BACK[note_type_of(card.kind)]
            told = [plain(mask.pieces) for mask in card.masks] or [card.answer]
            assert letters(has[front]) == letters(card.front)
            assert card.kind is Kind.CLOZE or all(letters(text) in letters(has[back]) for text in told)
            assert not card.id or has["Id"] == card.id

    def heed(self) -> None:
        """Do what the warnings about identities propose: name the old id where it is right, and a new one else."""
        self.shop.write(self.author.content)
        loaded = self.shop.load()
        for note, card in zip(loaded.deck.notes, self.author.content.cards(), strict=True):
            for one in loaded.diagnostics:
                named = _NAMED.search(one.hint)
                is_here = one.span.path == note.card.span.path and one.span.start == note.card.span.start
                if named and is_here and one.rule in {faults.IDENTITY_UNSURE, faults.ID_NEW}:
                    known = loaded.memory.by_id[note.note_type, named[1]]
                    is_right = self.truth.owner.get(known.line.guid) == card.key
                    self.author.put(replace(card, id=named[1] if is_right else f"card-{self.author.number()}"))
                    self.counts["heeded" if is_right else "named another"] += 1

    def act(self, acts: tuple[Act, ...]) -> None:
        """Let the learner act."""
        for act in acts:
            self.pass_time()
            before = self.learner.state()
            act.apply(self.learner, self.shop.now)
            after = self.learner.state()
            self.touched |= {row for row, note in after.notes.items() if note != before.notes[row]}
            places = {row: place for place, row in after.places().items()}
            for review in after.reviews.keys() - before.reviews.keys():
                row = after.reviews[review][0]
                if asked := self.asked.get(places[row]):
                    self.reviewed[row] = asked
        self.pass_time()

    def take(self, release: Release) -> None:
        """Import a release and check what became of all that the learner had."""
        before, kinds = self.learner.state(), self.learner.kinds()
        log = self.learner.take(release.package.data)
        after = self.learner.state()
        assert not log.conflicting
        assert self.learner.kinds() - kinds == release.package.styles.keys() - kinds
        _check_kept(before, after)
        _check_single(after)
        self._check_notes(before, after, release.package)
        _check_new_cards(before, after, release.package)
        self._check_histories(after, release)

    def _check_notes(self, before: State, after: State, package: Package) -> None:
        """Check that the author's edits arrive, and that the learner's stay unless one of those is later."""
        rows = {note.guid: row for row, note in after.notes.items()}
        for guid, comes in package.notes.items():
            row = rows[guid]
            had, has = before.notes.get(row), after.notes[row]
            if guid in self.forgotten:
                continue
            is_later = had is None or comes.mod > had.mod
            expected = comes if is_later or had is None else had
            assert (has.fields, has.tags) == (expected.fields, expected.tags)
            assert has.mod == expected.mod
            if had and had.mod > comes.mod:
                assert row in self.touched, f"the package is older than what the learner has: {has.fields}"
            elif is_later:
                self.touched.discard(row)
            if row not in self.touched:
                names = package.names[comes.note_type]
                assert own_fields(has.fields, names) == own_fields(comes.fields, names)
                assert has.tags == comes.tags
        for kind, style in package.styles.items():
            assert after.styles.get(kind, style) == style

    def _check_histories(self, after: State, release: Release) -> None:
        """Check that each card that was reviewed asks for what it was reviewed for."""
        meaning = release.meaning
        self.asked |= meaning.asked
        places = {row: place for place, row in after.places().items()}
        for row, asked in self.reviewed.items():
            place = places[row]
            now = meaning.asked.get(place)
            if now is None or place[0] in self.forgotten:
                continue
            if place in self.truth.ordered:
                self.reviewed[row] = now
                continue
            assert asked & now, f"the reviews of {asked} are at {now} now"
            self.reviewed[row] = asked & now
            if after.cards[row].note not in self.touched:
                front, hidden = self.learner.shown(row)
                seen = letters(hidden[place[1] + 1] if hidden else front)
                assert all(text in seen for text in meaning.shown[place]), f"{meaning.shown[place]} not in {front}"
        self.truth.ordered.clear()


_DUE: Final = 3


def _check_kept(before: State, after: State) -> None:
    """Check that no review is gone, and that Anki knows of each card what it knew."""
    assert before.reviews.items() <= after.reviews.items()
    assert before.cards.items() <= after.cards.items()
    for row, note in before.notes.items():
        assert (after.notes[row].guid, after.notes[row].note_type) == (note.guid, note.note_type)


def _check_single(after: State) -> None:
    """Check that nothing is there twice."""
    assert len({note.guid for note in after.notes.values()}) == len(after.notes)
    assert len({(card.note, card.ordinal) for card in after.cards.values()}) == len(after.cards)


def _check_new_cards(before: State, after: State, package: Package) -> None:
    """Check that all cards of the package are there, and that the new ones come in the order of the document."""
    had, has = before.places(), after.places()
    assert package.cards.keys() <= has.keys()
    for place in has.keys() - had.keys():
        assert after.cards[has[place]].schedule[_DUE] == package.cards[place]


@dataclass(frozen=True)
class WriteIds:
    """The author runs `build ids --write`."""

    def happen(self, life: Life) -> tuple[Diagnostic, ...]:
        """Let the ids be written."""
        life.shop.write(life.author.content)
        cards = life.author.content.cards()
        for place, name in life.shop.write_ids().items():
            life.author.put(replace(cards[place], id=name))
        return ()


@dataclass(frozen=True)
class LoseLock:
    """The lock is lost, and made again from the last release."""

    def happen(self, life: Life) -> tuple[Diagnostic, ...]:
        """Lose it."""
        if not life.releases:
            return ()
        life.shop.write(life.author.content)
        package = life.releases[-1].package
        lost = life.truth.owner.keys() - package.notes.keys()
        life.forgotten |= lost
        life.truth.forget(lost)
        life.truth.stamps |= life.releases[-1].stamps
        return life.shop.restore(package.lock)


@dataclass(frozen=True)
class SetClock:
    """The author's clock is late by some seconds from now on, or `SOURCE_DATE_EPOCH` is set."""

    behind: int
    epoch: int | None

    def happen(self, life: Life) -> tuple[Diagnostic, ...]:
        """Set it."""
        life.shop.behind, life.shop.epoch = self.behind, self.epoch
        return ()


@dataclass(frozen=True)
class Branches:
    """Two branches begin here, each with a build of its own, and are merged: the locks by union, the cards by hand."""

    ours: tuple[Edit, ...]
    theirs: tuple[Edit, ...]

    def happen(self, life: Life) -> None:
        """Let them be merged."""
        if not life.releases:
            return
        lock, truth, base = life.shop.lock.read_text(encoding="utf-8"), life.truth, life.author.content
        sides = [_branch(life, edits, lock, truth, base) for edits in (self.ours, self.theirs)]
        (our_lock, ours, our_content), (their_lock, theirs, their_content) = sides
        truth.merge(ours, theirs)
        life.truth = truth
        life.author.content = _merged(base, our_content, their_content)
        lines = dict.fromkeys([*our_lock.splitlines(), *their_lock.splitlines()])
        life.shop.lock.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _branch(life: Life, edits: tuple[Edit, ...], lock: str, truth: Truth, base: Content) -> tuple[str, Truth, Content]:
    """Return the lock of a branch that begins with *lock*, and what is true there."""
    life.author.content = base
    life.truth = copy.deepcopy(truth)
    life.shop.lock.write_text(lock, encoding="utf-8")
    for edit in edits:
        edit.apply(life.author)
    life.release()
    life.releases.pop()
    return life.shop.lock.read_text(encoding="utf-8"), life.truth, life.author.content


def _merged(base: Content, ours: Content, theirs: Content) -> Content:
    """Return both contents in one: what either took out is gone, and of two wordings theirs is taken."""
    old = {card.key: card for card in base.cards()}
    pairs = zip(ours.chapters, theirs.chapters, strict=True)
    return replace(ours, chapters=tuple(_merged_chapter(one, other, old) for one, other in pairs))


def _merged_chapter(ours: Chapter, theirs: Chapter, old: dict[int, Card]) -> Chapter:
    """Return both chapters in one; *old* are the cards that were there before them."""
    of_them = {card.key: card for card in theirs.cards}
    mine = {card.key for card in ours.cards}
    cards = [
        of_them[card.key] if card.key in of_them and of_them[card.key] != old[card.key] else card
        for card in ours.cards
        if card.key not in old or card.key in of_them
    ]
    for place, card in enumerate(theirs.cards):
        if card.key not in old and card.key not in mine:
            before = theirs.cards[place - 1].key if place else None
            at = next((at + 1 for at, one in enumerate(cards) if one.key == before), 0)
            cards.insert(at, card)
    return replace(ours, cards=tuple(cards))
