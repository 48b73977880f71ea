"""The digests of media: one source, one digest, whatever the file system does to names."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from builder.identity.digest import MediaDigests

if TYPE_CHECKING:
    from pathlib import Path

NAME = "figuren/über.png"
FORMS = [(on_disk, written) for on_disk in ("NFC", "NFD") for written in ("NFC", "NFD")]


@pytest.mark.parametrize(("on_disk", "written"), FORMS)
def test_normal_form_of_a_name_does_not_count(tmp_path: Path, on_disk: str, written: str) -> None:
    """A name that is spelled composed in one place and decomposed in the other is one name."""
    file = tmp_path / unicodedata.normalize(on_disk, NAME)  # type: ignore[arg-type]  # the form is a plain text here
    file.parent.mkdir()
    file.write_bytes(b"picture")
    address = unicodedata.normalize(written, NAME)  # type: ignore[arg-type]
    assert MediaDigests(tmp_path).of(address, "01.md") == sha256(b"picture").hexdigest()


@pytest.mark.parametrize("address", ["a/" * 3000 + "b.png", "x" * 5000, "../outside.png", "", ".", "figuren\0/a.png"])
def test_what_leads_nowhere_has_no_digest(tmp_path: Path, address: str) -> None:
    """A path that is too long, too deep or outside the folder has an empty digest; the text that shows it says why."""
    (tmp_path / "outside.png").write_bytes(b"secret")
    inside = tmp_path / "content"
    inside.mkdir()
    assert MediaDigests(inside).of(address, "01.md") == ""
