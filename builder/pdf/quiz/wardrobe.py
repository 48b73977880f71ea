"""What the parts of a fragment look like in a quiz: quiet where it asks, at full length where it answers."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from builder.pdf.dress.hidden import SPOKEN, blanked, hidden_formula
from builder.pdf.dress.materials import SCHEME, SIZE, File, PrintWardrobe
from builder.pdf.dress.pictures import bare
from builder.pdf.dress.telling import quiet
from builder.pdf.press.tags import MISSING
from builder.pdf.tree.codelines import BREAK
from builder.render.fragment import ATTRIBUTES, dress
from builder.render.works import cited
from builder.theme.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.diagnostics import Span
    from builder.model import Work
    from builder.pdf.dress.materials import Materials, Notes
    from builder.pdf.dress.telling import Secrets
    from builder.render.fragment import BlankEnd, BlankStart, Citation, Figure, Fragment, LinkStart, Math, NoteMark

Seen = dict["Span", int]
"""The figures that were shown, by where the source has them: their numbers, or 0 for one in a line, which has none."""

_IDENTITY: Final = re.compile(rf'(<h[3-6]\b{ATTRIBUTES}?) id="[^"]*"')
_SOUNDS: Final = {"audio": "a sound", "video": "a film"}

_BLANK_ADDRESS: Final = f"{SCHEME}blank.svg"
_BLANK_IMAGE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20" viewBox="0 0 100 20" preserveAspectRatio="none">'
    f'<path d="M0 19.6H100" stroke="{LIGHT["ink"]}" stroke-width="0.8" fill="none"/></svg>'
)


def blank_line(materials: Materials) -> str:
    """Return a blank to write in; it is an image because only an image has words of its own for who does not see it."""
    materials.files.setdefault(_BLANK_ADDRESS, File(_BLANK_IMAGE.encode(), "image/svg+xml"))
    return f'<img class="blank" src="{_BLANK_ADDRESS}" alt="{MISSING}{SPOKEN}">'


class QuestionWardrobe(PrintWardrobe):
    """The form of each part where it is asked: without a name of any place, for the key has those."""

    def __init__(
        self, materials: Materials, works: Mapping[str, Work], secrets: Secrets, seen: Seen, notes: Notes
    ) -> None:
        """Dress a text that must not tell *secrets*; the rest is that of `PrintWardrobe`, with *works* to cite."""
        super().__init__(materials, notes)
        self._works = works
        self._secrets = secrets
        self._seen = seen

    def dressed(self, fragment: Fragment) -> str:
        """Return *fragment* as HTML, its blanks empty."""
        return dress(blanked(fragment), self)

    def math(self, math: Math) -> str:
        """Return a formula, with boxes for its blanks."""
        if not math.blanks:
            return super().math(math)
        drawn, words = hidden_formula(math, size=SIZE, ink=LIGHT["ink"])
        return self._materials.image(math, drawn, words, kind="asked")

    def blank_start(self, blank: BlankStart) -> str:
        """Return a blank with its hint; in code a mark behind it keeps the line, which may hold nothing else."""
        line = f"{blank_line(self._materials)}{BREAK}" if blank.code else blank_line(self._materials)
        return f'{line} <span class="hint">({escape(blank.hint)})</span>' if blank.hint else line

    def blank_end(self, blank: BlankEnd) -> str:  # noqa: ARG002 (every wardrobe is asked alike)
        """Return nothing: all of the blank stands where it begins."""
        return ""

    def figure(self, figure: Figure) -> str:
        """Return an image with those of its words that tell nothing, numbered when it stands alone."""
        untelling = replace(
            figure,
            alt="" if self._secrets.tell(figure.alt) else figure.alt,
            title="" if self._secrets.tell(figure.title) else figure.title,
        )
        if figure.medium.kind != "image":
            return super().figure(
                untelling if untelling.alt or untelling.title else replace(untelling, alt=_SOUNDS[figure.medium.kind])
            )
        shown = super().figure(replace(bare(untelling), id=None))
        self._seen[figure.span] = self._materials.figures if figure.alone else 0
        if not figure.alone:
            return shown
        label = f'<span class="label">Figure {self._materials.figures}</span>'
        caption = f"{label} {escape(untelling.title)}".rstrip()
        return re.sub(r"<figcaption>.*</figcaption>", lambda _: f"<figcaption>{caption}</figcaption>", shown)

    def citation(self, citation: Citation) -> str:
        """Return author and year; the list of sources stands with the key, for titles may tell."""
        return cited(citation.keys, self._works)

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the place of a footnote; one that tells waits for the key."""
        is_telling = self._secrets.tell(self._materials.label(fragment.footnotes[mark.label]))
        return "" if is_telling else super().note_mark(mark, fragment)

    def footnote(self, footnote: Fragment) -> str:
        """Return the text of *footnote*, which must not tell either."""
        return self.dressed(footnote)

    def link_start(self, link: LinkStart) -> str:  # noqa: ARG002
        """Return nothing: a link leads to what may tell, so its text stands alone."""
        return ""

    def link_end(self) -> str:
        """Return nothing."""
        return ""

    def text(self, html: str) -> str:
        """Return *html* without links and explanations, and without ids, which the key has where it says the same."""
        return _IDENTITY.sub(r"\1", quiet(html))


class KeyWardrobe(PrintWardrobe):
    """The form of each part in the key: that of the sheet, but a figure that was shown is only named again."""

    def __init__(self, materials: Materials, seen: Seen, notes: Notes, *, is_note: bool = False) -> None:
        """Dress an answer, or a footnote, which other cards may call too; *seen* are the figures shown so far."""
        super().__init__(materials, notes)
        self._seen = seen
        self._is_note = is_note

    def figure(self, figure: Figure) -> str:
        """Return an image, or the number under which it was shown."""
        if number := self._seen.get(figure.span):
            return f'<p class="seen">Figure {number}</p>'
        shown = super().figure(replace(figure, id=None) if self._is_note else figure)
        self._seen[figure.span] = self._materials.figures if figure.alone and figure.medium.kind == "image" else 0
        return shown

    def footnote(self, footnote: Fragment) -> str:
        """Return the text of *footnote*, which may hold figures that were shown."""
        return dress(footnote, KeyWardrobe(self._materials, self._seen, self._notes, is_note=True))

    def text(self, html: str) -> str:
        """Return *html*; a footnote may stand in more than one place, and no two places have one name."""
        return _IDENTITY.sub(r"\1", html) if self._is_note else html
