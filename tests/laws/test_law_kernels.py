"""Every law of charge: one code, one kernel, exact derivatives, and no net rate at equilibrium."""

import importlib
import inspect
import math
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot.laws
from complex_step import partials
from infradot.laws.contacts import NO_INJECTION, FieldEnhanced, ImageForce
from infradot.laws.contacts.dispatch import injection
from infradot.laws.mobility import ConstantMobility, HoppingMobility
from infradot.laws.mobility.dispatch import mobility
from infradot.laws.recombination import Auger, Radiative, Recycled, ShockleyReadHall
from infradot.laws.recombination.dispatch import recombination
from infradot.laws.statistics import Boltzmann, FermiDirac, GaussianDisorder
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps import TrapLevel
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.table import padded

VT, GAP = 0.025852, 1.3
GAP_FACTOR = math.exp(-GAP / VT)
FAMILIES = {
    "recombination": recombination,
    "traps": trapping,
    "statistics": density,
    "mobility": mobility,
    "contacts": injection,
}
# one or more laws of every class: a new law needs a line here
LAWS = {
    "recombination": (
        ShockleyReadHall(lifetime_n=1e-7, lifetime_p=3e-6, level=0.15),
        ShockleyReadHall(lifetime_n=2e-9, lifetime_p=1e-9, level=-0.4),
        Radiative(coefficient=1e-16),
        Recycled(coefficient=3e-17, pairs=4e50),
        Auger(coefficient_n=1e-40, coefficient_p=4e-41),
    ),
    "traps": (
        TrapLevel(density=5e22, depth=0.3, kind="acceptor", capture_n=2e-17, capture_p=3e-16),
        TrapLevel(density=3e22, depth=0.9, kind="donor", capture_n=4e-16, capture_p=1e-17),
        TrapLevel(density=1e22, depth=0.65, kind="neutral", capture_n=1e-16, capture_p=1e-16),
    ),
    "statistics": (
        Boltzmann(),
        FermiDirac(),
        GaussianDisorder(width_n=0.03, width_p=0.05),
        GaussianDisorder(width_n=0.0, width_p=0.2),
    ),
    "mobility": (ConstantMobility(), HoppingMobility(field_n=3e-4, field_p=-2e-4, activation_n=0.03)),
    "contacts": (ImageForce(relative_permittivity=12.0), FieldEnhanced(mass_n=0.1, mass_p=0.3)),
}
BARRIERS = (0.3, 0.9)
RATES = [(family, law) for family in ("recombination", "traps") for law in LAWS[family]]

decades = st.floats(8.0, 26.0).map(lambda x: 10.0**x)
scales = st.floats(24.0, 26.0).map(lambda x: 10.0**x)
splits = st.floats(-40.0, 40.0)
excesses = st.tuples(st.sampled_from([-1.0, 1.0]), st.floats(10.0, 52.0)).map(lambda x: x[0] * 10.0 ** x[1])


def classes(family: str) -> list[type]:
    """The law classes of a family, found by walking its modules."""
    package = importlib.import_module(f"infradot.laws.{family}")
    found = []
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        found += [
            member
            for _, member in inspect.getmembers(module, inspect.isclass)
            if member.__module__ == info.name and "code" in vars(member)
        ]
    return found


def kernel(law):
    """The kernel beside the data class of a law: it has the law's name."""
    return getattr(importlib.import_module(type(law).__module__), law.name)


def row(law) -> tuple[float, ...]:
    return padded(law.coefficients(VT, GAP))


def arguments_of(law, *state):
    """State and coefficients as the kernel of a rate takes them: traps come as a run of rows."""
    if isinstance(law, TrapLevel):
        return *state, np.array([row(law)]), 0, 1
    return *state, row(law)


def excess(n, p, n_scale, p_scale):
    """n p - n_i^2 of Boltzmann statistics."""
    return n * p - n_scale * p_scale * GAP_FACTOR


def same(found, expected, tolerance=1e-12, rounding=0.0):
    off = np.abs(np.array(found, dtype=float) - np.array(expected, dtype=float))
    np.testing.assert_array_less(off, tolerance * np.abs(expected) + rounding + 1e-300)


def test_the_families_are_the_folders_with_a_dispatch():
    folders = {
        info.name
        for info in pkgutil.iter_modules(infradot.laws.__path__)
        if info.ispkg
        and "dispatch" in {m.name for m in pkgutil.iter_modules([f"{infradot.laws.__path__[0]}/{info.name}"])}
    }
    assert folders == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_codes_are_unique_and_count_from_zero(family):
    codes = [law.code for law in classes(family)]
    assert sorted(codes) == list(range(len(codes)))
    assert len({law.name for law in classes(family)}) == len(codes)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_law_is_tried_here(family):
    assert {type(law) for law in LAWS[family]} == set(classes(family))


