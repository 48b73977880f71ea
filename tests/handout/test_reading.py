"""Reading: where one is, links, figures, notes, boxes that scroll, as a person with a mouse or keys meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from builder.handout.page import handout
from builder.model import Kind
from tests.handout.conftest import chapter, deck_of, html, note, question, rendered
from tests.handout.stage import comes_near, focused, found, holds, press, printed, show

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

CURRENT = "document.querySelector('#ui_contents [aria-current=true]')"
IN_SIGHT = "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]"
ABOVE = "document.getElementById('q30').getBoundingClientRect().top"
CLIPBOARD = "const done = arguments[0]; setTimeout(() => navigator.clipboard.readText().then(done, done), 100)"


@pytest.fixture(name="long_file", scope="module")
def _long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a handout of sixty questions."""
    questions = tuple(
        question(html(f"Question {n}?"), rendered(note(Kind.QUESTION, f"q{n}"), html(f"Question {n}?"),
                 html("<p>An answer.</p>"), html("<p>Words.</p>" * 12)), (), f"q{n}")
        for n in range(60)
    )  # fmt: skip
    parts = tuple(chapter(f"sec_{n}", f"Part {n}", html(), (), questions[10 * n : 10 * n + 10]) for n in range(6))
    path = tmp_path_factory.mktemp("long") / "long.html"
    path.write_text(handout(deck_of(parts)), encoding="utf-8", newline="\n")
    return path


def test_contents_mark_what_is_read(browser: Chrome, long_file: Path) -> None:
    """The contents mark the question that one reads and scroll to it; at the end of the page the one gone to."""
    show(browser, long_file)
    for anchor in ("q30", "q7", "q59"):
        browser.execute_script("location.hash = arguments[0]", anchor)
        holds(browser, f"{CURRENT}?.getAttribute('href') === '#{anchor}'")
        holds(browser, f"(box => box.top >= 0 && box.bottom <= 900)({CURRENT}.getBoundingClientRect())")
        assert browser.execute_script("return document.querySelectorAll('[aria-current=true]').length") == 1
    browser.execute_script("document.getElementById('q12').scrollIntoView()")
    holds(browser, f"{CURRENT}?.getAttribute('href') === '#q12'")


def test_steps_pass_the_end_of_the_page(browser: Chrome, long_file: Path) -> None:
    """The keys reach the last question one by one, though it cannot come up to the top, and come back."""
    show(browser, long_file, anchor="#q57")
    for anchor in ("q58", "q59"):
        press(browser, "j")
        holds(browser, f"location.hash === '#{anchor}'")
        holds(browser, f"{CURRENT}?.getAttribute('href') === '#{anchor}'")
    press(browser, "j", "k")
    holds(browser, "location.hash === '#q58'")


def test_contents_lie_over_the_text_on_a_phone(browser: Chrome, long_file: Path) -> None:
    """There the list opens at the question that one reads, and shuts by Escape with the text where it was."""
    show(browser, long_file, width=390, anchor="#q30")
    holds(browser, f"{CURRENT}?.getAttribute('href') === '#q30'")
    # Questions near the screen get their true height some frames later, and the browser then scrolls along.
    holds(browser, f"Math.abs({ABOVE} - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)) <= 1")
    place = browser.execute_script(f"return {ABOVE}")
    found(browser, ".to-contents").click()
    assert browser.execute_script("return document.activeElement.getAttribute('href')") == "#q30"
    holds(browser, "(box => box.top >= 0 && box.bottom <= 900)(document.activeElement.getBoundingClientRect())")
    assert found(browser, ".to-contents").get_attribute("aria-expanded") == "true"
    press(browser, Keys.ESCAPE)
    assert browser.execute_script("return document.activeElement.className") == "tool to-contents"
    holds(browser, f"Math.abs({ABOVE} - {place}) <= 1")
    assert not browser.execute_script("return document.querySelector('.contents a').checkVisibility()")


def test_link_to_a_place_is_copied(browser: Chrome, page_file: Path) -> None:
    """The sign at a chapter, question and card puts the full address of it into the clipboard, and says so."""
    show(browser, page_file)
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", grant)
    for anchor in ("sec_metrics", "judge-a-detector", "early"):
        link = comes_near(browser, f'.permalink[href="#{anchor}"]')
        link.click()
        holds(browser, "document.querySelector('[data-said=\"Link copied\"]')")
        assert found(browser, "#ui_status").get_attribute("textContent") == "Link copied"
        assert browser.execute_async_script(CLIPBOARD) == f"{page_file.as_uri()}#{anchor}"
        assert browser.execute_script("return location.hash") == f"#{anchor}"
        holds(browser, "document.querySelector('[data-said]') === null")


def test_deep_link_takes_the_keyboard_along(browser: Chrome, page_file: Path) -> None:
    """Who comes by a link goes on by Tab from there; something under a closed answer is opened."""
    show(browser, page_file, anchor="#judge-a-detector")
    holds(browser, "document.activeElement.matches('#judge-a-detector h3')")
    browser.execute_script("location.hash = 'fn_read-this_1'")
    holds(browser, "document.querySelector('#read-this details').open")
    assert focused(browser) == "fn_read-this_1"
    show(browser, page_file, anchor="#%E0%A4%A")
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]  # It has no types.


