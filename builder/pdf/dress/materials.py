"""What a fragment's parts look like on paper, and what they need: the wardrobe that all of print begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from builder.pdf.paper import MM, PX
from builder.pdf.press.tags import FORMULA
from builder.pdf.tree.codelines import BREAK
from builder.render.fragment import ATTRIBUTES, FIGURE, dress, untagged
from builder.render.occlusion import described, figure_of, masked
from builder.render.speech import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.diagnostics import Span
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
    from builder.render.mathsvg import MathSvg
    from builder.render.works import Bibliography

SCHEME: Final = "deck:"
"""Of the addresses of what the build itself hands to the layout; no other address leads anywhere."""

_HIGHEST: Final = 120.0
"""mm that a picture with masks may be high, as the style sheets have it for figures."""

_WIDEST: Final = 39.0
"""em that a line of the text face holds on a page of A4."""

_SMALLEST: Final = 0.6
"""The part of its size to which a displayed formula may be scaled down before it is parted."""

_UNSIZED: Final = "60%"
"""The width of a picture that does not say how large it is."""

SIZE: Final = 16.0
"""Font size in CSS px at which formulas are drawn; the page scales them, they are vectors."""

_ASCENT: Final = 1.03
_DESCENT: Final = 0.33
"""em that even the densest line of the text face has above and below its baseline."""
_WHITE_ABOVE: Final = 0.12
_WHITE_BELOW: Final = 0.28
"""em by which a formula may stand out of its line before it drives lines apart: as far as it meets but few letters."""

_LINK: Final = re.compile(rf"</?a\b{ATTRIBUTES}>")

Notes = dict[str, int]
"""The footnotes that the texts of one card marked so far: label → index in `Materials.footnotes`.

