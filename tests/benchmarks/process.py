"""What a process costs, from start to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, or the medians of several."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds, of the system's work too."""
    peak: float
    """MB (10⁶ bytes) of RAM."""


def last_line(text: str) -> str:
    """Return the line of a complaint that says what it is about."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "it said nothing")


def run(command: Sequence[str | Path], log: Path, patience: float) -> Cost | str:
    """Run *command* to its end and return what it took, or a sentence that says why it came to none."""
    with log.open("w+", encoding="utf-8", errors="replace") as said:
        begin = time.monotonic()
        child = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, start_new_session=True)
        alarm = threading.Timer(patience, os.killpg, (child.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
            wall = time.monotonic() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
        finally:
            alarm.cancel()
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        said.seek(0)
        complaint = last_line(said.read())
    if child.returncode == -signal.SIGKILL:
        return f"was stopped after {wall:.0f} s"
    if child.returncode:
        return f"failed: {complaint}"
    # Linux counts in KiB, macOS in bytes.
    peak = used.ru_maxrss / 1e6 if sys.platform == "darwin" else used.ru_maxrss * 1024 / 1e6
    return Cost(wall, used.ru_utime + used.ru_stime, peak)
