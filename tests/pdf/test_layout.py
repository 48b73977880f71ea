"""The layout reads nothing but what it is handed, loses no message, and always gives the same bytes."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from builder.diagnostics import Severity, Span
from builder.faults import PRINT_FAULT
from builder.pdf.dress.materials import File
from tests.pdf.setting import set_page

if TYPE_CHECKING:
    from builder.diagnostics import Diagnostic
    from builder.pdf.manuscript import Printed

FIGURE_SPAN = Span("02-figures.md", 7, 30)
BAD = File(b"no picture", "image/png", FIGURE_SPAN)
ROOT = Path(__file__).parents[2]
PRINT_DIGEST = (
    "import hashlib; from builder.pdf.sheet import sheet; from builder.settings import PrintSettings; "
    "from tests.pdf.decks import full_deck; "
    "print(hashlib.sha256(sheet(full_deck(), PrintSettings()).data).hexdigest())"
)
MISSING_LIBRARY = """
print("a page of advice")
raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file")
"""


def picture() -> bytes:
    """Return a small PNG."""
    made = BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, "PNG")
    return made.getvalue()


def drawn(inside: str) -> tuple[Diagnostic, ...]:
    """Return what is told of a page with a drawing that holds *inside*."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{inside}</svg>'
    files = {"deck:a.svg": File(svg.encode(), "image/svg+xml", FIGURE_SPAN)}
    return set_page('<img src="deck:a.svg" alt="x">', files=files).diagnostics


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://localhost:9/x.png", "deck:absent.svg", "data:image/png;base64,AAAA"]
)
def test_only_what_is_handed_over_is_read(address: str) -> None:
    """Any address that the build does not know is a fault, and nothing is fetched from it."""
    (told,) = set_page(f'<img src="{address}" alt="x">').diagnostics
    assert told.rule is PRINT_FAULT
    assert told.rule.severity is Severity.ERROR
    assert address in told.message
    assert "knows no such file" in told.message


def test_a_picture_inside_a_drawing_is_drawn() -> None:
    """What a drawing holds in itself is handed over with it."""
    address = f"data:image/png;base64,{b64encode(picture()).decode()}"
    assert drawn(f'<image href="{address}" width="9" height="9"/>') == ()


def test_a_fault_of_a_figure_is_told_at_the_figure() -> None:
    """A picture that cannot be drawn is told where the source asks for it, without its data."""
    (told,) = drawn(f'<image href="data:image/png;base64,{"A" * 4000}" width="9" height="9"/>')
    assert told.rule is PRINT_FAULT
    assert told.span == FIGURE_SPAN
    assert len(told.message) < 150
    (told,) = set_page('<img src="deck:bad.png" alt="x">', files={"deck:bad.png": BAD}).diagnostics
    assert told.span == FIGURE_SPAN


def test_style_sheets_fetch_nothing() -> None:
    """An import or a font from elsewhere is refused too."""
    told = set_page(
        "x", '@import "file:///etc/hosts"; @font-face { font-family: x; src: url(file:///x.ttf) }'
    ).diagnostics
    assert told
    assert all(each.rule is PRINT_FAULT for each in told)


def test_every_complaint_of_the_layout_is_a_diagnostic(capfd: pytest.CaptureFixture[str]) -> None:
    """What WeasyPrint logs comes back as a value; nothing is printed, and the logger is as it was."""
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers), logger.level, logger.propagate
    told = set_page('<p style="colour: red">x</p><img src="deck:a" alt="">').diagnostics
    assert any("colour" in each.message for each in told)
    assert (list(logger.handlers), logger.level, logger.propagate) == before
    assert capfd.readouterr() == ("", "")


def test_same_deck_same_bytes(printed: Printed, tmp_path: Path) -> None:
    """Another folder, hash seed, language and time zone give the same file."""
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711", "LANG": "de_DE.UTF-8",
        "LC_ALL": "C", "TZ": "Asia/Tokyo", "HOME": str(tmp_path), "TMPDIR": str(tmp_path),
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == hashlib.sha256(printed.data).hexdigest()
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == [], "no temporary file is left behind"


def test_a_missing_library_is_one_sentence(tmp_path: Path) -> None:
    """Without Pango a typed error says what is missing and how to install it, and nothing else is said."""
    package = tmp_path / "weasyprint" / "text"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    (package / "ffi.py").write_text(MISSING_LIBRARY, encoding="utf-8")
    code = (
        "from builder.pdf import library\n"
        "try:\n    library.load()\nexcept library.LibraryMissing as error:\n    print(error)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    (sentence,) = run.stdout.splitlines()
    assert "libpango-1.0-0" in sentence
    for system in ("Debian", "Fedora", "macOS", "Windows"):
        assert system in sentence


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """Importing the room loads neither WeasyPrint nor fontTools, Jinja2, pikepdf or PDFium."""
    code = (
        "import sys, builder.pdf.sheet, builder.pdf.read.reader\n"
        "print({'weasyprint', 'fontTools', 'jinja2', 'pikepdf', 'pypdfium2', 'markupsafe'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
