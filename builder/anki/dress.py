"""How Anki wants what stands between the HTML of a fragment: the wardrobe of the sides of a card."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from builder.anki.defuse import defuse, defuse_text
from builder.render.fragment import dress
from builder.render.works import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.model import Work
    from builder.render.fragment import BlankEnd, BlankStart, Citation, Figure, Fragment, LinkStart, Math, NoteMark

_ABBREVIATION: Final = re.compile(r'</?abbr\b(?:[^>"]|"[^"]*")*>')
_TOOLTIP: Final = re.compile(r'(?<=<a )((?:[^>"]|"[^"]*")*?) title="[^"]*"')
"""The title of a link."""
_TABLE: Final = re.compile(r"(?P<start><table\b)|</table>")
_SIZE: Final = 26


class Footnotes:
    """The footnotes of one Anki note: lettered in the order of first use, shown at the end of its detail."""

    def __init__(self) -> None:
        """Begin without any."""
        self._fragments: dict[str, Fragment] = {}
        self._letters: dict[str, str] = {}

    def mark(self, label: str, footnote: Fragment) -> str:
        """Return the letter of the footnote *label* as a mark, and keep it for the list."""
        self._fragments.setdefault(label, footnote)
        return _superscript(self._letters.setdefault(label, _letter(len(self._letters))))

    def keep(self, label: str, footnote: Fragment) -> None:
        """Keep the footnote *label* of a front, which bears no mark, for the list."""
        self._fragments.setdefault(label, footnote)

    def html(self, side: Side) -> str:
        """Return the list, dressed for *side*, or nothing; a footnote may bring further ones with it."""
        entries: list[str] = []
        shown: set[str] = set()
        while waiting := [label for label in self._fragments if label not in shown]:
            for label in waiting:
                shown.add(label)
                entries.append(self._entry(label, dress(self._fragments[label], side)))
        return f'<div class="footnotes">{"".join(entries)}</div>' if entries else ""

    def _entry(self, label: str, html: str) -> str:
        """Return one footnote; one of the front, which has no letter, is told by ``Q``."""
        return f'<div class="footnote">{_superscript(self._letters.get(label, "Q"))}{html}</div>'


class Side:
    """The wardrobe of one side of a card; it remembers the media it used.

    A front never tells: abbreviations are not expanded there, links have no titles, and footnotes wait for the back.
    """

    def __init__(self, works: Mapping[str, Work], footnotes: Footnotes, media: set[str], *, front: bool) -> None:
        """Dress with the *works* of the deck; *footnotes* and *media* of the note are added to."""
        self._works = works
        self._footnotes = footnotes
        self._media = media
        self._front = front

    def text(self, html: str) -> str:
        """Return *html* without anything that Anki would read as its own, its tables in boxes that scroll."""
        html = _TABLE.sub(_box, html)
        return defuse(_TOOLTIP.sub(r"\1", _ABBREVIATION.sub("", html)) if self._front else html)

    def math(self, math: Math) -> str:
        """Return a formula for Anki's MathJax."""
        from builder.render.math import mathjax

        return mathjax(math)

    def blank_start(self, blank: BlankStart) -> str:
        """Return the beginning of a cloze of Anki's; one blank may be asked on several cards."""
        return f"{{{{c{','.join(map(str, blank.numbers))}::"

    def blank_end(self, blank: BlankEnd) -> str:
        """Return the end of a cloze with its hint."""
        return f"::{defuse_text(blank.hint)}}}}}" if blank.hint else "}}"

    def figure(self, figure: Figure) -> str:
        """Return an image, or what Anki plays; the words for a sound stay away, for they may be its answer."""
        self._media.add(figure.medium.name)
        if figure.medium.kind != "image":
            sound = f"[sound:{figure.medium.name}]"
            return f"<p>{sound}</p>" if figure.alone else sound
        if not figure.alone:
            return _image(figure, title=figure.title)
        caption = f"<figcaption>{defuse_text(figure.title)}</figcaption>" if figure.title else ""
        return f"<figure>{_image(figure)}{caption}</figure>"

    def citation(self, citation: Citation) -> str:
        """Return author and year; the links stand at the card's end."""
        return defuse(cited(citation.keys, self._works))

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the letter of a footnote, or nothing on a front."""
        footnote = fragment.footnotes[mark.label]
        if self._front:
            self._footnotes.keep(mark.label, footnote)
            return ""
        return self._footnotes.mark(mark.label, footnote)

    def link_start(self, link: LinkStart) -> str:  # noqa: ARG002
        """Return nothing: Anki cannot link from card to card, so the text stands alone."""
        return ""

    def link_end(self) -> str:
        """Return nothing."""
        return ""


class Trail(Side):
    """The wardrobe of what a card stands under, its chapter and its question: Anki would play their sounds with it."""

    def figure(self, figure: Figure) -> str:
        """Return an image, and nothing of a sound or film."""
        return super().figure(figure) if figure.medium.kind == "image" else ""


def _image(figure: Figure, title: str = "") -> str:
    """Return an image with its size, so that nothing jumps when it is there."""
    medium = figure.medium
    size = f' width="{medium.width:.0f}" height="{medium.height:.0f}"' if medium.width and medium.height else ""
    name = f' title="{escape(title)}"' if title else ""
    return defuse(f'<img src="{escape(medium.name)}" alt="{escape(figure.alt)}"{name}{size}>')


def _box(match: re.Match[str]) -> str:
    """Return the beginning or end of a table with that of a box around it."""
    return f'<div class="scroll">{match["start"]}' if match["start"] else f"{match[0]}</div>"


def _superscript(letter: str) -> str:
    """Return the mark of a footnote."""
    return f'<sup class="mark">{letter}</sup>'


def _letter(index: int) -> str:
    """Return ``a`` to ``z``, then ``aa``, ``ab`` and so on."""
    before, place = divmod(index, _SIZE)
    return (_letter(before - 1) if before else "") + chr(ord("a") + place)
