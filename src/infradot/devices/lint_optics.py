"""Doubts about the optical constants and thicknesses of a stack."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from infradot.devices.doubt import Doubt, quoted
from infradot.errors import InputError
from infradot.laws.recombination import ShockleyReadHall
from infradot.materials.material import Material
from infradot.optics import optical_range
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import hc_eV, nm, um

OPAQUE = 10.0  # absorption lengths in one pass at the first exciton: nothing of it is left
COHERENT_TO = 20 * um
LARGEST_N, LARGEST_K = 8.0, 15.0  # of a semiconductor between 300 nm and its gap


def optics(device: Device, *, along: bool = False) -> Iterator[Doubt]:
    """Doubts about light: severity, where, sentence; `along` for a current that runs along the layers."""
    if any(material.refractive_index is None for material in device.materials()):
        return
    try:
        shortest, longest = optical_range(device.optical_stack, device.temperature)
    except InputError as error:
        yield "warning", "layer", error.problems[0]
        return
    for layer, material in zip(device.stack.layers, device.materials(), strict=True):
        where = f"layer.{quoted(layer.name)}"
        yield from _reach(where, material, shortest, longest)
        if layer.coherent and layer.thickness > COHERENT_TO and not material.conducts:
            text = f"{layer.thickness / um:.4g} um and coherent, but sunlight does not interfere across it."
            yield "note", f"{where}.thickness", f"{text[:-1]}; write coherent = false."
        if material.conducts and not along:
            yield from _thickness(where, layer, material, device)


def _reach(where: str, material: Material, shortest: float, longest: float) -> Iterator[Doubt]:
    assert material.refractive_index is not None
    low, high = material.refractive_index.reach
    if low > shortest * (1 + 1e-6) or high < longest * (1 - 1e-6):
        text = (
            f"its optical constants hold from {low / nm:.4g} to {high / nm:.4g} nm, but light from {shortest / nm:.4g} "
            f'to {longest / nm:.4g} nm is sent through; use a longer page or extend = "hold".'
        )
        yield "warning", f"{where}.refractive_index", text
    start, stop = max(low, shortest), min(high, longest)
    if start >= stop:
        return
    index = material.refractive_index.index(np.linspace(start, stop, 60))
    n, k = index.real, index.imag
    # a metal in the infrared may have any n and k, a semiconductor may not
    most_n, most_k = (LARGEST_N, LARGEST_K) if material.conducts else (math.inf, math.inf)
    if n.min() <= 0 or n.max() > most_n:
        text = f"n runs from {n.min():.3g} to {n.max():.3g}, expected above 0 and below {most_n:g}."
        yield "warning", f"{where}.refractive_index", text
    if k.min() < 0 or k.max() > most_k:
        text = f"k runs from {k.min():.3g} to {k.max():.3g}, expected 0 to {most_k:g}."
        yield "warning", f"{where}.refractive_index", text


def _thickness(where: str, layer: Layer, material: Material, device: Device) -> Iterator[Doubt]:
    """An absorber that is much thicker than light or carriers need."""
    assert material.refractive_index is not None and material.band_gap is not None
    wavelength = hc_eV / float(material.band_gap)
    low, high = material.refractive_index.reach
    if not low <= wavelength <= high:
        return
    alpha = 4 * math.pi * float(material.refractive_index.index(np.array([wavelength])).imag[0]) / wavelength
    passes = alpha * layer.thickness
    if passes > OPAQUE:
        text = (
            f"{layer.thickness / nm:.0f} nm is {passes:.2g} absorption lengths at the band gap ({wavelength / nm:.4g} "
            f"nm, {alpha / 100:.2g} cm-1); light is gone after {5 / alpha / nm:.0f} nm."
        )
        yield "note", f"{where}.thickness", text
    drift = _drift_length(layer, material, device)
    if passes > 0.2 and drift < layer.thickness:
        text = (
            f"carriers drift {drift / nm:.0f} nm in their lifetime at short circuit, less than the "
            f"{layer.thickness / nm:.0f} nm of the layer; expect losses at long wavelengths and a low fill factor."
        )
        yield "note", f"{where}.thickness", text


def _drift_length(layer: Layer, material: Material, device: Device) -> float:
    """mu tau F of the slower carrier in the built-in field, m; infinite without lifetimes."""
    front, back = device.work_functions()
    field = abs(front - back) / layer.thickness
    lengths = [
        min(float(material.mobility_n or 0.0) * law.lifetime_n, float(material.mobility_p or 0.0) * law.lifetime_p)
        for law in material.recombination
        if isinstance(law, ShockleyReadHall)
    ]
    return min(lengths, default=math.inf) * field
