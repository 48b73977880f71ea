"""The handout as a site: a page for each chapter, what they share, and the whole deck for search and study."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from builder.account import account_of_page
from builder.handout.page import handout
from builder.handout.read import read_handout
from builder.handout.split import DECK, page_names, read_deck, site
from builder.handout.wording import LONGEST_SUMMARY, summary
from builder.model import Kind
from builder.render.fragment import Citation, Figure, Fragment, LinkEnd, LinkStart, Medium
from builder.settings import HandoutSettings
from builder.theme.policy import SITE
from tests.handout.conftest import DIAGRAM, SPAN, chapter, deck_of, html, note, question, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from builder.render.fragment import RenderedDeck

SPLIT = HandoutSettings(split=True)
ONLINE = HandoutSettings(split=True, base_url="https://example.org/cv/")
HOSTILE = "</title></script><script>document.title='run'</script>\u2028\"'>&"


@pytest.fixture(name="many", scope="module")
def _many(deck: RenderedDeck) -> RenderedDeck:
    heading = html("Where else?")
    own = rendered(
        note(Kind.QUESTION, "where-else"),
        heading,
        html("<p>See ", LinkStart("f1-mean"), "F1", LinkEnd(), " and ", LinkStart("early"), "this", LinkEnd(), ".</p>"),
        html(Figure(DIAGRAM, "A curve", "", None, alone=True, span=SPAN)),
    )
    cited = rendered(
        note(Kind.RECALL, "cited"), html("<p>Who?</p>"), html("<p>They ", Citation(("padilla2020",)), "</p>")
    )
    second = chapter("sec_index", "Index", Fragment(), (), (question(heading, own, (cited,), "where-else"),))
    made = deck_of((*deck.chapters, second), deck.description, license="CC-BY-4.0")
    return replace(
        made, footer=html("<p>Made with <em>care</em>, see ", LinkStart("f1-mean"), "F1", LinkEnd(), ".</p>")
    )


@pytest.fixture(name="files", scope="module")
def _files(many: RenderedDeck) -> dict[str, bytes]:
    return {file.name: file.data for file in site(many, ONLINE)}


@pytest.fixture(name="folder", scope="module")
def _folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    (root / "assets").mkdir()
    for name, data in files.items():
        (root / name).write_bytes(data)
    return root


class Links(HTMLParser):
    """All addresses in a page, and its tags."""

    def __init__(self, page: bytes) -> None:
        """Read *page*."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a start tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the pages among *files*."""
    return {name: data for name, data in files.items() if name.endswith(".html")}


def test_each_chapter_has_its_page(files: dict[str, bytes]) -> None:
    """There is a front page, a page a chapter under a name that no other file has, and the files that they share."""
    assert list(pages(files)) == ["index.html", "metrics.html", "index-chapter.html"]
    assert {"assets/style.css", "assets/script.js", "assets/deck.js", f"assets/{DIAGRAM.name}"} <= files.keys()
    assert [name for name in files if name.endswith(".woff2")]


@pytest.mark.parametrize(
    ("anchors", "names"),
    [
        (("sec_a", "sec_sources"), ["a.html", "sources-chapter.html"]),
        (("sec_index", "sec_index-chapter"), ["index-chapter-chapter.html", "index-chapter.html"]),
        (("sec_con", "sec_com1"), ["con-chapter.html", "com1-chapter.html"]),
    ],
)
def test_page_names_are_free(anchors: tuple[str, ...], names: list[str]) -> None:
    """A page is called after its chapter; where that name is taken, a word follows."""
    assert list(page_names(anchors).values()) == names


def test_every_address_leads_somewhere(files: dict[str, bytes]) -> None:
    """Each link, figure, style and script of each page is in the folder, and each anchor on its page."""
    anchors = {name: set(read_handout(data.decode()).anchors) for name, data in pages(files).items()}
    for name, data in pages(files).items():
        for tag, values in Links(data).tags:
            address = values.get("href", values.get("src", "data:"))
            if address.startswith("data:") or (tag in {"a", "link"} and address.startswith("https://")):
                continue
            page, _, anchor = address.partition("#")
            assert (page or name) in files
            assert not anchor or anchor in anchors[page or name]


def test_links_go_from_page_to_page(files: dict[str, bytes]) -> None:
    """A link into another chapter names its page, one within a page does not; so do the steps between questions."""
    second, first = files["index-chapter.html"].decode(), files["metrics.html"].decode()

    assert '<a href="metrics.html#f1-mean">F1</a>' in second
    assert '<a rel="prev" href="metrics.html#sec_only-cards">' in second
    assert '<a rel="next" href="index-chapter.html#where-else">' in first
    assert '<a rel="next" href="#sec_only-cards">' in first
    assert f'<img src="assets/{DIAGRAM.name}"' in second
    assert 'aria-current="page">Metrics</a>' in first
    assert first.count('aria-current="page"') == 1


