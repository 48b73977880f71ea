"""What stands on the study sheet."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from builder.model import Choice, Kind
from builder.pdf.read.reader import read_pdf, words
from builder.pdf.sheet import sheet
from builder.render.fragment import NoteMark, RenderedChoice, plain
from builder.settings import Config, PrintSettings
from builder.source.text import Text
from tests.pdf.decks import NOWHERE, PATH, card, chapter, deck, full_deck, html, made_note, p, question, small_deck

if TYPE_CHECKING:
    from pathlib import Path

    from builder.pdf.manuscript import Printed
    from builder.pdf.read.reader import PdfContents

MILLIMETRE = 72 / 25.4


def layout(file: Path, *options: str) -> str:
    """Return the text of *file* as Poppler lays it out."""
    return subprocess.run(
        ["pdftotext", "-layout", *options, file, "-"], capture_output=True, text=True, check=True
    ).stdout


def right_edges(file: Path) -> list[tuple[float, str]]:
    """Return the words of *file*, each with its right edge in points from the left of the page."""
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    return [
        (float(line.split('xMax="')[1].split('"')[0]), line.split(">")[1].split("<")[0])
        for line in boxes.splitlines()
        if "<word" in line
    ]


def left_edges(file: Path) -> list[tuple[float, str]]:
    """Return the words of the title block of *file*, each with its left edge in points from the left of the page."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-l", "1", "-H", "200", "-W", "600", "-x", "0", "-y", "0", file, "-"],
                           capture_output=True, text=True, check=True).stdout  # fmt: skip
    return [
        (float(line.split('xMin="')[1].split('"')[0]), line.split(">")[1].split("<")[0])
        for line in boxes.splitlines()
        if "<word" in line
    ]


@pytest.mark.parametrize(
    ("anchor", "text"),
    [
        ("judge-a-detector", "How do you judge a detector?"),
        ("judge-a-detector", "averaged over classes, on a split that the model has never seen"),
        ("judge-a-detector", "Intersection over union."),
        ("loose", "A card before any question?"),
        ("precision-denominator", "Everything predicted positive, TP + FP. So it moves with the share of positives."),
        ("jaccard", "Jaccard index"),
        ("recall-is", "Sensitivity"),
        ("f1-mean", "F1 is the harmonic mean of precision and recall,"),
        ("threshold", "◉ 0.5 ○ 0.05 Off by ten. ○ 50"),
        ("curves", "☑ TPR ☑ FPR ☐ precision"),
        ("under-a-section", "Why?"),
        ("linked", "Yes; see elsewhere and the detector."),
        ("fn_1", "First noted in the (Padilla and Netto 2020) survey. And again."),
    ],
)
def test_each_card_stands_at_its_anchor(contents: PdfContents, anchor: str, text: str) -> None:
    """The words of a card follow the destination that bears its id."""
    assert " ".join(words(text)) in " ".join(contents.words[anchor])


def test_only_what_is_for_paper_is_printed(printed: Printed, contents: PdfContents) -> None:
    """A card that is kept from print leaves neither an anchor nor words."""
    assert "anki-only" not in contents.words
    assert "Never" not in {word for stretch in contents.words.values() for word in stretch}
    assert printed.diagnostics == ()


def test_ids_are_in_small_print(contents: PdfContents) -> None:
    """Every card can be found by the id that stands beside it."""
    for anchor in ("judge-a-detector", "loose", "f1-mean", "threshold"):
        assert "".join(words(anchor)) in contents.words[anchor]


def test_other_anchors_have_a_prefix(contents: PdfContents) -> None:
    """An anchor without an underscore is a card's or a question's."""
    others = {place.name for place in contents.destinations if "_" in place.name}
    assert {name.partition("_")[0] for name in others} == {"sec", "fig", "fn", "ui", "tag"}
    cards = {note.note.id for note in full_deck().notes if note.note.in_print}
    assert {place.name for place in contents.destinations} - others == cards


def test_title_block_tells_what_the_deck_is(file: Path) -> None:
    """Name, description, author, numbers and licence open the sheet."""
    text = layout(file, "-l", "1")
    for line in ("Vision Interview", "Questions and answers.", "Ada Example · 2 questions, 9 recall cards · CC-BY-4.0"):
        assert line in text


def test_contents_name_the_page(contents: PdfContents, file: Path) -> None:
    """Each entry of the table of contents ends with the page on which its anchor stands."""
    pages = {place.name: place.page + 1 for place in contents.destinations}
    lines = [line.split() for line in layout(file, "-l", "1").splitlines()]
    ends = {" ".join(line[1:-1]): int(line[-1]) for line in lines if line and line[-1].isdigit()}
    assert ends["How do you judge a detector?"] == pages["judge-a-detector"]
    assert ends["Theory"] == pages["sec_theory"]


