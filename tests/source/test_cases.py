"""The source format, case by case: a chapter, and beside it what must become of it.

`tests/cases/valid/<name>.md` is a chapter and `<name>.txt` its deck as `tests.source.dump` writes it, checked by hand
against the format. `tests/cases/invalid/<code>[-<variant>].md` is a chapter with a fault and `.txt` what is said of it;
a `.svg` beside it stands in its folder `figures`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder import faults
from builder.diagnostics import Severity
from tests.source.dump import diagnostic_lines, dump
from tests.source.folders import loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

CASES = Path(__file__).parent.parent / "cases"
VALID = sorted((CASES / "valid").glob("*.md"))
INVALID = sorted((CASES / "invalid").glob("*.md"))
ELSEWHERE = {
    "file-unreadable": "tests/source/test_folders.py",
    "not-utf8": "tests/source/test_folders.py",
    "toml-invalid": "tests/source/test_config.py",
    "config-key": "tests/source/test_config.py",
    "config-value": "tests/source/test_config.py",
    "deck-id-missing": "tests/source/test_config.py",
    "same-deck": "tests/source/test_folders.py",
    "image-outside": "tests/source/test_folders.py",
    "image-type": "tests/source/test_folders.py",
    "media-large": "tests/render/test_media.py",
    "media-moves": "tests/render/test_media.py",
    "media-unused": "tests/checks/test_unused.py",
    "svg-cleaned": "tests/source/test_folders.py",
    "style-cleaned": "tests",
    "glyph-missing": "tests/pdf",
    "print-fault": "tests/pdf",
    "paper-too-small": "tests/pdf",
    "card-too-long": "tests/pdf",
    "quiz-unknown": "tests/pdf",
    "quiz-empty": "tests/pdf",
    "quiz-told": "tests/test_account.py",
    "card-lost": "tests",
    "lock-invalid": "tests/identity/test_lockfile.py",
    "lock-version": "tests/identity/test_lockfile.py",
    "lock-deck": "tests/identity/test_who.py",
    "lock-healed": "tests/identity/test_who.py",
    "lock-outdated": "tests/everyday",
    "no-lock": "tests/everyday",
    "clock": "tests/everyday",
    "id-kept": "tests/identity/test_who.py",
    "id-new": "tests/identity/test_who.py",
    "id-moved": "tests/identity/test_who.py",
    "lock-lost": "tests/releases",
    "time-back": "tests/releases",
    "guid-changed": "tests/releases",
    "other-deck": "tests/releases",
    "lock-forgot": "tests/releases",
    "blank-moved": "tests/releases",
    "identity-guess": "tests/identity/test_who.py",
    "identity-unsure": "tests/identity/test_who.py",
    "card-retired": "tests/identity/test_who.py",
    "card-revived": "tests/identity/test_who.py",
    "kind-changed": "tests/everyday",
    "deck-renamed": "tests/everyday",
    "cloze-renumbered": "tests/everyday",
}
"""The codes that one chapter alone cannot cause, or only an output, and where they are tested."""


def _names(paths: Iterable[Path]) -> list[str]:
    return [path.stem for path in paths]


@pytest.mark.parametrize("path", VALID, ids=_names(VALID))
def test_valid_case(path: Path, tmp_path: Path) -> None:
    """A chapter that follows the format becomes the deck that stands beside it."""
    deck = loaded(tmp_path, {path.name: path.read_bytes()})
    assert dump(deck) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", INVALID, ids=_names(INVALID))
def test_invalid_case(path: Path, tmp_path: Path) -> None:
    """A fault is told in the sentence that stands beside the chapter, at the place where an author would look."""
    deck = loaded(tmp_path, _files(path))
    said = "".join(f"{line}\n" for line in diagnostic_lines(deck.diagnostics, deck.folder))
    assert said == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert _code(path) in {one.rule.code for one in deck.diagnostics}


def test_valid_cases_have_no_fault() -> None:
    """Nothing is wrong with the valid chapters."""
    said = "".join(path.with_suffix(".txt").read_text(encoding="utf-8") for path in VALID)
    assert re.findall(r"^\S+\.md:.* (?:error|warning)\[[a-z0-9-]+\]", said, re.MULTILINE) == []


def test_cases_are_there() -> None:
    """The folders of the cases hold chapters, each with what is expected of it, and nothing else."""
    assert len(VALID) > 60
    assert len(INVALID) > 60
    expected = {path.with_suffix(ending) for path in (*VALID, *INVALID) for ending in (".md", ".txt")}
    drawings = {path.with_suffix(".svg") for path in INVALID}
    assert {path for path in CASES.rglob("*") if path.is_file()} - drawings == expected


def test_every_fault_has_a_case() -> None:
    """Each code of `builder.faults` is the name of a case, or of a fault that one chapter cannot cause."""
    covered = {_code(path) for path in INVALID}
    assert covered.isdisjoint(ELSEWHERE)
    assert covered | ELSEWHERE.keys() == {rule.code for rule in faults.ALL}


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_fault_of_another_kind_is_tested_where_it_is_said_to_be(code: str) -> None:
    """A fault that no chapter causes alone is named in the tests that are said to cover it."""
    place = CASES.parent.parent / ELSEWHERE[code]
    files = [place] if place.is_file() else place.rglob("test_*.py")
    constant = code.upper().replace("-", "_")
    named = re.compile(rf"\b{constant}\b|[\"'\[]{code}[\"'\]]")
    assert any(named.search(file.read_text(encoding="utf-8")) for file in files if file.name != Path(__file__).name)


@pytest.mark.parametrize("path", INVALID, ids=_names(INVALID))
def test_fault_says_what_to_do(path: Path, tmp_path: Path) -> None:
    """Each diagnostic is a sentence that ends, and its hint, if it has one, is another."""
    for one in loaded(tmp_path, _files(path)).diagnostics:
        assert re.fullmatch(r"[^\s].*[.]", one.message, re.DOTALL)
        assert not one.hint or one.hint.endswith((".", "?"))
        assert one.rule.severity in set(Severity)


def _files(path: Path) -> dict[str, bytes]:
    """Return the chapter at *path*, and the drawing beside it, by their names in a content folder."""
    drawing = path.with_suffix(".svg")
    return {path.name: path.read_bytes()} | (
        {f"figures/{drawing.name}": drawing.read_bytes()} if drawing.is_file() else {}
    )


def _code(path: Path) -> str:
    """Return the fault that a case is named after."""
    return max((rule.code for rule in faults.ALL if f"{path.stem}-".startswith(f"{rule.code}-")), key=len, default="")
