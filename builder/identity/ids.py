"""Who is who in Anki: GUIDs and row ids as pure functions of the deck's and the cards' own ids.

Frozen from the first release: another formula would make every learner's notes strangers to the next package.
The vectors in `tests/identity/test_ids.py` pin each of them.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, TypeVar

from builder.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

T0: Final = 1_700_000_000
"""The modification time, in seconds since 1970, of all that no lock knows: a moment before any release."""

RECALL: Final = "recall"
CLOZE: Final = "cloze"
OCCLUSION: Final = "occlusion"

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE91: Final = _LETTERS + "0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
_GUID_LENGTH: Final = 10
_FIRST_ROW: Final = 1_000_000_000_000
_END_OF_ROWS: Final = T0 * 1000
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))

_Key = TypeVar("_Key", bound="str | tuple[str, int]")


def note_type_of(kind: Kind) -> str:
    """Return the key of the note type in which a card of *kind* travels.

    All kinds of one note type may turn into each other and keep their history (`builder.anki.notes`).
    """
    match kind:
        case Kind.CLOZE:
            return CLOZE
        case Kind.OCCLUSION:
            return OCCLUSION
        case Kind.QUESTION | Kind.RECALL | Kind.REVERSED | Kind.TYPED | Kind.CHOICE:
            return RECALL


def canonical(value: object) -> bytes:
    """Return *value*, made of JSON's own types, as JSON of one form: ASCII, keys sorted, no white space.

    Raises `TypeError` for other types and `ValueError` for numbers that are not finite.
    """
    return _CANONICAL.encode(value).encode("ascii")


def guid(deck_id: str, note_type: str, card_id: str) -> str:
    """Return the GUID that a card new to the deck gets: ten characters of Anki's base-91 alphabet.

    The first is a letter. Anki's plain-text export puts the GUID at the beginning of a line, where ``#`` would
    make a comment of it, and spreadsheets take ``=``, ``+``, ``-`` and ``@`` there for a formula.
    """
    number = _number("guid", deck_id, note_type, card_id)
    number, first = divmod(number, len(_LETTERS))
    characters = [_LETTERS[first]]
    while len(characters) < _GUID_LENGTH:
        number, digit = divmod(number, len(_BASE91))
        characters.append(_BASE91[digit])
    return "".join(characters)


def free_guid(deck_id: str, note_type: str, card_id: str, taken: AbstractSet[str]) -> str:
    """Return the GUID of a new card that is not among *taken*.

    A card that was called *card_id* once, and was given another id since, has kept the GUID of its first name.
    """
    made = guid(deck_id, note_type, card_id)
    times = 1
    while made in taken:
        times += 1
        made = guid(deck_id, note_type, f"{card_id}#{times}")
    return made


def note_type_row_id(deck_id: str, note_type: str) -> int:
    """Return the row id of a note type: each deck has its own, so that no deck restyles another's cards."""
    return _row_id("note type", deck_id, note_type)


def preset_row_id(deck_id: str) -> int:
    """Return the row id of the preset that travels with a deck."""
    return _row_id("preset", deck_id)


def deck_row_ids(deck_id: str, names: Iterable[str]) -> dict[str, int]:
    """Return the row id of each deck of a package by its full *name*; Anki itself goes by the name alone."""
    return _distinct({name: _row_id("deck", deck_id, name) for name in names})


def note_row_ids(guids: Iterable[str]) -> dict[str, int]:
    """Return the row id of each note of a package by its GUID."""
    return _distinct({guid: _row_id("note", guid) for guid in guids})


def card_row_ids(cards: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Return the row id of each card of a package by its note's GUID and its ordinal, from 0."""
    return _distinct({(guid, ordinal): _row_id("card", guid, ordinal) for guid, ordinal in cards})


def _number(*values: str | int) -> int:
    """Return the first 128 bits of the SHA-256 of *values* as a number."""
    return int.from_bytes(hashlib.sha256(canonical(values)).digest()[:16], "big")


def _row_id(*values: str | int) -> int:
    """Return a number that reads as a time in ms between September 2001 and `T0`.

    That is exact in JavaScript (below 2**53), and never in the future, which Anki's database check would "fix".
    """
    return _FIRST_ROW + _number(*values) % (_END_OF_ROWS - _FIRST_ROW)


def _distinct(wanted: dict[_Key, int]) -> dict[_Key, int]:
    """Return *wanted* with every number once: of two equal ones the later key takes the next free number."""
    taken: set[int] = set()
    rows: dict[_Key, int] = {}
    for key in sorted(wanted):
        row = wanted[key]
        while row in taken:
            row += 1
        taken.add(row)
        rows[key] = row
    return rows
