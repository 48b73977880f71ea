"""The names of Anki decks and tags: final, for learners keep what they got under them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS: Final = "::"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def readable(name: str) -> str:
    """Return a file's or folder's name, without ending, as words: ``01-image-filters`` is *Image filters*."""
    bare = re.sub(r"^[0-9]+[-_]", "", name) or name
    words = bare.replace("-", " ").strip() or name
    return words[:1].upper() + words[1:]


def part(title: str) -> str:
    """Return a title as one part of a deck's name."""
    said = _CONTROL.sub(" ", unicodedata.normalize("NFC", title)).replace(PARTS, "∷")
    return said.strip().strip(":").strip() or "…"


def deck_name(root: str, folders: Iterable[str], title: str) -> str:
    """Return the full name of a chapter's deck: root, folders, chapter; a chapter named like the root is the root."""
    above = [part(readable(folder)) for folder in folders]
    if not above and folded(part(title)) == folded(root.rsplit(PARTS, maxsplit=1)[-1]):
        return root
    return PARTS.join([root, *above, part(title)])


def path(name: str) -> str:
    """Return a deck's name as an author writes it, ``A::B``, with each of its parts made safe."""
    return PARTS.join(part(piece) for piece in name.split(PARTS) if piece.strip()) or "…"


def below(root: str, said: str) -> str:
    """Return the deck that `deck: A::B` names: a path below the root."""
    return PARTS.join([root, path(said)])


def folded(name: str) -> str:
    """Return *name* as Anki compares the names of decks."""
    return unicodedata.normalize("NFC", name).casefold()


def tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return *words* as Anki's tags: each once, whatever its case, and without white space inside."""
    unique: dict[str, str] = {}
    for word in words:
        tag = re.sub(r"\s+", "_", _CONTROL.sub(" ", unicodedata.normalize("NFC", word)).strip())
        if tag:
            unique.setdefault(tag.casefold(), tag)
    return tuple(unique.values())
