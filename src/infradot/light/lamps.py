"""Light to choose from: the Sun by ASTM G173-03, black bodies, lines and lamps."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.light.spectrum import Spectrum, trapezoid_weights
from infradot.units import c, h, k_B

_PHOTON = h * c
_COLUMNS = ("extraterrestrial", "global", "direct")


@cache
def _astm_g173() -> NDArray[np.float64]:
    """Columns wavelength (m), extraterrestrial, global and direct (W m^-2 per metre)."""
    text = (files("infradot.light") / "data" / "astm_g173_03.csv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")][1:]
    table = np.array([[float(cell) for cell in row.split(",")] for row in rows]).T
    table[0] *= 1e-9
    table[1:] *= 1e9
    return table


def _sun(column: str, name: str, reference_irradiance: float) -> Spectrum:
    table = _astm_g173()
    wavelength, irradiance = table[0], table[1 + _COLUMNS.index(column)]
    flux = irradiance * wavelength / _PHOTON
    return Spectrum(wavelength=wavelength, photon_flux=flux, reference_irradiance=reference_irradiance, name=name)


@cache
def am15g() -> Spectrum:
    """The Sun on a tilted plane, AM1.5G.

    Returns
    -------
    Spectrum
        280 to 4000 nm, 1000.37 W m^-2 over the table; efficiencies are referred to 1000 W m^-2 (100 mW cm^-2), also
        behind a filter. Source: ASTM G173-03, DOI 10.1520/G0173-03R12.

    Examples
    --------
    >>> round(am15g().power(), 2), am15g().reference_irradiance
    (1000.37, 1000.0)
    >>> round(am15g().photon_current(750e-9, 1100e-9) / 10, 3)  # mA cm^-2
    19.571
    """
    return _sun("global", "AM1.5G", 1000.0)


@cache
def am15d() -> Spectrum:
    """The direct and circumsolar Sun, AM1.5D; referred to 900 W m^-2. Source: ASTM G173-03."""
    return _sun("direct", "AM1.5D", 900.0)


@cache
def am0() -> Spectrum:
    """The Sun outside the atmosphere, AM0.

    Returns
    -------
    Spectrum
        The extraterrestrial column of ASTM G173-03, 280 to 4000 nm; referred to the solar constant that the spectrum
        was scaled to, 1366.1 W m^-2 (C. A. Gueymard, Sol. Energy 76, 423 (2004), DOI 10.1016/j.solener.2003.08.039).
    """
    return _sun("extraterrestrial", "AM0", 1366.1)


def black_body(*, temperature: float, solid_angle: float = math.pi, samples: int = 4001) -> Spectrum:
    """Light of a black body.

    The photon flux per wavelength is (projected solid angle) 2 c / lambda^4 / (exp(h c / lambda k T) - 1).

    Parameters
    ----------
    temperature : float
        K.
    solid_angle : float
        Projected solid angle under which the body is seen, sr: pi for a half-space, 6.79e-5 for the Sun.
    samples : int
        Wavelengths, evenly spaced in their logarithm between h c / lambda = 60 kT and 0.01 kT.

    Returns
    -------
    Spectrum
        With its own power as `reference_irradiance`.

    Examples
    --------
    >>> round(black_body(temperature=300.0).power(), 2)  # sigma T^4
    459.3
    """
    if not (math.isfinite(temperature) and temperature > 0):
        raise InputError(f"Black body: temperature = {temperature:g} K, expected above 0.")
    if not 0 < solid_angle <= math.pi:
        raise InputError(f"Black body: solid_angle = {solid_angle:g} sr, expected above 0 to pi (a half-space).")
    reduced = np.geomspace(60.0, 0.01, samples)
    wavelength = _PHOTON / (reduced * k_B * temperature)
    flux = solid_angle * 2 * c / wavelength**4 / np.expm1(reduced)
    power = float(np.sum(trapezoid_weights(wavelength) * flux * _PHOTON / wavelength))
    name = f"black body {temperature:g} K"
    return Spectrum(wavelength=wavelength, photon_flux=flux, reference_irradiance=power, name=name)


def line(*, wavelength: float, irradiance: float) -> Spectrum:
    """Light of one wavelength.

    Parameters
    ----------
    wavelength : float
        m.
    irradiance : float
        W m^-2.

    Returns
    -------
    Spectrum

    Examples
    --------
    >>> round(line(wavelength=1550e-9, irradiance=1000.0).photon_current(), 1)
    1250.2
    """
    _positive("Line", wavelength=wavelength, irradiance=irradiance)
    return Spectrum(
        line_wavelength=np.array([wavelength]),
        line_flux=np.array([irradiance * wavelength / _PHOTON]),
        reference_irradiance=irradiance,
        name=f"line {wavelength * 1e9:g} nm",
    )


def led(*, wavelength: float, width: float, irradiance: float) -> Spectrum:
    """Light of a lamp with a Gaussian spectrum.

    Parameters
    ----------
    wavelength : float
        Of the peak in spectral irradiance, m.
    width : float
        Full width at half maximum, m; below half the wavelength.
    irradiance : float
        W m^-2.

    Returns
    -------
    Spectrum
        Cut at 6 standard deviations, or at a tenth of the peak wavelength.
    """
    _positive("LED", wavelength=wavelength, width=width, irradiance=irradiance)
    if not width < 0.5 * wavelength:
        raise InputError(f"LED: width = {width:g} m, expected below half the wavelength of {wavelength:g} m.")
    sigma = width / math.sqrt(8 * math.log(2))
    nodes = np.linspace(max(wavelength - 6 * sigma, 0.1 * wavelength), wavelength + 6 * sigma, 401)
    shape = np.exp(-0.5 * ((nodes - wavelength) / sigma) ** 2)
    flux = irradiance * shape / np.sum(trapezoid_weights(nodes) * shape) * nodes / _PHOTON
    name = f"LED {wavelength * 1e9:g} nm"
    return Spectrum(wavelength=nodes, photon_flux=flux, reference_irradiance=irradiance, name=name)


def _positive(what: str, **values: float) -> None:
    problems = [
        f"{what}: {name} = {value:g}, expected a finite number above 0."
        for name, value in values.items()
        if not (math.isfinite(value) and value > 0)
    ]
    if problems:
        raise InputError(*problems)
