"""The one best assignment: rows to columns, each at most once, with the greatest sum of weights.

The method is that of successive shortest augmenting paths with prices (Jonker and Volgenant 1987, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems", Computing 38; the sparse form with
Dijkstra's search follows Ahuja, Magnanti and Orlin 1993, "Network Flows", chapter 12). Rows enter one by one; each
takes the cheapest chain of "I take yours, you take another's" that ends at a column which nobody has. A column of
its own that is worth nothing lets each row stay without a partner.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST: Final = 400
"""Rows that one component may have: its search takes about rows × edges steps, here some tenths of a second."""
WEAKEST: Final = (0.5, 0.7, 0.9)
"""Shares of the best weight at a row and a column below which an edge is dropped, tried in this order."""

Edges = dict[int, dict[int, float]]
"""Row → column → weight."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and its column."""

    row: int
    column: int
    weight: float
    margin: float
    """How much the best sum falls when this pair is forbidden."""


def assign(weights: Mapping[tuple[int, int], float]) -> tuple[Pair, ...]:
    """Return the assignment with the greatest sum, sorted by row.

    Args:
        weights: (row, column) → weight; what is not there, or not above zero, is never paired.

    The sum is the greatest there is as long as no component of the graph has more than `LARGEST` rows. A larger one
    first loses edges that are weak at both their ends (`WEAKEST`): they could only enter the best sum in place of an
    edge that is worth far more. If it is still too large, only pairs are taken that are each other's best, with the
    lead over the better of their runners-up as margin; that takes fewer pairs, never more doubtful ones.
    """
    edges: Edges = defaultdict(dict)
    for (row, column), weight in sorted(weights.items()):
        if weight > 0:
            edges[row][column] = weight
    pairs: list[Pair] = []
    for component in _components(edges):
        pairs += _pairs(component, WEAKEST)
    return tuple(sorted(pairs, key=lambda pair: pair.row))


def _pairs(edges: Edges, weakest: tuple[float, ...]) -> list[Pair]:
    """Return the pairs of one component; if it is too large, those of what is left after dropping weak edges."""
    if len(edges) <= LARGEST:
        return _Search(edges).pairs()
    if not weakest:
        return _mutual(edges)
    share, *further = weakest
    kept = _without_weak(edges, share)
    return [pair for component in _components(kept) for pair in _pairs(component, tuple(further))]


def _components(edges: Edges) -> list[Edges]:
    """Return the parts of the graph that no edge connects, in the order of their first rows."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, columns in edges.items():
        for column in columns:
            rows_of[column].append(row)
    seen: set[int] = set()
    components: list[Edges] = []
    for first in edges:
        if first in seen:
            continue
        seen.add(first)
        found = [first]
        reached: set[int] = set()
        for row in found:  # grows while it is walked
            for column in edges[row]:
                if column not in reached:
                    reached.add(column)
                    new = [other for other in rows_of[column] if other not in seen]
                    seen.update(new)
                    found += new
        components.append({row: edges[row] for row in sorted(found)})
    return components


def _best_at_columns(edges: Edges) -> dict[int, float]:
    """Return the greatest weight at each column."""
    best: dict[int, float] = {}
    for columns in edges.values():
        for column, weight in columns.items():
            best[column] = max(weight, best.get(column, 0.0))
    return best


def _without_weak(edges: Edges, share: float) -> Edges:
    """Return the edges that weigh *share* of the best at their row, or of the best at their column, or more."""
    at_column = _best_at_columns(edges)
    kept: Edges = {}
    for row, columns in edges.items():
        at_row = max(columns.values())
        kept[row] = {
            column: weight
            for column, weight in columns.items()
            if weight >= share * at_row or weight >= share * at_column[column]
        }
    return kept


def _mutual(edges: Edges) -> list[Pair]:
    """Return the pairs that are each other's one best."""
    ranked_columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for row, columns in edges.items():
        for column, weight in columns.items():
            ranked_columns[column].append((weight, row))
    pairs: list[Pair] = []
    for row, columns in edges.items():
        weight, column = max((weight, column) for column, weight in columns.items())
        rivals = [other for where, other in columns.items() if where != column]
        rivals += [other for other, who in ranked_columns[column] if who != row]
        margin = weight - max(rivals, default=0.0)
        if margin > 0:
            pairs.append(Pair(row, column, weight, margin))
    return pairs


