"""The neutral form between Markdown and the three media.

A text is rendered once into a `Fragment`: sanitised HTML in pieces, and between them what each medium shows in
its own way (math, blanks, figures, citations, notes, links). A medium *dresses* a fragment: it gives each such
part its form and joins the pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from builder.diagnostics import Span
    from builder.model import Choice, Deck, DeckChapter, DeckQuestion, Mask, Note

FIGURE: Final = "fig_"
"""Prefix of the anchors of figures; no card's id can begin with it."""

ATTRIBUTES: Final = r'(?:[^>"]|"[^"]*")*'
"""A pattern of all that stands in a tag behind its name: in neutral HTML attributes are always quoted by ``"``."""

_TAG: Final = re.compile(rf"</?[a-z]{ATTRIBUTES}>")


@dataclass(frozen=True, slots=True)
class Math:
    """A formula; the offsets of its blanks count in `latex`."""

    latex: str
    """Without delimiters, blanks already filled in: ``\\frac{TP}{TP+FP}``."""
    display: bool
    span: Span = field(compare=False)
    """Where it stands; two formulas that say the same are one to a cache."""
    blanks: tuple[MathBlank, ...] = ()


@dataclass(frozen=True, slots=True)
class MathBlank:
    """A blank inside a formula: ``latex[start:end]`` is hidden."""

    numbers: tuple[int, ...]
    start: int
    end: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BlankStart:
    """The beginning of a blank in prose or code; everything up to its `BlankEnd` is hidden."""

    numbers: tuple[int, ...]
    hint: str = ""
    code: bool = False
    """True inside code, where markup is not wanted."""


@dataclass(frozen=True, slots=True)
class BlankEnd:
    """The end of the innermost open blank; it carries what its `BlankStart` says."""

    numbers: tuple[int, ...]
    hint: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An image, or a sound or film where `Medium.kind` says so."""

    medium: Medium
    alt: str
    title: str
    id: str | None
    alone: bool
    """True when it stands in a paragraph of its own: then the parts around it hold no ``<p>``."""
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """``[@key]``, or several keys in one pair of brackets: author and year are the medium's to write."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a footnote of the same fragment."""

    label: str
    """Key in `Fragment.footnotes`."""


@dataclass(frozen=True, slots=True)
class LinkStart:
    """The beginning of a link to another place in the deck."""

    anchor: str


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """Its end."""


Part = str | Math | BlankStart | BlankEnd | Figure | Citation | NoteMark | LinkStart | LinkEnd


