"""Print what the handout costs somebody who opens it, beside the same HTML without our script and style.

Usage: `PYTHONPATH=. python tests/benchmarks/handout.py [--questions 1000] [--cards 4] [--runs 5]`.

Chromium opens the file, without a network, in a fresh process (cold) and again in that process (warm); the page then
scrolls from top to end, makes its index, searches, and begins to study. All times are ms, of which the medians are
told. If the page is not open in time, or a frame of scrolling takes too long, the exit code is 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from builder.pipeline import build
from builder.stages import Options
from tests.anki.stage import chromium
from tests.benchmarks.make_deck import make_deck
from tests.silent import Silent
from tests.web.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN: Final = 2000
"""ms in which 1,000 questions must be open, on two cores."""
LONG: Final = 50
"""ms from which on a frame is one that a reader feels."""

_OPENED: Final = """
const [times] = performance.getEntriesByType("navigation");
const paint = performance.getEntriesByName("first-contentful-paint")[0];
return {
    "load": times.loadEventEnd,
    "first paint": paint ? paint.startTime : NaN,
    "handlers": times.domContentLoadedEventEnd - times.domContentLoadedEventStart,
};
"""
_SCROLLED: Final = """
const done = arguments[arguments.length - 1];
const frames = [];
let last = performance.now();
const began = last;
const end = document.documentElement.scrollHeight;
function frame(now) {
    frames.push(now - last);
    last = now;
    const part = Math.min(1, (now - began) / 6000);
    scrollTo({ top: part * document.documentElement.scrollHeight, behavior: "instant" });
    if (part < 1) requestAnimationFrame(frame);
    else done(frames.slice(2));
}
requestAnimationFrame(frame);
"""


def without_ours(page: Path) -> Path:
    """Write the page without our script and style beside it, and return where."""
    html = page.read_text(encoding="utf-8")
    bare = re.sub(r"<(style|script)>.*?</\1>|<meta http-equiv[^>]*>", "", html, flags=re.DOTALL)
    path = page.with_name("bare.html")
    path.write_text(bare, encoding="utf-8")
    return path


def opened(page: Path, runs: int) -> dict[str, float]:
    """Return the medians of what opening *page* takes, cold and warm."""
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        with TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
            visit = Visit(browser)
            for state in ("cold", "warm"):
                visit.show(page)
                visit.wait("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
                for name, value in visit.run(_OPENED).items():
                    found.setdefault(f"{name}, {state}", []).append(value)
    return {name: median(values) for name, values in found.items()}


def timed(act: Callable[[], object]) -> float:
    """Return how many ms *act* takes, a command or two to the browser included."""
    begin = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begin)


def used(page: Path, *, is_ours: bool) -> dict[str, float]:
    """Return what scrolling, searching and studying take in *page*; of the bare one, scrolling alone."""
    with TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        visit = Visit(browser)
        visit.show(page)
        frames = browser.execute_async_script(_SCROLLED)
        found = {
            "frames over 50 ms, of": len(frames),
            "frames over 50 ms": sum(1 for each in frames if each > LONG),
            "longest frame": max(frames),
        }
        if is_ours:
            found |= _acts(visit)
        visit.command("Performance.enable")
        metrics = {one["name"]: one["value"] for one in visit.command("Performance.getMetrics")["metrics"]}
        found["script memory, MB"] = metrics["JSHeapUsedSize"] / 1e6
        found["elements"] = metrics["Nodes"]
    return found


def _acts(visit: Visit) -> dict[str, float]:
    """Return what search and study take."""

    def look_for(words: str) -> None:
        visit.run(
            "document.getElementById('ui_find_list').replaceChildren();"
            "const field = document.getElementById('ui_find_words'); field.value = arguments[0];"
            "field.dispatchEvent(new Event('input'))",
            words,
        )
        visit.wait("document.querySelector('#ui_find_list mark')")

    visit.run("scrollTo(0, 0); document.getElementById('ui_find_open').click()")
    index = timed(lambda: look_for("calibration scores"))
    queries = [timed(partial(look_for, words)) for words in ("residual", "learnign rate", "case 17")]
    visit.run("document.getElementById('ui_find').close()")

    def study(anchor: str, screen: str) -> None:
        visit.run("location.hash = arguments[0]", anchor)
        visit.wait(f"document.getElementById('{screen}').checkVisibility()")

    return {
        "index and first query": index,
        "query": median(queries),
        "study, start": timed(lambda: study("#ui_study", "ui_start")),
        "study, first card": timed(lambda: study("#ui_study?order=shuffle&seed=a&go=1", "ui_round")),
    }


def report(folder: Path, questions: int, cards: int, runs: int) -> bool:
    """Measure a deck of *questions* in *folder*, print the table, and say whether the page keeps within its bounds."""
    make_deck(folder / "content", questions, cards)
    took = timed(lambda: build(Options(folder / "content", folder / "dist", ("handout",)), Silent()))
    page = next((folder / "dist").glob("*.html"))
    bare = without_ours(page)
    print(f"{questions} questions, {cards} cards each: built in {took / 1000:.1f} s")
    ours = {"size, MB": page.stat().st_size / 1e6} | opened(page, runs) | used(page, is_ours=True)
    floor = {"size, MB": bare.stat().st_size / 1e6} | opened(bare, runs) | used(bare, is_ours=False)
    print(f"{'':<26}{'ours':>10}{'bare HTML':>12}")
    for name, value in ours.items():
        other = f"{floor[name]:>12.1f}" if name in floor else ""
        print(f"{name:<26}{value:>10.1f}{other}")
    print(f"open:   {ours['load, cold']:.0f} ms cold, at most {OPEN}")
    return ours["load, cold"] <= OPEN


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure the handout in Chromium.")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=4, help="recall cards of each question")
    parser.add_argument("--runs", type=int, default=5, help="of which the medians are told")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        if not report(Path(name), options.questions, options.cards, options.runs):
            sys.exit(1)


if __name__ == "__main__":
    main()