def test_sources_stand_where_they_are_cited(files: dict[str, bytes]) -> None:
    """Each page lists the works that it cites itself."""
    listed = {name: re.findall(r'<li id="(ui_source_[^"]+)"', data.decode()) for name, data in pages(files).items()}

    assert listed == {
        "index.html": [],
        "metrics.html": ["ui_source_lin2014", "ui_source_padilla2020"],
        "index-chapter.html": ["ui_source_padilla2020"],
    }


def test_pages_say_what_they_are(files: dict[str, bytes]) -> None:
    """Titles, descriptions, addresses and Open Graph tell search engines and who shares a page what it is."""
    tags = Links(files["metrics.html"]).tags
    graph = {v["property"]: v["content"] for t, v in tags if t == "meta" and "property" in v}

    assert "<title>Metrics · Judging &amp; measuring</title>" in files["metrics.html"].decode()
    assert ("meta", {"name": "description", "content": "An introduction."}) in tags
    assert ("link", {"rel": "canonical", "href": "https://example.org/cv/metrics.html"}) in tags
    assert graph == {
        "og:type": "article",
        "og:site_name": "Judging & measuring",
        "og:title": "Metrics",
        "og:description": "An introduction.",
        "og:url": "https://example.org/cv/metrics.html",
        "og:locale": "en",
    }
    second = Links(files["index-chapter.html"]).tags
    assert ("meta", {"name": "description", "content": "Where else?"}) in second
    assert ("link", {"rel": "canonical", "href": "https://example.org/cv/"}) in Links(files["index.html"]).tags


def test_sitemap_needs_an_address(many: RenderedDeck, files: dict[str, bytes]) -> None:
    """The list for search engines names each page; without an address of the site there is none."""
    assert re.findall(r"<loc>([^<]*)</loc>", files["sitemap.xml"].decode()) == [
        "https://example.org/cv/",
        "https://example.org/cv/metrics.html",
        "https://example.org/cv/index-chapter.html",
    ]
    bare = {file.name: file.data for file in site(many, SPLIT)}
    assert "sitemap.xml" not in bare
    assert b"canonical" not in bare["index.html"]


