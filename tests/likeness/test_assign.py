"""The one best assignment, and what each pair of it is worth, against trying out all of them."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.likeness import assign as module
from builder.likeness.assign import assign

Weights = dict[tuple[int, int], float]


def best(weights: Weights, forbidden: tuple[int, int] | None = None) -> float:
    """Return the greatest sum, found by trying out all assignments."""
    rows = 1 + max((row for row, _ in weights), default=-1)

    @cache
    def from_row(row: int, taken: frozenset[int]) -> float:
        if row == rows:
            return 0.0
        sums = [from_row(row + 1, taken)]
        for (other, column), weight in weights.items():
            if other == row and column not in taken and weight > 0 and (other, column) != forbidden:
                sums.append(weight + from_row(row + 1, taken | {column}))
        return max(sums)

    return from_row(0, frozenset())


small = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.one_of(st.integers(-1, 4).map(float), st.floats(0.01, 100)),
    max_size=18,
)


@given(small)
@settings(max_examples=400)
def test_sum_is_the_greatest(weights: Weights) -> None:
    """No other assignment is worth more, and each row and column is in one pair at most."""
    pairs = assign(weights)
    assert sum(pair.weight for pair in pairs) == pytest.approx(best(weights))
    assert len({pair.row for pair in pairs}) == len({pair.column for pair in pairs}) == len(pairs)
    assert all(weights[pair.row, pair.column] == pair.weight for pair in pairs)


@given(small)
@settings(max_examples=400)
def test_margin_is_the_loss_without_the_pair(weights: Weights) -> None:
    """The margin of a pair is what the best sum loses when that pair may not be."""
    for pair in assign(weights):
        loss = best(weights) - best(weights, (pair.row, pair.column))
        assert pair.margin == pytest.approx(loss, abs=1e-6)


def test_it_is_not_greedy() -> None:
    """The best pair is given up where both rows together do better without it."""
    weights = {(0, 0): 10.0, (0, 1): 9.0, (1, 0): 9.0}
    assert [(pair.row, pair.column, pair.margin) for pair in assign(weights)] == [(0, 1, 8.0), (1, 0, 8.0)]


def test_without_weights_there_are_no_pairs() -> None:
    """Nothing is assigned where nothing is worth anything."""
    assert assign({}) == ()
    assert assign({(0, 0): 0.0, (1, 1): -3.0}) == ()


def test_order_of_the_weights_does_not_matter() -> None:
    """Equal weights are settled in one way, in whatever order they come."""
    weights = dict.fromkeys(product(range(4), range(4)), 1.0)
    assert assign(weights) == assign(dict(reversed(weights.items())))


def crowd(rows: int) -> Weights:
    """Return a graph of one component in which each row has one column that is clearly the best."""
    weights = {(row, row): 10.0 + row % 3 for row in range(rows)}
    return weights | {(row, (row + 1) % rows): 2.0 + row % 5 for row in range(rows)}


def test_large_components_lose_weak_edges_first() -> None:
    """A component that is too large falls apart where edges are weak, and the pairs are those of the whole."""
    rows = 3 * module.LARGEST
    assert [(pair.row, pair.column) for pair in assign(crowd(rows))] == [(row, row) for row in range(rows)]


def test_what_stays_large_gives_mutual_pairs_only() -> None:
    """Where all edges are about equal, only rows and columns that are each other's one best are paired."""
    rows = module.LARGEST + 50
    weights = {(row, column % rows): 10.0 for row in range(rows) for column in range(row, row + 3)}
    assert assign(weights) == ()
    pairs = assign(weights | {(7, 7): 10.5})
    assert [(pair.row, pair.column, pair.margin) for pair in pairs] == [(7, 7, 0.5)]
