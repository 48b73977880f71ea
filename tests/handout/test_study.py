"""The handout as it is studied, in Chromium: rounds of each kind of card, by keyboard and by touch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from builder.handout.page import handout
from builder.handout.split import site
from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart, Figure, Fragment, Math, MathBlank, NoteMark
from builder.settings import HandoutSettings
from tests.handout.conftest import DIAGRAM, SPAN, chapter, choice, deck_of, html, note, question, rendered
from tests.handout.stage import log, printed, show
from tests.handout.test_occlusion import mask

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from builder.render.fragment import RenderedDeck, RenderedNote

ROUND = "#ui_study?go=1"
PROGRESS = "cardpress:judging-abcdef:progress"
SHUT = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("shut", "SecurityError"); } });
"""
STAGE = "return document.getElementById('ui_stage').outerHTML"
FOCUS = "return document.activeElement.id"
KEYS = (
    "first", "both", "both#back", "typed", "some", "gaps#1", "gaps#2", "gaps#3", "drawn#3", "drawn#5", "why",
)  # fmt: skip
"""All that is asked, in the order of the deck."""
TREE = ("name", "description", "value")


def cards() -> tuple[RenderedNote, ...]:
    """Return a card of each kind."""
    options = (
        choice("TP + FP", "all predicted", right=True),
        choice("TP + FN", "all true", right=False),
        choice("P", "another name", right=True),
    )
    choices = tuple(option.choice for option in options)
    picture = Figure(DIAGRAM, "A drawing", "", "masked", alone=False, span=SPAN)
    masks = (mask(3, "secretfall", "rect", 10, 20, 30, 30), mask(5, "secretrise", "rect", 60, 60, 20, 20))
    noted = Fragment(("<p>Read this", NoteMark("x"), "</p>"), {"x": html("<p>secretnote</p>")})
    return (
        rendered(replace(note(Kind.RECALL, "first"), hint="A sum"), noted, html("<p>secretanswer</p>")),
        rendered(note(Kind.REVERSED, "both"), html("<p>mAP</p>"), html("<p>mean average precision</p>")),
        rendered(replace(note(Kind.TYPED, "typed"), tags=("python",)), html("<p>Type it.</p>"),
                 html("<p><code>harmonic</code></p>")),
        rendered(note(Kind.CHOICE, "some", choices=choices), html("<p>Which?</p>"), choices=options),
        rendered(
            note(Kind.CLOZE, "gaps"),
            html("<p>F1 is the ", BlankStart((1,), "which?"), "secret", BlankStart((3,), ""), "inner", BlankEnd((3,)),
                 BlankEnd((1,)), " mean, ",
                 Math("F = 2PR/Q", display=False, span=SPAN, blanks=(MathBlank((2,), 4, 7),)), ".</p>"),
        ),
        replace(rendered(note(Kind.OCCLUSION, "drawn"), html("<p>What is it?</p>")), image=html(picture), masks=masks),
    )  # fmt: skip


@pytest.fixture(name="studied", scope="module")
def _studied() -> RenderedDeck:
    """Return a deck of two chapters: a card of each kind, and a question."""
    own = replace(note(Kind.QUESTION, "why"), tags=("metrics", "level::core"))
    heading = html("Why so?")
    long = question(
        heading, rendered(own, heading, html("<p>Because.</p>"), html("<h3>More</h3><p>So.</p>")), (), "why"
    )
    return deck_of((
        chapter("sec_one", "One", html(), cards(), ()),
        chapter("sec_two", "Two", html(), (), (long,)),
    ))  # fmt: skip


