"""Who each card is (`format.md`, "Who a card is").

An id that the author wrote decides. Else the lock knows the card by its text; else a reworded card is found again, if
that is sure; else it is new. No history ever goes to a card by a guess that is not said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic
from builder.identity import ids
from builder.identity.slug import automatic_id
from builder.likeness.similar import Said, match
from builder.source.said import compared, first_line, hidden, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.diagnostics import Rule
    from builder.identity.memory import Known, Memory
    from builder.model import Card

_SHOWN: Final = 70
"""Characters of a text that a sentence about it shows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that wants to know who it is."""

    card: Card
    deck: str
    """Full name of its deck."""

    @property
    def note_type(self) -> str:
        """Key of its note type."""
        return ids.note_type_of(self.card.kind)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a card is."""

    id: str
    guid: str
    known: Known | None
    """What the lock knows of it; None of a new card."""
    text: tuple[str, str]
    """What it says, as it is compared."""


def identify(
    candidates: Sequence[Candidate], memory: Memory, deck_id: str, taken: Iterable[str]
) -> tuple[tuple[Identity, ...], tuple[Diagnostic, ...]]:
    """Return who each of *candidates* is, in their order, and what the author should know of how that was found.

    *taken* are the ids that the author wrote, on whatever carries one: no automatic id is among them.
    """
    search = _Search(candidates, memory)
    search.by_written_ids(unchanged=True)
    search.by_texts()
    search.by_written_ids(unchanged=False)
    search.by_likeness()
    return search.identities(deck_id, set(taken)), tuple(search.diagnostics)


