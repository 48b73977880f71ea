"""Content folders, printed by the real command, for those who judge the files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from builder.outputs import OUTPUTS

ROOT: Final = Path(__file__).parents[2]
PRINTED: Final = sorted(set(OUTPUTS) - {"anki", "handout"})
"""The outputs that go to paper."""


def build(content: Path, folder: Path, *words: str, seed: str = "1") -> subprocess.CompletedProcess[str]:
    """Run `build pdf` with *words* in the new folder *folder*, on a copy of *content*; *seed* is that of hashes."""
    ignored = shutil.ignore_patterns("__pycache__", "deck.lock")
    shutil.copytree(content, folder / "content", ignore=ignored)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "builder", "pdf", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def printed(content: Path, folder: Path, *words: str, seed: str = "1") -> tuple[Path, str]:
    """Build as `build` does; return the folder of the files, and what was said, or fail with that."""
    done = build(content, folder, *words, seed=seed)
    assert done.returncode == 0, done.stderr
    return folder / "dist", done.stderr


def differing(one: Path, other: Path) -> list[str]:
    """Return the names of the PDFs that are not the same in the folders *one* and *other*."""
    names = sorted({path.name for folder in (one, other) for path in folder.glob("*.pdf")})
    assert names
    return [name for name in names if _bytes(one / name) != _bytes(other / name)]


def _bytes(path: Path) -> bytes:
    """Return what *path* holds; nothing if it is not there."""
    return path.read_bytes() if path.is_file() else b""
