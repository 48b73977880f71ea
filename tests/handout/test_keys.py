"""Single keys: what they do, when they keep still, and that the help sheet names every one."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from tests.handout.stage import focused, found, holds, press, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

NAMED = {"Esc": "Escape", "Space": " "}
"""Words of the sheet for keys that are called otherwise in the browser."""

KEYS = (*string.ascii_lowercase, *string.digits, *string.punctuation, " ", "Enter", "Escape", "Tab", "Backspace",
        "Delete", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight")  # fmt: skip

HEARD = """
const [keys, mode] = arguments;
return keys.filter((key) => {
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  document.documentElement.dataset.mode = mode;
  return !document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
});
"""
"""Which of some keys the page takes for itself in a mode."""


@pytest.fixture(autouse=True)
def _clean(browser: Chrome, page_file: Path) -> Iterator[None]:
    """Leave no chosen look to the next test."""
    yield
    browser.get(page_file.as_uri())
    browser.execute_script("localStorage.clear()")


def listed(browser: Chrome, mode: str) -> set[str]:
    """Return the keys that the help sheet names for *mode*, as the browser calls them."""
    rows = browser.execute_script(
        "return [...document.querySelectorAll(`#ui_help tbody[data-mode=${arguments[0]}] td:first-child`)]"
        ".map(cell => [cell.textContent.includes(' to '), [...cell.querySelectorAll('kbd')].map(k => k.textContent)])",
        mode,
    )
    keys: set[str] = set()
    for is_range, names in rows:
        keys.update(map(chr, range(ord(names[0]), ord(names[1]) + 1)) if is_range else names)
    return {NAMED.get(key, key) for key in keys}


@pytest.mark.parametrize("mode", ["read", "study"])
def test_sheet_names_every_key(browser: Chrome, page_file: Path, mode: str) -> None:
    """Whatever key the page takes for itself stands in the help sheet, and the sheet promises no other."""
    show(browser, page_file)
    heard = set(browser.execute_script(HEARD, KEYS, mode))
    # Escape shuts what is open by the browser's own hand.
    everywhere = listed(browser, "any") - {"Escape"}

    assert heard == everywhere | listed(browser, mode)


def test_question_mark_opens_the_sheet(browser: Chrome, page_file: Path) -> None:
    """The sheet opens by its key, shuts by Escape, and gives the focus back."""
    show(browser, page_file)
    browser.execute_script("document.getElementById('ui_answers').focus()")
    press(browser, "?")
    assert found(browser, "#ui_help").is_displayed()
    press(browser, Keys.ESCAPE)
    assert not found(browser, "#ui_help").is_displayed()
    assert focused(browser) == "ui_answers"


def test_keys_keep_still_over_a_dialog(browser: Chrome, page_file: Path) -> None:
    """While a dialog is open, no key does anything behind it."""
    show(browser, page_file)
    press(browser, "?", "a", "j")

    assert browser.execute_script("return document.querySelectorAll('details.back[open]').length") == 0
    assert browser.execute_script("return location.hash") == ""


def test_keys_are_the_browsers_with_a_modifier(browser: Chrome, page_file: Path) -> None:
    """Together with Ctrl, Alt or Meta a key is not ours."""
    show(browser, page_file)
    taken = browser.execute_script(
        "return ['ctrlKey', 'altKey', 'metaKey'].filter(held => !document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'a', [held]: true, bubbles: true, cancelable: true})))"
    )

    assert taken == []


def test_keys_can_be_switched_off(browser: Chrome, page_file: Path) -> None:
    """A reader who speaks to the machine switches single keys off, and they stay off."""
    show(browser, page_file)
    found(browser, "#ui_settings_open").click()
    found(browser, "[name=ui_keys]").click()
    show(browser, page_file)
    press(browser, "a", "?")

    assert browser.execute_script("return document.querySelectorAll('details.back[open]').length") == 0
    assert not found(browser, "#ui_help").is_displayed()


def test_steps_lead_from_question_to_question(browser: Chrome, page_file: Path) -> None:
    """The keys j and k go to the next and the previous question with the focus, and one step back leaves them all."""
    show(browser, page_file)
    press(browser, "j")
    holds(browser, "location.hash === '#judge-a-detector'")
    assert browser.execute_script("return document.activeElement.textContent").startswith("How do you judge")
    press(browser, "j")
    holds(browser, "location.hash === '#sec_only-cards'")
    holds(browser, "document.activeElement.textContent.startsWith('Only cards')")
    press(browser, "j", "k")
    holds(browser, "location.hash === '#judge-a-detector'")
    browser.back()
    holds(browser, "location.href === 'about:blank'")


def test_answers_open_by_key(browser: Chrome, page_file: Path) -> None:
    """The key a opens all answers and hides them again, and it is said."""
    show(browser, page_file)
    press(browser, "a")
    assert browser.execute_script("return document.querySelectorAll('details.back:not([open])').length") == 0
    assert found(browser, "#ui_status").get_attribute("textContent") == "All answers are shown."
    press(browser, "a")
    assert browser.execute_script("return document.querySelectorAll('details.back[open]').length") == 0
