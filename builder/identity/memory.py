"""What the lock remembers of each card, put together from all lines that speak of it.

Two branches that were merged may each have a line for one card: the later of the two counts, and nothing that either
says is forgotten. Two lines are of one card when their GUIDs are the same, or their ids and neither has another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from builder.identity.ids import CLOZE
from builder.identity.lock import CardLine, NoteTypeLine, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from builder.identity.lock import Line
    from builder.likeness.boxes import Box

Key = tuple[str, str]
"""Note type and id."""
_NOBODYS: Final = "merged"
"""In the place of a digest: what two branches made of one thing at one time is neither's."""


@dataclass(frozen=True, eq=False)
class Known:
    """One card, as the lock knows it."""

    id: str
    """What it is called: no other card of its note type is called so."""
    lines: tuple[CardLine, ...]
    """The one that counts first: the later, of two of one time the smaller."""

    @property
    def line(self) -> CardLine:
        """The line that counts."""
        return self.lines[0]

    @property
    def latest(self) -> int:
        """The latest time, in seconds since 1970, at which any branch has sent this card."""
        return self.line.mod

    @property
    def sources(self) -> set[str]:
        """The digests of its latest time; several where two branches changed it at one time, each in its way."""
        return {line.source for line in self.lines if line.mod == self.latest}

    def mod(self, source: str, now: int, blanks: Sequence[tuple[int, str]] = ()) -> int:
        """Return when a card with the digest *source* last changed: *now* if it has changed, and later than ever.

        Learners of two branches that changed it at one time both wait for a later one. A card whose *blanks* got other
        numbers by a merge has changed, too.
        """
        is_renumbered = _live(blanks) != _live(self.line.blanks)
        return later(self.latest, now) if self.sources != {source} or is_renumbered else self.latest

    @cached_property
    def blanks(self) -> tuple[tuple[int, str], ...]:
        """The numbers of its blanks, as all branches that gave any know them (`CardLine.blanks`)."""
        if len(self.lines) == 1:
            return self.line.blanks
        from builder.likeness.blanks import joined

        return joined([(line.blanks, line.text[0] if line.kind == CLOZE else "") for line in self.lines])

    @property
    def places(self) -> tuple[tuple[int, Box], ...]:
        """Where the masks of its numbers lie or lay, on any branch."""
        return tuple(dict.fromkeys(place for line in self.lines for place in line.places))

    def places_beside(self, places: Sequence[tuple[int, Box]]) -> tuple[tuple[int, Box], ...]:
        """Return *places*, those of its masks now, and behind them where the masks of its other numbers lay."""
        now = {number for number, _ in places}
        return (*places, *(place for place in self.places if place[0] not in now))

    def was(self, deck: str) -> tuple[str, ...]:
        """Return the decks that it has stood in, other than *deck*."""
        decks = dict.fromkeys(one for line in reversed(self.lines) for one in (*line.was, line.deck))
        return tuple(one for one in decks if one != deck)

    @property
    def more(self) -> dict[str, Any]:
        """Keys of a later version that any branch has written."""
        return {key: value for line in reversed(self.lines) for key, value in line.more.items()}

    @property
    def gone(self) -> CardLine:
        """Its line while the source does not have it: nothing that any branch says is lost."""
        line = self.line
        return replace(
            line,
            id=self.id,
            source=line.source if len(self.sources) == 1 else _NOBODYS,
            blanks=self.blanks,
            retired=True,
            was=self.was(line.deck),
            places=self.places,
            more=self.more,
        )


def later(mod: int, now: int) -> int:
    """Return the time of a change that was made *now*: strictly later than *mod*, for Anki takes nothing else over."""
    return max(now, mod + 1)


def _live(blanks: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those of *blanks* that are not gone."""
    return {blank for blank in blanks if blank[0] > 0}


class Memory:
    """All that a lock knows; ``Memory(())`` knows nothing."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Put *lines*, in any order, together."""
        lines = tuple(lines)
        self.cards: tuple[Known, ...] = tuple(_together([line for line in lines if isinstance(line, CardLine)]))
        self.note_types: Mapping[str, NoteTypeLine] = _note_types(
            [line for line in lines if isinstance(line, NoteTypeLine)]
        )
        others: dict[Key, Known] = {(line.kind, line.id): known for known in self.cards for line in known.lines}
        self.by_id: Mapping[Key, Known] = others | {(known.line.kind, known.id): known for known in self.cards}
        self.by_guid: Mapping[str, Known] = {line.guid: known for known in self.cards for line in known.lines}
        texts: dict[tuple[str, tuple[str, str]], list[Known]] = defaultdict(list)
        for known in self.cards:
            for kind, text in dict.fromkeys((line.kind, line.text) for line in known.lines):
                texts[kind, text].append(known)
        self._texts = texts

    def with_text(self, note_type: str, text: tuple[str, str]) -> tuple[Known, ...]:
        """Return the cards of *note_type* that say, or said on some branch, *text*; those that are not gone first."""
        return tuple(sorted(self._texts.get((note_type, text), ()), key=lambda k: (k.line.retired, k.id)))

    @property
    def ids(self) -> frozenset[str]:
        """All ids that a card has or had."""
        return frozenset(line.id for known in self.cards for line in known.lines)


def _note_types(lines: Iterable[NoteTypeLine]) -> dict[str, NoteTypeLine]:
    """Return the note types, each with its later time; of two that differ at one time the source is nobody's."""
    latest: dict[str, NoteTypeLine] = {}
    for line in sorted(lines, key=lambda line: (line.mod, row_of(line))):
        known = latest.get(line.notetype)
        differs = known is not None and known.mod == line.mod and known.source != line.source
        latest[line.notetype] = replace(line, source=_NOBODYS) if differs else line
    return latest


def _together(lines: Iterable[CardLine]) -> Iterator[Known]:
    """Yield the cards that *lines* speak of, in their order.

    A card is all lines of one GUID, and those of another that has no id of its own.
    """
    by_guid: dict[tuple[str, str], list[CardLine]] = defaultdict(list)
    for line in lines:
        by_guid[line.kind, line.guid].append(line)
    groups = [sorted(group, key=by_time) if len(group) > 1 else group for group in by_guid.values()]
    # Who is called in one way only chooses first; who has several names, as after a rename, takes one that is left.
    groups.sort(key=lambda group: (len({line.id for line in group}), -group[0].mod, group[0].id, group[0].guid))
    named: dict[Key, list[CardLine]] = {}
    for group in groups:
        free = [line for line in group if (line.kind, line.id) not in named]
        if free:
            named[free[0].kind, free[0].id] = group
        else:
            named[group[0].kind, group[0].id] += group
    name_of = {(kind, line.guid): name for (kind, name), group in named.items() for line in group}
    seen = dict.fromkeys((kind, name_of[kind, guid]) for kind, guid in by_guid)
    for kind, name in seen:
        group = named[kind, name]
        yield Known(name, tuple(sorted(group, key=by_time) if len(group) > 1 else group))


def by_time(line: CardLine) -> tuple[int, str]:
    """Return what the lines of one card are sorted by, the one that counts first."""
    return -line.mod, row_of(line)
