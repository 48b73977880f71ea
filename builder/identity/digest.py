"""The digest of what an author controls of a card: while it stays, so does the time of the note.

Its form is frozen: another form would send every note again and overwrite what learners changed in theirs.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from builder.identity.ids import canonical
from builder.model import Kind
from builder.source.blocks import DEFINITIONS, Shape
from builder.source.files import lf
from builder.source.splitter import split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.model import Card, Work
    from builder.source.text import Text
    from builder.source.uses import Uses

EDITION: Final = 1
"""Rises only when an older rendering was wrong and every note must be sent again, as the changelog then says."""

_PARTING: Final = "<!-- -->"
_SILENT: Final = DEFINITIONS | {Shape.COMMENT}
_KIND_CLASSES: Final = ("boxes", "hide-one", "hide-all")
"""The classes that change a card and stand in no other part of the digest."""


class MediaDigests:
    """The digests of media files as they stand in the content folder; each is read once."""

    def __init__(self, root: Path) -> None:
        """Read below *root* and nowhere else."""
        self._root = Path(os.path.realpath(root))
        self._known: dict[Path, str] = {}

    def of(self, address: str, file: str) -> str:
        """Return the SHA-256, in hex, of the file at *address* as the chapter *file* writes it; empty if there is none.

        An SVG is text, so its lines are taken as ended by LF; everything else is taken as bytes.
        """
        said = unquote(address).replace("\0", "")
        written = self._root / PurePosixPath(file).parent / said
        path = Path(os.path.realpath(_spelled(written)))
        if path not in self._known:
            self._known[path] = _file_digest(path) if path.is_relative_to(self._root) else ""
        return self._known[path]


def source_digest(
    card: Card,
    card_id: str,
    tags: tuple[str, ...],
    values: Mapping[str, str],
    uses: Uses,
    works: Mapping[str, Work],
    media: MediaDigests,
) -> str:
    """Return the digest of *card*, 32 hex digits; *values* are its hint and dates, as far as they are set."""
    inline = card.kind is Kind.QUESTION
    said: dict[str, Any] = {
        "kind": card.kind.value,
        "id": card_id,
        "question": _clean(card.question.value) if inline else essence(card.question),
        "answer": essence(card.answer),
        "detail": essence(card.detail),
        "choices": [[choice.right, _clean(choice.text.value), essence(choice.explanation)] for choice in card.choices],
        "masks": [
            [m.shape, f"{m.left:g}", f"{m.top:g}", f"{m.width:g}", f"{m.height:g}", _clean(m.text.value), m.number]
            for m in card.masks
        ],
        "image": _clean(card.image.value) if card.image else "",
        "tags": sorted(_clean(tag) for tag in tags),
        "classes": [name for name in _KIND_CLASSES if name in card.attributes.classes],
        "values": {key: _clean(value) for key, value in values.items()},
        **used(uses, works, media, card.span.path),
    }
    set_only = {key: value for key, value in said.items() if value not in ("", [], {})}
    return hashlib.sha256(canonical({"edition": EDITION, **set_only})).hexdigest()[:32]


def used(uses: Uses, works: Mapping[str, Work], media: MediaDigests, file: str) -> dict[str, Any]:
    """Return what texts of the chapter *file* use of what stands elsewhere, as JSON's own types."""
    return {
        "works": {key: _work(works[key]) for key in uses.works if key in works},
        "footnotes": {label: essence(note) for label, note in uses.footnotes.items()},
        "links": {label: [_clean(part) for part in target] for label, target in uses.links.items()},
        "abbreviations": {word: _clean(meaning) for word, meaning in uses.abbreviations.items()},
        "media": {address: media.of(address, file) for address in uses.media},
    }


def essence(text: Text) -> str:
    """Return the Markdown of *text* as it enters a digest: without comments and definitions, a blank line a block.

    A comment or definition behind a list stays as an empty one, for it parts the list from what follows.
    """
    said: list[str] = []
    is_list = False
    for block in split(text.value):
        if block.shape not in _SILENT:
            said.append(_clean(text.value[block.start : block.end]))
            is_list = block.shape is Shape.LIST
        elif is_list:
            said.append(_PARTING)
            is_list = False
    return "\n\n".join(said[:-1] if said[-1:] == [_PARTING] else said)


def _clean(text: str) -> str:
    """Return *text* as NFC, without white space at the ends of its lines."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _work(work: Work) -> dict[str, str]:
    """Return what is set of a work."""
    values = {name: getattr(work, name) for name in ("author", "year", "title", "venue", "url", "doi")}
    return {name: _clean(value) for name, value in values.items() if value}


def _spelled(path: Path) -> Path:
    """Return *path* as its entries are spelled on disk, where they differ in normal form alone.

    A file system may hold the decomposed form of a name that the text has composed, and find it or not; the digest of
    one source must be the same on both.
    """
    found = Path(path.anchor)
    for part in path.parts[1:]:
        if os.path.lexists(found / part):
            found /= part
            continue
        wanted = unicodedata.normalize("NFC", part)
        try:
            entries = sorted(entry.name for entry in found.iterdir())
        except OSError:
            entries = []  # no folder, or one that must not be read: the text that shows the file says so
        spelling = next((name for name in entries if unicodedata.normalize("NFC", name) == wanted), None)
        if spelling is None:
            return path
        found /= spelling
    return found


def _file_digest(path: Path) -> str:
    """Return the digest of one file; empty where it cannot be read."""
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError:
        data = None  # the text that shows it says what is wrong with it
    if data is None:
        return ""
    if path.suffix.lower() == ".svg":
        data = lf(data)
    return hashlib.sha256(data).hexdigest()