@pytest.fixture(name="file", scope="module")
def _file(studied: RenderedDeck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its handout."""
    path = tmp_path_factory.mktemp("study") / "handout.html"
    path.write_text(handout(studied), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(autouse=True)
def _clean(browser: Chrome, file: Path) -> Any:  # noqa: ANN401 (a generator that gives nothing)
    """Begin with nothing in the storage, and end with nothing in the console."""
    browser.get(file.as_uri())
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    log(browser, "browser")
    yield
    assert log(browser, "browser") == []


def press(browser: Chrome, *keys: str) -> None:
    """Press *keys* one after the other, wherever the focus is."""
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def text(browser: Chrome, anchor: str) -> str:
    """Return the words of the element *anchor* that are seen."""
    said: str = browser.find_element("id", anchor).text
    return said


def tap(browser: Chrome, anchor: str) -> None:
    """Press the button *anchor*."""
    browser.find_element("id", anchor).click()


def progress(browser: Chrome) -> dict[str, Any]:
    """Return the entries that the storage holds."""
    kept: dict[str, Any] = browser.execute_script(
        f"return JSON.parse(localStorage.getItem('{PROGRESS}'))?.cards ?? {{}}"
    )
    return kept


def begin(browser: Chrome, file: Path, query: str, **look: Any) -> None:  # noqa: ANN401 (as `show` takes them)
    """Open the round that *query* asks for."""
    show(browser, file, anchor=f"#ui_study?{query}&go=1", **look)
    arrived(browser, "1 of")


def arrived(browser: Chrome, place: str) -> None:
    """Wait until the bar says *place*."""
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_place").startswith(place))


def shuffled(keys: tuple[str, ...], seed: str) -> list[str]:
    """Return *keys* as any machine has to shuffle them: FNV-1a, xorshift32 and Fisher-Yates by their definitions."""
    state = 0x811C9DC5
    for letter in seed:
        state = (state ^ ord(letter)) * 0x01000193 % 2**32
    order, drawn = list(keys), 0
    for step in range(16 + len(keys) - 1):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        if step >= 16:
            last = len(keys) - 1 - drawn
            other = state * (last + 1) // 2**32
            order[last], order[other] = order[other], order[last]
            drawn += 1
    return order


def heard(browser: Chrome) -> str:
    """Return all that a screen reader finds in the page."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return " ".join(str(node[key].get("value")) for node in nodes for key in TREE if key in node)


@pytest.mark.parametrize(
    ("kind", "place", "hidden"),
    [
        ("recall", 0, ("secretanswer", "secretnote")),
        ("reversed", 0, ("mean average precision",)),
        ("reversed", 1, ("mAP",)),
        ("typed", 0, ("harmonic",)),
        ("choice", 0, ("all predicted", "all true", "right")),
        ("cloze", 0, ("secret", "inner")),
        ("cloze", 1, ("P R", "2PR", "<mi>R</mi>")),
        ("cloze", 2, ("inner",)),
        ("occlusion", 0, ("secretfall", "secretrise")),
        ("question", 0, ("Because",)),
    ],
)
def test_nothing_of_the_answer_is_there_before_it_is_asked_for(
    browser: Chrome, file: Path, kind: str, place: int, hidden: tuple[str, ...]
) -> None:
    """Neither text nor attributes nor the accessibility tree tell; a key brings the answer."""
    begin(browser, file, f"kind={kind}")
    for _ in range(place):
        press(browser, Keys.SPACE, "2")
    stage, said = browser.execute_script(STAGE), heard(browser)
    assert [word for word in hidden if word in stage or word in said] == []
    browser.execute_script("document.activeElement.blur()")
    press(browser, Keys.SPACE)
    stage = browser.execute_script(STAGE)
    assert any(word in stage for word in hidden)
    assert browser.execute_script(FOCUS) == "ui_told_title"


def test_round_is_done_by_keyboard_alone(browser: Chrome, file: Path) -> None:
    """From the text into a round, through it, to what was missed and its place in the text."""
    show(browser, file)
    press(browser, "s")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "11 cards")
    press(browser, Keys.ENTER)
    arrived(browser, "1 of 11")
    assert browser.execute_script(FOCUS) == "ui_card_title"
    press(browser, Keys.SPACE, "1")
    arrived(browser, "2 of 11")
    press(browser, "u")
    arrived(browser, "1 of 11")
    assert progress(browser) == {}
    press(browser, Keys.ENTER, "1")
    for _ in range(10):
        browser.execute_script("document.activeElement.blur()")
        press(browser, Keys.SPACE, "2")
    assert text(browser, "ui_over_sum") == "11 cards: 10 good, 1 missed."
    assert browser.execute_script(FOCUS) == "ui_over_title"
    assert {key: one["last"] for key, one in progress(browser).items()} == {
        "first": "again", "both": "good", "both#back": "good", "typed": "good", "some": "good", "gaps#1": "good",
        "gaps#2": "good", "gaps#3": "good", "drawn#3": "good", "drawn#5": "good", "why": "good",
    }  # fmt: skip
    browser.find_element("css selector", "#ui_missed a").click()
    assert browser.current_url.endswith("#first")
    assert browser.find_element("id", "first").is_displayed()
    assert not browser.find_element("id", "ui_study").is_displayed()


