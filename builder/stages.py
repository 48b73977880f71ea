"""What the stages of a build hand on: what was asked for, what was read, the deck, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from builder.settings import Flags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from builder.identity.lock import Line
    from builder.identity.lockfile import Lock
    from builder.identity.memory import Memory
    from builder.manifest import Entry, Mixed, Outdated
    from builder.model import Deck, Document, Work
    from builder.render.fragment import RenderedDeck
    from builder.settings import Config
    from builder.source.files import Folder


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for."""

    content: Path
    dist: Path
    outputs: tuple[str, ...] = ()
    """Names of `builder.outputs.OUTPUTS`; without any, those that the deck's settings name."""
    flags: Flags = field(default_factory=Flags)
    """What is said instead of the deck's settings."""
    strict: bool = False
    renews: bool = False
    """Whether the lock is renewed: by `build all` and `build anki`."""
    locked: bool = False
    """Whether a lock that would have to be renewed is a fault instead, as in CI."""


@dataclass(frozen=True, slots=True)
class Read:
    """A content folder, read and parsed."""

    folder: Folder
    lock: Lock
    """`deck.lock`, as it stands there."""
    config: Config
    works: Mapping[str, Work]
    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    now: int
    """Seconds since 1970: the time of what has changed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deck, from its files to its fragments."""

    folder: Folder
    deck: Deck
    rendered: RenderedDeck
    diagnostics: tuple[Diagnostic, ...]
    lock: Lock
    memory: Memory
    """What the lock knows."""
    now: int
    """As in `Read`."""


@dataclass(slots=True)
class Outcome:
    """What a build has to say."""

    loaded: Loaded
    diagnostics: tuple[Diagnostic, ...] = ()
    entries: tuple[Entry, ...] = ()
    """The files that were written; none where a fault stopped the build."""
    outdated: Outdated | None = None
    """Files in `dist/` that were left as they are, and no longer belong to the set."""
    lacking: tuple[str, ...] = ()
    """Sentences on system libraries that are not there."""
    cards: dict[str, int] = field(default_factory=dict)
    """Cards that Anki will have, by file."""
    sheets: dict[str, int] = field(default_factory=dict)
    """Sheets of paper that a file takes which is printed on both sides, by file."""
    mixed: Mixed | None = None
    """What in `dist/` was not as its manifest says when the build began."""
    lines: tuple[Line, ...] = ()
    """The lines of the lock after the build."""
    lock_changed: bool = False
    """Whether the build wrote other lines than it found."""
