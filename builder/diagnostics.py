"""What is wrong with a source, as values: every stage returns them, only the command line prints them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(Enum):
    """How grave a diagnostic is.

    An error stops the build, a warning does so under ``--strict`` only; a note says what the build has decided.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file, as offsets into its normalised text (`builder.source.files.Source`)."""

    path: str
    """Path below the content folder, with ``/``; empty for the folder itself."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault: its stable code, its one severity, and its line in the documentation."""

    code: str
    severity: Severity
    about: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at one place."""

    rule: Rule
    span: Span
    message: str
    """What is wrong: one sentence that names the thing."""
    hint: str = ""
    """What to do: one sentence, or nothing."""


def rule(code: str, severity: Severity, about: str) -> Rule:
    """Register the fault *code*; each code is registered once, in `builder.faults`."""
    if code in RULES:
        msg = f"the code {code!r} is registered twice"
        raise ValueError(msg)
    RULES[code] = Rule(code, severity, about)
    return RULES[code]


RULES: Final[dict[str, Rule]] = {}


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* sorted by place, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span, d.rule.code, d.message)))


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Say whether *diagnostics* stop a build; under *strict* warnings do too."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(diagnostic.rule.severity in grave for diagnostic in diagnostics)
