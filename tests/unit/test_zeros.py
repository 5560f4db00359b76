"""Zeros in a polygon: all of them, each as often as it counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.numerics.zeros import OnTheEdge, analytic, turns, zeros

SQUARE = np.array([-1 - 1j, 1 - 1j, 1 + 1j, -1 + 1j])


def polynomial(roots):
    def function(z):
        value, slope = np.ones_like(z), np.zeros_like(z)
        for root in roots:
            value, slope = value * (z - root), slope * (z - root) + value
        return value, slope

    return analytic(function)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 12))
def test_all_zeros_of_a_polynomial_are_found(seed, count):
    rng = np.random.default_rng(seed)
    roots = rng.uniform(-0.9, 0.9, count) + 1j * rng.uniform(-0.9, 0.9, count)
    outside = np.array([2.0, -1.5j])
    found = zeros(polynomial([*roots, *outside]), SQUARE)
    assert len(found) == count
    for root in roots:
        assert np.min(np.abs(found - root)) < 1e-9


def test_a_double_zero_stands_twice():
    found = zeros(polynomial([0.3 + 0.1j, 0.3 + 0.1j, -0.5]), SQUARE)
    assert len(found) == 3
    assert np.sum(np.abs(found - (0.3 + 0.1j)) < 1e-6) == 2


def test_guesses_change_no_answer():
    function = polynomial([0.2, -0.4j, 0.5 + 0.5j])
    plain, helped = zeros(function, SQUARE), zeros(function, SQUARE, guesses=[0.21, 0.9 - 0.9j, 30.0])
    np.testing.assert_allclose(np.sort_complex(plain), np.sort_complex(helped), rtol=0, atol=1e-14)


def test_a_zero_on_the_edge_is_said():
    with pytest.raises(OnTheEdge):
        turns(polynomial([1.0 + 0.2j]), SQUARE)


def test_a_function_that_is_not_analytic_is_counted_by_its_degree():
    # the zeros of x^2 - 0.25 + i y turn in opposite ways; those of x + i (y^3 - 0.2 y + 2 y) in one
    def plane(z):
        x, y = z.real, z.imag
        return x + 0.3 * y + 1j * (y**3 + 2 * y - x), 1.0 - 1j + 0 * z, 0.3 + 1j * (3 * y**2 + 2)

    assert turns(plane, SQUARE) == 1
    np.testing.assert_allclose(zeros(plane, SQUARE), [0.0], rtol=0, atol=1e-12)


def test_a_large_factor_of_its_own_at_each_point_does_no_harm():
    def scaled(z):
        value, slope = np.sin(z), np.cos(z)
        factor = 10.0 ** (50 * np.cos(3 * z.real))
        return value * factor, slope * factor

    found = zeros(analytic(scaled), [-10 - 1j, 10 - 1j, 10 + 1j, -10 + 1j])
    np.testing.assert_allclose(np.sort(found.real), np.pi * np.arange(-3, 4), rtol=0, atol=1e-12)
