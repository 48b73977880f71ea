"""Render all texts of a deck, each once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.collect import SECTION, notes_of
from builder.diagnostics import Diagnostic, Span
from builder.render.fragment import (
    FIGURE,
    Fragment,
    RenderedChapter,
    RenderedChoice,
    RenderedDeck,
    RenderedMask,
    RenderedNote,
    RenderedQuestion,
)
from builder.render.media import Library
from builder.render.occlusion import picture, sounding
from builder.render.setting import Setting, Targets
from builder.render.writer import write
from builder.source.definitions import read_definitions
from builder.source.said import texts_of
from builder.source.text import Text
from builder.source.uses import Uses, gather, uses_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from builder.model import Card, Cloze, Deck, DeckChapter, DeckQuestion, Note
    from builder.render.fragment import Medium

_MAY_NAME: Final = re.compile(r"[{\s]#[a-z0-9]|\[\^")
"""What a text has that holds an id, or calls a footnote that may."""


def render(deck: Deck, root: Path) -> tuple[RenderedDeck, tuple[Diagnostic, ...]]:
    """Return all texts of *deck* as fragments, and what is wrong in them; *root* is the content folder."""
    renderer = _Renderer(deck, root)
    config = deck.config
    blurb = renderer.of_config(config.description, "description")
    footer = renderer.of_config(config.handout.footer, "handout.footer")
    logo = renderer.logo()
    chapters = tuple(renderer.chapter(chapter) for chapter in deck.chapters)
    notes = tuple(note for chapter in chapters for note in _rendered_notes(chapter))
    media = dict(sorted(renderer.media.items()))
    rendered = RenderedDeck(deck, blurb, chapters, notes, media, logo=logo, footer=footer)
    return rendered, tuple(renderer.diagnostics)


class _Renderer:
    """One pass over the chapters of a deck."""

    def __init__(self, deck: Deck, root: Path) -> None:
        self.deck = deck
        self.library = Library(root, deck.config.media)
        self.media: dict[str, Medium] = {}
        self.diagnostics: list[Diagnostic] = []
        self.targets, faulty = targets_of(deck)
        self.diagnostics += faulty
        self.settings: dict[str, Setting] = {}

    def of_config(self, text: str, key: str) -> Fragment:
        """Return the fragment of *text*, Markdown that stands at *key* of `deck.toml`: what is wrong is told there.

        It defines its footnotes itself. An id in it would be none of the deck's: nothing could lead to it.
        """
        place = self.deck.config.places.get(key, Span("deck.toml", 0, 0))
        written = Text(text, "deck.toml", ((0, 0),))
        setting = Setting("", read_definitions(written), self.deck.works, self.targets, self.library, self.media)
        fragment, found = write(written, setting)
        self.diagnostics += (replace(fault, span=place) for fault in found)
        uses = uses_alone(written)
        for name, _ in (*uses.headings, *uses.figures):
            message = f"The id `{name}` stands in a text of `deck.toml`, where nothing has an id."
            self.diagnostics.append(Diagnostic(faults.ATTR_KEY, place, message, f"Take `#{name}` away."))
        return fragment

    def logo(self) -> Medium | None:
        """Return the image beside the name of the deck, if `deck.toml` names one."""
        name = self.deck.config.handout.logo
        if not name:
            return None
        place = self.deck.config.places.get("handout.logo", Span("deck.toml", 0, 0))
        found = self.library.find(name, PurePosixPath("deck.toml"))
        self.diagnostics += (Diagnostic(one.rule, place, one.message, one.hint) for one in found.problems)
        if found.medium is not None and found.medium.kind != "image":
            message = f"The logo is no image: `{name}`."
            self.diagnostics.append(Diagnostic(faults.IMAGE_TYPE, place, message, "Name an image, SVG first."))
            return None
        return found.medium

    def setting_of(self, chapter: DeckChapter) -> Setting:
        """Return the surroundings of the file that *chapter* stands in."""
        path = chapter.chapter.span.path
        if path not in self.settings:
            self.settings[path] = Setting(
                path, chapter.definitions, self.deck.works, self.targets, self.library, self.media
            )
        return self.settings[path]

    def text(self, text: Text, setting: Setting, *, inline: bool = False, clozes: Sequence[Cloze] = ()) -> Fragment:
        """Return the fragment of *text*; its faults are kept."""
        fragment, diagnostics = write(text, setting, inline=inline, clozes=clozes)
        self.diagnostics += diagnostics
        return fragment

    def chapter(self, entry: DeckChapter) -> RenderedChapter:
        """Return a chapter with its texts rendered."""
        setting = self.setting_of(entry)
        title = self.text(entry.title, setting, inline=True)
        introduction = self.text(entry.chapter.introduction, setting)
        notes = tuple(self.note(note, setting, (title,)) for note in entry.notes)
        questions = tuple(self.question(question, setting, title) for question in entry.questions)
        return RenderedChapter(entry, title, introduction, notes, questions)

    def question(self, entry: DeckQuestion, setting: Setting, title: Fragment) -> RenderedQuestion:
        """Return a question with its texts rendered."""
        heading = self.text(entry.question.card.question, setting, inline=True)
        note = self.note(entry.note, setting, (title,), heading) if entry.note else None
        notes = tuple(self.note(one, setting, (title, heading)) for one in entry.notes)
        return RenderedQuestion(entry, heading, note, notes)

    def note(
        self, note: Note, setting: Setting, context: tuple[Fragment, ...], heading: Fragment | None = None
    ) -> RenderedNote:
        """Return a note with its texts rendered; the heading of a question has been."""
        card = note.card
        masks = tuple(RenderedMask(mask, self.text(mask.text, setting, inline=True)) for mask in card.masks)
        self.diagnostics += sounding(masks)
        return RenderedNote(
            note,
            heading if heading is not None else self.text(card.question, setting, clozes=card.clozes),
            self.text(card.answer, setting),
            self.text(card.detail, setting),
            tuple(
                RenderedChoice(c, self.text(c.text, setting, inline=True), self.text(c.explanation, setting))
                for c in card.choices
            ),
            context,
            tuple(key for key in note.sources if key in self.deck.works),
            self.picture(card, setting),
            masks,
        )

    def picture(self, card: Card, setting: Setting) -> Fragment:
        """Return the picture of an occlusion card, without words that tell what it hides."""
        if not card.image:
            return Fragment()
        rendered = self.text(card.image, setting, inline=True)
        fragment, diagnostics = picture(card, rendered)
        self.diagnostics += diagnostics
        return fragment


def targets_of(deck: Deck) -> tuple[Targets, list[Diagnostic]]:
    """Return all places that a link can lead to, and the ids that stand twice."""
    anchors: dict[str, str | None] = {}
    places: dict[str, Span] = {}
    diagnostics: list[Diagnostic] = []
    files: dict[str, str | None] = {}
    for name, anchor, place in _named(deck):
        if places.get(name) == place:
            continue  # an image in a footnote that two cards call
        if name in places:
            message = f"The id `{name}` stands twice in the deck."
            hint = "An id belongs to one card, chapter, sub-heading or image: choose another."
            diagnostics.append(Diagnostic(faults.ID_TWICE, place, message, hint))
            continue
        places[name] = place
        anchors[name] = anchor
    for chapter in deck.chapters:
        files.setdefault(chapter.chapter.span.path, chapter.anchor if is_printed(chapter) else None)
    return Targets(anchors, files), diagnostics


def chapters_of_anchors(deck: Deck) -> dict[str, str]:
    """Return the anchor of the chapter in which each anchor that a link can lead to stands, by that anchor."""
    found: dict[str, str] = {}
    for chapter in deck.chapters:
        inside = (anchor for _, anchor, _ in _named_in(chapter) if anchor)
        for anchor in (chapter.anchor, *(question.anchor for question in chapter.questions), *inside):
            found.setdefault(anchor, chapter.anchor)
    return found


def is_printed(chapter: DeckChapter) -> bool:
    """Say whether print and web show a chapter at all."""
    return bool(chapter.chapter.introduction) or any(note.in_print for note in notes_of(chapter))


def _named(deck: Deck) -> Iterator[tuple[str, str | None, Span]]:
    """Yield each id of the deck with its anchor, None where no output shows it, and its place."""
    for chapter in deck.chapters:
        yield from _named_in(chapter)


def _named_in(chapter: DeckChapter) -> Iterator[tuple[str, str | None, Span]]:
    """Yield the same of one chapter."""
    if chapter.chapter.attributes.id:
        anchor = chapter.anchor if is_printed(chapter) else None
        yield chapter.chapter.attributes.id, anchor, chapter.chapter.attributes.span
    yield from _inside(chapter.chapter.introduction, chapter, is_shown=True)
    for note in chapter.notes:
        yield from _of_note(note, chapter)
    for question in chapter.questions:
        if question.note is None and question.question.card.attributes.id:
            shown = any(note.in_print for note in question.notes)
            attributes = question.question.card.attributes
            yield question.question.card.attributes.id, question.anchor if shown else None, attributes.span
        for one in (question.note, *question.notes):
            if one:
                yield from _of_note(one, chapter)


def _of_note(note: Note, chapter: DeckChapter) -> Iterator[tuple[str, str | None, Span]]:
    """Yield the ids of a note and of what stands in its texts."""
    yield note.id, note.id if note.in_print else None, note.card.attributes.span
    for text, inline in texts_of(note.card):
        if not inline or text is note.card.image:
            yield from _inside(text, chapter, is_shown=note.in_print)


def _inside(text: Text, chapter: DeckChapter, *, is_shown: bool) -> Iterator[tuple[str, str | None, Span]]:
    """Yield the ids of sub-headings and images in *text*."""
    if not _MAY_NAME.search(text.value):
        return
    uses = Uses()
    gather(text, chapter.definitions, uses)
    for name, place in uses.headings:
        yield name, SECTION + name if is_shown else None, place
    for name, place in uses.figures:
        yield name, FIGURE + name if is_shown else None, place


def _rendered_notes(chapter: RenderedChapter) -> Iterator[RenderedNote]:
    """Yield the notes of a chapter in the order of the document."""
    yield from chapter.notes
    for question in chapter.questions:
        if question.note:
            yield question.note
        yield from question.notes
