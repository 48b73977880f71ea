"""Anki's own library as the referee, the packages that it judges, and a browser to look at cards in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from builder.anki.package import package
from builder.pipeline import build
from builder.stages import Options
from tests.anki.samples import one_of_each, rendered
from tests.anki.stage import chromium, stage
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anki.cards import Card
    from anki.collection import ImportLogWithChanges
    from selenium.webdriver import Chrome

    from builder.stages import Outcome
    from tests.anki.stage import Stage

KINDS: Final = Path(__file__).parent / "kinds"
"""A content folder with every kind of card, and with what is hard to show."""


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

    @property
    def media(self) -> Path:
        """The folder of the collection's media."""
        return self.folder / "collection.media"

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


@dataclass(frozen=True, repr=False)
class Kinds:
    """The deck of every kind, built as a user builds it, and imported by Anki."""

    outcome: Outcome
    package: bytes
    referee: Referee
    cards: dict[tuple[str, int], Card]
    """By Id and ordinal, in the order of the source."""


@pytest.fixture(name="kinds", scope="session")
def _kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kinds]:
    """Yield the deck of every kind in Anki; tests leave its notes as they are."""
    dist = tmp_path_factory.mktemp("kinds")
    outcome = build(Options(KINDS, dist, ("anki",)), Silent())
    assert outcome.entries, outcome.diagnostics
    data = (dist / outcome.entries[0].name).read_bytes()
    referee = Referee(tmp_path_factory.mktemp("anki"))
    referee.take(data, presets=True)
    cards = dict(sorted(referee.cards().items(), key=lambda entry: (entry[1].due, entry[1].ord)))
    yield Kinds(outcome, data, referee, cards)
    referee.col.close()


@pytest.fixture(name="browser", scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Yield Chromium without a network."""
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(name="stage", scope="module")
def _stage(browser: Chrome, kinds: Kinds) -> Iterator[Stage]:
    """Yield Anki's reviewer with the media of the deck of every kind."""
    with stage(browser, kinds.referee.media) as made:
        yield made
