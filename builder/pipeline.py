"""The program on one screen: read, parse, collect, check, render; make the outputs; write, and read back."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from builder import faults
from builder.diagnostics import Diagnostic, Span, has_errors, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from builder.manifest import Entry
    from builder.model import Deck
    from builder.outputs import Made
    from builder.render.fragment import RenderedDeck
    from builder.source.files import Folder


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for."""

    content: Path
    dist: Path
    outputs: tuple[str, ...] = ()
    """Names of `builder.outputs.OUTPUTS`; without any, those that the deck's settings name."""
    paper: str | None = None
    strict: bool = False


class Watch(Protocol):
    """Who wants to know what the build is doing."""

    def begin(self, stage: str) -> None:
        """Take note that *stage* begins."""

    def end(self, stage: str, did: str, seconds: float) -> None:
        """Take note that *stage* has ended, of what it did, and of how long that took."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deck, from its files to its fragments."""

    folder: Folder
    deck: Deck
    rendered: RenderedDeck
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Outcome:
    """What a build has to say."""

    folder: Folder
    deck: Deck
    diagnostics: tuple[Diagnostic, ...] = ()
    entries: tuple[Entry, ...] = ()
    """The files that were written; none where a fault stopped the build."""
    outdated: tuple[str, ...] = ()
    """Files in `dist/` that an older content made."""
    lacking: tuple[str, ...] = ()
    """Sentences on system libraries that are not there."""
    cards: dict[str, int] = field(default_factory=dict)
    """Cards that Anki will have, by file."""


def load(content: Path, watch: Watch) -> Loaded:
    """Read the folder *content* and return the deck with all that is wrong in it."""
    from builder.checks import check
    from builder.collect import collect
    from builder.config import read_config, read_works
    from builder.render.deck import render
    from builder.source.files import read_folder
    from builder.source.parser import parse
    from builder.theme.author import clean_theme

    with _stage("read", watch) as did:
        folder = read_folder(content)
        did.append(f"{len(folder.chapters)} files")
        config, of_config = read_config(folder.deck)
        of_config = of_config if folder.root.is_dir() else ()
        works, of_works = read_works(folder.works)
    with _stage("parse", watch) as did:
        parsed = [parse(file) for file in folder.chapters]
        did.append(f"{sum(len(file.text) for file in folder.chapters):,} characters")
    found = [*folder.diagnostics, *of_config, *of_works, *(d for _, bad in parsed for d in bad)]
    with _stage("collect", watch) as did:
        deck, of_deck = collect((document for document, _ in parsed), config, works, folder.root)
        did.append(f"{len(deck.notes):,} cards in {len(deck.chapters)} chapters")
    with _stage("check", watch):
        found += [*of_deck, *(check(deck) if folder.root.is_dir() else ())]
    with _stage("render", watch) as did:
        rendered, of_texts = render(deck, folder.root)
        did.append(f"{len(rendered.media)} media files")
        styles, of_styles = clean_theme(folder.theme)
    rendered = replace(rendered, styles=styles, fonts=folder.fonts)
    return Loaded(folder, deck, rendered, in_order([*found, *of_texts, *of_styles]))


def build(options: Options, watch: Watch) -> Outcome:
    """Build what *options* ask for; nothing is written where a fault, or a card that was lost, stops the build."""
    loaded = load(options.content, watch)
    outcome = Outcome(loaded.folder, loaded.deck, loaded.diagnostics)
    if has_errors(outcome.diagnostics, strict=options.strict):
        return outcome
    made, found = _make(options, loaded.rendered, outcome, watch)
    outcome.diagnostics = in_order([*outcome.diagnostics, *found])
    if made and not has_errors(outcome.diagnostics, strict=options.strict):
        _write(options, loaded.rendered, made, outcome, watch)
    return outcome


def _make(
    options: Options, rendered: RenderedDeck, outcome: Outcome, watch: Watch
) -> tuple[list[Made], list[Diagnostic]]:
    """Return the artifacts, and what is wrong with them."""
    from builder.outputs import OUTPUTS
    from builder.pdf.library import LibraryMissing

    made: list[Made] = []
    found: list[Diagnostic] = []
    for name in options.outputs or rendered.deck.config.outputs:
        if name not in OUTPUTS:
            hint = f"Take `{name}` out of `[outputs] all` until then."
            message = f"The output `{name}` is not built by this version."
            found.append(Diagnostic(faults.NOT_YET, Span("deck.toml", 0, 0), message, hint))
            continue
        with _stage(name, watch) as did:
            try:
                artifact, bad = OUTPUTS[name](rendered, options.paper or rendered.deck.config.paper)
            except LibraryMissing as missing:
                outcome.lacking += (str(missing),)
            else:
                made.append(artifact)
                found += bad
                did.append(f"{len(artifact.data):,} bytes")
    return made, found


def _write(
    options: Options,
    rendered: RenderedDeck,
    made: Sequence[Made],
    outcome: Outcome,
    watch: Watch,
) -> None:
    """Write the artifacts, read them back, and put them into their places if no card is lost; the manifest last."""
    from builder.manifest import NAME, Entry, content_digest, kept_entries, manifest
    from builder.output import Staged

    content = content_digest(rendered, options.paper or rendered.deck.config.paper, outcome.folder)
    entries: list[Entry] = []
    lost: list[Diagnostic] = []
    with Staged(options.dist) as staged:
        for artifact in made:
            waiting = staged.write(artifact.name, artifact.data)
            with _stage(f"account of {artifact.output}", watch) as did:
                data = waiting.read_bytes()
                account = artifact.count(rendered, data)
                did.append(f"{account.found} of {account.expected} cards")
            lost += account.diagnostics
            digest = hashlib.sha256(data).hexdigest()
            counted = (account.expected, account.found)
            entries.append(Entry(artifact.output, artifact.name, len(data), digest, *counted, artifact.pages, content))
            if artifact.cards is not None:
                outcome.cards[artifact.name] = artifact.cards
        outcome.diagnostics = in_order([*outcome.diagnostics, *lost])
        if lost:
            return
        kept = kept_entries(options.dist, rendered.deck.id, [entry.name for entry in entries])
        staged.write(NAME, manifest(rendered.deck, [*entries, *kept], content))
        staged.commit()
    outcome.entries = tuple(entries)
    outcome.outdated = tuple(entry.name for entry in kept if entry.content != content)


@contextmanager
def _stage(name: str, watch: Watch) -> Iterator[list[str]]:
    """Tell *watch* of a stage; what is put into the list says what it did."""
    did: list[str] = []
    watch.begin(name)
    start = time.perf_counter()
    yield did
    watch.end(name, ", ".join(did), time.perf_counter() - start)
