"""Where carriers are generated: given by the user, or by light in the stack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.stack.device import Device
from infradot.transport.problem import Problem
from infradot.units import hc_eV


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """A generation profile: linear between samples, zero outside them.

    Parameters
    ----------
    position : ndarray (m,)
        m from the front face of the first conducting layer, ascending; the same position twice is a jump.
    rate : ndarray (m,)
        Pairs m^-3 s^-1.

    Raises
    ------
    InputError
        For arrays of unequal length, fewer than two samples, descending positions or negative rates.
    """

    position: NDArray[np.float64]
    rate: NDArray[np.float64]

    def __post_init__(self) -> None:
        for key in ("position", "rate"):
            values = np.array(getattr(self, key), dtype=np.float64, ndmin=1)
            values.setflags(write=False)
            object.__setattr__(self, key, values)
        problems = []
        if self.position.shape != self.rate.shape or self.position.ndim != 1 or len(self.position) < 2:
            problems.append("Generation: position and rate need the same length, at least 2 samples.")
        elif not (np.isfinite(self.position).all() and np.isfinite(self.rate).all()):
            problems.append("Generation: position and rate must be finite.")
        elif (np.diff(self.position) < 0).any():
            problems.append("Generation: position must ascend.")
        elif (self.rate < 0).any():
            problems.append(f"Generation: rate = {self.rate.min():g} m-3 s-1, expected 0 or above.")
        if problems:
            raise InputError(*problems)

    def integral(self, position: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pairs generated before each position (m^-2 s^-1), exactly."""
        x, g = self.position, self.rate
        steps = np.concatenate(([0.0], np.cumsum(0.5 * np.diff(x) * (g[1:] + g[:-1]))))
        at = np.clip(position, x[0], x[-1])
        i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        width = x[i + 1] - x[i]
        share = np.divide(at - x[i], width, out=np.zeros_like(at), where=width > 0)
        return steps[i] + (at - x[i]) * (g[i] + 0.5 * share * (g[i + 1] - g[i]))

    def cells(self, problem: Problem) -> list[NDArray[np.float64]]:
        """Pairs generated in each cell of each conducting layer, m^-2 s^-1."""
        found, front = [], 0.0
        for domain in problem.domains:
            found.append(np.diff(self.integral(front + domain.boundary)))
            front += float(domain.position[-1])
        return found


def pairs_made(device: Device, layer: str, wavelength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pairs for each photon that a conducting layer absorbs, by wavelength in m: 1, or what multiple excitons make."""
    found = device.stack[layer]
    gap = found.at(device.temperature).band_gap
    if found.multiple_excitons is None or gap is None:
        return np.ones(len(wavelength))
    return found.multiple_excitons.pairs(hc_eV / wavelength / float(gap))


def nodal(problem: Problem, cells: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Generation (nodes,) of each node from the cells of each layer; an interface node collects both its halves."""
    total = np.zeros(problem.nodes)
    for domain, part in zip(problem.domains, cells, strict=True):
        total[domain.start : domain.stop + 1] += part
    return total
