"""The quiz as a teacher hands it out."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.pdf.quiz import drawn, key_anchor, question_anchor, quiz
from builder.pdf.quiz.choose import choose
from builder.settings import PrintSettings, QuizSettings
from tests.pdf.quiz.source import read_deck
from tests.pdf.referee import assert_accessible, assert_private, assert_sound, text_boxes

if TYPE_CHECKING:
    from builder.render.fragment import RenderedDeck

SHIPPED = Path(__file__).parents[3] / "content"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" r="25"/></svg>'
SHARED = """# Shared

Q: One?[^n] {#one}
A: An answer.

![A dot](dot.svg){#second}

C: See ![a dot](dot.svg){#inline} in the {{blank}}.[^n] {#two}

![A dot](dot.svg "Alone"){#alone}

and {{more}}.

[^n]: A note.

    ![A dot](dot.svg){#noted}

    ### A heading {#headed}
"""
TO_KEY = re.compile(r"→ (key, )?p\. (\d+)")
TO_QUESTION = re.compile(r"← p\. (\d+)")


def pages_of(path: Path) -> list[str]:
    """Return the text of each page."""
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return said.split("\f")[:-1]


def destinations(path: Path) -> dict[str, int]:
    """Return the number of the page, from 1, of each destination."""
    with pikepdf.open(path) as pdf:
        numbers: dict[tuple[int, int], int] = {
            page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)
        }
        leaves = list(pdf.Root.Names.Dests.get("/Kids", [pdf.Root.Names.Dests]))
        return {
            str(leaf.Names[at]): numbers[leaf.Names[at + 1][0].objgen]
            for leaf in leaves
            for at in range(0, len(leaf.Names), 2)
        }


def links(path: Path) -> list[tuple[int, str, str]]:
    """Return of each link into the file its page, where it leads, and what it says of that."""
    with pikepdf.open(path) as pdf:
        return [
            (number, str(each.Dest), str(each.Contents))
            for number, page in enumerate(pdf.pages, start=1)
            for each in page.get("/Annots", [])
            if "/Dest" in each
        ]


def test_page_numbers_are_right_both_ways(whole: Path, rendered: RenderedDeck) -> None:
    """The number beside a question is the page of its answer, which links back to the page of the question."""
    pages, there = pages_of(whole), destinations(whole)
    asked = drawn(rendered, QuizSettings())
    forth = [(page, int(found[2])) for page, text in enumerate(pages, 1) for found in TO_KEY.finditer(text)]
    back = [(page, int(found[1])) for page, text in enumerate(pages, 1) for found in TO_QUESTION.finditer(text)]
    expected = [(there[question_anchor(note)], there[key_anchor(note)]) for note in asked]
    assert forth == expected
    assert back == [(key, question) for question, key in expected]


def test_links_lead_both_ways_and_say_so(whole: Path, rendered: RenderedDeck) -> None:
    """Each question links to its answer and back, in words."""
    found = set(links(whole))
    there = destinations(whole)
    for number, note in enumerate(drawn(rendered, QuizSettings()), start=1):
        here, key = question_anchor(note), key_anchor(note)
        assert (there[here], key, f"Answer to question {number}") in found
        assert (there[key], here, f"Question {number}") in found


def test_pages_of_two_files_are_right(apart: tuple[Path, Path], rendered: RenderedDeck) -> None:
    """Where the key is a file of its own, each names the pages of the other, without a link."""
    asked = drawn(rendered, QuizSettings(seed="A"))
    questions, key = map(destinations, apart)
    forth = [int(found[2]) for page in pages_of(apart[0]) for found in TO_KEY.finditer(page)]
    back = [int(found[1]) for page in pages_of(apart[1]) for found in TO_QUESTION.finditer(page)]
    assert forth == [key[key_anchor(note)] for note in asked]
    assert back == [questions[question_anchor(note)] for note in asked]
    assert all(found[1] for page in pages_of(apart[0]) for found in TO_KEY.finditer(page))
    assert links(apart[0]) == []


def test_every_card_has_its_place(whole: Path, rendered: RenderedDeck) -> None:
    """Each printed card is once among the questions and once in the key, and the others nowhere."""
    there = destinations(whole)
    for note in rendered.notes:
        assert (question_anchor(note) in there) == note.note.in_print
        assert (key_anchor(note) in there) == note.note.in_print


def test_all_shipped_cards_can_be_asked() -> None:
    """Every printed card of the shipped deck is drawn, and none is asked by a blank page."""
    shipped = read_deck(SHIPPED)
    assert choose(shipped, QuizSettings()).diagnostics == ()
    assert list(drawn(shipped, QuizSettings())) == [note for note in shipped.notes if note.note.in_print]


def test_quiz_is_accessible(whole: Path, apart: tuple[Path, Path]) -> None:
    """Questions and key, in one file or two, keep to PDF/UA-1, on every kind of card."""
    for path in (whole, *apart):
        assert_accessible(path)
        assert_sound(path)
        assert_private(path)


def test_same_deck_same_bytes(apart: tuple[Path, Path], rendered: RenderedDeck) -> None:
    """A quiz made again is the same file."""
    again = quiz(rendered, QuizSettings(key="separate", seed="A"), PrintSettings(paper="Letter"))
    assert [made.data for made in again] == [path.read_bytes() for path in apart]


@pytest.mark.parametrize(("paper", "scale"), [("A4", 1.4), ("Letter", 0.8), ("A5", 1.0)])
@pytest.mark.parametrize("room", ["lines", "box", "none"])
def test_everything_lies_on_the_paper(
    rendered: RenderedDeck, tmp_path: Path, paper: str, scale: float, room: str
) -> None:
    """On each paper, at each size of type, no word runs into the margin."""
    settings = QuizSettings(room=room, chapters=("Blanks",) if room == "none" else ())
    (made,) = quiz(rendered, settings, PrintSettings(paper=paper, scale=scale, grey=room == "box"))
    path = tmp_path / "quiz.pdf"
    path.write_bytes(made.data)
    assert not made.diagnostics
    with pikepdf.open(path) as pdf:
        _, _, width, height = map(float, pdf.pages[0].MediaBox)
    for words in text_boxes(path):
        for text, left, top, right, bottom in words:
            assert 36 < left < right < width - 36, text
            assert 20 < top < bottom < height - 14, text


def test_room_follows_the_kind(rendered: RenderedDeck, tmp_path: Path) -> None:
    """There are six lines for a question, two for a recall card and one for a typed answer, 8 mm apart; or none."""
    heights = {}
    for room in ("lines", "none"):
        (made,) = quiz(rendered, QuizSettings(room=room, chapters=("Kinds",)), PrintSettings(detail=False))
        path = tmp_path / f"{room}.pdf"
        path.write_bytes(made.data)
        heights[room] = question_tops(path, [question_anchor(note) for note in rendered.notes[:5]])
    gained = [round((more - bare) / 72 * 25.4, 1) for more, bare in zip(heights["lines"], heights["none"], strict=True)]
    padding = 3 / 72 * 25.4
    assert gained == [pytest.approx(8 * lines + padding, abs=0.15) for lines in (6, 2, 2, 1)]


def question_tops(path: Path, anchors: list[str]) -> list[float]:
    """Return by how many pt each of *anchors*, which stand on one page, is above the next."""
    with pikepdf.open(path) as pdf:
        leaves = list(pdf.Root.Names.Dests.get("/Kids", [pdf.Root.Names.Dests]))
        tops = {
            str(leaf.Names[at]): float(leaf.Names[at + 1][3]) for leaf in leaves for at in range(0, len(leaf.Names), 2)
        }
    return [tops[one] - tops[next_one] for one, next_one in pairwise(anchors)]


def test_version_stands_on_each_page(apart: tuple[Path, Path]) -> None:
    """Name and date can be written on the first page; deck, version and page stand on all the others."""
    questions, key = map(pages_of, apart)
    for words in ("Quiet Deck", "Version A", "15 questions", "Name", "Date"):
        assert words in questions[0]
    for pages, name in ((questions, "Quiz, version A"), (key, "Answer key, version A")):
        assert len(pages) > 1
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
            assert (name in text) == (number > 1)
    with pikepdf.open(apart[0]) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Quiet Deck: Quiz, version A"


def test_shared_footnotes_have_one_place_each(tmp_path: Path) -> None:
    """Figures and headings that stand in questions, in answers and in a footnote of several cards stop no layout."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text('name = "Shared"\nid = "shared-abc123"\n', encoding="utf-8")
    (folder / "dot.svg").write_text(DOT, encoding="utf-8")
    (folder / "shared.md").write_text(SHARED, encoding="utf-8")
    (made,) = quiz(read_deck(folder), QuizSettings(), PrintSettings())
    path = tmp_path / "quiz.pdf"
    path.write_bytes(made.data)
    assert made.diagnostics == ()
    said = "".join(pages_of(path))
    assert said.count("A note.") == 3
    assert re.findall(r"Figure (\d)", said) == ["3", "1", "2", "4", "3", "2"]
    assert {"one", "two", "key_one", "key_two", "fig_second"} <= destinations(path).keys()


def test_outline_names_chapters_and_key(whole: Path) -> None:
    """The outline leads to each chapter and to the key."""
    with pikepdf.open(whole) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Kinds", "Blanks", "Pictures", "Answer key"]
