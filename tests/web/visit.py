"""A person's visit to a page in Chromium: what is pressed, tapped and typed there, and what judges say of it."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.anki.stage import referee

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selenium.webdriver import Chrome

PATIENCE: Final = 20
"""Seconds in which a page has to do what is waited for."""

STANDARDS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""What axe judges by: WCAG 2.2 A and AA, and what axe itself advises beyond."""

_AXE: Final = """
const [inside, standards, done] = arguments;
// axe does not read formulas, and takes a header that is one for empty.
const rules = { "target-size": { enabled: true }, "empty-table-header": { enabled: false } };
const options = { runOnly: standards, rules, resultTypes: ["violations"], elementRef: false };
axe.run(inside, options).then(
    (found) => done(found.violations.flatMap((one) => one.nodes.map((node) =>
        `${one.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(" ").trim()}`))),
    (fault) => done([String(fault)]));
"""
_ALL: Final = """
const all = new CSSStyleSheet();
all.replaceSync("* { content-visibility: visible !important; transition: none !important; }");
document.adoptedStyleSheets = [all];
"""
_CENTRE: Final = """
const found = typeof arguments[0] === "string" ? document.querySelector(arguments[0]) : arguments[0];
if (!found?.checkVisibility({ visibilityProperty: true })) return null;
found.scrollIntoView({ block: "center", behavior: "instant" });
const box = found.getBoundingClientRect();
const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
const top = document.elementFromPoint(x, y);
const isOver = found.contains(top) || (top?.contains(found) ?? false) || top?.closest("label")?.control === found;
return { x, y, free: isOver };
"""


class Visit:
    """A visit to one page after the other in *browser*, which keeps what the pages store until `forget`."""

    def __init__(self, browser: Chrome) -> None:
        """Take *browser*."""
        self.browser = browser

    def show(
        self,
        page: Path,
        anchor: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        scale: float = 1,
        scheme: str = "light",
        forced: bool = False,
        touch: bool = False,
    ) -> None:
        """Open *page* afresh at *anchor*, on a screen of *width* by *height* CSS px of *scale* device px each."""
        screen = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": touch}
        features = {"prefers-color-scheme": scheme, "forced-colors": "active" if forced else "none"}
        preferences = [{"name": name, "value": value} for name, value in features.items()]
        self.command("Emulation.setDeviceMetricsOverride", **screen)
        self.command("Emulation.setTouchEmulationEnabled", enabled=touch, maxTouchPoints=1)
        self.command("Emulation.setEmulatedMedia", media="", features=preferences)
        self.browser.get("about:blank")
        self.browser.get(f"{page.as_uri()}{anchor}")

    def render_all(self) -> None:
        """Let the page render its far parts too: what is not rendered has neither a contrast nor a size."""
        self.run(_ALL)

    def command(self, name: str, **arguments: object) -> dict[str, Any]:
        """Return what the browser answers to a command of its own protocol."""
        answer: dict[str, Any] = self.browser.execute_cdp_cmd(name, arguments)
        return answer

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 (what the page says)
        """Return what a script says in the page."""
        return self.browser.execute_script(script, *arguments)

    def wait(self, condition: str, *arguments: object) -> Any:  # noqa: ANN401
        """Return what the expression *condition* comes to when that is true; fail when it is not in good time."""
        late = time.monotonic() + PATIENCE
        while not (said := self.run(f"return {condition}", *arguments)):
            assert time.monotonic() < late, f"never came true: {condition} {arguments}"
            time.sleep(0.02)
        return said

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until *condition* holds; fail when it does not in good time."""
        late = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < late, "never came true"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press *keys* one after the other, wherever the focus is."""
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def tab_to(self, selector: str, *, most: int = 400) -> None:
        """Press Tab until what *selector* names has the focus."""
        for _ in range(most):
            if self.run("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        raise AssertionError(f"the keyboard does not come to {selector}")

    def tap(self, target: object) -> None:
        """Tap with a finger in the middle of *target*, an element or the selector of one; nothing may lie over it."""
        place = self.run(_CENTRE, target)
        assert place, f"cannot be seen: {target}"
        assert place["free"], f"lies under something: {target}"
        point = {"x": place["x"], "y": place["y"]}
        self.command("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        self.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def focused(self) -> str:
        """Return the id of what has the focus, or else its tag."""
        return str(self.run("return document.activeElement.id || document.activeElement.tagName"))

    def seen(self) -> str:
        """Return all words that are visible, in one line."""
        return " ".join(str(self.run("return document.body.innerText")).split())

    def violations(self, inside: str = "html") -> list[str]:
        """Return what axe finds in what the selector *inside* names, as it is shown now."""
        self.render_all()
        if not self.run("return Boolean(window.axe)"):
            self.run(referee("axe_playwright_python/axe.min.js").read_text(encoding="utf-8"))
        found = self.browser.execute_async_script(_AXE, inside, STANDARDS)
        return [str(one) for one in found]

    def wider_by(self) -> int:
        """Return by how many px the page is wider than the screen."""
        return int(self.run("const e = document.documentElement; return e.scrollWidth - e.clientWidth"))

    def messages(self) -> list[str]:
        """Return what the browser has written to its console since it was last asked, of whatever weight."""
        return [entry["message"] for entry in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]  # no types

    def begin(self) -> None:
        """Let what pages have said and asked for so far be nobody's."""
        self.browser.get("about:blank")
        self.messages()
        self.requests()

    def requests(self) -> list[str]:
        """Return what pages have asked for since this was last called, beyond themselves and what they hold."""
        log = self.browser.get_log("performance")  # type: ignore[no-untyped-call]
        events = (json.loads(entry["message"])["message"] for entry in log)
        sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
        # The page that one opens is asked for too, by nobody but the person.
        urls = (one["request"]["url"] for one in sent if one["type"] != "Document")
        return [url for url in urls if not url.startswith(("data:", "blob:", "about:"))]

    def forget(self) -> None:
        """Let the page that is open forget all that it stored."""
        self.run("localStorage.clear(); sessionStorage.clear()")

    def paper(self) -> bytes:
        """Return the page as PDF, as the print dialog makes it."""
        made = self.command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return b64decode(made["data"])

    def picture(self) -> bytes:
        """Return what the screen shows as PNG."""
        return b64decode(self.command("Page.captureScreenshot")["data"])
