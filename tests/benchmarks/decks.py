"""Print what subdecks cost, ours and genanki's: twice the decks should be twice the time, not four times.

Usage: `PYTHONPATH=. python tests/benchmarks/decks.py [--decks 500 1000 2000 4000] [--patience 120]`.

One card a deck. Ours is the whole command, from Markdown to the package that was read back; genanki alone gets fields
that are HTML already. Seconds of CPU, whole processes; `growth` is what a row takes in terms of the row above it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.process import Cost, run

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_chapters(folder: Path, decks: int) -> None:
    """Write a content folder whose one file has *decks* chapters."""
    folder.mkdir()
    (folder / "deck.toml").write_text('format = 1\nname = "Many"\nid = "many-decks"\n', encoding="utf-8")
    texts = (f"# Chapter {n}\n\nQ: What is {n} squared? {{#square-{n}}}\nA: {n * n}\n" for n in range(decks))
    (folder / "all.md").write_text("\n".join(texts), encoding="utf-8")


def write_with_genanki(decks: int, target: Path) -> None:
    """Write the package of the same decks with genanki."""
    import genanki

    model = genanki.BASIC_MODEL
    made = [genanki.Deck(2059400110, "Many")]
    for n in range(decks):
        deck = genanki.Deck(2059400111 + n, f"Many::Chapter {n}")
        deck.add_note(genanki.Note(model, [f"What is {n} squared?", str(n * n)]))
        made.append(deck)
    genanki.Package(made).write_to_file(target)


def cells(cost: Cost | str, before: Cost | str) -> str:
    """Return the time of a run and its growth, as far as there are any."""
    if isinstance(cost, str):
        return f"{'-':>9}{'-':>8}"
    growth = f"{cost.cpu / before.cpu:.1f}" if isinstance(before, Cost) else "-"
    return f"{cost.cpu:>9.2f}{growth:>8}"


def measure(decks: int, folder: Path, patience: float) -> tuple[Cost | str, Cost | str]:
    """Return what ours and genanki take for *decks* decks, or why one of them came to no end."""
    content, dist = folder / "content", folder / "dist"
    write_chapters(content, decks)
    dist.mkdir()
    ours = (sys.executable, "-m", "builder", "anki", "--content", content, "--dist", dist, "--no-locked")
    theirs = (sys.executable, __file__, "--genanki", str(decks), dist / "genanki.apkg")
    return run(ours, folder / "ours.log", patience), run(theirs, folder / "theirs.log", patience)


def report(sizes: Sequence[int], patience: float) -> None:
    """Measure, and print a row for each of *sizes*."""
    print(f"{'decks':>7}{'ours s':>9}{'growth':>8}{'genanki s':>11}{'growth':>8}{'ratio':>9}")
    ours: Cost | str = ""
    theirs: Cost | str = ""
    for decks in sizes:
        with TemporaryDirectory() as name:
            now, then = measure(decks, Path(name), patience)
        ratio = f"{then.cpu / now.cpu:.2f}" if isinstance(now, Cost) and isinstance(then, Cost) else "-"
        reasons = [f"{who} {why}" for who, why in (("ours", now), ("genanki", then)) if isinstance(why, str)]
        print(f"{decks:>7}{cells(now, ours)}  {cells(then, theirs)}{ratio:>9}   {'; '.join(reasons)}".rstrip())
        sys.stdout.flush()
        ours, theirs = now, then


def main() -> None:
    """Read the arguments, and measure."""
    parser = argparse.ArgumentParser(description="Measure what subdecks cost.")
    parser.add_argument("--decks", type=int, nargs="+", default=(500, 1000, 2000, 4000), metavar="N")
    parser.add_argument("--patience", type=float, default=120, metavar="S", help="for one process")
    parser.add_argument("--genanki", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.genanki:
        write_with_genanki(int(options.genanki[0]), Path(options.genanki[1]))
    else:
        report(sorted(options.decks), options.patience)


if __name__ == "__main__":
    main()
