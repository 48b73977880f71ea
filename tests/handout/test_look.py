"""How the handout looks is the reader's choice, and the browser remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from tests.handout.stage import focused, found, press, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

GROUND = "return getComputedStyle(document.body).backgroundColor"
WHITE = "rgb(255, 255, 255)"
NIGHT = "rgb(20, 25, 31)"


@pytest.fixture(autouse=True)
def _clean(browser: Chrome, page_file: Path) -> Iterator[None]:
    """Leave no chosen look to the next test."""
    yield
    browser.get(page_file.as_uri())
    browser.execute_script("localStorage.clear()")


def choose(browser: Chrome, name: str, value: str) -> None:
    """Choose *value* of the radio buttons *name* in the open settings."""
    found(browser, f"label:has([name={name}][value={value}])").click()


def measured(browser: Chrome) -> tuple[float, float]:
    """Return the size of the text and the width of a line, in CSS px."""
    size, width = browser.execute_script(
        "const text = document.querySelector('.description p');"
        "return [parseFloat(getComputedStyle(text).fontSize), text.getBoundingClientRect().width]"
    )
    return size, width


def test_theme_is_chosen_and_kept(browser: Chrome, page_file: Path) -> None:
    """The settings make the page light or dark whatever the machine is, also at the next visit."""
    show(browser, page_file, scheme="dark")
    found(browser, "#ui_settings_open").click()
    choose(browser, "ui_theme", "light")
    assert browser.execute_script(GROUND) == WHITE
    choose(browser, "ui_theme", "dark")
    show(browser, page_file, scheme="light")
    assert browser.execute_script(GROUND) == NIGHT
    found(browser, "#ui_settings_open").click()
    assert browser.execute_script("return document.querySelector('[name=ui_theme]:checked').value") == "dark"
    choose(browser, "ui_theme", "auto")
    assert browser.execute_script(GROUND) == WHITE


def test_size_and_width_are_chosen_by_keys(browser: Chrome, page_file: Path) -> None:
    """Larger letters and wider lines are reached by the keyboard alone, are kept, and go back to the usual."""
    show(browser, page_file, width=1920)
    size, width = measured(browser)
    found(browser, "#ui_settings_open").send_keys(Keys.ENTER)
    found(browser, "#ui_size").send_keys(Keys.END)
    assert found(browser, "#ui_size").get_attribute("aria-valuetext") == "160 %"
    found(browser, "[name=ui_width]:checked").send_keys(Keys.RIGHT)
    press(browser, Keys.ESCAPE)
    assert focused(browser) == "ui_settings_open"

    show(browser, page_file, width=1920)
    assert measured(browser)[0] == pytest.approx(1.6 * size)
    assert measured(browser)[1] > 1.6 * width
    found(browser, "#ui_settings_open").click()
    found(browser, "#ui_settings [type=reset]").click()
    assert measured(browser) == (size, width)


@pytest.mark.parametrize(
    "kept", ['"no"', "[]", "{", '{"theme": "<b>", "size": 1e9, "width": {}, "keys": "no"}', "null", "7"]
)
def test_damaged_look_is_the_usual(browser: Chrome, page_file: Path, kept: str) -> None:
    """What cannot be read of the kept look changes nothing and breaks nothing."""
    show(browser, page_file)
    usual = measured(browser)
    browser.execute_script("localStorage.setItem('cardpress:look', arguments[0])", kept)
    show(browser, page_file)

    assert measured(browser) == usual
    assert browser.execute_script(GROUND) == WHITE
    found(browser, "#ui_settings_open").click()
    assert found(browser, "#ui_settings").is_displayed()


@pytest.mark.parametrize("size", [85, 160])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_any_size_of_text_fits(browser: Chrome, page_file: Path, width: int, size: int) -> None:
    """Letters of any size scroll nothing sideways, and all buttons of the bar stay on the screen."""
    show(browser, page_file)
    browser.execute_script("localStorage.setItem('cardpress:look', `{\"size\": ${arguments[0]}}`)", size)
    show(browser, page_file, width=width)

    assert browser.execute_script("return document.documentElement.scrollWidth") == width
    edges = browser.execute_script(
        "return [...document.querySelectorAll('.bar .tools > :not([hidden])')]"
        ".map(each => each.getBoundingClientRect()).map(box => [box.left, box.right, box.width, box.height])"
    )
    assert [box for box in edges if box[0] < 0 or box[1] > width or min(box[2:]) < 24] == []
