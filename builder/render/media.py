"""Images, sounds and films: found inside the content folder, cleaned, and named by what they hold."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from builder import faults
from builder.render.fragment import Medium
from builder.render.problem import Problem
from builder.render.raster import read_raster
from builder.render.weight import left_moving, weighed
from builder.settings import LARGEST_MB, MediaSettings
from builder.source.mediatype import SVG, TYPES, sniff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.diagnostics import Rule
    from builder.source.mediatype import MediaType

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
DEFAULTS: Final = MediaSettings()
_KNOWN: Final = ", ".join(sorted(kind.ending for kind in TYPES))


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference leads to."""

    medium: Medium | None
    """Nothing where one of the problems is an error."""
    problems: tuple[Problem, ...] = ()


def find(reference: str, base: PurePosixPath, root: Path) -> Found:
    """Return what *reference* in the file *base* of the content folder *root* leads to; see `Library.find`."""
    return Library(root).find(reference, base)


class _RefusedError(Exception):
    """A reference that leads nowhere; carries the `Problem` that says why."""

    def __init__(self, rule: Rule, message: str, hint: str = "") -> None:
        """Make the problem."""
        super().__init__(message)
        self.problem = Problem(rule, message, hint)


class Library:
    """The media of a content folder; each file is read, decoded and cleaned once.

    A file is named by what it holds. A raster image that `max_px` bounds is named by what the *source* file holds and
    by the bound, so that no other version of Pillow gives it another name. A note's `source` digest is that of the raw
    file too (`builder.identity.digest`): who sets or changes the bound sends no note again, and learners keep the file
    that they have until the author changes the note, or they import the deck for the first time.
    """

    def __init__(self, root: Path, settings: MediaSettings = DEFAULTS) -> None:
        """Look in the folder *root* and nowhere else; bound and weigh what is there as *settings* say."""
        self._root = Path(os.path.realpath(root))
        self._settings = settings
        self._known: dict[PurePosixPath, Found] = {}
        self._entries: dict[Path, Mapping[str, str]] = {}

    def find(self, reference: str, base: PurePosixPath) -> Found:
        """Return what *reference* leads to, as written (percent-encoded or not) in the file *base*.

        *base* is the path of the file that refers, below the content folder. A file outside that folder, by its path
        or through a symbolic link, is never read, nor is anything on the network. What is to be told of a file that
        can be shown is told where it is first found, and not again.
        """
        try:
            path = _locate(unquote(reference.strip()), base)
        except _RefusedError as refused:
            return Found(None, (refused.problem,))
        if path in self._known:
            return self._known[path]
        try:
            found = self._load(path)
        except _RefusedError as refused:
            found = Found(None, (refused.problem,))
        self._known[path] = Found(found.medium) if found.medium else found
        return found

    def _load(self, path: PurePosixPath) -> Found:
        """Read the file at *path* below the root, and make a medium of it."""
        data = self._read(path)
        media_type = sniff(data, path.suffix.lower())
        if media_type is None:
            raise _RefusedError(
                faults.IMAGE_TYPE,
                f"`{path}` is no image, sound or film of a kind that all outputs can show.",
                f"Save it as one of {_KNOWN}.",
            )
        if media_type is SVG:
            return self._svg(path, data)
        if media_type.kind == "image":
            return self._raster(path, data, media_type)
        medium = Medium(_name(path, data, media_type), data, media_type.mime, media_type.kind)
        return Found(medium, weighed(path, medium, self._settings, None))

    def _svg(self, path: PurePosixPath, data: bytes) -> Found:
        """Return the SVG in *data*, cleaned."""
        from builder.render.svg import clean_svg

        picture = clean_svg(data)
        if isinstance(picture, Problem):
            raise _RefusedError(picture.rule, f"`{path}`: {picture.message}", picture.hint)
        name = _name(path, picture.data, SVG)
        medium = Medium(name, picture.data, SVG.mime, SVG.kind, picture.width, picture.height)
        problems = weighed(path, medium, self._settings, None)
        if picture.removed:
            message = f"Taken out of `{path}`: {', '.join(f'`{name}`' for name in picture.removed)}."
            hint = "Take it out of the file, or check the picture."
            problems = (Problem(faults.SVG_CLEANED, message, hint), *problems)
        return Found(medium, problems)

    def _raster(self, path: PurePosixPath, data: bytes, media_type: MediaType) -> Found:
        """Return the raster image in *data*, within the bound of the deck."""
        raster = read_raster(data, self._settings)
        if isinstance(raster, str):
            raise _RefusedError(faults.IMAGE_TYPE, f"`{path}` {raster}", "Save it again.")
        named_by = data if raster.bound is None else data + f"\0max_px={raster.bound}".encode()
        width, height = map(float, raster.size)
        medium = Medium(_name(path, named_by, media_type), raster.data, media_type.mime, media_type.kind, width, height)
        problems = weighed(path, medium, self._settings, raster)
        return Found(medium, (left_moving(path, raster), *problems) if raster.moves else problems)

    def _read(self, path: PurePosixPath) -> bytes:
        """Return what the file at *path* holds."""
        exact = self._root
        for part in path.parts:
            exact = exact / self._entry(exact, part, path)
        try:
            real = Path(os.path.realpath(exact, strict=True))
            if not real.is_relative_to(self._root):
                raise _RefusedError(
                    faults.IMAGE_OUTSIDE,
                    f"`{path}` is a symbolic link that leads out of the content folder.",
                    "Put the file itself into the content folder.",
                )
            status = real.stat()
            if not stat.S_ISREG(status.st_mode):
                raise _RefusedError(faults.IMAGE_TYPE, f"`{path}` is no file.", "Name a file.")
            if status.st_size > LARGEST_MB * 1_000_000:
                raise _RefusedError(
                    faults.IMAGE_TYPE,
                    f"`{path}` has more than {LARGEST_MB} MB.",
                    "Shrink it: AnkiWeb takes no such file.",
                )
            return real.read_bytes()
        except OSError as error:
            raise _RefusedError(faults.FILE_UNREADABLE, f"`{path}` cannot be read: {error.strerror}.") from None

    def _entry(self, folder: Path, name: str, path: PurePosixPath) -> str:
        """Return the entry of *folder* that is called *name*, by the very letters, on every file system."""
        if folder not in self._entries:
            try:
                entries = sorted(entry.name for entry in folder.iterdir())
            except OSError:
                entries = []
            self._entries[folder] = {unicodedata.normalize("NFC", entry): entry for entry in entries}
        normal = self._entries[folder]
        entry = normal.get(unicodedata.normalize("NFC", name))
        if entry is None:
            raise _RefusedError(
                faults.IMAGE_MISSING, f"There is no file `{path}`.", self._hint(folder, name, list(normal))
            )
        return entry

    def _hint(self, folder: Path, name: str, entries: list[str]) -> str:
        """Return what the author of a wrong *name* in *folder* may have meant."""
        for entry in entries:
            if entry.casefold() == name.casefold():
                return f"Did you mean `{entry}`? Upper and lower case count."
        near = get_close_matches(name, entries, n=1)
        if near:
            return f"Did you mean `{near[0]}`?"
        for parent, folders, files in os.walk(self._root):
            folders.sort()
            if name in files:
                return f"There is a `{(Path(parent) / name).relative_to(self._root).as_posix()}`."
        where = folder.relative_to(self._root).as_posix() if folder.is_relative_to(self._root) else "."
        return "Paths are relative to the file." if where == "." else f"The folder `{where}` has no such entry."


