"""The stage shows cards as Anki's reviewer does, and sees what is wrong with them: else it could be no referee."""

from __future__ import annotations

import sys
from importlib.metadata import distributions, version
from pathlib import Path
from typing import TYPE_CHECKING

from tests.anki.stage import PHONE

if TYPE_CHECKING:
    from tests.anki.stage import Stage


def test_page_is_that_of_the_library() -> None:
    """The reviewer's page comes from the same version of Anki as the library that renders the cards."""
    found = {one.name: one.version for one in distributions(path=[str(Path(sys.prefix) / "referees")])}
    assert found["aqt"] == version("anki")


def test_sides_replace_each_other_in_one_page(stage: Stage) -> None:
    """Front and back are shown in one page, their scripts run in it, and only one of them is there."""
    stage.open()
    stage.show("<p id=front>F</p><script>window.count = (window.count || 0) + 1;</script>", card=2)
    assert stage.run("return document.body.className") == "card card3 isLin fancy"
    stage.show("<p id=back>B</p><script>window.count += 1;</script>", back=True, night=True, card=2)
    assert stage.run("return document.body.className") == "card card3 isLin fancy nightMode night_mode"
    assert stage.run("return [window.count, Boolean(document.getElementById('front'))]") == [2, False]
    assert stage.seen() == "B"


def test_pages_of_their_own_know_nothing_of_each_other(stage: Stage) -> None:
    """A phone's page has neither Anki's scripts nor what an earlier page left behind."""
    stage.load("<p>F</p><script>window.count = 1;</script>")
    assert stage.run("return window.count") == 1
    stage.load("<p>B</p>")
    assert stage.run("return [typeof window.count, typeof window.anki]") == ["undefined", "undefined"]


def test_formulas_are_set_and_folds_opened(stage: Stage) -> None:
    """When a side is shown, its formulas are set and what is folded is seen."""
    stage.show(r"<details><summary>More</summary><p>\(\frac{a}{b}\)</p></details>")
    assert stage.run("return document.querySelector('mjx-mfrac').getBoundingClientRect().height") > 5


def test_faults_are_seen(stage: Stage) -> None:
    """The stage tells of a page that goes sideways, of faint words, of faults in scripts and of what is missing."""
    stage.show("<div style='width: 900px'>wide</div>", width=PHONE)
    assert stage.wide_by() == 560
    stage.show("<p style='color: #bbb; background: #fff'>faint</p>")
    assert [one.partition(":")[0] for one in stage.violations()] == ["color-contrast"]
    stage.complaints()
    stage.show("<p>x</p>")
    assert (stage.wide_by(), stage.violations(), stage.complaints()) == (0, [], [])
    stage.show("<script>lacking();</script>")
    assert "lacking is not defined" in stage.complaints()[0]
    stage.show("<img src=lacking.png alt=x>")
    assert "lacking.png" in stage.complaints()[0]


def test_requests_are_seen_and_lead_nowhere(stage: Stage) -> None:
    """The stage tells which addresses a side asks for, and nothing outside can be reached."""
    stage.requests()
    stage.show("<img src=here.png alt=x><img src='https://example.org/there.png' alt=y>")
    assert set(stage.requests()) == {"/here.png", "https://example.org/there.png"}
    assert stage.complaints()
    assert stage.run("return [...document.images].map((image) => image.naturalWidth)") == [0, 0]
