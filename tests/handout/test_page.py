"""The handout as a file: what it holds, what it refers to, and what nobody can make it do."""

from __future__ import annotations

import hashlib
import itertools
import pickle
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.handout.page import handout
from builder.handout.read import read_handout
from builder.render.fragment import Fragment
from builder.theme.direction import direction

if TYPE_CHECKING:
    from builder.render.fragment import RenderedDeck

CARDS = {
    "early", "judge-a-detector", "precision-denominator", "f1-mean", "typed-one", "both-ways", "choose-one",
    "read-this", "lone",
}  # fmt: skip
REPOSITORY = Path(__file__).parents[2]
BUILD = """
import hashlib, pickle, sys
from builder.handout.page import handout
with open(sys.argv[1], "rb") as file:
    print(hashlib.sha256(handout(pickle.load(file)).encode()).hexdigest())
"""


class Tags(HTMLParser):
    """Every start tag of a page with its attributes, and the contents of styles and scripts."""

    def __init__(self, page: str) -> None:
        """Read *page*."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a start tag."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Take the content of a style or script."""
        if self.cdata_elem in {"style", "script"}:
            self.raw.append((self.cdata_elem, data))


@pytest.fixture(name="tags", scope="module")
def _tags(page: str) -> Tags:
    return Tags(page)


def test_every_printed_card_stands_there_once(page: str) -> None:
    """A question's or card's anchor is its bare id, once; what is retired or for Anki alone is not there."""
    bare = [anchor for anchor in read_handout(page).anchors if "_" not in anchor]

    assert sorted(bare) == sorted(CARDS)


def test_other_anchors_have_a_prefix(page: str) -> None:
    """Every other anchor begins as no id of a card can, and no anchor stands twice."""
    anchors = read_handout(page).anchors

    assert len(set(anchors)) == len(anchors)
    assert all(anchor.startswith(("sec_", "fig_", "fn_", "ui_")) for anchor in anchors if anchor not in CARDS)


def test_card_holds_its_texts(page: str) -> None:
    """Question, answer, detail, choices and explanations stand under their card's anchor."""
    texts = read_handout(page).texts

    assert texts["read-this"].startswith("Read this: def iou(a, b):")
    assert "It compares. Why Because. Only behind the flap." in texts["read-this"]
    assert "Right TP + FP all predicted Wrong TP + FN all true" in texts["choose-one"]
    assert texts["f1-mean"] == "F1 is the harmonic mean, . It punishes imbalance."


def test_links_inside_have_their_target(tags: Tags, page: str) -> None:
    """Each link into the page leads to an anchor in it."""
    anchors = set(read_handout(page).anchors)
    addresses = {values.get("href", "") for tag, values in tags.found if tag == "a"}
    targets = {address[1:] for address in addresses if address.startswith("#")}

    assert targets <= anchors
    assert targets >= CARDS, "each card has its permalink"


def test_nothing_comes_from_outside(tags: Tags) -> None:
    """Nothing but a link that the reader follows names an address."""
    for tag, values in tags.found:
        assert not {"srcset", "action", "poster", "ping", "background"} & values.keys()
        assert values.get("src", "data:").startswith("data:")
        assert tag == "a" or values.get("href", "data:").startswith("data:")
    styles = "".join(content for kind, content in tags.raw if kind == "style")
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)", styles))
    assert "@import" not in styles


def test_policy_allows_own_styles_and_script_alone(tags: Tags) -> None:
    """The policy names the digest of each style and script in the page, and no style or handler is an attribute."""
    policy = next(v["content"] for _, v in tags.found if v.get("http-equiv") == "Content-Security-Policy")
    sources = dict(part.split(" ", 1) for part in policy.split("; "))
    digests = {
        kind: [f"'sha256-{b64encode(hashlib.sha256(c.encode()).digest()).decode()}'" for k, c in tags.raw if k == kind]
        for kind in ("script", "style")
    }

    assert sources["default-src"] == "'none'"
    assert sources["script-src"].split() == digests["script"]
    assert sources["style-src"].split() == digests["style"]
    for _, values in tags.found:
        assert "style" not in values
        assert not [name for name in values if name.startswith("on")]


def test_headings_skip_no_level(tags: Tags) -> None:
    """From the deck's name down each heading is at most one level below the one before it."""
    levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_text_of_the_author_is_text(deck: RenderedDeck) -> None:
    """What looks like markup in a name, an author, a licence or a quoted heading is shown and not obeyed."""
    hostile = "</title></style><script>alert(1)</script>\"'>"
    config = replace(deck.deck.config, name=hostile, author=hostile, license=hostile)
    title = Fragment(('a" onclick="alert(1)',))
    chapters = tuple(replace(chapter, title=title) for chapter in deck.chapters)
    found = Tags(handout(replace(deck, chapters=chapters, deck=replace(deck.deck, config=config)))).found

    assert sum(tag == "script" for tag, _ in found) == 1
    assert not any("onclick" in values for _, values in found)


def test_styles_of_the_author_come_last(deck: RenderedDeck) -> None:
    """The author's own styles stand behind ours, and the policy allows them."""
    found = Tags(handout(replace(deck, styles="h1 { color: teal }")))
    policy = next(v["content"] for _, v in found.found if v.get("http-equiv") == "Content-Security-Policy")
    own = [content for kind, content in found.raw if kind == "style"][-1]

    assert own == "h1 { color: teal }"
    assert b64encode(hashlib.sha256(own.encode()).digest()).decode() in policy


def test_sources_list_what_is_cited(page: str) -> None:
    """The list at the end holds the works that were cited, by author, and no others."""
    anchors = [anchor for anchor in read_handout(page).anchors if anchor.startswith("ui_source_")]

    assert anchors == ["ui_source_lin2014", "ui_source_padilla2020"]
    assert '<a href="https://doi.org/10.1007/978-3-319-10602-1_48"><cite>Microsoft COCO</cite></a>' in page
    assert "<cite>A survey on &lt;metrics&gt;</cite>" in page


def test_inherited_facts_are_said_once(page: str) -> None:
    """A card does not repeat the level that its question shows."""
    assert page.count('<span class="chip level">') == 1


def test_empty_deck_is_a_page(deck: RenderedDeck) -> None:
    """A deck of which nothing is for print still makes a whole page."""
    bare = replace(deck, chapters=(), notes=(), deck=replace(deck.deck, chapters=(), notes=()))

    assert "0 questions · 0 recall cards" in handout(bare)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("pa-arab-PK", "rtl")],
)
def test_direction_follows_the_language(language: str, expected: str) -> None:
    """A script in the language tag decides, else the language."""
    assert direction(language) == expected


def test_own_words_are_read_from_the_left(page: str) -> None:
    """The numbers of the deck keep their order in a page that is read from the right."""
    assert re.search(r'<p class="counts"><bdi dir="ltr">\d+ questions? · \d+ recall cards?</bdi></p>', page)


def test_same_deck_gives_same_bytes(deck: RenderedDeck, page: str, tmp_path: Path) -> None:
    """Another process, folder and hash seed make the same file."""
    kept = tmp_path / "deck.pickle"
    kept.write_bytes(pickle.dumps(deck))
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, str(kept)],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "7"},
    )

    assert ran.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()
    assert ran.stderr == ""
