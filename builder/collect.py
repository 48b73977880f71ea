"""From documents to one deck: who each card is, what it inherits, where it goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity import ids, names
from builder.identity.digest import MediaDigests, source_digest
from builder.identity.memory import Memory
from builder.identity.numbering import number_blanks
from builder.identity.slug import slug, text_hash
from builder.identity.who import Candidate, identify
from builder.model import Deck, DeckChapter, DeckQuestion, Definitions, Note
from builder.source.attributes import as_date
from builder.source.plain import plain
from builder.source.said import texts_of
from builder.source.text import Text
from builder.source.uses import Uses, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from builder.model import Card, Chapter, Document, Question, Work
    from builder.settings import Config

_LEVELS: Final = ("core", "senior")
NOTHING: Final = Memory(())
SECTION: Final = "sec_"
"""Prefix of the anchors of chapters and headings; no card's id can begin with it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a card stands, and what it inherits from there."""

    document: Document
    deck: str
    context: tuple[Text, ...]
    tags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    """Level and outputs."""
    values: tuple[tuple[str, str], ...] = ()
    """Dates."""


def collect(
    documents: Iterable[Document],
    config: Config,
    works: Mapping[str, Work],
    root: Path,
    memory: Memory = NOTHING,
    now: int = ids.T0,
) -> tuple[Deck, tuple[Diagnostic, ...]]:
    """Return the deck that *documents* make.

    *root* is the content folder, read for the digests of media; *memory* is what the lock knows; a card that has
    changed since gets the time *now*, in seconds since 1970.
    """
    collector = _Collector(config, works, root, tuple(documents), memory, now)
    chapters = tuple(collector.chapters())
    notes = tuple(note for chapter in chapters for note in notes_of(chapter))
    return Deck(config.id, config, chapters, notes, works), tuple(collector.diagnostics)


def notes_of(chapter: DeckChapter) -> Iterator[Note]:
    """Yield the notes of a chapter in the order of the document."""
    yield from chapter.notes
    for question in chapter.questions:
        if question.note:
            yield question.note
        yield from question.notes


