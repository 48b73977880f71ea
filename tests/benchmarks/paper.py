"""Print what the study sheet costs, beside WeasyPrint alone on the same pages of plain HTML.

Usage: `PYTHONPATH=. python tests/benchmarks/paper.py [--questions 1000] [--runs 1] [--patience 900] [--profile FILE]`.

Ours is the whole command `build pdf sheet`, from Markdown to the PDF that was read back. WeasyPrint alone gets the HTML
that the sheet is composed of, footnotes in their places, in the same faces, and writes it as PDF/UA-1 with no work of
ours before or after; what it takes to compose that HTML is not counted. Each is a process of its own. The last lines
say whether ours keeps within its bounds; if not, the exit code is 1.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import re
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks.make_deck import make_deck
from tests.benchmarks.process import Cost, run

if TYPE_CHECKING:
    from builder.stages import Loaded

RATIO: Final = 1.1
"""What ours may take, in terms of what WeasyPrint alone does."""
MEMORY: Final = 450
"""MB that ours may hold."""


class _Quiet:
    """Someone who wants to know nothing of a build."""

    def begin(self, stage: str) -> None:
        """Do nothing."""

    def end(self, stage: str, did: str, seconds: float) -> None:
        """Do nothing."""


def compose(content: Path, folder: Path) -> None:
    """Write the HTML of the sheet of *content*, and all that it asks for, into *folder*."""
    from builder.pdf.press.fonts import gather
    from builder.pdf.sheet.compose import SheetComposer
    from builder.pdf.sheet.shape import shape_of
    from builder.pipeline import load
    from builder.settings import PrintSettings
    from builder.theme import fonts as theme

    loaded: Loaded = load(content, _Quiet())
    settings = PrintSettings()
    families = (*gather().families, *theme.families(theme.FALLBACKS))
    manuscript = SheetComposer(loaded.rendered, settings, shape_of(settings)).compose(families)
    names = {}
    for number, (address, file) in enumerate(manuscript.files.items()):
        names[address] = (f"{number}", file.mime)
        (folder / f"{number}").write_bytes(file.data)
    (folder / "files.json").write_text(json.dumps(names), encoding="utf-8")
    (folder / "page.html").write_text(_with_notes(manuscript.html), encoding="utf-8")


def _with_notes(html: str) -> str:
    """Return *html* with each footnote where it is marked, as one would write it by hand."""
    head, _, store = html.partition('<div id="ui_notes">')
    notes = re.findall(r"<div><p>(.*?)</p></div>", store, re.DOTALL)
    return re.sub(r'data-note="(\d+)">', lambda mark: f">{notes[int(mark[1])]}", head)


def write_alone(folder: Path) -> None:
    """Let WeasyPrint write the page in *folder* as PDF/UA-1."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from builder.pdf.press.fonts import gather, installed

    names = json.loads((folder / "files.json").read_text(encoding="utf-8"))

    class Shelf(URLFetcher):  # type: ignore[misc]  # It carries no types.
        """The files of the page."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401, ARG002
            """Return the file at *url*; what has none is drawn as an empty image."""
            if url not in names:
                svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="12"/>'
                return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})
            name, mime = names[url]
            return URLFetcherResponse(url, (folder / name).read_bytes(), {"Content-Type": mime})

    with installed(gather()):
        html = HTML(string=(folder / "page.html").read_text(encoding="utf-8"), url_fetcher=Shelf())
        html.write_pdf(folder / "alone.pdf", pdf_variant="pdf/ua-1", font_config=FontConfiguration())


def pages(path: Path) -> int:
    """Return how many pages the PDF at *path* has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def measured(command: tuple[str | Path, ...], log: Path, runs: int, patience: float) -> Cost:
    """Return the medians of what *command* takes, run so often; stop with its complaint where it fails."""
    costs: list[Cost] = []
    for _ in range(runs):
        cost = run(command, log, patience)
        if isinstance(cost, str):
            sys.exit(f"{' '.join(map(str, command[1:3]))} {cost}")
        costs.append(cost)
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak")))


def profile(content: Path, target: Path) -> None:
    """Write where the time of building the sheet of *content* goes to *target*, for `pstats`."""
    from builder.pipeline import build
    from builder.stages import Options

    profiler = cProfile.Profile()
    profiler.runcall(build, Options(content, content.parent / "profiled", ("sheet",)), _Quiet())
    profiler.dump_stats(target)


def report(folder: Path, runs: int, patience: float) -> bool:
    """Measure the deck in *folder*, print the table, and say whether ours keeps within its bounds."""
    content, plain, dist = folder / "content", folder / "plain", folder / "dist"
    plain.mkdir()
    compose(content, plain)
    ours = (sys.executable, "-m", "builder", "pdf", "sheet", "--content", content, "--dist", dist)
    theirs = (sys.executable, __file__, "--alone", plain)
    rows = {
        "build pdf sheet": measured(ours, folder / "ours.log", runs, patience),
        "WeasyPrint alone": measured(theirs, folder / "theirs.log", runs, patience),
    }
    files = {"build pdf sheet": next(dist.glob("*-sheet.pdf")), "WeasyPrint alone": plain / "alone.pdf"}
    print(f"{'':<18}{'pages':>7}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'file MB':>9}")
    for name, cost in rows.items():
        size = files[name].stat().st_size / 1e6
        print(f"{name:<18}{pages(files[name]):>7}{cost.wall:>9.1f}{cost.cpu:>9.1f}{cost.peak:>9.0f}{size:>9.1f}")
    own, alone = rows.values()
    # Ours has more pages: its text stands on a grid of lines.
    more = pages(files["build pdf sheet"]) / pages(files["WeasyPrint alone"])
    ratio = own.cpu / alone.cpu / more
    print(f"CPU a page:  {ratio:.2f} times WeasyPrint alone, at most {RATIO}")
    print(f"CPU in all:  {own.cpu / alone.cpu:.2f} times")
    print(f"wall a page: {own.wall / alone.wall / more:.2f} times; on a busy machine that says little")
    print(f"peak:        {own.peak:.0f} MB ({own.peak / alone.peak:.2f} times), at most {MEMORY}")
    return ratio <= RATIO and own.peak <= MEMORY


def main() -> None:
    """Make the deck, measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the study sheet beside WeasyPrint alone.")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1, help="of which the medians are told")
    parser.add_argument("--patience", type=float, default=900, help="seconds that a run may take")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="write where our time goes instead, for pstats")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        write_alone(options.alone)
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        # One detail a question: three questions fill a page.
        make_deck(folder / "content", options.questions, 0, 1)
        if options.profile:
            profile(folder / "content", options.profile)
        elif not report(folder, options.runs, options.patience):
            sys.exit(1)


if __name__ == "__main__":
    main()
