"""What the tests of the preview share: decks from real content folders, Anki's own library, and a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from builder.anki.package import package
from builder.pipeline import load, renew
from tests.anki.stage import chromium
from tests.preview.decks import FILES
from tests.silent import Silent
from tests.source.folders import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selenium.webdriver import Chrome

    from builder.anki.notetypes import NoteType
    from builder.stages import Loaded

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(name="deck", scope="session")
def _deck(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Return a deck with a card of each kind, and with what is hard to show."""
    return loaded(tmp_path_factory.mktemp("deck"), FILES)


@pytest.fixture(name="kinds", scope="session")
def _kinds(deck: Loaded) -> Mapping[str, NoteType]:
    """Return its note types."""
    return renew(deck)[0]


@pytest.fixture(name="shipped", scope="session")
def _shipped() -> Loaded:
    """Return the deck that the repository ships."""
    return load(CONTENT, Silent())


@pytest.fixture(name="anki", scope="session")
def _anki(tmp_path_factory: pytest.TempPathFactory, deck: Loaded, shipped: Loaded) -> Iterator[Collection]:
    """Yield Anki's own library with both decks imported."""
    folder = tmp_path_factory.mktemp("anki")
    collection = Collection(str(folder / "collection.anki2"))
    for each in (deck, shipped):
        path = folder / "deck.apkg"
        path.write_bytes(package(each.rendered, renew(each)[0]).data)
        options = ImportAnkiPackageOptions(with_deck_configs=True)
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
    yield collection
    collection.close()


@pytest.fixture(name="browser", scope="module")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Yield Chromium without a network, which keeps a record of what it asks for."""
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver
