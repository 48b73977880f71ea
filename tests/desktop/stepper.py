"""An add-on for Anki's desktop program: import a package, show each card in the reviewer, take pictures, quit.

`look.py` puts it into the folder `addons21` of a throw-away base folder, with the order of what to do in the file that
`CARDPRESS_LOOK` names; what was seen goes to `report.json` beside the pictures.
"""

from __future__ import annotations

import functools
import json
import os
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.utils import strip_html
from aqt import gui_hooks, mw  # type: ignore[import-not-found]  # in an environment of its own
from aqt.qt import (  # type: ignore[import-not-found]
    QApplication,
    QTimer,
    QWebEngineUrlRequestInterceptor,
)
from aqt.theme import Theme  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from anki.cards import Card
    from aqt.qt import QWebEnginePage, QWebEngineUrlRequestInfo, QWidget

    Steps = Generator[int | str, Any, Any]
    """Milliseconds to let pass, or JavaScript for the reviewer's page, whose value comes back."""

ORDER: Final[dict[str, Any]] = json.loads(Path(os.environ["CARDPRESS_LOOK"]).read_text(encoding="utf-8"))
MODES: Final = {"day": Theme.LIGHT, "night": Theme.DARK}
TALLEST: Final = 5600
"""Pixels that the reviewer's page may be high; `look.py` makes a screen on which such a window fits."""
GROWTH: Final = 3
"""How many times the window is made higher for a page that grows with it, as an image of so many `vh` does."""
PATIENCE: Final = 200
"""How many times 50 ms a side may take to settle."""

# The reviewer shows one side after the other from a queue; what is put in behind a side runs when that is typeset.
ASK: Final = """
window.settledAt = 0;
_queueAction(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => 0)));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    window.settledAt = 1;
});
"""
MEASURE: Final = """({
    height: document.documentElement.scrollHeight,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    broken: [...document.images].filter((image) => !image.naturalWidth).map((image) => image.getAttribute("src")),
    formulas: document.querySelectorAll("[data-mjx-error]").length,
})"""
UNFOLD: Final = """(() => {
    const folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
    return folded.length;
})()"""

report: Final[dict[str, Any]] = {
    "cards": 0, "pictures": [], "console": [], "requests": [], "dialogs": [], "failure": "",
}  # fmt: skip
current = "start"
"""What is being shown: a message of the page is told with it."""