class _Search:
    """One pass from what is certain to what is likely; each card of the lock is claimed once."""

    def __init__(self, candidates: Sequence[Candidate], memory: Memory) -> None:
        self.candidates = candidates
        self.memory = memory
        self.said = [said(candidate.card) for candidate in candidates]
        self.texts = [compared(*texts) for texts in self.said]
        self.found: dict[int, Known] = {}
        self.claimed: set[Known] = set()
        self.diagnostics: list[Diagnostic] = []
        self.holders = {
            (candidate.note_type, candidate.card.attributes.id): index
            for index, candidate in enumerate(candidates)
            if candidate.card.attributes.id
        }
        """Who has an id written behind it."""

    def claim(self, index: int, known: Known) -> None:
        """Let the card *index* be *known*."""
        self.found[index] = known
        self.claimed.add(known)

    def unsettled(self, *, written: bool) -> list[int]:
        """Return the cards that nobody knows yet: those whose id the author wrote, or those without one."""
        return [
            index
            for index, candidate in enumerate(self.candidates)
            if index not in self.found and (candidate.card.attributes.id is not None) == written
        ]

    def by_id(self, index: int) -> Known | None:
        """Return whom the lock knows by the id that is written on a card."""
        candidate = self.candidates[index]
        return self.memory.by_id.get((candidate.note_type, candidate.card.attributes.id or ""))

    def by_written_ids(self, *, unchanged: bool) -> None:
        """Let each card with an id be who that id says, if *unchanged* only where the lock knows it by its text too."""
        for index in self.unsettled(written=True):
            known = self.by_id(index)
            if known is None or known in self.claimed:
                continue
            if not unchanged or any(line.text == self.texts[index] for line in known.lines):
                self.claim(index, known)
                self.check_moved(index, known)

    def check_moved(self, index: int, known: Known) -> None:
        """Tell of an id that stands behind the text that the lock knows under another: copied, or exchanged.

        An id that had gone and is back is none of these: its author has said who the card is after all.
        """
        text = self.texts[index]
        others = self.memory.with_text(self.candidates[index].note_type, text)
        if not others or known in others or known.line.retired or not any(text):
            return
        message = f"`{known.id}` stands on the card that the lock knows as `{others[0].id}`: its reviews go there."
        hint = (
            f"If that is not meant, write `{{#{others[0].id}}}` here, and `{{#{known.id}}}` where it was; else nothing."
        )
        self.tell(faults.ID_MOVED, index, message, hint)

    def by_texts(self) -> None:
        """Let cards without an id, or with a new one, be who the lock knows by their very text.

        This comes before an id on a card of another text: who hands an id on to a new card does not hand on the
        reviews of one that still stands there word for word. Of two cards of one text that in the file of the lock
        comes first.
        """
        for written in (True, False):
            for in_file in (True, False):
                for index in self.unsettled(written=written):
                    if not written or self.by_id(index) is None:
                        self.by_text(index, in_file=in_file)

    def by_text(self, index: int, *, in_file: bool) -> None:
        """Let a card be the first of its text that is free, if *in_file* only one of its file."""
        candidate = self.candidates[index]
        text = self.texts[index]
        if not any(text):
            return
        for known in self.memory.with_text(candidate.note_type, text):
            if known in self.claimed or (in_file and known.line.file != candidate.card.span.path):
                continue
            holder = self.holders.get((candidate.note_type, known.id))
            if holder is not None and self.is_reworded(holder, known):
                continue
            self.claim(index, known)
            if holder is not None:
                self.left_behind(holder, index, known)
            return

    def is_reworded(self, index: int, known: Known) -> bool:
        """Say whether a card surely is *known*, in other words."""
        return any(one.sure for one in match([self.as_compared(index)], [_as_known(known)]))

    def by_likeness(self) -> None:
        """Let reworded cards be who they were, where that is sure, and tell where it is not."""
        # Out of use, but not out of the source: these are retired in the lock, and may be reworded all the same.
        marked = {i for i in self.unsettled(written=False) if _is_retired(self.candidates[i].card)}
        for note_type, lines in sorted(self.unclaimed(retired=True).items()):
            self.reworded(marked, lines, note_type)
        for note_type, lines in sorted(self.unclaimed(retired=False).items()):
            for index, known in self.reworded(self.unsettled(written=False), lines, note_type):
                self.unsure(index, known)
            rest = [known for known in lines if known not in self.claimed]
            for index, known, sure in self.matches(self.unsettled(written=True), rest, note_type):
                if sure:
                    self.new_id(index, known)
        # Whoever had gone for good comes back by id or text alone; a likeness is worth a word.
        for note_type, lines in sorted(self.unclaimed(retired=True).items()):
            for index, known, sure in self.matches(self.unsettled(written=False), lines, note_type):
                if sure:
                    self.unsure(index, known)

    def reworded(self, indices: Iterable[int], lines: Sequence[Known], note_type: str) -> list[tuple[int, Known]]:
        """Let those of the cards *indices* that surely are one of *lines* be that one; return the unsure ones."""
        found = list(self.matches(indices, lines, note_type))
        for index, known, sure in found:
            if sure:
                self.claim(index, known)
                self.took(index, known)
        return [(index, known) for index, known, sure in found if not sure]

    def unclaimed(self, *, retired: bool) -> dict[str, list[Known]]:
        """Return the cards of the lock that nobody is, by their note types: those in use, or those that had gone."""
        free: dict[str, list[Known]] = defaultdict(list)
        for known in sorted(self.memory.cards, key=lambda known: (known.id, known.line.guid)):
            if known not in self.claimed and known.line.retired == retired:
                free[known.line.kind].append(known)
        return free

    def matches(
        self, indices: Iterable[int], lines: Sequence[Known], note_type: str
    ) -> Iterator[tuple[int, Known, bool]]:
        """Yield which of the cards *indices* is like which of *lines*, and whether that is sure."""
        cards = [index for index in indices if self.candidates[index].note_type == note_type]
        if not cards or not lines:
            return
        open_cards = set(cards)
        settled = [
            self.as_compared(index)
            for index, candidate in enumerate(self.candidates)
            if candidate.note_type == note_type and index not in open_cards
        ]
        old = [_as_known(known) for known in lines]
        for one in match([self.as_compared(index) for index in cards], old, settled):
            yield cards[one.card], lines[one.line], one.sure

    def as_compared(self, index: int) -> Said:
        """Return what the card *index* says, and where."""
        card = self.candidates[index].card
        return Said(*self.texts[index], card.span.path, hidden(card) if card.clozes else ())

    def identities(self, deck_id: str, taken: set[str]) -> tuple[Identity, ...]:
        """Return who each card is; new ones get an id and a GUID that nobody has or had."""
        written = frozenset(taken)
        taken |= self.memory.ids
        guids = set(self.memory.by_guid)
        made: list[Identity] = []
        for index, candidate in enumerate(self.candidates):
            known = self.found.get(index)
            name = candidate.card.attributes.id
            if name is None and known and known.id not in written:
                name = known.id
            name = name or automatic_id(*self.said[index], taken)
            taken.add(name)
            if known and name not in {line.id for line in known.lines}:
                message = f"The card `{known.id}` is now called `{name}`; it stays who it was."
                self.tell(faults.ID_KEPT, index, message)
            guid = known.line.guid if known else ids.free_guid(deck_id, candidate.note_type, name, guids)
            guids.add(guid)
            made.append(Identity(name, guid, known, self.texts[index]))
        return tuple(made)

    def left_behind(self, holder: int, index: int, known: Known) -> None:
        """Tell of an id on a new card, while the card that was called so stands elsewhere, word for word."""
        place = self.candidates[index].card.span.path
        message = (
            f"`{known.id}` is a new card here: what learners know as `{known.id}` stands in {place}, word for word."
        )
        hint = "The reviews stay with those words. If they shall go with the id, take the words away there."
        self.tell(faults.ID_MOVED, holder, message, hint)

    def took(self, index: int, known: Known) -> None:
        """Tell of a guess."""
        new, old = _short(self.texts[index]), _short(known.line.text)
        message = f"Took “{new}” for the reworded `{known.id}`, “{old}”."
        hint = f"If it is another card, give it an id of its own; if not, `{{#{known.id}}}` or a build settles it."
        self.tell(faults.IDENTITY_GUESS, index, message, hint)

    def unsure(self, index: int, known: Known) -> None:
        """Tell of a card that may be known."""
        old = _short(known.line.text)
        message = f"This card, “{_short(self.texts[index])}”, may be `{known.id}`, “{old}”, reworded."
        hint = f"If it is, write `{{#{known.id}}}` behind it, and learners keep their reviews; if not, any new id."
        self.tell(faults.IDENTITY_UNSURE, index, message, hint)

    def new_id(self, index: int, known: Known) -> None:
        """Tell of a card with a new id that seems to be known under another."""
        name, old = self.candidates[index].card.attributes.id, _short(known.line.text)
        message = f"`{name}` is a new card, and seems to be `{known.id}`, “{old}”, with a new id and text."
        hint = f"If it is, write `{{#{known.id}}}` instead, and learners keep their reviews; if not, nothing is to do."
        self.tell(faults.ID_NEW, index, message, hint)

    def tell(self, rule: Rule, index: int, message: str, hint: str = "") -> None:
        """Add a diagnostic at the card *index*."""
        self.diagnostics.append(Diagnostic(rule, first_line(self.candidates[index].card), message, hint))


def _is_retired(card: Card) -> bool:
    """Say whether the author took a card out of use, and kept it in the source."""
    return "retired" in card.attributes.classes


def _as_known(known: Known) -> Said:
    """Return what a card said when the lock was written; what a blank with several numbers hides stands there once."""
    line = known.line
    return Said(*line.text, line.file, tuple(dict.fromkeys(text for number, text in line.blanks if number > 0)))


def _short(text: tuple[str, str]) -> str:
    """Return as much of a card's text as tells it."""
    whole = " / ".join(part for part in text if part)
    return whole if len(whole) <= _SHOWN else f"{whole[: _SHOWN - 2].rstrip()} …"