def _locate(reference: str, base: PurePosixPath) -> PurePosixPath:
    """Return where *reference* in the file *base* leads to, below the root, by its letters alone."""
    scheme = _SCHEME.match(reference)
    shown = reference if len(reference) <= 60 else f"{reference[:57]}…"
    if any(unicodedata.category(character) == "Cc" for character in reference):
        raise _RefusedError(faults.IMAGE_MISSING, "The path has a control character in it.", "Rename the file.")
    if not reference:
        raise _RefusedError(faults.IMAGE_MISSING, "The image has no path.", "Write `![description](figures/name.svg)`.")
    if reference.startswith("//") or (scheme and scheme[1].lower() in ("http", "https", "ftp")):
        hint = "Download it into the content folder: a deck must work without the network, and for years."
        raise _RefusedError(faults.IMAGE_REMOTE, f"`{shown}` is on the network.", hint)
    if scheme and scheme[1].lower() == "data":
        raise _RefusedError(
            faults.IMAGE_OUTSIDE, "The image is written out as `data:`.", "Save it as a file and name that."
        )
    if "\\" in reference and not (scheme and len(scheme[1]) == 1):
        raise _RefusedError(faults.IMAGE_MISSING, f"The path `{shown}` has a backslash.", "Part folders by `/`.")
    if scheme or reference.startswith("/"):
        raise _RefusedError(
            faults.IMAGE_OUTSIDE, f"`{shown}` is no path within the content folder.", "Write it relative to the file."
        )
    parts = list(base.parent.parts)
    for part in PurePosixPath(reference).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            hint = "Put the file into the content folder."
            raise _RefusedError(faults.IMAGE_OUTSIDE, f"`{shown}` leads out of the content folder.", hint)
        if _DEVICE.fullmatch(part):
            raise _RefusedError(
                faults.IMAGE_MISSING, f"`{part}` is the name of a device on Windows.", "Rename the file."
            )
    return PurePosixPath(*parts)


def _name(path: PurePosixPath, said: bytes, media_type: MediaType) -> str:
    """Return the name of the file at *path* whose contents are *said*."""
    return f"{_slug(path.stem)}-{sha256(said).hexdigest()[:12]}{media_type.ending}"


def _slug(stem: str) -> str:
    """Return *stem* in lower-case ASCII letters, digits and hyphens, at most 40 of them."""
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:40].rstrip("-") or "media"
