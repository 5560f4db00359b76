"""The flux in an element, and the functions that it is made of, against 40 digits and against limits."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complex_step import Step, plain
from infradot.numerics.special import bernoulli, expm1
from infradot.transport.flux import electron_flux

EPS = np.finfo(float).eps
# both sides of every branch, and the far ends
EDGES = [
    0.0,
    1e-300,
    1e-17,
    1e-8,
    1e-3,
    0.0999999999,
    0.1,
    0.1000000001,
    0.5,
    0.9999999999,
    1.0,
    1.0000000001,
    5,
    40,
    600,
]
potentials = st.one_of(st.sampled_from([s * x for x in EDGES for s in (-1.0, 1.0)]), st.floats(-600.0, 600.0))
small = st.floats(-60.0, 60.0)
densities = st.floats(5.0, 26.0).map(lambda x: 10.0**x)


def exact_bernoulli(u: float) -> tuple[Decimal, Decimal, Decimal]:
    """B(u), B(-u) and (1 - B(u))/u to 40 digits and more."""
    with localcontext() as context:
        context.prec = 1000 if abs(u) < 1e-3 else 60
        x = Decimal(u)
        if x == 0:
            return Decimal(1), Decimal(1), Decimal("0.5")
        plus = x / (x.exp() - 1)
        return plus, plus * x.exp(), (1 - plus) / x


def close(found: float, exact: Decimal, digits: float = 4 * EPS) -> None:
    with localcontext() as context:
        context.prec = 60
        error = abs(Decimal(float(found)) - exact)
        assert error <= Decimal(digits) * abs(exact) + Decimal("1e-300"), (found, float(exact))


@settings(max_examples=200, deadline=None)
@given(u=potentials)
def test_bernoulli_is_right_to_the_last_digits(u):
    found, exact = bernoulli(u), exact_bernoulli(u)
    close(found[0], exact[0])
    close(found[1], exact[1])
    # the weight enters derivatives only: just above |u| = 0.1 its subtraction costs a digit
    close(found[2], exact[2], 32 * EPS)


@settings(max_examples=200, deadline=None)
@given(x=potentials)
def test_expm1_is_right_to_the_last_digits(x):
    with localcontext() as context:
        context.prec = 400
        exact = Decimal(x).exp() - 1
    close(expm1(x), exact, 2 * EPS)


@settings(deadline=None)
@given(n=densities, u=potentials)
def test_a_flat_quasi_fermi_level_carries_nothing(n, u):
    assert electron_flux(1e3, n, n * np.exp(min(u, 50.0)), u, 0.0)[0] == 0.0


@settings(deadline=None)
@given(phi_left=small, phi_right=small, psi_left=small, psi_right=small)
def test_the_flux_turns_round_with_its_element(phi_left, phi_right, psi_left, psi_right):
    left, right = np.exp(phi_left + psi_left), np.exp(phi_right + psi_right)
    j, from_right, from_left, weight = electron_flux(1.0, left, right, psi_right - psi_left, phi_right - phi_left)
    back, from_left_2, from_right_2, weight_2 = electron_flux(
        1.0, right, left, psi_left - psi_right, phi_left - phi_right
    )
    assert back == pytest.approx(-j, rel=1e-15)
    assert (from_right, from_left) == pytest.approx((from_right_2, from_left_2), rel=4e-15)
    assert weight + weight_2 == pytest.approx(1.0, rel=1e-15)


@settings(deadline=None)
@given(left=densities, right=densities)
def test_without_field_the_flux_is_diffusion(left, right):
    j = electron_flux(2.0, left, right, 0.0, float(np.log(right / left)))[0]
    assert j == pytest.approx(2.0 * (right - left), rel=1e-11, abs=1e-12 * left)


@settings(deadline=None)
@given(left=densities, right=densities, u=st.floats(80.0, 600.0), k=st.sampled_from([-1.0, 1.0]))
def test_in_a_strong_field_the_flux_is_drift_of_the_upstream_density(left, right, u, k):
    """A rising potential drives electrons to the right: their current is k u n of where they come from."""
    d_phi = float(np.log(right / left)) - k * u
    upstream = left if k > 0 else right
    j = electron_flux(2.0, left, right, k * u, d_phi)[0]
    assert j == pytest.approx(-2.0 * k * u * upstream, rel=1e-8)


@settings(max_examples=200, deadline=None)
@given(phi_left=small, d_phi=st.one_of(st.floats(-1e-9, 1e-9), st.floats(-60, 60)), u=potentials)
def test_the_flux_loses_no_digit_to_a_small_driving_force(phi_left, d_phi, u):
    """j = k n_L B(-u) (exp(d phi) - 1), in 60 digits."""
    left = float(np.exp(phi_left))
    with localcontext() as context:
        context.prec = 400
        right = Decimal(left) * (Decimal(u) + Decimal(d_phi)).exp()
        exact = Decimal(left) * exact_bernoulli(u)[1] * (Decimal(d_phi).exp() - 1)
    if not 1e-250 < right < 1e250:
        return
    found = electron_flux(1.0, left, float(right), u, d_phi)[0]
    # beyond |d phi| = 1 the two one-way fluxes are subtracted, and differ by a factor e or more
    close(found, exact, 16 * EPS)


@settings(max_examples=100, deadline=None)
@given(phi_left=small, phi_right=small, psi_left=small, psi_right=small)
def test_derivatives_of_the_flux_equal_complex_step(phi_left, phi_right, psi_left, psi_right):
    at = [psi_left, phi_left, psi_right, phi_right]
    flux = plain(electron_flux)

    def value(psi_l, phi_l, psi_r, phi_r):
        left, right = np.exp(phi_l + psi_l), np.exp(phi_r + psi_r)
        return flux(3.0, left, right, psi_r - psi_l, phi_r - phi_l)

    exact = []
    for i in range(4):
        stepped = [Step(complex(x, 1e-30)) if i == j else Step(x) for j, x in enumerate(at)]
        exact.append(value(*stepped)[0].slope)
    j, from_right, from_left, weight = (float(x) for x in value(*at))
    found = [(1 - weight) * j, -from_left, weight * j, from_right]
    scale = np.array([abs(j), from_left, abs(j), from_right])
    # the subtraction of opposite one-way fluxes leaves their rounding in j
    rounding = 8 * EPS * (from_left + from_right)
    np.testing.assert_array_less(np.abs(np.array(found) - exact), 1e-12 * scale + rounding + 1e-280)
