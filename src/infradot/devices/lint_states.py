"""Doubts about where the states of a layer lie: traps, recombination levels, disorder."""

from __future__ import annotations

import math
from collections.abc import Iterator

from infradot.devices.doubt import Doubt, layer_path
from infradot.laws.recombination import ShockleyReadHall
from infradot.laws.statistics import GaussianDisorder
from infradot.laws.traps import GaussianTraps, TailTraps, Traps
from infradot.materials.material import Material
from infradot.stack.layers import Layer
from infradot.units import meV, thermal_voltage

OUTSIDE = 0.05  # share of the states of a distribution beyond the gap
WIDEST = 10.0  # kT; beyond it carriers sit so deep that a mobility edge says little
SLOWEST_TAIL = 0.1  # eV; tails of disordered films fall by e over 15 to 60 meV


def states(layer: Layer, material: Material, temperature: float) -> Iterator[Doubt]:
    """Doubts about traps, levels and disorder: severity, where, sentence."""
    gap = float(material.band_gap or 0.0)
    for i, trap in enumerate(material.traps):
        for severity, field, text in _trap(trap, gap):
            yield severity, layer_path(layer, f"traps.{i}.{field}"), text
    for law in material.recombination:
        if isinstance(law, ShockleyReadHall) and abs(law.level) > gap / 2:
            text = f"the level at {law.level:.3g} eV from mid-gap lies outside the gap of {gap:.3g} eV."
            yield "warning", layer_path(layer, f"recombination.{law.name}.level"), text
    yield from _disorder(layer, material, temperature)


def _trap(trap: Traps, gap: float) -> Iterator[Doubt]:
    if isinstance(trap, TailTraps):
        yield from _tail(trap, gap)
        return
    if not 0 <= trap.depth <= gap:
        text = f"the trap at {trap.depth:.3g} eV below the conduction band lies outside the gap of {gap:.3g} eV."
        yield "warning", "depth", text
    elif isinstance(trap, GaussianTraps) and trap.width > 0:
        outside = 0.5 * math.erfc(trap.depth / trap.width / math.sqrt(2))
        outside += 0.5 * math.erfc((gap - trap.depth) / trap.width / math.sqrt(2))
        if outside > OUTSIDE:
            text = (
                f"with a width of {trap.width / meV:.3g} meV, {100 * outside:.2g} % of the traps at {trap.depth:.3g} "
                f"eV lie outside the gap of {gap:.3g} eV."
            )
            yield "warning", "width", text


def _tail(trap: TailTraps, gap: float) -> Iterator[Doubt]:
    beyond = math.exp(-gap / trap.energy)
    if beyond > OUTSIDE:
        text = (
            f"a tail that falls by e over {trap.energy / meV:.3g} meV crosses the gap of {gap:.3g} eV: "
            f"{100 * beyond:.2g} % of it would lie beyond the other band, where it is cut."
        )
        yield "warning", "energy", text
    elif trap.energy > SLOWEST_TAIL:
        text = f"a tail of {trap.energy / meV:.3g} meV reaches deep; those of disordered films have 15 to 60 meV."
        yield "note", "energy", text


def _disorder(layer: Layer, material: Material, temperature: float) -> Iterator[Doubt]:
    law = material.statistics
    if not isinstance(law, GaussianDisorder):
        return
    for name in ("width_n", "width_p"):
        width = getattr(law, name)
        wide = 0.0 if width is None else float(width) / thermal_voltage(temperature)
        if wide > WIDEST:
            text = (
                f"{float(width) / meV:.3g} meV is {wide:.3g} kT at {temperature:g} K; carriers then sit "
                f"{wide**2:.3g} kT below the middle of the band, beyond where one band and one mobility describe them."
            )
            yield "warning", layer_path(layer, f"statistics.{name}"), text
