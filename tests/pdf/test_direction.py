"""Chapters and questions that run the other way than their deck."""

from __future__ import annotations

import pytest

from builder.model import Kind
from builder.pdf.sheet import sheet
from builder.render.fragment import RenderedDeck, plain
from builder.settings import Config, PrintSettings
from builder.theme.direction import direction_of
from tests.pdf.decks import CODE, card, chapter, deck, html, made_note, p, question
from tests.pdf.reading import words_of

ARABIC = "الرؤية الحاسوبية مجال من مجالات الذكاء الاصطناعي"
MILLIMETRE = 72 / 25.4


def two_ways(language: str = "en") -> RenderedDeck:
    """Return a deck of an English and an Arabic chapter."""
    made = []
    for name, text in (("english", "Seeing with computers"), ("arabic", ARABIC)):
        own = card(made_note(Kind.QUESTION, name), plain(text), p(text), html(f"<p>{text}</p>", CODE))
        row = card(made_note(Kind.RECALL, f"{name}-row"), p(text), p(f"{text}."))
        made.append(chapter(f"sec_{name}", plain(text), p(text), question(own, plain(text), row, anchor=name)))
    return deck(*made, config=Config("Deck", "id", language=language))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("settings", [PrintSettings(), PrintSettings("A5"), PrintSettings(columns=2)])
def test_a_chapter_runs_as_it_is_written(language: str, settings: PrintSettings) -> None:
    """Numbers, small print and recall cards stand where the chapter's lines begin, whatever the deck's language."""
    printed = sheet(two_ways(language), settings)
    assert printed.diagnostics == ()
    found = words_of(printed.data)
    if settings != PrintSettings():
        return
    margins = {word: left / MILLIMETRE for _, left, _, word in found if word in {"english", "arabic"}}
    assert margins["english"] < 40
    assert margins["arabic"] > 170
    heads = {(page.number, word): left for page, left, _, word in found if word in {"Recall", "Answer"}}
    ways = {number: heads[number, "Recall"] < heads[number, "Answer"] for number, _ in heads}
    assert sorted(ways.values()) == [False, True]
    code = [left / MILLIMETRE for _, left, _, word in found if word == "def"]
    assert max(code) < 60


def test_code_keeps_its_order() -> None:
    """Code is written from the left in a chapter from the right."""
    found = words_of(sheet(two_ways(), PrintSettings()).data)
    lines = [left for _, left, _, word in found if word in {"def", "iou(a,"}]
    assert lines[0] < lines[1]
    assert lines[2] < lines[3]


@pytest.mark.parametrize(
    ("texts", "otherwise", "towards"),
    [
        (["One", "two"], "rtl", "ltr"),
        ([ARABIC, "12 " + ARABIC, "a"], "ltr", "rtl"),
        ([ARABIC, "a"], "ltr", "ltr"),
        ([ARABIC, "a"], "rtl", "rtl"),
        (["12", "?"], "rtl", "rtl"),
    ],
)
def test_most_texts_say_the_direction(texts: list[str], otherwise: str, towards: str) -> None:
    """Each text counts by its first letter; where there are as many of both, the surroundings decide."""
    assert direction_of(texts, otherwise) == towards
