"""One thing that is varied: a parameter with its values, or with the two ends between which they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.files.paths import split
from infradot.units import DIMENSIONS, hc_eV, parse_unit

Floats = NDArray[np.float64]
_SILENT = ("layer", "interface", "film", "recombination")  # parts of a path that a heading does without
_CARRIER = {"n": "electron", "p": "hole"}
_DIGITS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, kw_only=True, eq=False)
class Axis:
    """A parameter and where it goes.

    Parameters
    ----------
    path : str
        Of the device, or a name of your own.
    values : ndarray (n,)
        SI, energies in eV: all values, or the two ends of a continuous axis.
    unit : str
        In which they are told; of a photon energy it may be a length.
    dimension : str
        A key of `infradot.units.DIMENSIONS`.
    logarithmic : bool
        Whether equal ratios are equal steps.
    continuous : bool
        Whether values are drawn between the two ends.
    """

    path: str
    values: Floats
    unit: str = ""
    dimension: str = "number"
    logarithmic: bool = False
    continuous: bool = False

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64, ndmin=1)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        if self.continuous and (len(values) != 2 or values[0] == values[1]):
            raise InputError(f"{self.path}: a continuous axis has two ends that differ.")
        if self.logarithmic and not (values > 0).all():
            raise InputError(f"{self.path}: equal ratios need values above 0.")

    def shown(self, x: ArrayLike) -> Floats:
        """Values in SI as numbers in the unit of the axis."""
        si = np.asarray(x, dtype=np.float64)
        factor = parse_unit(self.unit)[0]
        return np.asarray(hc_eV / si / factor if self._is_wavelength else si / factor)

    def _si(self, x: Floats) -> Floats:
        factor = parse_unit(self.unit)[0]
        return np.asarray(hc_eV / (x * factor) if self._is_wavelength else x * factor)

    @property
    def _is_wavelength(self) -> bool:
        """Whether the axis is a photon energy, told as a wavelength."""
        return self.dimension == "energy" and parse_unit(self.unit)[1] == DIMENSIONS["length"]

    def drawn(self, share: Floats) -> Floats:
        """Values at shares from 0 to 1 of the way between the two ends, or along the list; SI, shape of `share`."""
        if not self.continuous:
            return np.asarray(self.values[(share * len(self.values)).astype(int)])
        low, high = self.shown(self.values)
        if self.logarithmic:
            return self._si(low * (high / low) ** share)
        return self._si(low + (high - low) * share)

    def text(self, x: float) -> str:
        """A value with its unit: ``350 nm``."""
        return f"{float(self.shown(x)):.6g} {self.unit}".strip()

    @property
    def words(self) -> str:
        """Where the axis goes: ``layer.absorber.thickness from 300 nm to 800 nm in 51 points``."""
        first, last = self.text(self.values[0]), self.text(self.values[-1])
        if self.continuous:
            return f"{self.path} between {first} and {last}"
        if len(self.values) == 1:
            return f"{self.path} at {first}"
        return f"{self.path} from {first} to {last} in {len(self.values)} points"

    @property
    def name(self) -> str:
        """What is varied, for a heading: ``absorber thickness``."""
        try:
            parts = split(self.path)
        except InputError:  # a name of one's own
            return self.path
        told = [part for part in parts[:-1] if part not in _SILENT]
        last, _, carrier = parts[-1].rpartition("_")
        if carrier in _CARRIER and last:
            told += [_CARRIER[carrier], last]
        else:
            told.append(parts[-1])
        return " ".join(told).replace("_", " ").replace(" dos", " density of states")

    @property
    def heading(self) -> str:
        """The same with its unit, for the axis of a figure: ``Absorber thickness (nm)``."""
        name = self.name[:1].upper() + self.name[1:]
        return f"{name} ({_raised(self.unit)})" if self.unit else name


def _raised(unit: str) -> str:
    """A unit with its powers above the line.

    Examples
    --------
    >>> _raised("cm2/Vs"), _raised("cm-3")
    ('cm²/Vs', 'cm⁻³')
    """
    if "^" in unit:  # the root of a Poole-Frenkel coefficient
        return unit
    return "".join(char.translate(_DIGITS) if char.isdigit() or char == "-" else char for char in unit)


def even_ratios(values: Floats) -> bool:
    """Whether numbers go up or down by equal ratios, and not by equal steps."""
    if len(values) < 3 or not (values > 0).all():
        return False
    steps, ratios = np.diff(values), np.diff(np.log(values))
    even = bool(np.allclose(ratios, ratios[0], rtol=1e-6, atol=0.0))
    return even and not math.isclose(steps[0], steps[-1], rel_tol=1e-6)