def test_pages_are_headed_and_numbered(file: Path, printed: Printed) -> None:
    """From the second page on deck and chapter stand above, and below stands the page of how many."""
    first, *later = layout(file).split("\f")[: printed.pages]
    assert "Vision Interview" in later[0].splitlines()[0]
    assert "Metrics" in later[0].splitlines()[0]
    assert f"Page 1 of {printed.pages}" in first
    assert f"Page {printed.pages} of {printed.pages}" in later[-1]


def test_clozes_are_filled_in(file: Path) -> None:
    """No braces of a cloze reach the page."""
    text = layout(file)
    assert "{{" not in text
    assert "}}" not in text


def test_outline_has_chapters_and_questions(printed: Printed) -> None:
    """The outline has two levels, in plain words even where a heading holds a formula."""
    with pikepdf.open(BytesIO(printed.data)) as pdf, pdf.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert [title for title, _ in titles] == ["Contents", "Metrics", "Theory", "Sources", "Index"]
    assert titles[1][1] == ["How do you judge a detector?", "Only cards"]
    assert "squared" in titles[2][1][0]


def test_works_are_listed_once_they_are_cited(contents: PdfContents) -> None:
    """The list of sources holds the works that the deck cites or names, and no others."""
    assert "Belongie," in contents.words["ui_source_lin2014"]
    assert "ui_source_padilla2020" in contents.words
    assert "ui_source_unused" not in contents.words


def test_links_lead_to_what_is_printed(printed: Printed) -> None:
    """Every internal link has a destination, and says in words which."""
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        names = {place.name for place in read_pdf(printed.data).destinations}
        links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link]
        assert {str(link.Dest) for link in links} <= names
        said = {str(link.Dest): str(link.Contents) for link in links}
    assert said["judge-a-detector"] == "How do you judge a detector?"
    assert said["fn_1"] == "Footnote 1"


@pytest.mark.parametrize(
    ("paper", "size"),
    [("A4", "595.276 x 841.89 pts (A4)"), ("Letter", "612 x 792 pts (letter)"), ("A5", "419.528 x 595.276 pts")],
)
def test_paper_is_as_asked(tmp_path: Path, paper: str, size: str) -> None:
    """The sheet comes in A4, in Letter and in A5."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet(small_deck(), PrintSettings(paper)).data)
    information = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert size in " ".join(information.split())


def test_nothing_runs_off_the_page(file: Path) -> None:
    """Long code and wide tables stay between the margins, on a page that is turned for a table too."""
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    widths = []
    for line in boxes.splitlines():
        if "<page" in line:
            width = float(line.split('width="')[1].split('"')[0])
            widths.append(round(width))
        elif "<word" in line:
            assert float(line.split('xMax="')[1].split('"')[0]) < width - 25 * MILLIMETRE + 0.5
    assert {595, 842} == set(widths)


def test_code_stays_in_its_cell(file: Path) -> None:
    """Code that highlighting has cut into pieces wraps within the column of a recall table."""
    rights = [right for right, word in right_edges(file) if "second_of_them" in word or "requires_grad_" in word]
    assert len(rights) == 2
    assert max(rights) < (41 + 0.43 * 144) * MILLIMETRE


def test_rows_do_not_break(tmp_path: Path) -> None:
    """A recall card stands on one page from its first word to its last, and its table's head is repeated."""
    cards = [
        card(made_note(Kind.RECALL, f"card-{n}"), p(f"first{n} " + "ask " * 30), p("tell " * 50 + f"last{n}"))
        for n in range(30)
    ]
    own = card(made_note(Kind.QUESTION, "many"), plain("Many?"), p("Many."))
    path = tmp_path / "sheet.pdf"
    rendered = deck(chapter("sec_one", plain("One"), html(), question(own, plain("Many?"), *cards, anchor="many")))
    path.write_bytes(sheet(rendered, PrintSettings()).data)
    pages = layout(path).split("\f")
    for n in range(30):
        assert sum(f"first{n} " in page and f"last{n}\n" in page for page in pages) == 1
    assert sum("Answer" in page for page in pages) == len([page for page in pages if "first" in page]) > 2


def test_question_stays_with_its_answer() -> None:
    """No question stands at a page's end without its answer."""
    asked = [
        question(
            card(
                made_note(Kind.QUESTION, f"q{n}"), plain(f"Question{n}?"), p(f"answer{n} " * 25), p("detail " * 11 * n)
            ),
            plain(f"Question{n}?"),
            anchor=f"q{n}",
        )
        for n in range(25)
    ]
    printed = sheet(deck(chapter("sec_one", plain("One"), html(), *asked)), PrintSettings("Letter"))
    contents = read_pdf(printed.data)
    with_bodies = [pages for pages in _pages_of_words(printed) if any(word.startswith("Question") for word in pages)]
    assert len(contents.destinations) == 25 + 2
    for page in with_bodies:
        for n in range(25):
            assert (f"Question{n}?" in page) == (f"answer{n}" in page) or "Contents" in page


