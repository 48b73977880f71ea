"""What each key of `deck.toml` and `sources.toml` may hold; the command line judges its flags by the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder.settings import (
    BREAKS,
    DUPLEX,
    FARTHEST,
    KEYS,
    LARGEST_MB,
    LEVELS,
    OUTPUTS,
    PAPERS,
    ROOMS,
    SCALES,
    SIDES,
    SIZES,
)
from builder.source.attributes import ID, TAGS, are_tags
from builder.source.files import unfit
from builder.source.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")
_BASE: Final = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")
"""The address of a page (RFC 3986): the characters that it may have, all others percent-encoded."""
_MEASURED: Final = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?[xX×] ?([0-9]{1,4}(?:\.[0-9]{1,3})?)(?: ?mm)?")


@dataclass(frozen=True, slots=True)
class Key:
    """What one key may hold."""

    wanted: str
    """What it must be, in words that follow “must be”."""
    fits: Callable[[Any], bool]
    words: tuple[str, ...] = ()
    """Those among which it chooses, if it does: one of them may have been meant."""
    taken: Callable[[Any], Any] = lambda value: value
    """Turns a value that fits into that of the setting."""


def judge(key: Key, value: object) -> str | None:
    """Return what *value*, as TOML or a flag gives it, must be and is not; None where it fits."""
    return unfit(value) or (None if key.fits(value) else key.wanted)


def near(key: Key, value: object) -> str:
    """Return which of its words *value*, which does not fit, was perhaps meant to be, as a sentence."""
    said = value if isinstance(value, list) else [value]
    strange = [word for word in said if isinstance(word, str) and word not in key.words]
    return did_you_mean(strange[0], key.words) if strange and key.words else ""


def _is_text(value: object) -> bool:
    """Say whether *value* is a text."""
    return isinstance(value, str)


def _is_filled(value: object) -> bool:
    """Say whether *value* is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    """Say whether *value* is a number, which a truth value is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: object, fits: Callable[[Any], bool]) -> bool:
    """Say whether *value* is a list of what *fits*."""
    return isinstance(value, list) and all(map(fits, value))


def _whole(lowest: int, highest: int, what: str = "a whole number") -> Key:
    """Return a key for whole numbers."""
    return Key(f"{what} from {lowest} to {highest}", lambda value: type(value) is int and lowest <= value <= highest)


def _one_of(*words: str) -> Key:
    """Return a key for one of *words*."""
    return Key("one of " + _quoted(words), lambda value: value in words, words)


def _some_of(*words: str, least: int = 0) -> Key:
    """Return a key for a list of some of *words*, at *least* so many."""
    said = "a list of some of " + _quoted(words)
    return Key(said, lambda value: _is_list(value, words.__contains__) and len(value) >= least, words, _each_once)


def _quoted(words: tuple[str, ...]) -> str:
    """Return *words* as a sentence shows them."""
    return ", ".join(f'"{word}"' for word in words)


def _each_once(values: list[Any]) -> tuple[Any, ...]:
    """Return *values* without those that came before."""
    return tuple(dict.fromkeys(values))


def _is_size(value: object) -> bool:
    """Say whether *value* is the size of a card to cut out."""
    if not isinstance(value, str):
        return False
    sides = _MEASURED.fullmatch(value.strip())
    return value.strip().casefold() in SIZES or (
        sides is not None and all(SIDES[0] <= float(side) <= SIDES[1] for side in sides.groups())
    )


def _size(value: str) -> str:
    """Return a size in the one form that settings have: a preset, or ``85x54`` in mm."""
    said = value.strip()
    sides = None if said.casefold() in SIZES else _MEASURED.fullmatch(said)
    return "x".join(f"{float(side):g}" for side in sides.groups()) if sides else said.casefold()


def _is_offset(value: object) -> bool:
    """Say whether *value* is an offset, to the right and down."""
    return isinstance(value, list) and len(value) == 2 and all(_is_number(v) and abs(v) <= FARTHEST for v in value)


def _base(value: str) -> str:
    """Return the address of a page or folder in the one form that settings have: a folder's ends with ``/``."""
    said = value.strip()
    host, _, path = said.removeprefix("https://").partition("/")
    is_folder = not path or ("." not in path.rpartition("/")[2] and not path.endswith("/"))
    return f"https://{host}/{path}{'/' if path and is_folder else ''}" if said else ""


