"""Content folders for tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.pipeline import load
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from builder.stages import Loaded

DECK = 'name = "Deck"\nid = "deck"\n'
WORKS = """\
[lin2014]
author = "Lin, Maire and Belongie"
year = 2014
title = "Microsoft COCO"

[he2016]
author = "He, Zhang, Ren and Sun"
year = 2016
title = "Deep residual learning"
"""
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle cx="9" cy="9" r="5"/></svg>\n'
_DOT: Final = re.compile(rb"\bdot\.svg|\bdto\.svg")
"""That image, and the slip of the pen that stands for it in one case."""


def loaded(root: Path, files: Mapping[str, str | bytes]) -> Loaded:
    """Return the deck of *files*, written below *root*, with `deck.toml`, works, and the image if they show it."""
    image = {"figures/dot.svg": DOT} if any(_DOT.search(_bytes(data)) for data in files.values()) else {}
    complete: dict[str, str | bytes] = {"deck.toml": DECK, "sources.toml": WORKS, **image, **files}
    for name, data in complete.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_bytes(data))
    return load(root, Silent())


def _bytes(data: str | bytes) -> bytes:
    """Return what a file of *data* holds."""
    return data.encode() if isinstance(data, str) else data


def codes(deck: Loaded) -> list[str]:
    """Return the codes of all diagnostics, by place."""
    return [one.rule.code for one in deck.diagnostics]
