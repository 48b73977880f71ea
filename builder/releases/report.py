"""What changed since a release, as text for people and as JSON for programs; as Markdown: `builder.releases.notes`."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from builder.identity.lock import row_of
from builder.identity.search import NOTE_TYPES, search_for
from builder.releases.changes import What
from builder.releases.excerpt import clipped, contrast, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from builder.identity.lock import CardLine, Line
    from builder.releases.changes import Change, Changes
    from builder.releases.excerpt import Excerpt
    from builder.settings import Config

Said = tuple[str, str]
"""Question and answer as the author writes them (`builder.source.said.said`)."""

SCHEMA: Final = 1
LONGEST: Final = 800
"""Characters of a search, which people have to copy in one piece."""
MEANING: Final[Mapping[What, str]] = {
    What.NEW: "Anki adds them.",
    What.REWORDED: "Anki takes the new words over, unless a learner changed that note later. Every review stays.",
    What.REVISED: "They read the same; markup, figures, tags, dates or sources differ. Every review stays.",
    What.RENAMED: "Another id, the same card. Every review stays.",
    What.MOVED: "Anki leaves known cards in their old deck. To move them, search in its browser, then Change Deck.",
    What.TURNED: "Of another note type, so they are new to Anki. The old ones stay until their learners delete them.",
    What.REVIVED: "Who kept them goes on with every review; to others they are new.",
    What.RETIRED: "Learners keep them until they delete them.",
    What.DOUBLED: "Learners would get them a second time, without their reviews: this must not be published.",
    What.RESENT: "As they were, but with a later time: Anki writes them once more, over what a learner changed.",
    What.RESTYLED: "Anki takes the new look over, unless a learner changed these note types later.",
}
"""What a change is to those who learn with the deck."""


def short(changes: Changes, since: str) -> str:
    """Return one line: how many cards changed since the release *since*, and how."""
    return f"Since {since}: {counted(changes)}."


def counted(changes: Changes) -> str:
    """Return how often each thing happened, in words."""
    said = [f"{number:,} {what.value}" for what, number in changes.counts.items()]
    if styled := restyled(changes):
        said.append(f"{len(styled)} note type{'s' if len(styled) > 1 else ''} restyled")
    return ", ".join(said) or "nothing changed"


def unchanged(changes: Changes) -> str:
    """Return how many cards are as they were, in words."""
    return f"{changes.unchanged:,} card{'' if changes.unchanged == 1 else 's'} unchanged"


def restyled(changes: Changes) -> Sequence[str]:
    """Return the names of the note types with another look."""
    keys = (change.new.notetype for change in changes.note_types if change.what is What.RESTYLED)
    return [NOTE_TYPES.get(key, key) for key in keys]


def text(changes: Changes, since: str, config: Config, said: Mapping[str, Said] | None = None) -> str:
    """Return the report for people: card by card under each Anki deck, then what Anki does with them.

    *said* are the texts of cards by GUID; a card that is not there is shown as locks have it, without capitals.
    """
    lines = [f"{short(changes, since)[:-1]}; {unchanged(changes)}."]
    for deck, group in groupby(changes.cards, key=lambda change: change.line.deck):
        lines += ["", readable(deck)]
        for change in group:
            lines += _card(change, said or {})
    if styled := restyled(changes):
        lines += ["", f"Note types restyled: {', '.join(styled)}.", f"  {MEANING[What.RESTYLED]}"]
    for what in changes.counts:
        if found := searches(changes, what, config):
            lines += ["", f"{what.value.capitalize()}: {MEANING[what]}"]
            for deck, search in found:
                lines += [
                    f"  To “{readable(deck)}”:" if deck else "  They are found in Anki's browser with",
                    f"    {search}",
                ]
    return "\n".join(lines) + "\n"


def _card(change: Change, said: Mapping[str, Said]) -> Iterator[str]:
    """Yield the lines of one card."""
    names = ", ".join(what.value for what in change.what)
    yield f"  {names}: {change.line.id}{_aside(change)}"
    if keeps_question(change):
        yield f"      {headline(change.line, said)}"
    for was, now in rewordings(change):
        yield f"    - {was}"
        yield f"    + {now}"


def _aside(change: Change) -> str:
    """Return what the line of a card says behind its id: what it was before."""
    old, new = change.old, change.new
    if old is None or new is None:
        return ""
    words = [f"was {old.id}"] if What.RENAMED in change.what else []
    words += [f"from “{readable(old.deck)}”"] if What.MOVED in change.what else []
    words += [f"from {old.kind} to {new.kind}"] if What.TURNED in change.what else []
    return f" ({', '.join(words)})" if words else ""


def headline(line: CardLine, said: Mapping[str, Said]) -> str:
    """Return as much of a card's text as tells it: of its question, or of its answer where it has none."""
    return next((clipped(part) for part in said.get(line.guid, line.text) if part.strip()), "(without text)")