def test_missed_come_again(browser: Chrome, file: Path) -> None:
    """On demand a missed card comes again at the end; after the round the missed make another one."""
    begin(browser, file, "kind=reversed&repeat=1")
    press(browser, Keys.SPACE, "1")
    arrived(browser, "2 of 3")
    press(browser, Keys.SPACE, "2", Keys.SPACE, "2")
    assert text(browser, "ui_over_sum") == "2 cards: 1 good, 1 missed."
    tap(browser, "ui_missed_again")
    arrived(browser, "1 of 1")
    assert "mAP" in text(browser, "ui_asked")


def test_typed_answer_is_compared(browser: Chrome, file: Path) -> None:
    """What differs is marked letter by letter, the verdict is proposed, and the reader decides."""
    begin(browser, file, "kind=typed")
    assert browser.execute_script(FOCUS) == "ui_typed"
    press(browser, " harnonics", Keys.ENTER)
    assert browser.execute_script("return ui_status.textContent") == "Not the same."
    marks = browser.execute_script("return [...document.querySelectorAll('.compared > *')].map((e) => e.innerHTML)")
    assert marks == ["Typed", "har<del>n</del>onic<del>s</del>", "Right", "har<ins>m</ins>onic"]
    assert browser.execute_script("return ui_again.matches('.first')")
    press(browser, "2")
    assert progress(browser)["typed"]["last"] == "good"


def test_typed_answer_that_is_right_is_said_so(browser: Chrome, file: Path) -> None:
    """Blanks at the ends count nothing; Enter shows, Enter takes what is proposed."""
    begin(browser, file, "kind=typed")
    press(browser, "harmonic ", Keys.ENTER)
    assert browser.execute_script("return ui_status.textContent") == "Right."
    press(browser, Keys.ENTER)
    assert progress(browser)["typed"]["last"] == "good"


def test_choices_are_checked(browser: Chrome, file: Path) -> None:
    """Letters choose; right, wrong and missed ones are named, and the reasons stand below."""
    begin(browser, file, "kind=choice")
    words = [option.text for option in browser.find_elements("css selector", ".option .words")]
    assert sorted(words) == ["P", "TP + FN", "TP + FP"]
    press(browser, "abc"[words.index("TP + FP")], "abc"[words.index("TP + FN")], Keys.ENTER)
    verdicts = browser.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('.option')].map((option) =>"
        " [option.querySelector('.words').textContent, option.querySelector('.verdict').textContent]))"
    )
    assert verdicts == {"TP + FP": "Right", "TP + FN": "Wrong", "P": "Missed"}
    assert browser.execute_script("return ui_status.textContent") == "1 right, 1 wrong, 1 missed."
    assert "all predicted" in text(browser, "ui_told")
    browser.refresh()
    arrived(browser, "1 of")
    assert [option.text for option in browser.find_elements("css selector", ".option .words")] == words


def test_cloze_hides_one_number(browser: Chrome, file: Path) -> None:
    """The asked blank shows its hint or dots, the others are text; the answer fills it in where it stood."""
    begin(browser, file, "kind=cloze")
    assert text(browser, "ui_asked").startswith("F1 is the [which?] mean")
    press(browser, Keys.SPACE)
    assert text(browser, "ui_asked").startswith("F1 is the secretinner mean")
    press(browser, "2", Keys.SPACE, "2")
    assert text(browser, "ui_asked").startswith("F1 is the secret[…] mean")


