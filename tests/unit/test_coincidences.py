"""Counting coincidences: by hand, by chance, by both ways."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.numerics import coincidences
from infradot.numerics.coincidences import count_pairs, kept_apart, pairs_by_chance

times = st.lists(st.integers(0, 400), max_size=60).map(lambda x: np.array(sorted(x), dtype=np.int64))
edges_of = st.lists(st.integers(-300, 300), min_size=2, max_size=12, unique=True).map(
    lambda x: np.array(sorted(x), dtype=np.int64)
)


def by_hand(first, second, edges):
    delays = (second[None, :] - first[:, None]).ravel()
    return [int(((delays >= a) & (delays < b)).sum()) for a, b in pairwise(edges)]


@settings(max_examples=150, deadline=None)
@given(first=times, second=times, edges=edges_of)
def test_every_pair_is_counted_once(first, second, edges):
    low, high = np.searchsorted(second, first + edges[0]), np.searchsorted(second, first + edges[-1])
    known = by_hand(first, second, edges)
    assert count_pairs(first, second, edges).tolist() == known
    assert coincidences._by_edges(first, second, edges).tolist() == known
    assert coincidences._one_by_one(first, second, edges, low, high).tolist() == known


def test_pairs_are_counted_in_pieces_that_fit_in_memory(monkeypatch):
    rng = np.random.default_rng(3)
    first, second = (np.sort(rng.integers(0, 100_000, 3000)) for _ in range(2))
    edges = np.arange(-500, 501, 10)
    whole = count_pairs(first, second, edges)
    monkeypatch.setattr(coincidences, "AT_ONCE", 50)
    np.testing.assert_array_equal(count_pairs(first, second, edges), whole)


@pytest.mark.parametrize("span", [7, 50])
def test_chance_counts_every_place_of_a_delay(span):
    edges = np.array([-6, -5, -1, 0, 2, 3, 7])
    places = [sum(span - abs(d) for d in range(a, b)) for a, b in pairwise(edges)]
    np.testing.assert_allclose(pairs_by_chance(5, 3, edges, span), 15 * np.array(places) / span**2, rtol=1e-14)


def test_independent_times_have_as_many_pairs_as_chance_gives():
    rng = np.random.default_rng(1)
    span = 10_000_000_000
    first, second = (np.sort(rng.integers(0, span, 20_000)) for _ in range(2))
    edges = np.arange(-1_000_000, 1_000_001, 100_000)
    found, known = count_pairs(first, second, edges), pairs_by_chance(20_000, 20_000, edges, span)
    assert np.abs((found - known) / np.sqrt(known)).max() < 5
    assert found.sum() == pytest.approx(known.sum(), rel=2e-2)


@settings(max_examples=50, deadline=None)
@given(events=times, gap=st.integers(1, 50))
def test_dead_time_keeps_what_comes_after_the_last_count(events, gap):
    last, known = None, []
    for t in events.tolist():
        known.append(last is None or t >= last + gap)
        last = t if known[-1] else last
    assert kept_apart(events, gap).tolist() == known


def test_dead_time_lowers_the_rate_of_random_counts_as_known():  # D1
    rng = np.random.default_rng(5)
    events = np.sort(rng.integers(0, 10**12, 100_000))  # 1e5 a second in ticks of 1 ps
    kept = kept_apart(events, 5_000_000)  # 5 us
    assert kept.sum() == pytest.approx(100_000 / 1.5, rel=5e-3)
