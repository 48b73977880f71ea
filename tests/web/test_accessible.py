"""axe judges every state of the pages: WCAG 2.2 A and AA, and what it advises beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.web.visit import Visit

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.web.conftest import Site

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "light": {},
    "dark": {"scheme": "dark"},
    "phone": {"width": 320, "height": 640, "touch": True},
    "forced": {"forced": True},
}
"""On which screens and for which readers the pages are judged."""

OPEN: Final = "for (const each of document.querySelectorAll('#ui_read details')) each.open = true"
FITS: Final = """
function fits() {
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
const small = [...document.querySelectorAll("button, summary, select, input, .tool, [role=option], .deed")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".sr-only, .hint"))
    .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 23.9)
    .map(([each, box]) => `${each.id || each.className || each.outerHTML.slice(0, 60)}: ${box.width} × ${box.height}`);
return { wide, small };
}
"""
ROUND: Final = f"""{FITS}
const click = (id) => document.getElementById(id).click();
const cards = {{}};
for (let n = 0; n < 999 && document.getElementById("ui_round").checkVisibility(); n++) {{
    click("ui_show");
    cards[document.getElementById("ui_in_text").hash] = fits();
    click("ui_again");
}}
return {{ ...cards, end: fits() }};
"""


@pytest.fixture(name="visit")
def _visit(browser: Chrome) -> Visit:
    return Visit(browser)


@pytest.mark.parametrize("name", ["shipped", "torture"])
@pytest.mark.parametrize("look", LOOKS)
def test_reading_is_accessible(visit: Visit, request: pytest.FixtureRequest, name: str, look: str) -> None:
    """The whole text with its answers open has no violation."""
    site: Site = request.getfixturevalue(name)
    visit.show(site.page, **LOOKS[look])
    visit.run(OPEN)
    if look != "phone":
        # The style shows the contents, folded or not; axe takes what is folded for hidden.
        visit.run("document.querySelector('#ui_contents details').open = true")
    assert visit.violations() == []


@pytest.mark.parametrize("look", LOOKS)
def test_dialogs_are_accessible(visit: Visit, shipped: Site, look: str) -> None:
    """Settings, help, search before and after something is found, a note and an enlarged figure have no violation."""
    visit.show(shipped.page, **LOOKS[look])
    found: dict[str, list[str]] = {}
    for dialog in ("ui_settings", "ui_help"):
        visit.run(f"document.getElementById('{dialog}_open').click()")
        found[dialog] = visit.violations(f"#{dialog}")
        visit.run(f"document.getElementById('{dialog}').close()")
    visit.run("document.getElementById('ui_find_open').click()")
    found["search"] = visit.violations("#ui_find")
    visit.press(*"recall")
    visit.wait("document.querySelector('#ui_find_list [role=option]')")
    found["results"] = visit.violations("#ui_find")
    visit.run("document.getElementById('ui_find').close()")
    visit.run("document.querySelector('#ui_read a.citation').click()")
    found["note"] = visit.violations("#ui_note")
    visit.run("document.getElementById('ui_note').hidePopover()")
    visit.run("document.querySelector('figure').scrollIntoView()")
    visit.wait("document.querySelector('figure > .zoom')")
    visit.run("document.querySelector('figure > .zoom').click()")
    visit.wait("document.querySelector('#ui_zoom:modal img').complete")
    found["zoom"] = visit.violations("#ui_zoom")
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_studying_is_accessible(visit: Visit, torture: Site, look: str) -> None:
    """The start, the question and the answer of each kind, and the end have no violation."""
    # The text behind it, which is hidden meanwhile, is looked through once.
    scope = "main" if look == "light" else "#ui_study"
    found: dict[str, list[str]] = {}
    visit.show(torture.page, "#ui_study", **LOOKS[look])
    visit.wait("document.getElementById('ui_start').checkVisibility()")
    found["start"] = visit.violations(scope)
    for kind in ("question", "recall", "reversed", "typed", "choice", "cloze", "occlusion"):
        visit.show(torture.page, f"#ui_study?kind={kind}&go=1", **LOOKS[look])
        visit.wait("document.getElementById('ui_round').checkVisibility()")
        found[f"{kind}: question"] = visit.violations(scope)
        if kind == "choice":
            visit.run("document.querySelector('#ui_stage .option').click()")
        if kind == "typed":
            visit.run("document.getElementById('ui_typed').value = 'not this'")
        visit.run("document.getElementById('ui_show').click()")
        found[f"{kind}: answer"] = visit.violations(scope)
    visit.run(
        "for (let n = 0; n < 500 && document.getElementById('ui_round').checkVisibility(); n++)"
        "  for (const id of ['ui_show', n % 2 ? 'ui_good' : 'ui_again']) document.getElementById(id).click();"
    )
    visit.wait("document.getElementById('ui_over').checkVisibility()")
    found["end"] = visit.violations(scope)
    visit.forget()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("name", ["shipped", "torture"])
@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2), (1280, 1)])
def test_nothing_is_lost_on_narrow_screens(
    visit: Visit, request: pytest.FixtureRequest, name: str, width: int, scale: int
) -> None:
    """At 320 px, and at 200 % zoom, no page scrolls sideways and each target is 24 px at least, whatever is done."""
    site: Site = request.getfixturevalue(name)
    found = {}
    visit.show(site.page, width=width, scale=scale)
    visit.run(OPEN)
    visit.render_all()
    found["reading"] = visit.run(f"{FITS} return fits()")
    for dialog in ("ui_settings", "ui_help", "ui_find"):
        visit.run(f"document.getElementById('{dialog}_open').click()")
        found[dialog] = visit.run(f"{FITS} return fits()")
        visit.run(f"document.getElementById('{dialog}').close()")
    visit.show(site.page, "#ui_study", width=width, scale=scale)
    visit.wait("document.getElementById('ui_start').checkVisibility()")
    found["start"] = visit.run(f"{FITS} return fits()")
    visit.show(site.page, "#ui_study?go=1", width=width, scale=scale)
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    found |= visit.run(ROUND)
    visit.forget()
    assert {state: said for state, said in found.items() if said != {"wide": 0, "small": []}} == {}