def test_filters_count_and_the_address_tells(browser: Chrome, file: Path) -> None:
    """A filter's counts follow the other filters, and the address brings the choice back."""
    show(browser, file, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "11 cards")
    pick = "#ui_filters label:has([name={}][value={}])"

    def count(name: str, value: str) -> str:
        said: str = browser.find_element("css selector", f"{pick.format(name, value)} small").text
        return said

    assert (count("chapter", "sec_one"), count("kind", "cloze"), count("level", "core")) == ("10", "3", "1")
    browser.find_element("css selector", pick.format("chapter", "sec_one")).click()
    assert (count("kind", "cloze"), count("kind", "question"), count("level", "core")) == ("3", "0", "0")
    assert count("chapter", "sec_two") == "1"
    browser.find_element("css selector", pick.format("kind", "cloze")).click()
    assert text(browser, "ui_drawn") == "3 cards"
    assert browser.current_url.endswith("#ui_study?chapter=sec_one&kind=cloze")
    browser.refresh()
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "3 cards")


def test_seed_makes_the_order(browser: Chrome, file: Path) -> None:
    """The same address gives the same order, another seed another one; what is unknown is ignored."""
    orders = []
    for seed in ("word", "word", "other"):
        browser.execute_script("sessionStorage.clear()")
        begin(browser, file, f"order=shuffle&seed={seed}&tag=nobody")
        queue = browser.execute_script("return JSON.parse(sessionStorage['cardpress:judging-abcdef:round']).queue")
        orders.append(queue)
    assert orders[0] == orders[1] == shuffled(KEYS, "word")
    assert orders[2] == shuffled(KEYS, "other")


def test_reload_goes_on_and_back_leaves(browser: Chrome, file: Path) -> None:
    """A reload stays at the card, the browser's back button leaves the round, forward finds it as it was."""
    show(browser, file, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "11 cards")
    tap(browser, "ui_begin")
    arrived(browser, "1 of")
    press(browser, Keys.SPACE, "2", Keys.SPACE, "1")
    arrived(browser, "3 of")
    browser.refresh()
    arrived(browser, "3 of")
    browser.back()
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "ui_picks").is_displayed())
    assert "2 of 11 cards seen" in text(browser, "ui_past")
    browser.forward()
    arrived(browser, "3 of")
    press(browser, Keys.ESCAPE)
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "ui_picks").is_displayed())
    press(browser, Keys.ESCAPE)
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "ui_read").is_displayed())


def test_progress_outlives_a_rebuild_and_meets_no_other_deck(
    browser: Chrome, file: Path, studied: RenderedDeck, tmp_path: Path
) -> None:
    """Cards keep their history in the next build; a deck with another id has its own; unknown cards are kept."""
    begin(browser, file, "kind=recall")
    press(browser, Keys.SPACE, "1")
    browser.execute_script(
        f"const all = JSON.parse(localStorage['{PROGRESS}']); all.cards['away#2'] = all.cards.first;"
        f"localStorage['{PROGRESS}'] = JSON.stringify(all)"
    )
    rebuilt = tmp_path / "handout.html"
    rebuilt.write_text(handout(replace(studied, chapters=studied.chapters[:1])), encoding="utf-8")
    show(browser, rebuilt, anchor="#ui_study?only=missed")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "1 card")
    tap(browser, "ui_begin")
    arrived(browser, "1 of 1")
    press(browser, Keys.SPACE, "2")
    assert progress(browser)["first"]["last"] == "good"
    assert "away#2" in progress(browser)
    other = rebuilt.read_text(encoding="utf-8").replace('data-deck="judging-abcdef"', 'data-deck="other-abcdef"')
    rebuilt.write_text(other, encoding="utf-8")
    show(browser, rebuilt, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_past").startswith("None of the 10 cards"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not JSON <img src=x onerror=alert(1)>", "is no progress file"),
        ('{"format": "other"}', "is no progress file"),
        ('{"format": "cardpress-progress", "version": 1, "deck": "<b>x</b>", "cards": {}}', "another deck, “<b>x</b>”"),
        ('{"format": "cardpress-progress", "version": 2, "deck": "judging-abcdef"}', "written by a newer page"),
        ('{"format": "cardpress-progress", "version": 1, "deck": "judging-abcdef", "cards": {"why": {"at": "x"}}}',
         "holds nothing newer"),
    ],
)  # fmt: skip
def test_damaged_and_foreign_files_are_refused(
    browser: Chrome, file: Path, tmp_path: Path, content: str, said: str
) -> None:
    """What is no progress of this deck changes nothing, and a sentence says why."""
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    show(browser, file, anchor="#ui_study")
    browser.find_element("id", "ui_import_file").send_keys(str(tmp_path / "a.json"))
    WebDriverWait(browser, 5).until(lambda _: said in text(browser, "ui_past_note"))
    assert progress(browser) == {}


