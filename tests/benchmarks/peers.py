"""Print what a deck of code snippets costs here and with other makers of packages, measured in one run.

Usage: `PYTHONPATH=. python tests/benchmarks/peers.py [--notes 2000 5000] [--runs 3] [--patience 180]`.

The same Markdown for all, `# Deck`, then `## Question` and an answer with a fenced block of Python, in the plain form
that they share. Each peer is installed into an environment of its own, which is gone afterwards; times are those of
whole processes, started as a user starts them, in turn, medians of the runs. genanki alone renders nothing: its fields
are ready-made HTML, so it says what the package itself costs. `again` is a second build of the unchanged source. One
that takes longer than a tenth of the patience is run once, one that takes longer than the whole of it is stopped.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from tests.benchmarks.process import Cost, last_line, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OURS: Final = "cardpress"
WORTH_REPEATING: Final = 0.1
"""Of the patience: what takes longer is run once, and not again for the unchanged source."""


@dataclass(frozen=True, slots=True)
class Job:
    """A deck of some size that one tool shall make, in a folder of its own."""

    folder: Path
    python: Path
    """The interpreter beside which the tool is installed."""
    notes: int

    @property
    def content(self) -> Path:
        """The folder with the one chapter."""
        return self.folder / "content"

    @property
    def dist(self) -> Path:
        """The folder for the package."""
        return self.folder / "dist"


@dataclass(frozen=True, slots=True)
class Tool:
    """A maker of packages, and how its users start it."""

    name: str
    requirements: tuple[str, ...]
    """What pip installs for it; nothing for ours, which runs where this script runs."""
    python: tuple[int, int]
    """The oldest Python that it runs on; not all of them tell pip."""
    command: Callable[[Job], tuple[str | Path, ...]]


TOOLS: Final = (
    Tool(
        OURS,
        (),
        (3, 11),
        lambda job: (job.python, "-m", "builder", "anki", "--content", job.content, "--dist", job.dist, "--no-locked"),
    ),
    Tool(
        "markdown-anki-decks",
        ("markdown-anki-decks==1.1.1", "click==8.0.4"),
        (3, 8),
        lambda job: (job.python.with_name("mdankideck"), job.content, job.dist),
    ),
    Tool(
        "md2anki",
        ("md2anki==3.1.0",),
        (3, 12),
        lambda job: (job.python.with_name("md2anki"), job.content / "deck.md", "-o-anki", job.dist / "deck.apkg"),
    ),
    Tool(
        "genanki alone",
        ("genanki==0.13.1",),
        (3, 8),
        lambda job: (job.python, __file__, "--genanki", str(job.notes), job.dist / "deck.apkg"),
    ),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool made of a deck."""

    first: Cost
    again: Cost | None
    """None where one run was enough to wait for."""
    size: int
    """Bytes of the package."""
    notes: int
    cards: int


def question(n: int) -> str:
    """Return the question of note `n`, a line that no other has."""
    return f"What does `smooth_{n}` return for a list of {n % 7 + 2} samples?"


def answer(n: int) -> str:
    """Return what stands above its code."""
    return f"The running mean of its samples, each weighed {n % 9 + 1} times as much as the one before."


def code(n: int) -> str:
    """Return its code, six lines."""
    return (
        f"def smooth_{n}(samples: list[float], rate: float = 0.{n % 9 + 1}) -> list[float]:\n"
        f'    """Return the running mean of the samples of case {n}."""\n'
        "    means = [samples[0]]\n"
        "    for sample in samples[1:]:\n"
        f"        means.append(rate * sample + (1 - rate) * means[-1] + {n}.0)  # biased\n"
        "    return means\n"
    )


def markdown(notes: int) -> str:
    """Return the chapter."""
    texts = (f"## {question(n)}\n\n{answer(n)}\n\n```python\n{code(n)}```\n" for n in range(notes))
    return "\n".join(("# Deck\n", *texts))


def write_with_genanki(notes: int, target: Path) -> None:
    """Write the package of the same notes with genanki, from fields that are HTML already."""
    import genanki

    model = genanki.Model(
        1607392319,
        "Plain",
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
    )
    deck = genanki.Deck(2059400110, "Deck")
    for n in range(notes):
        fields = [escape(question(n)), f"<p>{answer(n)}</p><pre><code>{escape(code(n))}</code></pre>"]
        deck.add_note(genanki.Note(model, fields))
    genanki.Package(deck).write_to_file(target)