A card stands in one file, where a label has one meaning.
"""


@dataclass(frozen=True, slots=True)
class File:
    """Something that the layout may ask for by its address."""

    data: bytes
    mime: str
    place: Span | None = None
    """Where the source asks for it first; None of what the build made itself."""


class Materials:
    """What dressed texts need besides themselves, gathered in reading order."""

    def __init__(self, bibliography: Bibliography, *, highest: float = _HIGHEST, widest: float = _WIDEST) -> None:
        """Cite from *bibliography*; a picture with masks may be *highest* mm high, and a line holds *widest* em."""
        self.bibliography = bibliography
        self.files: dict[str, File] = {}
        """By address."""
        self.footnotes: list[str] = []
        """Dressed; the one marked ``data-note="n"`` has the index n."""
        self.highest = highest
        self.widest = widest
        self.figures = 0
        """How many figures have a number so far."""
        self._formulas: dict[tuple[object, ...], str] = {}
        self._images = 0

    def dress(self, fragment: Fragment, notes: Notes | None = None) -> str:
        """Return *fragment* as HTML for print; of the footnotes in *notes*, which it adds to, it repeats the number."""
        return dress(fragment, PrintWardrobe(self, notes))

    def picture(self, fragment: Fragment, masks: Sequence[RenderedMask], address: str = "", kind: str = "") -> str:
        """Return the picture in *fragment*, that of an occlusion card, with *masks* over it.

        Shown is the file at *address*, if it says one, and *kind* is one more class.
        """
        figure = figure_of(fragment)
        if figure is None:
            return ""
        medium = figure.medium
        width = f"{_picture_width(medium, self.highest * MM / PX):g}px" if medium.width and medium.height else _UNSIZED
        anchor = f' id="{FIGURE}{figure.id}"' if figure.id else ""
        shown = address or self.address(figure)
        image = f'<img src="{shown}" alt="{escape(described(figure, masks).alt)}">'
        caption = f"<figcaption>{escape(figure.title)}</figcaption>" if figure.title else ""
        return f'<figure class="{f"occlusion {kind}".rstrip()}"{anchor}>{masked(image, masks, width)}{caption}</figure>'

    def address(self, figure: Figure) -> str:
        """Return the address of the file of *figure*, which the layout may ask for from now on."""
        medium = figure.medium
        address = f"{SCHEME}{medium.name}"
        self.files.setdefault(address, File(medium.data, medium.mime, figure.span))
        return address

    def label(self, fragment: Fragment) -> str:
        """Return *fragment* in plain words, for where no markup can stand."""
        return " ".join(unescape(untagged(dress(fragment, LabelWardrobe(self)))).split())

    def entry(self, fragment: Fragment) -> str:
        """Return *fragment*, inline, as it stands in the table of contents: no links, no anchors, no notes."""
        return dress(fragment, EntryWardrobe(self))

    def formula(self, math: Math) -> str:
        """Return *math* as an image on the baseline, with spoken words for who cannot see it.

        One that is longer than a line is parted: a displayed one within its image, any other into several.
        """
        key = (math.latex, math.display, math.blanks)
        if key not in self._formulas:
            self._formulas[key] = self._parted(math)
        return self._formulas[key]

    def _parted(self, math: Math) -> str:
        """Return a formula that was not met before."""
        from builder.pdf.dress.longmath import parts_of, stacked
        from builder.render.math import svg

        drawn = svg(math, size=SIZE)
        if drawn.width * _SMALLEST > self.widest and math.display:
            parts = parts_of(math, self.widest)
            return self._image(math, stacked(parts, SIZE) if len(parts) > 1 else drawn)
        if drawn.width > self.widest and not math.display:
            parts = parts_of(math, self.widest)
            return BREAK.join(self._image(part, svg(part, size=SIZE)) for part in parts)
        return self._image(math, drawn)

    def _image(self, math: Math, drawn: MathSvg) -> str:
        """Return *math* as the image *drawn*, which may stand out of its line a little."""
        above = 0 if math.display else min(max(drawn.height - drawn.depth - _ASCENT, 0), _WHITE_ABOVE)
        below = 0 if math.display else min(max(drawn.depth - _DESCENT, 0), _WHITE_BELOW)
        return self.image(math, drawn, spoken(math), above=above, below=below)

    def image(
        self,
        math: Math,
        drawn: MathSvg,
        words: str,
        *,
        kind: str = "",
        by: float = 1.0,
        above: float = 0.0,
        below: float = 0.0,
    ) -> str:
        """Return *math* as the image *drawn*, spoken as *words*.

        *kind* is one more class, *by* what its size is multiplied by; *above* and *below* are the em by which it
        stands out of its line without driving lines apart.
        """
        self._images += 1
        address = f"{SCHEME}formula-{self._images}.svg"
        self.files[address] = File(drawn.svg.encode(), "image/svg+xml", math.span)
        names = " ".join(filter(None, ("math", "display" if math.display else "", kind)))
        # What stands on the line is the lower edge of the margin.
        style = f"width:{by * drawn.width:.4f}em;vertical-align:{below - by * drawn.depth:.4f}em"
        style += f";margin:{-above:.4f}em 0 {-below:.4f}em" if above or below else ""
        alt = f"{FORMULA}{escape(words or 'formula')}"
        return f'<img class="{names}" src="{address}" alt="{alt}" style="{style}">'


class PrintWardrobe:
    """The form of each part in print (`builder.render.fragment.Wardrobe`); one for each fragment."""

    def __init__(self, materials: Materials, notes: Notes | None = None) -> None:
        """Add to *materials* what the fragment needs, and to *notes* the footnotes that it marks first."""
        self._materials = materials
        self._notes: Notes = {} if notes is None else notes

    def math(self, math: Math) -> str:
        """Return a formula as an image."""
        return self._materials.formula(math)

    def blank_start(self, blank: BlankStart) -> str:  # noqa: ARG002 (every wardrobe is asked alike)
        """Return the beginning of a blank: on the sheet it is filled in and marked."""
        return '<mark class="blank">'

    def blank_end(self, blank: BlankEnd) -> str:  # noqa: ARG002
        """Return the end of a blank."""
        return "</mark>"

    def figure(self, figure: Figure) -> str:
        """Return an image, numbered and captioned when it stands alone; of a sound or film its words."""
        medium = figure.medium
        anchor = f' id="{FIGURE}{figure.id}"' if figure.id else ""
        words = escape(figure.alt or figure.title)
        if medium.kind != "image":
            tag = "p" if figure.alone else "span"
            return f'<{tag} class="{medium.kind}"{anchor}>{words}</{tag}>'
        address = self._materials.address(figure)
        size = f' style="width:{medium.width:g}px"' if medium.width else ""
        image = f'<img src="{address}" alt="{words or "Image without description"}"{size}>'
        if not figure.alone:
            return f'<span class="inline-figure"{anchor}>{image}</span>'
        self._materials.figures += 1
        number = f'<span class="label">Figure {self._materials.figures}</span>'
        caption = f"{number} {escape(figure.title or figure.alt)}".rstrip()
        return f"<figure{anchor}>{image}<figcaption>{caption}</figcaption></figure>"

    def citation(self, citation: Citation) -> str:
        """Return author and year of each work in parentheses, linked to the list of sources."""
        return f"({self._materials.bibliography.cite(citation.keys)})"

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the place of a footnote; a second mark of it only repeats its number, which the page settles."""
        footnotes = self._materials.footnotes
        if mark.label in self._notes:
            return f'<a class="note-again" data-again="{self._notes[mark.label]}"></a>'
        self._notes[mark.label] = number = len(footnotes)
        footnotes.append("")
        footnotes[number] = self.footnote(fragment.footnotes[mark.label])
        return f'<span class="footnote" data-note="{number}"></span>'

    def footnote(self, footnote: Fragment) -> str:
        """Return the text of *footnote*, which is marked for the first time."""
        return self._materials.dress(footnote, self._notes)

    def link_start(self, link: LinkStart) -> str:
        """Return the beginning of a link into the deck."""
        return f'<a href="#{escape(link.anchor)}">'

    def link_end(self) -> str:
        """Return its end."""
        return "</a>"

    def text(self, html: str) -> str:
        """Return *html* as it is: the style sheet knows the neutral vocabulary."""
        return html


class EntryWardrobe(PrintWardrobe):
    """The form of a heading where it stands a second time, as a link."""

    def figure(self, figure: Figure) -> str:
        """Return the words for an image."""
        return escape(figure.alt)

    def citation(self, citation: Citation) -> str:
        """Return author and year without links."""
        return _LINK.sub("", super().citation(citation))

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:  # noqa: ARG002
        """Return nothing: the note stands at the heading itself."""
        return ""

    def link_start(self, link: LinkStart) -> str:  # noqa: ARG002
        """Return nothing: a link holds no links."""
        return ""

    def link_end(self) -> str:
        """Return nothing either."""
        return ""

    def text(self, html: str) -> str:
        """Return *html* without its links."""
        return _LINK.sub("", html)


class LabelWardrobe(EntryWardrobe):
    """The form of a heading in plain words: for the outline, the running head and a link's description."""

    def math(self, math: Math) -> str:
        """Return the formula as one would say it."""
        return escape(spoken(math))


def _picture_width(medium: Medium, highest: float) -> float:
    """Return the width in CSS px at which *medium*, whose size is known, is no higher than *highest* px."""
    width, height = medium.width or 0, medium.height or 0
    return min(width, width * highest / height)
