"""Other people's validators judge the pages: html-validate, the Nu Html Checker, linkinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.judges import RULES_OF_TREES, dead_links, html_validate, nu
from tests.web.visit import Visit

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from tests.web.conftest import Site


def test_html_validate_finds_no_fault(shipped: Site, torture: Site, tmp_path: Path) -> None:
    """html-validate, with all that it recommends, has nothing against the pages as they are in their files."""
    assert html_validate(tmp_path, (shipped.page, torture.page)) == []


def test_nu_finds_no_error_before_and_after_the_script(
    browser: Chrome, shipped: Site, torture: Site, tmp_path: Path
) -> None:
    """The Nu Html Checker has nothing against the files, nor against the trees that the script makes of them."""
    trees = [_tree(browser, site, tmp_path) for site in (shipped, torture)]
    assert nu((shipped.page, torture.page, *trees)) == []
    assert html_validate(tmp_path, trees, RULES_OF_TREES) == []


def _tree(browser: Chrome, site: Site, folder: Path) -> Path:
    """Return a file with the tree of a page after its script has run, and all its parts have come near."""
    visit = Visit(browser)
    visit.show(site.page)
    visit.wait("document.readyState === 'complete'")
    tree = visit.run("return document.documentElement.outerHTML")
    path = folder / site.page.name
    path.write_text(f"<!DOCTYPE html>\n{tree}\n", encoding="utf-8")
    return path


def test_every_link_leads_somewhere(shipped: Site, torture: Site) -> None:
    """Each address inside a page is that of an anchor which is there."""
    for site in (shipped, torture):
        count, dead = dead_links(site.page.parent, [site.page.name])
        assert count > 0
        assert dead == []


def test_judges_see_what_is_wrong(tmp_path: Path) -> None:
    """Each judge tells of a page that is wrong: a dead fragment, a doubled id, an element that HTML does not have."""
    page = tmp_path / "wrong.html"
    page.write_text('<p id="a"><p id="a"><a href="#nowhere">away</a><blink>x</blink>', encoding="utf-8")

    assert any("no-dup-id" in line for line in html_validate(tmp_path, [page]))
    assert any("blink" in line for line in nu([page]))
    assert dead_links(tmp_path, [page.name])[1] == [f"{page.name} → {page.name}#nowhere"]
