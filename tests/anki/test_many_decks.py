"""Decks by the thousand: all of them arrive, and each costs what the one before it did."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
from collections import Counter
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import genanki
import pytest

from builder.pipeline import build
from builder.stages import Options
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import CodeType, FrameType

    from tests.anki.conftest import Referee

MANY: Final = 3000
FOLDERS: Final = 30
"""Each holds as many of the chapters as the others, so that decks share the decks above them."""


def chapters(folder: Path, number: int) -> Path:
    """Write a content folder of *number* chapters, each a deck of one card, two levels below the root."""
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text('format = 1\nname = "Many"\nid = "many-x7k2pd"\n', encoding="utf-8")
    for part in range(FOLDERS):
        (folder / f"part-{part}").mkdir()
        own = range(part, number, FOLDERS)
        texts = (f"# Chapter {n}\n\nQ: What is {n} squared? {{#square-{n}}}\nA: {n * n}\n" for n in own)
        (folder / f"part-{part}" / "chapters.md").write_text("\n".join(texts), encoding="utf-8")
    return folder


def built(folder: Path, number: int) -> bytes:
    """Return the package of *number* chapters, built as a user builds it."""
    outcome = build(Options(chapters(folder / "content", number), folder / "dist", ("anki",)), Silent())
    assert outcome.entries, outcome.diagnostics
    return (folder / "dist" / "many-x7k2pd.apkg").read_bytes()


@pytest.fixture(name="many", scope="module")
def _many(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the package of thousands of chapters."""
    return built(tmp_path_factory.mktemp("many"), MANY)


@contextmanager
def counted(calls: Counter[CodeType | None]) -> Iterator[None]:
    """Count into *calls* how often each function runs inside the block, those that are written in C under None."""

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            calls[frame.f_code] += 1
        elif event == "c_call":
            calls[None] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


def test_each_chapter_arrives_as_a_deck(referee: Referee, many: bytes) -> None:
    """Thousands of chapters are as many decks in Anki, each with its card, below the decks of their folders."""
    referee.take(many)
    names = {deck.name for deck in referee.col.decks.all_names_and_ids()} - {"Default"}
    above = {"Many", *(f"Many::Part {part}" for part in range(FOLDERS))}
    assert names - above == {f"Many::Part {n % FOLDERS}::Chapter {n}" for n in range(MANY)}
    assert above <= names
    placed = {name: referee.col.decks.name(card.did) for (name, _), card in referee.cards().items()}
    assert placed == {f"square-{n}": f"Many::Part {n % FOLDERS}::Chapter {n}" for n in range(MANY)}


def test_no_key_stands_twice(many: bytes) -> None:
    """The collection says each deck, note type and preset once."""
    with zipfile.ZipFile(io.BytesIO(many)) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        ((models, decks, presets),) = connection.execute("SELECT models, decks, dconf FROM col").fetchall()
    sizes = [len(json.loads(text, object_pairs_hook=once)) for text in (models, decks, presets)]
    assert sizes == [1, MANY + FOLDERS + len(("Many", "Default")), len(("Many", "Default"))]


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON object of *pairs*, none of whose keys may come again."""
    made = dict(pairs)
    assert len(made) == len(pairs), Counter(key for key, _ in pairs).most_common(1)
    return made


def test_a_deck_costs_what_the_one_before_did(tmp_path: Path) -> None:
    """With each deck the whole build calls as many functions more; only one of them makes the JSON of a deck."""
    built(tmp_path / "warm", FOLDERS)
    totals, made = [], []
    for number in (120, 240, 480):
        calls: Counter[CodeType | None] = Counter()
        with counted(calls):
            built(tmp_path / str(number), number)
        totals.append(calls.total())
        made.append(calls[genanki.Deck.to_json.__code__])
    few, many = totals[1] - totals[0], totals[2] - totals[1]
    assert many == pytest.approx(2 * few, rel=0.01)
    assert made == [number + FOLDERS + len(("Many", "Default")) for number in (120, 240, 480)]
