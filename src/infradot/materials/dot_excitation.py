"""How many pairs light makes in one dot."""

from __future__ import annotations

import math

from infradot.errors import InputError
from infradot.materials.dot import Dot
from infradot.materials.pump_cross_section import solution_cross_section
from infradot.source import Source, Value
from infradot.units import c, h

_SOURCE = Source(reference="absorption cross-section of a single dot in solution", how="derived", confidence="C")


def pulse_pairs(dot: Dot, *, fluence: float, wavelength: float) -> Value:
    """Pairs that one dot absorbs from a pulse on average: cross-section times photons an area.

    Parameters
    ----------
    dot : Dot
    fluence : float
        Energy of the pulse an area, J m^-2.
    wavelength : float
        m, from 300 nm to the first exciton.

    Returns
    -------
    Value
        With the uncertainty of the cross-section, a third and more.

    Raises
    ------
    InputError

    Examples
    --------
    >>> pairs = pulse_pairs(Dot(core="PbS", exciton=1.03), fluence=0.1, wavelength=800e-9)  # 10 uJ/cm2
    >>> round(pairs, 3), round(pairs.std, 3)
    (0.034, 0.01)
    """
    return _times(dot, fluence, wavelength, "fluence")


def pump_rate(dot: Dot, *, irradiance: float, wavelength: float) -> Value:
    """Pairs that one dot absorbs a second from continuous light, s^-1.

    Parameters
    ----------
    dot : Dot
    irradiance : float
        W m^-2.
    wavelength : float
        m, from 300 nm to the first exciton.

    Returns
    -------
    Value

    Raises
    ------
    InputError
    """
    return _times(dot, irradiance, wavelength, "irradiance")


def _times(dot: Dot, energy: float, wavelength: float, name: str) -> Value:
    if not 0.0 < energy < math.inf:
        raise InputError(f"Excitation: {name} = {energy!r}, expected above 0.")
    sigma = solution_cross_section(dot, wavelength)
    photons = energy * wavelength / (h * c)
    return Value(sigma * photons, std=sigma.std * photons, source=_SOURCE)
