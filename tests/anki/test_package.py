"""The bytes of a package, and reading them back."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

from builder.anki.package import package
from builder.anki.read import read_package
from builder.identity.lock import card_line
from builder.model import Cloze, Kind
from builder.render.fragment import BlankEnd, BlankStart
from tests.anki.samples import CHIME, CURVE, figure, fragment, note, one_of_each, rendered

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib
from builder.anki.package import package
from tests.anki.samples import one_of_each, rendered
print(hashlib.sha256(package(rendered(*one_of_each())).data).hexdigest())
"""


def test_entries_are_constant(deck_package: bytes) -> None:
    """The zip holds its entries in one order, deflated, without a date or a right of the machine."""
    with zipfile.ZipFile(io.BytesIO(deck_package)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["collection.anki2", "media", "deck.lock", "0"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(3, 0o100644 << 16)}


def test_database_header_is_constant(deck_package: bytes) -> None:
    """The database does not say which release of SQLite wrote it."""
    with zipfile.ZipFile(io.BytesIO(deck_package)) as archive:
        database = archive.read("collection.anki2")
    assert database[:16] == b"SQLite format 3\0"
    assert int.from_bytes(database[96:100], "big") == 3_040_000


def test_same_deck_same_bytes(tmp_path: Path) -> None:
    """Another process, folder and hash seed give the same bytes."""
    digests = set()
    for seed in ("1", "77"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed[0]}"}
        run = subprocess.run(
            [sys.executable, "-c", DIGEST], cwd=folder, env=environment, capture_output=True, check=True, text=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_order_of_writing_leaves_no_trace() -> None:
    """The same notes give the same bytes in whatever order they come."""
    notes = list(one_of_each())
    expected = package(rendered(*notes)).data
    random.Random(7).shuffle(notes)  # noqa: S311  # a shuffle, no secret
    assert package(rendered(*notes)).data == expected


def test_one_card_changes_one_note() -> None:
    """A change of one card changes one row of the database."""
    before = package(rendered(*one_of_each()))
    first, *others = one_of_each()
    changed = replace(first, answer=fragment("<p>Another.</p>"), note=replace(first.note, mod=first.note.mod + 5))
    after = package(rendered(changed, *others))
    old, new = (set(map(repr, read_package(made.data).notes)) for made in (before, after))
    assert len(old - new) == len(new - old) == 1


def test_package_says_what_it_holds(deck_package: bytes) -> None:
    """The count of the package is the count of what is read back."""
    made = package(rendered(*one_of_each()))
    contents = read_package(deck_package)
    assert made.data == deck_package
    assert made.notes == len(contents.notes) == 8
    assert made.cards == sum(n.cards for n in contents.notes) == 13
    assert made.decks == contents.decks == ("Vision", "Vision::Metrics", "Vision::Metrics::F1")
    assert made.media == tuple(contents.media) == (CURVE.name,)
    assert contents.media[CURVE.name] == CURVE.data
    assert made.lock == contents.lock


def test_notes_read_back() -> None:
    """Notes come back in the order of the document, with the texts that went in."""
    notes = one_of_each()
    contents = read_package(package(rendered(*notes)).data)
    assert [n.fields["Id"] for n in contents.notes] == [n.note.id for n in notes]
    assert [n.guid for n in contents.notes] == [n.note.guid for n in notes]
    first = contents.notes[0]
    assert first.fields["Question"].startswith("How do you judge a detector")
    assert (first.tags, first.mod, first.note_type) == (
        ("level::core", "metrics"),
        1_700_000_000,
        "Vision <quiz>: Recall",
    )


def test_retired_and_foreign_notes() -> None:
    """A retired note ships without cards, one that is not for Anki not at all, and its media stay away with it."""
    kept = note("kept", fragment("Q"), fragment("A"))
    retired = note("retired", fragment("Q"), fragment("A"), retired=True, tags=("retired",), place=2)
    printed = note(
        "printed", fragment("Q"), fragment(figure(CHIME, "a horn")), in_anki=False, place=3, deck="Vision::X"
    )
    made = package(rendered(kept, retired, printed))
    contents = read_package(made.data)
    assert [(n.fields["Id"], n.cards) for n in contents.notes] == [("kept", 1), ("retired", 0)]
    assert (made.media, made.decks) == ((), ("Vision", "Vision::Metrics"))
    assert '"retired": true' in made.lock
    assert "printed" not in made.lock


def test_lock_lines_of_the_package(deck_package: bytes) -> None:
    """The entry `deck.lock` has a line of each note and of each note type that they use."""
    head, *lines = read_package(deck_package).lock.splitlines()
    assert head == "cardpress-lock 1 vision-k3x9qd"
    rows = [json.loads(line) for line in lines]
    assert [row["notetype"] for row in rows[:2]] == ["cloze", "recall"]
    by_id = {row["id"]: row for row in rows[2:]}
    assert by_id.keys() == {made.note.id for made in one_of_each()}
    for made in one_of_each():
        line = card_line(made.note)
        assert (by_id[line.id]["guid"], by_id[line.id]["mod"]) == (line.guid, line.mod)


def test_lost_card_is_named() -> None:
    """A cloze that did not come through the rendering is a located fault, and no card with an empty front."""
    source = "{{c1::a}} and {{c2::b}}"
    clozes = (Cloze((1,), 0, 9, (6, 7)), Cloze((2,), 14, 23, (20, 21)))
    rendering = fragment(BlankStart((1,)), "a", BlankEnd((1,)), " and b")
    made = note("half", rendering, kind=Kind.CLOZE, clozes=clozes, source_text=source)
    (fault,) = package(rendered(made)).diagnostics
    assert (fault.rule.code, fault.span.path) == ("card-lost", "01-metrics.md")
    assert fault.message == "Card 2 of `half` has nothing on its front in Anki."
    assert package(rendered(*one_of_each())).diagnostics == ()


def test_unused_note_types_stay_away() -> None:
    """A package brings only the note types that its notes use."""
    contents = read_package(package(rendered(note("a", fragment("Q"), fragment("A")))).data)
    assert {n.note_type for n in contents.notes} == {"Vision <quiz>: Recall"}
    assert '"notetype": "cloze"' not in contents.lock


def test_package_of_another_tool() -> None:
    """A package without lock lines is read all the same."""
    made = package(rendered(*one_of_each()))
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive, zipfile.ZipFile(bare, "w") as copy:
        for name in ("collection.anki2", "media", "0"):
            copy.writestr(name, archive.read(name))
    contents = read_package(bare.getvalue())
    assert contents.lock == ""
    assert len(contents.notes) == made.notes