class Guard(QWebEngineUrlRequestInterceptor):  # type: ignore[misc]  # untyped here
    """Let the page of the reviewer load what Anki's own server has, and nothing else."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  # Qt's name
        """Block and note what would leave the machine."""
        url = info.requestUrl().toString()
        if not url.startswith((mw.serverURL(), "data:", "blob:", "qrc:")):
            info.block(True)  # noqa: FBT003  # Qt's signature
            report["requests"].append([current, url])


def note_message(level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str) -> None:
    """Note what a script said in the console."""
    if "MathJax localStorage" not in message:
        report["console"].append([current, level.name, message, f"{Path(source).name}:{line}"])


def walk() -> Steps:
    """Import the package and look at each of its cards in each mode and width."""
    mw.col.import_anki_package(
        ImportAnkiPackageRequest(
            package_path=ORDER["package"], options=ImportAnkiPackageOptions(with_deck_configs=True)
        )
    )
    cards = [mw.col.get_card(number) for number in mw.col.find_cards(ORDER["search"], order="c.due, c.ord")]
    report["cards"] = len(cards)
    if not cards:
        return
    mw.col.decks.select(mw.col.decks.id(mw.col.decks.name(cards[0].did).partition("::")[0]))
    mw.moveToState("overview")
    # The overview is drawn by a task in the background, over whatever stands there by then.
    yield 1000
    mw.moveToState("review")
    yield 1000
    page = mw.web.page()
    page.javaScriptConsoleMessage = note_message
    guard = Guard(page)
    page.setUrlRequestInterceptor(guard)
    for mode in ORDER["modes"]:
        mw.set_theme(MODES[mode])
        for width in ORDER["widths"]:
            for number, card in enumerate(cards, 1):
                yield from look_at(card, f"{number:03}-{name_of(card)}", f"{mode}-{width}", width)


def name_of(card: Card) -> str:
    """Return what a picture of *card* is called: the id of its note, and which card of it."""
    note = card.note()
    name = note["Id"] if "Id" in note else str(note.id)
    return f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{card.ord + 1}"


def look_at(card: Card, name: str, setting: str, width: int) -> Steps:
    """Show *card* as the reviewer does, type an answer where one is asked for, and turn it round."""
    global current  # noqa: PLW0603  # one reviewer, one thing that it shows
    reviewer = mw.reviewer
    reviewer.card = card
    card.start_timer()
    current = f"{name}-front-{setting}"
    reviewer._showQuestion()  # noqa: SLF001  # what it does for the next card of its queue
    yield from picture(width)
    if reviewer.typeCorrect:
        nearly = json.dumps(strip_html(reviewer.typeCorrect)[:-1])
        yield f"document.getElementById('typeans').value = {nearly}"
    current = f"{name}-back-{setting}"
    reviewer._getTypedAnswer()  # noqa: SLF001  # what Space does
    yield 100
    yield from picture(width)
    if (yield UNFOLD):
        current = f"{name}-open-{setting}"
        yield from picture(width)


def picture(width: int) -> Steps:
    """Wait until the side has settled, and save the whole of it, *width* pixels wide."""
    resize(width, ORDER["height"])
    size = yield from settled()
    for _ in range(GROWTH):
        if size["height"] <= mw.web.height() or mw.web.height() >= TALLEST:
            break
        resize(width, min(size["height"], TALLEST))
        size = yield from settled()
    yield "window.scrollTo(0, 0)"
    yield 60
    file = f"{current}.png"
    if not mw.web.grab().save(str(Path(ORDER["pictures"], file))):
        report["failure"] = f"{file} could not be written."
    report["pictures"].append({"file": file, **size})


def resize(width: int, height: int) -> None:
    """Give the reviewer's page *width* and at least *height* pixels, by the size of the window around it."""
    mw.resize(width, mw.height() + max(height, ORDER["height"]) - mw.web.height())


def settled() -> Steps:
    """Return what is measured when the side is typeset, its images are decoded, and it has been painted."""
    yield ASK
    for _ in range(PATIENCE):
        yield 50
        if (yield "window.settledAt") == 1:
            break
    else:
        report["failure"] = f"{current} did not settle."
    return (yield MEASURE)


def journey() -> Steps:
    """Walk, and at the end of it, or at a mistake, write the report and quit."""
    try:
        yield from walk()
    finally:
        if sys.exception():
            report["failure"] = traceback.format_exc()
        finish()


def advance(steps: Steps, value: object = None) -> None:
    """Do the next of *steps*, and come back when it is done."""
    with suppress(StopIteration):
        wanted = steps.send(value)
        if isinstance(wanted, int):
            QTimer.singleShot(wanted, functools.partial(advance, steps))
        else:
            mw.web.evalWithCallback(wanted, functools.partial(advance, steps))


def finish() -> None:
    """Write the report and quit."""
    Path(ORDER["pictures"], "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    mw.unloadProfileAndExit()


def close_dialogs() -> None:
    """Note and close what waits for somebody to press a button."""
    if dialog := QApplication.activeModalWidget():
        report["dialogs"].append([current, " ".join(texts_of(dialog))])
        dialog.close()


def texts_of(dialog: QWidget) -> Iterator[str]:
    """Yield the title of *dialog* and what its parts say."""
    yield dialog.windowTitle()
    for part in dialog.children():
        if hasattr(part, "text"):
            yield part.text()


def begin() -> None:
    """Go, once the window stands."""
    QTimer.singleShot(500, functools.partial(advance, journey()))


watchdog: Final = QTimer()
watchdog.timeout.connect(close_dialogs)
watchdog.start(2000)
# No player here: sounds would end in a dialog.
gui_hooks.av_player_will_play_tags.append(lambda tags, _side, _context: tags.clear())
gui_hooks.main_window_did_init.append(begin)
