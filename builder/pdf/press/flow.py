"""A flow of any length, set in parts of some two dozen leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.pdf.press.galley import first_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.pdf.press.galley import Galley, Leaf
    from builder.pdf.press.press import Press, Unit

_PART: Final = 24
"""Leaves that a part shall have."""
_LARGEST: Final = 4
"""How often as many it may have, for want of a place to end."""
_HEAVY: Final = 2_400
"""Characters of a leaf, before one was set."""
_TOP: Final = 3.0
"""Points by which what begins a leaf may stand below the top: rounding, and the rise of its type."""
_GOES_ON: Final = "body > :first-child { margin-top: 0 }"
"""What begins a part has no distance to what stands before it, as behind a page break that nobody asked for."""


def set_flow(
    press: Press,
    units: Sequence[Unit],
    *,
    styles: str = "",
    numbers: Mapping[str, int] | None = None,
    step: int = 1,
    zoom: float = 1.0,
) -> list[Galley]:
    """Return *units*, set one after the other.

    They look as if set at once: a part ends where a leaf happens to begin with a unit, and what stands behind is set
    again with the next part. Where that does not happen the part grows; one that grew too large ends all the same,
    and what follows begins a leaf. Parts that end as they should have a multiple of *step* leaves. The other arguments
    are those of `Press.set` and `Press.write`.
    """
    galleys: list[Galley] = []
    start = 0
    weight_of_leaf = float(_HEAVY)
    size = _PART
    while start < len(units):
        end = _end(units, start, size * weight_of_leaf)
        going_on = f"{styles}\n{_GOES_ON}" if start else styles
        setting = press.set(units[start:end], styles=going_on, numbers=numbers)
        is_whole = end == len(units) or units[end].fresh
        cut = None if is_whole else _cut(setting.leaves, units[start:end], step)
        weight_of_leaf = sum(unit.weight for unit in units[start:end]) / len(setting.leaves)
        if cut is None and not is_whole and size < _LARGEST * _PART:
            size *= 2
            continue
        size = _PART
        if cut is None:
            galleys.append(press.write(setting, zoom=zoom))
            start = end
        else:
            leaf, unit = cut
            galleys.append(press.write(setting, range(leaf), zoom=zoom))
            start += unit
        del setting
    return galleys


def _end(units: Sequence[Unit], start: int, weight: float) -> int:
    """Return behind which of *units* from *start* on about *weight* characters are together.

    If there is one in the latter half, it is where a unit begins a leaf anyhow: then nothing is set twice.
    """
    end, total = start, 0.0
    fresh = None
    while end < len(units) and (end == start or total < weight):
        total += units[end].weight
        end += 1
        if end < len(units) and units[end].fresh and total >= weight / 2:
            fresh = end
    return end if fresh is None or end == len(units) else fresh


def _cut(leaves: Sequence[Leaf], units: Sequence[Unit], step: int) -> tuple[int, int] | None:
    """Return the last leaf that begins with a unit, and which of *units* that is; None where there is no such leaf.

    A leaf that holds anything of a unit before, such as a footnote that was put off, does not begin with one.
    """
    first = first_leaves(leaves)
    top = min((y for leaf in leaves for _, y in leaf.anchors.values()), default=0.0)
    owner = {element.get("id"): number for number, unit in enumerate(units) for element in unit.element.iter()}
    for number in range(len(units) - 1, 0, -1):
        anchor = units[number].anchor
        leaf = first.get(anchor, 0)
        if not leaf or leaf % step or leaves[leaf].anchors[anchor][1] > top + _TOP:
            continue
        if all(owner[name] >= number for later in leaves[leaf:] for name in later.anchors):
            return leaf, number
    return None