def test_import_takes_the_newer(browser: Chrome, file: Path, tmp_path: Path) -> None:
    """Of two entries for a card the newer one stays, and reset asks before it forgets."""
    entry = '{{"at": {}, "last": "again", "good": 0, "missed": 4}}'
    begin(browser, file, "kind=recall")
    press(browser, Keys.SPACE, "2")
    cards = f'{{"first": {entry.format(5)}, "why": {entry.format(5)}}}'
    content = f'{{"format": "cardpress-progress", "version": 1, "deck": "judging-abcdef", "cards": {cards}}}'
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    show(browser, file, anchor="#ui_study")
    browser.find_element("id", "ui_import_file").send_keys(str(tmp_path / "a.json"))
    WebDriverWait(browser, 5).until(lambda _: "1 of its cards taken" in text(browser, "ui_past_note"))
    assert progress(browser)["first"]["last"] == "good"
    assert progress(browser)["why"]["missed"] == 4
    tap(browser, "ui_reset")
    browser.find_element("css selector", "#ui_reset_ask [value=keep]").click()
    assert len(progress(browser)) == 2
    tap(browser, "ui_reset")
    browser.find_element("css selector", "#ui_reset_ask [value=forget]").click()
    WebDriverWait(browser, 5).until(lambda _: progress(browser) == {})


@pytest.mark.parametrize("damaged", ["{", '"x"', '{"cards": 7}', '{"cards": {"first": {"at": -1}, "__proto__": 3}}'])
def test_damaged_storage_is_as_good_as_none(browser: Chrome, file: Path, damaged: str) -> None:
    """Whatever lies in the storage, the round begins."""
    browser.execute_script(f"localStorage['{PROGRESS}'] = arguments[0]", damaged)
    browser.execute_script("sessionStorage['cardpress:judging-abcdef:round'] = arguments[0]", damaged)
    begin(browser, file, "kind=recall")
    press(browser, Keys.SPACE, "2")
    assert progress(browser)["first"]["good"] == 1


def test_without_storage_all_works_for_the_visit(browser: Chrome, file: Path) -> None:
    """Where the browser keeps nothing, the page says so and goes on."""
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SHUT})
    try:
        show(browser, file, anchor="#ui_study?kind=recall")
        WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "1 card")
        assert "keeps nothing" in text(browser, "ui_unkept")
        tap(browser, "ui_begin")
        arrived(browser, "1 of 1")
        press(browser, Keys.SPACE, "1")
        tap(browser, "ui_more")
        WebDriverWait(browser, 5).until(lambda _: "1 missed" in text(browser, "ui_past"))
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def test_round_is_done_by_touch(browser: Chrome, file: Path) -> None:
    """On a phone the deeds are large and at the bottom, nothing scrolls sideways, the front stays where it is."""
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    try:
        begin(browser, file, "kind=choice&kind=recall", width=320)
        before = browser.execute_script("return ui_asked.getBoundingClientRect().top")
        box = browser.execute_script("const b = ui_show.getBoundingClientRect(); return [b.height, b.bottom]")
        assert box[0] >= 44
        assert box[1] > 820
        touch(browser, "ui_show")
        assert browser.execute_script("return ui_asked.getBoundingClientRect().top") == before
        assert "secretanswer" in text(browser, "ui_told")
        touch(browser, "ui_good")
        arrived(browser, "2 of")
        assert browser.execute_script("return document.documentElement.scrollWidth") == 320
    finally:
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def touch(browser: Chrome, anchor: str) -> None:
    """Tap on the element *anchor* with a finger."""
    box = browser.find_element("id", anchor).rect
    at = browser.execute_script("return [scrollX, scrollY]")
    point = {"x": box["x"] - at[0] + box["width"] / 2, "y": box["y"] - at[1] + box["height"] / 2}
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_progress_goes_out_and_comes_back(browser: Chrome, file: Path, tmp_path: Path) -> None:
    """The exported file, named after the deck, brings everything back after a reset."""
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    begin(browser, file, "kind=reversed")
    press(browser, Keys.SPACE, "2", Keys.SPACE, "1")
    before = progress(browser)
    show(browser, file, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "ui_export").is_enabled())
    tap(browser, "ui_export")
    path = tmp_path / "judging-abcdef-progress.json"
    WebDriverWait(browser, 5).until(lambda _: path.exists() and path.stat().st_size)
    browser.execute_script("localStorage.clear()")
    browser.find_element("id", "ui_import_file").send_keys(str(path))
    WebDriverWait(browser, 5).until(lambda _: "2 of its cards" in text(browser, "ui_past_note"))
    assert progress(browser) == before
    assert {"at", "last", "good", "missed"} == set(before["both"])