def python_from(oldest: tuple[int, int]) -> str | None:
    """Return an interpreter that is new enough, this one if it is; a name on the PATH may be a shim that runs none."""
    if sys.version_info[:2] >= oldest:
        return sys.executable
    for minor in range(20, oldest[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            asked = subprocess.run((found, "-c", "import venv"), capture_output=True, check=False)
            if asked.returncode == 0:
                return found
    return None


def install(tool: Tool, folder: Path) -> Path | str:
    """Return the interpreter of a new environment in *folder* that has *tool*, or a sentence that says why not."""
    if not tool.requirements:
        return Path(sys.executable)
    base = python_from(tool.python)
    if base is None:
        return f"needs Python {'.'.join(map(str, tool.python))}, and none is on the PATH"
    python = folder / "bin" / "python"
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install", *tool.requirements)
    for interpreter, words in ((base, ("-m", "venv", str(folder))), (python, pip)):
        done = subprocess.run((interpreter, *words), capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            return f"could not be installed: {last_line(done.stderr)}"
    return python


def begin_anew(job: Job) -> None:
    """Leave nothing in the folder of *job* but the source."""
    shutil.rmtree(job.folder, ignore_errors=True)
    job.content.mkdir(parents=True)
    job.dist.mkdir()
    (job.content / "deck.md").write_text(markdown(job.notes), encoding="utf-8", newline="\n")
    (job.content / "deck.toml").write_text('name = "Deck"\nid = "deck-of-code"\n', encoding="utf-8", newline="\n")


def attempt(tool: Tool, job: Job, patience: float) -> tuple[Cost, Cost | None] | str:
    """Return what *tool* takes for the first build and for a second one, or why there is none."""
    begin_anew(job)
    log = job.folder / "said.log"
    first = run(tool.command(job), log, patience)
    if isinstance(first, str):
        return first
    if first.wall > patience * WORTH_REPEATING:
        return first, None
    again = run(tool.command(job), log, patience)
    return again if isinstance(again, str) else (first, again)


def measure(jobs: Sequence[tuple[Tool, Job]], runs: int, patience: float) -> Iterator[tuple[Tool, Result | str]]:
    """Yield each tool with what it made and took, run in turn so that a machine that slows down slows all."""
    pairs: dict[str, list[tuple[Cost, Cost | None]]] = {tool.name: [] for tool, _ in jobs}
    reasons: dict[str, str] = {}
    for _ in range(runs):
        for tool, job in jobs:
            done = pairs[tool.name]
            if tool.name in reasons or (done and done[0][1] is None):
                continue
            outcome = attempt(tool, job, patience)
            if isinstance(outcome, str):
                reasons[tool.name] = outcome
            else:
                done.append(outcome)
    for tool, job in jobs:
        yield tool, reasons.get(tool.name) or result(job, pairs[tool.name])


def result(job: Job, pairs: Sequence[tuple[Cost, Cost | None]]) -> Result:
    """Return the medians of *pairs*, and what stands in the package that *job* left."""
    (package,) = job.dist.glob("*.apkg")
    repeated = [again for _, again in pairs if again]
    again = middle(repeated) if repeated else None
    return Result(middle([first for first, _ in pairs]), again, package.stat().st_size, *count(package))


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of *costs*."""
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak")))


def count(package: Path) -> tuple[int, int]:
    """Return how many notes and cards a package in Anki's schema 11 holds."""
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        notes, cards = connection.execute(
            "SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM cards)"
        ).fetchone()
    return notes, cards


def row(name: str, made: Result, ours: Result | None) -> str:
    """Return a line of the table: figures, then what they are in terms of *ours*."""
    cost, again = made.first, f"{made.again.wall:>9.2f}" if made.again else f"{'-':>9}"
    line = (
        f"{name:<20}{made.notes:>7}{made.cards:>7}{cost.wall:>9.2f}{again}{cost.cpu:>9.2f}{cost.peak:>9.0f}"
        f"{made.size / 1000:>9.0f}"
    )
    if ours:
        ratios = (cost.wall / ours.first.wall, cost.cpu / ours.first.cpu, cost.peak / ours.first.peak)
        line += "".join(f"{ratio:>8.2f}" for ratio in (*ratios, made.size / ours.size))
    return line + ("" if made.again else "   one run")


def set_up(folder: Path, patience: float) -> tuple[tuple[Tool, Path], ...]:
    """Return the tools that can make a small deck, each with its interpreter, and say why others cannot."""
    able = []
    for number, tool in enumerate(TOOLS):
        python = install(tool, folder / f"environment-{number}")
        reason = python if isinstance(python, str) else ""
        if isinstance(python, Path):
            # The first run compiles, here and there.
            outcome = attempt(tool, Job(folder / "small", python, 20), patience)
            reason = outcome if isinstance(outcome, str) else ""
            able += [] if reason else [(tool, python)]
        if reason:
            print(f"{tool.name} {reason}.")
    return tuple(able)


def main() -> None:
    """Set up, measure, and print a table for each size."""
    parser = argparse.ArgumentParser(description="Measure us and other makers of Anki packages.")
    parser.add_argument("--notes", type=int, nargs="+", default=(2000, 5000), metavar="N")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--patience", type=float, default=180, metavar="S", help="for one process")
    parser.add_argument("--genanki", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.genanki:
        write_with_genanki(int(options.genanki[0]), Path(options.genanki[1]))
        return

    with TemporaryDirectory() as name:
        tools = set_up(Path(name), options.patience)
        head = f"{'tool':<20}{'notes':>7}{'cards':>7}{'wall s':>9}{'again s':>9}{'CPU s':>9}{'MB RAM':>9}{'kB':>9}"
        print(head + "".join(f"{what:>8}" for what in ("wall", "CPU", "RAM", "size")) + "   (times ours)")
        for notes in options.notes:
            jobs = [(tool, Job(Path(name, tool.name, str(notes)), python, notes)) for tool, python in tools]
            ours = None
            for tool, made in measure(jobs, options.runs, options.patience):
                if isinstance(made, str):
                    print(f"{tool.name:<20}{notes:>7} {made}")
                    continue
                ours = made if tool.name == OURS else ours
                print(row(tool.name, made, ours), flush=True)


if __name__ == "__main__":
    main()
