"""Stories of an author and a learner, each in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.register_assert_rewrite("tests.everyday.story", "tests.everyday.branches")

from tests.everyday.story import Beginning, Story, begin  # noqa: E402 (its assertions speak only after that)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Begin = Callable[[Mapping[str, str]], Beginning]
    """Gives the beginning of all stories of a deck."""
    Tell = Callable[[Mapping[str, str]], Story]
    """Begins a story with the files of a deck that was published and studied."""


@pytest.fixture(name="beginning", scope="session")
def _beginning(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    """Return a giver of beginnings, each of which is made once: many stories begin with one deck."""
    made: dict[tuple[tuple[str, str], ...], Beginning] = {}

    def give(files: Mapping[str, str]) -> Beginning:
        key = tuple(sorted(files.items()))
        if key not in made:
            made[key] = begin(tmp_path_factory.mktemp("beginning"), files)
        return made[key]

    return give


@pytest.fixture(name="story")
def _story(beginning: Begin, tmp_path: Path) -> Iterator[Tell]:
    """Yield a teller of stories, whose learners close their Anki at the end."""
    told: list[Story] = []

    def tell(files: Mapping[str, str]) -> Story:
        told.append(Story(tmp_path / f"story-{len(told)}", beginning(files)))
        return told[-1]

    yield tell
    for one in told:
        one.learner.col.close()
