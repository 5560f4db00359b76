"""The lights under which a device file is measured, by the names of the field's tables."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from infradot.files import Document
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER, Spectrum, am15g

AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON = "AM1.5G", "behind the perovskite filter", "behind the silicon filter"
Lights = dict[str, tuple[Spectrum | None, NDArray[np.float64] | None]]


def lights_of(document: Document) -> Lights:
    """Light and voltages of the J-V curves: those of the file, and for a solar cell the three of the field's tables."""
    standard = standard_lights()
    found: Lights = {}
    for measure in document.measures:
        if measure.what == "jv":
            name = next((n for n, light in standard.items() if same_light(light, measure.light)), measure.label)
            found[unused(name, found)] = (measure.light, measure.voltage)
    if measures_standard_lights(document):
        for name, light in standard.items():
            found.setdefault(name, (light, None))
    return found


def standard_lights() -> dict[str, Spectrum]:
    """The three lights of the field's tables."""
    sun = am15g()
    behind = {BEHIND_PEROVSKITE: PEROVSKITE_FILTER, BEHIND_SILICON: SILICON_FILTER}
    return {AM15G: sun} | {name: sun.filtered(each) for name, each in behind.items()}


def measures_standard_lights(document: Document) -> bool:
    """Whether a document is measured under them unasked: a solar cell, unless raw numbers know nothing of light."""
    transparent = all(material.refractive_index is not None for material in document.device.materials())
    return document.kind == "solar-cell" and transparent


def same_light(a: Spectrum, b: Spectrum | None) -> bool:
    """Whether two lights carry the same photons."""
    return b is not None and all(np.array_equal(x, y) for x, y in zip(a.weights(), b.weights(), strict=True))


def unused(name: str, taken: Container[str]) -> str:
    """The name, numbered where something else has it already."""
    names = chain((name,), (f"{name} ({i})" for i in count(2)))
    return next(each for each in names if each not in taken)
