"""The only writer of files: all of a build's artifacts take their places together, or none does."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class CannotWrite(Exception):  # noqa: N818 (it is a state of the disk, and the command line says so)
    """A file could not be written; the text is a sentence for the user."""


class Staged:
    """Files that are written beside their places first, and moved into them by `commit`.

    Use it as a context: what has not been committed at its end is taken away again.
    """

    def __init__(self, folder: Path) -> None:
        """Stage files for *folder*, which is made if there is none."""
        self._folder = folder
        self._waiting: dict[str, Path] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what was not committed."""
        for path in self._waiting.values():
            with suppress(OSError):
                path.unlink()

    def write(self, name: str, data: bytes) -> Path:
        """Write *data* for the file *name* and return where it waits.

        Raises `CannotWrite` where the disk does not let us.
        """
        waiting = self._folder / f".{name}.new"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._waiting[name] = waiting
            with waiting.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(_sentence(waiting, error)) from error
        return waiting

    def commit(self) -> None:
        """Move every file into its place; the files of the last build wait beside them until all have moved.

        Raises `CannotWrite` where the disk does not let us; then the files of the last build are back in their places.
        """
        moved: list[str] = []
        place = self._folder
        try:
            for name, waiting in self._waiting.items():
                place = self._folder / name
                if place.is_dir():
                    raise IsADirectoryError(errno.EISDIR, "a folder stands in its place")
                if place.exists():
                    place.replace(self._last(name))
                moved.append(name)
                waiting.replace(place)
        except OSError as error:
            for name in moved:
                if self._last(name).exists():
                    self._last(name).replace(self._folder / name)
                else:
                    (self._folder / name).unlink(missing_ok=True)
            raise CannotWrite(_sentence(place, error)) from error
        self._waiting.clear()
        for name in moved:
            self._last(name).unlink(missing_ok=True)

    def _last(self, name: str) -> Path:
        """Return where the file *name* of the last build waits."""
        return self._folder / f".{name}.last"


def _sentence(path: Path, error: OSError) -> str:
    """Return what went wrong with *path*."""
    return f"{path} cannot be written: {error.strerror or type(error).__name__}."