@pytest.mark.parametrize(("family", "law"), RATES, ids=lambda x: getattr(x, "name", x))
@settings(max_examples=20, deadline=None)
@given(n=decades, p=decades, n_scale=scales, p_scale=scales)
def test_dispatch_finds_the_kernel_of_the_law(family, law, n, p, n_scale, p_scale):
    arguments = arguments_of(law, n, p, n_scale, p_scale, excess(n, p, n_scale, p_scale))
    assert FAMILIES[family](law.code, *arguments) == kernel(law)(*arguments)


@pytest.mark.parametrize(("family", "law"), RATES, ids=lambda x: getattr(x, "name", x))
@settings(max_examples=50, deadline=None)
@given(n=decades, p=decades, n_scale=scales, p_scale=scales, x=excesses)
def test_derivatives_of_rates_and_charges_equal_complex_step(family, law, n, p, n_scale, p_scale, x):
    arguments = arguments_of(law, n, p, n_scale, p_scale, x)
    values = kernel(law)(*arguments)
    exact = partials(kernel(law), arguments, range(5))
    same(values[1:6], exact[0])
    if family == "traps":
        c, shared = row(law), values[5]  # shared: density c_n c_p over the denominator of the occupancy
        # the step goes through occupancies near one, whose rounding the kernel's own derivative does not have
        terms = shared * np.array([1 / c[2], 1 / c[1], c[3] / c[2], c[4] / c[1]])
        same(values[7:11], exact[6][:4], rounding=1e-15 * terms)
        assert exact[6][4] == 0.0, "the charge of a trap knows the densities, not their excess"


@pytest.mark.parametrize("law", LAWS["statistics"], ids=repr)
@settings(max_examples=50, deadline=None)
@given(eta=st.floats(-80.0, 45.0), dos=scales)
def test_densities_and_their_derivatives(law, eta, dos):
    for coefficients in law.coefficients(VT):
        arguments = (eta, dos, padded(coefficients))
        values = kernel(law)(*arguments)
        assert density(law.code, *arguments) == values
        assert values[0] > 0
        assert values[1] > 0
        exact = partials(kernel(law), arguments, [0])[:2, 0]
        # where a band is full, derivatives are differences of its two halves
        same(values[1:], exact, 1e-11, rounding=1e-14 * values[1])


@pytest.mark.parametrize("law", LAWS["statistics"], ids=repr)
@given(share=st.floats(0.0, 1.0), dos=scales)
def test_dilute_carriers_obey_boltzmann_in_every_statistics(law, share, dos):
    for coefficients, factor in zip(law.coefficients(VT), law.dilute_factors(VT), strict=True):
        eta = -690.0 + share * (665.0 - 3.0 * math.log(factor))
        same(kernel(law)(eta, dos, padded(coefficients))[0], dos * factor * math.exp(eta), 1e-9)


@pytest.mark.parametrize("law", LAWS["statistics"], ids=repr)
@pytest.mark.parametrize("eta", [-1e3, -1e5, 200.0])
def test_densities_stay_numbers_wherever_a_solver_looks(law, eta):
    for coefficients in law.coefficients(VT):
        n, dn, d2n = kernel(law)(eta, 1e25, padded(coefficients))
        assert 0 < n < math.inf
        assert 0 < dn < math.inf
        assert math.isfinite(d2n)
        if eta < 0:
            assert n == dn == d2n == kernel(law)(-690.0, 1e25, padded(coefficients))[0]


def fields(law):
    """Rows of electrons and holes of a law that a field moves."""
    rows = law.coefficients(VT) if hasattr(law, "temperature_factor") else law.coefficients(VT, *BARRIERS)
    return [padded(coefficients) for coefficients in rows]


MOVED = [(family, law) for family in ("mobility", "contacts") for law in LAWS[family]]


@pytest.mark.parametrize(("family", "law"), MOVED, ids=lambda x: getattr(x, "name", x))
@settings(max_examples=50, deadline=None)
@given(field=st.floats(0.0, 10.0).map(lambda x: 10.0**x))
def test_what_a_field_does_and_its_derivative(family, law, field):
    for c in fields(law):
        values = kernel(law)(field / VT, c)
        assert FAMILIES[family](law.code, field / VT, c) == values
        assert values[0] > 0
        same(values[1], partials(kernel(law), (field / VT, c), [0])[0, 0], rounding=1e-12 * values[0] * VT / field)


