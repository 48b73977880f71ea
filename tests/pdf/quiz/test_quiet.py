"""What a quiz tells: the questions nothing, the key everything."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from builder.pdf.dress.pictures import bare
from builder.render.fragment import Figure, Medium
from tests.pdf.decks import SPAN
from tests.pdf.quiz.source import ANSWERS, UNSEEN, photograph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_IN_PICTURES = ("zmathtext", "zmathupright", "zmathword", "zfigureanswer")
"""Words that the key draws, or says of a picture."""


def text_of(path: Path, first: int = 1, last: int = 0) -> str:
    """Return the text of the pages of *path* without white space and hyphens at ends of lines, in small letters."""
    command = ["pdftotext", "-f", str(first), "-l", str(last), str(path), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(said.replace("-\n", "").split()).casefold()


def strings(item: object, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Yield all strings, names and raw data of *item* and all that it refers to."""
    if isinstance(item, pikepdf.Object):
        if item.is_indirect:
            if item.objgen in seen:
                return
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Stream):
            yield item.read_raw_bytes().decode("latin-1")
            if item.get("/Filter") != "/DCTDecode":
                yield item.read_bytes().decode("latin-1")
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            for name in item.keys():  # noqa: SIM118 (no dict)
                yield name
                yield from strings(item[name], seen)
        elif isinstance(item, pikepdf.Array):
            for each in item:
                yield from strings(each, seen)
        else:
            yield str(item)
    else:
        yield str(item)


def whole_file(path: Path) -> str:
    """Return all that stands in the file *path*, whatever shows it or not, in small letters."""
    with pikepdf.open(path) as pdf:
        objects = "\n".join(strings(pdf.trailer, set()))
    return f"{objects}\n{text_of(path)}".casefold()


def test_questions_hold_no_answer_anywhere(apart: tuple[Path, Path]) -> None:
    """Nothing in the file of the questions, seen or not, holds a word of an answer."""
    said = whole_file(apart[0])
    assert [word for word in (*ANSWERS, *UNSEEN) if word in said] == []


def test_key_holds_all_answers(apart: tuple[Path, Path]) -> None:
    """The key holds each word of all answers, details, explanations, masks and sources."""
    said = whole_file(apart[1])
    assert [word for word in ANSWERS if word not in said] == []
    assert [word for word in UNSEEN if word in text_of(apart[1])] == []


def test_questions_of_one_file_hold_no_answer(whole: Path) -> None:
    """Where the key stands at the end, no page before it, and no word about a picture there, tells an answer."""
    with pikepdf.open(whole) as pdf:
        first = next(number for number, page in enumerate(pdf.pages) if is_of_key(pdf, page))
        pages = {page.objgen for page in pdf.pages[:first]}
        spoken = [
            str(element[name])
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == "/StructElem"
            for name in ("/Alt", "/ActualText")
            if name in element and element.Pg.objgen in pages
        ]
    said = text_of(whole, 1, first) + " ".join(spoken).casefold()
    assert [word for word in (*ANSWERS, *UNSEEN) if word in said] == []
    key = text_of(whole, first + 1, 99)
    assert [word for word in ANSWERS if word not in key and word not in _IN_PICTURES] == []


def is_of_key(pdf: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Say whether *page* is where the key begins."""
    leaves = [pdf.Root.Names.Dests] if "/Names" in pdf.Root.Names.Dests else list(pdf.Root.Names.Dests.Kids)
    names = {str(leaf.Names[at]): leaf.Names[at + 1] for leaf in leaves for at in range(0, len(leaf.Names), 2)}
    return bool(names["ui_key"][0].objgen == page.objgen)


def test_what_is_in_sight_stays(apart: tuple[Path, Path]) -> None:
    """Footnotes, hints, choices, captions and names of sources that tell nothing are on the questions' pages."""
    said = text_of(apart[0])
    for words in (
        "Anotethatisshown", "(ahint)", "Hint:itisshort", "wrong", "neither", "Tickone.", "Tickallthatapply.",
        "Asked2001", "Twoparts", "howisaquestionasked,abr?",
    ):  # fmt: skip
        assert words.casefold() in said, words


def test_ids_stand_where_they_do_not_tell(apart: tuple[Path, Path]) -> None:
    """A card's id is on its question unless it holds a word of the answer, and always in the key."""
    questions, key = text_of(apart[0]), text_of(apart[1])
    assert "a-recall" in questions
    assert "told-" not in questions
    for words in ("a-recall", "told-zblankprose", "parts"):
        assert words.replace("-", "") in key.replace("-", "")


def test_blanks_are_of_one_width(apart: tuple[Path, Path]) -> None:
    """All blanks in text are as wide on the page, whatever they hide, and each is said to be one."""
    document = pypdfium2.PdfDocument(apart[0])
    widths = [
        round(right - left, 1)
        for page in document
        for left, bottom, right, top in (
            each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=6)
        )
        if 1.4 < top - bottom < 1.5 and right - left < 120
    ]
    document.close()
    assert widths == [103.7] * 10
    with pikepdf.open(apart[0]) as pdf:
        elements = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        spoken = [str(one.ActualText) for one in elements if "/ActualText" in one]
        formulas = sorted(str(one.Alt) for one in elements if one.S == "/Formula")
    assert spoken == ["blank"] * (10 + 3)
    assert formulas == ["the blank of it", "x sub blank plus blank over 2"]


def test_a_photograph_says_nothing_of_itself() -> None:
    """A JPEG keeps its picture to the dot, and neither comment nor Exif."""
    figure = Figure(Medium("a.jpg", photograph(), "image/jpeg", "image", 160, 80), "", "", None, alone=True, span=SPAN)
    quiet = bare(figure).medium.data
    assert b"zmetadata" not in quiet
    assert Image.open(BytesIO(quiet)).tobytes() == Image.open(BytesIO(photograph())).tobytes()


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_photograph_stays_upright(orientation: int) -> None:
    """A JPEG that only Exif turns upright is turned itself."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    target = BytesIO()
    Image.open(BytesIO(photograph())).save(target, "JPEG", exif=exif)
    medium = Medium("a.jpg", target.getvalue(), "image/jpeg", "image", 160, 80)
    quiet = bare(Figure(medium, "", "", None, alone=True, span=SPAN)).medium.data
    picture = Image.open(BytesIO(quiet))
    assert picture.size == ((160, 80) if orientation == 3 else (80, 160))
    assert not dict(picture.getexif())


def test_nothing_lies_below_a_mask(apart: tuple[Path, Path]) -> None:
    """The picture itself, as it lies in the file, is white where it is masked, and whole elsewhere."""
    with pikepdf.open(apart[0]) as pdf:
        pictures = [
            pikepdf.PdfImage(item).as_pil_image().convert("RGB")
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
    masked = next(one for one in pictures if one.size == (160, 80) and one.getpixel((20, 40)) == (255, 255, 255))
    assert masked.getpixel((70, 40)) == (255, 255, 255)
    red, green, blue = (masked.getchannel(name).crop((110, 30, 130, 50)).getextrema() for name in "RGB")
    assert (red, green, blue) == ((254, 254), (0, 0), (0, 0))
    drawn = next(one for one in pictures if one.size[0] > 600)
    assert drawn.getpixel((drawn.width // 4, drawn.height // 4)) == (255, 255, 255)
    assert drawn.getpixel((drawn.width // 2, drawn.height // 2)) == (238, 238, 238)
