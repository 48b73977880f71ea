"""The web handout as a site: a folder with a front page, a page for each chapter, and what they share in `ASSETS`.

It needs no server: opened from a file it works as well. There a browser lets no script fetch, and checks no digests of
scripts, so the whole deck, for search and study, is a script of its own that is put into a page when it is asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from builder.collect import SECTION
from builder.handout.assets import script
from builder.handout.compose import deck_view
from builder.handout.fonts import face_rules, faces
from builder.handout.page import Frame, chapter_html, graph, laid_out, own_styles
from builder.handout.places import ASSETS, OnePage
from builder.handout.views import PageView
from builder.render.deck import chapters_of_anchors
from builder.theme.policy import SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from builder.handout.views import ChapterView, DeckView
    from builder.render.fragment import RenderedDeck
    from builder.settings import HandoutSettings

FRONT: Final = "index.html"
DECK: Final = f"{ASSETS}/deck.js"
"""The whole deck, for search and study."""
_TAKEN: Final = frozenset({"index", "assets", "sources", "sitemap"})
_DEVICE: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows gives no file, whatever its ending."""
_ACTING: Final = {ord("<"): "\\u003c", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What could end a script or a line of it, as JSON may write it, too."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of a site."""

    name: str
    """Its path below the folder of the site."""
    data: bytes
    cards: frozenset[str] = frozenset()
    """Ids of the questions and cards that it holds."""


def site(rendered: RenderedDeck, settings: HandoutSettings) -> tuple[SiteFile, ...]:
    """Return the files of the handout of *rendered* as a site, the front page first; the same deck gives the same.

    The Content-Security-Policy of each page allows files of the site, and data that is in the page; nothing else is
    loaded, and no script in a page is run.
    """
    settings = replace(settings, base_url=_folder(settings.base_url))
    names = page_names(chapter.entry.anchor for chapter in rendered.chapters)
    pages = {anchor: names[chapter] for anchor, chapter in chapters_of_anchors(rendered.deck).items()}
    shared: dict[str, bytes] = {}
    view = deck_view(
        rendered,
        {"": OnePage(FRONT, pages, shared), **{anchor: OnePage(name, pages, shared) for anchor, name in names.items()}},
    )
    chapters = {chapter.page: chapter_html(chapter) for chapter in view.chapters}
    sheets = (f"{ASSETS}/style.css", *([f"{ASSETS}/theme.css"] if rendered.styles else []))
    frame = Frame(SITE, sheets=sheets, source=f"{ASSETS}/script.js", front=FRONT, whole=DECK)
    config = rendered.deck.config
    made = {
        page.page: laid_out(config, view, page, [chapters[page.page]] if page.page in chapters else [], frame)
        for page in _pages(rendered, view, settings)
    }
    style, code = own_styles(config, view, site=True), script(site=True)
    found = faces("".join((*made.values(), style, code, rendered.styles)))
    shared |= {face.name: face.woff2 for face in found}
    sheet = f"{face_rules(found, lambda face: face.name)}\n{style}\n"
    shared |= {"style.css": sheet.encode(), "script.js": code.encode()}
    if rendered.styles:
        shared["theme.css"] = rendered.styles.encode()
    held = {chapter.page: _cards(chapter) for chapter in view.chapters}
    files = [SiteFile(name, html.encode(), held.get(name, frozenset())) for name, html in made.items()]
    files.append(SiteFile(DECK, _deck(chapters.values()), frozenset().union(*held.values())))
    files += (SiteFile(f"{ASSETS}/{name}", data) for name, data in sorted(shared.items()))
    if settings.base_url:
        files.append(SiteFile("sitemap.xml", _sitemap(settings.base_url, made)))
    return tuple(files)


def page_names(anchors: Iterable[str]) -> dict[str, str]:
    """Return the file names of the pages of chapters, by their *anchors*: a name hangs on nothing but its anchor.

    Only where the site has another file of that name, or Windows another use for it, a word follows.
    """
    bare = {anchor: anchor.removeprefix(SECTION) for anchor in anchors}
    known = set(bare.values()) | _TAKEN
    names = {}
    for anchor, name in bare.items():
        free = name
        while free in _TAKEN or _DEVICE.fullmatch(free) or (free != name and free in known):
            free = f"{free}-chapter"
        names[anchor] = f"{free}.html"
    return names


def read_deck(data: bytes) -> str:
    """Return the HTML of all chapters in the script *data*, that at `DECK`."""
    text = data.decode()
    return "".join(json.loads(text[text.index("[") : text.rindex("]") + 1]))


def _folder(address: str) -> str:
    """Return the address of the folder that a site stands in, whether *address* names it, or its front page."""
    folder, _, last = address.rpartition("/")
    if not last:
        return address
    return f"{folder}/" if last == FRONT else f"{address}/"


def _pages(rendered: RenderedDeck, view: DeckView, settings: HandoutSettings) -> Iterator[PageView]:
    """Yield the pages of a site."""
    config = rendered.deck.config
    yield PageView(
        FRONT, config.name, view.summary, settings.base_url, graph(config, view, settings), view.front_sources
    )
    for chapter in view.chapters:
        address = urljoin(settings.base_url, chapter.page) if settings.base_url else ""
        said = graph(config, view, settings, chapter, address)
        title = f"{chapter.name} · {config.name}"
        yield PageView(chapter.page, title, chapter.summary, address, said, chapter.sources, is_front=False)


def _cards(chapter: ChapterView) -> frozenset[str]:
    """Return the ids of the questions and cards of *chapter*."""
    notes = [note for question in chapter.questions for note in (question.note, *question.cards) if note]
    return frozenset(note.anchor for note in (*chapter.cards, *notes))


def _deck(chapters: Iterable[str]) -> bytes:
    """Return the script that hands the HTML of *chapters* to the script of the page, as strings that nothing runs."""
    said = json.dumps(list(chapters), ensure_ascii=False, separators=(",", ":")).translate(_ACTING)
    return f'dispatchEvent(new CustomEvent("cardpress:deck", {{ detail: {said} }}));\n'.encode()


def _sitemap(base: str, pages: Mapping[str, str]) -> bytes:
    """Return the list of *pages* for search engines (https://www.sitemaps.org/protocol.html)."""
    addresses = [base, *(urljoin(base, name) for name in pages if name != FRONT)]
    rows = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{rows}</urlset>\n'.encode()
