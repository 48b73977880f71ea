"""The only writer of files: all of a build's artifacts take their places together, or none does."""

from __future__ import annotations

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
        """Move every file into its place.

        Raises `CannotWrite` where the disk does not let us; the files that come after it stay as they were.
        """
        for name in list(self._waiting):
            try:
                self._waiting[name].replace(self._folder / name)
            except OSError as error:
                raise CannotWrite(_sentence(self._folder / name, error)) from error
            del self._waiting[name]


def _sentence(path: Path, error: OSError) -> str:
    """Return what went wrong with *path*."""
    return f"{path} cannot be written: {error.strerror or type(error).__name__}."
