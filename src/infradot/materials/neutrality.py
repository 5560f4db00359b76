"""The Fermi level at which a material is neutral."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from infradot.errors import InputError
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps import Traps
from infradot.materials.material import Material
from infradot.numerics.compiled import announce_first_compile
from infradot.numerics.roots import bracketed_root
from infradot.numerics.table import padded
from infradot.units import thermal_voltage

FARTHEST = 20.0  # eV: how far beyond the bands a Fermi level is sought


@lru_cache(maxsize=4096)
def _neutral(
    statistics: tuple, gap: float, dos_n: float, dos_p: float, doping: float, traps: tuple[Traps, ...], vt: float
) -> float:
    announce_first_compile()
    code, row_n, row_p = statistics
    cn, cp = padded(row_n), padded(row_p)
    levels = [level for trap in traps for level in trap.levels(vt, gap) if level.kind != "neutral"]
    # in equilibrium every level is filled as the Fermi function says, whatever the statistics of the bands
    depth = np.array([level.depth for level in levels]) / vt
    sign = np.array([1.0 if level.kind == "donor" else -1.0 for level in levels])
    amount = sign * np.array([level.density for level in levels])

    def charge(fermi: float) -> float:
        eta_n, eta_p = fermi / vt, (-gap - fermi) / vt
        n = density(code, eta_n, dos_n, cn)[0]
        p = density(code, eta_p, dos_p, cp)[0]
        held = float(np.sum(amount / (1.0 + np.exp(np.minimum(sign * (eta_n + depth), 700.0))))) if levels else 0.0
        # asinh keeps the root as sharp at 1e10 m^-3 as at 1e25 m^-3
        return math.asinh(p - n + doping + held)

    low, high = -gap - 1.0, 1.0
    while charge(low) <= 0 and low > -FARTHEST:
        low -= 1.0
    while charge(high) >= 0 and high < FARTHEST:
        high += 1.0
    if low <= -FARTHEST or high >= FARTHEST:
        return math.nan
    return bracketed_root(charge, low, high, tolerance=1e-15)


def neutral_fermi_level(material: Material, temperature: float) -> float:
    """Fermi level above the conduction band edge (eV, negative in the gap) at charge neutrality.

    Dopants and the equilibrium charge of traps are balanced by the carriers of the material's own statistics.

    Parameters
    ----------
    material : Material
        A conducting material.
    temperature : float
        K.

    Returns
    -------
    float
        E_F - E_c in eV.

    Raises
    ------
    InputError
        Where more dopants than states leave no neutral state, as `GaussianDisorder` allows.
    """
    vt = thermal_voltage(temperature)
    gap = material.band_gap
    assert gap is not None and material.effective_dos_n is not None and material.effective_dos_p is not None
    rows = material.statistics.coefficients(vt)
    found = _neutral(
        (material.statistics.code, *rows),
        float(gap),
        float(material.effective_dos_n),
        float(material.effective_dos_p),
        float(material.donors) - float(material.acceptors),
        material.traps,
        vt,
    )
    if math.isnan(found):
        raise InputError(
            f"Material {material.name!r}: no Fermi level makes it neutral; donors = {float(material.donors):.3g}, "
            f"acceptors = {float(material.acceptors):.3g} and traps outnumber the states of its bands, "
            f"{float(material.effective_dos_n):.3g} and {float(material.effective_dos_p):.3g} m^-3."
        )
    return found


def neutral_work_function(material: Material, temperature: float) -> float:
    """Vacuum level less the Fermi level at charge neutrality, eV."""
    assert material.electron_affinity is not None
    return float(material.electron_affinity) - neutral_fermi_level(material, temperature)
