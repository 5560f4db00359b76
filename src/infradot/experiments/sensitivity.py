"""What an output hangs on: its derivative by each parameter, and which of their uncertainties matters most."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infradot._version import __version__
from infradot.experiments.result import Result, frozen, replacing
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.source import Value
from infradot.stack.device import Device

Floats = NDArray[np.float64]
WIDE = 0.25  # share of a positive value from which its uncertainty is a factor, as in `infradot.source.draw`


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """An uncertain number and what its uncertainty does to an output.

    Parameters
    ----------
    paths : tuple of str
        Where it stands: more than one for what several layers share, such as a number of a core.
    effect : float
        Change of the output for one standard uncertainty upwards, to first order, SI.
    share : float
        Share of the variance of the output.
    """

    paths: tuple[str, ...]
    effect: float
    share: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sensitivity(Result):
    """Derivatives of one output of a device by its parameters.

    Parameters
    ----------
    of : str
        The output: "efficiency", "maximum_power", "voc", "jsc", "fill_factor" or "current".
    value : float
        The output, SI; a current density counts into the anode.
    path : tuple of str
        The parameters, in the order of the device or as they were asked.
    text, unit : tuple of str
        Each as a person writes it, and the unit of its SI value.
    parameter, derivative : ndarray (m,)
        Value of each parameter and derivative of the output by it, SI with energies in eV.
    elasticity : ndarray (m,)
        Per cent of the output for one per cent of the parameter; 0 for a parameter that is 0.
    std : ndarray (m,)
        Stated standard uncertainty of each; 0 where none is stated.
    unknowns : tuple of Unknown
        What is uncertain, what matters most first.
    left_out : mapping of str to str
        Parameters without a derivative, and why.
    device : Device
    light : Spectrum, optional
    voltage : float, optional
        At the terminals, V; of a current.
    report : SolveReport
    """

    of: str
    value: float
    path: tuple[str, ...]
    text: tuple[str, ...]
    unit: tuple[str, ...]
    parameter: Floats
    derivative: Floats
    elasticity: Floats
    std: Floats
    unknowns: tuple[Unknown, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    device: Device
    light: Spectrum | None = None
    voltage: float | None = None
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "parameter", "derivative", "elasticity", "std")

    @property
    def spread(self) -> float:
        """Standard uncertainty of the output from all stated ones together, to first order, SI."""
        return math.sqrt(sum(each.effect**2 for each in self.unknowns))

    def ranked(self) -> tuple[int, ...]:
        """Places of the parameters, the largest elasticity first."""
        return tuple(np.argsort(-np.abs(self.elasticity), kind="stable").tolist())

    def by(self, path: str) -> float:
        """Derivative by one parameter, SI with energies in eV."""
        return float(self.derivative[self.path.index(path)])

    def to_csv(self, path: str | Path) -> None:
        """Write a row for each parameter: path, value, unit, derivative, elasticity and stated uncertainty, in SI."""
        with replacing(path) as file:
            for key, value in {"infradot": __version__, "output": self.of, "value_SI": f"{self.value:.10g}"}.items():
                file.write(f"# {key}: {value}\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["parameter", "value", "unit", "derivative", "elasticity", "std"])
            numbers = zip(self.parameter, self.derivative, self.elasticity, self.std, strict=True)
            for name, unit, (x, slope, elastic, std) in zip(self.path, self.unit, numbers, strict=True):
                writer.writerow([name, f"{x:.10g}", unit, f"{slope:.10g}", f"{elastic:.10g}", f"{std:.10g}"])

    def _sentences(self) -> list[str]:
        told = [f"Derivatives of {self.of} by {len(self.path)} parameters."]
        if self.unknowns and self.unknowns[0].share > 0:
            first = self.unknowns[0]
            told.append(f"The unknown that matters most is {first.paths[0]}, {first.share:.0%} of the variance.")
        return told


def one_uncertainty(value: float, derivative: float) -> float:
    """Change of an output for one standard uncertainty of a value, to first order; 0 where none is stated.

    Where a positive value has a std above a quarter of it, its uncertainty is a factor: the derivative by its logarithm
    counts, times the standard deviation of that.
    """
    if not isinstance(value, Value) or value.std == 0.0:
        return 0.0
    x = float(value)
    if x > 0 and value.std > WIDE * x:
        return derivative * x * math.sqrt(math.log1p((value.std / x) ** 2))
    return derivative * value.std


def unknowns_of(effects: Mapping[tuple[str, ...], float]) -> tuple[Unknown, ...]:
    """Unknowns by the places where they stand and their effects on an output, what matters most first."""
    total = sum(effect**2 for effect in effects.values())
    ranked = sorted(effects.items(), key=lambda item: -abs(item[1]))
    return tuple(
        Unknown(paths=paths, effect=effect, share=effect**2 / total if total > 0 else 0.0) for paths, effect in ranked
    )
