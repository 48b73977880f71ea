"""Anki's reviewer in Chromium: its own page, styles, scripts and MathJax, which its desktop program brings along.

The files are those of the wheels that `make` puts into the folder `referees` of the virtual environment; they are
served from this machine, and nothing else can be reached.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from selenium import webdriver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anki.cards import Card
    from selenium.webdriver import Chrome

PHONE: Final = 360
"""CSS px: the narrowest that is still sold."""
DESKTOP: Final = 1200

_TYPED: Final = re.compile(r"\[\[type:(.+?)\]\]")
_SOUND: Final = re.compile(r"\[anki:(play:[aq]:\d+)\]")
_QUIET: Final = (
    "headless no-sandbox disable-gpu no-first-run disable-background-networking disable-component-update "
    "disable-sync disable-quic mute-audio hide-scrollbars"
)
_READY: Final = """
const done = arguments[arguments.length - 1];
_queueAction(async () => {
    for (const fold of document.querySelectorAll("#qa details")) fold.open = true;
    const pictures = [...document.images].map((image) => image.decode().catch(() => null));
    await Promise.race([Promise.all(pictures), new Promise((late) => setTimeout(late, 3000))]);
    requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
});
"""
_AXE: Final = """
const done = arguments[arguments.length - 1];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// The buttons of sounds are Anki's own.
const context = {include: "#qa", exclude: ".replay-button"};
axe.run(context, {runOnly: tags, resultTypes: ["violations"], elementRef: false}).then(
    (found) => done(found.violations.flatMap((one) => one.nodes.map((node) =>
        `${one.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(" ").trim()}`))),
    (fault) => done([String(fault)]));
"""


@cache
def referee(name: str) -> Path:
    """Return a file or folder of the wheels that judge; raises `FileNotFoundError` that says how to get them."""
    path = Path(sys.prefix) / "referees" / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `make referees`.")
    return path


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Yield a Chromium that reaches nothing but this machine, with its *profile* in a folder of its own."""
    options = webdriver.ChromeOptions()
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    options.binary_location = next(name for name in found if name)
    for argument in _QUIET.split():
        options.add_argument(f"--{argument}")
    options.add_argument("--proxy-server=127.0.0.1:9")
    options.add_argument(f"--user-data-dir={profile}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_script_timeout(60)
    try:
        # The browser begins with a page of its own, whose requests are nobody's business here.
        driver.get("about:blank")
        yield driver
    finally:
        driver.quit()


@dataclass
class _House:
    """What the server hands out: Anki's own files, the media of a collection, and pages from memory."""

    media: Path
    pages: dict[str, str] = field(default_factory=dict)


class _Server(SimpleHTTPRequestHandler):
    """Answers as the media server of Anki's desktop program does."""

    def __init__(self, house: _House, *arguments: Any) -> None:  # noqa: ANN401 (the server's own)
        self._house = house
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send a page or a file."""
        page = self._house.pages.get(self.path)
        if page is None:
            super().do_GET()
            return
        data = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def translate_path(self, path: str) -> str:
        """Return the file that *path* names."""
        own = path.startswith("/_anki/")
        self.directory = str(referee("_aqt/data/web") if own else self._house.media)
        return super().translate_path(path.removeprefix("/_anki") if own else path)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Say nothing."""


class Stage:
    """Anki's reviewer, showing one side after the other in one page, as on the desktop."""

    PAGE: Final = "/reviewer.html"

    def __init__(self, browser: Chrome, house: _House, address: str) -> None:
        """Take *browser*, and what a server at *address* hands out; use `stage`."""
        self.browser = browser
        self.address = address
        self._house = house
        self._at = ""
        self._width = 0

    def show(self, html: str, *, width: int = DESKTOP, night: bool = False, back: bool = False, card: int = 0) -> None:
        """Show a side, with its MathJax set, its images there and its folds open; *card* is the ordinal.

        *html* is what `as_desktop` returns. The page stays the same, so that what one side leaves behind is there
        for the next, as in Anki.
        """
        self._resize(width)
        if self._at != self.PAGE:
            self.open()
        self.turn(night=night, card=card)
        call = "_showAnswer(arguments[0], document.body.className)"
        if not back:
            call = "_showQuestion(arguments[0], '', document.body.className)"
        self.run(call, html)
        self.browser.execute_async_script(_READY)

    def open(self) -> None:
        """Load the reviewer's page anew, with nothing on it."""
        self._house.pages[self.PAGE] = _reviewer()
        self._go(self.PAGE)

    def turn(self, *, night: bool, card: int = 0) -> None:
        """Turn day into night or back, on the side that is shown."""
        classes = f"card card{card + 1} isLin fancy" + (" nightMode night_mode" if night else "")
        script = """
        document.documentElement.className = arguments[1] ? "night-mode" : "";
        document.documentElement.dataset.bsTheme = arguments[1] ? "dark" : "light";
        document.body.className = arguments[0];
        """
        self.run(script, classes, night)

    def load(self, html: str, *, width: int = PHONE, night: bool = False, card: int = 0, head: str = "") -> None:
        """Show a side in a page of its own, as phones do: none of the desktop's scripts and styles, no MathJax."""
        self._resize(width)
        classes = f"card card{card + 1} mobile" + (" nightMode night_mode" if night else "")
        view = "<meta name=viewport content='width=device-width,initial-scale=1'><link rel=icon href='data:,'>"
        page = f"<!doctype html><meta charset=utf-8>{view}{head}<style>body {{ margin: 20px }}</style>"
        self._house.pages["/side.html"] = f'{page}<body class="{classes}"><div id=qa>{html}</div>'
        self._go("/side.html")

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 (what the page says)
        """Return what a script says in the page."""
        return self.browser.execute_script(script, *arguments)

    def seen(self) -> str:
        """Return the words that are visible, without breaks."""
        return " ".join(str(self.run("return document.getElementById('qa').innerText")).split())

    def wide_by(self) -> int:
        """Return by how many px the page is wider than the window."""
        return int(self.run("const e = document.documentElement; return e.scrollWidth - e.clientWidth"))

    def violations(self) -> list[str]:
        """Return what axe finds against WCAG 2 A and AA in the side that is shown, contrast included."""
        if not self.run("return Boolean(window.axe)"):
            self.run(referee("axe_playwright_python/axe.min.js").read_text(encoding="utf-8"))
        return [str(one) for one in self.browser.execute_async_script(_AXE)]

    def complaints(self) -> list[str]:
        """Return what the browser has found fault with since it was last asked."""
        log = self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium gives it no types
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    def requests(self) -> list[str]:
        """Return the addresses that pages have asked for since this was last called, those of this server as paths."""
        log = self.browser.get_log("performance")  # type: ignore[no-untyped-call]
        events = (json.loads(entry["message"])["message"] for entry in log)
        asked = (
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        )
        return [url.removeprefix(self.address) for url in asked if not url.startswith("data:")]

    def picture(self, path: Path) -> None:
        """Write the whole side, however long, as PNG."""
        shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b64decode(shot["data"]))

    def _go(self, path: str) -> None:
        """Load a page of the server."""
        self.browser.get(self.address + path)
        self._at = path

    def _resize(self, width: int) -> None:
        """Make the window *width* px wide."""
        if width != self._width:
            metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            self._width = width


