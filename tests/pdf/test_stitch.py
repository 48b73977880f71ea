"""Leaves on sheets: where they lie, what reads them out, and where links lead."""

from __future__ import annotations

import page as page_validation
import pikepdf
import pypdfium2
import pytest

from builder.pdf.binding.furniture import Furniture, furnish
from builder.pdf.binding.impose import ImposedSheet, Line, Placed, in_columns, moved, one_each, pages_of_anchors, turned
from builder.pdf.manuscript import Entry
from builder.pdf.press.flow import set_flow
from tests.pdf.press_room import boxes, elements, opened, pressed, published, texts

CARDS = "".join(
    f'<section data-flow="body" class="fresh" id="c{number}" data-fresh><h1>Head{number}</h1>'
    f'<p>Word{number} <a href="#c{(number + 1) % 5}">link{number}</a></p>'
    f"<table><thead><tr><th>Th{number}</th></tr></thead><tbody><tr><td>Td{number}</td></tr></tbody></table></section>"
    for number in range(5)
)
FIGURE = '<section data-flow="body" id="f"><h1>Figure</h1><img alt="A dot" src="deck:dot.svg"></section>'


def assert_accessible(data: bytes, folder: object) -> None:
    """Fail with the failed rules of PDF/UA-1, if there are any."""
    path = folder / "book.pdf"  # type: ignore[operator]
    path.write_bytes(data)
    result = page_validation.validate_pdf(str(path), profile=page_validation.ValidationProfile.PDF_UA_1)
    assert result.is_compliant, [str(failure) for failure in result.failures]


