"""Print what the preview costs: the making of the page, its size, and what a browser takes to open and filter it.

Usage: `python tests/benchmarks/preview.py [--questions 200 1000] [--cards 4]`; in the folder of the repository.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from builder.pipeline import load, renew
from builder.preview.page import preview
from tests.anki.stage import chromium
from tests.silent import Silent

TIMING = "const [page] = performance.getEntriesByType('navigation'); return page.loadEventEnd"
FILTER = """
const field = document.querySelector(arguments[0]);
const start = performance.now();
field.value = arguments[1];
field.dispatchEvent(new Event("input", {bubbles: true}));
document.body.offsetHeight;
return performance.now() - start;
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one deck took."""

    cards: int
    load: float
    """Seconds from the files to the fragments."""
    preview: float
    """Seconds from the fragments to the page."""
    size: float
    """MB (10⁶ bytes) of the page."""
    opened: float
    """Seconds until the page in the browser could be used."""
    filtered: float
    """Seconds to choose a kind."""
    searched: float
    """Seconds to search all words for the first time."""


def measure(content: Path) -> Cost:
    """Return what the deck in *content* costs."""
    start = time.perf_counter()
    loaded = load(content, Silent())
    ready = time.perf_counter()
    page, cards = preview(loaded, renew(loaded)[0])
    made = time.perf_counter()
    place = content.parent / "page.html"
    place.write_text(page, encoding="utf-8")
    with chromium(content.parent / "profile") as browser:
        browser.get(place.as_uri())
        opened = browser.execute_script(TIMING) / 1000
        filtered = browser.execute_script(FILTER, "[name=kind]", "cloze") / 1000
        browser.execute_script(FILTER, "[name=kind]", "")
        searched = browser.execute_script(FILTER, "[name=text]", "gradient") / 1000
    return Cost(cards, ready - start, made - ready, place.stat().st_size / 1e6, opened, filtered, searched)


def main() -> None:
    """Make the decks, measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the preview on decks of several sizes.")
    parser.add_argument("--questions", type=int, nargs="+", default=(200, 1000), metavar="N")
    parser.add_argument("--cards", type=int, default=4, help="recall cards of each question")
    options = parser.parse_args()
    print(f"{'cards':>7}{'load s':>9}{'page s':>9}{'MB':>7}{'open s':>9}{'filter s':>10}{'search s':>10}")
    for questions in sorted(options.questions):
        with TemporaryDirectory() as folder:
            content = Path(folder, "content")
            maker = str(Path(__file__).with_name("make_deck.py"))
            deck = (str(content), "--questions", str(questions), "--cards", str(options.cards))
            subprocess.run((sys.executable, maker, *deck), check=True)
            cost = measure(content)
        made = f"{cost.cards:>7}{cost.load:>9.2f}{cost.preview:>9.2f}{cost.size:>7.1f}"
        print(f"{made}{cost.opened:>9.2f}{cost.filtered:>10.3f}{cost.searched:>10.3f}")


if __name__ == "__main__":
    main()
