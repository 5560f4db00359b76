"""What is valid but would make a physicist look twice, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from infradot.devices.kind import Kind
from infradot.devices.lint_optics import optics
from infradot.laws.contacts import Schottky
from infradot.laws.recombination import ShockleyReadHall
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import cm2_Vs, k_B, nm, per_cm3, q, thermal_voltage

INJECTION_BARRIER = 0.4  # eV; a contact that collects its carrier over more than this limits the fill factor
SPIKE = 0.2  # eV; eight kT, beyond which a step of the bands holds a photocurrent of 10 mA/cm2 back
HOPPING_TIME = 1e-12  # s; hops between neighbouring dots take 1 to 100 ps
FASTEST = 8.0  # m^2 V^-1 s^-1, electrons in InSb at 300 K


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One doubt about a device.

    Parameters
    ----------
    severity : {"warning", "note"}
        A warning changes the answer, a note may.
    where : str
        The parameter path of the number to look at.
    message : str
        One sentence with numbers.
    """

    severity: Literal["warning", "note"]
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def lint(device: Device, *, kind: Kind | None = None, lit: bool = True) -> tuple[Finding, ...]:
    """Doubts about a valid device.

    Parameters
    ----------
    device : Device
        A device whose parts go together.
    kind : Kind, optional
        Adds what is doubtful for this kind of device.
    lit : bool
        Whether light is sent through it, so that its optical constants matter.

    Returns
    -------
    tuple of Finding
        Empty where there is nothing to say.
    """
    checks: tuple[Callable[[Device], Iterator[tuple[str, str, str]]], ...] = (_contacts, _interfaces, _layers)
    found = [finding for check in checks for finding in check(device)]
    if lit:
        found += optics(device)
    if kind is not None:
        found += [("warning", "front", text) for text in kind.doubts(device)]
    return tuple(
        Finding(severity="warning" if severity == "warning" else "note", where=where, message=text)
        for severity, where, text in found
    )


def _path(layer: Layer, field: str) -> str:
    name = layer.name if layer.name.replace("-", "").replace("_", "").isalnum() else f'"{layer.name}"'
    return f"layer.{name}.{field}"


# --- contacts -------------------------------------------------------------------------------------------------------


def _contacts(device: Device) -> Iterator[tuple[str, str, str]]:
    ends = device.conducting()[0], device.conducting()[-1]
    for side, end, work_function in zip(("front", "back"), ends, device.work_functions(), strict=True):
        layer, material = end
        schottky = isinstance(getattr(device, side), Schottky)
        where = f"{side}.work_function" if schottky else side
        top, bottom = _edges(material)
        if schottky and not top <= work_function <= bottom:
            yield "warning", where, _outside_gap(work_function, top, bottom, layer)
            continue
        holes = side == device.anode
        barrier = bottom - work_function if holes else work_function - top
        if barrier > INJECTION_BARRIER:
            yield "warning", where, _barrier(barrier, holes, work_function, layer, schottky)


def _edges(material: Material) -> tuple[float, float]:
    """Conduction and valence band edge below the vacuum level, eV."""
    assert material.electron_affinity is not None and material.band_gap is not None
    return float(material.electron_affinity), float(material.electron_affinity + material.band_gap)


