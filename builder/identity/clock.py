"""The time at which a note changes: asked for once a build, and never believed when it runs ahead."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from builder.identity.lockfile import Lock

DAY: Final = 86_400
"""Seconds that a time may be ahead: time zones set wrong, and clocks a little fast."""
EPOCH: Final = "SOURCE_DATE_EPOCH"
_WHOLE: Final = re.compile(r"[0-9]{1,12}")


def moment(environment: Mapping[str, str], clock: int) -> int:
    """Return the time, in seconds since 1970, that a card which changed now gets: `SOURCE_DATE_EPOCH`, else *clock*."""
    said = environment.get(EPOCH, "")
    return int(said) if _WHOLE.fullmatch(said) else clock


def check_clock(environment: Mapping[str, str], clock: int, lock: Lock) -> Iterator[Diagnostic]:
    """Yield the times more than a day ahead of *clock*: such a note would overwrite learners at each import."""
    said = environment.get(EPOCH, "")
    if said and not _WHOLE.fullmatch(said):
        message = f"{EPOCH} is “{said[:40]}”, which is no time in seconds since 1970."
        yield Diagnostic(faults.CLOCK, Span("", 0, 0), message, "Set it to a whole number, or unset it.")
    elif said and int(said) > clock + DAY:
        message = f"{EPOCH} says {_date(int(said))}, more than a day after this machine's clock, {_date(clock)}."
        yield Diagnostic(faults.CLOCK, Span("", 0, 0), message, "Unset it, or set the clock right.")
    for line, place in zip(lock.lines, lock.places, strict=True):
        mod = getattr(line, "mod", 0)
        if mod > clock + DAY:
            message = f"This line is of {_date(mod)}, more than a day after this machine's clock, {_date(clock)}."
            hint = "Set the clock right; if it is, put the line's time back, for Anki overwrites what learners wrote."
            yield Diagnostic(faults.CLOCK, place, message, hint)


def _date(seconds: int) -> str:
    """Return a time as people read it, in UTC."""
    return f"{datetime.fromtimestamp(min(seconds, _LAST), UTC):%Y-%m-%d %H:%M}"


_LAST: Final = 253_402_300_799
"""The last second of the year 9999."""
