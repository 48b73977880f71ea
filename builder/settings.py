"""What `deck.toml` sets: the deck's own data, and how each output is made. Frozen, without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.diagnostics import Span

OUTPUTS: Final = ("anki", "sheet", "cards", "quiz", "handout")
PAPERS: Final = ("A4", "Letter", "A5")
BREAKS: Final = ("auto", "new-page", "run-on")
"""Where chapters of the study sheet begin."""
SIZES: Final = ("a7", "3x5", "avery-5371", "avery-5388")
"""Of cards to cut out; and any width × height."""
DUPLEX: Final = ("long-edge", "short-edge", "fold")
ROOMS: Final = ("lines", "box", "none")
KEYS: Final = ("end", "separate")
LEVELS: Final = ("core", "senior")

LARGEST_MB: Final = 100
"""Of one file of media: AnkiWeb takes no larger one."""
SCALES: Final = (0.7, 1.6)
"""The smallest and the largest scale of type."""
SIDES: Final = (30, 290)
"""The shortest and the longest side of a card to cut out, in mm."""
FARTHEST: Final = 20
"""Most mm by which backs are moved, either way."""


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """What `[media]` in `deck.toml` says of images, sounds and films; it changes what ships, and no note's time."""

    max_px: int | None = None
    """The most px that the longer side of a raster image may have; None leaves all as they are."""
    large_image_mb: float = 1
    """The size of an image above which the author is told, in millions of bytes."""
    large_sound_mb: float = 10
    """The same of a sound or film."""


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What `[print]` says of every PDF."""

    paper: str = "A4"
    """``A4``, ``Letter`` or ``A5``."""
    columns: int = 1
    """Of the study sheet: 1 or 2."""
    scale: float = 1.0
    """Of all type: 0.7 to 1.6 of its usual size."""
    grey: bool = False
    """Whether nothing is printed in colour."""
    chapters: str = "auto"
    """``new-page``, ``run-on``, or ``auto``: new pages for chapters that fill some."""
    detail: bool = True
    """Whether the study sheet, and the key of the quiz, hold what follows an answer."""
    archive: bool = False
    """Whether the files keep to PDF/A-3a, beside PDF/UA-1."""


@dataclass(frozen=True, slots=True)
class CardSettings:
    """What `[cards]` says of the cards that are cut out."""

    size: str = ""
    """A preset (``a7``, ``3x5``, ``avery-5371``, ``avery-5388``) or width × height in mm (``85x54``).

    Empty: ``a7``, or on Letter ``3x5``.
    """
    duplex: str = "long-edge"
    """``long-edge`` or ``short-edge``, by which the printer turns the sheet, or ``fold``: both faces on one side."""
    fronts_first: bool = False
    """Whether all fronts come before all backs, for a stack that is turned by hand."""
    offset: tuple[float, float] = (0.0, 0.0)
    """By how many mm backs are moved: to the right and down, as one looks at the back."""
    marks: bool = True
    """Whether there are cut marks (and fold marks)."""
    calibration: bool = False
    """Whether the first sheet is one to measure the printer by."""
    detail: bool = False
    """Whether backs hold what follows the answer."""


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """What `[quiz]` says of the quiz."""

    room: str = "lines"
    """To write in: ``lines``, ``box`` or ``none``."""
    key: str = "end"
    """Where the answers stand: at the ``end``, or in a ``separate`` file."""
    chapters: tuple[str, ...] = ()
    """Titles or anchors of the chapters that are asked; none: all of them. So with tags and levels."""
    tags: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    number: int | None = None
    """How many questions are drawn; None: all."""
    seed: str = ""
    """Any word. It draws, and shuffles, the questions; without one they stand in the order of the source."""


@dataclass(frozen=True, slots=True)
class HandoutSettings:
    """What `[handout]` says of the web handout."""

    logo: str = ""
    """Path of an image in the content folder that stands beside the deck's name."""
    footer: str = ""
    """Markdown for the foot of each page."""
    split: bool = False
    """Whether it is a folder with a page for each chapter, not one file."""
    base_url: str = ""
    """Where it will be on the web: the address of its one page, or of the folder, with ``/`` at its end."""


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says instead of `deck.toml`: values by the names of the settings above."""

    print: Mapping[str, Any] = field(default_factory=dict)
    cards: Mapping[str, Any] = field(default_factory=dict)
    quiz: Mapping[str, Any] = field(default_factory=dict)
    handout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """`deck.toml`, checked and completed."""

    name: str
    id: str
    language: str = "en"
    author: str = ""
    license: str = ""
    description: str = ""
    root_deck: str = ""
    """Full name of the root deck: `[anki] deck`, or the name."""
    new_per_day: int = 20
    tags: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ("anki", "sheet", "handout")
    media: MediaSettings = MediaSettings()
    print: PrintSettings = PrintSettings()
    cards: CardSettings = CardSettings()
    quiz: QuizSettings = QuizSettings()
    handout: HandoutSettings = HandoutSettings()
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)
    """Where in `deck.toml` the keys stand that name files or hold Markdown, by ``table.key``."""
