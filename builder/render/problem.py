"""What is wrong with a formula or a file: a diagnostic whose place only the caller knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.diagnostics import Rule


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something that was handed over without its place in the source."""

    rule: Rule
    message: str
    hint: str = ""
    start: int = 0
    """From where, as an offset in what was handed over; 0 where that has no offsets."""
    end: int = 0
