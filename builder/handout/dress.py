"""What a fragment's parts look like on the web: the wardrobe of the handout."""

from __future__ import annotations

import re
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Final

from builder.handout.places import OneFile
from builder.render.fragment import FIGURE, dress
from builder.render.occlusion import described, figure_of, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.handout.places import Places
    from builder.render.fragment import (
        BlankEnd,
        BlankStart,
        Citation,
        Figure,
        Fragment,
        LinkStart,
        Math,
        Medium,
        NoteMark,
        RenderedMask,
    )
    from builder.render.works import Bibliography

_ATTRIBUTES: Final = r'(?P<attributes>(?:[^>"]|"[^"]*")*)'
_SHAPED: Final = re.compile(rf"<(?P<close>/?)(?P<name>h[1-6]|table|thead|t[dh]|pre)\b{_ATTRIBUTES}>")
"""The tags that look otherwise on the web; in neutral HTML attributes are always quoted by ``"``."""

_EMPTY_HEAD: Final = re.compile(r"<th\b([^>]*)>\s*</th>")
"""The empty corner of a table heads nothing."""

_ANCHOR: Final = re.compile(rf"</?a\b{_ATTRIBUTES}>")
_TAG: Final = re.compile(rf"</?[a-z]{_ATTRIBUTES}>")
_LANGUAGE: Final = re.compile(r'data-language="([^"]*)"')

_STYLE: Final = re.compile(r'(?<![a-z])style="([^"]*)"')
_HIGHEST: Final = 3
"""Sub-headings of a fragment begin here (`builder.render.fragment.Fragment`)."""
_LOWEST: Final = 6

_LONG_FORMULA: Final = 22
"""Characters of a formula in a line that may outgrow a screen of 320 px and then needs a box that scrolls."""

_TALLEST: Final = 80
"""Hundredths of the screen's height that a picture under masks may have."""

_SCROLLS: Final = 'tabindex="0" role="group"'
"""A box that may scroll sideways can be reached by the keyboard, so it needs a role and a label too."""


class Materials:
    """What the texts of one page share, gathered in reading order."""

    def __init__(self, bibliography: Bibliography, places: Places | None = None) -> None:
        """Cite from *bibliography*; links and files are where *places* says, on the page itself without any."""
        self.bibliography = bibliography
        self.places: Places = places or OneFile()
        self._figures = count(1)
        self._styles: dict[str, str] = {}

    def beside(self, bibliography: Bibliography, places: Places | None = None) -> Materials:
        """Return what the texts of another page of the same deck share.

        All pages have one numbering of figures and one set of styles.
        """
        other = Materials(bibliography, places)
        other._figures, other._styles = self._figures, self._styles
        return other

    def next_figure(self) -> int:
        """Return the number of the next figure."""
        return next(self._figures)

    def formula(self, math: Math) -> str:
        """Return *math* as MathML without style attributes, which the page does not allow."""
        from builder.render.math import mathml

        return self.unstyled(mathml(math, blank_class="blank"))

    def unstyled(self, html: str) -> str:
        """Return *html*, whose elements have no class yet, with each style attribute as a class instead."""
        return _STYLE.sub(self._style_class, html)

    def picture(self, fragment: Fragment, masks: Sequence[RenderedMask], *, hides_all: bool = False) -> str:
        """Return the picture in *fragment*, that of an occlusion card, with *masks* over it.

        It says whether a learner sees one of them at a time or, if it *hides_all*, all but what is told.
        """
        figure = figure_of(fragment)
        if figure is None:
            return ""
        anchor = f' id="{FIGURE}{figure.id}"' if figure.id else ""
        image = self.player(described(figure, masks), _width(figure.medium))
        shown = self.unstyled(masked(image, masks, hides="all" if hides_all else "one"))
        caption = f"<figcaption>{escape(figure.title)}</figcaption>" if figure.title else ""
        return f'<figure class="occlusion"{anchor}>{shown}{caption}</figure>'

    def player(self, figure: Figure, width: str = "") -> str:
        """Return the element that shows or plays a medium; an image is *width* wide if that is said."""
        medium = figure.medium
        source = escape(self.places.file(medium.name, medium.mime, medium.data))
        alt = escape(figure.alt)
        if medium.kind == "image":
            style = f' style="width:{width}"' if width else ""
            return f'<img src="{source}" alt="{alt}"{_size(medium)}{style} decoding="async">'
        return f'<{medium.kind} controls preload="none" src="{source}" aria-label="{alt}"></{medium.kind}>'

    def logo(self, logo: Medium) -> str:
        """Return the image beside the deck's name, which says what it is."""
        source = escape(self.places.file(logo.name, logo.mime, logo.data))
        return f'<img class="logo" src="{source}" alt=""{_size(logo)}>'

    def style_rules(self) -> str:
        """Return the CSS rules for the classes that stand for style attributes."""
        return "\n".join(f".{name} {{ {style} }}" for style, name in self._styles.items())

    def _style_class(self, style: re.Match[str]) -> str:
        """Return the class that stands for a style attribute."""
        name = self._styles.setdefault(style[1], f"style-{len(self._styles) + 1}")
        return f'class="{name}"'


