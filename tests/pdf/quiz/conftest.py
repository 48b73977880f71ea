"""The quiet deck as a quiz, with the key at its end and in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.pdf.quiz import quiz
from builder.settings import PrintSettings, QuizSettings
from tests.pdf.quiz.source import read_deck, write_deck

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import RenderedDeck


@pytest.fixture(name="rendered", scope="session")
def _rendered(tmp_path_factory: pytest.TempPathFactory) -> RenderedDeck:
    """Return the quiet deck."""
    return read_deck(write_deck(tmp_path_factory.mktemp("quiet") / "content"))


@pytest.fixture(name="whole", scope="session")
def _whole(rendered: RenderedDeck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the quiz of the quiet deck, with the key at its end."""
    (made,) = quiz(rendered, QuizSettings(), PrintSettings())
    assert not made.diagnostics
    path = tmp_path_factory.mktemp("quiz") / "whole.pdf"
    path.write_bytes(made.data)
    return path


@pytest.fixture(name="apart", scope="session")
def _apart(rendered: RenderedDeck, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return version A of the quiz of the quiet deck, on Letter, and its key."""
    made = quiz(rendered, QuizSettings(key="separate", seed="A"), PrintSettings(paper="Letter"))
    folder = tmp_path_factory.mktemp("apart")
    paths = folder / "questions.pdf", folder / "key.pdf"
    for path, printed in zip(paths, made, strict=True):
        assert not printed.diagnostics
        path.write_bytes(printed.data)
    return paths
