"""The flux in an element, and the functions that it is made of, against 40 digits and against limits."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from complex_step import H, Step, plain
from infradot.laws.statistics.dispatch import density
from infradot.numerics.special import bernoulli, expm1
from infradot.numerics.table import padded
from infradot.transport.flux import flux, plain_flux
from infradot.units import thermal_voltage

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


VT = thermal_voltage(300.0)
STATISTICS = {
    "boltzmann": idt.Boltzmann(),
    "fermi-dirac": idt.FermiDirac(),
    "narrow": idt.GaussianDisorder(width_n=0.02, width_p=0.02),
    "wide": idt.GaussianDisorder(width_n=0.12, width_p=0.12),
}
DOS = 1e25


def ends(statistics, eta_left, eta_right):
    """Arguments of the flux that the two ends give: density, slope and bend of its logarithm at each."""
    row = padded(statistics.coefficients(VT)[0])
    found = []
    for eta in (eta_left, eta_right):
        n, dn, d2n = plain(density)(statistics.code, eta, DOS, row)
        found += [n, dn / n, d2n / n - (dn / n) * (dn / n)]
    return found


@settings(deadline=None)
@given(n=densities, u=potentials)
def test_a_flat_quasi_fermi_level_carries_nothing(n, u):
    assert plain_flux(1e3, n, n * np.exp(min(u, 50.0)), u, 0.0)[0] == 0.0


@pytest.mark.parametrize("name", STATISTICS)
@settings(deadline=None, max_examples=50)
@given(eta=st.floats(-60.0, 40.0), u=st.floats(-60.0, 60.0))
def test_a_flat_quasi_fermi_level_carries_nothing_under_any_statistics(name, eta, u):
    left = ends(STATISTICS[name], eta, eta + u)
    assert flux(1e3, *left, u, 0.0)[0] == 0.0


@settings(deadline=None)
@given(phi_left=small, phi_right=small, psi_left=small, psi_right=small)
def test_the_flux_turns_round_with_its_element(phi_left, phi_right, psi_left, psi_right):
    left, right = np.exp(phi_left + psi_left), np.exp(phi_right + psi_right)
    j, by_psi_left, by_psi_right, minus_from_left, from_right = plain_flux(
        1.0, left, right, psi_right - psi_left, phi_right - phi_left
    )
    back, psi_left_2, psi_right_2, minus_from_right, from_left = plain_flux(
        1.0, right, left, psi_left - psi_right, phi_left - phi_right
    )
    assert back == pytest.approx(-j, rel=1e-15)
    assert (from_right, minus_from_left) == pytest.approx((-minus_from_right, -from_left), rel=4e-15)
    assert (by_psi_left, by_psi_right) == pytest.approx((-psi_right_2, -psi_left_2), rel=1e-12)


@settings(deadline=None)
@given(left=densities, right=densities)
def test_without_field_the_flux_is_diffusion(left, right):
    j = plain_flux(2.0, left, right, 0.0, float(np.log(right / left)))[0]
    assert j == pytest.approx(2.0 * (right - left), rel=1e-11, abs=1e-12 * left)


@settings(deadline=None)
@given(left=densities, right=densities, u=st.floats(80.0, 600.0), k=st.sampled_from([-1.0, 1.0]))
def test_in_a_strong_field_the_flux_is_drift_of_the_upstream_density(left, right, u, k):
    """A rising potential drives electrons to the right: their current is k u n of where they come from."""
    d_phi = float(np.log(right / left)) - k * u
    upstream = left if k > 0 else right
    j = plain_flux(2.0, left, right, k * u, d_phi)[0]
    assert j == pytest.approx(-2.0 * k * u * upstream, rel=1e-8)


@pytest.mark.parametrize("name", STATISTICS)
@settings(deadline=None, max_examples=50)
@given(eta=st.floats(-20.0, 20.0), force=st.floats(-1e-4, 1e-4))
def test_a_small_force_drives_conduction_and_diffusion_as_one(name, eta, force):
    """j = mu n dphi/dx whatever drives it: Einstein's relation for any statistics."""
    row = padded(STATISTICS[name].coefficients(VT)[0])
    n = density(STATISTICS[name].code, eta, DOS, row)[0]
    for share in (0.0, 0.3, 1.0):  # of field; the rest is a gradient of density
        u = -share * force * 10.0
        found = flux(1.0, *ends(STATISTICS[name], eta, eta + u + force), u, force)[0]
        assert found == pytest.approx(n * force, rel=3e-3, abs=1e-290)


