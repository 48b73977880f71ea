"""A deck as text that a person can check by hand: what was read, and who each card became.

A line is one thing; what belongs to it stands indented below. Texts are in JSON quotes, clozes as
``number: "what is hidden" | "hint"``. Whatever is empty is left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from builder.source.files import position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.diagnostics import Diagnostic, Span
    from builder.model import Attributes, Card, Choice, Cloze, DeckChapter, Definitions, Mask, Note
    from builder.source.files import Folder, Source
    from builder.source.text import Text
    from builder.stages import Loaded


def dump(loaded: Loaded) -> str:
    """Return the deck of *loaded*, then its diagnostics."""
    lines: list[str] = []
    seen: set[str] = set()
    for chapter in loaded.deck.chapters:
        lines += _chapter(chapter)
        if chapter.chapter.span.path not in seen:
            lines += _definitions(chapter.definitions)
            seen.add(chapter.chapter.span.path)
    lines += diagnostic_lines(loaded.diagnostics, loaded.folder)
    return "".join(f"{line}\n" for line in lines)


def diagnostic_lines(diagnostics: tuple[Diagnostic, ...], folder: Folder) -> Iterator[str]:
    """Yield each diagnostic: line and column, severity, code, what it points at, its sentence and hint."""
    files = {file.path: file for file in (*folder.chapters, folder.deck, folder.works) if file}
    for one in diagnostics:
        file = files.get(one.span.path)
        place = f"{one.span.path}:" if not file else f"{one.span.path}:{_place(file, one.span)}"
        message = f"{one.rule.severity.value}[{one.rule.code}]: {one.message} {one.hint}".rstrip()
        yield f"{place} {message}"


def _place(file: Source, span: Span) -> str:
    """Return line, column, and in brackets the first line of what *span* covers."""
    line, column = position(file, span.start)
    covered = file.text[span.start : span.end].split("\n")
    more = "…" if len(covered) > 1 else ""
    return f"{line}:{column}: «{covered[0]}{more}»"


def _chapter(chapter: DeckChapter) -> Iterator[str]:
    """Yield the lines of a chapter."""
    source = chapter.chapter
    yield f"chapter {_said(chapter.title)}{_attributes(source.attributes)}"
    yield f"  deck: {chapter.deck}"
    yield from _field("introduction", source.introduction, 2)
    for note in chapter.notes:
        yield from _note(note, 2)
    for entry in chapter.questions:
        if entry.note:
            yield from _note(entry.note, 2)
        else:
            card = entry.question.card
            yield f"  section {_said(card.question)}{_attributes(card.attributes)}"
        for note in entry.notes:
            yield from _note(note, 4)


def _note(note: Note, indent: int) -> Iterator[str]:
    """Yield the lines of a note."""
    card, margin = note.card, " " * indent
    yield f"{margin}{card.kind.value} {_said(card.question)}{_attributes(card.attributes)}"
    if note.id != card.attributes.id:
        yield f"{margin}  id: {note.id}"
    if note.tags:
        yield f"{margin}  tags: {' '.join(note.tags)}"
    lacking = [name for name, there in (("anki", note.in_anki), ("print", note.in_print)) if not there]
    if lacking:
        yield f"{margin}  not in: {' '.join(lacking)}"
    yield from (f"{margin}  {line}" for line in _parts(card))


def _parts(card: Card) -> Iterator[str]:
    """Yield what a card holds besides its front."""
    yield from (_cloze(cloze, card.question) for cloze in card.clozes)
    yield from _field("answer", card.answer, 0)
    yield from (_choice(choice) for choice in card.choices)
    if card.image:
        yield f"image: {_said(card.image)}"
    yield from (_mask(mask) for mask in card.masks)
    yield from _field("detail", card.detail, 0)


def _cloze(cloze: Cloze, text: Text) -> str:
    """Return a cloze in one line."""
    numbers = ",".join(map(str, cloze.numbers))
    hint = f" | {_quoted(text.value[slice(*cloze.hint)])}" if cloze.hint else ""
    place = "" if cloze.place == "prose" else f" in {cloze.place}"
    return f"{numbers}: {_quoted(text.value[slice(*cloze.body)])}{hint}{place}"


def _choice(choice: Choice) -> str:
    """Return a choice in one line."""
    explanation = f" because {_said(choice.explanation)}" if choice.explanation else ""
    return f"{'right' if choice.right else 'wrong'}: {_said(choice.text)}{explanation}"


def _mask(mask: Mask) -> str:
    """Return a mask in one line."""
    number = f" c={mask.number}" if mask.number else ""
    sides = " ".join(f"{side:g}" for side in (mask.left, mask.top, mask.width, mask.height))
    return f"{mask.shape} {sides}: {_said(mask.text)}{number}"


def _definitions(definitions: Definitions) -> Iterator[str]:
    """Yield the definitions of a file."""
    for label, (address, title) in definitions.links.items():
        yield f"link {label}: {address}" + (f" {_quoted(title)}" if title else "")
    for label, note in definitions.footnotes.items():
        yield f"footnote {label}: {_said(note)}"
    for word, meaning in definitions.abbreviations.items():
        yield f"abbreviation {word}: {_quoted(meaning)}"


def _attributes(attributes: Attributes) -> str:
    """Return an attribute list as an author writes it."""
    parts = [f"#{attributes.id}"] if attributes.id else []
    parts += [f".{name}" for name in attributes.classes]
    parts += [f"{key}={_quoted(value)}" for key, value in attributes.values]
    return f" {{{' '.join(parts)}}}" if parts else ""


def _field(name: str, text: Text, indent: int) -> Iterator[str]:
    """Yield a text that is not empty."""
    if text.value:
        yield f"{' ' * indent}{name}: {_said(text)}"


def _said(text: Text) -> str:
    """Return a text in quotes."""
    return _quoted(text.value)


def _quoted(value: str) -> str:
    """Return *value* in JSON quotes."""
    return json.dumps(value, ensure_ascii=False)
