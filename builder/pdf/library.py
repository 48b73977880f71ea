"""WeasyPrint and the system libraries below it: loaded once they are needed, missed in one sentence."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Final

_INSTALL: Final = (
    "Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "Fedora: dnf install pango harfbuzz. macOS: brew install pango. "
    "Windows: in MSYS2, pacman -S mingw-w64-ucrt-x86_64-pango."
)


class LibraryMissing(Exception):  # noqa: N818 (it is a state of the machine, and the command line says so)
    """A system library that the pages need is not installed; the text says which and how to get it."""


def load() -> None:
    """Import WeasyPrint, in silence.

    Raises:
        LibraryMissing: Pango, or the part of HarfBuzz that cuts fonts down to the glyphs used, is not there.

    """
    # WeasyPrint prints its advice before it raises, and warns of a missing subsetter: both are said here instead.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            from weasyprint.text import ffi
        except OSError as error:
            raise LibraryMissing(sentence(str(error))) from error
    if ffi.harfbuzz_subset is None:
        raise LibraryMissing(sentence("libharfbuzz-subset is not installed"))


def sentence(reason: str) -> str:
    """Return what the author reads when a library is missing for the *reason* that the loader gave."""
    return (
        f"PDF needs the Pango text library, which this machine lacks ({reason.partition(':')[0].strip()}). {_INSTALL}"
    )
