"""The cards of the shipped deck, by their ids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.collect import collect
from builder.config import read_config, read_works
from builder.source.files import read_folder
from builder.source.parser import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.model import Note

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(name="notes", scope="session")
def _notes() -> Mapping[str, Note]:
    """Return the notes of the shipped deck."""
    folder = read_folder(CONTENT)
    config, _ = read_config(folder.deck)
    works, _ = read_works(folder.works)
    deck, _ = collect((parse(file)[0] for file in folder.chapters), config, works, folder.root)
    return {note.id: note for note in deck.notes}
