"""The page as a file: what it holds, what it may do, and that it is always the same."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builder.anki.package import package
from builder.pipeline import renew
from builder.preview.page import preview
from tests.preview.decks import FILES
from tests.source.folders import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.anki.notetypes import NoteType
    from builder.stages import Loaded

INVALID = sorted((Path(__file__).parents[1] / "cases" / "invalid").glob("*.md"))


def data_of(page: str) -> dict[str, Any]:
    """Return what the script of the page is handed, as a browser finds it."""
    found = re.search(r'<script type="application/json" id="ui_data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def side(data: dict[str, Any], numbers: list[int]) -> str:
    """Return a side as the script puts it together."""
    return "".join(data["texts"][number] if number >= 0 else data["media"][-1 - number] for number in numbers)


def card(data: dict[str, Any], anchor: str) -> dict[str, Any]:
    """Return one card."""
    (found,) = (card for card in data["cards"] if card["anchor"] == anchor)
    return dict(found)


@pytest.fixture(name="page", scope="module")
def _page(deck: Loaded, kinds: Mapping[str, NoteType]) -> str:
    """Return the page of a deck with every kind of card."""
    return preview(deck, kinds)[0]


def test_every_card_of_the_package_is_there(deck: Loaded, kinds: Mapping[str, NoteType], page: str) -> None:
    """The page has each card that the package has, and those of retired notes, but no card that is only printed."""
    cards = data_of(page)["cards"]
    assert len(cards) == package(deck.rendered, kinds).cards + 1
    assert {"old", "nested.3", "shared.4", "map.2", "masks.2"} <= {card["anchor"] for card in cards}
    assert "printed" not in {card["id"] for card in cards}
    assert "1 card of the source is not meant for Anki" in page


def test_cards_say_where_they_stand(page: str) -> None:
    """A card tells its kind, chapter, place in the source, tags, and which card of its note it is."""
    shared = card(data_of(page), "shared.4")
    assert (shared["kind"], shared["name"], shared["place"]) == ("cloze", "Cloze 4", "02-clozes.md:5")
    assert data_of(page)["chapters"][shared["chapter"]] == "Clozes"
    assert card(data_of(page), "map.2")["name"] == "Reverse"
    assert card(data_of(page), "judge")["tags"] == ["metrics", "detection", "level::core"]
    assert card(data_of(page), "precision")["name"] == ""


def test_same_deck_same_bytes(tmp_path: Path, page: str) -> None:
    """The same source in another folder gives the same page, without a path of this machine."""
    (tmp_path / "elsewhere").mkdir()
    again = loaded(tmp_path / "elsewhere", FILES)
    assert preview(again, renew(again)[0])[0] == page
    assert str(tmp_path) not in page


def test_texts_and_media_stand_once(page: str) -> None:
    """What many sides show is in the file once: templates, fields, images."""
    data = data_of(page)
    assert len(data["texts"]) == len(set(data["texts"]))
    assert len(data["media"]) == len(set(data["media"])) == 2
    assert page.count(data["media"][0]) == 1
    back = side(data, card(data, "judge")["back"])
    assert back.count("data:image/svg+xml;base64,") == 2


def test_nothing_ends_its_element(page: str) -> None:
    """A field that talks of `</script>` is a text like others."""
    data = data_of(page)
    assert "<code>&lt;/script&gt;</code>" in side(data, card(data, "judge")["back"])
    assert page.count("</script") == 2


def test_only_known_scripts_run(page: str, kinds: Mapping[str, NoteType]) -> None:
    """The policy of the page names its own scripts and those of the templates, and nothing that could be fetched."""
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in unescape(policy).split("; "))
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("img-src", "media-src", "font-src")} == {"data:"}
    data = data_of(page)
    own = re.findall(r"<script>(.*?)</script>", page.split("</script>", 1)[1], re.DOTALL)
    sides = [template.front + template.back for kind in kinds.values() for template in kind.templates]
    of_templates = [text for one in sides for text in re.findall(r"<script[^>]*>(.*?)</script>", one, re.DOTALL)]
    scripts = (*own, *of_templates, data["frame"]["js"])
    wanted = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts}
    assert set(rules["script-src"].split()) == wanted


def test_fields_are_searched_and_templates_are_not(page: str) -> None:
    """The texts of the templates come first, so that a search for "More" does not find every card."""
    data = data_of(page)
    fixed, own = data["texts"][: data["own"]], data["texts"][data["own"] :]
    assert any("<summary" in text for text in fixed)
    assert not any("<summary" in text for text in own)
    assert "<p>The mean over classes</p>" in own


def test_faulty_cards_are_told_of(tmp_path: Path) -> None:
    """A card with an error has its sentence in place of its sides; the others are shown; the rest stands above."""
    chapter = "# Bad\n\nQ: Faulty? {#faulty}\nA: $\\nope$\n\nQ: Sound? {#sound}\nA: Yes.\n\n## No answer\n"
    deck = loaded(tmp_path, {"bad.md": chapter})
    page, count = preview(deck, renew(deck)[0])
    data = data_of(page)
    faulty = card(data, "faulty")
    assert count == 2
    assert (faulty["front"], faulty["back"]) == ([], [])
    assert [remark[:3] for remark in faulty["remarks"]] == [["error", "math-command", "bad.md:4"]]
    assert "<p>Yes.</p>" in side(data, card(data, "sound")["back"])
    assert "error[question-without-answer]</b> bad.md:9" in page


def test_a_fault_elsewhere_stops_no_card(tmp_path: Path) -> None:
    """A citation that no work answers, in a footnote or in the heading above, leaves the cards to be seen."""
    chapter = "[^n]: See [@noone].\n\n# Bad\n\n## Why [@nobody]?\n\nSo.\n\nQ: Below? {#below}\nA: Yes[^n].\n"
    deck = loaded(tmp_path, {"bad.md": chapter})
    data = data_of(preview(deck, renew(deck)[0])[0])
    back = side(data, card(data, "below")["back"])
    assert "noone" in back
    assert "nobody" in back


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_no_fault_is_too_much(path: Path, tmp_path: Path) -> None:
    """Whatever is wrong with a chapter, there is a page that says so, in a card or above the cards."""
    deck = loaded(tmp_path, {path.name: path.read_bytes()})
    page = preview(deck, renew(deck)[0])[0]
    told = unescape(page) + json.dumps(data_of(page)["cards"])
    assert all(one.rule.code in told for one in deck.diagnostics if one.rule.severity.value != "note")