class Footnotes:
    """The footnotes of one question, card or introduction, numbered by their first mark."""

    def __init__(self, owner: str) -> None:
        """Begin the notes of what stands under the anchor *owner*."""
        self._owner = owner
        self._found: dict[str, Fragment] = {}
        self._marks: dict[str, int] = {}

    def mark(self, label: str, fragment: Fragment) -> str:
        """Return the mark of the footnote *label* of *fragment* as a link to the note."""
        self._found.setdefault(label, fragment.footnotes[label])
        self._marks[label] = self._marks.get(label, 0) + 1
        number = list(self._found).index(label) + 1
        return (
            f'<sup class="note-mark"><a href="#{self._note(number)}" id="{self._mark(number, self._marks[label])}"'
            f' role="doc-noteref">{number}</a></sup>'
        )

    def listed(self, materials: Materials, level: int) -> str:
        """Return the notes that were marked, and those that they mark themselves, as a list; without any, nothing.

        Each note ends with a link back to its first mark. *level* is the one that sub-headings in them begin at.
        """
        items: list[str] = []
        wardrobe = WebWardrobe(materials, self, level)
        while len(items) < len(self._found):
            number = len(items) + 1
            text = dress(list(self._found.values())[number - 1], wardrobe)
            back = (
                f'<a class="back-link" href="#{self._mark(number, 1)}" role="doc-backlink"'
                f' aria-label="Back to footnote mark {number}">↩</a>'
            )
            items.append(f'<li id="{self._note(number)}">{_put_inside(text, back)}</li>')
        return f'<ol class="footnotes">{"".join(items)}</ol>' if items else ""

    def _note(self, number: int) -> str:
        """Return the anchor of a note."""
        return f"fn_{self._owner}_{number}"

    def _mark(self, number: int, time: int) -> str:
        """Return the anchor of the mark that names a note for the *time*-th time."""
        return f"{self._note(number)}_mark{time}"


