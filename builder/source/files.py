"""Find and read the files of a content folder."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

BAD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""C0 and C1 controls but tab and line feed, surrogates, and noncharacters of the first plane, which mark our places."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: UTF-8, without byte-order mark, lines ended by LF; all offsets count in its `text`."""

    path: str
    """Path below the content folder, with ``/``."""
    text: str
    lines: tuple[int, ...] = field(repr=False)
    """Where each line begins."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A content folder, read."""

    root: Path
    chapters: tuple[Source, ...]
    deck: Source | None
    """`deck.toml`."""
    works: Source | None
    """`sources.toml`."""
    theme: Source | None
    """`theme.css`."""
    fonts: tuple[Path, ...]
    """Files of `fonts/`: TrueType and OpenType faces, sorted by name."""
    diagnostics: tuple[Diagnostic, ...]
    lock: Source | None = None
    """`deck.lock`."""


def source(path: str, text: str) -> Source:
    """Return *text*, its lines ended by LF, as the source file *path*."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, text, (0, *(match.end() for match in re.finditer("\n", text))))


def is_still(data: bytes, file: Source) -> bool:
    """Say whether *data*, the bytes of a file as they are now, is what was read as *file*."""
    return source(file.path, data.decode("utf-8", errors="replace")).text == file.text


def lf(data: bytes) -> bytes:
    """Return the bytes of a text, its lines ended by LF."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def position(file: Source, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of *offset*."""
    line = bisect_right(file.lines, offset) - 1
    return line + 1, offset - file.lines[line] + 1


def unfit(value: object) -> str | None:
    """Return what is wrong with *value*, a text or a list of them, that an escape in YAML or TOML has put there."""
    texts = value if isinstance(value, list) else [value]
    bad = next((found[0] for text in texts if isinstance(text, str) and (found := BAD.search(text))), None)
    return f"without the character U+{ord(bad):04X}" if bad else None


def read_folder(root: Path) -> Folder:
    """Read all that *root* holds for a deck; what cannot be read is in the diagnostics."""
    if not root.is_dir():
        fault = Diagnostic(
            faults.FILE_UNREADABLE,
            Span("", 0, 0),
            f"There is no content folder {root.name!r}.",
            "Name it with --content, or make it and put a chapter into it.",
        )
        return Folder(root, (), None, None, None, (), (fault,))
    diagnostics: list[Diagnostic] = []
    chapters = [_read(root, path, diagnostics) for path in _chapter_paths(root, diagnostics)]
    deck, works, theme, lock = (
        _read(root, name, diagnostics) if os.path.lexists(root / name) else None
        for name in ("deck.toml", "sources.toml", "theme.css", "deck.lock")
    )
    fonts = tuple(_fonts(root, diagnostics))
    return Folder(root, tuple(c for c in chapters if c), deck, works, theme, fonts, tuple(diagnostics), lock)


def _chapter_paths(root: Path, diagnostics: list[Diagnostic]) -> list[str]:
    """Return the chapters' paths in the order of the deck."""
    found: list[str] = []

    def refuse(error: OSError) -> None:
        name = Path(error.filename or root)
        shown = name.relative_to(root).as_posix() if name.is_relative_to(root) else name.name
        diagnostics.append(_unreadable(shown, error))

    for folder, folders, files in os.walk(root, onerror=refuse):
        below = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if _is_chapter_name(name)]
        for name in folders:
            if (Path(folder) / name).is_symlink():
                shown = (below / name).as_posix()
                message = f"{shown!r} is a link to a folder, which is not followed."
                hint = "Put the folder itself here, or begin its name with `_`."
                diagnostics.append(Diagnostic(faults.IMAGE_OUTSIDE, Span(shown, 0, 0), message, hint))
        chapters = [name for name in files if name.endswith(".md") and name != "README.md" and _is_chapter_name(name)]
        for path in ((below / name).as_posix() for name in chapters):
            if BAD.search(path):
                shown = BAD.sub("\ufffd", path)
                message = f"The name of the file {shown!r} holds a character that no text can hold, or is not UTF-8."
                diagnostics.append(Diagnostic(faults.FILE_UNREADABLE, Span(shown, 0, 0), message, "Rename the file."))
            else:
                found.append(path)
    return sorted(found, key=_natural)


