"""Materials whose light emission follows from their own absorption."""

from __future__ import annotations

import math
from dataclasses import replace

from infradot.errors import InputError
from infradot.laws.recombination import Radiative, Recombination
from infradot.materials.edge import EdgedIndex, TunedFunction
from infradot.materials.emission import thermal_emission
from infradot.materials.material import Material
from infradot.source import Source, Value
from infradot.units import hc_eV, thermal_voltage

_BY_RECIPROCITY = Source(
    reference="van Roosbroeck and Shockley, Phys. Rev. 94, 1558 (1954), doi:10.1103/PhysRev.94.1558",
    place="from the material's own absorption",
    how="derived",
)
_ROOM = 300.0  # K


def emission_coefficient(material: Material, lowest: float | None = None) -> float:
    """Radiative coefficient B = R0/(n0 p0) at 300 K that goes with a material's own absorption, m^3 s^-1.

    Parameters
    ----------
    material : Material
        With a band gap, Boltzmann statistics and a refractive index.
    lowest : float, optional
        Photon energy from which its absorption counts, eV; by default from where the Urbach tail has faded.

    Examples
    --------
    >>> from infradot.materials.library import named_material
    >>> silicon = named_material("c-Si")
    >>> rate = emission_coefficient(silicon, 0.856) * 1.004e16**2  # times n_i^2
    >>> f"{rate * 1e-6:.2g} cm-3 s-1"  # measured: 4.4e5, Trupke et al., J. Appl. Phys. 94, 4930 (2003)
    '4.5e+05 cm-3 s-1'
    """
    constants = material.refractive_index
    if constants is None or material.band_gap is None:
        raise InputError(f"Material {material.name!r} does not emit: it needs a band gap and a refractive index.")
    vt = thermal_voltage(_ROOM)
    if lowest is None:
        lowest = 0.5 * float(material.band_gap)
        if isinstance(constants, (EdgedIndex, TunedFunction)) and constants.edges:
            lowest = max(lowest, min(constants.edges) - 21.0 / (1.0 / constants.steepness - 1.0 / vt))
    lowest = max(lowest, hc_eV / constants.reach[1])
    assert material.effective_dos_n is not None and material.effective_dos_p is not None
    pairs = material.effective_dos_n * material.effective_dos_p * math.exp(-material.band_gap / vt)
    return thermal_emission(constants, _ROOM, lowest) / pairs


def with_own_emission(material: Material, lowest: float | None = None) -> Material:
    """A material with radiative recombination from its own absorption, photons recycled; other laws stay."""
    coefficient = Value(emission_coefficient(material, lowest), source=_BY_RECIPROCITY)
    laws: list[Recombination] = [law for law in material.recombination if not isinstance(law, Radiative)]
    return replace(material, recombination=(*laws, Radiative(coefficient=coefficient, reabsorption="recycled")))
