"""The real pages of the shipped deck, of the deck that tortures typesetters, and of one whose author means harm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from builder.pipeline import build
from builder.stages import Options
from tests.anki.stage import chromium
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

TESTS: Final = Path(__file__).parents[1]
CONTENT: Final = TESTS.parent / "content"
TORTURE: Final = TESTS / "pdf" / "torture"


@dataclass(frozen=True)
class Site:
    """What `build html` made of a deck."""

    content: Path
    page: Path
    """The file that one opens."""


def built(content: Path, dist: Path) -> Site:
    """Return the handout of *content* in one file, built into *dist*."""
    outcome = build(Options(content, dist, ("handout",)), Silent())
    assert outcome.entries, outcome.diagnostics
    return Site(content, dist / outcome.entries[0].name)


@pytest.fixture(name="shipped", scope="session")
def _shipped(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(CONTENT, tmp_path_factory.mktemp("shipped"))


@pytest.fixture(name="torture", scope="session")
def _torture(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(TORTURE, tmp_path_factory.mktemp("torture"))


@pytest.fixture(name="browser", scope="module")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Yield Chromium without a network, which keeps a record of what it asks for."""
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver
