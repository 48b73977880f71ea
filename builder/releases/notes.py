"""What changed since a release, as Markdown for release notes on a code host.

The texts in it may come from strangers. They stand in one line each, behind words of ours, so that only marks inside
a line need care: marks of Markdown and HTML get a backslash or an entity, and what hosts make links, pictures and
mail to other people of (addresses, `@name`, `#12`, `:smile:`) is broken up by a character without width, for hosts
look for that in the finished page, where no backslash is left.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from builder.releases.changes import What
from builder.releases.excerpt import readable
from builder.releases.report import (
    MEANING,
    counted,
    headline,
    keeps_question,
    restyled,
    rewordings,
    searches,
    unchanged,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from builder.releases.changes import Change, Changes
    from builder.releases.excerpt import Excerpt
    from builder.releases.report import Said
    from builder.settings import Config

_MANY: Final = 30
"""Cards of a heading above which its list is folded."""
_MARK: Final = re.compile(r"[\\`*_\[\]{}()|~$^=+]")
_REFERENCE: Final = re.compile(
    r"(?<=[@#!%&~:])(?=\w)|(?<=:)(?=//|[-+])|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d)", re.IGNORECASE
)
_NO_WIDTH: Final = "\u200b"
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def markdown(changes: Changes, since: str, config: Config, said: Mapping[str, Said] | None = None) -> str:
    """Return the report as Markdown: the counts, then a heading for each kind of change with its cards deck by deck.

    *said* are the texts of cards by GUID; a card that is not there is shown as locks have it, without capitals.
    """
    blocks = [f"Since {escaped(since)}: **{counted(changes)}**; {unchanged(changes)}."]
    for what in changes.counts:
        blocks += [f"## {what.value.capitalize()}", MEANING[what]]
        blocks += _folded(_cards(changes.of(what), what, said or {}), len(changes.of(what)))
        found = searches(changes, what, config)
        blocks += _searches(found)
    if styled := restyled(changes):
        blocks += ["## Restyled", MEANING[What.RESTYLED], "\n".join(f"- {escaped(name)}" for name in styled)]
    return "\n\n".join(blocks) + "\n"


def escaped(said: str) -> str:
    """Return *said* as Markdown that says the same in one line, whatever stands in it; for places inside a line."""
    said = _MARK.sub(r"\\\g<0>", _REFERENCE.sub(_NO_WIDTH, readable(said)))
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], said)


def _cards(cards: Sequence[Change], what: What, said: Mapping[str, Said]) -> Iterator[str]:
    """Yield the cards to which *what* happened: the name of each deck, and a list below it."""
    for deck, group in groupby(cards, key=lambda change: change.line.deck):
        yield f"**{escaped(deck.replace('::', ' › '))}**"
        yield "\n".join(line for change in group for line in _card(change, what, said))


def _card(change: Change, what: What, said: Mapping[str, Said]) -> Iterator[str]:
    """Yield the lines of one card."""
    title = f"- `{change.line.id}`{_aside(change, what)}"
    if what is not What.REWORDED:
        yield f"{title} {escaped(headline(change.line, said))}"
        return
    yield f"{title} {escaped(headline(change.line, said))}" if keeps_question(change) else title
    for was, now in rewordings(change):
        yield f"  - was: {_excerpt(was, 'del')}"
        yield f"  - now: {_excerpt(now, 'ins')}"


def _aside(change: Change, what: What) -> str:
    """Return what stands behind the id of a card: what it was before."""
    if change.old is None or change.new is None:
        return ""
    if what is What.TURNED:
        return f" (from {change.old.kind} to {change.new.kind})"
    if what is What.RENAMED:
        return f" (was `{change.old.id}`)"
    return f" (from {escaped(change.old.deck.replace('::', ' › '))})" if what is What.MOVED else ""


def _excerpt(excerpt: Excerpt, tag: str) -> str:
    """Return an excerpt with what it has alone inside the HTML element *tag*."""
    if not str(excerpt).strip():
        return "nothing"
    before, differing, after = (_spaced(part) for part in (excerpt.before, excerpt.differing, excerpt.after))
    return f"{before}<{tag}>{differing}</{tag}>{after}" if differing else before + after


def _spaced(part: str) -> str:
    """Return a part of a line, escaped, with the spaces at its ends that part it from its neighbours."""
    if not part.strip():
        return part
    return f"{' ' * part.startswith(' ')}{escaped(part)}{' ' * part.endswith(' ')}"


def _folded(blocks: Iterator[str], number: int) -> list[str]:
    """Return *blocks*, which list a *number* of cards, behind a line to click on if they are many."""
    if number <= _MANY:
        return list(blocks)
    return ["<details>", f"<summary>{number:,} cards</summary>", *blocks, "</details>"]


def _searches(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the searches as blocks of code, which hosts give a button to copy."""
    for deck, search in found:
        into = f" for those that belong into **{escaped(deck.replace('::', ' › '))}**" if deck else ""
        yield f"Search in Anki's browser{into}:"
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", search))])
        yield f"{fence}text\n{' '.join(search.splitlines())}\n{fence}"
