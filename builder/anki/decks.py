"""Decks and their preset in the JSON of schema 11 (Anki's `decks/schema11.rs`, `deckconfig/schema11.rs`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from genanki import Deck

from builder.identity import ids
from builder.identity.names import PARTS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.settings import Config


_LOWEST_POSITION: Final = 1
"""Anki's `NEW_CARD_GATHER_PRIORITY_LOWEST_POSITION`: by place in the document, not by the name of the deck."""
_AS_GATHERED: Final = 1
"""Anki's `NEW_CARD_SORT_ORDER_NO_SORT`."""


def deck_rows(config: Config, names: Iterable[str]) -> dict[str, int]:
    """Return the row id of each of the decks *names*, of all decks above them, and of the root.

    Names that are one to Anki, which ignores case, share a row; the first spelling is the one that ships.
    """
    known: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for name in (root_name(config), *names):
        parts = name.split(PARTS)
        for end in range(1, len(parts) + 1):
            path = PARTS.join(parts[:end])
            spelled[path] = known.setdefault(folded(path), path)
    rows = ids.deck_row_ids(config.id, known.values())
    return {name: rows[first] for name, first in spelled.items()}


def decks_json(config: Config, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return the column `decks`: Anki's own default deck, and ours, the root with the description."""
    root = root_name(config)
    decks = {"1": Deck(1, "Default").to_json() | _quiet(1)}
    preset = ids.preset_row_id(config.id)
    for name, row in rows.items():
        if str(row) not in decks:
            description = config.description if name == root else ""
            decks[str(row)] = Deck(row, name, description).to_json() | _quiet(preset)
    decks[str(rows[root])]["md"] = True
    return decks


def presets_json(config: Config) -> dict[str, Any]:
    """Return the column `dconf`: Anki's own default preset, and the one that travels with the deck.

    Ours shows new cards in the order of the source, and not two of one note on one day: the blanks of a cloze tell
    each other. Anki adds a preset once and leaves it to the learner from then on.
    """
    row = ids.preset_row_id(config.id)
    ours = _preset(row, config.name)
    ours["new"] |= {"perDay": config.new_per_day, "bury": True}
    ours["rev"] |= {"perDay": max(ours["rev"]["perDay"], 10 * config.new_per_day), "bury": True}
    ours |= {"newGatherPriority": _LOWEST_POSITION, "newSortOrder": _AS_GATHERED, "buryInterdayLearning": True}
    return {"1": _preset(1, "Default"), str(row): ours}


def root_name(config: Config) -> str:
    """Return the full name of the deck that all others are below."""
    return config.root_deck or config.name


def _quiet(preset: int) -> dict[str, Any]:
    """Return what a deck has that nobody has studied yet."""
    never = {f"{what}Today": [0, 0] for what in ("lrn", "new", "rev", "time")}
    return {"conf": preset, "mod": ids.T0, "usn": 0, "extendNew": 0, "extendRev": 0, "browserCollapsed": False} | never


def _preset(row: int, name: str) -> dict[str, Any]:
    """Return a preset as Anki itself begins one."""
    return {
        "id": row,
        "mod": ids.T0,
        "name": name,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {"bury": False, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20},
        "rev": {"bury": False, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
        "dyn": False,
        "desiredRetention": 0.9,
        "sm2Retention": 0.9,
    }
