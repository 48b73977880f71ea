"""The settings of a deck: `deck.toml` and `sources.toml`, checked key by key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from builder import faults
from builder.configkeys import DECK, LEADING, NEEDED, WORK, judge, near
from builder.diagnostics import Diagnostic, Span
from builder.identity import names
from builder.identity.slug import automatic_id
from builder.model import Work
from builder.settings import CardSettings, Config, HandoutSettings, MediaSettings, PrintSettings, QuizSettings
from builder.source.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.configkeys import Key
    from builder.source.files import Source


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
    top = {key: value for key, value in data.items() if key not in DECK or not key}
    for table, keys in DECK.items():
        values = data.get(table, {}) if table else top
        if isinstance(values, dict):
            known = (*keys, *(name for name in DECK if name)) if not table else tuple(keys)
            good[table] = _checked(file, table, values, keys, known, diagnostics)
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
        tags=anki.get("tags", ()),
        print=PrintSettings(**good["print"]),
        cards=CardSettings(**good["cards"]),
        quiz=QuizSettings(**good["quiz"]),
        handout=HandoutSettings(**good["handout"]),
        places={f"{table}.{key}".lstrip("."): _place(file, table, key) for table, key in LEADING if key in good[table]},
        media=MediaSettings(**good["media"]),
        outputs=good["outputs"].get("all", config.outputs),
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
        good = _checked(file, key, table, WORK, tuple(WORK), diagnostics)
        lacking = (name for name in NEEDED if name not in table)
        diagnostics += (_wrong(file, "", key, f"complete: it has no {name}") for name in lacking)
        works[key] = Work(key, **{name: str(good.get(name, "")) for name in WORK})
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
    keys: Mapping[str, Key],
    known: tuple[str, ...],
    diagnostics: list[Diagnostic],
) -> dict[str, Any]:
    """Return those of *values* that are right; report the others."""
    good: dict[str, Any] = {}
    for key, value in values.items():
        if key not in keys:
            hint = did_you_mean(key, known, "The keys are " + ", ".join(f"`{name}`" for name in known) + ".")
            where = f"[{table}] in {file.path}" if table else file.path
            message = f"There is no key `{key}` in {where}."
            diagnostics.append(Diagnostic(faults.CONFIG_KEY, _place(file, table, key), message, hint))
        elif wanted := judge(keys[key], value):
            diagnostics.append(_wrong(file, table, key, wanted, near(keys[key], value)))
        else:
            good[key] = keys[key].taken(value)
    return good


def _wrong(file: Source, table: str, key: str, wanted: str, hint: str = "") -> Diagnostic:
    """Return the fault of a value that is not what it should be."""
    return Diagnostic(faults.CONFIG_VALUE, _place(file, table, key), f"`{key}` must be {wanted}.", hint)


def _place(file: Source, table: str, key: str) -> Span:
    """Return where *key* stands in *table* of *file*; TOML readers do not tell.

    A table has a heading, or it is written ``table.key = …`` or ``table = { key = … }``.
    """
    start, end = 0, len(file.text)
    name, inside = (rf"[\"']?{re.escape(word)}[\"']?" for word in (key, table))
    written = rf"^\s*\[?\s*({name})\s*[=.\]]"
    if table and (heading := re.search(rf"^\s*\[\s*{inside}\s*\]", file.text, re.MULTILINE)):
        start = heading.end()
        following = re.compile(r"^\s*\[[^\[\],]+\]\s*(?:#|$)", re.MULTILINE).search(file.text, start)
        end = following.start() if following else end
    elif table:
        written = rf"^\s*{inside}\s*(?:\.\s*|=\s*\{{(?:[^\n]*?[\s,])?)({name})\s*="
    found = re.compile(written, re.MULTILINE).search(file.text, start, end)
    return Span(file.path, found.start(1), found.end(1)) if found else Span(file.path, start, start)
