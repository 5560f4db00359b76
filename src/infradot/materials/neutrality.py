"""The Fermi level at which a material is neutral."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from infradot.laws.statistics.dispatch import density
from infradot.laws.traps import Traps
from infradot.materials.material import Material
from infradot.numerics.compiled import announce_first_compile
from infradot.numerics.roots import bracketed_root
from infradot.numerics.table import padded
from infradot.units import thermal_voltage


@lru_cache(maxsize=4096)
def _neutral(
    statistics: tuple, gap: float, dos_n: float, dos_p: float, doping: float, traps: tuple[Traps, ...], vt: float
) -> float:
    announce_first_compile()
    code, row_n, row_p = statistics
    cn, cp = padded(row_n), padded(row_p)
    levels = [level for trap in traps for level in trap.levels(vt, gap)]
    # in equilibrium every level is filled as the Fermi function says, whatever the statistics of the bands
    depth = np.array([level.depth for level in levels], dtype=np.float64) / vt
    acceptors = np.array([level.density * (level.kind == "acceptor") for level in levels], dtype=np.float64)
    donors = np.array([level.density * (level.kind == "donor") for level in levels], dtype=np.float64)

    def charge(fermi: float) -> float:
        eta_n, eta_p = fermi / vt, (-gap - fermi) / vt
        n = density(code, eta_n, dos_n, cn)[0]
        p = density(code, eta_p, dos_p, cp)[0]
        above = np.clip(eta_n + depth, -700.0, 700.0)  # of the Fermi level over each trap level, kT
        held = np.sum(donors / (1.0 + np.exp(above))) - np.sum(acceptors / (1.0 + np.exp(-above)))
        # asinh keeps the root as sharp at 1e10 m^-3 as at 1e25 m^-3
        return float(np.arcsinh(p - n + doping + held))

    low, high = -gap - 1.0, 1.0
    while charge(low) <= 0:
        low -= 1.0
    while charge(high) >= 0:
        high += 1.0
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
    """
    vt = thermal_voltage(temperature)
    gap = material.band_gap
    assert gap is not None and material.effective_dos_n is not None and material.effective_dos_p is not None
    rows = material.statistics.coefficients(vt)
    return _neutral(
        (material.statistics.code, *rows),
        float(gap),
        float(material.effective_dos_n),
        float(material.effective_dos_p),
        float(material.donors) - float(material.acceptors),
        material.traps,
        vt,
    )


def neutral_work_function(material: Material, temperature: float) -> float:
    """Vacuum level less the Fermi level at charge neutrality, eV."""
    assert material.electron_affinity is not None
    return float(material.electron_affinity) - neutral_fermi_level(material, temperature)
