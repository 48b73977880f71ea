"""What a learner sees: the sides that Anki renders, in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver

from builder.anki.package import package
from tests.anki.samples import CODE, CURVE, figure, fragment, note, one_of_each, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

    from tests.anki.conftest import Referee

TYPING_FIELD = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
WIDE = (
    f"<table><tr>{'<td>a cell of some words</td>' * 12}</tr></table>",
    CODE.replace("areas of", "areas of " * 30),
    f"<p><code>{'long_name_' * 20}</code> {'Donaudampfschiff' * 10} https://example.org/{'path/' * 30}</p>",
)


@pytest.fixture(name="browser", scope="module")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Yield Chromium without a network."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    profile = tmp_path_factory.mktemp("chromium")
    for argument in ("headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking"):
        options.add_argument(f"--{argument}")
    options.add_argument("--proxy-server=127.0.0.1:9")
    options.add_argument(f"--user-data-dir={profile}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def show(browser: Chrome, html: str, folder: Path, *, width: int = 390, night: bool = False) -> None:
    """Show a rendered side as Anki's reviewer does, in a window of *width* px."""
    sides = re.sub(r"\[\[type:.+?\]\]", TYPING_FIELD, html).replace("<details", "<details open")
    classes = "card nightMode" if night else "card"
    page = folder / "side.html"
    head = (
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><style>body{margin:20px}"
    )
    page.write_text(f'{head}</style><body class="{classes}"><div id=qa>{sides}</div>', encoding="utf-8")
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(page.as_uri())


def seen(browser: Chrome) -> str:
    """Return the words that are visible."""
    return str(browser.execute_script("return document.body.innerText"))


def test_nothing_goes_sideways(browser: Chrome, referee: Referee) -> None:
    """On a phone no side is wider than the screen: tables, code and formulas scroll in their boxes."""
    wide = note("wide", fragment(*WIDE), fragment(*WIDE, figure(CURVE, "a curve")), detail=fragment(*WIDE), place=9)
    referee.take(package(rendered(*one_of_each(), wide)).data)
    media = referee.folder / "collection.media"
    for key, card in referee.cards().items():
        for html in (card.question(), card.answer()):
            show(browser, html, media, width=320)
            wide_by = browser.execute_script("const e = document.documentElement; return e.scrollWidth - e.clientWidth")
            assert (key, wide_by) == (key, 0)


def test_sides_load_without_a_fault(browser: Chrome, referee: Referee, deck_package: bytes) -> None:
    """Images are found and fit, and the browser has nothing to complain of."""
    referee.take(deck_package)
    show(browser, referee.cards()["judge-a-detector", 0].answer(), referee.folder / "collection.media")
    width, natural = browser.execute_script("const i = document.querySelector('img'); return [i.width, i.naturalWidth]")
    assert 0 < width <= 350
    assert natural > 0
    log = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium gives it no types
    assert [entry for entry in log if entry["level"] == "SEVERE"] == []


def test_back_shows_one_list_of_choices(browser: Chrome, referee: Referee, deck_package: bytes) -> None:
    """The back shows the marked list in place of the bare one, and the hint is gone."""
    referee.take(deck_package)
    show(browser, referee.cards()["misses", 0].answer(), referee.folder)
    assert seen(browser).count("Specificity") == 1
    show(browser, referee.cards()["judge-a-detector", 0].answer(), referee.folder)
    assert "Think of the threshold." not in seen(browser)


def test_back_tells_question_works_and_dates(browser: Chrome, referee: Referee, deck_package: bytes) -> None:
    """A back tells the question that the card belongs to, and its works once."""
    referee.take(deck_package)
    show(browser, referee.cards()["precision-denominator", 0].answer(), referee.folder)
    assert "How do you judge a detector?" in seen(browser)
    show(browser, referee.cards()["judge-a-detector", 0].answer(), referee.folder)
    assert seen(browser).count("Microsoft COCO") == 1
    assert "2026-05-01" in seen(browser)


@pytest.mark.parametrize(("night", "ground"), [(False, "rgb(255, 255, 255)"), (True, "rgb(20, 25, 31)")])
def test_day_and_night(browser: Chrome, referee: Referee, deck_package: bytes, *, night: bool, ground: str) -> None:
    """By night the card is dark, and its text keeps a contrast of 4.5 : 1."""
    referee.take(deck_package)
    show(browser, referee.cards()["judge-a-detector", 0].answer(), referee.folder, night=night)
    script = "const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]"
    background, colour = browser.execute_script(script)
    assert background == ground
    assert contrast(background, colour) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two CSS colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``rgb(r, g, b)`` (WCAG 2.2, "relative luminance")."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
