"""Files of a content folder that no text shows: they ship nowhere, and the author may have forgotten them."""

from __future__ import annotations

import os
import posixpath
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from builder import faults
from builder.collect import notes_of
from builder.diagnostics import Diagnostic, Span
from builder.source.files import BAD
from builder.source.mediatype import ENDINGS
from builder.source.said import texts_of
from builder.source.text import Text
from builder.source.uses import Uses, gather, uses_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.model import Deck, DeckChapter

_MOST: Final = 20
"""Files that are told one by one; whoever keeps a store of pictures there is told of the others by their number."""


def media_unused(deck: Deck, root: Path) -> Iterator[Diagnostic]:
    """Find images, sounds and films below the content folder *root* that no text of *deck* refers to.

    Only their names are read. What lies in `fonts/`, or under a name that begins with ``_`` or ``.``, is left out. A
    note and no warning: the file harms no learner, and must not stop a build under ``--strict``.
    """
    files = dict(_files(root))
    used = set(_addresses(deck))
    # A file may be shown by the name of a link to it.
    real = {os.path.realpath(files.get(path, root / path)) for path in used}
    unused = sorted(path for path, file in files.items() if path not in used and os.path.realpath(file) not in real)
    hint = "Delete it, or begin its name with `_` to keep it for later."
    for path in unused[:_MOST]:
        yield Diagnostic(faults.MEDIA_UNUSED, Span(path, 0, 0), f"No text shows `{path}`.", hint)
    if rest := unused[_MOST:]:
        message = f"No text shows `{rest[0]}` and {len(rest) - 1:,} files behind it."
        yield Diagnostic(faults.MEDIA_UNUSED, Span(rest[0], 0, 0), message, "Delete them, or move them elsewhere.")


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the media files below *root*: the path as texts write it, and where the file is."""
    for folder, folders, names in os.walk(root):
        below = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if not name.startswith(("_", ".")) and (below / name) != Path("fonts")]
        for name in names:
            path = (below / name).as_posix()
            is_medium = posixpath.splitext(name)[1].lower() in ENDINGS and not name.startswith(("_", "."))
            if is_medium and not BAD.search(path):
                yield unicodedata.normalize("NFC", path), Path(folder, name)


def _addresses(deck: Deck) -> Iterator[str]:
    """Yield the path below the content folder of each image, sound or film that a text of *deck* names."""
    for chapter in deck.chapters:
        uses = Uses()
        for text, inline in _texts(chapter):
            # Most texts show nothing, and need not be taken apart again.
            if "![" in text.value:
                gather(text, chapter.definitions, uses, inline=inline)
        defined = (address for address, _ in chapter.definitions.links.values())
        yield from (_path(address, chapter.chapter.span.path) for address in (*uses.media, *defined))
    if deck.config.handout.logo:
        yield _path(deck.config.handout.logo, "")
    for markdown in (deck.config.description, deck.config.handout.footer):
        yield from (_path(address, "") for address in uses_alone(Text(markdown, "deck.toml", ((0, 0),))).media)


def _texts(chapter: DeckChapter) -> Iterator[tuple[Text, bool]]:
    """Yield the texts of a chapter, footnotes that nothing calls included, each with whether it is inline."""
    yield chapter.title, True
    yield chapter.chapter.introduction, False
    yield from ((question.question.card.question, True) for question in chapter.questions)
    yield from (pair for note in notes_of(chapter) for pair in texts_of(note.card))
    yield from ((note, False) for note in chapter.definitions.footnotes.values())


def _path(address: str, file: str) -> str:
    """Return the path below the content folder that *address* in the chapter *file* leads to."""
    said = posixpath.join(posixpath.dirname(file), unquote(address.strip()))
    return unicodedata.normalize("NFC", posixpath.normpath(said.replace("\0", "")))