@pytest.mark.parametrize(("family", "law"), MOVED, ids=lambda x: getattr(x, "name", x))
def test_without_a_field_nothing_is_moved_and_the_joint_has_no_kink(family, law):
    for c in fields(law):
        assert kernel(law)(0.0, c) == (1.0, 0.0)
        factor, slope = kernel(law)(1e-6 / VT, c)
        assert factor == pytest.approx(1.0, abs=1e-12)
        assert slope == pytest.approx(0.0, abs=1e-9)
        if family == "contacts":
            assert kernel(law)(-1e8 / VT, c) == (1.0, 0.0)


def test_a_contact_without_injection_law_exchanges_by_its_velocity_alone():
    assert injection(NO_INJECTION, 1e8, padded(())) == (1.0, 0.0)


@pytest.mark.parametrize(("family", "law"), RATES, ids=lambda x: getattr(x, "name", x))
@given(n=decades, p=decades, n_scale=scales, p_scale=scales, split=splits)
def test_rates_vanish_at_equilibrium_and_have_the_sign_of_the_excess(family, law, n, p, n_scale, p_scale, split):
    at_rest = kernel(law)(*arguments_of(law, n, p, n_scale, p_scale, 0.0))[0]
    assert at_rest == 0.0
    driven = -n * p * math.expm1(-split)
    assert np.sign(kernel(law)(*arguments_of(law, n, p, n_scale, p_scale, driven))[0]) == np.sign(driven)


@pytest.mark.parametrize("law", LAWS["traps"], ids=lambda law: law.kind)
@given(n=decades, p=decades, n_scale=scales, p_scale=scales)
def test_trap_occupancy_lies_between_empty_and_full(law, n, p, n_scale, p_scale):
    charge = kernel(law)(*arguments_of(law, n, p, n_scale, p_scale, excess(n, p, n_scale, p_scale)))[6]
    low, high = {"acceptor": (-1, 0), "donor": (0, 1), "neutral": (0, 0)}[law.kind]
    rounding = 1e-15 * law.density if law.kind != "neutral" else 0.0
    assert low * law.density - rounding <= charge <= high * law.density + rounding


@pytest.mark.parametrize("law", LAWS["traps"][:2], ids=lambda law: law.kind)
@given(fermi=st.floats(-1.3, 0.0), n_scale=scales, p_scale=scales)
def test_trap_occupancy_at_equilibrium_is_the_fermi_function(law, fermi, n_scale, p_scale):
    n, p = n_scale * math.exp(fermi / VT), p_scale * math.exp((-GAP - fermi) / VT)
    charge = kernel(law)(*arguments_of(law, n, p, n_scale, p_scale, 0.0))[6]
    filled = 1.0 / (1.0 + math.exp((-law.depth - fermi) / VT))
    expected = -filled if law.kind == "acceptor" else 1.0 - filled
    # 1 - filled of the last line, without its cancellation
    expected = 1.0 / (1.0 + math.exp((fermi + law.depth) / VT)) if law.kind == "donor" else expected
    same(charge, law.density * expected, 1e-11)


@given(n=decades, p=decades, n_scale=scales, p_scale=scales)
def test_a_neutral_level_recombines_as_its_lifetimes_say(n, p, n_scale, p_scale):
    trap = LAWS["traps"][2]
    lifetimes = ShockleyReadHall(
        lifetime_n=1 / (trap.capture_n * trap.density),
        lifetime_p=1 / (trap.capture_p * trap.density),
        level=GAP / 2 - trap.depth,
    )
    arguments = (n, p, n_scale, p_scale, excess(n, p, n_scale, p_scale))
    same(kernel(trap)(*arguments_of(trap, *arguments))[:6], kernel(lifetimes)(*arguments, row(lifetimes)), 1e-12)


def test_low_injection_recombines_with_the_lifetime_of_the_minority():
    law = LAWS["recombination"][0]
    n, p = 1e24, 1e16
    rate = kernel(law)(n, p, 1e25, 1e25, excess(n, p, 1e25, 1e25), row(law))[0]
    assert rate == pytest.approx(p / law.lifetime_p, rel=1e-5)


def test_carriers_generate_in_a_depleted_region():
    """With n = p = 0 the middle of the gap gives ni/(tau_n + tau_p), the textbook generation current."""
    law = ShockleyReadHall(lifetime_n=1e-6, lifetime_p=3e-6)
    intrinsic = 1e25 * math.exp(-GAP / VT / 2)
    rate = kernel(law)(1e-3, 1e-3, 1e25, 1e25, excess(1e-3, 1e-3, 1e25, 1e25), row(law))[0]
    assert rate == pytest.approx(-intrinsic / 4e-6, rel=1e-9)
