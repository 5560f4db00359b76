"""The data classes of laws at their door: what they refuse and how they say it, and the numbers they are made of."""

import math
import pickle

import numpy as np
import pytest
from scipy.integrate import quad

import infradot as idt
from infradot.laws.contacts.field_enhanced import field_enhanced
from infradot.laws.contacts.image_force import image_force
from infradot.laws.mobility.hopping import hopping_mobility
from infradot.numerics.table import padded
from infradot.units import epsilon_0, q, thermal_voltage

VT = thermal_voltage(300.0)
SPREAD = {"density": 1e22, "capture_n": 1e-16, "capture_p": 1e-16}
BAND = {
    "name": "layer",
    "band_gap": 1.2,
    "electron_affinity": 4.0,
    "relative_permittivity": 15.0,
    "effective_dos_n": 1e25,
    "effective_dos_p": 1e25,
    "mobility_n": 1e-6,
    "mobility_p": 1e-6,
}


def spread(law, **fields):
    return law(**(SPREAD | fields))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: idt.GaussianDisorder(width_n=-0.01),
            r"GaussianDisorder: width_n = -0\.01, expected a finite number, 0",
        ),
        (lambda: idt.GaussianDisorder(width_p="wide"), "GaussianDisorder: width_p = 'wide', expected"),
        (lambda: idt.GaussianDisorder(width_n=0.03).coefficients(VT), "width_p is not given, and only a film knows"),
        (lambda: idt.GaussianDisorder(width_n=0.5, width_p=0.03).coefficients(VT), "width_n = 0.5 eV is 19.3 kT"),
        (lambda: spread(idt.GaussianTraps, depth=0.3, width=-1.0, kind="donor"), "GaussianTraps: width = -1"),
        (
            lambda: spread(idt.GaussianTraps, depth=0.3, width=0.1, kind="deep"),
            "GaussianTraps: kind = 'deep', expected",
        ),
        (lambda: spread(idt.TailTraps, edge="top", energy=0.03), "TailTraps: edge = 'top', expected 'conduction' or"),
        (
            lambda: spread(idt.TailTraps, edge="valence", energy=0.0),
            "TailTraps: energy = 0.0, expected a finite number",
        ),
        (lambda: spread(idt.TailTraps, edge="valence", energy=0.03, kind="both"), "TailTraps: kind = 'both'"),
        (lambda: idt.HoppingMobility(field_n=math.nan), "HoppingMobility: field_n = nan, expected a finite number"),
        (lambda: idt.HoppingMobility(activation_p=-0.1), "HoppingMobility: activation_p = -0.1"),
        (lambda: idt.HoppingMobility(reference_temperature=0.0), "HoppingMobility: reference_temperature = 0.0"),
        (lambda: idt.ImageForce(relative_permittivity=0.5), "ImageForce: relative_permittivity = 0.5, expected a num"),
        (lambda: idt.FieldEnhanced(mass_n=0.0, mass_p=0.1), "FieldEnhanced: mass_n = 0.0"),
        (lambda: idt.Schottky(work_function=5.0, injection="image"), "injection = 'image', expected ImageForce, Field"),
        (lambda: idt.Material(**BAND, statistics="fermi"), "'layer': statistics = 'fermi', expected one of Boltzmann"),
        (lambda: idt.Material(**BAND, mobility_law=None), "'layer': mobility_law = None, expected one of Constant"),
        (lambda: idt.Material(**BAND, statistics=idt.GaussianDisorder()), "'layer': GaussianDisorder without width_p"),
    ],
)
def test_wrong_laws_are_refused_with_name_value_and_range(make, message):
    with pytest.raises(idt.InputError, match=message):
        make()


def test_both_carriers_mistakes_are_reported_together():
    with pytest.raises(idt.InputError) as caught:
        idt.FieldEnhanced(mass_n=-1.0, mass_p=0.0)
    assert "mass_n" in str(caught.value)
    assert "mass_p" in str(caught.value)


