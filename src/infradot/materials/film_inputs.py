"""What a film is told and what it takes for granted: default numbers, checks, and the size that was left out."""

from __future__ import annotations

import warnings

from infradot.errors import InputError, OutOfRange, PhysicsWarning
from infradot.materials.core import Core
from infradot.materials.facets import STRAY, Passivation
from infradot.materials.given import derived
from infradot.materials.ligand import Ligand
from infradot.materials.sizing import SizingCurve
from infradot.source import Source, Value

ROCK_SALT = "rock salt"
PACKING = Value(
    0.64,
    std=0.03,
    source=Source(reference="random close packing of spheres; 0.74 for an ordered film", how="assumed", confidence="B"),
)
PERMITTIVITY = Value(
    15.0,
    std=3.0,
    source=Source(
        reference="10 to 20 in published films; Grinolds et al., Nano Lett. 15, 21 (2015) show that mixing rules fail",
        how="assumed",
        confidence="B",
    ),
)
URBACH = Value(
    0.017,
    std=0.003,
    source=Source(
        reference="14 to 20 meV in PbS and PbSe films, order of magnitude of Erslev et al. (2012)",
        how="assumed",
        confidence="C",
    ),
)

_RANGES = {
    "linewidth": (1e-3, 0.3, " eV"),
    "spacing": (0.0, 1e-8, " m"),
    "packing": (0.05, 0.9, ""),
    "urbach_energy": (1e-3, 0.1, " eV"),
    "relative_permittivity": (1.0, 1000.0, ""),
}


def check_numbers(**numbers: float | None) -> None:
    """Refuse what no film has; `InputError` with every mistake."""
    problems = []
    for name, value in numbers.items():
        low, high, unit = _RANGES[name]
        if value is not None and not (isinstance(value, (int, float)) and low <= value <= high):
            problems.append(f"Film: {name} = {value!r}{unit}, expected {low:g} to {high:g}{unit}.")
    if problems:
        raise InputError(*problems)


def check_surface(
    core: Core,
    curve: SizingCurve,
    passivation: Passivation | None,
    facets: float | None,
    *,
    diameter: float | None,
    linewidth: float | None,
) -> None:
    """Refuse facets of a crystal that has others, and dots of unknown size; `InputError` with every mistake."""
    problems = []
    if (passivation is not None or facets is not None) and core.bulk.phase != ROCK_SALT:
        problems.append(
            f"Film: facets and passivation are known for {ROCK_SALT} cores, and {core.name} is {core.bulk.phase}; "
            "give the ligand a trap_density."
        )
    if facets is not None and not (isinstance(facets, (int, float)) and -STRAY <= facets <= 1.0 + STRAY):
        problems.append(f"Film: facets = {facets!r}, expected the share of (100) from 0 to 1 or the name of a shape.")
    if not curve.known:
        missing = [name for name, value in (("diameter", diameter), ("linewidth", linewidth)) if value is None]
        if missing:
            problems.append(
                f"Film: {core.name} has no sizing curve, so its {' and '.join(missing)} must be given beside the "
                "exciton."
            )
    if problems:
        raise InputError(*problems)


def sizes(curve: SizingCurve, ligand: Ligand, diameter: float | None, exciton: float | None) -> tuple[float, float]:
    """Diameter and first exciton of the film; the one that was not given follows from the other."""
    if exciton is None:
        assert diameter is not None
        return diameter, derived(curve.energy(diameter) - ligand.shift(diameter), curve.source)
    follows = _diameter(curve, ligand, float(exciton)) if diameter is None else None
    if follows is not None:
        return derived(follows, curve.source), exciton
    assert diameter is not None
    try:
        expected = curve.energy(diameter) - ligand.shift(diameter)
    except OutOfRange:
        return diameter, exciton
    if abs(expected - exciton) > 0.15 * exciton:
        warnings.warn(
            f"Film: dots of {diameter * 1e9:.2f} nm would have their first exciton at {expected:.3f} eV, not at "
            f"{float(exciton):.3f} eV; both are used as given. Leave one out to let it follow.",
            PhysicsWarning,
            stacklevel=4,
        )
    return diameter, exciton


def _diameter(curve: SizingCurve, ligand: Ligand, exciton: float) -> float:
    """The diameter whose first exciton in solution lies one film shift above `exciton`."""
    shift = float(ligand.shift_large)
    for _ in range(60):
        diameter = curve.diameter(exciton + shift)
        if (again := ligand.shift(diameter)) == shift:
            break
        shift = again
    return diameter
