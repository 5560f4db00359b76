"""Block-tridiagonal systems and grids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.numerics.block_tridiagonal import factor, solve, solve_transposed
from infradot.numerics.grid import graded
from infradot.numerics.table import WIDTH, padded, row


def system(n: int, seed: int):
    """Random blocks, and the matrix that they stand for; diagonally dominant by rows within and across blocks."""
    rng = np.random.default_rng(seed)
    lower, diag, upper = (rng.uniform(-1.0, 1.0, (n, 3, 3)) for _ in range(3))
    for i in range(n):
        rest = np.abs(lower[i]).sum(axis=1) + np.abs(upper[i]).sum(axis=1) + np.abs(diag[i]).sum(axis=1)
        diag[i] += np.diag(np.where(rng.random(3) < 0.5, -1.0, 1.0) * rest)
    full = np.zeros((3 * n, 3 * n))
    for i in range(n):
        full[3 * i : 3 * i + 3, 3 * i : 3 * i + 3] = diag[i]
        if i > 0:
            full[3 * i : 3 * i + 3, 3 * i - 3 : 3 * i] = lower[i]
        if i < n - 1:
            full[3 * i : 3 * i + 3, 3 * i + 3 : 3 * i + 6] = upper[i]
    return lower, diag, upper, full, rng.uniform(-1.0, 1.0, (n, 3))


def factored(lower, diag, upper):
    pivot, ratio = np.empty_like(diag), np.empty_like(diag)
    factor(lower, diag, upper, pivot, ratio)
    return pivot, ratio


systems = {"n": st.integers(1, 12), "seed": st.integers(0, 2**32 - 1)}


@settings(max_examples=60, deadline=None)
@given(**systems)
def test_the_solution_is_that_of_the_dense_system(n, seed):
    lower, diag, upper, full, b = system(n, seed)
    pivot, ratio = factored(lower, diag, upper)
    x = b.copy()
    solve(lower, pivot, ratio, x)
    np.testing.assert_allclose(x.ravel(), np.linalg.solve(full, b.ravel()), rtol=1e-11, atol=1e-13)


@settings(max_examples=60, deadline=None)
@given(**systems)
def test_the_same_factors_solve_the_transposed_system(n, seed):
    lower, diag, upper, full, b = system(n, seed)
    pivot, ratio = factored(lower, diag, upper)
    x = b.copy()
    solve_transposed(lower, pivot, ratio, x)
    np.testing.assert_allclose(x.ravel(), np.linalg.solve(full.T, b.ravel()), rtol=1e-11, atol=1e-13)


@settings(max_examples=30, deadline=None)
@given(**systems)
def test_solutions_and_transposed_solutions_are_adjoint(n, seed):
    lower, diag, upper, _, b = system(n, seed)
    pivot, ratio = factored(lower, diag, upper)
    c = np.cos(np.arange(3 * n)).reshape(n, 3)
    forward, backward = b.copy(), c.copy()
    solve(lower, pivot, ratio, forward)
    solve_transposed(lower, pivot, ratio, backward)
    assert np.vdot(c, forward) == pytest.approx(np.vdot(backward, b), rel=1e-10, abs=1e-13)


def test_factors_leave_the_blocks_and_the_unused_corners_alone():
    lower, diag, upper, _, b = system(5, 1)
    kept = [x.copy() for x in (lower, diag, upper)]
    pivot, ratio = factored(lower, diag, upper)
    for now, before in zip((lower, diag, upper), kept, strict=True):
        np.testing.assert_array_equal(now, before)
    x, y = b.copy(), b.copy()
    solve(lower, pivot, ratio, x)
    lower[0], upper[-1] = 1e6, -1e6
    pivot, ratio = factored(lower, diag, upper)
    solve(lower, pivot, ratio, y)
    np.testing.assert_array_equal(x, y)


def test_a_system_of_poisson_size_is_solved_to_rounding():
    """The second difference on 400 nodes: its solution is a parabola."""
    n = 400
    lower, upper = np.zeros((n, 3, 3)), np.zeros((n, 3, 3))
    diag = np.tile(-2.0 * np.eye(3), (n, 1, 1))
    lower[:], upper[:] = np.eye(3), np.eye(3)
    pivot, ratio = factored(lower, diag, upper)
    x = np.full((n, 3), -1.0)
    solve(lower, pivot, ratio, x)
    i = np.arange(1, n + 1)
    np.testing.assert_allclose(x, np.repeat((0.5 * i * (n + 1 - i))[:, None], 3, axis=1), rtol=1e-10)


grids = {
    "length": st.floats(1e-10, 1e-3),
    "elements": st.integers(1, 120),
    "share": st.one_of(st.just(0.0), st.floats(1e-3, 0.9)),
    "depth": st.floats(1e-5, 1.0),
}


@given(**grids)
def test_grids_ascend_from_zero_to_the_length(length, elements, share, depth):
    x = graded(length, elements, share, depth)
    assert x.shape == (elements + 1,)
    assert x[0] == 0.0
    assert x[-1] == length
    assert (np.diff(x) > 0).all()


@given(**grids)
def test_grids_are_their_own_mirror_image(length, elements, share, depth):
    x = graded(1.0, elements, share, depth)
    np.testing.assert_array_equal(1.0 - x[: elements // 2 + 1], x[::-1][: elements // 2 + 1])
    assert np.diff(x) == pytest.approx(np.diff(x)[::-1], rel=1e-9)
    np.testing.assert_array_equal(graded(length, elements, share, depth), x * length)


@given(elements=st.integers(1, 60), share=grids["share"], depth=grids["depth"], refine=st.sampled_from([2, 3, 4]))
def test_a_finer_grid_contains_the_coarser_one(elements, share, depth, refine):
    coarse, fine = graded(1.0, elements, share, depth), graded(1.0, refine * elements, share, depth)
    np.testing.assert_allclose(fine[::refine], coarse, rtol=1e-11, atol=0)


@pytest.mark.parametrize("elements", [1, 2, 7, 8, 101])
@pytest.mark.parametrize(("share", "depth"), [(0.0, 0.1), (0.5, 3e-4), (0.8, 1e-2)])
def test_nodes_stand_where_the_map_says(elements, share, depth):
    x = graded(1.0, elements, share, depth)
    log = (np.log1p(x / depth) - np.log1p((1 - x) / depth)) / (2 * np.log1p(1 / depth))
    s = (1 - share) * x + share * (0.5 + log)
    np.testing.assert_allclose(s, np.arange(elements + 1) / elements, rtol=1e-12, atol=1e-14)


def test_the_ends_are_finer_by_what_the_crowding_gives():
    share, depth, n = 0.5, 3e-4, 200_000
    first = graded(1.0, n, share, depth)[1] * n
    assert first == pytest.approx(1 / (1 - share + share / (2 * depth * np.log1p(1 / depth))), rel=2e-2)


def test_a_row_of_a_table_is_its_numbers_padded_with_zeros():
    table = np.array([padded((1.0, 2.0)), padded(range(WIDTH))])
    assert row(table, 0) == (1.0, 2.0, *(0.0,) * (WIDTH - 2))
    assert row(table, 1) == tuple(float(i) for i in range(WIDTH))
    with pytest.raises(ValueError, match=r"9 coefficients, at most 8"):
        padded(range(WIDTH + 1))
