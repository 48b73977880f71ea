"""The page in a browser: every card in its frames, the filters, the keys, and nothing that leaves the page."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from builder.preview.page import preview
from tests.anki.stage import referee

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from selenium.webdriver import Chrome

    from builder.anki.notetypes import NoteType
    from builder.stages import Loaded

PHONE, DESKTOP = 360, 1200
AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    .then((found) => done(found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target}`))));
"""


class Reader:
    """Somebody who looks at the page."""

    def __init__(self, browser: Chrome, address: str) -> None:
        """Open nothing yet."""
        self.browser = browser
        self.address = address

    def open(self, state: str = "", width: int = 1400, height: int = 900) -> None:
        """Open the page anew with *state* in its address, in a window of that size."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.browser.get("about:blank")
        self.browser.get(f"{self.address}#{state}")

    def ask(self, script: str) -> Any:  # noqa: ANN401 (scripts return what they like)
        """Return what the page says."""
        return self.browser.execute_script(f"return {script}")

    def wait(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so."""
        WebDriverWait(self.browser, 20, poll_frequency=0.05).until(lambda _: is_so())

    def shown(self) -> list[str]:
        """Return the ids of the cards that the filters leave."""
        script = "[...document.querySelectorAll('article:not([hidden]) h2')].map((title) => title.textContent)"
        return list(self.ask(script))

    def count(self) -> str:
        """Return what the page says of their number."""
        return str(self.ask("document.getElementById('ui_count').textContent"))

    def frames(self) -> list[str]:
        """Return the names of the frames, when there are any."""
        self.wait(lambda: self.ask("document.querySelector('iframe')"))
        return list(self.ask("[...document.querySelectorAll('iframe')].map((frame) => frame.title)"))

    def inside(self, title: str, script: str) -> Any:  # noqa: ANN401
        """Return what the document in the frame *title* says."""
        self.wait(lambda: title in self.frames())
        frame = self.browser.find_element(By.CSS_SELECTOR, f'iframe[title="{title}"]')
        self.browser.switch_to.frame(frame)
        try:
            self.wait(lambda: self.ask("document.readyState === 'complete'"))
            return self.ask(script)
        finally:
            self.browser.switch_to.default_content()

    def press(self, keys: str) -> None:
        """Press keys where the focus is."""
        self.browser.switch_to.active_element.send_keys(keys)

    def current(self) -> str:
        """Return the id of the card that one is at."""
        return str(self.ask("document.querySelector('article[aria-current] h2')?.textContent"))

    def complaints(self) -> list[str]:
        """Return what the browser has to complain of, and what it asked for beyond the page and its data."""
        log = self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium gives it no types
        found = [str(entry["message"]) for entry in log]
        for entry in self.browser.get_log("performance"):  # type: ignore[no-untyped-call]
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith((self.address, "data:", "about:", "chrome:")):
                    found.append(url)
        return found


@pytest.fixture(name="reader", scope="module")
def _reader(
    browser: Chrome, deck: Loaded, kinds: Mapping[str, NoteType], tmp_path_factory: pytest.TempPathFactory
) -> Reader:
    """Return a reader of the page of a deck with every kind of card."""
    place: Path = tmp_path_factory.mktemp("page") / "deck-preview.html"
    place.write_text(preview(deck, kinds)[0], encoding="utf-8")
    return Reader(browser, place.as_uri())


def test_every_frame_shows_its_card_and_nothing_is_fetched(reader: Reader, deck: Loaded) -> None:
    """All cards come by as one scrolls, on phone and desktop: no fault, no request, none too wide."""
    reader.complaints()
    reader.open("width=both")
    seen: set[str] = set()
    for index in range(len(reader.shown())):
        reader.ask(f"document.querySelectorAll('article')[{index}].scrollIntoView()")
        title = f"document.querySelectorAll('article')[{index}].querySelectorAll('iframe')"
        reader.wait(partial(reader.ask, f"{title}.length === 4"))
        seen |= set(reader.ask(f"[...{title}].map((frame) => frame.title)"))
    reader.wait(lambda: reader.ask("[...document.querySelectorAll('.fault')].every((fault) => fault.hidden)"))
    assert len(seen) == 4 * len(reader.shown())
    assert "Back of shared.4, light, desktop" in seen
    assert len(deck.rendered.notes) < len(reader.shown())
    assert reader.complaints() == []