def _fonts(root: Path, diagnostics: list[Diagnostic]) -> Iterator[Path]:
    """Yield the faces that the author put into the folder `fonts/`."""
    for path in sorted((root / "fonts").glob("*")):
        if path.suffix.lower() not in {".ttf", ".otf"}:
            continue
        if path.resolve().is_relative_to(root.resolve()):
            yield path
        else:
            shown = path.relative_to(root).as_posix()
            message = f"{shown!r} is a link to a file outside the content folder."
            diagnostics.append(
                Diagnostic(faults.IMAGE_OUTSIDE, Span(shown, 0, 0), message, "Put the file itself here.")
            )


def _is_chapter_name(name: str) -> bool:
    """Say whether a file or folder of this name is read at all."""
    return not name.startswith(("_", "."))


def _natural(path: str) -> list[tuple[bool, list[tuple[bool, int, str]], str]]:
    """Return the sort key of a path: part by part, files before folders, numbers by value."""
    *folders, name = path.split("/")
    parts = [(True, folder) for folder in folders] + [(False, name)]
    return [(is_folder, _numbers(part), part) for is_folder, part in parts]


def _numbers(text: str) -> list[tuple[bool, int, str]]:
    """Return *text* in pieces, so that ``9`` sorts before ``10``, and both before letters."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return [(False, int(piece), "") if piece.isdecimal() else (True, 0, piece) for piece in pieces]


def _read(root: Path, path: str, diagnostics: list[Diagnostic]) -> Source | None:
    """Read the file *path* below *root*; None when it cannot be used at all."""
    place = root / path
    if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root)):
        message = f"{path!r} is a link to a file outside the content folder."
        diagnostics.append(Diagnostic(faults.IMAGE_OUTSIDE, Span(path, 0, 0), message, "Put the file itself here."))
        return None
    if not place.is_file():
        message = f"{path!r} is no file, or a link that leads nowhere."
        diagnostics.append(Diagnostic(faults.FILE_UNREADABLE, Span(path, 0, 0), message, "Put a text file here."))
        return None
    try:
        data = place.read_bytes()
    except OSError as error:
        diagnostics.append(_unreadable(path, error))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source(path, data[: error.start].decode("utf-8"))
        at = len(before.text)
        message = f"Byte 0x{data[error.start]:02X} is not UTF-8."
        hint = "Save the file as UTF-8."
        diagnostics.append(Diagnostic(faults.NOT_UTF8, Span(path, at, at + 1), message, hint))
        text = data.decode("utf-8", errors="replace")
    return _without_bad_characters(source(path, text), diagnostics)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    """Return the fault of a file that the system does not give."""
    reason = error.strerror or type(error).__name__
    return Diagnostic(faults.FILE_UNREADABLE, Span(path, 0, 0), f"{path!r} cannot be read: {reason}.")


def _without_bad_characters(file: Source, diagnostics: list[Diagnostic]) -> Source:
    """Report each kind of bad character once, where it first stands, and put U+FFFD in its place."""
    bad = list(BAD.finditer(file.text))
    first = {match[0]: match for match in reversed(bad)}
    for character, match in first.items():
        count = sum(other[0] == character for other in bad)
        times = f", {count} times in this file" if count > 1 else ""
        message = f"The character U+{ord(character):04X} cannot stand in a text{times}."
        span = Span(file.path, match.start(), match.end())
        diagnostics.append(Diagnostic(faults.BAD_CHARACTER, span, message, "Delete it."))
    return source(file.path, BAD.sub("\ufffd", file.text)) if bad else file
