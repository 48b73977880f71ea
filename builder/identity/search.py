"""Searches for Anki's browser that find the notes of a deck by their ids (Anki's manual, "Searching")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.identity import ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from builder.settings import Config

NOTE_TYPES: Final = {ids.RECALL: "Recall", ids.CLOZE: "Cloze", ids.OCCLUSION: "Occlusion"}
"""What a note type is called, behind the name of its deck."""
_SPECIAL: Final = re.compile(r"[\\*_]")


def search_for(config: Config, note_type: str, card_ids: Iterable[str]) -> str:
    """Return the search that finds the notes *card_ids* of one note type; of any, where *note_type* is empty.

    It names the note type, for another deck may have a card of the same id. Anki takes quotes out of the names of note
    types on import.
    """
    name = _SPECIAL.sub(r"\\\g<0>", config.name.replace('"', ""))
    terms = [f"Id:{card_id}" for card_id in card_ids]
    either = terms[0] if len(terms) == 1 else f"({' or '.join(terms)})"
    return f'"note:{name}: {NOTE_TYPES.get(note_type, "*")}" {either}'
