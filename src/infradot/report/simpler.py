"""Simpler measurements and simpler devices, the largest steps first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from infradot.errors import InputError
from infradot.experiments.inside_words import mechanism
from infradot.laws.contacts import Ohmic, Schottky
from infradot.laws.mobility import ConstantMobility
from infradot.laws.statistics import Boltzmann
from infradot.materials.dot_film import DotFilm
from infradot.materials.material import Material
from infradot.materials.refraction import ConstantIndex
from infradot.stack.device import Device
from infradot.stack.layers import Layer

Table = Mapping[str, Any]
Candidate = tuple[str, Device, Table]
PLAIN_LIGHT = {"line": "600 nm", "irradiance": "100 mW/cm2"}
PLAIN_INDEX = ConstantIndex(value=2.5 + 0.2j)
DIGITS = 2
_LIT = ("light", "filter", "scale")


def simpler_measures(device: Device, table: Table, at: float | None) -> Iterator[Candidate]:
    """The same device with less to measure; `at` is the first voltage, factor or temperature that failed."""
    what, light = table["what"], {key: table[key] for key in _LIT if key in table}
    if what == "light-sweep" and at is not None:
        yield "other intensities", device, {"what": "jv", **light, "scale": _scale(table) * at}
    elif what == "temperature-sweep" and at is not None:
        yield "other temperatures", replace(device, temperature=at), {"what": "jv", **light}
    elif what in ("eqe", "bands"):
        voltage = {"voltage": table["voltage"]} if "voltage" in table else {"voltage": ["0 V"]}
        yield f"what {what} needs beyond a current", device, {"what": "jv", "light": "dark", **light, **voltage}
    if what != "jv":
        return
    if at is not None and table.get("voltage") != [_volts(at)]:
        yield "all other voltages", device, {**table, "voltage": [_volts(at)]}
    yield from _fewer_voltages(device, table)
    if table.get("light") == "dark":
        return
    yield "the light", device, {**{k: v for k, v in table.items() if k not in _LIT}, "light": "dark"}
    for key in ("filter", "scale"):
        if key in table:
            yield f"the {key} of the light", device, {k: v for k, v in table.items() if k != key}
    if table.get("light") != PLAIN_LIGHT:
        plain = {k: v for k, v in table.items() if k not in _LIT}
        yield "all but one wavelength of the light", device, {**plain, "light": PLAIN_LIGHT}


def _fewer_voltages(device: Device, table: Table) -> Iterator[Candidate]:
    voltages = table.get("voltage")
    if isinstance(voltages, list) and len(voltages) > 1:
        half = len(voltages) // 2
        for part in (voltages[:half], voltages[half:]):
            yield "half of the voltages", device, {**table, "voltage": part}


def _volts(v: float) -> str:
    return f"{v:.12g} V"


def _scale(table: Table) -> float:
    scale = table.get("scale", 1.0)
    if isinstance(scale, str):
        number = float(scale.rstrip("% "))
        return number / 100 if "%" in scale else number
    return float(scale)


def simpler_devices(device: Device, table: Table, at: float | None) -> Iterator[Candidate]:
    """Simpler devices under the same measurement; one that makes no device is left out."""
    dark = table.get("light") == "dark"
    for words, change in _changes(device, dark):
        try:
            yield words, change(), table
        except InputError:
            continue


def _changes(device: Device, dark: bool) -> Iterator[tuple[str, Any]]:
    layers = device.stack.layers
    for i, layer in enumerate(layers):
        if len(layers) > 1:
            yield f"layer {layer.name!r}", lambda i=i: _without_layer(device, i)
    for interface in device.stack.interfaces:
        rest = tuple(each for each in device.stack.interfaces if each is not interface)
        yield (
            f"interface {interface.name}",
            lambda rest=rest: replace(device, stack=replace(device.stack, interfaces=rest)),
        )
    for name, plain in (
        ("series_resistance", 0.0),
        ("shunt_resistance", math.inf),
        ("area", None),
        ("temperature", 300.0),
    ):
        if getattr(device, name) != plain:
            yield name.replace("_", " "), lambda name=name, plain=plain: replace(device, **{name: plain})
    for side in ("front", "back"):
        for words, contact in _contacts(getattr(device, side)):
            yield f"{words} at the {side}", lambda side=side, contact=contact: replace(device, **{side: contact})
    for i, layer in enumerate(layers):
        for words, simpler in _layers(layer, device.temperature, dark):
            yield f"{words} of {layer.name!r}", lambda i=i, simpler=simpler: _with_layer(device, i, simpler)


def _without_layer(device: Device, i: int) -> Device:
    gone = device.stack.layers[i].name
    layers = device.stack.layers[:i] + device.stack.layers[i + 1 :]
    kept = tuple(each for each in device.stack.interfaces if gone not in each.between)
    return replace(device, stack=replace(device.stack, layers=layers, interfaces=kept))


def _with_layer(device: Device, i: int, layer: Layer) -> Device:
    layers = (*device.stack.layers[:i], layer, *device.stack.layers[i + 1 :])
    return replace(device, stack=replace(device.stack, layers=layers))


def _contacts(contact: Ohmic | Schottky) -> Iterator[tuple[str, Ohmic | Schottky]]:
    if isinstance(contact, Schottky):
        yield "barrier", Ohmic()
        if contact.injection is not None:
            yield "injection law", replace(contact, injection=None)
    elif contact != Ohmic():
        yield "velocities", Ohmic()


def _layers(layer: Layer, temperature: float, dark: bool) -> Iterator[tuple[str, Layer]]:
    if layer.profile is not None:
        yield "profile", replace(layer, profile=None)
    if layer.scattering > 0.0:
        yield "scattering", replace(layer, scattering=0.0)
    if layer.multiple_excitons is not None:
        yield "multiple excitons", replace(layer, multiple_excitons=None)
    if not layer.coherent:
        yield "incoherence", replace(layer, coherent=True)
    if isinstance(layer.material, DotFilm):
        plain = replace(layer.at(temperature), name=layer.name, refractive_index=None if dark else PLAIN_INDEX)
        yield "chemistry", replace(layer, material=plain)
        return
    for words, material in _materials(layer.material, dark):
        yield words, replace(layer, material=material)
    rounded = float(f"{layer.thickness:.{DIGITS}g}")
    if rounded != layer.thickness:
        yield "digits of the thickness", replace(layer, thickness=rounded)


def _materials(material: Material, dark: bool) -> Iterator[tuple[str, Material]]:
    index = None if dark else PLAIN_INDEX
    if material.refractive_index != index:
        yield "optical constants", replace(material, refractive_index=index)
    if not material.conducts:
        return
    for key in ("recombination", "traps"):
        laws = getattr(material, key)
        for i, law in enumerate(laws):
            fewer: dict[str, Any] = {key: laws[:i] + laws[i + 1 :]}
            yield mechanism(law.name), replace(material, **fewer)
    if not isinstance(material.statistics, Boltzmann):
        yield "statistics", replace(material, statistics=Boltzmann())
    if not isinstance(material.mobility_law, ConstantMobility):
        yield "mobility law", replace(material, mobility_law=ConstantMobility())
    for key in ("donors", "acceptors"):
        if getattr(material, key) != 0.0:
            none: dict[str, Any] = {key: 0.0}
            yield key, replace(material, **none)
    numbers = {f.name: getattr(material, f.name) for f in fields(material)}
    rounded: dict[str, Any] = {k: float(f"{x:.{DIGITS}g}") for k, x in numbers.items() if isinstance(x, float)}
    if any(numbers[k] != x for k, x in rounded.items()):
        yield "digits of the numbers", replace(material, **rounded)
