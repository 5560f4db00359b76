"""The best that one gap can do: the yardstick that says what limits a cell."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import c, h, hc_eV, q, thermal_voltage


@dataclass(frozen=True, kw_only=True)
class IdealCell:
    """Current, voltage and fill factor of a cell in the Shockley-Queisser limit.

    Parameters
    ----------
    band_gap : float
        eV.
    jsc : float
        A m^-2.
    voc : float
        V.
    fill_factor : float
    """

    band_gap: float
    jsc: float
    voc: float
    fill_factor: float


def ideal_cell(band_gap: float, light: Spectrum, temperature: float) -> IdealCell | None:
    """A cell that absorbs every photon above its gap, emits as a black body there, and loses nothing else.

    The black body is taken without the -1 of Planck's law: right to exp(-gap/kT).

    Parameters
    ----------
    band_gap : float
        eV.
    light : Spectrum
    temperature : float
        K.

    Returns
    -------
    IdealCell or None
        None where the light has no photon above the gap.

    Examples
    --------
    >>> from infradot.light import am15g
    >>> best = ideal_cell(1.34, am15g(), 298.15)
    >>> round(best.jsc / 10, 1), round(best.voc, 2), round(best.fill_factor, 3)
    (35.0, 1.08, 0.89)
    """
    kt = thermal_voltage(temperature)
    jsc = light.photon_current(None, hc_eV / band_gap)
    x = band_gap / kt
    photons = 2 * math.pi * (kt * q / h) ** 3 / c**2 * (x * x + 2 * x + 2) * math.exp(-x)
    if jsc <= 0.0 or photons == 0.0:
        return None
    voc = kt * math.log1p(jsc / (q * photons))
    return IdealCell(band_gap=band_gap, jsc=jsc, voc=voc, fill_factor=_fill_factor(voc / kt))


def _fill_factor(voc: float) -> float:
    """Of a diode with ideality 1, from Voc in kT/q: (1 + v) exp(v) = exp(voc) at maximum power."""
    v = max(voc - math.log1p(voc), 0.0)
    for _ in range(50):
        v = max(v - (v + math.log1p(v) - voc) / (1.0 + 1.0 / (1.0 + v)), 0.0)
    return v / voc * (math.expm1(v - voc) / math.expm1(-voc)) if voc > 0 else 0.0


def smallest_gap(device: Device) -> float:
    """Smallest band gap of the layers that conduct, eV: that of the absorber."""
    return min(float(material.band_gap or math.inf) for _, material in device.conducting())
