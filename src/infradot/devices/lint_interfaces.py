"""Doubts about the boundaries between layers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from infradot.devices.doubt import Doubt, edges, face, layer_path
from infradot.devices.lint_contacts import too_fast
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.stack.layers import Layer
from infradot.units import thermal_voltage

SPIKE = 0.2  # eV; eight kT, beyond which a step of the bands holds a photocurrent of 10 mA/cm2 back
Side = tuple[Layer, Material]


def interfaces(device: Device) -> Iterator[Doubt]:
    """Steps that the photocurrent has to climb, and states and velocities of named interfaces."""
    for (front, a), (back, b) in pairwise(device.conducting()):
        left, right = (front, face(front, a, 1.0)), (back, face(back, b, 0.0))
        yield from _steps(device, left, right)
        named = device.stack.interface(front.name, back.name)
        if named is not None:
            yield from _states(device, named, left[1], right[1])
            yield from _emission(device, named, left[1], right[1])


def _steps(device: Device, left: Side, right: Side) -> Iterator[Doubt]:
    """Electrons on their way to the cathode, holes to the anode."""
    before, after = (right, left) if device.anode == "back" else (left, right)
    electrons = edges(before[1])[0] - edges(after[1])[0]
    if electrons > SPIKE:
        yield "warning", layer_path(after[0], "electron_affinity"), _step(electrons, "electrons", before, after)
    before, after = after, before
    holes = edges(after[1])[1] - edges(before[1])[1]
    if holes > SPIKE:
        yield "warning", layer_path(after[0], "band_gap"), _step(holes, "holes", before, after)


def _step(height: float, carrier: str, before: Side, after: Side) -> str:
    return (
        f"{carrier} on their way out meet a step of {height:.2g} eV between layers {before[0].name!r} and "
        f"{after[0].name!r}; above {SPIKE:g} eV it holds the photocurrent back."
    )


def _states(device: Device, named: Interface, left: Material, right: Material) -> Iterator[Doubt]:
    """Recombination: both velocities, not faster than carriers, at a level inside the gap of the interface."""
    where = f'interface."{named.name}"'
    for name in ("velocity_n", "velocity_p"):
        text = too_fast(float(getattr(named, name)), device.temperature)
        if text:
            yield "warning", f"{where}.{name}", text
    if (named.velocity_n > 0) != (named.velocity_p > 0):
        zero = "velocity_n" if named.velocity_p > 0 else "velocity_p"
        yield "note", f"{where}.{zero}", "it is 0, and so is the recombination: states that capture one carrier only."
    gap = min(edges(left)[1], edges(right)[1]) - max(edges(left)[0], edges(right)[0])
    if named.recombines and abs(named.level) > gap / 2:
        text = (
            f"the level at {float(named.level):.3g} eV from the middle lies outside the gap of the interface, "
            f"{gap:.3g} eV from the lower conduction to the higher valence band."
        )
        yield "warning", f"{where}.level", text


def _emission(device: Device, named: Interface, left: Material, right: Material) -> Iterator[Doubt]:
    """Thermionic emission: over a step, not faster than carriers."""
    where, vt = f'interface."{named.name}"', thermal_voltage(device.temperature)
    for name, carrier, edge in (("emission_n", "electrons", 0), ("emission_p", "holes", 1)):
        velocity = getattr(named, name)
        if velocity is None:
            continue
        text = too_fast(float(velocity), device.temperature)
        if text:
            yield "warning", f"{where}.{name}", text
        step = abs(edges(left)[edge] - edges(right)[edge])
        if step < vt:
            text = (
                f"the band of the {carrier} steps by {step:.2g} eV only, below kT: nothing is emitted over it; leave "
                "it out."
            )
            yield "note", f"{where}.{name}", text
