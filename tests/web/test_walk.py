"""A person's whole walk through the pages, by keyboard alone and by touch alone, with the network cut."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from selenium.webdriver.common.keys import Keys

from tests.web.study import KINDS, asked_of, lacking, leaking, notes_of, progress, state, told_of
from tests.web.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

    from tests.web.conftest import Site

SLIPS: Final = {"shipped": "precison", "torture": "clzoe"}
"""What is searched for, with a slip, in each deck."""

WHOLE: Final = """
const at = (id) => document.getElementById(id);
const cards = [];
for (let n = 0; n < 999 && at("ui_round").checkVisibility(); n++) {
    const [card, asked] = [at("ui_in_text").hash.slice(1), at("ui_stage").textContent];
    at("ui_show").click();
    cards.push([card, asked, at("ui_stage").textContent]);
    at("ui_good").click();
}
return cards;
"""
"""Studies a round to its end: what each card showed before and after its answer was wanted."""


@pytest.fixture(name="visit")
def _visit(browser: Chrome) -> Iterator[Visit]:
    """Yield a visit that must leave no message and make no request."""
    visit = Visit(browser)
    visit.begin()
    yield visit
    visit.forget()
    assert visit.messages() == []
    assert visit.requests() == []


@pytest.fixture(name="site", params=["shipped", "torture"])
def _site(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


def test_keyboard_reads_searches_and_jumps(visit: Visit, site: Site, request: pytest.FixtureRequest) -> None:
    """By keyboard one skips to the text, opens help and settings, finds a card despite a slip, and goes on from it."""
    visit.show(site.page)
    visit.press(Keys.TAB, Keys.ENTER)
    assert visit.focused() == "ui_main"
    visit.press("?")
    visit.wait("document.querySelector('#ui_help:modal')")
    visit.press(Keys.ESCAPE)
    visit.wait("!document.querySelector(':modal')")
    visit.press("a")
    assert visit.run("return [...document.querySelectorAll('details.back')].every((answer) => answer.open)")
    visit.press("a")

    visit.press("/", *SLIPS[request.node.callspec.params["site"]])
    visit.wait("document.querySelectorAll('#ui_find_list [role=option]').length")
    visit.press(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    found = visit.wait("!document.querySelector(':modal') && location.hash.slice(1)")
    assert found in notes_of(site.content) or visit.run("return Boolean(document.getElementById(arguments[0]))", found)
    assert visit.run("return document.getElementById(arguments[0]).contains(document.activeElement)", found)

    visit.press("j")
    after = visit.wait("location.hash.slice(1) !== arguments[0] && location.hash.slice(1)", found)
    visit.press("k", "k")
    visit.wait("location.hash.slice(1) !== arguments[0]", after)
    visit.press("c")
    visit.wait("document.activeElement.closest('#ui_contents')")


def test_keyboard_studies_a_round_of_each_kind(visit: Visit, site: Site) -> None:
    """By keyboard one chooses a kind, thinks, reveals, rates, and is led back to what was missed, kind after kind."""
    visit.show(site.page)
    kinds = {note.note.card.kind.value for note in notes_of(site.content).values()}
    for kind in (kind for kind in KINDS if kind in kinds):
        visit.show(site.page)
        visit.press("s")
        visit.wait("document.getElementById('ui_start').checkVisibility()")
        _open_filter(visit, "kind")
        visit.tab_to(f"input[name=kind][value={kind}]")
        visit.press(Keys.SPACE)
        visit.wait("location.hash.includes(arguments[0])", f"kind={kind}")
        visit.tab_to("#ui_begin")
        visit.press(Keys.ENTER)
        visit.wait("document.getElementById('ui_round').checkVisibility()")
        seen = _study_by_keys(visit, most=5)
        assert seen
        notes = notes_of(site.content)
        assert {notes[card].note.card.kind.value for card in seen} == {kind}
        leave = "#ui_leave" if state(visit).screen == "ui_round" else "#ui_more"
        visit.tab_to(leave)
        visit.press(Keys.ENTER)
        visit.wait("document.getElementById('ui_start').checkVisibility()")
        visit.press(Keys.ESCAPE)
        visit.wait("document.getElementById('ui_read').checkVisibility()")
    assert {entry["last"] for entry in progress(visit).values()} == {"again", "good"}


def _open_filter(visit: Visit, name: str) -> None:
    """Open the filter *name* by keyboard, where it is closed."""
    closed = f"#ui_filters details:not([open]):has(input[name={name}]) > summary"
    if visit.run("return document.querySelector(arguments[0])", closed):
        visit.tab_to(closed)
        visit.press(Keys.ENTER)


def _study_by_keys(visit: Visit, most: int) -> list[str]:
    """Study up to *most* cards, every second one missed, and return their ids."""
    cards: list[str] = []
    while (now := state(visit)).screen == "ui_round" and len(cards) < most:
        assert not now.told
        cards.append(now.card)
        if now.typed:
            visit.press("a guess", Keys.ENTER)
        elif now.options:
            visit.press("a", Keys.ENTER)
        else:
            visit.press(Keys.SPACE)
        assert state(visit).told
        visit.press("12"[len(cards) % 2])
    return cards


def test_whole_deck_is_asked_and_told_in_full(visit: Visit, site: Site) -> None:
    """A round of all cards asks each in full, tells nothing before it is wanted, and then tells all of it."""
    notes = notes_of(site.content)
    visit.show(site.page, "#ui_study?go=1")
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    seen = set()
    for card, asked, told in visit.run(WHOLE):
        note = notes[card]
        is_turned = card in seen and note.note.card.kind.value == "reversed"
        seen.add(card)
        if not is_turned:
            assert lacking(asked_of(note), asked) == [], card
            assert leaking(note, asked) == [], card
        assert lacking(told_of(note), told) == [], card
    assert seen == set(notes)


def test_missed_cards_lead_back_to_the_text_and_the_text_back_to_the_round(visit: Visit, shipped: Site) -> None:
    """At the end a missed card is a link to its place; going back leads to the end again, and forward to the text."""
    visit.show(shipped.page, "#ui_study?kind=recall&many=10&go=1")
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    cards = _study_by_keys(visit, most=10)
    visit.wait("document.getElementById('ui_over').checkVisibility()")
    assert "10 cards: 5 good, 5 missed." in visit.seen()
    visit.tab_to("#ui_missed a")
    visit.press(Keys.ENTER)
    visit.wait("document.getElementById('ui_read').checkVisibility()")
    assert visit.run("return location.hash.slice(1)") in cards
    visit.browser.back()
    visit.wait("document.getElementById('ui_over').checkVisibility()")


def test_progress_goes_to_another_browser_as_a_file(visit: Visit, shipped: Site, tmp_path: Path) -> None:
    """What was done is exported as a file, forgotten after a question, and there again when the file is imported."""
    visit.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    visit.show(shipped.page, "#ui_study?kind=cloze&many=10&go=1")
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    _study_by_keys(visit, most=4)
    done = progress(visit)
    assert len(done) == 4
    visit.press(Keys.ESCAPE)
    visit.wait("document.getElementById('ui_start').checkVisibility()")
    visit.tab_to("#ui_export")
    visit.press(Keys.ENTER)
    file = tmp_path / f"{visit.run('return document.body.dataset.deck')}-progress.json"
    visit.wait_for(file.exists)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["format"] == "cardpress-progress"
    assert written["cards"] == done

    visit.tab_to("#ui_reset")
    visit.press(Keys.ENTER)
    visit.wait("document.querySelector('#ui_reset_ask:modal')")
    visit.tab_to("#ui_reset_ask button[value=forget]")
    visit.press(Keys.ENTER)
    visit.wait("!document.querySelector(':modal')")
    assert progress(visit) == {}
    visit.browser.find_element("id", "ui_import_file").send_keys(str(file))
    visit.wait("document.getElementById('ui_past_note').textContent.startsWith('4 of its cards')")
    assert progress(visit) == done


def test_fingers_do_all_of_it(visit: Visit, site: Site, request: pytest.FixtureRequest) -> None:
    """By touch alone one reads, searches, and studies a round of each kind to its end."""
    visit.show(site.page, width=390, height=844, touch=True)
    visit.tap("#ui_answers")
    visit.wait("document.querySelector('details.back').open")
    visit.tap("#ui_settings_open")
    visit.wait("document.querySelector('#ui_settings:modal')")
    visit.tap("#ui_settings label:has([value=dark])")
    visit.wait("document.documentElement.dataset.theme === 'dark'")
    visit.tap("#ui_settings .sheet-head button")
    visit.wait("!document.querySelector(':modal')")
    visit.tap("#ui_find_open")
    visit.wait("document.querySelector('#ui_find:modal')")
    visit.press(*SLIPS[request.node.callspec.params["site"]])
    visit.wait("document.querySelector('#ui_find_list [role=option]')")
    visit.tap("#ui_find_list [role=option]")
    visit.wait("location.hash && !document.querySelector(':modal')")

    kinds = {note.note.card.kind.value for note in notes_of(site.content).values()}
    for kind in (kind for kind in KINDS if kind in kinds):
        visit.tap("#ui_study_open")
        visit.wait("document.getElementById('ui_start').checkVisibility()")
        closed = "#ui_filters details:not([open]):has(input[name=kind]) > summary"
        if visit.run("return document.querySelector(arguments[0])", closed):
            visit.tap(closed)
        visit.tap(f"label:has(> input[name=kind][value={kind}])")
        visit.wait("location.hash.includes(arguments[0])", f"kind={kind}")
        visit.tap("label:has(> input[name=many][value='10'])")
        visit.tap("#ui_begin")
        visit.wait("document.getElementById('ui_round').checkVisibility()")
        _study_by_touch(visit)
        assert "missed" in state(visit).words
        visit.tap("#ui_study_open")
        visit.wait("document.getElementById('ui_read').checkVisibility()")


def _study_by_touch(visit: Visit) -> None:
    """Study to the end, every second card missed."""
    count = 0
    while (now := state(visit)).screen == "ui_round":
        if now.typed:
            visit.tap("#ui_typed")
            visit.press("x")
        elif now.options:
            visit.tap("#ui_stage .option")
        visit.tap("#ui_show")
        visit.wait("document.getElementById('ui_good').checkVisibility()")
        visit.tap(("#ui_again", "#ui_good")[count % 2])
        visit.wait(
            "document.getElementById('ui_place').textContent !== arguments[0] "
            "|| document.getElementById('ui_over').checkVisibility()",
            now.place,
        )
        count += 1
    assert state(visit).screen == "ui_over"
