"""What can be built of a deck, and how each file is counted when it is opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from builder.account import Account
    from builder.anki.notetypes import NoteType
    from builder.diagnostics import Diagnostic
    from builder.render.fragment import RenderedDeck


@dataclass(frozen=True, slots=True)
class Made:
    """An artifact, not written yet."""

    output: str
    name: str
    data: bytes
    count: Callable[[RenderedDeck, bytes], Account]
    """Opens it again and finds the cards."""
    pages: int | None = None
    cards: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What an output is made with, beside the deck."""

    paper: str
    """``A4`` or ``Letter``."""
    note_types: Mapping[str, NoteType] | None = None
    """By their keys, each with its time."""


def _anki(rendered: RenderedDeck, order: Order) -> tuple[Made, tuple[Diagnostic, ...]]:
    """Return the Anki package."""
    from builder.account import account_of_package
    from builder.anki.package import package

    made = package(rendered, order.note_types)
    name = f"{rendered.deck.id}.apkg"
    return Made("anki", name, made.data, account_of_package, cards=made.cards), made.diagnostics


def _sheet(rendered: RenderedDeck, order: Order) -> tuple[Made, tuple[Diagnostic, ...]]:
    """Return the study sheet."""
    from builder.account import account_of_sheet
    from builder.pdf.sheet import sheet

    printed = sheet(rendered, paper=order.paper, extra_fonts=rendered.fonts)
    name = f"{rendered.deck.id}-sheet.pdf"
    return Made("sheet", name, printed.data, account_of_sheet, pages=printed.pages), printed.diagnostics


def _handout(rendered: RenderedDeck, _order: Order) -> tuple[Made, tuple[Diagnostic, ...]]:
    """Return the web handout."""
    from builder.account import account_of_handout
    from builder.handout.page import handout

    return Made("handout", f"{rendered.deck.id}.html", handout(rendered).encode(), account_of_handout), ()


OUTPUTS: Final = {"anki": _anki, "sheet": _sheet, "handout": _handout}
"""What can be built, in the order in which it is."""
