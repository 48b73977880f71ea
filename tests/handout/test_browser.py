"""The handout in Chromium, opened from a file with the network cut."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.handout.stage import WIDTHS, comes_near, found, log, printed, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

GROUND = "return getComputedStyle(document.body).backgroundColor"
WHITE = "rgb(255, 255, 255)"
NIGHT = "rgb(20, 25, 31)"


def button(browser: Chrome, anchor: str) -> Any:  # noqa: ANN401 (selenium's element carries a type of its own)
    """Return the button *anchor*."""
    return browser.find_element("id", anchor)


@pytest.fixture(autouse=True)
def _clean(browser: Chrome, page_file: Path) -> Iterator[None]:
    """Leave neither a chosen theme nor messages to the next test."""
    yield
    browser.get(page_file.as_uri())
    browser.execute_script("localStorage.clear()")
    log(browser, "browser")
    log(browser, "performance")


def test_page_asks_for_nothing_and_complains_of_nothing(browser: Chrome, page_file: Path) -> None:
    """The page makes no request but for itself and its own data, and the console stays silent."""
    log(browser, "performance")
    show(browser, page_file)
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")
    events = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    # What the browser asks for on its own account belongs to no page.
    asked = [one["request"]["url"] for one in sent if one["documentURL"].startswith(page_file.as_uri())]

    assert page_file.as_uri() in asked
    assert [url for url in asked if url != page_file.as_uri() and not url.startswith(("data:", "about:"))] == []
    assert log(browser, "browser") == []


def test_faces_and_figures_are_shown(browser: Chrome, page_file: Path) -> None:
    """The bundled faces are used, and the figure from inside the file is drawn."""
    show(browser, page_file, anchor="#fig_curve")
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")

    assert browser.execute_script("return document.fonts.check('1rem \"Source Serif Pro\"')")
    assert browser.execute_script("return document.querySelector('#fig_curve img').naturalWidth") == 400


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_page_does_not_scroll_sideways(browser: Chrome, page_file: Path, width: int) -> None:
    """However narrow the screen, only tables, code and formulas scroll sideways, each in its box."""
    show(browser, page_file, width=width)
    browser.execute_script(
        "for (const each of document.querySelectorAll('details')) each.open = true;"
        "for (const each of document.querySelectorAll('.question')) each.style.contentVisibility = 'visible'"
    )
    needed, there = browser.execute_script(WIDTHS)

    assert there == width
    assert needed == width
    assert browser.execute_script(
        "const b = document.querySelector('.table-box'); return b.scrollWidth > b.clientWidth"
    )


def test_night_follows_the_reader(browser: Chrome, page_file: Path) -> None:
    """Without a choice the page is light or dark as the reader's machine is."""
    show(browser, page_file, scheme="light")
    assert browser.execute_script(GROUND) == WHITE
    show(browser, page_file, scheme="dark")
    assert browser.execute_script(GROUND) == NIGHT


def test_answers_open_one_by_one_and_together(browser: Chrome, page_file: Path) -> None:
    """An answer is closed at first; its own flap opens it, and the switch opens and closes them all."""
    show(browser, page_file)
    opened = "return document.querySelectorAll('details.back[open]').length"
    flaps = "return document.querySelectorAll('details.back').length"

    assert browser.execute_script(opened) == 0
    browser.find_element("css selector", "#early summary").click()
    assert browser.execute_script(opened) == 1
    button(browser, "ui_answers").click()
    assert browser.execute_script(opened) == browser.execute_script(flaps)
    button(browser, "ui_answers").click()
    assert browser.execute_script(opened) == 0


def test_code_is_copied(browser: Chrome, page_file: Path) -> None:
    """The button on a code box puts exactly the code into the clipboard, and says so."""
    show(browser, page_file)
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", grant)
    comes_near(browser, ".code-box")
    found(browser, ".code-box .copy").click()
    read = "const done = arguments[0]; setTimeout(() => navigator.clipboard.readText().then(done, done), 200)"

    assert browser.execute_async_script(read) == ("def iou(a, b):\n    if a < b:\n        return 0.0\n    return 1.0\n")
    assert browser.find_element("id", "ui_status").get_attribute("textContent") == "Copied"


def test_contents_fold_on_narrow_screens(browser: Chrome, page_file: Path) -> None:
    """On a wide screen the contents stand beside the text; on a narrow one they open on demand and fold again."""
    link = "return document.querySelector('.contents a').checkVisibility({contentVisibilityAuto: false})"
    show(browser, page_file, width=1280)
    assert browser.execute_script(link)
    show(browser, page_file, width=390)
    assert not browser.execute_script(link)
    browser.find_element("css selector", ".to-contents").click()
    assert browser.execute_script(link)
    browser.find_element("css selector", '.contents a[href="#judge-a-detector"]').click()
    assert not browser.execute_script(link)


def test_deep_link_opens_what_it_leads_to(browser: Chrome, page_file: Path) -> None:
    """A link to something under a closed answer shows it, clear of the bar at the top."""
    show(browser, page_file, width=390, anchor="#fn_read-this_1")
    box = browser.execute_script(
        "const box = document.getElementById('fn_read-this_1').getBoundingClientRect(); return [box.top, box.bottom]"
    )

    assert browser.execute_script("return document.querySelector('#read-this details').open")
    assert box[0] >= browser.execute_script("return document.querySelector('.bar').getBoundingClientRect().bottom")
    assert box[1] <= 900


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_shows_everything(browser: Chrome, page_file: Path, *, scripts: bool) -> None:
    """On paper closed answers are open, with scripts or without, the ground is white, and there are no buttons."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    try:
        show(browser, page_file, scheme="dark")
        text = " ".join(printed(browser))
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    for words in ("TP + FP", "mean average precision", "Only behind the flap.", "It punishes imbalance.", "all true"):
        assert words in text
    for words in ("Answers", "Settings", "Theme", "Contents", "Copy"):
        assert words not in text


def test_paper_is_white_by_night(browser: Chrome, page_file: Path) -> None:
    """For print the page is white whatever theme is chosen."""
    show(browser, page_file, scheme="dark")
    browser.execute_script("localStorage.setItem('cardpress:look', '{\"theme\": \"dark\"}')")
    show(browser, page_file, scheme="dark")
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})

    assert browser.execute_script(GROUND) == WHITE


def test_everything_is_reached_without_scripts(browser: Chrome, page_file: Path) -> None:
    """With scripts off no dead button is seen, and an answer opens by its flap."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, page_file)
        assert [each for each in browser.find_elements("css selector", "button, dialog") if each.is_displayed()] == []
        answer = browser.find_element("css selector", "#early .answer")
        browser.find_element("css selector", "#early summary").click()
        assert answer.text == "Yes."
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_keyboard_begins_with_the_skip_link(browser: Chrome, page_file: Path) -> None:
    """The first stop of the keyboard is seen when it is reached, and leads past the contents."""
    from selenium.webdriver.common.keys import Keys

    show(browser, page_file)
    browser.find_element("css selector", "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element

    assert skip.get_attribute("class") == "skip"
    assert skip.rect["y"] >= 0
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "ui_main"
