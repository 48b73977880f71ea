"""The author's own styles on paper: they count, and what paper does not know of them does no harm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from builder.account import account_of_sheet
from builder.faults import PRINT_FAULT
from builder.outputs import OUTPUTS, Order
from builder.pdf.sheet import sheet
from builder.settings import CardSettings, PrintSettings, QuizSettings
from tests.pdf.decks import html, small_deck
from tests.pdf.press_room import opened
from tests.pdf.setting import set_page

if TYPE_CHECKING:
    from builder.render.fragment import RenderedDeck

ORDER = Order(PrintSettings(), CardSettings(), QuizSettings())
UNKNOWN = """
.callout { backdrop-filter: blur(2px) }
@media (hover: hover) { a:hover { text-wrap: balance } }
:root { --room: 3 } p { margin-left: var(--room) calc(; scrollbar-color: var(--room) }
@container (width > 3em) { p { color: red } }
"""


def styled(styles: str) -> RenderedDeck:
    """Return a small deck with the author's own *styles*."""
    return replace(small_deck(), styles=styles)


@pytest.mark.parametrize("output", ["sheet", "cards", "quiz"])
def test_what_paper_does_not_know_of_a_theme_is_passed_over(output: str) -> None:
    """Rules for the web and rules that are no rules stop no PDF."""
    files, diagnostics = OUTPUTS[output](styled(UNKNOWN), ORDER)
    assert files
    assert diagnostics == ()


def test_what_paper_does_not_know_of_our_styles_is_a_fault() -> None:
    """A property of ours that the layout passes over is no small matter: the page is not as it was meant."""
    diagnostics = set_page("<p>One</p>", "p { backdrop-filter: blur(2px) }").diagnostics
    assert [diagnostic.rule for diagnostic in diagnostics] == [PRINT_FAULT]


def test_a_theme_stands_behind_our_styles() -> None:
    """Its rules win over ours of the same weight; but paper and margins are the settings', or text would be cut off."""
    printed = sheet(styled("@page { size: 150mm 200mm; margin: 5mm } p { color: #ff0000 }"), PrintSettings())
    assert printed.diagnostics == ()
    with opened(printed.data) as pdf:
        assert {tuple(round(float(edge)) for edge in page.MediaBox) for page in pdf.pages} == {(0, 0, 595, 842)}
    document = pypdfium2.PdfDocument(printed.data)
    colours = {colour for page in document for _, colour in page.render(scale=4).to_pil().getcolors(1 << 20)}
    document.close()
    assert (255, 0, 0) in colours


@pytest.mark.parametrize("change", ["uppercase", "lowercase", "capitalize"])
def test_a_theme_may_set_words_in_capitals(change: str) -> None:
    """Words in other letters, small or large, are the same words to the account."""
    rendered = styled(f"@media print {{ * {{ text-transform: {change} }} }}")
    printed = sheet(rendered, PrintSettings())
    account = account_of_sheet(rendered, printed.data)
    assert account.diagnostics == ()
    assert account.found == account.expected > 0


@pytest.mark.parametrize("output", ["sheet", "cards", "quiz"])
def test_a_file_tells_what_the_deck_is_about(output: str) -> None:
    """The description of the deck, in plain words, is the subject of each of its files; a deck may have none."""
    rendered = small_deck()
    told = replace(rendered, description=html("<p>All of <em>it</em> &amp; more.</p>\n<p>Twice.</p>"))
    for deck, subject in ((told, "All of it & more. Twice."), (rendered, "")):
        files, diagnostics = OUTPUTS[output](deck, ORDER)
        assert diagnostics == ()
        for file in files:
            with opened(file.data) as pdf:
                assert str(pdf.docinfo.get("/Subject", "")) == subject
