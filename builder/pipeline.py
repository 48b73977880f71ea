"""The program on one screen: read, parse, collect, check, render; make the outputs; write, and read back.

Of the content folder a build writes nothing but `deck.lock`.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import has_errors, in_order
from builder.stages import Loaded, Outcome, Read
from builder.watch import stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from builder.anki.notetypes import NoteType
    from builder.diagnostics import Diagnostic
    from builder.identity.lock import Line
    from builder.outputs import Made, Order
    from builder.render.fragment import RenderedDeck
    from builder.stages import Options
    from builder.watch import Watch


_FEW: Final = 2
"""Files of one output that need no counting: a quiz and its key."""


def read(content: Path, watch: Watch) -> Read:
    """Read and parse all that the folder *content* holds."""
    from builder.config import read_config, read_works
    from builder.identity.clock import check_clock, moment
    from builder.identity.lockfile import read_lock
    from builder.source.files import read_folder
    from builder.source.parser import parse

    clock = int(time.time())
    with stage("read", watch) as did:
        folder = read_folder(content)
        did.append(f"{len(folder.chapters)} files")
        lock, of_lock = read_lock(folder.lock)
        config, of_config = read_config(folder.deck, lock.deck_id)
        of_config = of_config if folder.root.is_dir() else ()
        works, of_works = read_works(folder.works)
        of_clock = check_clock(os.environ, clock, lock)
    with stage("parse", watch) as did:
        parsed = [parse(file) for file in folder.chapters]
        did.append(f"{sum(len(file.text) for file in folder.chapters):,} characters")
    of_texts = (fault for _, found in parsed for fault in found)
    found = in_order([*folder.diagnostics, *of_lock, *of_config, *of_works, *of_clock, *of_texts])
    documents = tuple(document for document, _ in parsed)
    return Read(folder, lock, config, works, documents, found, moment(os.environ, clock))


def load(content: Path, watch: Watch) -> Loaded:
    """Read the folder *content* and return the deck with all that is wrong in it."""
    from builder.checks import check
    from builder.collect import collect
    from builder.identity.lockfile import Lock
    from builder.identity.memory import Memory
    from builder.identity.renewal import told
    from builder.render.deck import render
    from builder.theme.author import clean_theme

    said = read(content, watch)
    folder = said.folder
    lock = Lock() if has_errors(said.diagnostics) else said.lock
    memory = Memory(lock.lines)
    with stage("collect", watch) as did:
        deck, of_deck = collect(said.documents, said.config, said.works, folder.root, memory, said.now)
        did.append(f"{len(deck.notes):,} cards in {len(deck.chapters)} chapters")
    with stage("check", watch):
        found = [*said.diagnostics, *of_deck, *(check(deck, folder.root) if folder.root.is_dir() else ())]
        found += told(lock, memory, deck)
    with stage("render", watch) as did:
        rendered, of_texts = render(deck, folder.root)
        did.append(f"{len(rendered.media)} media files")
        styles, of_styles = clean_theme(folder.theme)
    rendered = replace(rendered, styles=styles, fonts=folder.fonts)
    found += [*of_texts, *of_styles]
    if has_errors(found):
        found = [one for one in found if one.rule not in faults.OF_THE_WHOLE]
    return Loaded(folder, deck, rendered, in_order(found), lock, memory, said.now)


def build(options: Options, watch: Watch) -> Outcome:
    """Build what *options* ask for; nothing is written where a fault, or a card that was lost, stops the build."""
    from builder.delivery import deliver
    from builder.manifest import mixed
    from builder.outputs import in_force

    loaded = load(options.content, watch)
    outcome = Outcome(loaded, loaded.diagnostics, mixed=mixed(options.dist))
    if has_errors(outcome.diagnostics, strict=options.strict):
        return outcome
    kinds, outcome.lines = renew(loaded)
    outcome.diagnostics = in_order([*outcome.diagnostics, *_check_lock(options, loaded, outcome.lines)])
    if has_errors(outcome.diagnostics, strict=options.strict):
        return outcome
    config = loaded.deck.config
    order = in_force(config, options.flags, kinds)
    made, found = _make(order, options.outputs or config.outputs, loaded.rendered, outcome, watch)
    outcome.diagnostics = in_order([*outcome.diagnostics, *found])
    if made and not has_errors(outcome.diagnostics, strict=options.strict):
        deliver(options, order, made, outcome, watch)
    return outcome


def renew(loaded: Loaded) -> tuple[Mapping[str, NoteType], tuple[Line, ...]]:
    """Return the note types of a deck by their keys, each with its time, and the lines that its lock shall have."""
    from builder.anki.notetypes import Styles, note_types
    from builder.anki.package import note_type_lines
    from builder.identity.renewal import renewed

    theme, deck = loaded.folder.theme, loaded.deck
    styles = Styles(loaded.rendered.styles, theme.text if theme else "")
    kinds = note_types(deck.config, styles, loaded.memory.note_types, loaded.now)
    return kinds, renewed(loaded.lock, loaded.memory, deck, note_type_lines(deck.notes, kinds))


def _check_lock(options: Options, loaded: Loaded, lines: Sequence[Line]) -> tuple[Diagnostic, ...]:
    """Return what keeps a build from renewing the lock, or from shipping without that."""
    from builder.identity.renewal import check_locked
    from builder.releases.compare import check_lost

    if not options.renews:
        return ()
    if options.locked:
        return tuple(check_locked(loaded.lock if loaded.folder.lock else None, lines))
    if loaded.folder.lock is None:
        return check_lost(loaded, lines, options.dist / f"{loaded.deck.id}.apkg")
    return ()


def _make(
    order: Order, names: Sequence[str], rendered: RenderedDeck, outcome: Outcome, watch: Watch
) -> tuple[list[Made], list[Diagnostic]]:
    """Return the artifacts of the outputs *names*, and what is wrong with them."""
    from builder.outputs import OUTPUTS
    from builder.pdf.library import LibraryMissing

    made: list[Made] = []
    found: list[Diagnostic] = []
    for name in names:
        with stage(name, watch) as did:
            try:
                artifacts, bad = OUTPUTS[name](rendered, order)
            except LibraryMissing as missing:
                outcome.lacking += (str(missing),)
            else:
                made += artifacts
                found += bad
                did.extend([f"{len(artifacts):,} files"] if len(artifacts) > _FEW else [])
                did.append(f"{sum(len(artifact.data) for artifact in artifacts):,} bytes")
    return made, found