@pytest.mark.parametrize("name", STATISTICS)
@settings(deadline=None, max_examples=50)
@given(eta=st.floats(-30.0, 20.0), u=small, d_phi=small)
def test_the_general_flux_meets_boltzmanns_where_carriers_are_few(name, eta, u, d_phi):
    statistics = STATISTICS[name]
    width = getattr(statistics, "width_n", 0.0) / VT
    low = -45.0 - 2.0 * width**2 - 130.0 + eta  # so dilute that no correction is left
    left = ends(statistics, low, low + u + d_phi)
    exact = plain_flux(3.0, left[0], left[3], u, d_phi)
    found = flux(3.0, *left, u, d_phi)
    scale = abs(exact[3]) + abs(exact[4])
    np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-9 * scale)


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
    found = plain_flux(1.0, left, float(right), u, d_phi)[0]
    # beyond |d phi| = 1 the two one-way fluxes are subtracted, and differ by a factor e or more
    close(found, exact, 16 * EPS)


@settings(max_examples=100, deadline=None)
@given(phi_left=small, phi_right=small, psi_left=small, psi_right=small)
def test_derivatives_of_the_flux_equal_complex_step(phi_left, phi_right, psi_left, psi_right):
    at = [psi_left, phi_left, psi_right, phi_right]
    kernel = plain(plain_flux)

    def value(psi_l, phi_l, psi_r, phi_r):
        left, right = np.exp(phi_l + psi_l), np.exp(phi_r + psi_r)
        return kernel(3.0, left, right, psi_r - psi_l, phi_r - phi_l)

    exact = []
    for i in range(4):
        stepped = [Step(complex(x, H)) if i == j else Step(x) for j, x in enumerate(at)]
        exact.append(value(*stepped)[0].slope)
    j, by_psi_left, by_psi_right, minus_from_left, from_right = (float(x) for x in value(*at))
    found = [by_psi_left, minus_from_left, by_psi_right, from_right]
    scale = np.array([abs(j), -minus_from_left, abs(j), from_right])
    # the subtraction of opposite one-way fluxes leaves their rounding in j
    rounding = 8 * EPS * (from_right - minus_from_left)
    np.testing.assert_array_less(np.abs(np.array(found) - exact), 1e-12 * scale + rounding + 1e-280)


@pytest.mark.parametrize("name", STATISTICS)
@settings(max_examples=60, deadline=None)
@given(
    eta=st.floats(-40.0, 12.0),
    d_phi=st.one_of(st.floats(-1e-6, 1e-6), st.floats(-20, 20)),
    u=st.one_of(st.floats(-1e-3, 1e-3), st.floats(-20, 20)),
)
def test_derivatives_of_the_general_flux_equal_complex_step(name, eta, d_phi, u):
    statistics = STATISTICS[name]
    kernel = plain(flux)

    def value(psi_l, phi_l, psi_r, phi_r):
        return kernel(3.0, *ends(statistics, eta + psi_l + phi_l, eta + psi_r + phi_r), psi_r - psi_l, phi_r - phi_l)

    at = [0.0, 0.0, u, d_phi]
    exact = []
    for i in range(4):
        stepped = [Step(complex(x, H)) if i == j else Step(x) for j, x in enumerate(at)]
        exact.append(value(*stepped)[0].slope)
    j, by_psi_left, by_psi_right, by_phi_left, by_phi_right = (x.z.real for x in value(*(Step(x) for x in at)))
    found = np.array([by_psi_left, by_phi_left, by_psi_right, by_phi_right])
    scale = abs(by_phi_left) + abs(by_phi_right) + abs(j)
    # where both Fermi levels are close, the derivative of the mean slope leaves out a third derivative
    near = 1e-5 * abs(j) if abs(u + d_phi) < 0.021 else 0.0
    np.testing.assert_array_less(np.abs(found - exact), 1e-9 * np.abs(exact) + 1e-11 * scale + near + 1e-290)
