"""Which cards a quiz asks, and in what order: the same on every machine, and little changed by a card more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from builder.collect import SECTION
from builder.diagnostics import Diagnostic, Span
from builder.faults import QUIZ_EMPTY, QUIZ_UNKNOWN
from builder.identity.names import PARTS, folded, readable, tags
from builder.pdf.manuscript import printed_notes
from builder.source.near import did_you_mean
from builder.source.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from builder.render.fragment import Fragment, RenderedChapter, RenderedDeck, RenderedNote
    from builder.settings import QuizSettings

_LEVEL: Final = "level::"
_PLACE: Final = Span("deck.toml", 0, 0)
_NAMED: Final = 12
"""How many names a hint lists."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A card that is asked."""

    note: RenderedNote
    chapter: RenderedChapter
    heading: Fragment | None
    """Of the question that it stands under; None of one that stands under none, or is a question itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the settings choose of a deck."""

    asked: tuple[Asked, ...]
    """In the order in which they are printed."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why nothing is asked."""


def drawn(rendered: RenderedDeck, settings: QuizSettings) -> tuple[RenderedNote, ...]:
    """Return the notes of *rendered* that a quiz with *settings* asks, in the order in which it does."""
    return tuple(asked.note for asked in choose(rendered, settings).asked)


def choose(rendered: RenderedDeck, settings: QuizSettings) -> Choice:
    """Return the cards that *settings* choose among those of *rendered* that are printed.

    A card is asked that is of any of the chapters, has any of the tags, and is of any of the levels. A chapter is named
    by its title, its id or its file; a tag names those below it too (`cv` also `cv::edges`).
    """
    printed = tuple(_printed(rendered))
    names = {asked.chapter.entry.anchor: _names(asked.chapter) for asked in printed}
    carried = {folded(tag): tag for asked in printed for tag in asked.note.note.tags}
    unknown = tuple(_unknown(settings, names, carried))
    if unknown:
        return Choice((), unknown)
    left = [asked for asked in printed if _is_chosen(asked, settings, names)]
    if not left:
        return Choice((), (_empty(settings, is_bare=not printed),))
    return Choice(tuple(_drawn(left, settings)))


def rank(seed: str, note_id: str) -> str:
    """Return what the cards of a version are ordered by: the SHA-256 of its *seed* and the id of the card, in hex."""
    return hashlib.sha256(f"{seed}\0{note_id}".encode()).hexdigest()


def _drawn(asked: Sequence[Asked], settings: QuizSettings) -> list[Asked]:
    """Return as many of *asked* as are wanted: by rank where there is a seed, else as they stand in the source."""
    by_rank = sorted(asked, key=lambda one: rank(settings.seed, one.note.note.id))[: settings.number]
    return by_rank if settings.seed else sorted(by_rank, key=lambda one: one.note.note.place)


def _printed(rendered: RenderedDeck) -> Iterator[Asked]:
    """Yield all cards that print shows, in the order of the document."""
    for chapter in rendered.chapters:
        for note, question in printed_notes(chapter):
            yield Asked(note, chapter, question.heading if question and note is not question.note else None)


def _names(chapter: RenderedChapter) -> tuple[str, ...]:
    """Return all that *chapter* may be called, its title first."""
    entry = chapter.entry
    path = PurePosixPath(entry.chapter.span.path)
    title = plain(entry.title, inline=True)
    others = (entry.anchor, entry.anchor.removeprefix(SECTION), str(path), str(path.with_suffix("")), path.stem)
    return (title, *others, readable(path.stem))


def _is_chosen(asked: Asked, settings: QuizSettings, names: Mapping[str, Sequence[str]]) -> bool:
    """Say whether *asked* is of one of the chapters, tags and levels of *settings*."""
    called = set(map(_key, names[asked.chapter.entry.anchor]))
    own = set(map(folded, asked.note.note.tags))
    return (
        (not settings.chapters or not called.isdisjoint(map(_key, settings.chapters)))
        and (not settings.tags or any(_is_carried(tag, own) for tag in settings.tags))
        and (not settings.levels or any(_level(level) in own for level in settings.levels))
    )


def _key(name: str) -> str:
    """Return the name of a chapter as it is compared: without regard to case and to how its words are spaced."""
    return " ".join(folded(name).split())


def _level(name: str) -> str:
    """Return the tag of a level that is named bare or by its tag."""
    return _LEVEL + folded(name).removeprefix(_LEVEL)


def _is_carried(name: str, own: Iterable[str]) -> bool:
    """Say whether a card with the tags *own* carries the tag *name*, or one below it."""
    tag = "".join(map(folded, tags([name])))
    return any(one == tag or one.startswith(f"{tag}{PARTS}") for one in own)


def _unknown(
    settings: QuizSettings, names: Mapping[str, Sequence[str]], carried: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield a fault for each chapter, tag and level of *settings* that no printed card is of."""
    titles = [own[0] for own in names.values()]
    called = {_key(name): name for own in names.values() for name in own}
    for name in settings.chapters:
        if _key(name) not in called:
            yield _nothing("chapter", name, titles, called.values())
    for name in settings.tags:
        if not _is_carried(name, carried):
            yield _nothing("tag", name, carried.values())
    levels = [tag.removeprefix(_LEVEL) for tag in carried.values() if tag.startswith(_LEVEL)]
    for name in settings.levels:
        if _level(name) not in carried:
            yield _nothing("level", name, levels)


def _nothing(what: str, name: str, named: Iterable[str], known: Iterable[str] | None = None) -> Diagnostic:
    """Return the fault that no printed card has the *what* *name*; its hint is the *known* one near it, or *named*."""
    listed = list(dict.fromkeys(named))
    some = ", ".join(f"`{one}`" for one in listed[:_NAMED])
    more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    there = f"There are the {what}s {some}{more}." if some else f"No printed card has a {what}."
    message = f"The quiz shall ask cards of the {what} `{name}`, and no printed card is of it."
    return Diagnostic(QUIZ_UNKNOWN, _PLACE, message, did_you_mean(name, known or listed, there))


def _empty(settings: QuizSettings, *, is_bare: bool) -> Diagnostic:
    """Return the fault that no card is left; *is_bare* if the deck prints none."""
    if is_bare:
        hint = "Cards that are `.anki-only` or `.retired` are not printed."
        return Diagnostic(QUIZ_EMPTY, _PLACE, "No question is left for the quiz: the deck prints no card.", hint)
    wanted = ("chapters", settings.chapters), ("tags", settings.tags), ("levels", settings.levels)
    said = "; ".join(f"{what} {', '.join(f'`{name}`' for name in chosen)}" for what, chosen in wanted if chosen)
    message = f"No question is left for the quiz: no printed card is of all that is chosen ({said})."
    hint = "A card must be of one of the chapters, have one of the tags, and be of one of the levels: choose fewer."
    return Diagnostic(QUIZ_EMPTY, _PLACE, message, hint)