_TEXT: Final = Key("a text in quotes", _is_text)
_FILLED: Final = Key("a text that is not empty", _is_filled)
_SWITCH: Final = Key("true or false", lambda value: isinstance(value, bool))
_NAMES: Final = Key('a list of texts, such as ["cv"]', lambda value: _is_list(value, _is_filled), taken=_each_once)
_MEGABYTES: Final = Key(
    f"a number of MB above 0, at most {LARGEST_MB}", lambda value: _is_number(value) and 0 < value <= LARGEST_MB
)

DECK: Final[Mapping[str, Mapping[str, Key]]] = {
    "": {
        "format": Key("1, the only format that there is", lambda value: value == 1 and value is not True),
        "name": _FILLED,
        "id": Key(
            "small letters, digits and hyphens, beginning with a letter or digit",
            lambda value: isinstance(value, str) and bool(ID.fullmatch(value)),
        ),
        "language": Key(
            'a language tag such as "en" or "pt-BR"',  # BCP 47
            lambda value: isinstance(value, str) and bool(_LANGUAGE.fullmatch(value)),
        ),
        "author": _TEXT,
        "license": _TEXT,
        "description": _TEXT,
    },
    "anki": {
        "deck": _FILLED,
        "new_per_day": _whole(0, 9999),
        "tags": Key(
            f'a list of texts, such as ["cv"]: {TAGS}',
            lambda value: _is_list(value, _is_filled) and all(map(are_tags, value)),
            taken=tuple,
        ),
    },
    "print": {
        "paper": _one_of(*PAPERS),
        "columns": _whole(1, 2),
        "scale": Key(
            f"a number from {SCALES[0]} to {SCALES[1]}, where 1 is the usual size",
            lambda value: _is_number(value) and SCALES[0] <= value <= SCALES[1],
            taken=float,
        ),
        "grey": _SWITCH,
        "chapters": _one_of(*BREAKS),
        "detail": _SWITCH,
        "archive": _SWITCH,
    },
    "cards": {
        "size": Key(
            f'one of {_quoted(SIZES)}, or width x height in mm such as "85x54", each from {SIDES[0]} to {SIDES[1]}',
            _is_size,
            SIZES,
            _size,
        ),
        "duplex": _one_of(*DUPLEX),
        "fronts_first": _SWITCH,
        "offset": Key(
            f"two numbers of mm, [right, down], each from -{FARTHEST} to {FARTHEST}",
            _is_offset,
            # With a minus before it zero would not be itself any more.
            taken=lambda value: tuple(float(part) + 0.0 for part in value),
        ),
        "marks": _SWITCH,
        "calibration": _SWITCH,
        "detail": _SWITCH,
    },
    "quiz": {
        "room": _one_of(*ROOMS),
        "key": _one_of(*KEYS),
        "chapters": _NAMES,
        "tags": _NAMES,
        "levels": _some_of(*LEVELS),
        "number": Key("a whole number from 1", lambda value: type(value) is int and value >= 1),
        "seed": Key(
            "a text in quotes, or a whole number",
            lambda value: isinstance(value, str) or type(value) is int,
            taken=lambda value: unicodedata.normalize("NFC", str(value)).strip(),
        ),
    },
    "handout": {
        "logo": Key('the path of an image, such as "figures/logo.svg"', _is_text, taken=str.strip),
        "footer": _TEXT,
        "split": _SWITCH,
        "base_url": Key(
            "an address that begins with https://, without ? and #",
            lambda value: isinstance(value, str) and (not value.strip() or bool(_BASE.fullmatch(value.strip()))),
            taken=_base,
        ),
    },
    "media": {
        "max_px": _whole(100, 10_000, "a whole number of px"),
        "large_image_mb": _MEGABYTES,
        "large_sound_mb": _MEGABYTES,
    },
    "outputs": {"all": _some_of(*OUTPUTS, least=1)},
}
"""The keys of `deck.toml` by their table; those before any table by an empty name."""

LEADING: Final = (("", "description"), ("handout", "logo"), ("handout", "footer"))
"""The keys, with their tables, whose values lead to files or to other places of the deck."""

WORK: Final[Mapping[str, Key]] = {
    "author": _FILLED,
    "year": Key("a year", lambda value: type(value) is int or _is_filled(value)),  # or words such as "in press"
    "title": _FILLED,
    "venue": _TEXT,
    "url": Key(
        "an address that begins with https://",
        lambda value: isinstance(value, str) and bool(_WEB.fullmatch(value)),
    ),
    "doi": _TEXT,
}
"""The keys of a work in `sources.toml`."""
NEEDED: Final = ("author", "year", "title")
"""Those that each work must have."""
