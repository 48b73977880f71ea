"""Pairs of blanks of before and now that are sure by what speaks for them: of rows and columns, each at most once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def clear_pairs(scores: Mapping[tuple[int, int], float], margin: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs that every good assignment holds.

    Any assignment without such a pair becomes better by *margin* or more with it: what it takes from the two is at
    most the best other pair of each. So no pair depends on the order in which they are looked at.
    """
    rows: dict[int, list[float]] = defaultdict(list)
    columns: dict[int, list[float]] = defaultdict(list)
    for (row, column), score in scores.items():
        rows[row].append(score)
        columns[column].append(score)
    for line in (*rows.values(), *columns.values()):
        line.sort(reverse=True)
        line[2:] = []
    for (row, column), score in scores.items():
        others = sum(_other(line, score) for line in (rows[row], columns[column]))
        if score >= others + margin:
            yield row, column


def foremost(sides: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that no other pair of either blank equals, nor excels on one of the two sides.

    A text that is put in beside an equal one leaves each of them one old neighbour: that is no evidence.
    """
    lines: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for (row, column), side in sides.items():
        lines["row", row].append(side)
        lines["column", column].append(side)
    tops = {key: (max(line)[0], max(right for _, right in line)) for key, line in lines.items()}
    for (row, column), side in sides.items():
        keys = ("row", row), ("column", column)
        if any(side) and all(tops[key] == side and lines[key].count(side) == 1 for key in keys):
            yield row, column


def is_likeliest(pairs: Iterable[tuple[int, int]], sides: Mapping[tuple[int, int], tuple[int, int]]) -> bool:
    """Tell whether for none of *pairs* what stands around says that either belongs to another."""
    best: dict[tuple[str, int], int] = defaultdict(int)
    for (row, column), side in sides.items():
        best["row", row] = max(best["row", row], sum(side))
        best["column", column] = max(best["column", column], sum(side))
    return all(max(best["row", old], best["column", new]) <= sum(sides.get((old, new), ())) for old, new in pairs)


def _other(line: Sequence[float], score: float) -> float:
    """Return the best of the at most two scores of *line* besides one that is *score*."""
    if line[0] != score:
        return line[0]
    return line[1] if len(line) > 1 else 0.0
