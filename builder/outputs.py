"""What can be built of a deck, and how each file is counted when it is opened again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from builder.settings import CardSettings, HandoutSettings, PrintSettings, QuizSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from builder.account import Account
    from builder.anki.notetypes import NoteType
    from builder.diagnostics import Diagnostic
    from builder.render.fragment import RenderedDeck
    from builder.settings import Config, Flags


@dataclass(frozen=True, slots=True)
class Made:
    """An artifact, not written yet."""

    output: str
    """One of `OUTPUTS`, or ``quiz-key``: the second file of the quiz."""
    name: str
    """Its path in `dist/`: a file, or of a handout on many pages one in a folder."""
    data: bytes
    count: Callable[[RenderedDeck, bytes], Account]
    """Opens it again and finds the cards."""
    pages: int | None = None
    sheets: int | None = None
    """Of paper, where both sides are printed."""
    cards: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What an output is made with, beside the deck: the settings in force."""

    print: PrintSettings = field(default_factory=PrintSettings)
    cards: CardSettings = field(default_factory=CardSettings)
    quiz: QuizSettings = field(default_factory=QuizSettings)
    handout: HandoutSettings = field(default_factory=HandoutSettings)
    note_types: Mapping[str, NoteType] | None = None
    """By their keys, each with its time."""


_Files = tuple[tuple[Made, ...], "tuple[Diagnostic, ...]"]


def in_force(config: Config, flags: Flags, note_types: Mapping[str, NoteType] | None = None) -> Order:
    """Return what is made with the settings of a deck, where *flags* say nothing else."""
    return Order(
        replace(config.print, **flags.print),
        replace(config.cards, **flags.cards),
        replace(config.quiz, **flags.quiz),
        replace(config.handout, **flags.handout),
        note_types,
    )


def settings_of(output: str, order: Order) -> dict[str, Any]:
    """Return those settings of *order* that change a file of *output*, by their tables; none where none does."""
    if output == "handout":
        said = {name: value for name in ("split", "base_url") if (value := getattr(order.handout, name))}
        return {"handout": said} if said else {}
    if output not in _NOT_HEEDED:
        return {}
    heeded = {name: value for name, value in asdict(order.print).items() if name not in _NOT_HEEDED[output]}
    own = {"cards": {"cards": asdict(order.cards)}, "quiz": {"quiz": asdict(order.quiz)}}
    return {"print": heeded, **own.get(output.removesuffix("-key"), {})}


def is_meant(output: str, order: Order) -> bool:
    """Say whether *order* makes files of *output*: without a separate key there is no ``quiz-key``."""
    return output != "quiz-key" or order.quiz.key == "separate"


_NOT_HEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sheet": (),
    "cards": ("columns", "chapters", "detail"),
    "quiz": ("columns", "chapters"),
    "quiz-key": ("columns", "chapters"),
}
"""The outputs that heed `[print]`, each with the settings there that do not change it."""


def _anki(rendered: RenderedDeck, order: Order) -> _Files:
    """Return the Anki package."""
    from builder.account import account_of_package
    from builder.anki.package import package

    made = package(rendered, order.note_types)
    name = f"{rendered.deck.id}.apkg"
    return (Made("anki", name, made.data, account_of_package, cards=made.cards),), made.diagnostics


def _sheet(rendered: RenderedDeck, order: Order) -> _Files:
    """Return the study sheet."""
    from builder.account import account_of_sheet
    from builder.pdf.sheet import sheet

    printed = sheet(rendered, order.print, rendered.fonts)
    count = partial(account_of_sheet, detail=order.print.detail)
    name = f"{rendered.deck.id}-sheet.pdf"
    return (Made("sheet", name, printed.data, count, printed.pages),), printed.diagnostics


def _cards(rendered: RenderedDeck, order: Order) -> _Files:
    """Return the cards to cut out."""
    from builder.account import account_of_cards
    from builder.pdf.cards import cards

    printed = cards(rendered, order.cards, order.print, rendered.fonts)
    count = partial(account_of_cards, detail=order.cards.detail)
    name = f"{rendered.deck.id}-cards.pdf"
    sheets = None if order.cards.duplex == "fold" else (printed.pages + 1) // 2
    return (Made("cards", name, printed.data, count, printed.pages, sheets),), printed.diagnostics


def _quiz(rendered: RenderedDeck, order: Order) -> _Files:
    """Return the quiz, in one file with its key or in two."""
    from builder.account import account_of_key, account_of_quiz
    from builder.pdf.quiz import drawn, question_anchor, quiz

    printed = quiz(rendered, order.quiz, order.print, rendered.fonts)
    anchors = {note.note.id: question_anchor(note) for note in drawn(rendered, order.quiz)}
    is_apart = len(printed) > 1
    questions = partial(account_of_quiz, anchors=anchors, detail=order.print.detail, has_key=not is_apart)
    counts = (questions, partial(account_of_key, drawn=tuple(anchors), detail=order.print.detail))
    made = tuple(
        Made(output, f"{rendered.deck.id}-{output}.pdf", file.data, count, file.pages)
        for output, file, count in zip(("quiz", "quiz-key"), printed, counts, strict=False)
    )
    return made, tuple(fault for file in printed for fault in file.diagnostics)


def _handout(rendered: RenderedDeck, order: Order) -> _Files:
    """Return the web handout: one file, or a folder of them."""
    from builder.account import account_of_handout, account_of_page

    if order.handout.split:
        from builder.handout.split import site

        files = site(rendered, order.handout)
        counts = (partial(account_of_page, name=file.name, ids=file.cards) for file in files)
        named = zip(files, counts, strict=True)
        return tuple(Made("handout", f"{rendered.deck.id}/{file.name}", file.data, count) for file, count in named), ()
    from builder.handout.page import handout

    page = handout(rendered, order.handout).encode()
    return (Made("handout", f"{rendered.deck.id}.html", page, account_of_handout),), ()


OUTPUTS: Final[Mapping[str, Callable[[RenderedDeck, Order], _Files]]] = {
    "anki": _anki,
    "sheet": _sheet,
    "cards": _cards,
    "quiz": _quiz,
    "handout": _handout,
}
"""What can be built, in the order in which it is."""
