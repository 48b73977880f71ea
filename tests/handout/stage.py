"""What the tests of the handout do in the browser: open the page as a reader has it, press, look, wait."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2
from selenium.webdriver import ActionChains
from selenium.webdriver.support.ui import WebDriverWait

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

WIDTHS = "return [document.documentElement.scrollWidth, innerWidth]"
"""How wide the page is, and how wide the screen, in CSS px."""

_PATIENCE = 10
"""Seconds until what was waited for counts as missing."""


def show(browser: Chrome, path: Path, *, width: int = 1280, scheme: str = "light", anchor: str = "") -> None:
    """Open *path* afresh in a window of *width* CSS px for a reader who prefers *scheme*."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    preference = {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", preference)
    browser.get("about:blank")
    browser.get(f"{path.as_uri()}{anchor}")


def press(browser: Chrome, *keys: str) -> None:
    """Press *keys* one after the other, wherever the focus is."""
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def found(browser: Chrome, selector: str) -> Any:  # noqa: ANN401 (selenium's element carries a type of its own)
    """Return the first element of *selector*, as soon as there is one."""
    return WebDriverWait(browser, _PATIENCE).until(lambda b: b.find_element("css selector", selector))


def comes_near(browser: Chrome, selector: str) -> Any:  # noqa: ANN401
    """Bring the first element of *selector* to the middle of the screen and return it."""
    element = found(browser, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def holds(browser: Chrome, condition: str) -> Any:  # noqa: ANN401
    """Wait until the JavaScript expression *condition* is true, and return what it is."""
    return WebDriverWait(browser, _PATIENCE).until(lambda b: b.execute_script(f"return {condition}"), condition)


def focused(browser: Chrome) -> str:
    """Return the id of the element that has the focus."""
    anchor: str = browser.execute_script("return document.activeElement.id")
    return anchor


def printed(browser: Chrome) -> list[str]:
    """Return the words of each page of paper, in one line a page."""
    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    document = pypdfium2.PdfDocument(BytesIO(base64.b64decode(made["data"])))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def log(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """Return what the browser has written to its log *kind* since it was last asked."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]  # It has no types.
    return entries
