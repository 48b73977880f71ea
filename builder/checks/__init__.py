"""What must hold of a whole deck: a rule is one function and one line in `RULES`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.checks.deck import deck_empty, equal_cards, one_deck_twice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from builder.diagnostics import Diagnostic
    from builder.model import Deck

RULES: Final[tuple[Callable[[Deck], Iterator[Diagnostic]], ...]] = (
    deck_empty,
    equal_cards,
    one_deck_twice,
)


def check(deck: Deck) -> tuple[Diagnostic, ...]:
    """Return all that is wrong with *deck* as a whole."""
    return tuple(diagnostic for rule in RULES for diagnostic in rule(deck))
