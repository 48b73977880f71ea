"""Texts of strangers in one line: cut to what tells them, or to the place where two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 100
"""Characters of a text that a line shows."""
_AROUND: Final = 30
"""Characters that are shown on either side of a difference in a text that is too long to be shown whole."""
_NEAR: Final = 16
"""How far away the end of a word may be if a cut shall move there."""
_UNSPACED: Final = "\u2e80"
"""From here on most scripts write words without spaces: Han, kana and their kin."""
GAP: Final = "…"
_STEERING: Final = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
)
"""C0 and C1 controls, and the characters that embed, override and isolate a direction."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One of two texts, cut around what it has in place of the other's."""

    before: str
    differing: str
    after: str

    def __str__(self) -> str:
        """Return the excerpt as one text."""
        return self.before + self.differing + self.after or "(nothing)"


def readable(said: str) -> str:
    """Return *said* in one line, without what steers a terminal or turns the direction of the text behind it."""
    return " ".join(said.translate(_STEERING).split())


def clipped(said: str, width: int = WIDTH) -> str:
    """Return the beginning of *said*: one line of at most *width* characters, the mark of the cut included."""
    said = readable(said)
    if len(said) <= width:
        return said
    cut = said[: width - 2]
    space = cut.rfind(" ", max(len(cut) - _NEAR, 1))
    return f"{cut[:space] if space > 0 else cut} {GAP}"


def contrast(was: str, now: str) -> tuple[Excerpt, Excerpt]:
    """Return two texts, cut so that the first difference is in sight, and as much as there is room for around it."""
    was, now = readable(was), readable(now)
    start = _shared(was, now)
    end = _shared(was[start:][::-1], now[start:][::-1])
    fits = max(len(was), len(now)) <= WIDTH
    return _excerpt(was, start, end, fits=fits), _excerpt(now, start, end, fits=fits)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share at their beginnings, without the beginning of a word."""
    most = min(len(one), len(other))
    parting = next((at for at in range(most) if one[at] != other[at]), most)
    for at in range(parting, max(parting - _NEAR, -1), -1):
        if not _is_inside(one, at) and not _is_inside(other, at):
            return at
    return parting


def _is_inside(said: str, at: int) -> bool:
    """Say whether the place *at* of a text is inside a word of a script that has spaces."""
    return 0 < at < len(said) and all(one.isalnum() and one < _UNSPACED for one in said[at - 1 : at + 1])


def _excerpt(said: str, start: int, end: int, *, fits: bool) -> Excerpt:
    """Return *said* around what it has alone, between *start* characters at its beginning and *end* at its end."""
    before, differing, after = said[:start], said[start : len(said) - end], said[len(said) - end :]
    if fits:
        return Excerpt(before, differing, after)
    if len(before) > _AROUND:
        cut = before[-_AROUND:]
        space = cut.find(" ", 0, _NEAR)
        before = f"{GAP} {cut[space + 1 :]}"
    return Excerpt(before, clipped(differing), _from_left(after))


def _from_left(after: str) -> str:
    """Return the beginning of what follows a difference, with the space that it may begin with."""
    cut = clipped(after, _AROUND)
    return f" {cut}" if after.startswith(" ") else cut