def test_figure_enlarges_by_keys(browser: Chrome, page_file: Path) -> None:
    """A figure fills the screen, grows beyond it by +, scrolls then, shrinks by -, and Escape gives the focus back."""
    show(browser, page_file)
    comes_near(browser, "#fig_curve")
    found(browser, "#fig_curve > .zoom").send_keys(Keys.ENTER)
    width = "document.querySelector('.zoom-picture').getBoundingClientRect().width"
    fitting = holds(browser, f"{width} > 1000 && {width}")
    assert found(browser, "#ui_zoom_caption").text.startswith("Figure 1")
    assert found(browser, ".zoom-picture img").get_attribute("alt") == "Precision falls as recall rises"
    press(browser, "+")
    assert holds(browser, f"Math.abs({width} - {2 * fitting}) < 2")
    holds(browser, "(box => box.scrollWidth > box.clientWidth)(document.getElementById('ui_zoom_box'))")
    press(browser, "-")
    assert holds(browser, f"Math.abs({width} - {fitting}) < 2")
    press(browser, Keys.ESCAPE)
    holds(browser, "document.activeElement.matches('#fig_curve > .zoom')")


def test_figure_enlarges_by_touch_on_a_phone(browser: Chrome, page_file: Path) -> None:
    """A tap on the figure itself enlarges it to the width of the screen, another doubles it, the button shuts it."""
    show(browser, page_file, width=320)
    comes_near(browser, "#fig_curve > img").click()
    width = "document.querySelector('.zoom-picture')?.style.width"
    holds(browser, f"{width} === '320px'")
    found(browser, ".zoom-picture").click()
    holds(browser, f"{width} === '640px'")
    found(browser, "#ui_zoom .close").click()
    assert not found(browser, "#ui_zoom").is_displayed()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("mark", "words"), [("#judge-a-detector [role=doc-noteref]", "See 2."), ("a.citation", "Microsoft COCO")]
)
def test_note_opens_beside_its_mark(browser: Chrome, page_file: Path, width: int, mark: str, words: str) -> None:
    """A footnote and a source open within the screen beside the mark, hold no id twice, and give the focus back."""
    show(browser, page_file, width=width)
    comes_near(browser, mark).send_keys(Keys.ENTER)
    note_box = found(browser, "#ui_note:popover-open")
    left, top, right, bottom = browser.execute_script(IN_SIGHT, note_box)

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= 900
    assert words in note_box.text
    assert focused(browser) == "ui_note"
    assert browser.execute_script("return location.hash") == ""
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    press(browser, Keys.ESCAPE)
    assert browser.execute_script("return document.activeElement === document.querySelector(arguments[0])", mark)


def test_note_lets_the_keyboard_go_on(browser: Chrome, page_file: Path) -> None:
    """A mark in a note opens the note that it means; Tab past the end of a note goes on behind the first mark."""
    show(browser, page_file)
    comes_near(browser, "#judge-a-detector [role=doc-noteref]").send_keys(Keys.ENTER)
    press(browser, Keys.TAB, Keys.ENTER)
    holds(browser, "document.getElementById('ui_note_text').textContent.includes('Threshold')")
    press(browser, Keys.TAB, Keys.TAB, Keys.TAB)
    holds(browser, "!document.querySelector('#ui_note:popover-open')")
    assert browser.execute_script("return document.activeElement.className") == "citation"


def test_way_to_the_notes_themselves(browser: Chrome, page_file: Path) -> None:
    """From the note in its place a link leads to where all of them stand."""
    show(browser, page_file)
    comes_near(browser, "a.citation").click()
    found(browser, "#ui_note_link").click()
    holds(browser, "location.hash === '#ui_source_lin2014'")
    assert browser.execute_script("return document.querySelector('#ui_note:popover-open')") is None
    holds(browser, "document.activeElement.id === 'ui_source_lin2014'")


@pytest.mark.parametrize(("width", "stops"), [(320, True), (1920, False)])
def test_only_boxes_that_scroll_stop_the_keyboard(browser: Chrome, page_file: Path, width: int, *, stops: bool) -> None:
    """Code that fits its box is no stop of the Tab key, code that does not is one."""
    show(browser, page_file, width=width)
    comes_near(browser, "#judge-a-detector .detail .code-box")
    found(browser, "#judge-a-detector .detail .copy")

    assert browser.execute_script("return document.querySelector('.table-box').hasAttribute('tabindex')")
    pre = found(browser, "#judge-a-detector .detail pre")
    assert (pre.get_attribute("tabindex") == "0") is (stops and browser.execute_script(
        "return arguments[0].scrollWidth > arguments[0].clientWidth", pre
    ))  # fmt: skip


@pytest.mark.parametrize("opener", ["ui_settings_open", "ui_help_open", "ui_study_open"])
def test_paper_is_whole_whatever_is_open(browser: Chrome, page_file: Path, opener: str) -> None:
    """Whatever lies over the text or stands in its place, paper has the text alone, whole and numbered."""
    show(browser, page_file, scheme="dark")
    found(browser, f"#{opener}").click()
    pages = printed(browser)
    text = " ".join(pages)

    for words in ("TP + FP", "mean average precision", "Only behind the flap.", "It punishes imbalance.", "all true"):
        assert words in text
    for words in ("Line width", "Next question", "Enlarge", "Again", "Close"):
        assert words not in text
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
