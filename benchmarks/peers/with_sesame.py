"""The posed heterojunction in Sesame (package ``solsesame``), through its public interface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sesame
from common import TEMPERATURE, TRAPS

NAME = "solsesame"


def between(low: float, high: float) -> Callable[[np.ndarray], np.ndarray]:
    """Where a layer is; Sesame counts the arguments of the function, so defaults may not carry the limits."""

    def inside(x: np.ndarray) -> np.ndarray:
        return (x >= low) & (x <= high)

    return inside


class Sesame:
    """The case on given nodes.

    Parameters
    ----------
    position : ndarray (nodes,)
        m.
    columns : dict of ndarray (nodes,)
        From `common.node_columns`.
    traps : bool
        With the charged traps of the ink.
    """

    def __init__(self, position: np.ndarray, columns: dict[str, np.ndarray], traps: bool) -> None:
        self.system = sesame.Builder(position, input_length="m", T=TEMPERATURE)
        for layer in np.unique(columns["layer"]):
            here = np.flatnonzero(columns["layer"] == layer)
            low, high = position[here[0]], position[here[-1]]
            one = {key: float(values[here[0]]) for key, values in columns.items()}
            self.system.add_material(
                {
                    "Nc": one["Nc_m3"], "Nv": one["Nv_m3"], "Eg": one["Eg_eV"], "affinity": one["chi_eV"],
                    "epsilon": one["eps_r"], "mu_e": one["mu_n_m2Vs"], "mu_h": one["mu_p_m2Vs"], "Et": 0.0,
                    "tau_e": one["tau_n_s"], "tau_h": one["tau_p_s"],
                },
                between(low, high),
            )  # fmt: skip
        self.system.rho = (columns["ND_m3"] - columns["NA_m3"]) / self.system.scaling.density
        self.system.contact_type("Ohmic", "Ohmic")
        self.system.contact_S(1e5, 1e5, 1e5, 1e5)
        if traps:
            self._add_traps(np.flatnonzero(columns["layer"] == 1), float(columns["Eg_eV"][len(position) // 2]))
        self.columns = columns
        self._rate = columns["G"]
        self.system.generation(np.zeros_like(self._rate))
        self.solver = sesame.solvers.Solver(use_mumps=False)
        self._dark = self.solver.solve(self.system, compute="Poisson", verbose=False)["v"]
        self.system.generation(self._rate)

    def _add_traps(self, sites: np.ndarray, gap: float) -> None:
        """Sesame knows line and point defects only; a defect over all sites of unit length is a trap in the bulk."""
        from sesame.builder import defect

        scaling = self.system.scaling
        boltzmann, electron_mass = 1.380649e-23, 9.1093837e-31
        velocity = np.sqrt(3 * boltzmann * TEMPERATURE / electron_mass)  # m/s, what it multiplies a cross-section with
        area = scaling.density * scaling.length
        for trap in TRAPS:
            self.system.defects_list.append(
                defect(
                    sites, None, trap["density"] / scaling.density, (gap / 2 - trap["depth"]) / scaling.energy,
                    trap["capture_n"] / velocity * area, trap["capture_p"] / velocity * area,
                    (0, -1) if trap["kind"] == "acceptor" else (1, 0), np.ones(len(sites)),
                )
            )  # fmt: skip

    def curve(self, voltage: np.ndarray) -> np.ndarray:
        """Light on at equilibrium, and a voltage sweep: A m^-2, a photocurrent negative."""
        nodes = len(self._dark)
        start = {"efn": np.zeros(nodes), "efp": np.zeros(nodes), "v": self._dark.copy()}
        current, _ = self.solver.IVcurve(self.system, voltage, guess=start, verbose=False)
        return -np.asarray(current) * self.system.scaling.current
