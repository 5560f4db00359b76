"""Lamps by name, as bright as the eye sees them: the tables of the CIE, scaled to an illuminance in lux."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, nearest
from infradot.light.filters import Transmission
from infradot.light.lamps import black_body
from infradot.light.spectrum import Spectrum

LUMENS_A_WATT = 683.0  # at 555 nm, by the definition of the candela
BULB = "incandescent"
BULB_TEMPERATURE = 2856.0  # K, of illuminant A


@cache
def _table(name: str) -> dict[str, NDArray[np.float64]]:
    """Columns of a text table of this folder; NaN where a cell is empty."""
    text = (files("infradot.light") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    head, *rows = (line.split(",") for line in text.splitlines() if line and not line.startswith("#"))
    columns = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows]).T
    return dict(zip(head, columns, strict=True))


@cache
def _eye() -> Transmission:
    table = _table("photopic")
    return Transmission(
        wavelength=table["wavelength_nm"] * 1e-9, transmittance=table["efficiency"], name="photopic eye (CIE 1924)"
    )


def lamp_names() -> tuple[str, ...]:
    """Names of the lamps that `lamp` knows.

    Examples
    --------
    >>> {"A", "D65", "FL2", "FL11", "LED-B4"} <= set(lamp_names())
    True
    """
    return (*(name for name in _table("cie_lamps") if name != "wavelength_nm"), BULB)


def illuminance(light: Spectrum) -> float:
    """How bright the eye finds a light, lux.

    E_v = 683 lm/W times the integral of the spectral irradiance weighted by V(lambda), the sensitivity of the eye by
    day (CIE 018:2019). The infrared counts nothing.

    Parameters
    ----------
    light : Spectrum
        On the plane of the device.

    Returns
    -------
    float
        lx (lumen m^-2).

    Examples
    --------
    >>> from infradot.light import am15g
    >>> round(illuminance(am15g()), -3)
    109000.0
    """
    return LUMENS_A_WATT * light.filtered(_eye()).power()


def lamp(name: str, *, illuminance: float | None = None, irradiance: float | None = None) -> Spectrum:
    """Light of a lamp, as bright as asked.

    Parameters
    ----------
    name : str
        A standard lamp of the CIE whatever its case: "A" (tungsten), "D50" and "D65" (daylight through a window),
        "FL1" to "FL12" (fluorescent tubes), "LED-B1" to "LED-B5" (blue chip and phosphor, from warm to cool white),
        "LED-BH1", "LED-RGB1", "LED-V1", "LED-V2"; or "incandescent".
    illuminance : float, optional
        lx on the plane of the device: 100 to 300 in a home, 500 on a desk, 1000 in a shop.
    irradiance : float, optional
        W m^-2 in place of `illuminance`; exactly one of the two is needed.

    Returns
    -------
    Spectrum
        With its own power as `reference_irradiance`.

    Raises
    ------
    InputError
        For an unknown name, with the nearest one; for no brightness, two, or one that is not above 0.

    Notes
    -----
    The tables (CIE 015:2018) describe what the eye sees and end at 780 nm. A tungsten lamp gives most of its power
    beyond: "incandescent" is the black body of 2856 K whose visible part is illuminant A, with all its infrared, which
    is what a cell of infrared dots would receive.

    Examples
    --------
    >>> white = lamp("LED-B4", illuminance=1000.0)
    >>> round(white.power(), 2), round(white.photon_current() / 10 * 1e3, 1)  # W m^-2, uA cm^-2
    (3.13, 139.9)
    >>> round(lamp("incandescent", illuminance=1000.0).power(), 1)
    60.8
    """
    shape = _shape(name)
    given = {key: x for key, x in {"illuminance": illuminance, "irradiance": irradiance}.items() if x is not None}
    if len(given) != 1:
        raise InputError(f"Lamp {shape.name!r}: give illuminance (lx) or irradiance (W m-2), one of the two.")
    ((key, value),) = given.items()
    if not (_is_number(value) and math.isfinite(value) and value > 0):
        unit = "lx" if key == "illuminance" else "W m-2"
        raise InputError(f"Lamp {shape.name!r}: {key} = {value!r} {unit}, expected a finite number above 0.")
    return shape.scaled(float(value) / (_brightness(shape.name) if key == "illuminance" else shape.power()))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.floating)) and not isinstance(value, bool)


@cache
def _brightness(name: str) -> float:
    return illuminance(_shape(name))


@cache
def _shape(name: str) -> Spectrum:
    """The lamp with an irradiance of 1 W m^-2."""
    known = {each.casefold(): each for each in lamp_names()}
    if not isinstance(name, str) or name.casefold() not in known:
        raise InputError(f"Unknown lamp {name!r}.{nearest(str(name), known.values())}")
    exact = known[name.casefold()]
    if exact == BULB:
        body = black_body(temperature=BULB_TEMPERATURE)
        return replace(body.scaled(1.0 / body.reference_irradiance), name=BULB)
    table = _table("cie_lamps")
    shines = ~np.isnan(table[exact])
    wavelength = table["wavelength_nm"][shines] * 1e-9
    flux = table[exact][shines] * wavelength  # of any scale
    raw = Spectrum(wavelength=wavelength, photon_flux=flux, reference_irradiance=1.0, name=exact)
    return replace(raw, photon_flux=flux / raw.power())