def test_frames_are_as_tall_as_their_cards(reader: Reader) -> None:
    """No card is cut off or scrolls in its frame."""
    reader.open("kind=question")
    for side in ("Front", "Back"):
        title = f"{side} of judge, light, phone"
        height = reader.inside(title, "document.documentElement.getBoundingClientRect().height")
        frame = f"document.querySelector('iframe[title=\"{title}\"]').offsetHeight"
        reader.wait(partial(reader.ask, f"Math.floor(({frame}) - {height}) === 0"))


@pytest.mark.parametrize(("theme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 25, 31)")])
@pytest.mark.parametrize(("width", "across"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_each_theme_and_width(reader: Reader, theme: str, ground: str, width: str, across: int) -> None:
    """A frame has Anki's classes, the width of the screen, and the ground that the note type gives it."""
    reader.open(f"theme={theme}&width={width}&text=nested")
    script = "[document.body.className, getComputedStyle(document.body).backgroundColor, innerWidth]"
    found = reader.inside(f"Front of nested.2, {theme}, {width}", script)
    night = " nightMode night_mode" if theme == "dark" else ""
    assert found == [f"card card2{night}", ground, across]


def test_a_front_hides_and_a_back_shows(reader: Reader) -> None:
    """The sides are those of the card: blank and hint on the front, the answer on the back, math as MathML."""
    reader.open("text=harmonic")
    words = "document.body.innerText"
    assert "[which?]" in reader.inside("Front of nested.2, light, phone", words)
    assert "harmonic" in reader.inside("Back of nested.2, light, phone", words)
    reader.open("text=in-math")
    formula = "document.querySelector('math').textContent"
    assert "[...]" in reader.inside("Front of in-math, light, phone", formula)


def test_scripts_of_the_templates_run(reader: Reader) -> None:
    """Choices can be chosen, and both sides have them in one order."""
    reader.open("kind=choice")
    texts = "[...document.querySelectorAll('.choices > li')].map((item) => item.innerText.trim().split('\\n')[0])"
    of_back = texts.replace(".choices", ".answer > .choices")
    front = reader.inside("Front of misses, light, phone", f"{texts}.concat(document.querySelectorAll('input').length)")
    back = reader.inside("Back of misses, light, phone", of_back)
    assert front.pop() == 3
    assert sorted(front) == ["Precision", "Recall", "Specificity"]
    assert back == front


def test_masks_are_painted(reader: Reader) -> None:
    """Masks cover what the front must not show, and the back uncovers what was asked."""
    reader.open("kind=occlusion")
    pixel = (
        "[[.25, .4], [.7, .5]].map(([x, y]) => { const c = document.getElementById('image-occlusion-canvas');"
        " return c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data[3] > 0; })"
    )
    ready = "document.getElementById('image-occlusion-canvas').width > 0"
    for side, painted in (("Front", [True, True]), ("Back", [True, False])):
        title = f"{side} of masks, light, phone"
        reader.wait(partial(reader.inside, title, f"{ready} && {pixel}.includes(true)"))
        assert reader.inside(title, pixel) == painted
    assert reader.inside("Front of masks, light, phone", "document.getElementById('err').textContent") == ""


@pytest.mark.parametrize(
    ("state", "ids"),
    [
        ("kind=reversed", ["map", "map"]),
        ("chapter=sec_plain", ["old"]),
        ("level=senior", ["misses"]),
        ("tag=retired", ["old"]),
        ("text=ARGMAX+largest", ["argmax"]),
        ("text=%5Cfrac+in-math", ["in-math", "in-math", "in-math"]),
        ("text=04-masks.md:3", ["masks", "masks"]),
        ("text=vector%3CT%3E", ["judge"]),
        ("text=template%3C", ["fence", "fence", "fence", "fence"]),
        ("text=summary", []),
        ("kind=cloze&text=harmonic", ["nested", "nested", "nested"]),
    ],
)
def test_filters(reader: Reader, state: str, ids: list[str]) -> None:
    """Cards are found by kind, chapter, level, tag, id, place, words and LaTeX, and by several at once."""
    reader.open(state)
    assert reader.shown() == ids
    assert reader.count().startswith(f"{len(ids)} of ")


def test_filters_are_cleared(reader: Reader) -> None:
    """One button shows all cards again."""
    reader.open("kind=cloze&text=zzz")
    assert reader.shown() == []
    reader.browser.find_element(By.ID, "ui_clear").click()
    assert len(reader.shown()) > 20
    assert "of" not in reader.count()


def test_keys(reader: Reader) -> None:
    """One goes from card to card, to the search, and through themes and widths without a mouse; frames let keys by."""
    reader.open()
    everything = reader.shown()
    reader.press("j")
    assert reader.current() == everything[0]
    reader.press("jj")
    assert reader.current() == everything[2]
    reader.press("k")
    assert reader.current() == everything[1]
    reader.press("tw")
    assert reader.ask("[document.documentElement.dataset.theme, location.hash]") == [
        "dark", "#theme=dark&width=desktop&card=precision",
    ]  # fmt: skip
    key = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', bubbles: true}))"
    reader.inside("Front of precision, dark, desktop", key)
    reader.wait(lambda: reader.current() == everything[0])
    reader.press("/")
    assert reader.ask("document.activeElement.name") == "text"
    reader.press("map")
    assert reader.shown() == ["map", "map"]
    reader.press(Keys.ESCAPE)
    reader.press("j")
    assert reader.current() == "map"


def test_folds_are_opened_together(reader: Reader) -> None:
    """Hints and details are folded as in Anki, until one wants to see all of them."""
    reader.open("text=judge")
    fold = "document.querySelector('details.detail').open"
    assert not reader.inside("Back of judge, light, phone", fold)
    reader.press("u")
    assert reader.inside("Back of judge, light, phone", fold)


def test_keys_can_be_switched_off(reader: Reader) -> None:
    """Who dictates or types blindly can do without single keys (WCAG 2.1.4)."""
    reader.open("keys=")
    reader.press("t")
    assert reader.ask("document.documentElement.dataset.theme") == "light"


def test_the_address_keeps_what_is_chosen(reader: Reader) -> None:
    """A reload finds filters, looks and place again."""
    reader.open("kind=cloze&theme=both&width=both&beside=&card=shared.2")
    reader.browser.refresh()
    assert len(reader.shown()) == 14
    assert reader.current() == "shared"
    assert "Back of shared.2, dark, desktop" in reader.frames()
    assert not reader.browser.find_element(By.NAME, "beside").is_selected()


def test_only_cards_near_the_window_have_frames(reader: Reader) -> None:
    """Frames are made as cards come near, and dropped when they are far away, so that large decks stay quick."""
    reader.open("width=desktop", height=400)
    first = "Front of judge, light, desktop"
    assert first in reader.frames()
    assert len(reader.frames()) < 2 * len(reader.shown())
    reader.ask("window.scrollTo(0, document.documentElement.scrollHeight)")
    reader.wait(lambda: "Front of masks.2, light, desktop" in reader.frames())
    reader.wait(lambda: first not in reader.frames())


def test_a_card_cannot_reach_the_page(reader: Reader) -> None:
    """The frames are sandboxed: a card can neither read the page nor keep anything."""
    reader.open("text=judge")
    attempt = (
        "(() => { try { return String(parent.document.title + sessionStorage.length) } catch (e) { return e.name } })()"
    )
    assert reader.inside("Front of judge, light, phone", attempt) == "SecurityError"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_the_page_is_accessible_and_fits(reader: Reader, theme: str, width: int) -> None:
    """Names, contrast, landmarks and headings are in order, and the page never goes sideways."""
    reader.open(f"theme={theme}&tag=retired", width=width)
    reader.frames()
    assert reader.ask("document.documentElement.scrollWidth <= innerWidth")
    reader.browser.execute_script(referee("axe_playwright_python/axe.min.js").read_text(encoding="utf-8"))
    assert reader.browser.execute_async_script(AXE) == []
