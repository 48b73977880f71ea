"""What holds of any text: no exception, diagnostics inside their file, nothing lost, the same again.

`CARDPRESS_SOAK=20` makes twenty times as many examples.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from builder.checks import check
from builder.collect import collect, notes_of
from builder.diagnostics import has_errors, in_order
from builder.model import Work
from builder.render.deck import render
from builder.render.fragment import BlankStart, Fragment, Math, dress
from builder.settings import Config
from builder.source.files import source
from builder.source.parser import parse
from builder.source.said import texts_of
from builder.source.splitter import split
from builder.source.text import Text, origin
from tests.render.shown import Plain
from tests.source import good, grammar
from tests.source.folders import DOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.diagnostics import Diagnostic
    from builder.model import Deck, Document
    from builder.render.fragment import RenderedDeck
    from builder.source.files import Source

ROUNDS = int(os.environ.get("CARDPRESS_SOAK", "1"))
CONFIG = Config("Deck", "deck", root_deck="Deck")
WORKS = {"lin2014": Work("lin2014", "Lin and Maire", "2014", "COCO")}
FOLDER = tempfile.TemporaryDirectory()
ROOT = Path(FOLDER.name)
NOWHERE = ROOT / "nowhere"
"""Examples do not show what lies in the folder."""
(ROOT / "figures").mkdir()
(ROOT / "figures" / "dot.svg").write_bytes(DOT)

Built = tuple["Document", "Deck", "RenderedDeck", tuple["Diagnostic", ...]]


def build(file: Source) -> Built:
    """Return all that becomes of one chapter."""
    document, of_file = parse(file)
    deck, of_deck = collect([document], CONFIG, WORKS, ROOT)
    rendered, of_texts = render(deck, ROOT)
    return document, deck, rendered, in_order([*of_file, *of_deck, *check(deck, NOWHERE), *of_texts])


def texts(document: Document) -> Iterator[Text]:
    """Yield all texts of a document."""
    for chapter in document.chapters:
        yield chapter.title
        yield chapter.introduction
        for card in (*chapter.cards, *(one for q in chapter.questions for one in (q.card, *q.cards))):
            yield from (text for text, _ in texts_of(card))
    yield from document.definitions.footnotes.values()


def fragments(deck: RenderedDeck) -> Iterator[Fragment]:
    """Yield all fragments of a deck, footnotes included."""
    for chapter in deck.chapters:
        yield chapter.title
        yield chapter.introduction
        yield from (question.heading for question in chapter.questions)
    for note in deck.notes:
        for fragment in (note.question, note.answer, note.detail):
            yield fragment
            yield from fragment.footnotes.values()
        for choice in note.choices:
            yield from (choice.text, choice.explanation)


def words(text: str) -> set[str]:
    """Return the words of the grammar that stand in *text*."""
    return {word for word in grammar.PLAIN_WORDS if word in text}


def faithful(text: Text, file: Source) -> bool:
    """Say whether each character of *text* stands where the text says that it does; white space may stand for a tab."""
    return all(
        file.text[origin(text, at)] == character or character.isspace() for at, character in enumerate(text.value)
    )


examples = settings(max_examples=120 * ROUNDS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(st.one_of(grammar.CHAPTER, grammar.CHAPTER, grammar.SOUP))
@examples
def test_any_chapter_is_built(text: str) -> None:
    """Whatever a chapter holds, it becomes a deck and located diagnostics, the same ones each time."""
    file = source("a.md", text)
    document, deck, rendered, diagnostics = build(file)
    assert all(one.span.path in {"a.md", ""} for one in diagnostics)
    assert all(0 <= one.span.start <= one.span.end <= len(file.text) for one in diagnostics)
    assert build(file) == (document, deck, rendered, diagnostics)
    assert all(faithful(one, file) for one in texts(document) if one is not document.chapters[0].title)


@given(grammar.ANY)
@settings(max_examples=200 * ROUNDS)
def test_any_text_is_built(text: str) -> None:
    """Plain random text is no exception."""
    file = source("a.md", text)
    _, _, _, diagnostics = build(file)
    assert all(0 <= one.span.start <= one.span.end <= len(file.text) for one in diagnostics)


@given(grammar.CHAPTER)
@examples
def test_no_word_is_lost_in_parsing(text: str) -> None:
    """Each word of a chapter whose structure is right stands in its document; of two titles the front matter's wins."""
    file = source("a.md", text)
    document, diagnostics = parse(file)
    assume(not has_errors(diagnostics))
    definitions = document.definitions
    kept = [one.value for one in texts(document)]
    kept += [file.text[: document.chapters[0].span.start], str(definitions.links), str(definitions.abbreviations)]
    kept += re.findall(r"^ {0,3}#(?!#).*", file.text, re.MULTILINE) if document.title else []
    assert words(file.text) <= words(" ".join(kept))


@given(good.CHAPTER)
@examples
def test_no_word_is_lost_in_rendering(text: str) -> None:
    """A chapter without faults is built without one, and each of its words is shown."""
    file = source("a.md", text)
    _, _, rendered, diagnostics = build(file)
    assert [(one.rule.code, file.text[one.span.start : one.span.end]) for one in diagnostics] == []
    for note in rendered.notes:
        parts = note.question.parts
        blanks = sum(len(p.blanks) if isinstance(p, Math) else isinstance(p, BlankStart) for p in parts)
        assert blanks == len(note.note.card.clozes)
    shown = " ".join(dress(fragment, Plain()) for fragment in fragments(rendered))
    said = set(re.findall(r"w\d+z", file.text))
    assert said <= set(re.findall(r"w\d+z", re.sub(r"⟦[^⟦⟧|:]*", " ", unescape(shown))))


@given(grammar.SOUP)
@examples
def test_blocks_are_in_order_and_hold_all_text(text: str) -> None:
    """Blocks follow each other without overlap, and between them there is nothing but white space."""
    at = 0
    normal = source("a.md", text).text
    for block in split(normal, marks=True):
        assert at <= block.start <= block.end
        assert not normal[at : block.start].strip()
        assert all(block.start <= first <= last for first, last in block.pieces)
        at = block.end
    assert not normal[at:].strip()


@given(grammar.CHAPTER)
@settings(max_examples=60 * ROUNDS, suppress_health_check=[HealthCheck.too_slow])
def test_digest_does_not_see_how_a_file_is_saved(text: str) -> None:
    """Line endings, a byte-order mark, blanks at line ends and the form of accents change no digest and no id."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    assume("  \n" not in composed)
    assume("\\\n" not in composed)
    saved = "\ufeff" + unicodedata.normalize("NFD", composed).replace("\n", "\r\n")
    one, other = (build(source("a.md", form))[1] for form in (composed, saved))
    assert [note.id for note in one.notes] == [note.id for note in other.notes]
    assert [note.source for note in one.notes] == [note.source for note in other.notes]


def test_order_of_notes_is_their_place() -> None:
    """The place of a note counts from 1 in the order of the document."""
    _, deck, _, _ = build(source("a.md", "Q: a\nA: b\n\n## c\n\nd\n\nC: {{e}}\n\n# f\n\n## g\n\nh\n"))
    notes = [note for chapter in deck.chapters for note in notes_of(chapter)]
    assert [note.place for note in notes] == [1, 2, 3, 4]
