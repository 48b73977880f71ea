"""What must hold of a whole deck: a rule is one function and one line in `RULES`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.checks.deck import deck_empty, equal_cards, one_deck_twice
from builder.checks.media import media_unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from builder.model import Deck

RULES: Final[tuple[Callable[[Deck], Iterator[Diagnostic]], ...]] = (
    deck_empty,
    equal_cards,
    one_deck_twice,
)


FOLDER_RULES: Final[tuple[Callable[[Deck, Path], Iterator[Diagnostic]], ...]] = (media_unused,)
"""Those that look at the content folder, too."""


def check(deck: Deck, root: Path | None = None) -> tuple[Diagnostic, ...]:
    """Return all that is wrong with *deck* as a whole and, where it is given, with the folder *root* beside it."""
    found = [diagnostic for rule in RULES for diagnostic in rule(deck)]
    if root is not None:
        found += [diagnostic for rule in FOLDER_RULES for diagnostic in rule(deck, root)]
    return tuple(found)