def every_law():
    value = idt.Value(0.03, std=0.002)
    return idt.Material(
        **BAND,
        statistics=idt.GaussianDisorder(width_n=value, width_p=0.02),
        mobility_law=idt.HoppingMobility(field_n=idt.Value(2e-4, std=1e-5), activation_n=0.02),
        traps=(
            idt.GaussianTraps(depth=0.4, width=idt.Value(0.05, std=0.01), kind="donor", **SPREAD),
            idt.TailTraps(edge="valence", energy=idt.Value(0.02, std=0.003), **SPREAD),
        ),
    )


def test_uncertain_numbers_of_laws_are_cited_and_sampled():
    contact = idt.Schottky(work_function=4.9, injection=idt.ImageForce(relative_permittivity=idt.Value(12.0, std=1.0)))
    paths = [citation.path for citation in idt.cite({"layer": every_law(), "front": contact})]
    assert paths == [
        "layer.statistics.width_n",
        "layer.mobility_law.field_n",
        "layer.traps.gaussian_traps.width",
        "layer.traps.tail_traps.energy",
        "front.injection.relative_permittivity",
    ]
    drawn = idt.sample(every_law(), np.random.default_rng(3))
    assert drawn.statistics.width_n != 0.03
    assert drawn.traps[1].energy != 0.02
    assert drawn.traps[1].edge == "valence"


def test_laws_are_values_that_compare_hash_and_travel():
    assert every_law() == every_law()
    assert hash(every_law().traps) == hash(every_law().traps)
    assert pickle.loads(pickle.dumps(every_law())) == every_law()


def test_a_tail_traps_the_charge_of_the_band_it_belongs_to():
    assert idt.TailTraps(edge="conduction", energy=0.03, **SPREAD).charge_kind == "acceptor"
    assert idt.TailTraps(edge="valence", energy=0.03, **SPREAD).charge_kind == "donor"
    assert idt.TailTraps(edge="valence", energy=0.03, kind="neutral", **SPREAD).charge_kind == "neutral"


@pytest.mark.parametrize("field", [1e6, 1e7, 1e8])
def test_hopping_mobility_follows_poole_and_frenkel(field):
    law = idt.HoppingMobility(field_n=4e-4, field_p=-1e-4)
    for gamma, row in zip((4e-4, -1e-4), law.coefficients(VT), strict=True):
        factor, slope = hopping_mobility(field / VT, padded(row))
        assert factor == pytest.approx(math.exp(gamma * math.sqrt(field)), rel=abs(gamma) * 4)
        assert slope == pytest.approx(factor * gamma * 0.5 / math.sqrt(field) * VT, rel=1e-5)


def test_hopping_is_activated_from_its_reference_temperature():
    law = idt.HoppingMobility(activation_n=0.08, activation_p=0.04, reference_temperature=250.0)
    assert law.temperature_factor(250.0) == (1.0, 1.0)
    slower_n, slower_p = law.temperature_factor(200.0)
    assert slower_n == pytest.approx(math.exp(-0.08 * (1 / thermal_voltage(200.0) - 1 / thermal_voltage(250.0))))
    assert slower_p == pytest.approx(math.sqrt(slower_n))


def test_an_activation_given_to_a_film_replaces_its_own():
    film = idt.Film(exciton=1.0)
    given = idt.Film(exciton=1.0, overrides={"mobility_law": idt.HoppingMobility(activation_n=0.07)})
    cold, warm = (given.material(t) for t in (200.0, 300.0))
    # the disorder factor is what is left of the film's own temperature dependence
    cold_own, warm_own = (film.material(t) for t in (200.0, 300.0))
    own = math.exp(-float(film.core.mobility_activation) * (1 / thermal_voltage(200.0) - 1 / VT))
    assert cold.mobility_n / warm.mobility_n == pytest.approx(cold_own.mobility_n / warm_own.mobility_n / own)
    assert cold.mobility_p == cold_own.mobility_p
    assert warm.mobility_n == pytest.approx(warm_own.mobility_n)


