"""The page: one HTML file with every card of a deck, which asks nobody for anything.

Each text stands in it once, as does each media file: a side of a card is a list of numbers, and the script of the page
puts it together when the card comes near the window.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from builder.anki.template import Section, parse
from builder.model import Kind
from builder.preview.views import deck_view
from builder.preview.window import RULE, MediumHere, Window
from builder.theme import files, tokens
from builder.theme.policy import policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from builder.anki.notetypes import NoteType
    from builder.anki.template import Node
    from builder.preview.views import CardView, DeckView
    from builder.preview.window import Shown
    from builder.render.fragment import Medium
    from builder.stages import Loaded

_FOLDER: Final = "preview"
_SCRIPT: Final = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_LEVEL: Final = "level::"


def preview(loaded: Loaded, kinds: Mapping[str, NoteType]) -> tuple[str, int]:
    """Return the page of a deck as HTML, and how many cards it shows.

    *kinds* are the note types of the deck by their keys. A card with a fault in it is told of, not shown. The same deck
    gives the same text. The Content-Security-Policy of the page, which its frames inherit, allows its own scripts and
    those of the templates, by their digests, and data that is in the file; nothing else is loaded or run.
    """
    media = loaded.rendered.media
    window = Window(media)
    deck = deck_view(loaded, kinds, window)
    texts = _Texts(kinds.values())
    data = _data(deck, kinds, texts, media)
    script = "".join(map(_read, ("frames.js", "search.js", "preview.js")))
    page = files.template(_FOLDER, "preview.html.j2").render(
        **_filters(deck),
        name=loaded.deck.config.name,
        cards=len(deck.cards),
        remarks=deck.remarks,
        unset=sorted(window.unset),
        elsewhere=deck.elsewhere,
        style=_style(),
        script=script,
        data=_json(data),
        policy=policy([script, data["frame"]["js"], *texts.scripts()]),
    )
    return page + "\n", len(deck.cards)


class _Texts:
    """The texts and media of all sides, each once and by its number: texts from 0, media from -1 downwards.

    What stands in a template comes first, so that a search can pass it over.
    """

    def __init__(self, kinds: Iterable[NoteType]) -> None:
        """Begin with what the templates of *kinds* hold."""
        sides = (side for kind in kinds for template in kind.templates for side in (template.front, template.back))
        literal = {text for side in sides for text in _literal(parse(side))}
        literal |= {text.replace(RULE, "") for text in literal}
        self._numbers = {text: number for number, text in enumerate(sorted(literal))}
        self._media: dict[str, int] = {}
        self.own = len(self._numbers)
        """From which number on texts are those of cards."""

    def numbers(self, side: Shown) -> list[int]:
        """Return *side* in numbers."""
        return [
            -1 - self._media.setdefault(part.name, len(self._media))
            if isinstance(part, MediumHere)
            else self._numbers.setdefault(part, len(self._numbers))
            for part in side
        ]

    def all(self) -> list[str]:
        """Return the texts by their numbers."""
        return list(self._numbers)

    def media(self, known: Mapping[str, Medium]) -> list[str]:
        """Return the addresses of the media that were met, in the order of their numbers."""
        return [f"data:{known[name].mime};base64,{b64encode(known[name].data).decode()}" for name in self._media]

    def scripts(self) -> list[str]:
        """Return the scripts in the templates."""
        return [match[1] for text in list(self._numbers)[: self.own] for match in _SCRIPT.finditer(text)]


def _literal(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the texts that stand in a template, those of its sections included."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Section):
            yield from _literal(node.children)


def _data(deck: DeckView, kinds: Mapping[str, NoteType], texts: _Texts, media: Mapping[str, Medium]) -> dict[str, Any]:
    """Return what the script of the page is handed."""
    cards = [_card(card, texts) for card in deck.cards]
    return {
        "cards": cards,
        "chapters": dict(deck.chapters),
        "frame": {"css": _read("frame.css"), "js": _read("frame.js") + _read("masks.js")},
        "media": texts.media(media),
        "own": texts.own,
        "styles": {key: kind.css for key, kind in kinds.items()},
        "texts": texts.all(),
    }


def _card(card: CardView, texts: _Texts) -> dict[str, Any]:
    """Return a card as the script wants it."""
    return {
        "anchor": card.id if card.number == 1 else f"{card.id}.{card.number}",
        "id": card.id,
        "number": card.number,
        "name": card.name,
        "kind": card.kind,
        "chapter": card.chapter,
        "place": card.place,
        "tags": card.tags,
        "type": card.note_type,
        "front": texts.numbers(card.front),
        "back": texts.numbers(card.back),
        "remarks": [(one.severity, one.code, one.place, one.text) for one in card.remarks],
    }


def _filters(deck: DeckView) -> dict[str, Any]:
    """Return what the filters of the page can be set to: the value of each option, and its words."""
    kinds = Counter(card.kind for card in deck.cards)
    chapters = Counter(card.chapter for card in deck.cards)
    tags = Counter(tag for card in deck.cards for tag in card.tags)
    levels = {tag.removeprefix(_LEVEL): count for tag, count in sorted(tags.items()) if tag.startswith(_LEVEL)}
    return {
        "kinds": [(kind.value, f"{kind.value} ({kinds[kind.value]})") for kind in Kind if kinds[kind.value]],
        "chapters": [(anchor, f"{title} ({chapters[anchor]})") for anchor, title in deck.chapters.items()],
        "levels": [(name, f"{name} ({count})") for name, count in levels.items()],
        "tags": [(tag, f"{tag} ({count})") for tag, count in sorted(tags.items()) if not tag.startswith(_LEVEL)],
        "faulty": sum(bool(card.remarks) for card in deck.cards),
    }


def _json(data: dict[str, Any]) -> str:
    """Return *data* as JSON in which nothing ends the element that it stands in (HTML, "restrictions for script")."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")


@cache
def _style() -> str:
    """Return the style sheet of the page."""
    values = {
        "%light%": tokens.variables(tokens.LIGHT),
        "%dark%": tokens.variables(tokens.DARK),
        "%sans%": tokens.SANS,
        "%mono%": tokens.MONO,
        "%day%": tokens.LIGHT["paper"],
        "%night%": tokens.DARK["paper"],
    }
    return files.filled(_read("preview.css"), values)


def _read(name: str) -> str:
    """Return a file of the theme."""
    return files.read(_FOLDER, name)