def _outside_gap(work_function: float, top: float, bottom: float, layer: Layer) -> str:
    above = work_function < top
    step = top - work_function if above else work_function - bottom
    band, edge = ("above the conduction band", top) if above else ("below the valence band", bottom)
    return (
        f"the work function of {work_function:.3g} eV lies {step:.2g} eV {band} of layer {layer.name!r} "
        f"({edge:.3g} eV); such a contact floods the layer with carriers, where Boltzmann statistics fail."
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


# --- steps of the bands -----------------------------------------------------------------------------------------------


def _interfaces(device: Device) -> Iterator[tuple[str, str, str]]:
    """Steps that the photocurrent has to climb: electrons on their way to the cathode, holes to the anode."""
    for left, right in pairwise(device.conducting()):
        to_cathode = (right, left) if device.anode == "back" else (left, right)
        before, after = to_cathode
        electrons = _edges(before[1])[0] - _edges(after[1])[0]
        if electrons > SPIKE:
            yield "warning", _path(after[0], "electron_affinity"), _step(electrons, "electrons", before, after)
        after, before = to_cathode
        holes = _edges(after[1])[1] - _edges(before[1])[1]
        if holes > SPIKE:
            yield "warning", _path(after[0], "band_gap"), _step(holes, "holes", before, after)


def _step(height: float, carrier: str, before: tuple[Layer, Material], after: tuple[Layer, Material]) -> str:
    return (
        f"{carrier} on their way out meet a step of {height:.2g} eV between layers {before[0].name!r} and "
        f"{after[0].name!r}; above {SPIKE:g} eV it holds the photocurrent back."
    )


# --- layers ---------------------------------------------------------------------------------------------------------


def _layers(device: Device) -> Iterator[tuple[str, str, str]]:
    for layer, material in device.conducting():
        yield from _levels(layer, material)
        yield from _mobilities(layer, material, device.temperature)
        yield from _doping(layer, material, device.temperature)
        if isinstance(layer.material, Film):
            yield from _dots(layer, layer.material)
        elif abs(device.temperature - 300.0) > 20:
            text = f"its numbers are used as given at {device.temperature:g} K; only kT changes with temperature."
            yield "note", _path(layer, "band_gap"), text


def _levels(layer: Layer, material: Material) -> Iterator[tuple[str, str, str]]:
    gap = float(material.band_gap or 0.0)
    for i, trap in enumerate(material.traps):
        if not 0 <= trap.depth <= gap:
            text = f"the trap at {trap.depth:.3g} eV below the conduction band lies outside the gap of {gap:.3g} eV."
            yield "warning", _path(layer, f"traps.{i}.depth"), text
    for law in material.recombination:
        if isinstance(law, ShockleyReadHall) and abs(law.level) > gap / 2:
            text = f"the level at {law.level:.3g} eV from mid-gap lies outside the gap of {gap:.3g} eV."
            yield "warning", _path(layer, f"recombination.{law.name}.level"), text


def _mobilities(layer: Layer, material: Material, temperature: float) -> Iterator[tuple[str, str, str]]:
    bound, why = FASTEST, "the fastest crystal (electrons in InSb)"
    if isinstance(layer.material, Film):
        # hopping between neighbours, mu = e a^2 / (6 kT tau)
        spacing = float(layer.material.diameter) + 1 * nm
        bound = q * spacing**2 / (6 * k_B * temperature * HOPPING_TIME)
        why = "one hop between neighbouring dots each picosecond"
    for name in ("mobility_n", "mobility_p"):
        mobility = float(getattr(material, name))
        if mobility > bound:
            text = f"{mobility / cm2_Vs:.3g} cm2/Vs exceeds the {bound / cm2_Vs:.3g} cm2/Vs of {why}."
            yield "warning", _path(layer, name), text


def _doping(layer: Layer, material: Material, temperature: float) -> Iterator[tuple[str, str, str]]:
    for doping, states in (("donors", "effective_dos_n"), ("acceptors", "effective_dos_p")):
        density, limit = float(getattr(material, doping)), float(getattr(material, states))
        if density > limit:
            text = (
                f"{density / per_cm3:.2g} cm-3 exceed the {limit / per_cm3:.2g} cm-3 of the effective density of "
                "states; the layer is degenerate, and Boltzmann statistics fail."
            )
            yield "warning", _path(layer, doping), text
    level, gap = neutral_fermi_level(material, temperature), float(material.band_gap or 0.0)
    margin = min(-level, gap + level) / thermal_voltage(temperature)
    if 0 < margin < 2:
        text = f"the Fermi level comes within {margin:.2g} kT of a band; Boltzmann statistics need 3 kT."
        yield "note", _path(layer, "donors" if -level < gap + level else "acceptors"), text


def _dots(layer: Layer, film: Film) -> Iterator[tuple[str, str, str]]:
    diameter = float(film.diameter)
    if layer.thickness < diameter:
        text = f"{layer.thickness / nm:.3g} nm is thinner than one dot of {diameter / nm:.3g} nm."
        yield "warning", _path(layer, "thickness"), text
