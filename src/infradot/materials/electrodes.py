"""Transparent electrodes by their carriers: what conducts sideways absorbs in the infrared."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from infradot.errors import InputError, nearest
from infradot.materials.dielectric import DielectricFunction
from infradot.materials.library import material_names, named_material
from infradot.materials.material import Material
from infradot.materials.oscillators import Drude
from infradot.source import Source, Value
from infradot.units import per_cm3, q

DENSITIES = (1e17 * per_cm3, 5e21 * per_cm3)  # m^-3
MOBILITIES = (1e-5, 0.1)  # m^2 V^-1 s^-1
_FROM_SHEET = Source(reference="1/(sheet resistance, thickness and elementary charge)", how="derived")


def electrode_names() -> tuple[str, ...]:
    """Transparent electrodes of the library whose carriers can be chosen.

    Examples
    --------
    >>> {"ITO", "AZO", "CAZO", "IO:H", "FTO"} <= set(electrode_names())
    True
    """
    return tuple(name for name in material_names() if carriers(named_material(name)) is not None)


def carriers(material: Material) -> Drude | None:
    """The free carriers of an electrode; None for a material that has no such term."""
    index = material.refractive_index
    if material.conducts or not isinstance(index, DielectricFunction):
        return None
    return next((term for term in index.terms if isinstance(term, Drude)), None)


def transparent_electrode(
    name: str = "ITO",
    *,
    sheet_resistance: float | None = None,
    thickness: float | None = None,
    density: float | None = None,
    mobility: float | None = None,
) -> Material:
    """A transparent electrode with the carriers that its sheet resistance asks for.

    R_sheet = 1/(N q mu d). The same N and mu are the Drude term of its n + ik, so a lower sheet resistance costs
    infrared light, and a higher mobility at the same sheet resistance gives some of it back.

    Parameters
    ----------
    name : str
        "ITO", "AZO", "CAZO", "IO:H" (also "IHO"), "FTO", or another of `electrode_names`.
    sheet_resistance : float, optional
        Ohm per square; needs `thickness`.
    thickness : float, optional
        Of the film, m; nothing else uses it.
    density : float, optional
        Free electrons N, m^-3.
    mobility : float, optional
        mu, m^2 V^-1 s^-1.

    Returns
    -------
    Material
        Without a band gap: an optical layer that lends its contact a work function. What is not given is the
        library's; a sheet resistance alone keeps the mobility and takes the density that it needs.

    Raises
    ------
    InputError
        For a material without free carriers, for numbers that do not go together, or for carriers that no film has.

    Notes
    -----
    The interband edge (Tauc-Lorentz) and the effective mass stay those of the library. Left out: the shift of the edge
    with the filling of the band (0.1 to 0.3 eV in the ultraviolet), the rise of the mass above 5e20 cm^-3, and grain
    boundaries, which a current crosses and light does not, so that the optical mobility of a poor film exceeds that of
    its sheet resistance.

    Examples
    --------
    >>> import numpy as np
    >>> ordinary = transparent_electrode("ITO", sheet_resistance=15.0, thickness=150e-9)
    >>> better = transparent_electrode("IHO", sheet_resistance=15.0, thickness=150e-9)
    >>> for material in (ordinary, better):
    ...     depth = 4 * np.pi * material.refractive_index.index([1300e-9]).imag[0] * 150 / 1300
    ...     print(f"{carriers(material).density * 1e-6:.2g} cm-3, absorbs {1 - np.exp(-depth):.0%}")
    8.4e+20 cm-3, absorbs 62%
    2.5e+20 cm-3, absorbs 3%
    """
    material = named_material(name)
    known = carriers(material)
    if known is None:
        raise InputError(f"{name!r} has no free carriers of its own.{nearest(name, electrode_names())}")
    problems = _wrong(sheet_resistance=sheet_resistance, thickness=thickness, density=density, mobility=mobility)
    if sheet_resistance is not None and thickness is None and not problems:
        problems = ["sheet_resistance needs the thickness of the film (m)"]
    if None not in (sheet_resistance, density, mobility):
        problems.append("sheet_resistance, density and mobility are all given, and two of them decide the third")
    if problems:
        raise InputError(*(f"Electrode {material.name!r}: {problem}." for problem in problems))
    if sheet_resistance is not None:
        assert thickness is not None
        if density is not None:
            mobility = _other(density, sheet_resistance, thickness)
        else:
            mobility = known.mobility if mobility is None else mobility
            density = _other(mobility, sheet_resistance, thickness)
    return with_carriers(material, density=density, mobility=mobility)


def with_carriers(material: Material, *, density: float | None = None, mobility: float | None = None) -> Material:
    """An electrode with another density (m^-3) or mobility (m^2 V^-1 s^-1) of its free carriers."""
    known, index = carriers(material), material.refractive_index
    if known is None or not isinstance(index, DielectricFunction):
        raise InputError(f"Electrode {material.name!r} has no free carriers.")
    made = replace(
        known,
        density=known.density if density is None else density,
        mobility=known.mobility if mobility is None else mobility,
    )
    problems = [
        f"{what} = {value / factor:.3g} {unit}, expected {low / factor:g} to {high / factor:g} {unit}"
        for what, value, (low, high), factor, unit in (
            ("density", made.density, DENSITIES, per_cm3, "cm-3"),
            ("mobility", made.mobility, MOBILITIES, 1e-4, "cm2/Vs"),
        )
        if not low <= value <= high
    ]
    if problems:
        raise InputError(*(f"Electrode {material.name!r}: {problem}." for problem in problems))
    if (
        made == known
        and (density is None or density is known.density)
        and (mobility is None or mobility is known.mobility)
    ):
        return material
    terms = tuple(made if term is known else term for term in index.terms)
    return replace(material, refractive_index=replace(index, terms=terms))


def _other(carrier: float, sheet_resistance: float, thickness: float) -> Value:
    """The density that goes with a mobility, or the mobility that goes with a density."""
    value = 1.0 / (q * float(carrier) * float(sheet_resistance) * float(thickness))
    parts = (carrier, sheet_resistance, thickness)
    relative = math.hypot(*(getattr(part, "std", 0.0) / float(part) for part in parts))
    return Value(value, std=value * relative, source=_FROM_SHEET)


def _wrong(**numbers: Any) -> list[str]:
    return [
        f"{name} = {value!r}, expected a finite number above 0"
        for name, value in numbers.items()
        if value is not None
        and not (isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value > 0)
    ]
