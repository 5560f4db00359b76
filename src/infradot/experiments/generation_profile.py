"""Where light makes pairs in a device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.inside_words import profile_sentences
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GenerationProfile(Result):
    """Where light makes pairs.

    Parameters
    ----------
    position : ndarray (m,)
        m from the front face of the first conducting layer; every interface stands twice.
    rate : ndarray (m,)
        Pairs m^-3 s^-1, mean over the cell.
    layers : tuple of (str, int, int)
        Name, first and last + 1 point of each layer.
    """

    position: Floats
    rate: Floats
    layers: tuple[tuple[str, int, int], ...]
    device: Device
    light: Spectrum

    def __post_init__(self) -> None:
        frozen(self, "position", "rate")

    def _sentences(self) -> list[str]:
        return profile_sentences(self)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.device.name, "light": self.light.name}
        return header, [("position", "nm", self.position * 1e9), ("rate", "cm-3 s-1", self.rate * 1e-6)]


def generation_profile(device: Device, *, light: Spectrum) -> GenerationProfile:
    """Profile of the pairs that light makes in the conducting layers of a device."""
    ready = prepared(device)
    cells = ready.lit(light).cells
    position, rate, layers = [], [], []
    front, start = 0.0, 0
    for domain, cell in zip(ready.problem.domains, cells, strict=True):
        position.append(front + domain.position)
        rate.append(cell / np.diff(domain.boundary))
        layers.append((domain.name, start, start + len(cell)))
        start += len(cell)
        front += float(domain.position[-1])
    return GenerationProfile(
        position=np.concatenate(position), rate=np.concatenate(rate), layers=tuple(layers), device=device, light=light
    )
