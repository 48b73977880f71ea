"""Where a release comes from that a build is compared with: a published package, a lock file, or a commit of git.

Nothing is checked out and nothing is fetched: git is only asked for one file. References go to it on its standard
input, where none can pass for an option.
"""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from builder.identity.lock import NAME
from builder.identity.lockfile import Lock, read_lock
from builder.source.files import position, source

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST: Final = 1 << 26
"""Bytes of a lock that is read: 64 MB, some hundred thousand cards."""
_ZIP: Final = b"PK"
_ELSEWHERE: Final = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
"""What a hook of git sets, and what would lead it to another repository than that of the content folder."""
_BLOB: Final = re.compile(r"([0-9a-f]{40,64}) blob ([0-9]+)")
_COMMIT: Final = re.compile(r"[0-9a-f]{40,64} commit [0-9]+")
_NAME_IT: Final = "Name a package or a lock file to compare with: `build diff OLD.apkg`."


class HistoryError(Exception):
    """A release that cannot be had; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Release:
    """What learners were given."""

    name: str
    """As people call it: a tag, a commit, the name of a file."""
    lock: Lock
    is_package: bool = False
    """Whether it was read from a package, which holds only the cards that Anki gets."""


def find_release(said: str | None, content: Path) -> Release:
    """Return the release *said*: the path of a package or a lock, else a reference of git; a path comes first.

    Without one it is the newest tag that the commit at hand descends from and that holds the lock of the folder
    *content*; where there is none, that commit, ``HEAD``. Raises `HistoryError`.
    """
    if said is None:
        return _Repository(content).newest()
    path = Path(said)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL
        is_file = False
    if is_file:
        return _from_file(path)
    if path.suffix.lower() in {".apkg", ".lock", ".colpkg"}:
        raise HistoryError(f"There is no file {said}.")
    return _Repository(content).at(said)


def _from_file(path: Path) -> Release:
    """Return the release that a package or a lock is of."""
    try:
        with path.open("rb") as file:
            is_package = file.read(len(_ZIP)) == _ZIP
            file.seek(0)
            data = b"" if is_package else file.read(LARGEST + 1)
    except OSError as error:
        raise HistoryError(f"{path.name} cannot be read: {error.strerror}.") from error
    if is_package:
        return Release(path.name, _lock(_entry(path), f"The entry {NAME} of {path.name}"), is_package=True)
    return Release(path.name, _lock(data, path.name))


def _entry(path: Path) -> bytes:
    """Return the lock in the package *path*."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(NAME) as entry:
            return entry.read(LARGEST + 1)
    except KeyError as error:
        message = f"{path.name} holds no {NAME}: this program did not make it, or it is an export from Anki."
        raise HistoryError(f"{message} Take the package as it was published.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        # RuntimeError: an encrypted entry, or a way of packing that this Python does not know.
        raise HistoryError(f"{path.name} is a broken package. Take the file as it was published.") from error


def _lock(data: bytes, where: str) -> Lock:
    """Return the lock *data*, which stands at *where*."""
    if len(data) > LARGEST:
        raise HistoryError(f"{where} is larger than {LARGEST >> 20} MB, which no lock is.")
    try:
        file = source(NAME, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise HistoryError(f"{where} is no lock of a deck: it is not UTF-8.") from error
    lock, faults = read_lock(file)
    if not faults:
        return lock
    if not lock.deck_id:
        raise HistoryError(f"{where} is no lock of a deck: {faults[0].message}")
    line, _ = position(file, faults[0].span.start)
    raise HistoryError(f"{where} cannot be read, line {line}: {faults[0].message} Take another release.")


class _Repository:
    """The repository that a content folder lies in."""

    def __init__(self, content: Path) -> None:
        self.content = content
        if not content.is_dir():
            raise HistoryError(f"There is no content folder {content.name}.")
        found = self.run("rev-parse", "--is-inside-work-tree")
        if found.returncode:
            reason = found.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").split("\n")[0]
            if reason.startswith("not a git repository"):
                raise HistoryError(f"The content folder lies in no git repository. {_NAME_IT}")
            raise HistoryError(f"git does not open the repository of the content folder: {reason}.")
        if found.stdout.strip() != b"true":
            raise HistoryError(f"The content folder lies in no work tree of git. {_NAME_IT}")

    def newest(self) -> Release:
        """Return the newest tag below the commit at hand that holds a lock, else that commit."""
        self.check("HEAD", f"The repository has no commit yet, so there is nothing to compare with. {_NAME_IT}")
        # The last key comes first: by date, and of one date (tags made in a row by a script) by version.
        keys = ("--sort=-version:refname", "--sort=-creatordate")
        tags = self.run("for-each-ref", "--merged=HEAD", *keys, "--format=%(refname)", "refs/tags")
        named = [line.removeprefix("refs/tags/") for line in tags.stdout.decode("utf-8", "replace").splitlines()]
        refs = [*(f"refs/tags/{name}" for name in named), "HEAD"]
        for name, found in zip([*named, "HEAD"], self.ask([_place(ref) for ref in refs]), strict=True):
            if blob := _BLOB.fullmatch(found):
                return self.read(name, blob)
        message = f"Neither this commit nor a tag that it descends from holds {NAME}."
        raise HistoryError(f"{message} Commit the one that `build all` writes. {_NAME_IT}")

    def at(self, ref: str) -> Release:
        """Return the release at a reference."""
        shown = re.sub(r"[\x00-\x1f\x7f]", "\ufffd", ref)[:80]
        unknown = f"There is no file {shown}, and git knows no commit, tag or branch of that name."
        if not ref or shown != ref[:80]:
            raise HistoryError(unknown)
        self.check(ref, unknown)
        blob = _BLOB.fullmatch(self.ask([_place(ref)])[0])
        if blob is None:
            message = f"{shown} holds no {NAME} in the content folder."
            raise HistoryError(f"{message} Name a later one, or the package that was published then.")
        return self.read(ref, blob)

    def check(self, ref: str, otherwise: str) -> None:
        """Raise `HistoryError` with the sentence *otherwise* where *ref* is no commit."""
        if not _COMMIT.fullmatch(self.ask([f"{ref}^{{commit}}"])[0]):
            raise HistoryError(otherwise)

    def ask(self, names: Sequence[str]) -> Sequence[str]:
        """Return for each of *names* the id, type and size of its object, or another text where there is none."""
        asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        found = self.run("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", given=asked)
        lines = found.stdout.decode("utf-8", "replace").splitlines()
        return lines if len(lines) == len(names) else [""] * len(names)

    def read(self, name: str, blob: re.Match[str]) -> Release:
        """Return the release *name* with the lock that is the object *blob*."""
        where = f"{NAME} of {name}"
        if int(blob[2]) > LARGEST:
            raise HistoryError(f"{where} is larger than {LARGEST >> 20} MB, which no lock is.")
        return Release(name, _lock(self.run("cat-file", "blob", blob[1]).stdout, where))

    def run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git in the content folder, away from the network, whatever a hook has set."""
        environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        # A partial clone would fetch what it lacks.
        command = ["git", "-c", "protocol.allow=never", "--no-pager", *arguments]
        try:
            return subprocess.run(  # noqa: S603 (a list of our own words; what users say goes to standard input)
                command, cwd=self.content, env=environment, input=given, capture_output=True, check=False
            )
        except FileNotFoundError as error:
            raise HistoryError(f"git is not installed. {_NAME_IT}") from error


def _place(ref: str) -> str:
    """Return what git calls the lock of the folder that it runs in, at *ref*."""
    return f"{ref}:./{NAME}"
