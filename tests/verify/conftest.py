"""Packages as an author publishes them, and as no author should."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from builder.anki.package import package
from builder.verify.examine import examine
from tests.anki.samples import one_of_each, rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builder.render.fragment import RenderedNote
    from builder.verify import Report

    Examine = Callable[[bytes], Report]


def built(*notes: RenderedNote) -> bytes:
    """Return the package of *notes*."""
    return package(rendered(*notes)).data


def rewritten(data: bytes, *statements: tuple[str, tuple[object, ...]], without: str = "") -> bytes:
    """Return the package *data* after SQL *statements* on its collection, and without the entry *without*."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if name != without}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(entries["collection.anki2"])
        for statement, values in statements:
            connection.execute(statement, values)
        connection.commit()
        entries["collection.anki2"] = connection.serialize()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return target.getvalue()


def note_types(data: bytes) -> dict[str, Any]:
    """Return the note types of the package *data*, as its collection has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        models: dict[str, Any] = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    return models


@pytest.fixture(name="release", scope="session")
def _release() -> bytes:
    """Return the package that learners have."""
    return built(*one_of_each())


@pytest.fixture(name="update")
def _update(tmp_path: Path, release: bytes) -> Examine:
    """Return what tells what becomes of the learners of `release` when they import another package."""

    def told(new: bytes) -> Report:
        first, second = tmp_path / "old.apkg", tmp_path / "new.apkg"
        first.write_bytes(release)
        second.write_bytes(new)
        (folder := tmp_path / "learners").mkdir()
        return examine(first, second, folder)

    return told
