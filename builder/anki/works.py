"""The works that a card cites: author and year in its text, and on its back where to find them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.config import Work

_BETWEEN_NAMES: Final = re.compile(r"\s*;\s*|,?\s+and\s+|\s*&\s*")
_NAMED: Final = 2
"""How many authors are named before the rest become "et al."."""
_OTHERS: Final = "et al."


def cite(keys: Iterable[str], works: Mapping[str, Work]) -> str:
    """Return author and year of the works of *keys* as text: ``(Lin et al. 2014; Bolya and Hays 2020)``."""
    return escape(f"({'; '.join(_short_name(works[key]) for key in dict.fromkeys(keys))})", quote=False)


def sources(keys: Iterable[str], works: Mapping[str, Work]) -> str:
    """Return the works of *keys* as a list with links, or nothing where there are none."""
    entries = "".join(f"<li>{_entry(works[key])}</li>" for key in keys)
    return f'<ul class="works">{entries}</ul>' if entries else ""


def _short_name(work: Work) -> str:
    """Return author and year as they stand in running text."""
    families = [name.split(",")[0] for name in _BETWEEN_NAMES.split(work.author) if name]
    is_long = len(families) > _NAMED or families[1:] == [_OTHERS]
    names = f"{families[0]} {_OTHERS}" if is_long else " and ".join(families)
    return f"{names} {work.year}".strip()


def _entry(work: Work) -> str:
    """Return a line of the list: author, year, linked title, venue."""
    title = f"<cite>{escape(work.title)}</cite>"
    address = f"https://doi.org/{quote(work.doi, safe='/()')}" if work.doi else work.url
    if address.startswith(("https://", "http://")):
        title = f'<a href="{escape(address)}">{title}</a>'
    venue = f" {escape(work.venue)}." if work.venue else ""
    return f"{escape(work.author)} ({escape(work.year)}). {title}.{venue}"