class _Collector:
    """One pass over all documents in their order."""

    def __init__(
        self,
        config: Config,
        works: Mapping[str, Work],
        root: Path,
        documents: tuple[Document, ...],
        memory: Memory,
        now: int,
    ) -> None:
        self.config = config
        self.works = works
        self.media = MediaDigests(root)
        self.documents = documents
        self.now = now
        self.place = 0
        taken = {name for document in documents for name in _written_ids(document)}
        self.anchors: set[str] = {f"{SECTION}{name}" for name in taken}
        self.origins: Counter[str] = Counter()
        self.identities, found = identify(tuple(self.candidates()), memory, config.id, taken)
        self.diagnostics = list(found)

    def candidates(self) -> Iterator[Candidate]:
        """Yield all cards in the order of the document, each with its deck."""
        for document in self.documents:
            for number, chapter in enumerate(document.chapters):
                deck = self.deck(document, chapter, is_first=number == 0)
                yield from (Candidate(card, deck) for card in chapter.cards)
                for question in chapter.questions:
                    own = () if question.is_section else (question.card,)
                    yield from (Candidate(card, deck) for card in (*own, *question.cards))

    def deck(self, document: Document, chapter: Chapter, *, is_first: bool) -> str:
        """Return the full name of a chapter's deck."""
        root = self.config.root_deck
        if said := dict(chapter.attributes.values).get("deck") or (document.deck if is_first else None):
            return names.below(root, said)
        title = plain(title_of(document, chapter), inline=True)
        return names.deck_name(root, PurePosixPath(document.path).parts[:-1], title)

    def chapters(self) -> Iterator[DeckChapter]:
        """Yield the chapters that say anything."""
        for document in self.documents:
            for number, chapter in enumerate(document.chapters):
                if chapter.introduction or chapter.cards or chapter.questions:
                    yield self.chapter(document, chapter, is_first=number == 0)

    def chapter(self, document: Document, chapter: Chapter, *, is_first: bool) -> DeckChapter:
        """Return a chapter with its notes."""
        title = title_of(document, chapter)
        own = plain(title, inline=True)
        deck = self.deck(document, chapter, is_first=is_first)
        tags = (*self.config.tags, *document.tags, *dict(chapter.attributes.values).get("tags", "").split())
        place = _Place(document, deck, (title,), tags)
        notes = tuple(self.note(card, place) for card in chapter.cards)
        questions = tuple(self.question(question, place) for question in chapter.questions)
        anchor = self.anchor(chapter.attributes.id, own, f"{document.path}#{own}")
        return DeckChapter(chapter, title, deck, anchor, notes, questions, document.definitions)

    def question(self, question: Question, place: _Place) -> DeckQuestion:
        """Return a question with its notes."""
        card = question.card
        note = None if question.is_section else self.note(card, place)
        attributes = card.attributes
        values = dict(attributes.values)
        below = _Place(
            place.document,
            place.deck,
            (*place.context, card.question),
            (*place.tags, *values.get("tags", "").split()),
            tuple(name for name in attributes.classes if name in {*_LEVELS, "print-only", "anki-only"}),
            tuple((key, values[key]) for key in ("as-of", "review-by") if key in values),
        )
        notes = tuple(self.note(one, below) for one in question.cards)
        own = plain(card.question, inline=True)
        anchor = note.id if note else self.anchor(attributes.id, own, f"{place.document.path}##{own}")
        return DeckQuestion(question, note, notes, anchor)

    def note(self, card: Card, place: _Place) -> Note:
        """Return the note of *card*."""
        identity = self.identities[self.place]
        self.place += 1
        classes = self.classes(card, place)
        values = {**dict(place.values), **dict(card.attributes.values)}
        level = [f"level::{name}" for name in _LEVELS if name in classes]
        retired = ["retired"] if "retired" in classes else []
        tags = names.tags([*place.tags, *values.get("tags", "").split(), *level, *retired])
        uses = self.uses(card, values, place.document.definitions)
        set_values = {key: values[key] for key in ("hint", "as-of", "review-by") if values.get(key)}
        digest = source_digest(card, identity.id, tags, set_values, uses, self.works, self.media)
        numbered, blanks, of_blanks = number_blanks(card, identity)
        self.diagnostics += of_blanks
        return Note(
            id=identity.id,
            note_type=ids.note_type_of(card.kind),
            guid=identity.guid,
            card=numbered,
            definitions=place.document.definitions,
            deck=place.deck,
            tags=tags,
            context=place.context,
            sources=tuple(uses.works),
            hint=values.get("hint", ""),
            as_of=as_date(values.get("as-of", "")),
            review_by=as_date(values.get("review-by", "")),
            in_anki="print-only" not in classes,
            in_print=not retired and "anki-only" not in classes,
            retired=bool(retired),
            place=self.place,
            source=digest,
            mod=identity.known.mod(digest, self.now, blanks) if identity.known else ids.T0,
            text=identity.text,
            blanks=blanks,
        )

    def classes(self, card: Card, place: _Place) -> set[str]:
        """Return the classes of a card with those that it inherits; its own level displaces an inherited one."""
        own = set(card.attributes.classes)
        inherited = {name for name in place.classes if name not in _LEVELS or not own & set(_LEVELS)}
        if {"print-only", "anki-only"} <= own | inherited:
            message = "A card that is `.print-only` and `.anki-only` is in no output."
            hint = "Take one of the two away; a question hands them on to its cards."
            self.diagnostics.append(Diagnostic(faults.KINDS_CLASH, card.attributes.span, message, hint))
        return own | inherited

    def uses(self, card: Card, values: Mapping[str, str], definitions: Definitions) -> Uses:
        """Return what a card uses of what stands elsewhere; works that its `source` names come first."""
        uses = Uses()
        for key in values.get("source", "").replace(",", " ").split():
            uses.works[key.removeprefix("@")] = None
        for key in uses.works:
            if key not in self.works:
                self.diagnostics.append(unknown_work(key, card.attributes.span, self.works))
        for text, inline in texts_of(card):
            gather(text, definitions, uses, inline=inline)
        return uses

    def anchor(self, name: str | None, title: str, origin: str) -> str:
        """Return the anchor of a chapter or section that is called *name*, or after its title.

        Where that is taken, a hash of its *origin* tells them apart.
        """
        if name:
            return f"{SECTION}{name}"
        bare = slug(title) or text_hash(origin, "")[:6]
        anchor = f"{SECTION}{bare}"
        while anchor in self.anchors:
            self.origins[origin] += 1
            anchor = f"{SECTION}{bare}-{text_hash(origin, str(self.origins[origin]))[:6]}"
        self.anchors.add(anchor)
        return anchor


def title_of(document: Document, chapter: Chapter) -> Text:
    """Return the title of a chapter: its own, or the name of its file."""
    name = names.readable(PurePosixPath(document.path).stem)
    return chapter.title or Text(name, document.path, ((0, chapter.span.start),))


def unknown_work(key: str, place: Span, works: Mapping[str, Work]) -> Diagnostic:
    """Return the fault of a citation that names no work."""
    from builder.source.near import did_you_mean

    hint = did_you_mean(key, works, f"Add a table `[{key}]` to sources.toml.")
    return Diagnostic(faults.CITATION_UNKNOWN, place, f"sources.toml lists no work `{key}`.", hint)


def _written_ids(document: Document) -> Iterator[str]:
    """Yield the ids that the author wrote: of cards, chapters, sub-headings and images."""
    for chapter in document.chapters:
        cards = [*chapter.cards, *(card for question in chapter.questions for card in (question.card, *question.cards))]
        carriers = [chapter.attributes, *(card.attributes for card in cards)]
        yield from (attributes.id for attributes in carriers if attributes.id)
        texts = [(chapter.introduction, False), *(pair for card in cards for pair in texts_of(card))]
        uses = Uses()
        for text, inline in texts:
            if "{#" in text.value:
                gather(text, Definitions(), uses, inline=inline)
        yield from (name for name, _ in (*uses.headings, *uses.figures))
