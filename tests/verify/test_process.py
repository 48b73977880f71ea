"""The check as the command line calls it: in a process of its own, with a sentence for whatever goes wrong."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions

from builder.verify import CannotVerify, lacking, report_json, report_lines, verify
from builder.verify.report import read_report
from tests.anki.samples import note, one_of_each
from tests.verify.conftest import built, rewritten

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="published")
def _published(tmp_path: Path, release: bytes) -> Path:
    """Return the path of the package that learners have."""
    path = tmp_path / "vision 1.0.apkg"
    path.write_bytes(release)
    return path


def test_release_alone(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an old package the new one is imported twice; nothing is left behind, and the package is as it was."""
    monkeypatch.setattr(tempfile, "tempdir", str(folder := tmp_path / "temporary"))
    folder.mkdir()
    before = published.read_bytes()
    report = verify(None, published)
    assert report.ok
    assert (report.added, report.updated, report.unchanged) == (0, 0, 8)
    assert next(report_lines(report)).startswith(f"{published}, imported twice, in Anki ")
    assert list(folder.iterdir()) == []
    assert published.read_bytes() == before


EDIT = ("UPDATE notes SET flds = 'New: ' || flds", ())
"""Of every note, and of no note's time."""


def test_report_travels(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report that comes back, from paths below the working folder, says in JSON all that it says in words."""
    (tmp_path / "new.apkg").write_bytes(rewritten(published.read_bytes(), EDIT, without="deck.lock"))
    monkeypatch.chdir(tmp_path)
    report = verify(published.relative_to(tmp_path), (tmp_path / "new.apkg").relative_to(tmp_path))
    assert not report.ok
    assert (report.old, report.new) == ("vision 1.0.apkg", "new.apkg")
    whole = json.loads(report_json(report))
    assert (whole["schema"], whole["ok"], whole["lost"], whole["edits_kept"]) == (1, False, 0, 8)
    assert whole["failures"][0].keys() == {"code", "card", "message"}
    assert read_report(report_json(report)) == report


def test_many_findings_are_summed_up(tmp_path: Path) -> None:
    """Of many findings of one kind ten are told, then how many more there are; the cure names the old package, once."""
    more = [note(f"n{i:02}", one_of_each()[1].question, one_of_each()[1].answer, place=i + 20) for i in range(12)]
    (old := tmp_path / "old.apkg").write_bytes(built(*more))
    (new := tmp_path / "new.apkg").write_bytes(rewritten(old.read_bytes(), EDIT, without="deck.lock"))
    lines = list(report_lines(verify(old, new)))
    assert sum(line.startswith("error[edit-stuck]: `n") for line in lines) == 10
    cure = f"  Take deck.lock's times from the last release: `build lock --from {old}`, then build again."
    assert lines[-3:-1] == ["  … and 2 more.", cure]


@pytest.mark.parametrize("data", [b"not a zip", b"PK\x05\x06" + bytes(18)], ids=["text", "empty zip"])
def test_broken_package(published: Path, tmp_path: Path, data: bytes) -> None:
    """A package that Anki cannot read is one sentence with its name."""
    (broken := tmp_path / "broken.apkg").write_bytes(data)
    with pytest.raises(CannotVerify, match=r"^Anki cannot read `broken\.apkg`: [^\n]+\.$"):
        verify(published, broken)


def test_missing_package(published: Path, tmp_path: Path) -> None:
    """A package that is not there is one sentence."""
    with pytest.raises(CannotVerify, match="There is no package"):
        verify(tmp_path / "no.apkg", published)


def test_without_the_extra(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Anki's library is not installed, a sentence says how to get it."""
    assert lacking() is None
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr("builder.verify.process.find_spec", lambda _name: None)
    assert lacking() == "`build verify` needs Anki's own library: pip install 'cardpress[verify]'."
    with pytest.raises(CannotVerify, match="needs Anki's own library"):
        verify(None, published)


def test_default_options_are_anki_own(tmp_path: Path) -> None:
    """The options of our imports are those that the desktop program shows to a learner who never changed any."""
    col = Collection(str(tmp_path / "collection.anki2"))
    assert col._backend.get_import_anki_package_presets() == ImportAnkiPackageOptions()  # noqa: SLF001
    col.close()
