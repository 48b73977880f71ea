"""Anki's own library as the referee, and the package that it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from builder.anki.package import package
from tests.anki.samples import one_of_each, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anki.cards import Card
    from anki.collection import ImportLogWithChanges


class Referee:
    """Anki's own library with a fresh collection."""

    def __init__(self, folder: Path) -> None:
        """Open a collection in *folder*."""
        self.folder = folder
        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, data: bytes, *, presets: bool = False) -> ImportLogWithChanges.Log:
        """Import the package *data* as a learner does, with Anki's default options, and *presets* where wanted."""
        path = self.folder / "deck.apkg"
        path.write_bytes(data)
        options = ImportAnkiPackageOptions(with_deck_configs=presets)
        return self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log

    def cards(self) -> dict[tuple[str, int], Card]:
        """Return all cards of the collection by their Id and ordinal."""
        cards = [self.col.get_card(card_id) for card_id in self.col.find_cards("")]
        return {(card.note()["Id"], card.ord): card for card in cards}


@pytest.fixture(name="new_referee")
def _new_referee(tmp_path: Path) -> Iterator[Callable[[], Referee]]:
    """Yield a maker of Ankis, each with an empty collection of its own."""
    made: list[Referee] = []

    def make() -> Referee:
        folder = tmp_path / f"anki-{len(made)}"
        folder.mkdir()
        made.append(Referee(folder))
        return made[-1]

    yield make
    for referee in made:
        referee.col.close()


@pytest.fixture(name="referee")
def _referee(new_referee: Callable[[], Referee]) -> Referee:
    """Return Anki with an empty collection."""
    return new_referee()


@pytest.fixture(name="deck_package", scope="session")
def _deck_package() -> bytes:
    """Return the package of one card of each kind."""
    return package(rendered(*one_of_each())).data
