"""Doubts about the contacts of a device."""

from __future__ import annotations

import math
from collections.abc import Iterator

from infradot.devices.doubt import Doubt, edges, face
from infradot.laws.contacts import ImageForce, Schottky
from infradot.laws.statistics import Boltzmann
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import k_B, m_e, thermal_voltage

INJECTION_BARRIER = 0.4  # eV; a contact that collects its carrier over more than this limits the fill factor
LIGHTEST = 0.01  # electron masses; InSb has 0.014
NO_BARRIER = 2.0  # kT


def thermal_velocity(temperature: float) -> float:
    """Mean velocity of the lightest carriers at a temperature in K, m/s: nothing exchanges carriers faster."""
    return math.sqrt(8 * k_B * temperature / (math.pi * LIGHTEST * m_e))


def too_fast(velocity: float, temperature: float) -> str:
    """A sentence where a velocity in m/s is above that of any carrier, empty otherwise."""
    fastest = thermal_velocity(temperature)
    if velocity <= fastest:
        return ""
    return (
        f"{velocity:.3g} m/s exceeds the thermal velocity of the lightest carriers ({fastest:.2g} m/s at "
        f"{temperature:g} K; 1.1e5 m/s for a free electron at 300 K)."
    )


def contacts(device: Device) -> Iterator[Doubt]:
    """Doubts about the two contacts: severity, where, sentence."""
    domain = device.conducting()
    ends = ((*domain[0], 0.0), (*domain[-1], 1.0))
    for side, (layer, material, depth), work_function in zip(
        ("front", "back"), ends, device.work_functions(), strict=True
    ):
        at_contact = face(layer, material, depth)
        yield from _velocities(device, side)
        yield from _barriers(device, side, layer, at_contact, work_function)
        yield from _injection(device, side, at_contact, work_function)


def _velocities(device: Device, side: str) -> Iterator[Doubt]:
    for name in ("velocity_n", "velocity_p"):
        text = too_fast(float(getattr(getattr(device, side), name)), device.temperature)
        if text:
            yield "warning", f"{side}.{name}", text


def _barriers(device: Device, side: str, layer: Layer, material: Material, work_function: float) -> Iterator[Doubt]:
    schottky = isinstance(getattr(device, side), Schottky)
    where = f"{side}.work_function" if schottky else side
    top, bottom = edges(material)
    if schottky and not top <= work_function <= bottom:
        yield "warning", where, _outside_gap(work_function, top, bottom, layer, material)
        return
    holes = side == device.anode
    barrier = bottom - work_function if holes else work_function - top
    if barrier > INJECTION_BARRIER:
        yield "warning", where, _barrier(barrier, holes, work_function, layer, schottky)


def _outside_gap(work_function: float, top: float, bottom: float, layer: Layer, material: Material) -> str:
    above = work_function < top
    step = top - work_function if above else work_function - bottom
    band, edge = ("above the conduction band", top) if above else ("below the valence band", bottom)
    fails = ", where Boltzmann statistics fail" if isinstance(material.statistics, Boltzmann) else ""
    return (
        f"the work function of {work_function:.3g} eV lies {step:.2g} eV {band} of layer {layer.name!r} "
        f"({edge:.3g} eV); such a contact floods the layer with carriers{fails}."
    )


def _barrier(barrier: float, holes: bool, work_function: float, layer: Layer, schottky: bool) -> str:
    carrier, role = ("holes", "anode") if holes else ("electrons", "cathode")
    if schottky:
        return (
            f"the work function of {work_function:.3g} eV leaves a barrier of {barrier:.2g} eV for {carrier} between "
            f"this {role} and layer {layer.name!r}; above {INJECTION_BARRIER:g} eV a contact is not ohmic."
        )
    return (
        f"an ohmic contact pins layer {layer.name!r} at its neutral Fermi level, {barrier:.2g} eV from the band of the "
        f"{carrier} that this {role} collects; dope the layer or use a Schottky contact."
    )


def _injection(device: Device, side: str, material: Material, work_function: float) -> Iterator[Doubt]:
    """An injection law with no barrier to lower, or a permittivity that no fast carrier sees."""
    law = getattr(getattr(device, side), "injection", None)
    if law is None:
        return
    top, bottom = edges(material)
    vt = thermal_voltage(device.temperature)
    for carrier, barrier in (("electrons", work_function - top), ("holes", bottom - work_function)):
        if barrier < NO_BARRIER * vt:
            text = f"the barrier of {barrier:.2g} eV for {carrier} is below {NO_BARRIER:g} kT: nothing to lower."
            yield "note", f"{side}.injection", text
    static = float(material.relative_permittivity or 1.0)
    if isinstance(law, ImageForce) and law.relative_permittivity > static:
        text = (
            f"{law.relative_permittivity:.3g} is above the static {static:.3g} of the layer, but a carrier that passes "
            "the barrier sees less of it, about n^2."
        )
        yield "note", f"{side}.injection.relative_permittivity", text
