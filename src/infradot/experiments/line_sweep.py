"""The line of a single-photon source against temperature: width, coherence, what a cavity makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from infradot.experiments.photon_source import source_rates
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.single_line import Array, dot_line
from infradot.optics.purcell import enhancement
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.units import meV

TEMPERATURES = np.array([4.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0, 150.0, 200.0, 250.0, 300.0])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LineSweep(Result):
    """Line, coherence and cavity of a source against temperature.

    Parameters
    ----------
    temperature : ndarray (n,)
        K.
    width : ndarray (n,)
        Full width at half maximum of its line, eV.
    energy : ndarray (n,)
        Of its middle, eV.
    coherence_time : ndarray (n,)
        s.
    indistinguishability : ndarray (n,)
    enhancement : ndarray (n,)
        By the cavity, tuned as the source says; 0 without one.
    source : SinglePhotonSource
    """

    temperature: Array
    width: Array
    energy: Array
    coherence_time: Array
    indistinguishability: Array
    enhancement: Array
    source: SinglePhotonSource

    def __post_init__(self) -> None:
        frozen(self, "temperature", "width", "energy", "coherence_time", "indistinguishability", "enhancement")

    def _sentences(self) -> list[str]:
        return [
            f"The line is {self.width[0] / meV:.3g} meV wide at {self.temperature[0]:g} K and "
            f"{self.width[-1] / meV:.3g} meV at {self.temperature[-1]:g} K."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {}, [
            ("temperature", "K", self.temperature.tolist()),
            ("width", "meV", (self.width / meV).tolist()),
            ("energy", "eV", self.energy.tolist()),
            ("coherence_time", "ps", (self.coherence_time * 1e12).tolist()),
            ("indistinguishability", "1", self.indistinguishability.tolist()),
            ("enhancement", "1", self.enhancement.tolist()),
        ]


def line_sweep(source: SinglePhotonSource, *, temperatures: ArrayLike | None = None) -> LineSweep:
    """The line of a source against temperature; a cavity that is not told an energy stays in tune.

    Parameters
    ----------
    source : SinglePhotonSource
    temperatures : array_like (n,), optional
        K; by default from 4 to 300 K.

    Returns
    -------
    LineSweep
    """
    values = TEMPERATURES if temperatures is None else np.array(temperatures, dtype=np.float64, ndmin=1)
    lines = [dot_line(source.dot, temperature=t, diffusion=float(source.diffusion)) for t in values.tolist()]
    rates = [source_rates(source, line)[0].decay_rate(1, 1) for line in lines]
    return LineSweep(
        temperature=values, width=np.array([line.width for line in lines]),
        energy=np.array([float(line.energy) for line in lines]),
        coherence_time=np.array([line.coherence_time for line in lines]),
        indistinguishability=np.array([x.indistinguishability(r) for x, r in zip(lines, rates, strict=True)]),
        enhancement=np.array([enhancement(line, source.cavity) for line in lines]), source=source,
    )  # fmt: skip
