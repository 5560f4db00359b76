"""A device as the arrays that the kernels read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# columns of `Arrays.material`
PERMITTIVITY, AFFINITY, GAP, DOS_N, DOS_P, DIFFUSION_N, DIFFUSION_P, DOPING, GAP_FACTOR = range(9)
# columns of `Arrays.code`
STATISTICS, FIRST_LAW, LAST_LAW, FIRST_TRAP, LAST_TRAP = range(5)
# columns of `Arrays.contact`
POTENTIAL, CONTACT_N, CONTACT_P, VELOCITY_N, VELOCITY_P = range(5)


class Arrays(NamedTuple):
    """What the kernels need of a device. Energies in kT, potentials in kT/q, lengths in m, densities in m^-3.

    Potentials live on nodes, materials live on elements, so that a heterojunction is exact.
    """

    width: NDArray[np.float64]
    """(elements,) widths of the elements."""
    region: NDArray[np.int64]
    """(elements,) row of `material` that fills each element."""
    material: NDArray[np.float64]
    """(materials, 9): eps eps0 kT/q^2 (m^-1), affinity, gap, N_c, N_v, D_n, D_p (m^2/s), doping, exp(-gap)."""
    code: NDArray[np.int64]
    """(materials, 5): statistics code, first and last + 1 law, first and last + 1 trap."""
    statistics_row: NDArray[np.float64]
    """(2 materials, 8): coefficients of the statistics of electrons and of holes, in turn."""
    law_code: NDArray[np.int64]
    law_row: NDArray[np.float64]
    trap_code: NDArray[np.int64]
    trap_row: NDArray[np.float64]
    contact: NDArray[np.float64]
    """(2, 5): potential at equilibrium, n0, p0, velocities of electrons and holes (m/s); front, back."""
