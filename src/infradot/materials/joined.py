"""Optical constants put together from several works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infradot.errors import InputError
from infradot.materials.refraction import Index, Refraction, Wavelength


@dataclass(frozen=True, kw_only=True)
class JoinedIndex(Refraction):
    """Several optical constants, each for its part of the spectrum, blended linearly across the joints.

    Parameters
    ----------
    parts : tuple of OpticalConstants
        In the order of wavelength.
    joints : tuple of (float, float)
        Start and end of each blend in m, one less than `parts`. Inside it n + ik goes linearly in wavelength from one
        part to the next, so it is continuous whatever the step between them.
    name : str
        For messages.
    """

    parts: tuple[Refraction, ...]
    joints: tuple[tuple[float, float], ...]
    name: str = "The joined optical constants"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))
        object.__setattr__(self, "joints", tuple((float(a), float(b)) for a, b in self.joints))
        edges = [edge for joint in self.joints for edge in joint]
        if len(self.parts) != len(self.joints) + 1 or edges != sorted(edges) or any(a == b for a, b in self.joints):
            raise InputError(f"{self.name}: needs one ascending joint (start, end) between each two parts.")
        for i, (start, stop) in enumerate(self.joints):
            for part in self.parts[i : i + 2]:
                if part.reach[0] > start or part.reach[1] < stop:
                    raise InputError(
                        f"{self.name}: the joint {start * 1e9:.5g}-{stop * 1e9:.5g} nm is outside {part.label}."
                    )

    @property
    def reach(self) -> tuple[float, float]:
        """From the start of the first part to the end of the last, m."""
        return (self.parts[0].reach[0], self.parts[-1].reach[1])

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        result = self._part(0, wavelength)
        for i, (start, stop) in enumerate(self.joints, start=1):
            weight = np.clip((wavelength - start) / (stop - start), 0.0, 1.0)
            result = (1.0 - weight) * result + weight * self._part(i, wavelength)
        return np.asarray(result)

    def _part(self, i: int, wavelength: Wavelength) -> Index:
        # outside its own reach a part has weight 0, so any value will do there
        low, high = self.parts[i].reach
        return self.parts[i].compute(np.clip(wavelength, low, high))