class WebWardrobe:
    """The web's form of each part (`builder.render.fragment.Wardrobe`)."""

    def __init__(self, materials: Materials, footnotes: Footnotes, level: int) -> None:
        """Dress for a place whose sub-headings begin at *level*; works cited and notes marked are gathered."""
        self._materials = materials
        self._footnotes = footnotes
        self._level = level
        self._in_head = False
        """True between the tags of a table's head, which may stand in different pieces."""

    def math(self, math: Math) -> str:
        """Return a formula as MathML; in a box that scrolls when it stands alone or is long."""
        formula = self._materials.formula(math)
        if math.display:
            return f'<span class="formula" {_SCROLLS} aria-label="Formula">{formula}</span>'
        if len(_TAG.sub("", formula)) > _LONG_FORMULA:
            return f'<span class="long-formula" {_SCROLLS} aria-label="Formula">{formula}</span>'
        return formula

    def blank_start(self, blank: BlankStart) -> str:
        """Return the beginning of a blank, which the handout shows filled in and marked."""
        hint = f' data-hint="{escape(blank.hint)}"' if blank.hint else ""
        return f'<mark class="blank" data-blank="{" ".join(map(str, blank.numbers))}"{hint}>'

    def blank_end(self, blank: BlankEnd) -> str:  # noqa: ARG002 (every wardrobe is asked alike)
        """Return the end of a blank."""
        return "</mark>"

    def figure(self, figure: Figure) -> str:
        """Return an image, a sound or a film with its data inside; numbered and captioned when it stands alone."""
        anchor = f' id="{FIGURE}{figure.id}"' if figure.id else ""
        if not figure.alone:
            return f'<span class="figure"{anchor}>{self._materials.player(figure)}</span>'
        # A caption that only repeats the alternative text is for the eye: a screen reader has read it already.
        hidden = "" if figure.title else ' aria-hidden="true"'
        caption = f'<span class="label">Figure {self._materials.next_figure()}</span> <span{hidden}>{{}}</span>'
        return (
            f'<figure class="figure {figure.medium.kind}"{anchor}>{self._materials.player(figure)}'
            f"<figcaption>{caption.format(escape(figure.title or figure.alt))}</figcaption></figure>"
        )

    def citation(self, citation: Citation) -> str:
        """Return author and year of each work in parentheses, linked to the list of sources."""
        return f"({self._materials.bibliography.cite(citation.keys)})"

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the mark of a footnote of *fragment*."""
        return self._footnotes.mark(mark.label, fragment)

    def link_start(self, link: LinkStart) -> str:
        """Return the beginning of a link into the deck."""
        return f'<a href="{escape(self._materials.places.link(link.anchor))}">'

    def link_end(self) -> str:
        """Return its end."""
        return "</a>"

    def text(self, html: str) -> str:
        """Return *html* with its sub-headings at their level, its tables and code in boxes that scroll, no styles."""
        return _SHAPED.sub(self._shape, _EMPTY_HEAD.sub(r"<td\1></td>", html))

    def _shape(self, tag: re.Match[str]) -> str:
        """Return one tag as the web wants it."""
        name, attributes = tag["name"], tag["attributes"]
        if name == "table":
            box = f'<div class="table-box" {_SCROLLS} aria-label="Table">'
            return "</table></div>" if tag["close"] else f"{box}<table{attributes}>"
        if name == "pre":
            return "</pre></div>" if tag["close"] else _code_box(attributes)
        if name == "thead":
            self._in_head = not tag["close"]
            return tag[0]
        if name in {"td", "th"}:
            heads = not tag["close"] and name == "th" and self._in_head and "scope=" not in attributes
            scope = ' scope="col"' if heads else ""
            return f"<{tag['close']}{name}{scope}{self._materials.unstyled(attributes)}>"
        level = min(int(name[1]) - _HIGHEST + self._level, _LOWEST)
        return f"<{tag['close']}h{level}{attributes}>"


class LabelWardrobe(WebWardrobe):
    """The form of a heading where it stands a second time, as the text of a link: no anchors, no links, no notes."""

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:  # noqa: ARG002
        """Return nothing: the mark stands at the heading itself."""
        return ""

    def citation(self, citation: Citation) -> str:
        """Return author and year without links."""
        return _ANCHOR.sub("", super().citation(citation))

    def figure(self, figure: Figure) -> str:
        """Return the words for an image."""
        return escape(figure.alt)

    def link_start(self, link: LinkStart) -> str:  # noqa: ARG002
        """Return nothing: a link holds no links."""
        return ""

    def link_end(self) -> str:
        """Return nothing either."""
        return ""

    def math(self, math: Math) -> str:
        """Return the formula alone: inside a link nothing else takes the focus."""
        return self._materials.formula(math)

    def text(self, html: str) -> str:
        """Return *html* without its links."""
        return _ANCHOR.sub("", html)


def _size(medium: Medium) -> str:
    """Return the attributes for the size of an image, as far as its file tells it."""
    sides = (("width", medium.width), ("height", medium.height))
    return "".join(f' {name}="{round(length)}"' for name, length in sides if length)


def _code_box(attributes: str) -> str:
    """Return the beginning of a box around code, with the name of its language."""
    found = _LANGUAGE.search(attributes)
    language = found[1] if found else ""
    label = f"Code, {language}" if language else "Code"
    return (
        f'<div class="code-box" data-language="{language}">'
        f'<pre{_LANGUAGE.sub("", attributes).rstrip()} {_SCROLLS} aria-label="{label}">'
    )


def _width(medium: Medium) -> str:
    """Return how wide a picture under masks is, if it says how large it is; not all drawings have a size to a browser.

    As masks lie on its box, that has the picture's own ratio at any size of the screen.
    """
    if not medium.width or not medium.height:
        return ""
    return f"min({medium.width:g}px,{_TALLEST * medium.width / medium.height:g}vh)"


def _put_inside(html: str, end: str) -> str:
    """Return *html* with *end* as the last thing in its last paragraph, or behind it where it ends otherwise."""
    body = html.rstrip()
    return f"{body.removesuffix('</p>')} {end}</p>" if body.endswith("</p>") else f"{body} {end}"
