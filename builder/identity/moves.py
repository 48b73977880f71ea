"""Decks that got another name: Anki goes by the name and moves no card, so learners would have both.

The lock knows under which name each card went out. Where all of a deck's cards stand under one other name now, the
author is told which key keeps the old one.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity.names import PARTS, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from builder.identity.memory import Memory
    from builder.model import Deck, DeckChapter

_PLAIN: Final = re.compile(r"[^\W\d_][\w ()+/.∷-]*(::[^\W\d_][\w ()+/.∷-]*)*")
"""A name that YAML takes for a text without quotes, unless it is one of `_WORDS`."""
_WORDS: Final = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_MEANING: Final = "Anki moves no card: learners keep theirs in the old deck, and new ones go to the new."


def renamed_decks(memory: Memory, deck: Deck) -> Iterator[Diagnostic]:
    """Yield the decks of *deck* that *memory* knows under another name; of a renamed root, the root alone.

    A deck that gets a name back which it had is none: learners have it under that name.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for note in deck.notes:
        known = memory.by_guid.get(note.guid)
        if known and not known.line.retired and note.in_anki:
            returns = note.deck in known.line.was
            names[known.line.deck].add(known.line.deck if returns else note.deck)
    moved = {old: next(iter(new)) for old, new in names.items() if len(new) == 1}
    moved = {old: new for old, new in moved.items() if folded(old) != folded(new)}
    root = deck.config.root_deck
    if moved and len(moved) == len(names) and (old_root := _old_root(moved, root)):
        message = f"The root deck “{old_root}” is called “{root}” now. {_MEANING}"
        hint = f"To keep the old name in Anki, write `deck = {_quoted(old_root)}` below `[anki]`."
        yield Diagnostic(faults.DECK_RENAMED, Span("deck.toml", 0, 0), message, hint)
        return
    for old, new in sorted(moved.items()):
        chapter = next(chapter for chapter in deck.chapters if chapter.deck == new)
        message = f"The cards of the deck “{old}” stand in “{new}” now. {_MEANING}"
        yield Diagnostic(faults.DECK_RENAMED, chapter.chapter.attributes.span, message, _key(old, chapter, deck))


def _old_root(moved: Mapping[str, str], root: str) -> str:
    """Return what the root was called when all decks moved with it; nothing where they did not."""
    roots = set()
    for old, new in moved.items():
        rest = new.removeprefix(root)
        roots.add(old.removesuffix(rest) if old.endswith(rest) else "")
    return roots.pop() if len(roots) == 1 else ""


def _key(old: str, chapter: DeckChapter, deck: Deck) -> str:
    """Return which key keeps the name *old*, and where it stands."""
    above = f"{deck.config.root_deck}{PARTS}"
    if not old.startswith(above):
        root = PARTS.join(old.split(PARTS)[: above.count(PARTS)])
        return f"To keep the old name in Anki, write `deck = {_quoted(root)}` below `[anki]`."
    path = old.removeprefix(above)
    file = chapter.chapter.span.path
    if next(one for one in deck.chapters if one.chapter.span.path == file) is chapter:
        said = path if _PLAIN.fullmatch(path) and path.casefold() not in _WORDS else _quoted(path)
        return f"To keep the old name in Anki, write `deck: {said}` in the front matter of {file}."
    if '"' in path:
        return "No attribute can hold a name with quotes: give the chapter a file of its own, and `deck:` on top of it."
    return f'To keep the old name in Anki, write `{{deck="{path}"}}` behind its heading.'


def _quoted(name: str) -> str:
    """Return *name* in quotes, as YAML and TOML both read it."""
    return json.dumps(name, ensure_ascii=False)
