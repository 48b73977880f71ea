"""Draw the pictures of the README: each kind of card from the very source that stands beside it there.

``make pictures`` runs this. The sources go through the build, Anki's own library imports the package, and Chromium
shows what Anki renders, in the faces that the styles name first, whatever the machine has.
"""

from __future__ import annotations

import re
import shutil
import sys
from base64 import b64decode, b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from anki.collection import Collection, ImportAnkiPackageRequest
from PIL import Image, ImageDraw

from builder.pipeline import build
from builder.stages import Options
from builder.theme import fonts
from tests.anki.stage import as_desktop, chromium, stage
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anki.cards import Card
    from PIL.Image import Image as Picture

    from tests.anki.stage import Stage

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / ".github" / "pictures"
_TABLE: Final = re.compile(r"<!-- kinds -->(.*)<!-- /kinds -->", re.DOTALL)
_ROW: Final = re.compile(
    r"^(`{3,})markdown\n(.*?)^\1$.*?<img src=\"\.github/pictures/([a-z-]+)\.png\"", re.DOTALL | re.MULTILINE
)
_WIDTH: Final = 400
"""CSS px of one side."""
_SCALE: Final = 2
_GAP: Final = 12
_GROUNDS: Final = {False: "#ffffff", True: "#14191f"}
_LINE: Final = "#c3cad2"


@dataclass(frozen=True)
class Sample:
    """A row of the table in the README."""

    name: str
    """Of its picture, without the ending."""
    source: str


@dataclass(frozen=True)
class Pose:
    """How a sample is photographed, where that differs from the first card by day."""

    ordinal: int = 0
    night: bool = False
    typed: str = ""
    ticked: tuple[str, ...] = ()


POSES: Final = {
    "kind-recall": Pose(night=True),
    "kind-reversed": Pose(ordinal=1),
    "kind-typed": Pose(typed="np.max"),
    "kind-choice": Pose(ticked=("Recall", "Precision")),
    "kind-code": Pose(night=True),
    "kind-occlusion": Pose(ordinal=2),
}


def samples(readme: str) -> tuple[Sample, ...]:
    """Return the rows of the table of kinds in *readme*."""
    table = _TABLE.search(readme)
    return tuple(Sample(name, source) for _, source, name in _ROW.findall(table[1])) if table else ()


def main() -> None:
    """Draw all pictures."""
    found = samples((ROOT / "README.md").read_text(encoding="utf-8"))
    with TemporaryDirectory() as scratch, chromium(Path(scratch) / "chromium") as browser:
        for sample in found:
            folder = Path(scratch) / sample.name
            with _imported(sample, folder) as collection, stage(browser, Path(collection.media.dir())) as page:
                browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _ONE_DAY})
                page.open()
                page.run(_STYLE, _faces())
                pose = POSES.get(sample.name, Pose())
                cards = {card.ord: card for card in map(collection.get_card, collection.find_cards(""))}
                _draw(page, cards[pose.ordinal], pose, PICTURES / f"{sample.name}.png")
            sys.stdout.write(f"{sample.name}.png\n")


def lay_out(sample: Sample, content: Path) -> None:
    """Write a content folder that holds *sample* and nothing else."""
    content.mkdir(parents=True)
    (content / "deck.toml").write_text('name = "Vision"\nid = "vision-readme"\n', encoding="utf-8")
    (content / "01-metrics.md").write_text(f"# Metrics\n\n{sample.source}", encoding="utf-8")
    shutil.copy(ROOT / "content" / "sources.toml", content)
    for picture in PICTURES.glob("*.svg"):
        if picture.name in sample.source:
            shutil.copy(picture, content)


@contextmanager
def _imported(sample: Sample, folder: Path) -> Iterator[Collection]:
    """Yield a collection in *folder* that holds the cards of *sample*, and nothing else."""
    content, dist = folder / "content", folder / "dist"
    lay_out(sample, content)
    outcome = build(Options(content, dist, ("anki",)), Silent())
    if not outcome.entries:
        raise RuntimeError(f"{sample.name}: {[fault.message for fault in outcome.diagnostics]}")
    collection = Collection(str(folder / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(package_path=str(dist / outcome.entries[0].name))
        collection.import_anki_package(request)
        yield collection
    finally:
        collection.close()


def _faces() -> str:
    """Return the faces of our tokens as CSS, for a machine that does not have them installed."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; "
        f"src: url(data:font/ttf;base64,{b64encode(fonts.load(face)).decode()}) }}"
        for face in (*fonts.SANS, *fonts.MONO)
    )


_STYLE: Final = "document.head.append(Object.assign(document.createElement('style'), {textContent: arguments[0]}))"


def _draw(page: Stage, card: Card, pose: Pose, path: Path) -> None:
    """Write both sides of *card*, next to each other, as one picture."""
    page.show(as_desktop(card), width=_WIDTH, night=pose.night, card=card.ord)
    page.browser.execute_async_script("document.fonts.ready.then(() => arguments[0](null))")
    _fold(page)
    for words in pose.ticked:
        page.run(_TICK, words)
    if pose.typed:
        page.run("document.getElementById('typeans').value = arguments[0]", pose.typed)
    front = _photograph(page)
    page.show(as_desktop(card, back=True, typed=pose.typed), width=_WIDTH, night=pose.night, back=True, card=card.ord)
    _fold(page)
    _framed([front, _photograph(page)], night=pose.night).save(path, optimize=True)


_ONE_DAY: Final = """
Date = class extends Date {
    constructor(...said) { if (said.length) super(...said); else super(2026, 0, 5, 12); }
};
"""
"""The order of choices hangs on the day."""
_TICK: Final = """
const labels = [...document.querySelectorAll("#qa .choices label")];
const label = labels.find((one) => one.textContent.includes(arguments[0]));
label.click();
document.activeElement.blur();
"""
_HEIGHT: Final = "return Math.ceil(document.getElementById('qa').getBoundingClientRect().bottom)"


def _fold(page: Stage) -> None:
    """Fold in what unfolds, as a learner finds it."""
    page.run("for (const fold of document.querySelectorAll('#qa details')) fold.open = false")


def _photograph(page: Stage) -> Picture:
    """Return the side that is shown."""
    clip = {"x": 0, "y": 0, "width": _WIDTH, "height": page.run(_HEIGHT) + 20, "scale": _SCALE}
    shot = page.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return Image.open(BytesIO(b64decode(shot["data"]))).convert("RGB")


def _framed(sides: list[Picture], *, night: bool) -> Picture:
    """Return *sides* next to each other, each in a frame of its own, alike in height."""
    wide, high = _WIDTH * _SCALE, max(side.height for side in sides)
    whole = Image.new("RGB", (len(sides) * wide + (len(sides) - 1) * _GAP, high), "#ffffff")
    pen = ImageDraw.Draw(whole)
    for number, side in enumerate(sides):
        left = number * (wide + _GAP)
        pen.rectangle((left, 0, left + wide - 1, high - 1), fill=_GROUNDS[night])
        whole.paste(side, (left, 0))
        pen.rectangle((left, 0, left + wide - 1, high - 1), outline=_LINE, width=_SCALE)
    return whole.quantize(128)


if __name__ == "__main__":
    main()
