"""Reading a lock: whatever a merge or an editor has done to it, no line is lost and none is guessed at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import faults
from builder.identity.lock import CardLine, Line, NoteTypeLine, OtherLine, write_lock
from builder.identity.lockfile import Lock, read_lock
from builder.source.files import source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.diagnostics import Diagnostic

T = 1_700_000_000
PLACES = (1, (0.0, 20.0, 13.33, 5.0)), (2, (31.0, 20.0, 5.0, 100.0))
LINES: tuple[Line, ...] = (
    NoteTypeLine("recall", "t", T, more={"later": [1, {"x": None}]}),
    CardLine("a", "g1", "cloze", "1.md", "R::Ü", ("q", ""), "s", T, ((1, "x"), (2, "x"), (-3, "y"))),
    CardLine("b", "#=;\"'", "recall", "1.md", "R", ("“q”", "a\\b"), "s", T + 1, retired=True, more={"zeal": 1.5}),
    CardLine("c", "g3", "occlusion", "1.md", "R", ("q", "i i"), "s", T, ((1, "i"), (-2, "i")), places=PLACES),
    OtherLine({"mystery": [1, 2]}),
)
CARD = {
    "id": "a",
    "guid": "g",
    "kind": "recall",
    "file": "1.md",
    "deck": "R",
    "text": ["q", "a"],
    "source": "s",
    "mod": T,
}
NO_PLACES = "`places` must be numbers of masks, each with left, top, width and height in per cent."
HEAD = "cardpress-lock 1 deck-1\n"


def read(text: str) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Read *text* as a lock."""
    return read_lock(source("deck.lock", text))


def faulty(line: str) -> str:
    """Return what is said of a lock whose second line is *line*."""
    lock, found = read(f"{HEAD}{line}\n")
    assert lock.lines == ()
    (fault,) = found
    assert fault.rule is faults.LOCK_INVALID
    assert (fault.span.start, fault.span.end) == (len(HEAD), len(HEAD) + len(line))
    return fault.message


def test_what_is_written_is_read() -> None:
    """A lock reads back as it was written, keys and lines of a later version included."""
    lock, found = read(write_lock("deck-1", LINES))
    assert found == ()
    assert lock.deck_id == "deck-1"
    assert sorted(lock.lines, key=repr) == sorted(LINES, key=repr)
    assert write_lock(lock.deck_id, lock.lines) == write_lock("deck-1", LINES)


@given(st.permutations(write_lock("deck-1", LINES).splitlines()), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_order_and_line_ends_do_not_matter(rows: Sequence[str], end: str) -> None:
    """Whatever the order of the lines, the first included, and however they end, it is the same lock."""
    lock, found = read("\ufeff" + end.join(rows))
    assert found == ()
    assert write_lock(lock.deck_id, lock.lines) == write_lock("deck-1", LINES)


def test_marks_of_a_merge_are_counted_and_passed_over() -> None:
    """Both sides of a conflict are read, in either of git's styles; the marks are no lines."""
    rows = write_lock("deck-1", LINES).splitlines()
    marked = [
        rows[0],
        "<<<<<<< HEAD",
        rows[1],
        "||||||| 0a1b2c3",
        rows[2],
        "=======",
        rows[3],
        ">>>>>>> topic",
        rows[4],
    ]
    lock, found = read("\n".join(marked))
    assert (found, lock.marks, len(lock.lines)) == ((), 4, 4)


def test_no_file_is_an_empty_lock() -> None:
    """Where there is no lock, nothing is known and nothing is wrong."""
    assert read_lock(None) == (Lock(), ())


@pytest.mark.parametrize("text", ["", "\n\n", "<<<<<<< a\n=======\n>>>>>>> b\n", '{"x": 1}\n'])
def test_a_lock_without_its_first_line_is_no_lock(text: str) -> None:
    """An emptied file is not taken for a deck without history."""
    (fault,) = read(text)[1]
    assert fault.rule is faults.LOCK_INVALID
    assert fault.message == "The first line does not say `cardpress-lock 1` and the deck's id."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "This line is no JSON."),
        ("[" * 100_000, "This line is no JSON."),
        ('{"mod": ' + "9" * 5_000 + "}", "This line is no JSON."),
        ("[1]", "This line is no JSON object."),
        ('{"x": "\\u0000"}', "This line holds a character that cannot stand in a text."),
        ('{"x": [{"y": ["\\ud800"]}]}', "This line holds a character that cannot stand in a text."),
        ('{"x": {"\\ufdd0": 1}}', "This line holds a character that cannot stand in a text."),
        ("cardpress-lock 1 other", "This lock is of two decks, `deck-1` and `other`."),
        ("cardpress-lock 1 Deck!", "`Deck!` is no id of a deck."),
        ('{"notetype": "recall", "mod": 5}', "The line of a note type needs `notetype`, `source` and `mod`."),
        (json.dumps(CARD | {"mod": True}), "`mod` must be a time in seconds."),
        (json.dumps(CARD | {"mod": -1}), "`mod` must be a time in seconds."),
        (json.dumps(CARD | {"mod": "5"}), "`mod` must be a time in seconds."),
        (json.dumps({k: v for k, v in CARD.items() if k != "file"}), "The line of a card needs `file`."),
        (json.dumps(CARD | {"id": "A b"}), "`A b` is no id."),
        (json.dumps(CARD | {"text": ["q"]}), "`text` must be a question and an answer."),
        (json.dumps(CARD | {"blanks": [[0, "x"]]}), "`blanks` and `gone` must be pairs of a number and a text."),
        (json.dumps(CARD | {"gone": [[1]]}), "`blanks` and `gone` must be pairs of a number and a text."),
        (json.dumps(CARD | {"places": [[1, 2, 3, 4]]}), NO_PLACES),
        (json.dumps(CARD | {"places": [[501, 1, 1, 1, 1]]}), NO_PLACES),
        (json.dumps(CARD | {"places": [[1, 1, 1, 1, 100.1]]}), NO_PLACES),
        (json.dumps(CARD | {"places": [[1, 1, 1, 1, float("nan")]]}), NO_PLACES),
        (json.dumps(CARD | {"places": {"1": "1"}}), NO_PLACES),
        (json.dumps(CARD | {"retired": 1}), "`retired` must be true or false."),
    ],
)
def test_a_line_that_cannot_be_read_is_an_error(line: str, message: str) -> None:
    """A broken line is named with its place, for the card in it would forget who it is."""
    assert faulty(line) == message


def test_a_lock_of_a_later_version_is_left_alone() -> None:
    """What a later program wrote is not taken for a broken lock, which could be made anew."""
    (fault,) = read("cardpress-lock 2 deck-1\n")[1]
    assert fault.rule is faults.LOCK_VERSION
    assert fault.message == "This is a lock of version 2, and this program knows version 1 alone."


def test_a_guid_is_of_one_note_type() -> None:
    """A GUID that was copied to a card of another note type is an error, for Anki has one note of it."""
    rows = [json.dumps(CARD), json.dumps(CARD | {"id": "b", "kind": "cloze"})]
    (fault,) = read(HEAD + "\n".join(rows))[1]
    assert fault.message == "The GUID of `b` is that of a card of another note type."


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands in the file, reading it ends in a lock or in faults."""
    lock, found = read(text)
    assert found or lock.deck_id
