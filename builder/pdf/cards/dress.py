"""What a fragment's parts look like on a card: fronts that do not tell, backs that bring what belongs to the front."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from builder.pdf.dress.hidden import SPOKEN, blanked, hidden_formula
from builder.pdf.dress.materials import SCHEME, SIZE, File, Materials, PrintWardrobe
from builder.pdf.dress.telling import quiet
from builder.pdf.paper import MM, PX
from builder.pdf.press.tags import MISSING
from builder.render.fragment import ATTRIBUTES, FIGURE, Figure, dress
from builder.render.speech import spoken
from builder.theme.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.diagnostics import Span
    from builder.pdf.cards.shape import Step
    from builder.render.fragment import BlankEnd, BlankStart, Citation, Fragment, LinkStart, Math, NoteMark
    from builder.render.mathsvg import MathSvg
    from builder.render.works import Bibliography

_GAP: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="18" viewBox="0 0 64 18" preserveAspectRatio="none">'
    f'<rect width="64" height="17" fill="{LIGHT["blank-soft"]}"/>'
    f'<rect y="17" width="64" height="1" fill="{LIGHT["blank"]}"/></svg>'
)
_GAP_ADDRESS: Final = f"{SCHEME}gap.svg"
_JOINER: Final = "\N{WORD JOINER}"
"""Text without a glyph: a line of code that is nothing but a blank would count as empty."""

_EM: Final = 15.0
"""pt to the em of the largest text of a card."""
_LINES: Final = 6
"""Lines that a formula may be parted into: one that is longer is made smaller, lest it be higher than a leaf."""

_ID: Final = re.compile(rf'(<[a-z][a-z0-9]*\b{ATTRIBUTES}?) id="[^"]*"')


class CardMaterials(Materials):
    """What the dressed texts of cards need besides themselves."""

    def __init__(self, bibliography: Bibliography, step: Step) -> None:
        """Cite from *bibliography*, for leaves as large as *step*."""
        super().__init__(bibliography, highest=step.tallest, widest=step.measure * MM / _EM)
        self.step = step
        self.files[_GAP_ADDRESS] = File(_GAP.encode(), "image/svg+xml")
        self._on_cards: dict[tuple[object, ...], str] = {}

    def formula(self, math: Math) -> str:
        """Return *math* as an image on the baseline; one that is higher than a leaf is made smaller."""
        from builder.render.math import svg

        drawn = svg(math, size=SIZE)
        if self._shrunk(drawn) == 1 and drawn.width < _LINES * self.widest:
            return super().formula(math)
        return self._whole(math, drawn, spoken(math), "whole")

    def asked(self, math: Math) -> str:
        """Return *math* with boxes for its blanks."""
        drawn, words = hidden_formula(math, size=SIZE, ink=LIGHT["ink"])
        return self._whole(math, drawn, words, "asked")

    def _whole(self, math: Math, drawn: MathSvg, words: str, form: str) -> str:
        """Return *math*, *drawn* in a *form* of ours and spoken as *words*, as one image."""
        key = (math.latex, math.display, math.blanks, form)
        if key not in self._on_cards:
            self._on_cards[key] = self.image(math, drawn, words, by=self._shrunk(drawn))
        return self._on_cards[key]

    def _shrunk(self, drawn: MathSvg) -> float:
        """Return by how much a formula must be smaller to stand on a leaf."""
        return min(1.0, 0.9 * self.step.depth * MM / (drawn.height * _EM))


class Footnotes:
    """The footnotes of one card, lettered in the order of first use: they stand at the end of its back."""

    def __init__(self) -> None:
        """Begin without any."""
        self._fragments: dict[str, Fragment] = {}
        self._letters: dict[str, str] = {}

    def mark(self, label: str, footnote: Fragment) -> str:
        """Return the letter of the footnote *label* as a mark, and keep it for the list."""
        self._fragments.setdefault(label, footnote)
        return f'<sup class="note-mark">{self._letters.setdefault(label, _letter(len(self._letters)))}</sup>'

    def keep(self, label: str, footnote: Fragment) -> None:
        """Keep the footnote *label* of a front, which bears no mark, for the list."""
        self._fragments.setdefault(label, footnote)

    def html(self, side: CardWardrobe) -> str:
        """Return the list, dressed for *side*, or nothing; a footnote may bring further ones with it."""
        entries: list[str] = []
        shown: set[str] = set()
        while waiting := [label for label in self._fragments if label not in shown]:
            for label in waiting:
                shown.add(label)
                text = dress(self._fragments[label], side)
                entries.append(_headed(f'<sup class="note-mark">{self._letters.get(label, "Q")}</sup>', text))
        return f'<div class="notes">{"".join(entries)}</div>' if entries else ""


class CardWardrobe(PrintWardrobe):
    """The form of each part on one side of a card.

    A front never tells: blanks are empty and all of one width, abbreviations are not expanded, links are text, and
    footnotes wait for the back. What stands *again* on the back has its anchors on the front.
    """

    def __init__(self, materials: CardMaterials, footnotes: Footnotes, *, front: bool, again: bool = False) -> None:
        """Add to *materials* what the fragment needs, and to the *footnotes* of the card those that it marks."""
        super().__init__(materials)
        self._own = materials
        self._footnotes = footnotes
        self._front = front
        self._again = again
        self._apart: set[Span] = set()

    def dress(self, fragment: Fragment) -> str:
        """Return *fragment* as HTML for this side."""
        shown = blanked(fragment) if self._front else fragment
        self._apart |= set(_at_edges(shown))
        return dress(shown, self)

    def text(self, html: str) -> str:
        """Return *html* as this side shows it."""
        if self._front:
            html = quiet(html)
        return _ID.sub(r"\1", html) if self._again else html

    def math(self, math: Math) -> str:
        """Return a formula as an image, on a front with boxes for its blanks and what their hints say behind it."""
        if not (self._front and math.blanks):
            return self._own.formula(math)
        hints = "; ".join(blank.hint for blank in math.blanks if blank.hint)
        return f"{self._own.asked(math)}{_cue(hints)}"

    def blank_start(self, blank: BlankStart) -> str:
        """Return the beginning of a blank: on a front all of it, for what it hides is gone."""
        if not self._front:
            return super().blank_start(blank)
        image = f'<img src="{_GAP_ADDRESS}" alt="{MISSING}{SPOKEN}">'
        text = _JOINER if blank.code else ""
        return f'<span class="gap">{image}{text}</span>{_cue(blank.hint)}'

    def blank_end(self, blank: BlankEnd) -> str:
        """Return the end of a blank."""
        return "" if self._front else super().blank_end(blank)

    def figure(self, figure: Figure) -> str:
        """Return an image so large that it stands on a leaf, captioned by its title; of a sound or film its words."""
        figure = replace(figure, id=None) if self._again else figure
        if figure.medium.kind != "image":
            return super().figure(figure)
        anchor = f' id="{FIGURE}{figure.id}"' if figure.id else ""
        words = escape(figure.alt or figure.title)
        width = self._width(figure)
        image = f'<img src="{self._own.address(figure)}" alt="{words or "Image without description"}"{width}>'
        if not figure.alone:
            name = "inline-figure apart" if self._is_apart(figure) else "inline-figure"
            return f'<span class="{name}"{anchor}>{image}</span>'
        caption = f"<figcaption>{escape(figure.title)}</figcaption>" if figure.title else ""
        return f"<figure{anchor}>{image}{caption}</figure>"

    def citation(self, citation: Citation) -> str:
        """Return author and year: the works stand on the back, where there are any."""
        return quiet(super().citation(citation))

    def link_start(self, link: LinkStart) -> str:
        """Return the beginning of a link into the deck, on a front nothing."""
        return "" if self._front else super().link_start(link)

    def link_end(self) -> str:
        """Return its end."""
        return "" if self._front else super().link_end()

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the letter of a footnote, or nothing on a front."""
        footnote = fragment.footnotes[mark.label]
        if self._front:
            self._footnotes.keep(mark.label, footnote)
            return ""
        return self._footnotes.mark(mark.label, footnote)

    @property
    def _low(self) -> float:
        """The mm that a picture among words may be high."""
        return self._own.step.tallest / 3

    def _is_apart(self, figure: Figure) -> bool:
        """Say whether *figure*, which begins or ends its paragraph, is too large for a line, and so has its own."""
        return figure.span in self._apart and (figure.medium.height or 0) * PX > self._low * MM

    def _width(self, figure: Figure) -> str:
        """Return the width at which the image of *figure* is neither higher nor wider than may be."""
        width, height = figure.medium.width or 0, figure.medium.height or 0
        if not width or not height:
            return ' class="unsized"'
        step = self._own.step
        highest = step.tallest if figure.alone or self._is_apart(figure) else self._low
        most = min(step.measure, highest * width / height) * MM / PX
        return f' style="width:{min(width, most):.5g}px"'


def _at_edges(fragment: Fragment) -> Iterator[Span]:
    """Yield where the pictures stand that begin or end a paragraph of *fragment*."""
    around = ("<p>", *fragment.parts, "</p>")
    for before, part, after in zip(around, around[1:], around[2:], strict=False):
        if isinstance(part, Figure):
            begins = isinstance(before, str) and before.rstrip().endswith("<p>")
            ends = isinstance(after, str) and after.lstrip().startswith("</p>")
            if begins or ends:
                yield part.span


def _cue(hint: str) -> str:
    """Return the *hint* of a blank, or nothing."""
    return f' <span class="cue">({escape(hint)})</span>' if hint else ""


def _headed(mark: str, html: str) -> str:
    """Return the footnote *html* with its *mark* in its first line."""
    return f"<p>{mark} {html.removeprefix('<p>')}" if html.startswith("<p>") else f"<div>{mark} {html}</div>"


def _letter(number: int) -> str:
    """Return the letter of a footnote by its *number* from 0; behind the last one numbers follow."""
    return ascii_lowercase[number] if number < len(ascii_lowercase) else str(number + 1)