@pytest.mark.parametrize("field", [1e6, 3e7, 3e8])
def test_the_image_force_lowers_a_high_barrier_by_schottkys_square_root(field):
    law = idt.ImageForce(relative_permittivity=10.0)
    lowering = math.sqrt(q * field / (4 * math.pi * 10.0 * epsilon_0))
    row, _ = law.coefficients(VT, 1.2, 0.0)
    assert VT * math.log(image_force(field / VT, padded(row))[0]) == pytest.approx(lowering, abs=1e-3)
    assert law.lowering(field) == pytest.approx(lowering)
    assert law.lowering(-field) == 0.0


@pytest.mark.parametrize("barrier", [-0.3, 0.0, 0.05, 0.4])
@pytest.mark.parametrize(
    "law", [idt.ImageForce(relative_permittivity=2.0), idt.FieldEnhanced(mass_n=0.05, mass_p=0.05)]
)
def test_no_field_takes_more_than_the_barrier(law, barrier):
    kernel = {"image_force": image_force, "field_enhanced": field_enhanced}[law.name]
    row, _ = law.coefficients(VT, barrier, 0.0)
    factors = [kernel(10.0**x / VT, padded(row))[0] for x in np.linspace(-2, 13, 200)]
    most = math.exp(max(barrier, 0.0) / VT)
    assert np.all(np.diff(factors) >= -1e-12 * most), "a stronger field never eases the passage less"
    assert 1.0 <= factors[0] < 1.0001
    assert 0.5 * most < factors[-1] <= most * (1 + 1e-12)


def tsu_esaki(field, barrier):
    """Carriers that pass a triangular barrier over those that pass above it, by integration over energy.

    exp(barrier) times the integral of the WKB transmission times ln[1 + exp(u - barrier)], u the depth below the top in
    kT: Tsu and Esaki, Appl. Phys. Lett. 22, 562 (1973). `field` is in units of F_G = sqrt(24 m (kT)^3)/(q hbar).
    """
    exponent = 2 / (3 * math.sqrt(3)) / field

    def carriers(u):
        return math.exp(barrier - exponent * u**1.5) * float(np.logaddexp(0.0, u - barrier))

    end = max(barrier, 3 * field**2) + (60 / exponent) ** (2 / 3)
    marks = sorted({min(3 * field**2, barrier), barrier})
    return 1 + quad(carriers, 0, end, points=marks, limit=1000)[0]


@pytest.mark.parametrize("barrier", [8.0, 20.0, 40.0, 60.0])
def test_tunnelling_through_a_barrier_is_that_of_its_wkb_integral(barrier):
    law = idt.FieldEnhanced(mass_n=0.1, mass_p=0.1)
    row, _ = law.coefficients(VT, barrier * VT, 0.0)
    turn = math.sqrt(barrier / 3)
    unit = law.fields(VT)[0]
    for share in (0.02, 0.1, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0):
        ratio = field_enhanced(share * turn * unit / VT, padded(row))[0] / tsu_esaki(share * turn, barrier)
        assert abs(math.log(ratio)) < math.log(1.26 if share <= 0.8 else 5.0)


def test_the_saddle_point_form_holds_while_carriers_tunnel_above_the_fermi_level():
    """1 + 2 sqrt(3 pi) (F/F_G) exp((F/F_G)^2), Hurkx et al. (1992), below sqrt(barrier/3kT)."""
    law = idt.FieldEnhanced(mass_n=0.2, mass_p=0.1)
    row, _ = law.coefficients(VT, 1.0, 0.0)
    unit = law.fields(VT)[0]
    for u in (0.05, 0.3, 1.0, 1.8):
        expected = 1 + 2 * math.sqrt(3 * math.pi) * u * math.exp(u * u)
        assert field_enhanced(u * unit / VT, padded(row))[0] == pytest.approx(expected, rel=3e-3)
