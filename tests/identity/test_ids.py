"""Ids that may never change: each formula is pinned by what it gave at the first release."""

from __future__ import annotations

import string

import pytest

from builder.identity import ids
from builder.model import Kind

ANKI_ALPHABET = frozenset(string.ascii_letters + string.digits + "!#$%&()*+,-./:;<=>?@[]^_`{|}~")
LARGEST_EXACT_IN_JAVASCRIPT = 2**53
NOVEMBER_2023 = 1_700_000_000


@pytest.mark.parametrize(
    ("deck", "note_type", "card", "expected"),
    [
        ("cv-interview-k3x9qd", "recall", "precision-denominator", "y`TaZ2MUhV"),
        ("cv-interview-k3x9qd", "cloze", "precision-denominator", "g2u1][}@^N"),
        ("a", "recall", "b", "H]E88.H{_E"),
        ("other", "recall", "precision-denominator", "u<;n$_q)~l"),
    ],
)
def test_guid_vectors(deck: str, note_type: str, card: str, expected: str) -> None:
    """A card's GUID is what it has always been."""
    assert ids.guid(deck, note_type, card) == expected


def test_guids_are_safe() -> None:
    """A GUID has ten characters of Anki's alphabet, the first a letter, and no two cards share one."""
    guids = [ids.guid("deck", "recall", f"card-{number}") for number in range(2000)]
    assert len(set(guids)) == len(guids)
    assert all(len(guid) == 10 and set(guid) <= ANKI_ALPHABET and guid[0] in string.ascii_letters for guid in guids)


def test_guid_tells_its_parts_apart() -> None:
    """What stands at the end of one part and at the beginning of the next is not the same GUID."""
    assert ids.guid("ab", "c", "d") != ids.guid("a", "bc", "d") != ids.guid("a", "b", "cd")


def test_row_vectors() -> None:
    """The row ids of note types, preset, decks, notes and cards are what they have always been."""
    assert ids.note_type_row_id("cv", "recall") == 1_093_322_446_611
    assert ids.preset_row_id("cv") == 1_402_484_177_361
    assert ids.deck_row_ids("cv", ["A", "A::B"]) == {"A": 1_202_849_623_163, "A::B": 1_037_255_466_324}
    assert ids.note_row_ids(["abc"]) == {"abc": 1_270_908_426_338}
    assert ids.card_row_ids([("abc", 0), ("abc", 1)]) == {("abc", 0): 1_427_723_757_636, ("abc", 1): 1_579_656_427_690}


def test_rows_look_like_times_of_the_past() -> None:
    """A row id is exact in JavaScript and a time in ms that lies before every release."""
    rows = ids.note_row_ids(f"guid-{number}" for number in range(2000)).values()
    assert all(10**12 <= row < NOVEMBER_2023 * 1000 < LARGEST_EXACT_IN_JAVASCRIPT for row in rows)


def test_note_types_of_two_decks_differ() -> None:
    """No two decks share a note type, and no two note types of a deck."""
    rows = {ids.note_type_row_id(deck, kind) for deck in ("a", "b") for kind in (ids.RECALL, ids.CLOZE, ids.OCCLUSION)}
    assert len(rows) == 6


def test_rows_that_collide_move_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two notes whose row ids collide get different ones, whatever the order in which they come."""
    monkeypatch.setattr(ids, "_row_id", lambda *_: 10**12)
    rows = ids.note_row_ids(["c", "a", "b"])
    assert rows == {"a": 10**12, "b": 10**12 + 1, "c": 10**12 + 2}
    assert rows == ids.note_row_ids(["b", "c", "a"])


def test_t0_is_pinned() -> None:
    """The time of all that no lock knows is the first second of the format's life."""
    assert ids.T0 == NOVEMBER_2023


def test_kinds_share_note_types() -> None:
    """All kinds that may turn into each other travel in one note type."""
    recall = {kind for kind in Kind if ids.note_type_of(kind) == "recall"}
    assert recall == {Kind.QUESTION, Kind.RECALL, Kind.REVERSED, Kind.TYPED, Kind.CHOICE}
    assert ids.note_type_of(Kind.CLOZE) == "cloze"
    assert ids.note_type_of(Kind.OCCLUSION) == "occlusion"


def test_canonical_json_is_one_form() -> None:
    """Equal values give equal bytes, whatever the order of their keys."""
    assert ids.canonical({"b": [1, "ü"], "a": None}) == rb'{"a":null,"b":[1,"\u00fc"]}'
