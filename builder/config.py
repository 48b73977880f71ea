"""The settings of a deck: `deck.toml` and `sources.toml`, checked key by key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.identity import names
from builder.identity.slug import automatic_id
from builder.model import Work
from builder.settings import Config, MediaSettings, PrintSettings
from builder.source.attributes import ID, TAGS, are_tags
from builder.source.files import unfit
from builder.source.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from builder.diagnostics import Rule
    from builder.source.files import Source


OUTPUTS: Final = ("anki", "sheet", "cards", "quiz", "handout")
PAPERS: Final = ("A4", "Letter", "A5")
LARGEST_MB: Final = 100
"""Of one file: AnkiWeb takes no larger one."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")


def _text(value: object) -> str | None:
    """Return what is wrong with *value* as a text."""
    return None if isinstance(value, str) else "a text in quotes"


def _filled(value: object) -> str | None:
    """Return what is wrong with *value* as a text that is not empty."""
    return None if isinstance(value, str) and value.strip() else "a text that is not empty"


def _id(value: object) -> str | None:
    """Return what is wrong with *value* as an id."""
    fits = isinstance(value, str) and ID.fullmatch(value)
    return None if fits else "small letters, digits and hyphens, beginning with a letter or digit"


def _language(value: object) -> str | None:
    """Return what is wrong with *value* as a language tag (BCP 47)."""
    return None if isinstance(value, str) and _LANGUAGE.fullmatch(value) else 'a language tag such as "en" or "pt-BR"'


def _count(value: object) -> str | None:
    """Return what is wrong with *value* as a number of cards a day."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999
    return None if fits else "a whole number from 0 to 9999"


def _pixels(value: object) -> str | None:
    """Return what is wrong with *value* as a bound of pictures."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 10_000
    return None if fits else "a whole number of px from 100 to 10000"


def _megabytes(value: object) -> str | None:
    """Return what is wrong with *value* as the size of a file."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LARGEST_MB
    return None if fits else f"a number of MB above 0, at most {LARGEST_MB}"


def _words(value: object) -> str | None:
    """Return what is wrong with *value* as a list of tags."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return 'a list of texts, such as ["cv"]'
    return None if all(map(are_tags, value)) else TAGS


def _format(value: object) -> str | None:
    """Return what is wrong with *value* as the version of the format."""
    return None if value == 1 and value is not True else "1, the only format that there is"


def _one_of(*words: str) -> Callable[[object], str | None]:
    """Return a check for one of *words*."""
    return lambda value: None if value in words else "one of " + ", ".join(f'"{word}"' for word in words)


def _some_of(*words: str) -> Callable[[object], str | None]:
    """Return a check for a list of *words*."""
    said = "a list of some of " + ", ".join(f'"{word}"' for word in words)
    return lambda value: None if isinstance(value, list) and value and all(v in words for v in value) else said


def _year(value: object) -> str | None:
    """Return what is wrong with *value* as a year: a number, or words such as "in press"."""
    fits = (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.strip())
    return None if fits else "a year"


def _address(value: object) -> str | None:
    """Return what is wrong with *value* as an address on the web."""
    return None if isinstance(value, str) and _WEB.fullmatch(value) else "an address that begins with https://"


_Checks = dict[str, "Callable[[object], str | None]"]
_DECK: Final[dict[str, _Checks]] = {
    "": {
        "format": _format,
        "name": _filled,
        "id": _id,
        "language": _language,
        "author": _text,
        "license": _text,
        "description": _text,
    },
    "anki": {"deck": _filled, "new_per_day": _count, "tags": _words},
    "print": {"paper": _one_of(*PAPERS)},
    "media": {"max_px": _pixels, "large_image_mb": _megabytes, "large_sound_mb": _megabytes},
    "outputs": {"all": _some_of(*OUTPUTS)},
}
_WORK: Final[_Checks] = {
    "author": _filled,
    "year": _year,
    "title": _filled,
    "venue": _text,
    "url": _address,
    "doi": _text,
}
_NEEDED: Final = ("author", "year", "title")


def read_config(file: Source | None, locked_id: str = "") -> tuple[Config, tuple[Diagnostic, ...]]:
    """Return the settings in *file* (`deck.toml`), with what is wrong there.

    *locked_id* is the deck's id in `deck.lock`, if there is one: a deck without an id of its own has that.
    """
    diagnostics: list[Diagnostic] = []
    if file is None:
        message = "There is no deck.toml, and a deck needs at least a name."
        hint = 'Make a file deck.toml with the line `name = "…"`.'
        diagnostics.append(Diagnostic(faults.CONFIG_VALUE, Span("deck.toml", 0, 0), message, hint))
        return Config("Deck", "deck", root_deck="Deck"), tuple(diagnostics)
    data = _load(file, diagnostics)
    if data is None:
        return Config("Deck", "deck", root_deck="Deck"), tuple(diagnostics)
    good: dict[str, Any] = {}
    top = {key: value for key, value in data.items() if key not in _DECK or not key}
    for table, checks in _DECK.items():
        values = data.get(table, {}) if table else top
        if isinstance(values, dict):
            known = (*checks, *(name for name in _DECK if name)) if not table else tuple(checks)
            good[table] = _checked(file, table, values, checks, known, diagnostics)
        else:
            diagnostics.append(_wrong(file, "", table, "a table"))
            good[table] = {}
    return _config(file, data, good, locked_id, diagnostics), tuple(diagnostics)