@contextmanager
def stage(browser: Chrome, media: Path) -> Iterator[Stage]:
    """Yield a stage whose cards find their files in the folder *media*, as Anki's do in `collection.media`."""
    house = _House(media)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, house))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Stage(browser, house, f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_desktop(card: Card, *, back: bool = False, typed: str = "") -> str:
    """Return a side as Anki's desktop makes it ready: its sounds, its field to type in, its marks of what was *typed*.

    See `typeAnsFilter` in `qt/aqt/reviewer.py`, and `av_refs_to_play_icons` in `qt/aqt/sound.py`.
    """
    html = card.col.media.escape_media_filenames(card.answer() if back else card.question())
    button = (
        '<a class="replay-button soundLink" href=# onclick="pycmd(\'{}\'); return false;" draggable="false">'
        '<svg class="playImage" viewBox="0 0 64 64" version="1.1"><circle cx="32" cy="32" r="29" />'
        '<path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z" /></svg></a>'
    )
    html = _SOUND.sub(lambda match: button.format(match[1]), html)
    if not (asked := _TYPED.search(html)):
        return html
    style = "font-family: 'Arial'; font-size: 20px"
    if not back:
        made = f'<center>\n<input type=text id=typeans onkeypress="_typeAnsPress();"\n   style="{style};">\n</center>'
    else:
        made = f'<div style="{style}">{card.col.compare_answer(card.note()[asked[1]], typed)}</div>'
        if "<hr id=answer>" in html:
            html, made = html.replace("<hr id=answer>", ""), f"<hr id=answer>{made}"
    return _TYPED.sub(lambda _: made, html)


def _reviewer() -> str:
    """Return the page that Anki's desktop shows its cards in (`qt/aqt/webview.py`, `stdHtml`; `reviewer.py`)."""
    styles = "".join(f'<link rel="stylesheet" href="/_anki/css/{name}.css">' for name in ("webview", "reviewer"))
    own = """
    body { zoom: 1; background-color: var(--canvas); }
    html { font-family: sans-serif; }
    :root { --canvas: #f5f5f5 }
    :root[class*=night-mode] { --canvas: #2c2c2c }
    """
    scripts = "".join(f'<script src="/_anki/js/{name}.js"></script>' for name in ("webview", "reviewer"))
    # The program itself puts this in; what a page tells it is kept for the tests.
    bridge = "window.told = []; window.pycmd = window.bridgeCommand = (said) => { told.push(said); return false; };"
    return f"""<!doctype html>
<html class="" dir="ltr" data-bs-theme="light">
<head><title>main webview</title><meta charset="utf-8"><link rel="icon" href="data:,">
{styles}<style>{own}</style></head>
<body class="isLin fancy"><script>{bridge}</script>{scripts}
<div id="_mark" hidden>&#x2605;</div>
<div id="_flag" hidden>&#x2691;</div>
<script>_blockDefaultDragDropBehavior();</script>
<div id="qa" dir="auto"></div>
</body>
</html>"""
