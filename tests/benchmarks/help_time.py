"""Print how long `build --help` takes, beside a bare `import click`: whole processes, in turn, medians.

Usage: `python tests/benchmarks/help_time.py [--runs 20] [--limit 3]`. Exits 1 when the ratio is above the limit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import Final

_HELP: Final = (sys.executable, "-m", "builder", "--help")
_CLICK: Final = (sys.executable, "-c", "import click")


def _seconds(command: tuple[str, ...]) -> float:
    """Return the time in s that `command` takes from start to end."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> None:
    """Measure, print, and say by the exit code whether the help is quick enough."""
    parser = argparse.ArgumentParser(description="Measure how long `build --help` takes.")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--limit", type=float, default=3.0, help="allowed ratio to a bare `import click`")
    options = parser.parse_args()

    _seconds(_HELP)  # The first one compiles.
    # In turn, so that a machine that slows down slows both.
    pairs = [(_seconds(_HELP), _seconds(_CLICK)) for _ in range(options.runs)]
    help_time, click_time = (median(times) for times in zip(*pairs, strict=True))
    ratio = help_time / click_time
    print(f"build --help {help_time * 1000:5.0f} ms")
    print(f"import click {click_time * 1000:5.0f} ms")
    print(f"ratio        {ratio:5.2f}    (at most {options.limit:g})")
    sys.exit(ratio > options.limit)


if __name__ == "__main__":
    main()