class _Search:
    """The best assignment of one component.

    Costs are negative weights. Each row and column has a price such that ``cost - price of row - price of column``,
    the reduced cost, is nowhere negative and zero on every pair; a column that nobody has keeps the price zero. That
    is what makes the assignment the best, and Dijkstra's search possible.
    """

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.row_price = {row: -max(columns.values(), default=0.0) for row, columns in edges.items()}
        self.column_price: dict[int, float] = defaultdict(float)
        self.row_of: dict[int, int] = {}
        self.column_of: dict[int, int] = {}
        for row in edges:
            self._enter(row)

    def pairs(self) -> list[Pair]:
        """Return the pairs with their margins."""
        return [
            Pair(row, column, self.edges[row][column], self._detour(row, column))
            for row, column in sorted(self.column_of.items())
            if column >= 0
        ]

    def _costs(self, row: int) -> list[tuple[int, float]]:
        """Return the columns that *row* may take, each with its reduced cost; its own one is a negative number."""
        price = self.row_price[row]
        costs = [(column, -weight - price - self.column_price[column]) for column, weight in self.edges[row].items()]
        alone = -1 - row
        return [*costs, (alone, -price - self.column_price[alone])]

    def _enter(self, first: int) -> None:
        """Let row *first* in by the cheapest chain of exchanges to a free column, and set the prices anew."""
        distance: dict[int, float] = {}
        came_from: dict[int, int] = {}
        done: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        row, so_far = first, 0.0
        while True:
            for column, cost in self._costs(row):
                new = so_far + max(0.0, cost)
                if column not in done and new < distance.get(column, math.inf):
                    distance[column] = new
                    came_from[column] = row
                    heappush(heap, (new, column))
            so_far, end = heappop(heap)
            while end in done:
                so_far, end = heappop(heap)
            if end not in self.row_of:
                break
            done[end] = so_far
            row = self.row_of[end]
        self.row_price[first] += so_far
        for column, at in done.items():
            self.row_price[self.row_of[column]] += so_far - at
            self.column_price[column] -= so_far - at
        while True:
            row = came_from[end]
            before = self.column_of.get(row)
            self.row_of[end], self.column_of[row] = row, end
            if before is None:
                return
            end = before

    def _detour(self, first: int, last: int) -> float:
        """Return by how much the best sum falls without the pair of row *first* and column *last*.

        Any other assignment that leaves this pair out, and is the best of those, differs from the best one by a
        single round of exchanges through the pair: *first* takes another column, and so on until somebody takes *last*
        or nobody does. A column that becomes free is as good as a step from any that was free, so both are joined
        through one point in between.
        """
        between = None
        distance: dict[int | None, float] = {}
        done: set[int | None] = set()
        heap: list[tuple[float, bool, int]] = []

        def reach(column: int | None, at: float) -> None:
            if column not in done and at < distance.get(column, math.inf):
                distance[column] = at
                heappush(heap, (at, column is None, 0 if column is None else column))

        for column, cost in self._costs(first):
            if column != last:
                reach(column, max(0.0, cost))
        while heap:
            so_far, is_between, number = heappop(heap)
            at = between if is_between else number
            if at in done:
                continue
            done.add(at)
            if at == last:
                return so_far
            if at is None:
                for column in self.row_of:
                    reach(column, so_far - self.column_price[column])
            elif at in self.row_of:
                for column, cost in self._costs(self.row_of[at]):
                    reach(column, so_far + max(0.0, cost))
            else:
                reach(between, so_far)
        raise AssertionError("a row can always stay alone, and its column become free")
