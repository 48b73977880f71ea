"""Reading a lock: in any order, with doubled lines, and with the marks that a merge leaves behind.

A line that cannot be read is an error and never passed over, for with it a card would forget who it is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity.ids import T0
from builder.identity.lock import MAGIC, VERSION, CardLine, Line, NoteTypeLine, OtherLine
from builder.source.attributes import ID
from builder.source.clozes import HIGHEST
from builder.source.files import unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from builder.source.files import Source

_MARK: Final = re.compile(r"<{7}( .*)?|\|{7}( .*)?|={7}|>{7}( .*)?")
"""What git leaves around two versions of a place (and, in its style `diff3`, around the common ancestor)."""
_FIRST: Final = re.compile(rf"{MAGIC} ([0-9]+) (\S+)")
_CURE: Final = (
    "Take the line from an older commit, or make the lock anew from a published package: `build lock --from OLD.apkg`."
)
_CARD: Final[Mapping[str, type]] = {
    "id": str,
    "guid": str,
    "kind": str,
    "file": str,
    "deck": str,
    "text": list,
    "source": str,
    "mod": int,
}
_END_OF_TIME: Final = 1 << 40
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as it was read."""

    deck_id: str = ""
    """Empty where there is none."""
    lines: tuple[Line, ...] = ()
    """As they stand there, doubled ones included."""
    places: tuple[Span, ...] = ()
    """Of each line."""
    marks: int = 0
    """How many marks of an unfinished merge stand in it."""

    @property
    def cards(self) -> tuple[CardLine, ...]:
        """The lines of cards."""
        return tuple(line for line in self.lines if isinstance(line, CardLine))

    @property
    def note_types(self) -> tuple[NoteTypeLine, ...]:
        """The lines of note types."""
        return tuple(line for line in self.lines if isinstance(line, NoteTypeLine))


def read_lock(file: Source | None) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Return the lock in *file*, with what is wrong there; an empty one where there is no file."""
    if file is None:
        return Lock(), ()
    reader = _Reader(file)
    for start, end in _extents(file):
        reader.take(start, end)
    if not reader.deck_id and not reader.faults:
        message = f"The first line does not say `{MAGIC} {VERSION}` and the deck's id."
        reader.faults.append(Diagnostic(faults.LOCK_INVALID, Span(file.path, 0, 0), message, _CURE))
    return Lock(reader.deck_id, tuple(reader.lines), tuple(reader.places), reader.marks), tuple(reader.faults)


def _extents(file: Source) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of each line of *file* that holds anything, without its line feed."""
    for number, start in enumerate(file.lines):
        end = file.lines[number + 1] - 1 if number + 1 < len(file.lines) else len(file.text)
        if file.text[start:end].strip():
            yield start, end


class _Reader:
    """One pass over the lines of a lock."""

    def __init__(self, file: Source) -> None:
        self.file = file
        self.deck_id = ""
        self.lines: list[Line] = []
        self.places: list[Span] = []
        self.kinds: dict[str, str] = {}
        """The note type of each GUID: no note can have two."""
        self.marks = 0
        self.faults: list[Diagnostic] = []

    def take(self, start: int, end: int) -> None:
        """Take the line ``[start:end]`` in."""
        said = self.file.text[start:end].strip()
        if _MARK.fullmatch(said):
            self.marks += 1
        elif first := _FIRST.fullmatch(said):
            self.first(first, start, end)
        else:
            line = _line(said)
            if isinstance(line, CardLine) and self.kinds.setdefault(line.guid, line.kind) != line.kind:
                line = f"The GUID of `{line.id}` is that of a card of another note type."
            if isinstance(line, str):
                self.fault(start, end, line, _CURE)
            else:
                self.lines.append(line)
                self.places.append(Span(self.file.path, start, end))

    def first(self, first: re.Match[str], start: int, end: int) -> None:
        """Take in a line that says whose lock this is; a merge may have left several."""
        if int(first[1][:9]) != VERSION:
            message = f"This is a lock of version {first[1]}, and this program knows version {VERSION} alone."
            place = Span(self.file.path, start, end)
            self.faults.append(Diagnostic(faults.LOCK_VERSION, place, message, "Update cardpress."))
        elif not ID.fullmatch(first[2]):
            self.fault(start, end, f"`{first[2]}` is no id of a deck.", _CURE)
        elif self.deck_id not in {"", first[2]}:
            message = f"This lock is of two decks, `{self.deck_id}` and `{first[2]}`."
            self.fault(start, end, message, "Keep the lines of one deck.")
        else:
            self.deck_id = first[2]

    def fault(self, start: int, end: int, message: str, hint: str) -> None:
        """Report a line."""
        self.faults.append(Diagnostic(faults.LOCK_INVALID, Span(self.file.path, start, end), message, hint))


