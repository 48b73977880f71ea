"""The numbers of blanks: clozes and masks. Anki hangs a blank's reviews on its number, so a number never moves.

A blank is known again by its text, else by its place in the sentence or in the picture. Where neither is sure it gets
a number that no blank of this card ever had: a review more is better than a history that sits on another question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from builder.likeness.places import occurrences
from builder.likeness.sameblank import Sameness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from builder.likeness.boxes import Box


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank as the author has it now."""

    text: str
    """What it hides, as plain text in the form in which texts are compared (`builder.source.plain.normal`)."""
    written: tuple[int, ...] = ()
    """The numbers that the author wrote; none of a bare blank."""
    boxes: tuple[Box, ...] = ()
    """Where a mask lies; of one of before all places at which its number is known."""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A blank that has another number than the one under which learners reviewed it."""

    blank: int
    """Its index."""
    now: int
    had: int
    text: str
    text_then: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A bare blank that got a new number, and one that is gone and may have been the same."""

    blank: int
    """Its index."""
    now: int
    had: int
    """The number of the one that is gone: written by the author, it settles the matter."""
    text_then: str
    or_had: tuple[int, ...] = ()
    """The numbers of others that are gone and hid the same."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The blanks of a card with their numbers."""

    numbers: tuple[tuple[int, ...], ...]
    """Of each blank. One above 500 means that the card has used up what Anki makes cards of."""
    known: tuple[tuple[int, str], ...]
    """What the lock shall hold: number and text of the blanks in reading order, one entry for each number; then
    those that are gone, with the number below zero."""
    renumbered: tuple[Renumbered, ...] = ()
    unsure: tuple[Unsure, ...] = ()


def number(
    blanks: Sequence[Blank],
    said: str,
    known: Sequence[tuple[int, str]] = (),
    said_then: str = "",
    places: Sequence[tuple[int, Box]] = (),
) -> Numbered:
    """Return the numbers of *blanks*, which come in reading order.

    *said* and *said_then* are the card's whole text, now and when the lock was written, blanks filled in, in the form
    in which texts are compared; both are empty for masks. *known* is what the lock holds: `Numbered.known` of the last
    build; *places* is where the masks of its numbers lay, as far as it holds that. What the author wrote always holds;
    without *known* a bare blank gets the lowest number that is free.
    """
    then = _placed(_then([entry for entry in known if entry[0] > 0], said_then, blanks, said), places)
    gone = _placed([Blank(text, (-n,)) for n, text in known if n < 0], places)
    same = Sameness(then, gone, blanks, said_then, said)
    olds = (*then, *gone)
    had = {new: olds[old].written for new, old in same.sure.items()}
    moved = {n for new, blank in enumerate(blanks) for n in blank.written if n not in had.get(new, ())}
    numbers = _numbers(blanks, had, moved, {abs(n) for n, _ in known})
    return Numbered(
        tuple(numbers),
        tuple(_known(blanks, numbers, olds, same, moved)),
        tuple(
            Renumbered(new, own[0], had[new][0], blanks[new].text, olds[same.sure[new]].text)
            for new, own in enumerate(numbers)
            if new in had and not set(own) & set(had[new])
        ),
        tuple(_unsure(blanks, numbers, olds, same, moved)),
    )


def joined(versions: Sequence[tuple[Sequence[tuple[int, str]], str]]) -> tuple[tuple[int, str], ...]:
    """Return what the lock shall hold of a card of which branches have several *versions*, the one that counts first.

    A version is what the lock holds (`Numbered.known`) and the card's whole text. A number that two of them gave to two
    blanks belongs to neither any more, for each has learners who reviewed another blank under it; an empty text holds
    its place. No number that any version ever used is free.
    """
    (first, said), *others = versions
    now = [Blank(text) for number, text in first if number > 0]
    live = [entry for entry in first if entry[0] > 0]
    owners = dict(live)
    contested: set[int] = set()
    for entries, said_then in others:
        then = [entry for entry in entries if entry[0] > 0]
        same = Sameness([Blank(text, (number,)) for number, text in then], [], now, said_then, said)
        is_now = {old: live[new][0] for new, old in same.sure.items()}
        for old, (number, text) in enumerate(then):
            if number not in owners and old not in is_now:
                owners[number] = text
            elif number in owners and is_now.get(old) != number and (old in is_now or owners[number] != text):
                contested.add(number)
    kept = [(number, text) for number, text in owners.items() if number not in contested]
    gone = dict.fromkeys((n, text) for entries, _ in versions for n, text in entries if n < 0 and -n not in owners)
    known = {abs(number) for number, _ in (*kept, *gone)}
    used = {abs(number) for entries, _ in versions for number, _ in entries}
    return (*kept, *gone, *((-number, "") for number in sorted(used - known)))


