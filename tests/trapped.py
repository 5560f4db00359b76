"""Devices with traps that hold charge, for small signals and noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import infradot as idt
from posed import case_device, ink, stacked

TRAPS = (
    idt.TrapLevel(density=5e22, depth=0.4, kind="acceptor", capture_n=1e-16, capture_p=2e-16),
    idt.TrapLevel(density=3e22, depth=0.8, kind="donor", capture_n=2e-16, capture_p=1e-16),
    idt.TrapLevel(density=1e22, depth=0.5, kind="neutral", capture_n=2e-16, capture_p=1e-16),
)
TAIL = (idt.TailTraps(edge="conduction", density=3e23, energy=0.03, capture_n=1e-16, capture_p=3e-16),)
WIDE = (
    idt.GaussianTraps(density=5e22, depth=0.4, width=0.08, kind="acceptor", capture_n=1e-16, capture_p=2e-16),
    idt.TailTraps(edge="valence", density=3e23, energy=0.05, capture_n=1e-16, capture_p=3e-16),
)


def trapped(traps=TRAPS, **changes) -> idt.Device:
    """A heterojunction with traps that hold charge, other laws and a Schottky contact."""
    oxide = ink(name="oxide", band_gap=2.3, electron_affinity=4.1, relative_permittivity=9.0, donors=1e23, **changes)
    laws = (idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=3e-7, level=0.1), idt.Radiative(coefficient=1e-16))
    absorber = ink(band_gap=0.8, donors=1e21, traps=traps, recombination=laws, **changes)
    return stacked(
        ("oxide", 50e-9, oxide), ("absorber", 300e-9, absorber),
        back=idt.Schottky(work_function=4.6, velocity_n=1e3, velocity_p=1e4),
    )  # fmt: skip


STATISTICS = {"boltzmann": idt.Boltzmann(), "gaussian": idt.GaussianDisorder(width_n=0.05, width_p=0.06)}


def emitting() -> idt.Device:
    """A step of the bands that carriers cross by emission, with recombination in it."""
    device = trapped()
    step = idt.Interface(between=("oxide", "absorber"), velocity_n=1e1, velocity_p=1e2, emission_n=1e3, emission_p=1e4)
    return idt.Device(
        stack=idt.Stack(layers=device.stack.layers, interfaces=(step,)), front=device.front, back=device.back
    )


def lit(device: idt.Device) -> idt.Generation:
    """Uniform generation, strong enough to matter."""
    thickness = sum(layer.thickness for layer, _ in device.conducting())
    return idt.Generation(position=np.array([0.0, thickness]), rate=np.full(2, 1e27))


def spread(name: str, statistics: idt.Statistics = STATISTICS["gaussian"]) -> idt.Device:
    """A posed problem with bands that fill in another way, by default those of disorder."""
    device = case_device(name)
    layers = tuple(
        replace(layer, material=replace(layer.material, statistics=statistics)) for layer in device.stack.layers
    )
    return idt.Device(stack=idt.Stack(layers=layers), front=device.front, back=device.back)
