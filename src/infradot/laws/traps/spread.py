"""What the traps that spread in energy share: from energies and weights to single levels."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from infradot.laws.traps.level import Kind, TrapLevel

# kT: step of the trapezoidal rule. The occupancy of a depleted level, 1/[c_n n1(E) + c_p p1(E)], has its poles at
# pi/2 kT from the real axis, so the rule errs by 4 exp(-pi^2/h); between plain carriers the poles are at pi kT.
STEP = 0.6


class Spread(Protocol):
    """Traps that spread in energy."""

    density: float
    kind: Kind
    capture_n: float
    capture_p: float


def as_levels(
    traps: Spread, depths: NDArray[np.float64], weights: NDArray[np.float64], kind: Kind
) -> tuple[TrapLevel, ...]:
    """Levels at `depths` (eV) that share the density of the traps in the proportion of `weights`."""
    densities = float(traps.density) * weights / np.sum(weights)
    capture_n, capture_p = float(traps.capture_n), float(traps.capture_p)
    return tuple(
        TrapLevel(density=float(density), depth=float(depth), kind=kind, capture_n=capture_n, capture_p=capture_p)
        for density, depth in zip(densities, depths, strict=True)
    )
