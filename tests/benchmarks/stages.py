"""Print what each stage of the build costs on decks of two sizes, and what grows faster than the deck.

Usage: `python tests/benchmarks/stages.py [--questions 250 1000] [--cards 4] [--outputs anki sheet handout]`.

Each output is built in a process of its own. A stage's memory is the most that its process had held in RAM when the
stage ended, so it includes the stages before it; the Python interpreter alone takes some 10 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

OUTPUTS: Final = ("anki", "sheet", "handout")
TOLERANCE: Final = 1.25
"""By how much a ratio may be above that of the decks before the table points at it: caches and allocators jitter."""
SETTLED: Final = 0.5
"""Seconds below which a time says nothing about growth."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stage took."""

    stage: str
    seconds: float
    peak: float
    """MB (10⁶ bytes) of RAM."""


def _peak() -> float:
    """Return the most RAM in MB that this process has held; Linux counts in KiB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


class Meter:
    """Watch a build, and print the cost of each stage as a line of JSON."""

    def begin(self, stage: str) -> None:
        """Do nothing: the build itself keeps the time."""

    def end(self, stage: str, did: str, seconds: float) -> None:  # noqa: ARG002 (what it did is for readers)
        """Print what the stage took."""
        print(json.dumps(asdict(Cost(stage, seconds, _peak()))))


def build_one(content: Path, output: str) -> None:
    """Build one output of `content`, metered, and fail if nothing was written."""
    from builder.pipeline import build
    from builder.stages import Options

    outcome = build(Options(content, content.parent / f"dist-{output}", (output,)), Meter())
    if not outcome.entries:
        sys.exit("\n".join(map(str, (*outcome.lacking, *outcome.diagnostics))))


def measure(content: Path, outputs: list[str]) -> dict[str, Cost]:
    """Return the costs by stage, in order; of a stage that all outputs share, those where it was quickest."""
    costs: dict[str, Cost] = {}
    for output in outputs:
        command = (sys.executable, __file__, "--child", str(content), output)
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
        for line in done.stdout.splitlines():
            cost = Cost(**json.loads(line))
            costs[cost.stage] = min(cost, costs.get(cost.stage, cost), key=lambda cost: cost.seconds)
    return costs


def _row(small: Cost, large: Cost, growth: float) -> str:
    """Return a line of the table; `growth` is how many times as large the larger deck is."""
    time, memory = large.seconds / small.seconds, large.peak / small.peak
    is_steep = (large.seconds > SETTLED and time > growth * TOLERANCE) or memory > growth * TOLERANCE
    mark = "  <- faster than the deck" if is_steep else ""
    return (
        f"{large.stage:<20}{small.seconds:>9.2f}{small.peak:>9.0f}{large.seconds:>9.2f}{large.peak:>9.0f}"
        f"{time:>9.1f}{memory:>9.1f}{mark}"
    )


def main() -> None:
    """Make the decks, measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the stages of the build on decks of two sizes.")
    parser.add_argument("--questions", type=int, nargs=2, default=(250, 1000), metavar="N")
    parser.add_argument("--cards", type=int, default=4, help="recall cards of each question")
    parser.add_argument("--outputs", nargs="+", choices=OUTPUTS, default=OUTPUTS)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        build_one(Path(options.child[0]), options.child[1])
        return

    costs = []
    for questions in sorted(options.questions):
        with TemporaryDirectory() as folder:
            content = Path(folder, "content")
            maker = str(Path(__file__).with_name("make_deck.py"))
            deck = (str(content), "--questions", str(questions), "--cards", str(options.cards))
            subprocess.run((sys.executable, maker, *deck), check=True)
            costs.append(measure(content, options.outputs))
    small, large = costs
    few, many = sorted(options.questions)
    print(f"{'questions':<20}{few:>18}{many:>18}{f'x {many / few:.1f}':>18}")
    print(f"{'stage':<20}" + f"{'s':>9}{'MB':>9}" * 2 + f"{'time':>9}{'memory':>9}")
    for stage, cost in large.items():
        print(_row(small[stage], cost, many / few))


if __name__ == "__main__":
    main()