@dataclass(frozen=True, slots=True)
class Medium:
    """A media file, cleaned and named by its content."""

    name: str
    """Unique in the deck: ``<stem>-<12 hex digits>.<ending>``, ASCII."""
    data: bytes
    mime: str
    kind: str
    """``image``, ``audio`` or ``video``."""
    width: float | None = None
    """In CSS px, where the file tells; so is `height`."""
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered text. Strings among the parts are safe HTML; joined and dressed they are well-formed.

    The neutral vocabulary: ``p ul ol li blockquote table thead tbody tr th td pre code em strong mark del sub sup
    kbd abbr dl dt dd h3 h4 h5 h6 hr br a[href=http…] div.callout(.note .tip .important .warning .caution, title in
    p.callout-title) ul.checklist (li.done, li.todo) pre.code[data-language] span.<pygments class>``.
    Sub-headings begin at ``h3`` and skip no level; one with an id has ``id=``.
    """

    parts: tuple[Part, ...] = ()
    footnotes: Mapping[str, Fragment] = field(default_factory=dict)
    """The footnotes that its marks name, in the order of first use."""

    def __bool__(self) -> bool:
        """Say whether there is anything to show."""
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class RenderedChoice:
    """One answer of a multiple-choice card."""

    choice: Choice
    text: Fragment
    explanation: Fragment


@dataclass(frozen=True, slots=True)
class RenderedMask:
    """One hidden region of an occlusion card."""

    mask: Mask
    text: Fragment
    """What it hides, inline."""


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A note with its texts rendered. Inline texts (headings, choices, what masks hide) hold no ``<p>``."""

    note: Note
    question: Fragment
    """Of a question card inline; of a recall or cloze card blocks."""
    answer: Fragment
    detail: Fragment
    choices: tuple[RenderedChoice, ...]
    context: tuple[Fragment, ...]
    """The breadcrumb, inline."""
    cited: tuple[str, ...]
    """Keys of the works that it cites in its text or names by `source`, each once."""
    image: Fragment = field(default_factory=Fragment)
    """Of an occlusion card its picture, one `Figure`: with nothing in its words that a mask hides."""
    masks: tuple[RenderedMask, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedQuestion:
    """A question in its chapter."""

    entry: DeckQuestion
    heading: Fragment
    """Inline."""
    note: RenderedNote | None
    notes: tuple[RenderedNote, ...]


@dataclass(frozen=True, slots=True)
class RenderedChapter:
    """A chapter."""

    entry: DeckChapter
    title: Fragment
    """Inline."""
    introduction: Fragment
    notes: tuple[RenderedNote, ...]
    questions: tuple[RenderedQuestion, ...]


@dataclass(frozen=True, slots=True)
class RenderedDeck:
    """All texts of a deck, ready to be dressed for any medium."""

    deck: Deck
    description: Fragment
    chapters: tuple[RenderedChapter, ...]
    notes: tuple[RenderedNote, ...]
    """All of them, in document order."""
    media: Mapping[str, Medium]
    """All that fragments use, by name, sorted."""
    styles: str = ""
    """The author's `theme.css`, safe already; it stands behind the styles of each output."""
    fonts: tuple[Path, ...] = ()
    """The author's own faces, for print."""
    logo: Medium | None = None
    """The image that stands beside the deck's name on the web."""
    footer: Fragment = field(default_factory=Fragment)
    """What the author says at the foot of the web's pages."""


class Wardrobe(Protocol):
    """What a medium must know to dress a fragment: the HTML of each kind of part."""

    def math(self, math: Math) -> str:
        """Return a formula."""

    def blank_start(self, blank: BlankStart) -> str:
        """Return the beginning of a blank."""

    def blank_end(self, blank: BlankEnd) -> str:
        """Return the end of a blank."""

    def figure(self, figure: Figure) -> str:
        """Return an image, a sound or a film."""

    def citation(self, citation: Citation) -> str:
        """Return a citation."""

    def note_mark(self, mark: NoteMark, fragment: Fragment) -> str:
        """Return the mark of a footnote of *fragment*."""

    def link_start(self, link: LinkStart) -> str:
        """Return the beginning of a link into the deck."""

    def link_end(self) -> str:
        """Return its end."""

    def text(self, html: str) -> str:
        """Return a piece of neutral HTML as the medium wants it."""


def dress(fragment: Fragment, wardrobe: Wardrobe) -> str:
    """Return *fragment* as HTML for one medium."""
    return "".join(_dress_part(part, fragment, wardrobe) for part in fragment.parts)


def _dress_part(part: Part, fragment: Fragment, wardrobe: Wardrobe) -> str:
    """Return one part as HTML."""
    match part:
        case str():
            return wardrobe.text(part)
        case Math():
            return wardrobe.math(part)
        case BlankStart():
            return wardrobe.blank_start(part)
        case BlankEnd():
            return wardrobe.blank_end(part)
        case Figure():
            return wardrobe.figure(part)
        case Citation():
            return wardrobe.citation(part)
        case NoteMark():
            return wardrobe.note_mark(part, fragment)
        case LinkStart():
            return wardrobe.link_start(part)
        case LinkEnd():
            return wardrobe.link_end()


def untagged(html: str) -> str:
    """Return *html*, a piece of a fragment or one that was dressed, without its tags; its text stays escaped."""
    return _TAG.sub("", html)


def plain(text: str) -> Fragment:
    """Return a fragment that holds *text* as it is."""
    return Fragment((escape(text, quote=False),)) if text else Fragment()
