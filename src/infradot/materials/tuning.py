"""Materials whose gap can be chosen: absorption, levels and emission move with it."""

from __future__ import annotations

import math
from dataclasses import replace

from infradot.errors import InputError
from infradot.laws.recombination import Radiative
from infradot.materials.edge import TunedFunction
from infradot.materials.library import material_names, named_material
from infradot.materials.material import Material
from infradot.materials.own_emission import with_own_emission
from infradot.source import Value


def tunable(material: Material) -> bool:
    """Whether the gap of a material can be chosen, with its absorption, levels and emission."""
    return isinstance(material.refractive_index, TunedFunction)


def with_gap(material: Material, gap: float) -> Material:
    """A tunable material with another gap: absorption, levels and emission move with it, all else stays.

    Parameters
    ----------
    material : Material
        One whose refractive index is a `TunedFunction`, such as "mixed-halide perovskite" of the library.
    gap : float
        eV.

    Raises
    ------
    InputError
        For a material with a gap of its own, or a gap for which the shift is not trusted.
    """
    tuned = material.refractive_index
    if not isinstance(tuned, TunedFunction) or material.band_gap is None or material.electron_affinity is None:
        raise InputError(f"The gap of {material.name!r} is its own; only its other numbers can be chosen.")
    if float(gap) == float(material.band_gap) == float(tuned.gap):
        return replace(material, band_gap=gap)
    step, share = float(gap) - float(material.band_gap), tuned.conduction_share
    old = material.electron_affinity
    affinity = Value(
        round(float(old) - float(share) * step, 12),  # so that two steps end where one does
        std=math.hypot(getattr(old, "std", 0.0), getattr(share, "std", 0.0) * step),
        source=getattr(old, "source", None),
    )
    moved = replace(material, band_gap=gap, electron_affinity=affinity, refractive_index=replace(tuned, gap=float(gap)))
    emits = any(isinstance(law, Radiative) for law in material.recombination)
    return with_own_emission(moved) if emits else moved


def tuned_material(name: str = "mixed-halide perovskite", *, band_gap: float) -> Material:
    """A material of the library at a gap of your choice.

    Parameters
    ----------
    name : str
        A tunable material.
    band_gap : float
        eV.

    Returns
    -------
    Material

    Raises
    ------
    InputError
        For a material whose gap is its own, with the tunable ones, or a gap outside the range.

    Notes
    -----
    The whole absorption spectrum moves with the gap; a share of the move is the conduction band's. Lifetimes stay those
    of the library, although films with much bromide recombine faster and come apart under light above about 1.75 eV.

    Examples
    --------
    >>> wide = tuned_material("perovskite", band_gap=1.72)
    >>> round(float(wide.electron_affinity), 3)
    3.87
    """
    found = named_material(name)
    if not tunable(found):
        known = [each for each in material_names() if tunable(named_material(each))]
        raise InputError(f"The gap of {found.name!r} is its own; it can be chosen for {', '.join(known)}.")
    return with_gap(found, band_gap)