def _config(
    file: Source, data: Mapping[str, object], good: dict[str, Any], locked_id: str, found: list[Diagnostic]
) -> Config:
    """Return the settings with their defaults."""
    top, anki = good[""], good["anki"]
    if "name" not in data:
        message = "The deck has no name."
        hint = 'Add the line `name = "…"`.'
        found.append(Diagnostic(faults.CONFIG_VALUE, Span(file.path, 0, 0), message, hint))
    name = top.get("name", "Deck").strip()
    deck_id = top.get("id") or locked_id or automatic_id(name, "")
    if locked_id and deck_id != locked_id:
        message = f"deck.lock belongs to the deck `{locked_id}`, and this says `{deck_id}`: another deck for learners."
        hint = f'Write `id = "{locked_id}"`; only a deck that shall be a new one begins without the old deck.lock.'
        found.append(Diagnostic(faults.LOCK_DECK, _place(file, "", "id"), message, hint))
    if "id" not in data:
        message = "The deck has no id of its own, so a change of its name would make it another deck."
        if locked_id:
            message = (
                "The deck has no id of its own, and goes by that of deck.lock: without it, it would be another deck."
            )
        hint = f'Add the line `id = "{deck_id}"`.'
        found.append(Diagnostic(faults.DECK_ID_MISSING, Span(file.path, 0, 0), message, hint))
    root = names.path(anki["deck"]) if "deck" in anki else names.part(name)
    config = Config(name, deck_id, root_deck=root)
    plain = {key: top[key] for key in ("language", "author", "license", "description") if key in top}
    return replace(
        config,
        **plain,
        new_per_day=anki.get("new_per_day", config.new_per_day),
        tags=tuple(anki.get("tags", ())),
        print=PrintSettings(**good["print"]),
        media=MediaSettings(**good["media"]),
        outputs=tuple(good["outputs"].get("all", config.outputs)),
    )


def read_works(file: Source | None) -> tuple[dict[str, Work], tuple[Diagnostic, ...]]:
    """Return the works in *file* (`sources.toml`) by their keys, with what is wrong there."""
    diagnostics: list[Diagnostic] = []
    works: dict[str, Work] = {}
    if file is None:
        return {}, ()
    for key, table in (_load(file, diagnostics) or {}).items():
        if not isinstance(table, dict):
            diagnostics.append(_wrong(file, "", key, "a table: `[key]` and its lines"))
            continue
        good = _checked(file, key, table, _WORK, tuple(_WORK), diagnostics)
        lacking = (name for name in _NEEDED if name not in table)
        diagnostics += (_wrong(file, "", key, f"complete: it has no {name}") for name in lacking)
        works[key] = Work(key, **{name: str(good.get(name, "")) for name in _WORK})
    return works, tuple(diagnostics)


def _load(file: Source, diagnostics: list[Diagnostic]) -> dict[str, Any] | None:
    """Return the TOML of *file*, or nothing and a diagnostic."""
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = re.search(r"\(at line (\d+), column (\d+)\)", said)
        at = file.lines[min(int(place[1]), len(file.lines)) - 1] + int(place[2]) - 1 if place else len(file.text)
        reason = re.sub(r"\s*\(at [^()]*\)$", "", said)
    except RecursionError:
        at, reason = 0, "its brackets nest too deep"
    except ValueError:
        at, reason = 0, "it holds a number that is too long"
    diagnostics.append(Diagnostic(faults.TOML_INVALID, Span(file.path, at, at), f"This is not TOML: {reason}."))
    return None


def _checked(
    file: Source,
    table: str,
    values: Mapping[str, object],
    checks: _Checks,
    known: tuple[str, ...],
    diagnostics: list[Diagnostic],
) -> dict[str, Any]:
    """Return those of *values* that are right; report the others."""
    good: dict[str, Any] = {}
    for key, value in values.items():
        if key not in checks:
            hint = did_you_mean(key, known, "The keys are " + ", ".join(f"`{name}`" for name in known) + ".")
            where = f"[{table}] in {file.path}" if table else file.path
            message = f"There is no key `{key}` in {where}."
            diagnostics.append(Diagnostic(faults.CONFIG_KEY, _place(file, table, key), message, hint))
        elif wanted := unfit(value) or checks[key](value):
            diagnostics.append(_wrong(file, table, key, wanted))
        else:
            good[key] = value
    return good


def _wrong(file: Source, table: str, key: str, wanted: str) -> Diagnostic:
    """Return the fault of a value that is not what it should be."""
    rule: Rule = faults.CONFIG_VALUE
    return Diagnostic(rule, _place(file, table, key), f"`{key}` must be {wanted}.")


def _place(file: Source, table: str, key: str) -> Span:
    """Return where *key* stands in *table* of *file*; TOML readers do not tell."""
    start = 0
    if table and (heading := re.search(rf"^\s*\[\s*[\"']?{re.escape(table)}[\"']?\s*\]", file.text, re.MULTILINE)):
        start = heading.end()
    pattern = rf"^\s*\[?\s*([\"']?{re.escape(key)}[\"']?)\s*(?:[=.\]])"
    found = re.compile(pattern, re.MULTILINE).search(file.text, start)
    return Span(file.path, found.start(1), found.end(1)) if found else Span(file.path, start, start)