def _line(said: str) -> Line | str:
    """Return the line *said*, or what is wrong with it."""
    try:
        row = json.loads(said)
    except (ValueError, RecursionError):
        return "This line is no JSON."
    if not isinstance(row, dict):
        return "This line is no JSON object."
    if wrong := _unfit(row):
        return wrong
    if "notetype" in row:
        return _note_type(row)
    return _card(row) if "guid" in row else OtherLine(row)


def _unfit(row: Mapping[str, Any]) -> str:
    """Return what is wrong with a line whatever its kind: a character that no text can hold, a time that is none."""
    if any(unfit(text) for text in _texts(row)):
        return "This line holds a character that cannot stand in a text."
    mod = row.get("mod", T0)
    is_time = isinstance(mod, int) and not isinstance(mod, bool) and 0 < mod < _END_OF_TIME
    return "" if is_time else "`mod` must be a time in seconds."


def _texts(value: object) -> Iterator[str]:
    """Yield all texts in *value*, made of JSON's own types, keys included, however deep they stand."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            left += [*one, *one.values()]


def _note_type(row: dict[str, Any]) -> Line | str:
    """Return the line of a note type, or what is wrong with it."""
    values = {key: row.pop(key, None) for key in ("notetype", "source", "mod")}
    if not all(isinstance(values[key], str) and values[key] for key in ("notetype", "source")) or values["mod"] is None:
        return "The line of a note type needs `notetype`, `source` and `mod`."
    return NoteTypeLine(**values, more=row)


def _card(row: dict[str, Any]) -> Line | str:
    """Return the line of a card, or what is wrong with it."""
    for key, kind in _CARD.items():
        if not isinstance(row.get(key), kind) or not row[key]:
            return f"The line of a card needs `{key}`."
    if not ID.fullmatch(row["id"]):
        return f"`{row['id']}` is no id."
    text, retired, was = row["text"], row.pop("retired", False), row.pop("was", [])
    blanks, gone, places = row.pop("blanks", []), row.pop("gone", []), row.pop("places", [])
    if len(text) != 2 or not all(isinstance(said, str) for said in text):
        return "`text` must be a question and an answer."
    if not all(isinstance(pairs, list) and all(map(_is_blank, pairs)) for pairs in (blanks, gone)):
        return "`blanks` and `gone` must be pairs of a number and a text."
    if not isinstance(places, list) or not all(map(_is_place, places)):
        return "`places` must be numbers of masks, each with left, top, width and height in per cent."
    if not isinstance(was, list) or not all(isinstance(deck, str) for deck in was):
        return "`was` must be names of decks."
    if not isinstance(retired, bool):
        return "`retired` must be true or false."
    known = {key: row.pop(key) for key in _CARD} | {"text": (text[0], text[1])}
    numbered = (*((number, said) for number, said in blanks), *((-number, said) for number, said in gone))
    placed = tuple((number, (float(x), float(y), float(w), float(h))) for number, x, y, w, h in places)
    return CardLine(**known, blanks=numbered, retired=retired, was=tuple(was), places=placed, more=row)


def _is_blank(value: object) -> bool:
    """Say whether *value* is number and text of a blank."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and _is_number(value[0])
        and isinstance(value[1], str)
        and not unfit(value[1])
    )


def _is_place(value: object) -> bool:
    """Say whether *value* is the number of a mask and where it lies."""
    match value:
        case [number, left, top, width, height]:
            return _is_number(number) and all(map(_is_share, (left, top, width, height)))
    return False


def _is_share(value: object) -> bool:
    """Say whether *value* is a number of per cent."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _WHOLE


def _is_number(value: object) -> bool:
    """Say whether *value* is a number that a blank may have."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= HIGHEST