def test_notes_open_beside_their_mark_and_the_round_stays(browser: Chrome, file: Path) -> None:
    """A mark on the front is a link once the answer is there; neither the note nor its list leaves the round."""
    begin(browser, file, "kind=recall")
    assert browser.find_elements("css selector", "#ui_asked sup a") == []
    press(browser, "h")
    assert "A sum" in text(browser, "ui_asked")
    press(browser, Keys.SPACE)
    browser.find_element("css selector", "#ui_asked sup a").click()
    WebDriverWait(browser, 5).until(lambda _: "secretnote" in text(browser, "ui_note"))
    press(browser, Keys.ESCAPE)
    browser.find_element("css selector", "#ui_stage .back-link").click()
    arrived(browser, "1 of 1")
    assert "go=1" in browser.current_url


def test_deck_in_many_files_is_studied_as_one(browser: Chrome, studied: RenderedDeck, tmp_path: Path) -> None:
    """From each page of a site a round asks for the cards of all, and leads to a card on its own page."""
    for made in site(studied, HandoutSettings(split=True)):
        (tmp_path / made.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made.name).write_bytes(made.data)
    (start,) = tmp_path.rglob("index.html")
    begin(browser, start, "chapter=sec_one&kind=cloze")
    assert text(browser, "ui_asked").startswith("F1 is the [which?] mean")
    tap(browser, "ui_in_text")
    WebDriverWait(browser, 5).until(lambda _: browser.current_url.endswith("one.html#gaps"))
    assert browser.find_element("id", "gaps").is_displayed()


def test_paper_has_the_text_while_one_studies(browser: Chrome, file: Path) -> None:
    """What is printed during a round is the whole text, and nothing of the round."""
    begin(browser, file, "kind=cloze")
    words = " ".join(printed(browser))
    assert "secretanswer" in words
    assert "Show the answer" not in words


