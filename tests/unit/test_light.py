"""Spectra, filters and photon currents."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot.errors import InputError
from infradot.light import (
    PEROVSKITE_FILTER,
    SILICON_FILTER,
    Spectrum,
    Transmission,
    am0,
    am15d,
    am15g,
    black_body,
    led,
    line,
    long_pass,
)
from infradot.units import c, h, nm, q, sigma_SB


@pytest.mark.parametrize(
    ("start", "stop", "current"),
    [
        (300, 1100, 43.518),
        (750, 1100, 19.571),
        (1100, 1300, 7.274),
        (1100, 1550, 10.949),
        (1100, 1700, 15.495),
        (1100, 1240, 4.71),
        (750, 1240, 24.28),
    ],
)
def test_photon_currents_of_the_sun(start, stop, current):
    digits = len(str(current).split(".")[1])
    assert round(am15g().photon_current(start * nm, stop * nm) / 10, digits) == current


@pytest.mark.parametrize(("edge", "share"), [(750, 46.42), (870, 34.3), (1000, 26.0), (1100, 19.57)])
def test_shares_of_the_power_beyond_an_edge(edge, share):
    digits = len(str(share).split(".")[1])
    assert round(100 * am15g().between(edge * nm).power() / am15g().power(), digits) == share


def test_powers_of_the_tables():
    assert am15g().power() == pytest.approx(1000.37, abs=5e-3)
    assert am15d().power() == pytest.approx(900.14, abs=5e-3)
    assert am0().power() == pytest.approx(1347.93, abs=5e-3)
    assert 100 * am15g().between(1100 * nm, 1750 * nm).power() / am15g().power() == pytest.approx(14.99, abs=5e-3)


def test_filters_keep_the_reference_and_scaling_changes_it():
    sun = am15g()
    assert sun.filtered(SILICON_FILTER).reference_irradiance == sun.reference_irradiance == 1000.0
    assert sun.scaled(0.3).reference_irradiance == pytest.approx(300.0)
    assert sun.scaled(0.3).power() == pytest.approx(0.3 * sun.power(), rel=1e-14)
    assert sun.filtered(PEROVSKITE_FILTER).photon_current() == sun.photon_current(750 * nm)


@given(
    edges=st.lists(st.floats(250, 4100), min_size=3, max_size=3),
)
def test_bands_add_up_wherever_they_are_cut(edges):
    low, middle, high = sorted(edge * nm for edge in edges)
    sun = am15g()
    parts = sun.photon_current(low, middle) + sun.photon_current(middle, high)
    assert parts == pytest.approx(sun.photon_current(low, high), rel=1e-12, abs=1e-10)


def test_an_edge_between_two_samples_is_exact():
    flat = Spectrum(wavelength=[400 * nm, 800 * nm], photon_flux=[1e27, 3e27], reference_irradiance=1.0)
    # trapezoid from 500 nm (1.5e27) to 800 nm (3e27)
    expected = q * 300 * nm * (1.5e27 + 3e27) / 2
    assert flat.filtered(long_pass(500 * nm)).photon_current() == pytest.approx(expected, rel=1e-14)


def test_a_jump_is_written_as_one_wavelength_twice():
    step = Spectrum(
        wavelength=np.array([400, 600, 600, 800]) * nm, photon_flux=[1e27, 1e27, 5e27, 5e27], reference_irradiance=1.0
    )
    assert step.photon_current(400 * nm, 600 * nm) == pytest.approx(q * 200 * nm * 1e27, rel=1e-14)
    assert step.photon_current(600 * nm, 800 * nm) == pytest.approx(q * 200 * nm * 5e27, rel=1e-14)
    assert step.photon_current() == pytest.approx(q * 200 * nm * 6e27, rel=1e-14)


def test_black_body_follows_stefan_boltzmann_and_wien():
    body = black_body(temperature=5772.0)
    assert body.power() == pytest.approx(sigma_SB * 5772.0**4, rel=2e-6)
    assert body.wavelength[np.argmax(body.irradiance)] == pytest.approx(2.897771955e-3 / 5772.0, rel=2e-3)
    sun = black_body(temperature=5772.0, solid_angle=6.794e-5)
    assert sun.power() == pytest.approx(body.power() * 6.794e-5 / math.pi, rel=1e-12)


def test_black_body_photons_follow_their_own_law():
    # photons of a black body: 2 zeta(3) / pi^2 (kT / hbar c)^3 c / 4
    temperature, zeta3 = 300.0, 1.2020569031595942
    kT = 1.380649e-23 * temperature
    photons = 2 * zeta3 / math.pi**2 * (kT * 2 * math.pi / (h * c)) ** 3 * c / 4
    # the tail beyond h c / lambda = 0.01 kT holds 2e-5 of the photons
    assert black_body(temperature=temperature).photon_current() / q == pytest.approx(photons, rel=5e-5)


def test_line_and_lamp_carry_their_irradiance():
    laser = line(wavelength=1550 * nm, irradiance=1000.0)
    assert laser.power() == pytest.approx(1000.0, rel=1e-14)
    assert laser.photon_current() == pytest.approx(1000.0 * q * 1550 * nm / (h * c), rel=1e-14)
    assert laser.filtered(SILICON_FILTER).photon_current() == laser.photon_current()
    assert laser.photon_current(1560 * nm, None) == 0.0
    assert led(wavelength=1300 * nm, width=80 * nm, irradiance=10.0).power() == pytest.approx(10.0, rel=1e-12)


def test_quadrature_nodes_hold_continuum_and_lines():
    both = Spectrum(
        wavelength=[1000 * nm, 1200 * nm], photon_flux=[1e27, 1e27], reference_irradiance=1.0,
        line_wavelength=[1550 * nm], line_flux=[3e20],
    )  # fmt: skip
    wavelength, photons = both.weights()
    assert np.sum(photons) * q == pytest.approx(both.photon_current(), rel=1e-15)
    assert np.sum(photons * wavelength) == pytest.approx(2e20 * 1100 * nm + 3e20 * 1550 * nm, rel=1e-14)
    assert both.weights()[0] is wavelength


def test_a_measured_filter_multiplies():
    half = Transmission(wavelength=np.array([600, 900, 1500]) * nm, transmittance=[0.5, 0.5, 0.5], name="grey")
    sun = am15g()
    assert sun.filtered(half).photon_current() == pytest.approx(sun.photon_current(600 * nm, 1500 * nm) / 2, rel=1e-12)
    assert line(wavelength=700 * nm, irradiance=2.0).filtered(half).power() == pytest.approx(1.0)


def test_spectra_own_their_arrays():
    wavelength = np.array([1.0, 2.0]) * 1e-6
    spectrum = Spectrum(wavelength=wavelength, photon_flux=[1.0, 1.0], reference_irradiance=1.0)
    wavelength[0] = 0.5e-6
    assert spectrum.wavelength[0] == 1e-6
    with pytest.raises(ValueError, match="read-only"):
        spectrum.photon_flux[0] = 2.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Spectrum(wavelength=[1e-6, 0.5e-6], photon_flux=[1, 1], reference_irradiance=1), "descends"),
        (lambda: Spectrum(wavelength=[1e-6], photon_flux=[1, 1], reference_irradiance=1), "one length"),
        (lambda: Spectrum(wavelength=[1e-6, 2e-6], photon_flux=[1, -1], reference_irradiance=1), "negative"),
        (lambda: Spectrum(wavelength=[0.0, 2e-6], photon_flux=[1, 1], reference_irradiance=1), "above 0"),
        (lambda: Spectrum(wavelength=[1e-6, 2e-6], photon_flux=[1, 1], reference_irradiance=0), "reference_irradiance"),
        (lambda: am15g().scaled(0.0), "light=None"),
        (lambda: am15g().between(2e-6, 1e-6), "empty"),
        (lambda: long_pass(-1e-6), "edge"),
        (lambda: black_body(temperature=-3.0), "temperature"),
        (lambda: black_body(temperature=300.0, solid_angle=7.0), "solid_angle"),
        (lambda: line(wavelength=1e-6, irradiance=math.nan), "irradiance"),
        (lambda: led(wavelength=1e-6, width=9e-7, irradiance=1.0), "half the wavelength"),
        (lambda: Transmission(wavelength=[1e-6, 2e-6], transmittance=[0.5, 1.5]), "between 0 and 1"),
        (lambda: Transmission(wavelength=[2e-6, 1e-6], transmittance=[0.5, 0.5]), "ascend"),
    ],
)
def test_wrong_light_is_refused_with_its_reason(make, message):
    with pytest.raises(InputError, match=message):
        make()
