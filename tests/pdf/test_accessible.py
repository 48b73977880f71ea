"""What a screen reader finds in the study sheet."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page as page_validation
import pikepdf
import pytest

from builder.model import Kind
from builder.pdf.sheet import sheet
from builder.render.fragment import Figure, plain
from builder.settings import PrintSettings
from tests.pdf.decks import CURVE, SPAN, chapter, deck, html, made_note, mask, math, occlusion, p, small_deck

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.pdf.manuscript import Printed


@pytest.fixture(name="pdf")
def _pdf(printed: Printed) -> Iterator[pikepdf.Pdf]:
    """Return the sheet of the full deck, opened."""
    with pikepdf.open(BytesIO(printed.data)) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the structure elements of *pdf* in reading order."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += reversed([kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)])


def outline(element: pikepdf.Object) -> str:
    """Return the types in *element* but those of runs of text: ``L(LI(Lbl LBody))``."""
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    inside = " ".join(filter(None, map(outline, kids)))
    name = str(element.S)[1:]
    return inside if name in ("Span", "NonStruct") else f"{name}({inside})" if inside else name


def test_pdf_ua_by_an_independent_checker(file: Path) -> None:
    """The sheet passes every rule of PDF/UA-1."""
    report = page_validation.validate_pdf(str(file), profile=page_validation.ValidationProfile.PDF_UA_1)
    assert list(report.failures) == []
    assert report.is_compliant


def test_pdf_ua_by_a_second_checker(file: Path) -> None:
    """A checker that looks at the meaning of tags too finds neither an error nor a warning."""
    command = [str(Path(sys.executable).parent / "outloud"), str(file), "--fail-on", "warning"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_the_file_is_sound(file: Path) -> None:
    """Syntax and streams are without error."""
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)


def test_formulas_are_spoken(pdf: pikepdf.Pdf) -> None:
    """A formula is tagged Formula and has words for its alternative text."""
    spoken = [str(element.Alt) for element in elements(pdf) if element.S == "/Formula"]
    assert any("squared" in words for words in spoken)
    assert all(words.isprintable() and words for words in spoken)


def test_images_keep_their_words(pdf: pikepdf.Pdf) -> None:
    """A figure is tagged Figure and has the author's words; one under masks that has none says what it is."""
    words = [str(each.Alt) for each in elements(pdf) if each.S == "/Figure"]
    assert words == ["Precision falls as recall rises", "Picture with 3 masks"]


def test_code_is_tagged_code(pdf: pikepdf.Pdf) -> None:
    """Code in a line and code that stands alone have the type Code, and nothing has the disguise of it."""
    types = [str(element.S) for element in elements(pdf)]
    assert types.count("/Code") >= 3
    assert "/Art" not in types


def test_headings_skip_no_level(pdf: pikepdf.Pdf) -> None:
    """Deck, chapter, question and sub-heading are levels one to four."""
    levels = [int(str(element.S)[2:]) for element in elements(pdf) if str(element.S)[1:] in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert max(levels) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


LISTS = html(
    "<ul><li>", math("x", display=True), "</li><li>before ", math("y", display=True), " behind</li></ul>"
    "<ol><li><p>one</p><p>two</p></li></ol>"
    "<ul><li><p>one</p><ul><li>inner</li></ul><p>two</p></li><li>a<blockquote><p>b</p></blockquote></li></ul>"
)  # fmt: skip
KEY = (mask(1, html(math("x", display=True))), mask(2, html("a ", math("y", display=True), " b"), left=40))


def test_items_have_one_body(tmp_path: Path) -> None:
    """Whatever an item of a list holds stands in its one body, in reading order, in a key of two columns too."""
    figure = Figure(CURVE, "A curve", "", None, alone=False, span=SPAN)
    card = occlusion(made_note(Kind.OCCLUSION, "parts"), p("Which?"), figure, *KEY)
    made = sheet(deck(chapter("sec_one", plain("One"), LISTS, notes=(card,))), PrintSettings())
    (tmp_path / "sheet.pdf").write_bytes(made.data)
    with pikepdf.open(tmp_path / "sheet.pdf") as pdf:
        lists = [outline(element) for element in elements(pdf) if element.S == "/L"]
        parents = {str(element.P.S) for element in elements(pdf) if element.S == "/LBody"}
    assert lists[1:] == [
        "L(LI(Lbl LBody(Formula)) LI(Lbl LBody(P Formula P)))",
        "L(LI(Lbl LBody(P P)))",
        "L(LI(Lbl LBody(P L(LI(Lbl LBody)) P)) LI(Lbl LBody(P BlockQuote(P))))",
        "L(LI(Lbl LBody))",
        "L(LI(Lbl LBody(Formula)) LI(Lbl LBody(P Formula P)))",
    ]
    assert parents == {"/LI"}
    test_pdf_ua_by_an_independent_checker(tmp_path / "sheet.pdf")


def test_page_furniture_is_no_content(pdf: pikepdf.Pdf) -> None:
    """Running heads and page numbers are artifacts, and every marked sequence belongs to an element."""
    held = set()
    for element in elements(pdf):
        page = element.get("/Pg")
        held |= {(page.objgen, kid) for kid in element.get("/K", []) if isinstance(kid, int)}
    for page in pdf.pages:
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) == "BDC" and "/MCID" in step.operands[1]:
                assert (page.objgen, int(step.operands[1].MCID)) in held
            elif str(step.operator) == "BDC":
                assert step.operands[0] == "/Artifact"


def test_language_and_title_are_told(pdf: pikepdf.Pdf) -> None:
    """A reader can say what the document is called and in what language it speaks."""
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == "Vision Interview"


def test_no_dates_and_no_places(pdf: pikepdf.Pdf) -> None:
    """The file tells neither when nor where it was made."""
    assert {"/CreationDate", "/ModDate"}.isdisjoint(pdf.docinfo.keys())
    assert b"Date" not in pdf.Root.Metadata.read_bytes()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/URI" in item:
            assert str(item.URI).startswith(("https://", "http://", "mailto:"))


def test_a_missing_character_is_still_read_out() -> None:
    """What no face has is a Span whose replacement text is the character."""
    printed = sheet(small_deck("One 中 two."), PrintSettings())
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        spans = [element for element in elements(pdf) if "/ActualText" in element]
        assert [(str(span.S), str(span.ActualText)) for span in spans] == [("/Span", "中")]
