"""What remains without scripts, and on paper: everything."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import pypdfium2
import pytest

from builder.runs import runs, squeeze
from tests.web.study import asked_of, is_left_to_right, notes_of, told_of
from tests.web.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

    from tests.web.conftest import Site

MARGIN: Final = 17 * 72 / 25.4
"""pt from the edge of the paper in which only the running lines stand."""
WHITE: Final = (255, 255, 255)
UNREADABLE: Final = frozenset({"arabic", "hebrew", "cjk", "cjk-cloze", "brahmic", "code"})
"""Cards that a reader of PDF hands back otherwise: lines from the right, tabs, faces that a host lacks."""


@pytest.fixture(name="site", params=["shipped", "torture"])
def _site(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


@pytest.fixture(name="visit")
def _visit(browser: Chrome) -> Iterator[Visit]:
    """Yield a visit by somebody who has switched scripts off."""
    visit = Visit(browser)
    visit.command("Emulation.setScriptExecutionDisabled", value=True)
    yield visit
    visit.command("Emulation.setScriptExecutionDisabled", value=False)


def test_everything_is_there_without_scripts(visit: Visit, site: Site) -> None:
    """Without scripts no button is dead, each card stands in full, and what is folded opens by its summary."""
    visit.show(site.page)
    dead = [each for each in visit.browser.find_elements("css selector", "button") if each.is_displayed()]
    assert dead == []
    for answer in visit.browser.find_elements("css selector", "details.back > summary")[:5]:
        answer.click()
        assert answer.find_element("xpath", "..").get_attribute("open") is not None
    words = squeeze(str(visit.browser.find_element("id", "ui_read").get_attribute("textContent")))
    for name, note in notes_of(site.content).items():
        for run in (*asked_of(note), *told_of(note)):
            assert squeeze(run) in words, name


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_is_white_complete_and_paged(visit: Visit, site: Site, *, scripts: bool) -> None:
    """Printed by somebody who reads by night, every answer stands on white paper, and each page has its number."""
    visit.command("Emulation.setScriptExecutionDisabled", value=not scripts)
    visit.show(site.page, scheme="dark")
    document = pypdfium2.PdfDocument(BytesIO(visit.paper()))
    texts = []
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text = page.get_textpage()
        texts.append(text.get_text_bounded(bottom=MARGIN, top=height - MARGIN))
        assert str(number) in text.get_text_bounded(top=MARGIN), number
        bitmap = page.render(scale=0.25).to_pil().convert("RGB")
        across, down = bitmap.size
        corners = {bitmap.getpixel((x, y)) for x in (1, across - 2) for y in (1, down - 2)}
        assert corners == {WHITE}, number
        assert width > 0
    document.close()
    found = _letters(" ".join(texts))
    lost = [
        (name, run)
        for name, note in notes_of(site.content).items()
        if name not in UNREADABLE
        for run in (*asked_of(note), *told_of(note), *(each for mask in note.masks for each in runs(mask.text)))
        # An author may have turned a run round, by `bdo`.
        if is_left_to_right(run) and _letters(run) not in found and _letters(run)[::-1] not in found
    ]
    assert lost == []


def _letters(text: str) -> str:
    """Return the letters and digits of *text*: signs may be drawn as pictures, or mirrored."""
    return "".join(letter for letter in squeeze(text) if letter.isalnum())
