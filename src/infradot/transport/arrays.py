"""A device as the arrays that the kernels read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# columns of a state: potential and quasi-Fermi levels, and the low words of the three
PSI, PHI_N, PHI_P, LOW_PSI, LOW_N, LOW_P = range(6)
STATE = 6
# columns of `Arrays.material`
PERMITTIVITY, AFFINITY, GAP, DOS_N, DOS_P, DIFFUSION_N, DIFFUSION_P, DOPING, GAP_FACTOR = range(9)
# columns of `Arrays.code`
STATISTICS, FIRST_LAW, LAST_LAW, FIRST_TRAP, LAST_TRAP, MOBILITY = range(6)
# columns of `Arrays.contact`
POTENTIAL, CONTACT_N, CONTACT_P, VELOCITY_N, VELOCITY_P, CAPACITANCE = range(6)
PINNED = -1.0  # capacitance of a contact without an insulator, which pins the potential
# columns of `Arrays.joint` and of `Arrays.joint_code`
FAST_N, FAST_P, LEVEL_N, LEVEL_P, JOINT_GAP, EMISSION_N, EMISSION_P, STIFFNESS = range(8)
FRONT_MATERIAL, BACK_MATERIAL, N_FROM_BACK, P_FROM_BACK, RECOMBINES = range(5)


class Arrays(NamedTuple):
    """What the kernels need of a device. Energies in kT, potentials in kT/q, lengths in m, densities in m^-3.

    Potentials live on nodes, materials live on elements, so that a heterojunction is exact.
    """

    width: NDArray[np.float64]
    """(elements,) widths of the elements; 0 for a step that carriers cross by emission."""
    region: NDArray[np.int64]
    """(elements,) row of `material` that fills each element; -1 - j for the step at joint j."""
    material: NDArray[np.float64]
    """(rows, 9): eps eps0 kT/q^2 (m^-1), affinity, gap, N_c, N_v, D_n, D_p (m^2/s), doping, exp(-gap)."""
    code: NDArray[np.int64]
    """(rows, 6): statistics code, first and last + 1 law, first and last + 1 trap, mobility code."""
    statistics_row: NDArray[np.float64]
    """(2 rows, 8): coefficients of the statistics of electrons and of holes, in turn."""
    mobility_row: NDArray[np.float64]
    """(2 rows, 8): coefficients of the mobilities of electrons and of holes, in turn."""
    law_code: NDArray[np.int64]
    law_row: NDArray[np.float64]
    trap_run: NDArray[np.int64]
    """(traps, 3): code of a trap, first and last + 1 row of its levels."""
    trap_row: NDArray[np.float64]
    contact: NDArray[np.float64]
    """(2, 6): potential at equilibrium, n0, p0, velocities of electrons and holes (m/s), and the capacitance of an
    insulator between potential and layer over q^2/kT (m^-2), 0 for a free surface, `PINNED` for none; front, back."""
    injection_code: NDArray[np.int64]
    """(2,): code of the injection law of each contact, -1 for none."""
    injection_row: NDArray[np.float64]
    """(4, 8): its coefficients for electrons and holes at the front, then at the back."""
    joint_at: NDArray[np.int64]
    """(nodes,) joint at a node where two layers share it, else -1."""
    joint: NDArray[np.float64]
    """(joints, 8): 1/S_n, 1/S_p (s/m), n1 and p1 over their scales, exp(-interface gap), emission velocities of
    electrons and holes (m/s), capacitance of the step over q^2/kT (m^-2)."""
    joint_code: NDArray[np.int64]
    """(joints, 5): materials in front and behind, whether n and p are those behind, whether carriers recombine."""
