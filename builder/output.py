"""The only writer of files: all of a build's files take their places together, each at one stroke, or none does.

A file is written beside its place first. `Staged.commit` then puts each over the old one by a single rename, so that
whoever kills the build, and whenever, finds each file old or new, and whole. What a killed build leaves about has names
that no other program gives, and the next build that writes into the folder takes it away.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

NEW: Final = ".cardpress-new"
"""How the name of a file ends that waits for its place."""
LAST: Final = ".cardpress-last"
"""How the name of the last build's file ends until all of the new ones are in their places."""


class CannotWrite(Exception):  # noqa: N818 (it is a state of the disk, and the command line says so)
    """A file could not be written; the text is a sentence for the user."""


class Staged:
    """Files, in one folder or in several, that are written beside their places, and put into them by `commit`.

    Use it as a context: what has not been committed at its end is taken away again. From the first file of a folder
    until then no other build writes into that folder; one that wants to, waits.
    """

    def __init__(self) -> None:
        self._files: dict[Path, Path] = {}
        """The path that the caller named, by the place that it leads to; in the order of writing."""
        self._gone: dict[Path, Path] = {}
        """Files that shall be no more, in the same form."""
        self._folders: dict[Path, int | None] = {}
        """The handle of each folder that is written into, where the platform hands one out."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what was not committed, and let other builds at the folders."""
        self._clear()
        for handle in self._folders.values():
            if handle is not None:
                os.close(handle)
        self._folders.clear()

    def write(self, path: Path, data: bytes) -> Path:
        """Write *data* for the file *path*, and return where it can be read back until `commit`.

        The folder is made if there is none. A link is followed, and stays. A file that is there keeps its permissions,
        and one that holds *data* already is left alone altogether, its time included.

        Raises `CannotWrite` where the disk does not let us.
        """
        place = Path(os.path.realpath(path))
        try:
            self._enter(place.parent)
            waiting = _beside(place, NEW)
            if self._files.pop(place, None):
                waiting.unlink()
            mode = _mode(place)
            if mode is not None and _holds(place, data):
                return place
            self._files[place] = path
            _fill(waiting, data, mode)
        except OSError as error:
            raise CannotWrite(_sentence(path, error)) from error
        return waiting

    def hold(self, folder: Path) -> None:
        """Keep other builds out of *folder* from now on, and take away what a killed one left there.

        Who writes into a folder and into others in it holds the outer one first: so no two builds wait for each other.

        Raises `CannotWrite` where the disk does not let us.
        """
        try:
            self._enter(Path(os.path.realpath(folder)))
        except OSError as error:
            raise CannotWrite(_sentence(folder, error)) from error

    def remove(self, path: Path) -> None:
        """Let the file *path*, one of an older build, be gone after `commit`; a link goes, and not what it leads to.

        Raises `CannotWrite` where the disk does not let us.
        """
        place = Path(os.path.realpath(path.parent)) / path.name
        try:
            self._enter(place.parent)
        except OSError as error:
            raise CannotWrite(_sentence(path, error)) from error
        self._gone[place] = path

    def commit(self) -> None:
        """Put every file into its place, in the order of writing, which the disk keeps too.

        What shall be gone goes first: whoever kills the build there leaves a manifest that names what is missing.

        Raises `CannotWrite` where the disk does not let us; then the files of the last build are back in their places.
        The same goes for a build that is interrupted from the keyboard.
        """
        moved: list[Path] = []
        kept: set[Path] = set()
        try:
            for place in (*self._gone, *self._files):
                if _keep(place):
                    kept.add(place)
            for place in self._gone:
                moved.append(place)
                place.unlink(missing_ok=True)
                _sync(self._folders[place.parent])
            for place in self._files:
                moved.append(place)
                _beside(place, NEW).replace(place)
                _sync(self._folders[place.parent])
        except BaseException as error:
            for last in reversed(moved):
                _put_back(last, was_there=last in kept)
            if isinstance(error, OSError):
                raise CannotWrite(_sentence((self._gone | self._files)[place], error)) from error
            raise
        self._clear()

    def _enter(self, folder: Path) -> None:
        """Keep other builds out of *folder*, and take away what a killed one left there."""
        if folder in self._folders:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, "a file stands where its folder has to be") from None
        self._folders[folder] = _hold(folder)
        for path in leftovers(folder):
            with suppress(OSError):
                path.unlink()

    def _clear(self) -> None:
        """Take away what stands beside the places."""
        for place in (*self._gone, *self._files):
            for end in (NEW, LAST):
                with suppress(OSError):
                    _beside(place, end).unlink()
        self._gone.clear()
        self._files.clear()


def leftovers(folder: Path) -> list[Path]:
    """Return the files in *folder* that a build which is under way, or was killed, has put beside their places."""
    return sorted(path for path in folder.glob(".*") if path.name.endswith((NEW, LAST)))


def _beside(place: Path, end: str) -> Path:
    """Return the hidden name beside *place* that has this *end*."""
    return place.with_name(f".{place.name}{end}")


def _hold(folder: Path) -> int | None:
    """Return a handle of *folder* that one process has at a time, and that goes with it when it is killed.

    The lock is that of `flock(2)`, on the folder itself, so that it leaves no file behind. Where a file system has no
    such locks, builds at the same time still leave whole files, and one of them may say that it cannot write.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _mode(place: Path) -> int | None:
    """Return the permissions of the file at *place*, or None where there is none; anything but a file is an error."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "a folder stands in its place")
    if not stat.S_ISREG(mode):
        raise FileExistsError(errno.EEXIST, "what stands in its place is no file")
    return stat.S_IMODE(mode)


def _holds(place: Path, data: bytes) -> bool:
    """Say whether the file at *place* is *data*."""
    return place.stat().st_size == len(data) and place.read_bytes() == data


def _fill(path: Path, data: bytes, mode: int | None) -> None:
    """Make the file *path* of *data*, all of it on the disk, with the permissions *mode* if any are given."""
    with path.open("xb") as file:  # never through a link that a stranger put there
        file.write(data)
        file.flush()
        if mode is not None and mode != stat.S_IMODE(path.stat().st_mode):
            path.chmod(mode)
        os.fsync(file.fileno())


def _keep(place: Path) -> bool:
    """Give the file at *place*, if there is one, a second name, or a copy where the disk has no links; say so."""
    if not place.exists():
        return False
    last = _beside(place, LAST)
    last.unlink(missing_ok=True)
    try:
        last.hardlink_to(place)
    except OSError:
        shutil.copy2(place, last)
    return True


def _put_back(place: Path, *, was_there: bool) -> None:
    """Undo what may have happened at *place*; if the disk refuses even that, the manifest tells the next build."""
    with suppress(OSError):
        if was_there:
            _beside(place, LAST).replace(place)
        else:
            place.unlink(missing_ok=True)


def _sync(handle: int | None) -> None:
    """Have the names in the folder of *handle* on the disk, where its file system can."""
    try:
        if handle is not None:
            os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise


def _sentence(path: Path, error: OSError) -> str:
    """Return what went wrong with *path*."""
    return f"{path} cannot be written: {error.strerror or type(error).__name__}."