def _pages_of_words(printed: Printed) -> list[set[str]]:
    """Return the words of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(printed.data)
    pages = [set(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


def test_lines_are_filled_up_to_an_element(tmp_path: Path) -> None:
    """A line does not end early because the space before an inline element does not fit into it."""
    path = tmp_path / "sheet.pdf"
    text = "</p><p>".join(
        f"By {'i' * n} which {'factor does the focal loss ' * 2}shrink <em>it all</em>" for n in range(40)
    )
    path.write_bytes(sheet(small_deck(text), PrintSettings()).data)
    lines = [line for line in layout(path).splitlines() if "By " in line]
    assert len(lines) == 40
    assert all("factor" in line for line in lines)


@pytest.mark.parametrize(("language", "at_the_right"), [("en", False), ("he", True)])
def test_a_page_opens_where_its_language_does(tmp_path: Path, language: str, at_the_right: bool) -> None:  # noqa: FBT001
    """Numbers and small print stand in the left margin, and in a language from right to left in the right one."""
    path = tmp_path / "sheet.pdf"
    config = Config("Name", "id", language=language)
    rendered = small_deck("שלום", heading="שלום" if at_the_right else "What?", config=config)
    path.write_bytes(sheet(rendered, PrintSettings()).data)
    (edge,) = (right for right, word in right_edges(path) if word == "only")
    assert (edge > 105 * MILLIMETRE) == at_the_right


def test_markup_in_the_settings_is_text() -> None:
    """Name, author, licence and hint are shown as written, whatever they hold."""
    config = Config("<b>A & B</b> {{ x }}", "id", author="<script>", license='"L"', language="en")
    asked = card(replace(made_note(Kind.RECALL, "only"), hint="<i>h</i>"), p("Q"), p("A"))
    printed = sheet(deck(chapter("sec_a", plain("One"), html(), notes=(asked,)), config=config), PrintSettings())
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "<b>A & B</b> {{ x }}"
        assert str(pdf.docinfo["/Author"]) == "<script>"
    assert "<i>h</i>" in read_pdf(printed.data).words["only"]


def test_a_card_prints_a_footnote_once() -> None:
    """A footnote that the texts of one card mark twice has one number, wherever in the card the marks stand."""
    notes = {"a": p("A note."), "b": p("Another.")}
    a, b = NoteMark("a"), NoteMark("b")
    right = RenderedChoice(Choice(Text("x", PATH, ((0, 0),)), True, NOWHERE), html("One", b, notes=notes), html())  # noqa: FBT003
    row = card(made_note(Kind.CHOICE, "row"), html("<p>Which", a, "?</p>", notes=notes),
               html("<p>Two", a, b, "</p>", notes=notes), choices=(right,))  # fmt: skip
    own = card(made_note(Kind.QUESTION, "own"), plain("Own?"), html("<p>Answer", b, "</p>", notes=notes),
               html("<p>Detail", b, "</p>", notes=notes))  # fmt: skip
    heading = html("Own", a, "?", notes=notes)
    printed = sheet(
        deck(chapter("sec_a", plain("One"), html(), question(own, heading, row, anchor="own"))), PrintSettings()
    )
    found = read_pdf(printed.data).words
    assert {name for name in found if name.startswith("fn_")} == {"fn_1", "fn_2", "fn_3", "fn_4"}
    assert "".join(found["own"]) == "1ownOwn1?Answer2Detail2RecallAnswer"
    assert "".join(found["row"]) == "Which3?row◉One4Two34"


def test_a_footnote_of_a_heading_is_not_bold(tmp_path: Path) -> None:
    """At the foot of the page a note of a heading looks like any other."""
    heading = html("Own", NoteMark("a"), "?", notes={"a": p("Noted.")})
    own = card(made_note(Kind.QUESTION, "own"), plain("Own?"), p("Answer"))
    path = tmp_path / "sheet.pdf"
    path.write_bytes(
        sheet(deck(chapter("sec_a", plain("One"), html(), question(own, heading, anchor="own"))), PrintSettings()).data
    )
    command = ["pdftohtml", "-xml", "-stdout", "-i", str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert any("<b>Own" in line for line in lines)
    assert [line for line in lines if "Noted" in line and "<b>" not in line]


def test_counts_are_in_order_in_a_deck_from_right_to_left(tmp_path: Path) -> None:
    """The sheet's own words are read from the left, wherever the deck's begin."""
    path = tmp_path / "sheet.pdf"
    config = Config("שלום", "id", language="he", license="CC0")
    path.write_bytes(sheet(small_deck("שלום", config=config), PrintSettings()).data)
    lefts = {word: left for left, word in left_edges(path) if word in {"question,", "0", "recall", "CC0"}}
    number = min(left for left, word in left_edges(path) if word == "1" and left > lefts["CC0"])
    assert number < lefts["question,"] < lefts["0"] < lefts["recall"]


def test_a_deck_of_section_titles_has_no_numbered_question() -> None:
    """A chapter of recall cards alone is printed without a question."""
    rendered = deck(chapter("sec_a", plain("One"), html(), notes=(card(made_note(Kind.RECALL, "r"), p("Q"), p("A")),)))
    assert read_pdf(sheet(rendered, PrintSettings()).data).words["r"] == ("Q", "r", "A")