def keeps_question(change: Change) -> bool:
    """Say whether the question of a card is as it was, so that it may head what else there is to tell."""
    if What.REWORDED not in change.what or change.old is None or change.new is None:
        return True
    return change.old.text[0] == change.new.text[0] != ""


def rewordings(change: Change) -> Iterator[tuple[Excerpt, Excerpt]]:
    """Yield what a reworded card said and says: question and answer, each if it differs."""
    if What.REWORDED in change.what and change.old and change.new:
        for was, now in zip(change.old.text, change.new.text, strict=True):
            if was != now:
                yield contrast(was, now)


def searches(changes: Changes, what: What, config: Config) -> Sequence[tuple[str, str]]:
    """Return the searches for Anki's browser that find the notes to which *what* happened.

    Each comes with the deck that its notes belong into now, which is empty where that is no matter. There is none for
    notes with which learners have nothing to do. No search is longer than `LONGEST`, nor about two note types.
    """
    if what not in {What.MOVED, What.TURNED, What.RETIRED, What.DOUBLED}:
        return ()
    groups: dict[tuple[str, str], list[str]] = {}
    for change in changes.of(what):
        line = change.line if what is What.MOVED else change.old or change.line
        groups.setdefault((line.deck if what is What.MOVED else "", line.kind), []).append(line.id)
    return tuple(
        (deck, search_for(config, kind, part))
        for (deck, kind), names in groups.items()
        for part in _parts(names, LONGEST - len(search_for(config, kind, ["", ""])))
    )


def _parts(names: Sequence[str], room: int) -> Iterator[Sequence[str]]:
    """Yield *names* in groups that have *room* in one search, each group with one name at least."""
    part: list[str] = []
    length = 0
    for name in names:
        own = len(f" or Id:{name}")
        if part and length + own > room:
            yield part
            part, length = [], 0
        part.append(name)
        length += own
    if part:
        yield part


def as_json(changes: Changes, since: str, config: Config) -> str:
    """Return all of the report as JSON; old and new lines stand there as a lock has them."""
    rows: dict[str, Any] = {
        "schema": SCHEMA,
        "deck": config.id,
        "since": since,
        "summary": short(changes, since),
        "counts": {what.value: number for what, number in changes.counts.items()},
        "unchanged": changes.unchanged,
        "cards": [_row(change) for change in changes.cards],
        "noteTypes": [
            {"what": one.what.value, "notetype": one.new.notetype, "old": _line(one.old), "new": _line(one.new)}
            for one in changes.note_types
        ],
        "searches": [
            {"what": what.value, "deck": deck or None, "search": search}
            for what in changes.counts
            for deck, search in searches(changes, what, config)
        ],
        "diagnostics": [
            {
                "path": one.span.path,
                "severity": one.rule.severity.value,
                "code": one.rule.code,
                "message": one.message,
                "hint": one.hint,
            }
            for one in changes.diagnostics
        ],
    }
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(change: Change) -> dict[str, Any]:
    """Return one card as JSON's own types."""
    return {
        "what": [what.value for what in change.what],
        "id": change.line.id,
        "notetype": change.line.kind,
        "deck": change.line.deck,
        "old": _line(change.old),
        "new": _line(change.new),
    }


def _line(line: Line | None) -> Any:  # noqa: ANN401 (JSON's own types)
    """Return a line as it stands in a lock."""
    return json.loads(row_of(line)) if line else None
