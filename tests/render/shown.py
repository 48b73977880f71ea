"""A text as HTML in the plainest dress, so that a test reads what a fragment holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model import Definitions
from builder.render.fragment import dress
from builder.render.media import Library
from builder.render.setting import Setting, Targets
from builder.render.writer import write
from builder.source.clozes import find_clozes
from builder.source.definitions import read_definitions
from builder.source.text import Text

if TYPE_CHECKING:
    from builder.diagnostics import Diagnostic
    from builder.model import Work
    from builder.render.fragment import (
        BlankEnd,
        BlankStart,
        Citation,
        Figure,
        Fragment,
        LinkStart,
        Math,
        NoteMark,
    )

PATH = "chapter.md"


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of a text."""

    html: str
    fragment: Fragment
    diagnostics: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the diagnostics."""
        return [one.rule.code for one in self.diagnostics]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a text."""

    definitions: str = ""
    """Markdown that defines links, footnotes and abbreviations."""
    works: dict[str, Work] = field(default_factory=dict)
    anchors: dict[str, str | None] = field(default_factory=dict)
    files: dict[str, str | None] = field(default_factory=dict)
    root: Path = Path("nowhere")


class Plain:
    """Dresses each part in an element of its own name, and HTML in nothing."""

    def math(self, math: Math) -> str:
        """Return LaTeX, its blanks in ``⟦ ⟧``."""
        edges = sorted(
            [(blank.start, 0, f"⟦{_numbers(blank.numbers)}:") for blank in math.blanks]
            + [(blank.end, -1, "⟧") for blank in math.blanks],
            reverse=True,
        )
        latex = math.latex
        for at, _, mark in edges:
            latex = latex[:at] + mark + latex[at:]
        return f"<math>{escape(latex, quote=False)}</math>" if not math.display else f"<display>{latex}</display>"

    def blank_start(self, blank: BlankStart) -> str:
        """Return the opening bracket of a blank."""
        hint = f"|{blank.hint}" if blank.hint else ""
        return f"⟦{_numbers(blank.numbers)}{hint}:"

    def blank_end(self, blank: BlankEnd) -> str:
        """Return the closing bracket of *blank*."""
        assert blank.numbers
        return "⟧"

    def figure(self, figure: Figure) -> str:
        """Return an image: its stem, and whether it stands alone."""
        stem = figure.medium.name.rsplit("-", 1)[0]
        said = f"{stem}|{figure.alt}|{figure.title}|{figure.id or ''}"
        return f"<figure>{said}</figure>" if figure.alone else f"<img>{said}</img>"

    def citation(self, citation: Citation) -> str:
        """Return the keys of a citation."""
        return f"<cite>{' '.join(citation.keys)}</cite>"

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the label of a footnote, which *fragment* must hold."""
        assert mark.label in fragment.footnotes
        return f"<note>{mark.label}</note>"

    def link_start(self, link: LinkStart) -> str:
        """Return the beginning of a link into the deck."""
        return f"<to {link.anchor}>"

    def link_end(self) -> str:
        """Return its end."""
        return "</to>"

    def text(self, html: str) -> str:
        """Return *html* as it is."""
        return html


def shown(markdown: str, around: Around | None = None, *, inline: bool = False, is_cloze: bool = False) -> Shown:
    """Return what the writer makes of *markdown*, with what *around* defines and with what it defines itself."""
    around = around or Around()
    text = Text(markdown, PATH, ((0, 0),))
    own = f"{markdown}\n\n{around.definitions}\n"
    definitions = read_definitions(Text(own, PATH, ((0, 0),))) if not inline or around.definitions else Definitions()
    targets = Targets(around.anchors, around.files)
    setting = Setting(PATH, definitions, around.works, targets, Library(around.root), {})
    clozes = find_clozes(text)[0] if is_cloze else ()
    fragment, diagnostics = write(text, setting, inline=inline, clozes=clozes)
    return Shown(dress(fragment, Plain()), fragment, diagnostics)


def _numbers(numbers: tuple[int, ...]) -> str:
    """Return the numbers of a blank."""
    return ",".join(map(str, numbers))
