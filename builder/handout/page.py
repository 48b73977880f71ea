"""The web handout: one HTML file that holds all it needs and asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.handout.assets import FOLDER, script, styles
from builder.handout.compose import deck_view
from builder.handout.fonts import face_rules, faces
from builder.handout.places import OneFile
from builder.handout.views import PageView
from builder.theme import files, tokens
from builder.theme.direction import direction
from builder.theme.policy import policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.handout.views import ChapterView, DeckView
    from builder.render.fragment import RenderedDeck
    from builder.settings import Config, HandoutSettings

_ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    f'<rect x="3.5" y="1.5" width="11" height="9" rx="1.5" fill="{tokens.DARK["accent"]}"/>'
    f'<rect x="1.5" y="4.5" width="11" height="10" rx="1.5" fill="{tokens.LIGHT["accent"]}" stroke="#fff"/></svg>'
)
"""Two cards: the sign of the page where the browser lists it. Without one it would ask the server."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the styles and the script of a page are: in it, or in files of its site."""

    policy: str
    """Its Content-Security-Policy."""
    styles: tuple[str, ...] = ()
    script: str = ""
    sheets: tuple[str, ...] = ()
    """Addresses of styles; so are those below of a script, of the front page, and of the script of the whole deck."""
    source: str = ""
    front: str = ""
    whole: str = ""


def handout(rendered: RenderedDeck, settings: HandoutSettings | None = None) -> str:
    """Return the handout of *rendered* as a whole HTML file: styles, script, faces and figures are inside.

    The same deck gives the same text. Its Content-Security-Policy allows this page's own styles and script, by
    their digests, and data that is in the file; nothing else is loaded or run. *settings* are those in force, the
    deck's own without any.
    """
    config = rendered.deck.config
    settings = settings or config.handout
    view = deck_view(rendered)
    page = PageView("", config.name, view.summary, settings.base_url, graph(config, view, settings), view.sources)
    chapters = [chapter_html(chapter) for chapter in view.chapters]
    code, style = script(), own_styles(config, view)
    bare = laid_out(config, view, page, chapters, Frame("", styles=(style, rendered.styles), script=code))
    place = OneFile()
    rules = face_rules(faces(bare), lambda face: place.file(face.name, "font/woff2", face.woff2))
    sheets = tuple(filter(None, (rules, style, rendered.styles)))
    return laid_out(config, view, page, chapters, Frame(policy((code,), sheets), styles=sheets, script=code))


def laid_out(config: Config, view: DeckView, page: PageView, chapters: Sequence[str], frame: Frame) -> str:
    """Return *page* of the handout with the HTML of its *chapters*, dressed and moved by what *frame* says."""
    return (
        files.template(FOLDER, "page.html.j2").render(
            deck=config,
            direction=direction(config.language),
            view=view,
            here=page,
            chapters=chapters,
            frame=frame,
            icon=f"data:image/svg+xml;base64,{b64encode(_ICON.encode()).decode()}",
        )
        + "\n"
    )


def chapter_html(chapter: ChapterView) -> str:
    """Return *chapter* as HTML."""
    return files.template(FOLDER, "chapter.html.j2").render(chapter=chapter)


def graph(
    config: Config, view: DeckView, settings: HandoutSettings, chapter: ChapterView | None = None, address: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return what the page of a deck, or that of a *chapter*, says of itself where it is shared (https://ogp.me)."""
    said = {
        "type": "article" if chapter else "website",
        "site_name": config.name,
        "title": chapter.name if chapter else config.name,
        "description": (chapter or view).summary,
        "url": address or settings.base_url,
        "locale": config.language.replace("-", "_"),
    }
    return tuple((name, value) for name, value in said.items() if value)


def own_styles(config: Config, view: DeckView, *, site: bool = False) -> str:
    """Return all styles of ours for a deck, on one page or as a *site*.

    They are those of every deck, and those that its texts and its name need.
    """
    return "\n".join(part for part in (styles(site=site), view.style_rules, _paper_rule(config.name)) if part)


def _paper_rule(name: str) -> str:
    """Return the rule that puts *name* above each printed page, with escapes for all but letters and digits."""
    said = "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in name)
    return f'@page {{ @top-center {{ content: "{said}"; color: {tokens.LIGHT["ink-soft"]}; font: 9pt sans-serif; }} }}'