def _then(entries: Sequence[tuple[int, str]], said_then: str, blanks: Sequence[Blank], said: str) -> list[Blank]:
    """Return the blanks that the lock knows, those with several numbers put together.

    Entries belong together where the author has their numbers on one blank still, or where their text stands only
    once in the card; unless it does so now too and as many blanks hide it, one in another.
    """
    unchanged = _spelled(entries, blanks) if said == said_then else []
    if unchanged:
        return unchanged
    joint = {(n, blank.text): blank.written for blank in blanks if len(blank.written) > 1 for n in blank.written}
    seen: Counter[tuple[int, str]] = Counter()
    groups: dict[tuple[str, tuple[int, ...], int], list[int]] = defaultdict(list)
    for n, text in entries:
        groups[text, joint.get((n, text), (n,)), seen[n, text]].append(n)
        seen[n, text] += 1
    parts = Counter(text for text, *_ in groups)
    now = Counter(blank.text for blank in blanks)
    one = {
        text
        for text, several in parts.items()
        if several > 1 and len(occurrences(said_then, text)) == 1
        if several != now[text] or len(occurrences(said, text)) != 1
    }
    found: dict[object, Blank] = {}
    for key, own in groups.items():
        name = key[0] if key[0] in one else key
        before = found[name].written if name in found else ()
        found[name] = Blank(key[0], tuple(dict.fromkeys((*before, *own))))
    return list(found.values())


def _placed(blanks: list[Blank], places: Sequence[tuple[int, Box]]) -> list[Blank]:
    """Return *blanks* with where their numbers lie."""
    if not places:
        return blanks
    return [replace(blank, boxes=tuple(box for n, box in places if n in blank.written)) for blank in blanks]


def _spelled(entries: Sequence[tuple[int, str]], blanks: Sequence[Blank]) -> list[Blank]:
    """Return *blanks* with the numbers of *entries* where these name them one by one; nothing where they do not."""
    found: list[Blank] = []
    at = 0
    for blank in blanks:
        end = at + max(len(blank.written), 1)
        numbers = tuple(n for n, text in entries[at:end] if text == blank.text)
        if len(numbers) != end - at or blank.written not in {(), numbers}:
            return []
        found.append(Blank(blank.text, numbers))
        at = end
    return found if at == len(entries) else []


def _numbers(
    blanks: Sequence[Blank], had: Mapping[int, tuple[int, ...]], moved: AbstractSet[int], used: AbstractSet[int]
) -> list[tuple[int, ...]]:
    """Return the numbers of each blank: those written, else those it *had* and that have not *moved*, else a new one.

    A new one is the lowest that the author did not write and that is not among those *used* before.
    """
    taken = {n for blank in blanks for n in blank.written} | used
    free = (n for n in count(1) if n not in taken)
    numbers: list[tuple[int, ...]] = []
    for new, blank in enumerate(blanks):
        kept = tuple(n for n in had.get(new, ()) if n not in moved)
        numbers.append(blank.written or kept or (next(free),))
    return numbers


def _unsure(
    blanks: Sequence[Blank],
    numbers: Sequence[tuple[int, ...]],
    olds: Sequence[Blank],
    same: Sameness,
    moved: AbstractSet[int],
) -> Iterator[Unsure]:
    """Yield the bare blanks that may be one of before whose number nobody has now, with all such numbers."""
    for new, candidates in sorted(same.likely.items()):
        if new not in same.sure and not blanks[new].written:
            free = [olds[old] for old in candidates if not same.is_taken(old) and not set(olds[old].written) & moved]
            if free:
                had, *others = dict.fromkeys(old.written[0] for old in free)
                yield Unsure(new, numbers[new][0], had, free[0].text, tuple(others))


def _known(
    blanks: Sequence[Blank],
    numbers: Sequence[tuple[int, ...]],
    olds: Sequence[Blank],
    same: Sameness,
    moved: AbstractSet[int],
) -> Iterator[tuple[int, str]]:
    """Yield what the lock shall hold: the blanks of now, then the numbers that those of before no longer have.

    A number that the author has *moved* belongs to the blank that has it now, and to no text of before.
    """
    live: set[tuple[int, str]] = set()
    for blank, own in zip(blanks, numbers, strict=True):
        for n in own:
            live.add((n, blank.text))
            yield n, blank.text
    still = {old: numbers[new] for new, old in same.sure.items()}
    lost: dict[tuple[int, str], None] = {}
    for old, blank in enumerate(olds):
        for n in blank.written:
            if n not in still.get(old, ()) and n not in moved and (n, blank.text) not in live:
                lost[n, blank.text] = None
    yield from ((-n, text) for n, text in lost)
