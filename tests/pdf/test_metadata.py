"""What a file says of itself, and the standards that it keeps to."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from builder.pdf.binding.metadata import stamp
from tests.pdf import referee

if TYPE_CHECKING:
    from pathlib import Path

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TITLE = "A <title> & “more”, Ψ"


@pytest.fixture(name="tagged", scope="module")
def _tagged() -> bytes:
    """Return a small tagged file, with a date and a title of its own."""
    from weasyprint import HTML

    head = '<title>Other</title><meta name="dcterms.created" content="2020-01-01"><meta name="author" content="Other">'
    body = '<h1>One</h1><p>Two <a href="https://example.org">three</a></p>'
    data: bytes = HTML(string=f'<html lang="de"><head>{head}</head><body>{body}').write_pdf(pdf_variant="pdf/ua-1")
    return data


def stamped(tagged: bytes, path: Path, *, archive: bool = False) -> Path:
    """Return *path*, at which *tagged* stands with its metadata."""
    with pikepdf.open(BytesIO(tagged)) as pdf:
        stamp(pdf, title=TITLE, author="Ada & Søren", description="", language="en-GB", archive=archive)
        modes = pikepdf.ObjectStreamMode
        pdf.save(path, deterministic_id=True, object_stream_mode=modes.disable if archive else modes.generate)
    return path


def test_a_file_says_what_it_is(tagged: bytes, tmp_path: Path) -> None:
    """Title, author and language stand in the information and in the XMP, the same in both, and no date in either."""
    with pikepdf.open(stamped(tagged, tmp_path / "a.pdf")) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items() if key != "/Producer"} == {
            "/Title": TITLE,
            "/Author": "Ada & Søren",
        }
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(page.Tabs == "/S" for page in pdf.pages)
        packet = ET.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 (our own)
    said = {element.tag: "".join(element.itertext()).strip() for element in packet.iter()}
    assert (said[f"{DC}title"], said[f"{DC}creator"], said[f"{DC}language"]) == (TITLE, "Ada & Søren", "en-GB")
    assert f"{DC}description" not in said
    assert len(list(packet.iter(f"{RDF}RDF"))) == 1


def test_a_file_keeps_to_its_standards(tagged: bytes, tmp_path: Path) -> None:
    """Any file is PDF/UA-1; one for the archive is PDF/A-3a too."""
    plain, kept = (stamped(tagged, tmp_path / f"{archive}.pdf", archive=archive) for archive in (False, True))
    referee.assert_accessible(plain)
    referee.assert_conforms(kept, referee.PDF_UA, referee.PDF_A)
    for path in (plain, kept):
        referee.assert_sound(path)
        referee.assert_private(path)


def test_metadata_can_be_read_without_a_reader_of_pdf(tagged: bytes, tmp_path: Path) -> None:
    """In a file for the archive XMP is not compressed, and no stream ends in what looks like half a line end."""
    data = stamped(tagged, tmp_path / "a.pdf", archive=True).read_bytes()
    assert b"<pdfaid:part>3</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"\r\nendstream" not in data


def test_streams_that_end_in_a_carriage_return_are_still_read(tmp_path: Path) -> None:
    """A stream whose compressed data end so is read back whole."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for number in range(1024):
            pdf.Root[f"/S{number}"] = pdf.make_stream(b"%d" % number)
        pdf.Root.StructTreeRoot = pikepdf.Dictionary()
        stamp(pdf, title="t", language="en", archive=True)
        pdf.save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"\r\nendstream" not in (tmp_path / "a.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert [bytes(pdf.Root[f"/S{number}"].read_bytes()) for number in range(1024)] == [
            b"%d" % number for number in range(1024)
        ]
    referee.assert_sound(tmp_path / "a.pdf")
