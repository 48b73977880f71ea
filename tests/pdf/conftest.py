"""The study sheet of the deck that has one of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.pdf.read.reader import read_pdf
from builder.pdf.sheet import sheet
from builder.settings import PrintSettings
from tests.pdf.decks import full_deck

if TYPE_CHECKING:
    from pathlib import Path

    from builder.pdf.manuscript import Printed
    from builder.pdf.read.reader import PdfContents


@pytest.fixture(name="printed", scope="session")
def _printed() -> Printed:
    """Return the sheet of the full deck."""
    return sheet(full_deck(), PrintSettings())


@pytest.fixture(name="contents", scope="session")
def _contents(printed: Printed) -> PdfContents:
    """Return what the sheet of the full deck holds, read back."""
    return read_pdf(printed.data)


@pytest.fixture(name="file", scope="session")
def _file(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sheet of the full deck as a file."""
    path = tmp_path_factory.mktemp("pdf") / "sheet.pdf"
    path.write_bytes(printed.data)
    return path