def test_leaves_side_by_side(tmp_path: object) -> None:
    """Two leaves of different parts on one sheet are moved as wholes: words, links, destinations, structure."""
    with pressed(CARDS) as it:
        units = it.flows["body"]
        galleys = [it.write(it.set(units[:2])), it.write(it.set(units[2:]))]
    single = published(galleys, one_each(galleys))
    places = [Placed(0, 0), Placed(0, 1, moved(300, 0)), Placed(1, 0, moved(600, 0))]
    last = [Placed(1, 1, turned(300, 400)), Placed(1, 2, (0.5, 0, 0, 0.5, 310, 20))]
    sheets = [ImposedSheet(900, 400, tuple(places)), ImposedSheet(900, 400, tuple(last))]
    data = published(galleys, sheets, [Entry(1, f"Card {number}", f"c{number}") for number in range(5)])
    for number, (sheet, shift) in enumerate([(0, 0), (0, 300), (0, 600)]):
        ((_, x, y),) = boxes(single, f"Word{number}")
        ((on, new_x, new_y),) = boxes(data, f"Word{number}")
        assert (on, new_x, new_y) == (sheet, pytest.approx(x + shift, abs=0.01), pytest.approx(y, abs=0.01))
    ((_, x, y),) = boxes(single, "Word4")
    assert boxes(data, "Word4") == [(1, pytest.approx(310 + x / 2, abs=0.01), pytest.approx(20 + y / 2, abs=0.01))]
    assert_accessible(data, tmp_path)
    with opened(data) as pdf:
        heads = [element for element in elements(pdf) if element.S == "/H1"]
        assert [pdf.pages.index(pikepdf.Page(element.Pg)) for element in heads] == [0, 0, 0, 1, 1]
        for number, page in enumerate(pdf.pages):
            marks = (
                page.Contents.read_bytes()
                if page.Contents.get("/Length")
                else b"".join(part.read_bytes() for part in page.Contents)
            )
            owned = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[2 * number + 1]
            assert marks.count(b"/MCID ") == len(owned)
            assert all(marks.count(b"/MCID %d>>" % n) + marks.count(b"/MCID %d " % n) == 1 for n in range(len(owned)))
        names = pdf.Root.Names.Dests.Kids[0].Names
        places_of = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        assert [pdf.pages.index(pikepdf.Page(places_of[f"c{n}"][0])) for n in range(5)] == [0, 0, 0, 1, 1]
        rects = [[float(x) for x in link.Rect] for link in pdf.pages[0].Annots]
        assert [rect[0] // 300 for rect in rects] == [0, 1, 2]
        assert len(pdf.pages) == 2


def test_one_leaf_a_sheet_keeps_its_content() -> None:
    """A sheet of one leaf has the size of the leaf, its text once, and no leaf is left in the file besides."""
    with pressed(CARDS) as it:
        galleys = set_flow(it, it.flows["body"])
    data = published(galleys, one_each(galleys))
    assert [text.split()[0] for text in texts(data)] == [f"Head{number}" for number in range(5)]
    with opened(data) as pdf:
        assert [tuple(map(float, page.MediaBox)) for page in pdf.pages] == [(0, 0, 300, 400)] * 5
        assert (
            sum(1 for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Page") == 5
        )


@pytest.mark.parametrize(("backwards", "lefts"), [(False, [30, 330, 30, 330, 30]), (True, [330, 30, 330, 30, 330])])
def test_columns(lefts: list[float], *, backwards: bool) -> None:
    """Leaves fill the columns of a sheet in the direction of reading; the last sheet may be half empty."""
    with pressed(CARDS) as it:
        galleys = set_flow(it, it.flows["body"], step=2)
    sheets = in_columns(galleys, 2, backwards=backwards)
    data = published(galleys, sheets)
    found = [boxes(data, f"Head{number}")[0] for number in range(5)]
    assert [number for number, _, _ in found] == [0, 0, 1, 1, 2]
    assert [x for _, x, _ in found] == pytest.approx(lefts, abs=1.5)
    assert pages_of_anchors(galleys, sheets, before=10) == {f"c{n}": 11 + n // 2 for n in range(5)}


def test_furniture_is_an_artifact(tmp_path: object) -> None:
    """Heads and feet are on every page, and in no structure; so are lines."""
    styles = (
        ".head-start { left: 30pt; top: 10pt } .foot-end { right: 30pt; bottom: 10pt } p { font: 8pt Source Sans Pro }"
    )
    with pressed(CARDS) as it:
        galleys = set_flow(it, it.flows["body"])
        sheets = [
            ImposedSheet(sheet.width, sheet.height, sheet.placed, (Line(0, 200, 300, 200),))
            for sheet in one_each(galleys)
        ]
        furniture = [Furniture(head_start=f"Top{number}", foot_end=f"Foot{number}") for number in range(5)]
        galleys, sheets = furnish(it, galleys, sheets, furniture, styles)
    data = published(galleys, sheets)
    assert_accessible(data, tmp_path)
    for number in range(5):
        assert boxes(data, f"Top{number}")[0][:2] == (number, pytest.approx(30, abs=1))
        assert boxes(data, f"Foot{number}")[0][2] == pytest.approx(12, abs=3)
    with opened(data) as pdf:
        for page in pdf.pages:
            content = b"".join(part.read_bytes() for part in page.Contents)
            inside = content[content.index(b"/Artifact") :]
            assert inside.count(b"BDC") == 2
            assert b"/MCID" not in inside


def test_figures_say_where_they_are() -> None:
    """The box of a figure is in points from the bottom of the page, where the leaf lies now."""
    with pressed(FIGURE) as it:
        galley = it.write(it.set(it.flows["body"]), zoom=0.5)
    for matrix, left in ((moved(0, 0), 15), (moved(100, 7), 115)):
        data = published([galley], [ImposedSheet(400, 400, (Placed(0, 0, matrix),))])
        with opened(data) as pdf:
            (figure,) = [element for element in elements(pdf) if element.S == "/Figure"]
            x1, y1, x2, y2 = map(float, figure.A.BBox)
        assert (x1, x2 - x1, y2 - y1) == pytest.approx((left, 7.5, 7.5), abs=0.01)
        assert 150 < y1 < 190


def test_zoom_scales_all() -> None:
    """A galley written with a zoom has leaves, words and destinations of that size."""
    with pressed(CARDS) as it:
        setting = it.set(it.flows["body"])
        large, small = it.write(setting), it.write(setting, [2], zoom=0.5)
    (leaf,) = small.leaves
    assert (leaf.width, leaf.height) == pytest.approx((150, 200))
    assert leaf.anchors["c2"] == tuple(value / 2 for value in large.leaves[2].anchors["c2"])
    ((_, x, y),) = boxes(published([large], one_each([large])), "Head2")
    assert boxes(published([small], one_each([small])), "Head2") == [(0, pytest.approx(x / 2), pytest.approx(y / 2))]


def test_same_input_same_bytes() -> None:
    """Two presses of one manuscript give the same file."""
    files = []
    for _ in range(2):
        with pressed(CARDS) as it:
            galleys = set_flow(it, it.flows["body"])
        files.append(published(galleys, one_each(galleys), [Entry(1, "One", "c0"), Entry(2, "Two", "c3")]))
    assert files[0] == files[1]


def test_outline() -> None:
    """Entries stand below those of a smaller level; what leads nowhere is left out; long lists are grouped."""
    with pressed(CARDS) as it:
        galleys = set_flow(it, it.flows["body"])
    entries = [Entry(1, "One", "c0"), Entry(2, "Two", "c1"), Entry(2, "Gone", "nowhere"), Entry(1, "Three", "c2")]
    entries += [Entry(2, f"Item {number}", "c3") for number in range(260)]
    with opened(published(galleys, one_each(galleys), entries)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["One", "Three"]
        assert [item.title for item in outline.root[0].children] == ["Two"]
        groups = outline.root[1].children
        assert [group.title for group in groups] == ["1–50", "51–100", "101–150", "151–200", "201–250", "251–260"]
        assert [len(group.children) for group in groups] == [50] * 5 + [10]


def test_patterns_move_with_their_leaf() -> None:
    """What is painted by a pattern stands where the leaf stands, also on a leaf that is turned and made smaller."""
    stripes = "h1 { height: 40pt; background: url(deck:dot.svg) repeat-y 30px 0 / 8px 8px } p { display: none }"
    with pressed(CARDS, styles=stripes) as it:
        galley = it.write(it.set(it.flows["body"][:3]))
    for base in (Placed(0, 0), Placed(0, 0, moved(0, 100))):
        places = (base, Placed(0, 1, moved(300, 0)), Placed(0, 2, (-0.5, 0, 0, -0.5, 850, 390)))
        data = published([galley], [ImposedSheet(900, 600, places)])
        document = pypdfium2.PdfDocument(data)
        picture = document[0].render(scale=1).to_pil().convert("L")
        document.close()
        for placed in places:
            a, _, _, d, e, f = placed.matrix
            # The middle of the stripe: 30 px from the left of the heading, 20 px wide, some 20 pt below its top.
            x, y = 30 + 30 * 0.75 + 3, 400 - 30 - 20
            assert picture.getpixel((round(a * x + e), 600 - round(d * y + f))) < 64
            assert picture.getpixel((round(a * (x - 15) + e), 600 - round(d * y + f))) > 192
