"""What is valid but would make a physicist look twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from infradot.errors import OutOfRange
from infradot.files import Document
from infradot.laws.contacts import Schottky
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import cm2_Vs, k_B, nm, per_cm3, q, um

HOPPING_TIME = 1e-12  # s; hopping times between dots run from 1 to 100 ps
FASTEST = 8.0  # m^2 V^-1 s^-1, electrons in InSb at 300 K
LARGEST_N, LARGEST_K = 8.0, 15.0
COHERENT_TO = 20 * um


def lint(document: Document) -> tuple[str, ...]:
    """Remarks on a valid device file.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of str
        One sentence each; empty where there is nothing to say.
    """
    device = document.device
    lit = any(m.light is not None or m.what == "eqe" for m in document.measures)
    remarks = [*_contacts(device)]
    for layer, material in zip(device.stack.layers, device.materials(), strict=True):
        if material.conducts:
            remarks += [f"Layer {layer.name!r}: {text}" for text in _conductor(layer, material, device.temperature)]
        if lit:
            remarks += [f"Layer {layer.name!r}: {text}" for text in _optics(layer, material)]
    return tuple(remarks)


def _contacts(device: Device) -> Iterator[str]:
    ends = device.conducting()[0], device.conducting()[-1]
    for side, contact, (layer, material) in zip(("front", "back"), (device.front, device.back), ends, strict=True):
        if not isinstance(contact, Schottky) or material.electron_affinity is None or material.band_gap is None:
            continue
        top, bottom = material.electron_affinity, material.electron_affinity + material.band_gap
        if contact.work_function < top:
            yield _outside(side, contact, "above the conduction band", layer.name, top)
        elif contact.work_function > bottom:
            yield _outside(side, contact, "below the valence band", layer.name, bottom)


def _outside(side: str, contact: Schottky, where: str, layer: str, edge: float) -> str:
    return (
        f"{side}.work_function = {contact.work_function:.3g} eV lies {where} of layer {layer!r} ({edge:.3g} eV below "
        "vacuum); such a contact floods the layer, and Boltzmann statistics fail there."
    )


def _conductor(layer: Layer, material: Material, temperature: float) -> Iterator[str]:
    assert material.band_gap is not None
    for i, trap in enumerate(material.traps):
        if not 0 <= trap.depth <= material.band_gap:
            yield f"traps.{i}.depth = {trap.depth:.3g} eV lies outside the band gap of {material.band_gap:.3g} eV."
    bound, why = _mobility_bound(layer, temperature)
    for name in ("mobility_n", "mobility_p"):
        mobility = getattr(material, name)
        if mobility > bound:
            yield f"{name} = {mobility / cm2_Vs:.3g} cm2/Vs exceeds {bound / cm2_Vs:.3g} cm2/Vs, {why}."
    for doping, states in (("donors", "effective_dos_n"), ("acceptors", "effective_dos_p")):
        density, limit = getattr(material, doping), getattr(material, states)
        if density > 0.1 * limit:
            yield (
                f"{doping} = {density / per_cm3:.2g} cm-3 come near {states} = {limit / per_cm3:.2g} cm-3, "
                "where Boltzmann statistics no longer hold."
            )


def _mobility_bound(layer: Layer, temperature: float) -> tuple[float, str]:
    """Hopping between dots, mu = e a^2 / (6 kT tau), for a film; a fast crystal for the rest."""
    if not isinstance(layer.material, Film):
        return FASTEST, "more than crystals reach"
    spacing = float(layer.material.diameter) + 1 * nm
    bound = q * spacing**2 / (6 * k_B * temperature * HOPPING_TIME)
    return bound, "one hop between dots every picosecond"


def _optics(layer: Layer, material: Material) -> Iterator[str]:
    if layer.coherent and layer.thickness > COHERENT_TO and not material.conducts:
        thickness = f"thickness = {layer.thickness / um:.4g} um"
        yield f"{thickness} and coherent, but sunlight does not interfere across it; write coherent = false."
    constants = material.refractive_index
    if constants is None:
        return
    low, high = max(constants.reach[0], 300 * nm), min(constants.reach[1], 2500 * nm)
    if low >= high:
        return
    try:
        index = constants.index(np.linspace(low, high, 60))
    except OutOfRange as error:
        yield str(error)
        return
    if np.max(index.real) > LARGEST_N or np.min(index.real) <= 0:
        yield f"n runs from {index.real.min():.3g} to {index.real.max():.3g}, expected above 0 and below {LARGEST_N:g}."
    if np.min(index.imag) < 0 or (material.conducts and np.max(index.imag) > LARGEST_K):
        yield f"k runs from {index.imag.min():.3g} to {index.imag.max():.3g}, expected 0 to {LARGEST_K:g}."
