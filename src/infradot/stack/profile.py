"""A layer whose numbers change with depth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.materials.material import Material

_LOGARITHMIC = ("mobility_n", "mobility_p")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Numbers of a layer against depth: a graded gap, affinity, doping or mobility.

    Linear between the given depths, mobilities logarithmically; a field left None keeps the material's own number.
    Transport sees the profile; light sees the layer's own n and k.

    Parameters
    ----------
    position : tuple of float
        Relative depths, ascending from 0 (front of the layer) to 1 (back).
    band_gap, electron_affinity : tuple of float, optional
        eV, one for each depth.
    donors, acceptors : tuple of float, optional
        m^-3.
    mobility_n, mobility_p : tuple of float, optional
        m^2 V^-1 s^-1.

    Examples
    --------
    >>> graded = Profile(band_gap=(1.3, 1.1), electron_affinity=(4.0, 4.2))
    >>> graded.at(0.25, "band_gap")
    1.25
    """

    position: tuple[float, ...] = (0.0, 1.0)
    band_gap: tuple[float, ...] | None = None
    electron_affinity: tuple[float, ...] | None = None
    donors: tuple[float, ...] | None = None
    acceptors: tuple[float, ...] | None = None
    mobility_n: tuple[float, ...] | None = None
    mobility_p: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        problems = []
        for name in ("position", *self.names()):
            values = getattr(self, name)
            try:
                values = tuple(values)
                good = all(isinstance(x, (int, float)) and math.isfinite(x) for x in values)
            except TypeError:
                good = False
            if not good:
                problems.append(f"Profile: {name} = {values!r}, expected finite numbers.")
                continue
            object.__setattr__(self, name, values)
            if name != "position":
                problems += self._wrong(name, values)
        problems = problems or self._wrong_depths()
        if problems:
            raise InputError(*problems)

    def _wrong(self, name: str, values: Sequence[float]) -> list[str]:
        zero = name in ("donors", "acceptors", "electron_affinity")
        if any(x < 0 or (x == 0 and not zero) for x in values):
            return [f"Profile: {name} = {values!r}, expected numbers {'0 or above' if zero else 'above 0'}."]
        return []

    def _wrong_depths(self) -> list[str]:
        depths = self.position
        if len(depths) < 2 or depths[0] != 0 or depths[-1] != 1 or any(np.diff(depths) <= 0):
            return [f"Profile: position = {depths!r}, expected rising depths from 0 (front) to 1 (back)."]
        if not self.names():
            return ["Profile: nothing is graded; give at least one of band_gap, electron_affinity, donors, ..."]
        return [
            f"Profile: {name} has {len(getattr(self, name))} values for {len(depths)} depths."
            for name in self.names()
            if len(getattr(self, name)) != len(depths)
        ]

    def names(self) -> tuple[str, ...]:
        """Fields of the material that it grades."""
        return tuple(f.name for f in fields(self) if f.name != "position" and getattr(self, f.name) is not None)

    def at(self, depth: float, name: str) -> float:
        """Value of a graded field at a relative depth."""
        values = np.array(getattr(self, name), dtype=np.float64)
        if name in _LOGARITHMIC:
            return float(np.exp(np.interp(depth, self.position, np.log(values))))
        return float(np.interp(depth, self.position, values))

    def applied(self, material: Material, depth: float) -> Material:
        """The material at a relative depth of the layer."""
        return replace(material, **{name: self.at(depth, name) for name in self.names()})  # type: ignore[arg-type]

    def slices(self, material: Material, depths: NDArray[np.float64]) -> tuple[Material, ...]:
        """The material at each of some relative depths."""
        return tuple(self.applied(material, float(depth)) for depth in depths)