@pytest.fixture(name="odd", scope="module")
def _odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the handout of a deck with a card called like a property, long words and more choices than usual."""
    options = tuple(choice(f"{letter}{'long' * 40}", "", right=letter == "a") for letter in "abcdefghi")
    tagged = replace(note(Kind.RECALL, "constructor"), tags=("t" * 90,))
    many = replace(note(Kind.CHOICE, "many", choices=tuple(option.choice for option in options)), hint="The first")
    picture = Figure(DIAGRAM, "A drawing", "", "masked", alone=False, span=SPAN)
    masked = rendered(note(Kind.OCCLUSION, "masked"), html())
    made = (
        rendered(tagged, html("<p>Who makes it?</p>"), html("<p>It does.</p>")),
        rendered(many, html("<p>Which?</p>"), choices=options),
        replace(masked, image=html(picture), masks=(mask(1, "secretfall", "rect", 10, 20, 30, 30),)),
    )
    path = tmp_path_factory.mktemp("odd") / "handout.html"
    path.write_text(handout(deck_of((chapter("sec_one", "W" * 90, html(), made, ()),))), encoding="utf-8")
    return path


def test_card_may_be_called_like_a_property(browser: Chrome, odd: Path) -> None:
    """A card with the id `constructor` is unseen at first, then kept like any other."""
    show(browser, odd, anchor="#ui_study?only=new")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "3 cards")
    assert text(browser, "ui_past").startswith("None of the 3 cards")
    tap(browser, "ui_begin")
    arrived(browser, "1 of 3")
    press(browser, Keys.SPACE, "1")
    assert progress(browser)["constructor"]["missed"] == 1


def test_long_words_stay_on_a_narrow_screen(browser: Chrome, odd: Path) -> None:
    """At 320 px neither the filters nor the answers of a choice make the page scroll sideways."""
    wide = "return document.documentElement.scrollWidth"
    show(browser, odd, width=320, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "3 cards")
    assert browser.execute_script(wide) == 320
    begin(browser, odd, "kind=choice", width=320)
    assert browser.execute_script(wide) == 320
    press(browser, "a", Keys.ENTER)
    assert browser.execute_script(wide) == 320


def test_letters_of_many_choices_leave_the_hint_its_own(browser: Chrome, odd: Path) -> None:
    """The eighth answer is chosen by another letter than the one that opens the hint."""
    begin(browser, odd, "kind=choice")
    assert "".join(key.text for key in browser.find_elements("css selector", ".option kbd")) == "abcdefgij"
    press(browser, "h", "i")
    assert browser.execute_script("return document.querySelector('#ui_asked > .hint').open")
    assert browser.execute_script("return document.querySelectorAll('.option')[7].control.checked")


def test_picture_without_a_question_is_missed_by_its_name(browser: Chrome, odd: Path) -> None:
    """The missed list names it by what it shows, not by the numbers of its masks."""
    begin(browser, odd, "kind=occlusion")
    press(browser, Keys.SPACE, "1")
    assert browser.find_element("css selector", "#ui_missed a").text == "A drawing"


def test_another_round_is_shuffled_like_the_one_before(browser: Chrome, file: Path) -> None:
    """After a shuffled round the next one is shuffled, too, with a seed of its own."""
    begin(browser, file, "kind=recall&order=shuffle&seed=word")
    press(browser, Keys.SPACE, "2")
    tap(browser, "ui_more")
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "ui_seed").is_displayed())
    assert browser.execute_script("return ui_picks.elements.seed.value") not in {"", "word"}


def test_search_leaves_the_round_as_a_link_does(browser: Chrome, file: Path) -> None:
    """The button of study is up while one reads what was found, and going back finds the round again."""
    pressed = "return ui_study_open.getAttribute('aria-pressed')"
    begin(browser, file, "kind=cloze")
    assert browser.execute_script(pressed) == "true"
    press(browser, "/", "because")
    WebDriverWait(browser, 5).until(lambda _: browser.find_elements("css selector", ".find-list > li"))
    press(browser, Keys.ENTER)
    WebDriverWait(browser, 5).until(lambda _: browser.find_element("id", "why").is_displayed())
    assert browser.execute_script(pressed) == "false"
    browser.back()
    arrived(browser, "1 of 3")


def test_full_storage_is_told(browser: Chrome, file: Path, tmp_path: Path) -> None:
    """Where what a file holds has no room in the browser, the page says that it keeps nothing."""
    show(browser, file, anchor="#ui_study")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "11 cards")
    assert not browser.find_element("id", "ui_unkept").is_displayed()
    entry = '{"at": 5, "last": "again", "good": 0, "missed": 4}'
    cards = ", ".join(f'"card-{number:0100}": {entry}' for number in range(40000))
    content = f'{{"format": "cardpress-progress", "version": 1, "deck": "judging-abcdef", "cards": {{{cards}}}}}'
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    browser.find_element("id", "ui_import_file").send_keys(str(tmp_path / "a.json"))
    WebDriverWait(browser, 10).until(lambda _: "40000 of its cards" in text(browser, "ui_past_note"))
    assert browser.find_element("id", "ui_unkept").is_displayed()


def test_filters_stand_once_however_often_one_asks(browser: Chrome, studied: RenderedDeck, tmp_path: Path) -> None:
    """Who opens study twice while the deck of a site is still being read sees each filter once."""
    for made in site(studied, HandoutSettings(split=True)):
        (tmp_path / made.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made.name).write_bytes(made.data)
    (start,) = tmp_path.rglob("index.html")
    show(browser, start)
    browser.execute_script("location.hash = '#ui_study'; dispatchEvent(new HashChangeEvent('hashchange'))")
    WebDriverWait(browser, 5).until(lambda _: text(browser, "ui_drawn") == "11 cards")
    assert len(browser.find_elements("css selector", "#ui_filters [name=chapter]")) == 2
