"""Search in the handout, as a person uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from builder.theme import files

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

FIGURES = "return [document.documentElement.scrollWidth, innerWidth]"
MARKED = "return [...(CSS.highlights.get('found') ?? [])].map(String)"
INDEXED = """
const done = arguments[1];
document.body.replaceChildren(...arguments[0].map(([id, text]) => {
  const card = document.createElement("li");
  const front = document.createElement("div");
  [card.id, card.className, front.className] = [id, "card", "front"];
  front.textContent = text;
  card.append(front);
  return card;
}));
"""


def visit(browser: Chrome, path: Path, *, width: int = 1280) -> None:
    """Open *path* afresh in a window of *width* CSS px."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get("about:blank")
    browser.get(path.as_uri())


def seek(browser: Chrome, words: str) -> list[str]:
    """Search for *words* from the keyboard; return the names of what is found."""
    if not browser.find_element(By.ID, "ui_find").is_displayed():
        browser.find_element(By.CSS_SELECTOR, "body").send_keys("/")
    field = browser.find_element(By.ID, "ui_find_words")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(Keys.BACKSPACE)
    wait(browser, lambda: "any order" in said(browser))
    field.send_keys(words)
    wait(browser, lambda: " found" in said(browser) or "Nothing" in said(browser))
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, ".found-name")]


def said(browser: Chrome) -> str:
    """Return what the live region of the dialog says."""
    return browser.find_element(By.ID, "ui_find_status").text


def wait(browser: Chrome, holds: Any) -> None:  # noqa: ANN401 (any test without arguments)
    """Wait until *holds*."""
    WebDriverWait(browser, 5, poll_frequency=0.05).until(lambda _: holds())


def ids(browser: Chrome, units: list[tuple[str, str]], query: str) -> list[str]:
    """Return the ids of those of *units*, cards of an id and a text, that the index finds for *query*."""
    script = f"""{files.read("web", "begin.js")}{files.read("web", "find.js")}{INDEXED}
    makeIndex(document.body).then((index) => done(search(index, {query!r}).units.map((unit) => unit.id)));"""
    browser.get("about:blank")
    found: list[str] = browser.execute_async_script(script, units)
    return found


@pytest.mark.parametrize(
    ("query", "texts", "expected"),
    [
        ("loss", ["glossary", "losses", "loss"], ["c2", "c1", "c0"]),
        ("precison", ["the recall", "the precision"], ["c1"]),
        ("convlutionol", ["a convolutional net"], ["c0"]),
        ("modle", ["a model", "a yodel"], ["c0"]),
        ("resume", ["Résumé", "result"], ["c0"]),
        ("RÉSUMÉ", ["resume"], ["c0"]),
        ("strasse", ["Straße"], ["c0"]),
        ("detector", ["hyper-detectors", "de­tector"], ["c1", "c0"]),
        ("検出", ["物体検出とは", "検査と出力"], ["c0"]),
        ("出", ["物体検出"], ["c0"]),
        ("ก", ["ภาษาไทยกับ"], ["c0"]),
        ("2014", ["in 2015", "in 2014"], ["c1"]),
        ("average precision", ["precision on average", "average precision"], ["c1", "c0"]),
        ("cat", ["dog", "bird"], []),
        ("c1", ["dog", "bird"], ["c1"]),
    ],
)  # fmt: skip
def test_words_are_found(browser: Chrome, query: str, texts: list[str], expected: list[str]) -> None:
    """Beginnings, parts, slips, accents and any script are found, the nearest first, and nothing else."""
    assert ids(browser, [(f"c{n}", text) for n, text in enumerate(texts)], query) == expected


def test_search_finds_what_a_person_types(browser: Chrome, page_file: Path) -> None:
    """Words of questions, answers and cards are found, in two places too, and those with a slip are marked."""
    visit(browser, page_file)

    assert seek(browser, "what does precision divide")[0] == "What does precision divide by?"
    assert seek(browser, "harmnic") == seek(browser, "harmonic") != []
    seek(browser, "harmnic")
    assert browser.find_element(By.CSS_SELECTOR, ".find mark").text == "harmonic"
    assert seek(browser, "detector harmonic")[0].startswith("F1 is the")


def test_nothing_found_says_what_to_do(browser: Chrome, page_file: Path) -> None:
    """A search in vain gives advice, and markup that is typed stays text."""
    visit(browser, page_file)

    assert seek(browser, "<img src=x onerror=alert(1)> qqqq") == []
    assert said(browser).startswith("Nothing found. Try")
    assert browser.find_elements(By.CSS_SELECTOR, ".find img") == []


def test_keyboard_goes_there_and_marks_the_words(browser: Chrome, page_file: Path) -> None:
    """Enter leads to the place, opens the answer in which the words stand and marks them, and Esc unmarks them."""
    visit(browser, page_file)
    assert seek(browser, "mean average") == ["mAP"]
    field = browser.switch_to.active_element
    assert field.get_attribute("aria-activedescendant") == "ui_found_0"
    field.send_keys(Keys.ENTER)

    wait(browser, lambda: browser.current_url.endswith("#both-ways"))
    assert not browser.find_element(By.ID, "ui_find").is_displayed()
    assert browser.execute_script("return document.querySelector('#both-ways details').open")
    assert browser.execute_script(MARKED) == ["mean", "average"]
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.execute_script(MARKED) == []


def test_arrows_and_ends_pick(browser: Chrome, page_file: Path) -> None:
    """The arrows go through what is found and round, Home and End to its ends, and the focus stays in the field."""
    visit(browser, page_file)
    last = len(seek(browser, "the")) - 1
    field = browser.switch_to.active_element
    assert last > 1
    for key, number in ((Keys.ARROW_DOWN, 1), (Keys.END, last), (Keys.ARROW_DOWN, 0), (Keys.ARROW_UP, last),
                        (Keys.HOME, 0)):  # fmt: skip
        field.send_keys(key)
        assert field.get_attribute("aria-activedescendant") == f"ui_found_{number}"
        picked = browser.find_element(By.CSS_SELECTOR, ".find-list [aria-selected=true]")
        assert picked.get_attribute("id") == f"ui_found_{number}"


def test_escape_gives_the_focus_back(browser: Chrome, page_file: Path) -> None:
    """The button and Ctrl+K open search; Esc shuts it, and the focus is where it was."""
    visit(browser, page_file)
    opener = browser.find_element(By.ID, "ui_find_open")
    opener.click()
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.switch_to.active_element == opener
    opener.send_keys(Keys.CONTROL, "k")
    assert browser.switch_to.active_element.get_attribute("id") == "ui_find_words"


def test_search_fits_a_narrow_screen_and_a_finger(browser: Chrome, page_file: Path) -> None:
    """At 320 px nothing is cut off, and a tap on what is found goes there."""
    visit(browser, page_file, width=320)
    seek(browser, "harmonic")
    needed, there = browser.execute_script(FIGURES)
    box = browser.find_element(By.CSS_SELECTOR, ".find-list > li").rect
    assert needed == there == 320
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44
    point = {"x": box["x"] + 20, "y": box["y"] + 20}
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        wait(browser, lambda: browser.current_url.endswith("#f1-mean"))
    finally:
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