def test_headings_skip_no_level(files: dict[str, bytes]) -> None:
    """Each page has one heading of the first level, and none skips a level."""
    for data in pages(files).values():
        levels = [int(tag[1]) for tag, _ in Links(data).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_faces_have_what_the_script_says(files: dict[str, bytes]) -> None:
    """Characters that only the shared script and styles show are in the faces, too."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    shown = files["assets/script.js"].decode() + files["assets/style.css"].decode().partition(":root")[2]
    (name,) = (name for name in files if name.startswith("assets/source-sans-pro-400-") and "italic" not in name)
    with TTFont(BytesIO(files[name])) as face:
        assert {sign for sign in "…“”›" if sign in shown} <= set(map(chr, face.getBestCmap()))


def test_each_card_is_counted_once(many: RenderedDeck, files: dict[str, bytes]) -> None:
    """A page holds the cards of its chapter and no others; what the script of the whole deck lacks is told."""
    made = {file.name: file for file in site(many, ONLINE)}
    accounts = {name: account_of_page(many, file.data, name=name, ids=file.cards) for name, file in made.items()}

    assert [accounts[name].found for name in (*pages(files), DECK)] == [0, 9, 2, 0]
    assert not [one for account in accounts.values() for one in account.diagnostics]
    stray = account_of_page(many, files["metrics.html"], name="index.html", ids=frozenset())
    assert len(stray.diagnostics) == 9
    whole = made[DECK]
    less = whole.data.replace(b"harmonic", b"arithmetic")
    lost = account_of_page(many, less, name=DECK, ids=whole.cards)
    assert ["f1-mean" in one.message for one in lost.diagnostics] == [True]


def test_lost_and_doubled_cards_are_told(many: RenderedDeck) -> None:
    """A card that was cut out of its page is told, and one that stands there twice."""
    page = next(file for file in site(many, SPLIT) if file.name == "index-chapter.html")
    card = re.search(rb'<li class="card recall" id="cited".*?</li>', page.data, re.DOTALL)
    assert card is not None
    told = {}
    for name, data in (("cut", page.data.replace(card[0], b"")), ("twice", page.data.replace(card[0], card[0] * 2))):
        told[name] = account_of_page(many, data, name=page.name, ids=page.cards)

    assert told["cut"].found == told["cut"].expected - 1
    assert [one.message for one in told["cut"].diagnostics] == [
        "The card `cited` is not in the page index-chapter.html of the handout."
    ]
    assert [one.message for one in told["twice"].diagnostics] == [
        "The card `cited` stands 2 times in index-chapter.html."
    ]


def test_figures_are_numbered_through(files: dict[str, bytes]) -> None:
    """The figures of a deck have one numbering, on whichever page they stand."""
    assert "Figure 1<" in files["metrics.html"].decode()
    assert "Figure 2<" in files["index-chapter.html"].decode()


def test_same_deck_gives_same_site(many: RenderedDeck, files: dict[str, bytes]) -> None:
    """A second build makes the same files."""
    assert {file.name: file.data for file in site(many, ONLINE)} == files


def test_text_of_the_author_runs_nowhere(many: RenderedDeck) -> None:
    """A name, a heading, a tag and a footer that look like scripts are text on each page, and in the script too."""
    config = replace(many.deck.config, name=HOSTILE, author=HOSTILE)
    text = replace(many.chapters[0].notes[0].note, tags=(HOSTILE,), hint=HOSTILE)
    card = replace(many.chapters[0].notes[0], note=text)
    chapters = (replace(many.chapters[0], title=html("</script>\u2028"), notes=(card,)), *many.chapters[1:])
    hostile = replace(many, chapters=chapters, deck=replace(many.deck, config=config), styles="h1 { color: teal }")
    files = {file.name: file.data for file in site(hostile, ONLINE)}

    for page in pages(files).values():
        scripts = [values for tag, values in Links(page).tags if tag == "script"]
        assert scripts == [{"src": "assets/script.js"}]
        assert not any(name.startswith("on") or name == "style" for _, v in Links(page).tags for name in v)
        assert escape(SITE) in page.decode().replace("&#39;", "&#x27;")
    deck = files[DECK].decode()
    assert "<" not in deck
    assert "\u2028" not in deck
    assert HOSTILE.replace("&", "&amp;")[:5] not in deck
    assert len(json.loads(deck[deck.index("[") : deck.rindex("]") + 1])) == 2
    assert files["assets/theme.css"] == b"h1 { color: teal }"


def test_whole_deck_is_the_pages(files: dict[str, bytes]) -> None:
    """The script for search and study hands over what stands on the pages, by the very letters."""
    for part in read_deck(files[DECK]).split('<section class="chapter"')[1:]:
        page = re.search(r'data-page="([^"]+)"', part)
        assert page is not None
        assert part.rstrip() in files[page[1]].decode()


def test_logo_stands_beside_the_name(many: RenderedDeck) -> None:
    """A logo stands in the bar of each page and at the title of the first, without words of its own."""
    logo = Medium("logo-0123456789ab.svg", DIAGRAM.data, "image/svg+xml", "image", 400, 120)
    made = site(replace(many, logo=logo), SPLIT)
    files = {file.name: file.data.decode() for file in made if file.name.endswith(".html")}
    image = '<img class="logo" src="assets/logo-0123456789ab.svg" alt="" width="400" height="120">'

    assert [files[name].count(image) for name in ("index.html", "metrics.html")] == [2, 1]
    assert handout(replace(many, logo=logo)).count('<img class="logo" src="data:image/svg+xml;base64,') == 2


def test_footer_stands_on_each_page(files: dict[str, bytes]) -> None:
    """What the author says at the foot is on each page, and its links lead where they should from each."""
    for page in pages(files).values():
        assert '<a href="metrics.html#f1-mean">F1</a>' in page.decode().partition('<div class="footer">')[2]


def test_site_works_from_a_file(browser: Chrome, folder: Path) -> None:
    """Opened without a server, styles, faces, figures and scripts are there, and the console stays silent."""
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get((folder / "index-chapter.html").as_uri())
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")

    assert browser.execute_script("return document.fonts.check('1rem \"Source Serif Pro\"')")
    assert browser.execute_script("return document.querySelector('figure img').naturalWidth") == 400
    assert not browser.find_element("id", "ui_settings_open").get_attribute("hidden")
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_study_takes_the_whole_deck(browser: Chrome, folder: Path) -> None:
    """On the page of one chapter a learner studies the cards of all, from a script that is read when it is needed."""
    browser.get(f"{(folder / 'index-chapter.html').as_uri()}#ui_study?chapter=sec_metrics&go=1")
    found = "return document.querySelector('#ui_study')?.textContent.includes('Before all?')"
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(browser, 10).until(lambda driver: driver.execute_script(found))
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p>One<sup class="note-mark"><a>1</a></sup>.</p><p>Two &lt;b&gt;.</p>', "One. Two <b>."),
        ('<figure class="figure"><img alt="a"><figcaption>Figure 1 A</figcaption></figure><h3>H</h3><p>S.</p>', "S."),
        ('<p><math alttext="x squared"><mi>x</mi></math> is it.</p>', "x squared is it."),
        (f"<p>{'word ' * 40}</p>", "word " * 30 + "word word…"),
        (f"<p>{'字' * 200}</p>", "字" * 159 + "…"),
    ],
)
def test_summary_is_what_a_text_says_first(html: str, said: str) -> None:
    """The description of a page is its first sentences as plain text: no figures, headings and marks of footnotes."""
    assert summary(html) == said
    assert len(summary(html)) <= LONGEST_SUMMARY
