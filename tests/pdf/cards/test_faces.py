"""What stands on the faces: fronts that ask and do not tell, backs that tell all."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pytest

from builder.account import account_of_cards
from builder.pdf.cards import cards
from builder.settings import CardSettings, PrintSettings
from tests.pdf.cards.decks import EVERYTHING, HARD, rendered
from tests.pdf.cards.measuring import picture
from tests.pdf.referee import assert_accessible, assert_private, assert_sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from builder.pdf.manuscript import Printed
    from builder.render.fragment import RenderedDeck


@pytest.fixture(name="deck", scope="module")
def _deck(tmp_path_factory: pytest.TempPathFactory) -> RenderedDeck:
    """Return the deck with one of everything."""
    return rendered(tmp_path_factory.mktemp("everything"), EVERYTHING)


@pytest.fixture(name="made", scope="module")
def _made(deck: RenderedDeck) -> Printed:
    """Return its cards, two sheets of A7 on A4."""
    made = cards(deck, CardSettings(), PrintSettings())
    assert made.diagnostics == ()
    return made


@pytest.fixture(name="texts", scope="module")
def _texts(made: Printed) -> list[str]:
    """Return the text of each page."""
    told = subprocess.run(["pdftotext", "-", "-"], input=made.data, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in told.split("\f")]


def test_fronts_do_not_tell(texts: list[str]) -> None:
    """Answers, what blanks and masks hide, explanations and notes stand on backs only."""
    fronts, backs = texts[0] + texts[2], texts[1] + texts[3]
    for told in (
        *("harmonic", "precision", "other", "range", "print", "first", "second", "meaning", "42", "even one"),
        *("ends", "Circles;", "short", "A note to the question", "three", "Microsoft", "core", "both ways"),
    ):
        assert told not in fronts
        assert told in backs or told in ("precision", "short")
    assert "Hint: think of loops" in fronts
    assert "(kind)" in fronts


def test_what_a_screen_reader_hears_of_a_blank(made: Printed) -> None:
    """A blank is said as one, in text, in code and in a formula, and nothing of what it hides."""
    with pikepdf.open(BytesIO(made.data)) as pdf:
        said = [str(item.ActualText) for item in structure(pdf) if "/ActualText" in item]
        formulas = [str(item.Alt) for item in structure(pdf) if item.get("/S") == "/Formula"]
    assert said.count("blank") == 5
    asked, told = [words for words in formulas if "over T P plus F P" in words]
    assert "blank" in asked
    assert "T P over" in told.replace("the fraction ", "")
    assert any("the blank here" in words for words in formulas)


def structure(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the structure elements of *pdf* in reading order."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += reversed([kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)])


def test_blanks_are_of_one_width(made: Printed, tmp_path: Path) -> None:
    """A blank in prose is as wide as any other, whatever it hides."""
    (tmp_path / "cards.pdf").write_bytes(made.data)
    row = picture(tmp_path / "cards.pdf", 0, 10)[10 * 223 :, : 10 * 105]
    ground = np.all(np.abs(row.astype(int) - (0xDC, 0xED, 0xF8)) < 4, axis=2)
    line = ground[np.argmax(ground.sum(axis=1))]
    edges = np.flatnonzero(np.diff(line.astype(int)))
    widths = edges[1::2] - edges[::2]
    assert len(widths) == 2
    assert abs(int(widths[0]) - int(widths[1])) <= 1


def test_an_id_that_tells_is_not_on_the_front(tmp_path: Path) -> None:
    """An id made of a cloze's words stands on the back only; the number of the card on both."""
    deck = rendered(
        tmp_path, "# Metrics\n\nC: F1 is the {{harmonic}} mean.\n\nQ: What is it? {#what-is-it}\nA: A mean.\n"
    )
    (tmp_path / "cards.pdf").write_bytes(cards(deck, CardSettings(), PrintSettings()).data)
    front, back = subprocess.run(
        ["pdftotext", tmp_path / "cards.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")[:2]
    assert "harmonic" not in front
    assert deck.notes[0].note.id in back
    assert "what-is-it" in front


def test_words_of_a_drawing_do_not_show_through_masks(tmp_path: Path) -> None:
    """What a drawing says below a mask is no text of the front; the back has it."""
    (tmp_path / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
        '<rect width="200" height="100" fill="#9cf"/><text x="40" y="50">zlabel</text></svg>',
        encoding="utf-8",
    )
    text = "# Parts\n\nO: Which part is hidden? {#part}\n![A plan](plan.svg)\n\n- rect 10% 10% 60% 60%: a ring\n"
    deck = rendered(tmp_path, text)
    made = cards(deck, CardSettings(), PrintSettings())
    assert made.diagnostics == ()
    told = subprocess.run(["pdftotext", "-", "-"], input=made.data, capture_output=True, check=True).stdout.decode()
    front, back = told.split("\f")[:2]
    assert "Which part" in front
    assert "zlabel" not in front
    assert "zlabel" in back
    (tmp_path / "cards.pdf").write_bytes(made.data)
    assert_accessible(tmp_path / "cards.pdf")


def test_detail_is_asked_for(deck: RenderedDeck, texts: list[str]) -> None:
    """What follows an answer stands on the back if the settings say so."""
    assert "What follows it" not in "".join(texts)
    made = cards(deck, CardSettings(detail=True), PrintSettings())
    told = subprocess.run(["pdftotext", "-", "-"], input=made.data, capture_output=True, check=True).stdout.decode()
    assert "What follows it" in told.split("\f")[1]
    assert account_of_cards(deck, made.data, detail=True).diagnostics == ()


def test_every_card_is_found(deck: RenderedDeck, made: Printed) -> None:
    """Opened again, the file has front and back of each card, whole."""
    account = account_of_cards(deck, made.data)
    assert account.diagnostics == ()
    assert account.found == account.expected == 11


def test_chapters_and_questions_are_in_the_outline(made: Printed) -> None:
    """The outline leads to the first card of each chapter and of each question."""
    with pikepdf.open(BytesIO(made.data)) as pdf, pdf.open_outline() as outline:
        (chapter,) = outline.root
        assert chapter.title == "Everything"
        assert [item.title for item in chapter.children] == ["What is asked in a heading?"]


@pytest.mark.parametrize(
    "settings",
    [
        CardSettings(detail=True, calibration=True),
        CardSettings(duplex="fold"),
        CardSettings(duplex="short-edge", size="3x5", fronts_first=True),
    ],
)
@pytest.mark.parametrize("text", [EVERYTHING, HARD], ids=["everything", "hard"])
def test_accessible(tmp_path: Path, text: str, settings: CardSettings) -> None:
    """The file keeps to PDF/UA-1, is sound, and tells nothing of the machine."""
    made = cards(rendered(tmp_path, text), settings, PrintSettings())
    (tmp_path / "cards.pdf").write_bytes(made.data)
    assert_accessible(tmp_path / "cards.pdf")
    assert_sound(tmp_path / "cards.pdf")
    assert_private(tmp_path / "cards.pdf")


def test_the_same_bytes(tmp_path: Path) -> None:
    """Two folders and two runs give one file."""
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made = cards(rendered(tmp_path / name, EVERYTHING), CardSettings(calibration=True), PrintSettings())
        files.append(made.data)
    assert files[0] == files[1]


def test_nothing_to_print(tmp_path: Path) -> None:
    """Cards that are for Anki alone are not cut out; a deck of nothing else gives a sheet to measure the printer by."""
    deck = rendered(tmp_path, "# Only\n\nQ: What? {#what .anki-only}\nA: This.\n\nQ: Why? {#why}\nA: For that.\n")
    made = cards(deck, CardSettings(), PrintSettings())
    told = subprocess.run(["pdftotext", "-", "-"], input=made.data, capture_output=True, check=True).stdout.decode()
    assert "What?" not in told
    assert "Why?" in told
    (tmp_path / "none").mkdir()
    deck = rendered(tmp_path / "none", "# Only\n\nQ: What? {#what .anki-only}\nA: This.\n")
    assert cards(deck, CardSettings(), PrintSettings()).pages == 2


def test_a_picture_at_the_end_of_a_question_is_as_large_as_it_may_be(tmp_path: Path) -> None:
    """A picture that ends its paragraph, too large for a line, has the room that one of its own would have."""
    (tmp_path / "photo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400" viewBox="0 0 800 400">'
        '<rect width="800" height="400" fill="#123456"/></svg>',
        encoding="utf-8",
    )
    deck = rendered(tmp_path, "# One\n\nQ: Which one is this? ![A field](photo.svg) {#which}\nA: That.\n")
    (tmp_path / "cards.pdf").write_bytes(cards(deck, CardSettings(), PrintSettings()).data)
    page = picture(tmp_path / "cards.pdf", 0, 10).astype(int)
    filled = np.all(np.abs(page - (0x12, 0x34, 0x56)) < 8, axis=2)
    assert filled.any(axis=1).sum() / 10 > 30
