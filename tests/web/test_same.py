"""Two builds are one, and the page keeps within its budget."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.web.conftest import CONTENT, TESTS, TORTURE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Site

BUDGET: Final = 60_000
"""Bytes that script and style have together, before fonts and figures."""


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """The page has the same bytes in whichever folder it is built, and whatever order Python hashes in."""
    for content in (CONTENT, TORTURE):
        made = set()
        for seed in ("1", "2"):
            dist = tmp_path / f"{content.name}-{seed}"
            command = (sys.executable, "-m", "builder", "html", "--content", content, "--dist", dist)
            environment = os.environ | {"PYTHONHASHSEED": seed}
            subprocess.run(command, cwd=TESTS.parent, env=environment, check=True, capture_output=True)
            made.add(next(dist.glob("*.html")).read_bytes())
        assert len(made) == 1, content


def test_script_and_style_are_small(shipped: Site) -> None:
    """Script and style together keep within 60 kB, faces and figures aside."""
    page = shipped.page.read_text(encoding="utf-8")
    parts = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
    own = "".join(part for part in parts if "@font-face" not in part)

    assert len(own) > BUDGET / 10
    assert len(own.encode()) < BUDGET
