"""The deck that ships, built twice by the real command, and judged by those who will read it.

All that needs the built files stands in this one module: a test runner with several workers builds them once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import page as page_validation
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from selenium import webdriver

from builder.handout.read import read_handout
from builder.model import Kind
from builder.pipeline import load
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.model import Deck

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
BROWSER = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --proxy-server=127.0.0.1:9"
).split()


def build(folder: Path, seed: str) -> Path:
    """Build a copy of the shipped content in *folder* with another hash seed; return where the files are."""
    shutil.copytree(CONTENT, folder / "content", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "builder", "all", "--strict", "--locked"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "dist"


@pytest.fixture(name="deck", scope="module")
def _deck() -> Deck:
    """Return the shipped deck."""
    loaded = load(CONTENT, Silent())
    assert not loaded.diagnostics
    return loaded.deck


@pytest.fixture(name="dist", scope="module")
def _dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built files."""
    return build(tmp_path_factory.mktemp("first"), "1")


@pytest.fixture(name="sheet", scope="module")
def _sheet(dist: Path) -> Path:
    """Return the study sheet."""
    return next(dist.glob("*-sheet.pdf"))


@pytest.fixture(name="collection")
def _collection(dist: Path, tmp_path: Path) -> Iterator[Collection]:
    """Return a fresh collection into which Anki has imported the package."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    package = str(next(dist.glob("*.apkg")))
    options = ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=False, with_deck_configs=True)
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options)).log
    assert not log.conflicting
    assert not log.duplicate
    yield collection
    collection.close()


def test_two_builds_are_one(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another folder and another hash seed give the same bytes for every file."""
    again = build(tmp_path_factory.mktemp("second-with-a-longer-name"), "2")
    names = sorted(path.name for path in dist.iterdir())
    assert len(names) == 4
    assert names == sorted(path.name for path in again.iterdir())
    assert [name for name in names if (dist / name).read_bytes() != (again / name).read_bytes()] == []


def test_the_manifest_names_the_set(dist: Path, deck: Deck) -> None:
    """The manifest has the digest, size and cards of each file, and all cards of the source are in each."""
    said = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    assert said["cards"] == len(deck.notes)
    assert len(said["files"]) == 3
    for name, row in said["files"].items():
        data = (dist / name).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["size"] == len(data)
        assert row["cards"] == {"expected": len(deck.notes), "found": len(deck.notes)}


def test_the_ten_questions_are_answered(deck: Deck) -> None:
    """Each of the ten questions has an answer, a detail with a table, list, code or formula, and six recall cards."""
    questions = [question for chapter in deck.chapters for question in chapter.questions]
    assert len(questions) == 10
    for question in questions:
        assert question.note is not None
        assert question.question.card.answer
        assert re.search(r"^\||^- |^```|\$", question.question.card.detail.value, re.MULTILINE)
        assert len(question.notes) >= 6
        assert any(note.card.kind is Kind.CLOZE for note in question.notes)
    kinds = {note.card.kind for note in deck.notes}
    assert kinds == set(Kind) - {Kind.OCCLUSION}
    assert len(list((CONTENT / "figures").glob("*.svg"))) >= 3


def test_anki_has_every_card(collection: Collection, deck: Deck) -> None:
    """Every note arrives with its cards, tags and deck, and the new cards come in the order of the document."""
    arrived = map(collection.get_note, collection.find_notes(""))
    notes = {note["Id"]: note for note in arrived}
    assert set(notes) == {note.id for note in deck.notes}
    places = []
    for note in deck.notes:
        found = notes[note.id]
        assert set(found.tags) == set(note.tags)
        cards = found.cards()
        assert cards
        assert {collection.decks.name(card.did) for card in cards} == {note.deck}
        places.append(min(card.due for card in cards))
    assert places == sorted(places)


def test_anki_shows_every_side(collection: Collection, deck: Deck) -> None:
    """Front and back of each card, rendered by Anki, say something, and the back what the card teaches."""
    words = {note.id: note for note in deck.notes}
    for identity in collection.find_cards(""):
        card = collection.get_card(identity)
        note = words[card.note()["Id"]]
        front, back = (_said(side) for side in (card.question(), card.answer()))
        assert front, note.id
        assert back, note.id
        first = re.search(r"[A-Za-z]{4,}", note.card.answer.value)
        if first and note.card.kind in {Kind.QUESTION, Kind.RECALL, Kind.REVERSED}:
            assert first[0] in back, note.id
        assert "{{" not in front + back, note.id


def test_anki_misses_no_media(collection: Collection) -> None:
    """Every picture that a card shows is in the collection, and none lies there unused."""
    report = collection.media.check()
    assert list(report.missing) == []
    assert list(report.unused) == []


def test_the_sheet_holds_every_card(sheet: Path, deck: Deck) -> None:
    """A foreign reader finds the id of each card, in its small print, on the pages."""
    text = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout
    squeezed = re.sub(r"\s", "", text)
    assert [note.id for note in deck.notes if note.id not in squeezed] == []
    assert "{{c" not in squeezed


def test_the_sheet_is_sound(sheet: Path) -> None:
    """A foreign tool finds no fault in the file, and no path of the machine that built it."""
    subprocess.run(["qpdf", "--check", sheet], check=True, capture_output=True)
    command = ["qpdf", "--qdf", "--object-streams=disable", str(sheet), "-"]
    assert b"file:" not in subprocess.run(command, check=True, capture_output=True).stdout


def test_the_sheet_uses_its_own_faces(sheet: Path) -> None:
    """All faces are embedded, and none is the host's."""
    listed = subprocess.run(["pdffonts", sheet], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed
    assert all(" yes yes " in line for line in listed), listed
    assert not any("DejaVu" in line for line in listed)


def test_the_sheet_is_accessible(sheet: Path) -> None:
    """Two foreign checkers find no error against PDF/UA-1."""
    report = page_validation.validate_pdf(str(sheet), profile=page_validation.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [str(failure) for failure in report.failures]
    outloud = Path(sys.executable).parent / "outloud"
    done = subprocess.run([outloud, sheet, "--fail-on", "error"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_handout_holds_every_card(dist: Path, deck: Deck) -> None:
    """The HTML read back has each card under its id."""
    contents = read_handout(next(dist.glob("*.html")).read_text(encoding="utf-8"))
    assert len(contents.anchors) == len(set(contents.anchors))
    assert {note.id for note in deck.notes} <= set(contents.anchors)
    assert all(contents.texts[note.id] or contents.formulas[note.id] for note in deck.notes)


def test_a_browser_opens_the_handout(dist: Path, tmp_path: Path) -> None:
    """Chromium, its network cut, opens the file without an error on the console and without asking for anything."""
    options = webdriver.ChromeOptions()
    with tempfile.TemporaryDirectory(dir=tmp_path, ignore_cleanup_errors=True) as profile:
        for argument in (*BROWSER, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium") or "chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        browser = webdriver.Chrome(options=options, service=service)
        try:
            browser.get(next(dist.glob("*.html")).as_uri())
            assert browser.title
            assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]  # It has no types.
            log = browser.get_log("performance")  # type: ignore[no-untyped-call]  # It has no types.
            asked = [json.loads(entry["message"])["message"] for entry in log]
            sent = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
            assert [url for url in sent if not url.startswith(("file:", "data:", "chrome:"))] == []
        finally:
            browser.quit()


def _said(html: str) -> str:
    """Return the text of a rendered side without the styles of its note type."""
    bare = re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(bare).split())
