"""The works that a deck cites: author and year in the text, and where to find them.

Paper and web list them once at the end (`Bibliography`); an Anki card has its own on its back (`listed`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from builder.render.fragment import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from builder.model import Work
    from builder.render.fragment import RenderedNote

_BETWEEN_NAMES: Final = re.compile(r"\s*;\s*|,?\s+and\s+|\s*&\s*")
_NAMED: Final = 2
"""How many authors are named before the rest become "et al."."""
_OTHERS: Final = "et al."


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the list of sources."""

    anchor: str
    html: str


class Bibliography:
    """The works of a deck; it remembers which of them were cited."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        """Cite from *works*, by their keys."""
        self._works = works
        self._cited: set[str] = set()

    def cite(self, keys: Iterable[str]) -> str:
        """Return author and year of the works of *keys*, each linked to its line in the list of sources."""
        known = list(dict.fromkeys(keys))
        self._cited.update(known)
        return "; ".join(
            f'<a class="citation" href="#{_anchor(key)}">{escape(short_name(self._works[key]))}</a>' for key in known
        )

    def cited(self) -> frozenset[str]:
        """Return the keys of the works that were cited."""
        return frozenset(self._cited)

    def sources(self) -> tuple[Source, ...]:
        """Return the works that were cited, by author, year and title."""
        works = sorted((self._works[key] for key in self._cited), key=_alphabetically)
        return tuple(Source(_anchor(work.key), _entry(work)) for work in works)


def short_name(work: Work) -> str:
    """Return author and year as they stand in running text: ``Lin et al. 2014``, ``Bolya and Hays 2020``."""
    families = [name.split(",")[0] for name in _BETWEEN_NAMES.split(work.author) if name]
    is_long = len(families) > _NAMED or families[1:] == [_OTHERS]
    names = f"{families[0]} {_OTHERS}" if is_long else " and ".join(families)
    return f"{names} {work.year}".strip()


def cited(keys: Iterable[str], works: Mapping[str, Work]) -> str:
    """Return author and year of the works of *keys* as text: ``(Lin et al. 2014; Bolya and Hays 2020)``."""
    return escape(f"({'; '.join(short_name(works[key]) for key in dict.fromkeys(keys))})", quote=False)


def listed(keys: Iterable[str], works: Mapping[str, Work]) -> str:
    """Return the works of *keys* as a list with links, or nothing where there are none."""
    entries = "".join(f"<li>{_entry(works[key])}</li>" for key in keys)
    return f'<ul class="works">{entries}</ul>' if entries else ""


def named_only(note: RenderedNote) -> tuple[str, ...]:
    """Return the keys of the works that a note names by its attribute ``source`` and does not cite in its text."""
    fragments = (note.question, note.answer, note.detail, *(mask.text for mask in note.masks))
    said = {key for text in fragments for part in text.parts if isinstance(part, Citation) for key in part.keys}
    return tuple(key for key in note.cited if key not in said)


def _anchor(key: str) -> str:
    """Return the anchor of a work; a key may hold what an anchor may not."""
    return f"ui_source_{quote(key, safe='').replace('%', ':')}"


def _alphabetically(work: Work) -> tuple[str, str, str, str]:
    """Return what the list is sorted by."""
    return work.author.casefold(), work.year, work.title.casefold(), work.key


def _entry(work: Work) -> str:
    """Return a line of the list: author, year, linked title, venue."""
    title = f"<cite>{escape(work.title)}</cite>"
    address = f"https://doi.org/{quote(work.doi, safe='/()')}" if work.doi else work.url
    if address.startswith(("https://", "http://")):
        title = f'<a href="{escape(address)}">{title}</a>'
    venue = f" {escape(work.venue)}." if work.venue else ""
    return f"{escape(work.author)} ({escape(work.year)}). {title}.{venue}"
