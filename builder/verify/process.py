"""The side of the check that needs no Anki: it starts the process that does, and hands back its report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from builder.verify.report import read_report

if TYPE_CHECKING:
    from builder.verify.report import Report

REFUSED: Final = 3
"""Exit code of the process when Anki cannot read a package; its output is the sentence then."""
_NEEDED: Final = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT")
"""Of the environment: where programs and system libraries are."""


class CannotVerify(Exception):  # noqa: N818 (it is a state of the machine or of a file, and the command line says so)
    """The check could not be made; the text is a sentence for the user."""


def lacking() -> str | None:
    """Return what to install when Anki's library is not there, else None; nothing is imported."""
    if find_spec("anki") is None:
        return "`build verify` needs Anki's own library: pip install 'cardpress[verify]'."
    return None


def verify(old: Path | None, new: Path) -> Report:
    """Return what becomes of learners of the package *old* who import *new*; without *old* they import *new* twice.

    Raises `CannotVerify` where Anki's library is lacking or cannot read a package. The packages are only read; all
    else happens in a temporary folder that is removed at the end.
    """
    if sentence := lacking():
        raise CannotVerify(sentence)
    packages = [path for path in (old, new) if path is not None]
    for path in packages:
        if not path.is_file():
            raise CannotVerify(f"There is no package `{path}`.")
    with tempfile.TemporaryDirectory(prefix="cardpress-verify-", ignore_cleanup_errors=True) as folder:
        done = subprocess.run(  # noqa: S603 (our own module; the paths are arguments, never a shell's text)
            [sys.executable, "-m", "builder.verify", folder, *(str(path.resolve()) for path in packages)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode == 0:
        return replace(read_report(done.stdout), old=str(old) if old else "", new=str(new))
    if done.returncode == REFUSED:
        raise CannotVerify(str(json.loads(done.stdout)))
    if done.returncode < 0:
        raise CannotVerify(f"Anki's library broke down over these packages (signal {-done.returncode}).")
    raise RuntimeError(f"the process that asks Anki failed:\n{done.stderr}")


def _environment(folder: str) -> dict[str, str]:
    """Return what the process may know: where programs and modules are, and *folder* for all that it writes."""
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    modules = os.pathsep.join([str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)])
    homes = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), folder)
    return kept | homes | {"PYTHONPATH": modules, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "TZ": "UTC"}
