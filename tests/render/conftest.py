"""What the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.diagnostics import Span
from builder.render.fragment import Math, MathBlank

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(name="formula", scope="session")
def _formula() -> Callable[..., Math]:
    """Return what makes a formula of LaTeX in which ``⟦1:…⟧`` and ``⟦1,2|hint:…⟧`` are blanks."""
    return formula


def formula(source: str, *, display: bool = False) -> Math:
    """Return the formula that *source* writes, with its blanks."""
    latex = ""
    open_ones: list[tuple[int, str]] = []
    blanks: list[MathBlank] = []
    rest = source
    while rest:
        character, rest = rest[0], rest[1:]
        if character == "⟦":
            head, _, rest = rest.partition(":")
            open_ones.append((len(latex), head))
        elif character == "⟧":
            start, head = open_ones.pop()
            numbers, _, hint = head.partition("|")
            blanks.append(MathBlank(tuple(map(int, numbers.split(","))), start, len(latex), hint))
        else:
            latex += character
    return Math(latex, display, Span("a.md", 0, len(latex)), tuple(sorted(blanks, key=lambda b: (b.start, -b.end))))
