"""What others say of a PDF of ours: each function asks one foreign tool, and fails in words when it objects."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import page as page_validation
import pikepdf
import pypdfium2
from PIL import ImageChops

PDF_UA: Final = page_validation.ValidationProfile.PDF_UA_1
PDF_A: Final = page_validation.ValidationProfile.PDF_A_3A

_PLACE: Final = re.compile(rb"file:|(?:^|[\s(<\"'=])(?:/(?:home|root|tmp|work|usr|var|Users)/|[A-Za-z]:\\)")
"""A link to a file, or the beginning of a path of some machine."""


def assert_accessible(path: Path) -> None:
    """Fail if page-validation finds a rule of PDF/UA-1 broken, or outloud an error."""
    assert_conforms(path, PDF_UA)
    errors = [line for severity, line in heard(path) if severity == "error"]
    assert not errors, f"outloud on {path.name}: " + "; ".join(errors)


def assert_conforms(path: Path, *profiles: Any) -> None:  # noqa: ANN401 (the checker's own type)
    """Fail if page-validation finds a rule of one of *profiles* broken."""
    for profile in profiles:
        report = page_validation.validate_pdf(str(path), profile=profile)
        broken = [str(failure) for failure in report.failures]
        assert not broken, f"{path.name} against {profile}: " + "; ".join(broken)
        assert report.is_compliant


def heard(path: Path) -> list[tuple[str, str]]:
    """Return what outloud has to say: severity, and a line that names rule, message, page and evidence."""
    command = [str(Path(sys.executable).parent / "outloud"), str(path), "--json", "-", "--fail-on", "never"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (result,) = json.loads(said)["results"]
    assert result["error"] is None, result["error"]
    return [
        (one["severity"], f"{one['rule']} {one['message']} (page {one.get('page')}: {one.get('evidence')})")
        for one in result["findings"]
    ]


def assert_sound(path: Path) -> None:
    """Fail if qpdf finds an error in syntax, streams or cross references, or something to warn of."""
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def assert_private(path: Path) -> None:
    """Fail if any string or stream of the file tells of a place on a machine, or of a time."""
    with pikepdf.open(path) as pdf:
        told = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert {"/CreationDate", "/ModDate"}.isdisjoint(told), told
    command = ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"]
    plain = subprocess.run(command, check=True, capture_output=True).stdout
    # What is compressed still, such as fonts and pictures, is no text.
    text = re.sub(rb"stream\n.*?endstream", _spoken, plain, flags=re.DOTALL)
    found = [text[max(0, match.start() - 20) : match.end() + 40] for match in _PLACE.finditer(text)]
    assert not found, f"{path.name} tells of a place: {found[:5]}"
    assert b"CreateDate" not in text
    assert b"ModifyDate" not in text


def _spoken(stream: re.Match[bytes]) -> bytes:
    """Return the text of a stream if it is some."""
    return b"" if b"\0" in stream[0] or re.search(rb"[\x80-\xff]{3}", stream[0]) else stream[0]


def faces(path: Path) -> set[str]:
    """Return the faces in the file; fail if one is not embedded, cut down and mapped to Unicode."""
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    loose = [line for line in listed if " yes yes yes " not in line]
    assert not loose, f"{path.name} has fonts not embedded, not subset, or without a map to Unicode: {loose}"
    return {line.split()[0].partition("+")[2] for line in listed}


def assert_no_notdef(path: Path) -> None:
    """Fail if a page shows the glyph that stands for none, which PDF/UA-1 forbids."""
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for step in pikepdf.parse_content_stream(page):
                for shown in step.operands[0] if str(step.operator) == "TJ" else ():
                    if isinstance(shown, pikepdf.String):
                        glyphs = bytes(shown)
                        pairs = {glyphs[at : at + 2] for at in range(0, len(glyphs), 2)}
                        assert b"\0\0" not in pairs, f"{path.name}, page {number}"


def assert_grey(path: Path) -> None:
    """Fail if PDFium draws a pixel of *path* that is not grey."""
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            red, green, blue = document[number].render(scale=0.7).to_pil().convert("RGB").split()
            for one, other in ((red, green), (green, blue)):
                box = ImageChops.difference(one, other).getbbox()
                assert box is None, f"{path.name}, page {number + 1}: colour within {box}"
    finally:
        document.close()


def text_boxes(path: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """Return, page by page, each word as poppler finds it: text, left, top, right, bottom, in pt from the top left."""
    found = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    word = re.compile(r'<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>')
    pages = found.split("<page ")[1:]
    return [
        [(text, float(left), float(top), float(right), float(bottom)) for left, top, right, bottom, text in each]
        for each in (word.findall(page) for page in pages)
    ]


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """Return width and height of each page, in pt."""
    with pikepdf.open(path) as pdf:
        boxes = [[float(value) for value in page.mediabox] for page in pdf.pages]
    return [(right - left, top - bottom) for left, bottom, right, top in boxes]


def assert_within_pages(path: Path, margin: float = 0.0) -> None:
    """Fail if a word reaches beyond its page, or nearer than *margin* pt to its edge."""
    for number, (words, (width, height)) in enumerate(zip(text_boxes(path), page_sizes(path), strict=True), start=1):
        for text, left, top, right, bottom in words:
            inside = left >= margin and top >= margin and right <= width - margin and bottom <= height - margin
            assert inside, f"{path.name}, page {number}: {text!r} at {left:.1f} {top:.1f} {right:.1f} {bottom:.1f}"
