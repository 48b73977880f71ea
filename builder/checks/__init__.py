"""What must hold of a whole deck: a rule is one function, and one line in `RULES` or `FOLDER_RULES`."""

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
"""Rules that look at the content folder, too."""


def check(deck: Deck, root: Path) -> tuple[Diagnostic, ...]:
    """Return all that is wrong with *deck* as a whole, and with the content folder *root* that it comes from."""
    of_deck = (diagnostic for rule in RULES for diagnostic in rule(deck))
    of_folder = (diagnostic for rule in FOLDER_RULES for diagnostic in rule(deck, root))
    return (*of_deck, *of_folder)
