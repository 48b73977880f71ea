"""Telling who wants to know what a build is doing."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Watch(Protocol):
    """Who wants to know what the build is doing."""

    def begin(self, stage: str) -> None:
        """Take note that *stage* begins."""

    def end(self, stage: str, did: str, seconds: float) -> None:
        """Take note that *stage* has ended, of what it did, and of how long that took."""


@contextmanager
def stage(name: str, watch: Watch) -> Iterator[list[str]]:
    """Tell *watch* of a stage; what is put into the list says what it did."""
    did: list[str] = []
    watch.begin(name)
    start = time.perf_counter()
    yield did
    watch.end(name, ", ".join(did), time.perf_counter() - start)
