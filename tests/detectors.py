"""Photodiodes drawn at random, and plain ones, for the tests of detectors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import infradot as idt
from infradot.optics import radiative_rate
from infradot.units import hc_eV, thermal_voltage

FREQUENCY = np.array([1.0, 1e3])


def _material(name: str, gap: float, affinity: float, rng: np.random.Generator, **changes) -> idt.Material:
    numbers = {
        "name": name,
        "band_gap": gap,
        "electron_affinity": affinity,
        "relative_permittivity": float(rng.uniform(8, 25)),
        "effective_dos_n": float(10 ** rng.uniform(24.5, 26)),
        "effective_dos_p": float(10 ** rng.uniform(24.5, 26)),
        "mobility_n": float(10 ** rng.uniform(-7, -4)),
        "mobility_p": float(10 ** rng.uniform(-7, -4)),
    }
    return idt.Material(**{**numbers, **changes})


def absorbing(gap: float) -> idt.TabulatedIndex:
    """Refractive index of a film that absorbs above its gap, with a tail of 20 meV below."""
    energy = np.linspace(0.3, 4.4, 2000)
    above = 1e6 * np.sqrt(np.maximum(energy - gap, 0.0) + 0.02)
    alpha = np.where(energy > gap, above, 1e6 * np.sqrt(0.02) * np.exp((energy - gap) / 0.02))
    wavelength = (hc_eV / energy)[::-1]
    k = alpha[::-1] * wavelength / (4 * np.pi)
    return idt.TabulatedIndex(wavelength=wavelength, n=np.full(len(k), 2.6), k=k)


def diode(rng: np.random.Generator, laws, **changes) -> idt.Device:
    """Absorber between two transport layers that turn the wrong carriers back, or alone between doped faces."""
    gap, affinity = float(rng.uniform(0.7, 1.1)), 4.1
    absorber = _material(
        "absorber", gap, affinity, rng, donors=float(rng.choice([0.0, 1e21, 1e22])), refractive_index=absorbing(gap)
    )  # fmt: skip
    absorber = replace(absorber, recombination=(*laws(rng), emission(absorber)))
    clear = idt.ConstantIndex(value=2.0)
    electrons = _material("electrons", 3.2, affinity + float(rng.uniform(0.0, 0.1)), rng, donors=1e24,
                          mobility_n=1e-4, refractive_index=clear)  # fmt: skip
    holes = _material("holes", gap + 0.8, affinity - 0.8 + float(rng.uniform(0.0, 0.1)), rng, acceptors=1e24,
                      mobility_p=1e-4, refractive_index=clear)  # fmt: skip
    metal = idt.Material(name="mirror", refractive_index=idt.ConstantIndex(value=1e-5 + 300j))
    mirror = (idt.Layer(name="mirror", material=metal, thickness=100e-9),) if rng.random() < 0.5 else ()
    stack = idt.Stack(
        layers=(
            idt.Layer(name="electrons", material=electrons, thickness=40e-9),
            idt.Layer(name="absorber", material=absorber, thickness=float(rng.uniform(150e-9, 600e-9))),
            idt.Layer(name="holes", material=holes, thickness=40e-9),
            *mirror,
        )
    )
    return idt.Device(**{"stack": stack, "front": idt.Ohmic(), "back": idt.Ohmic(), **changes})


def emission(material: idt.Material) -> idt.Radiative:
    """What a film must emit because it absorbs, with what is absorbed again taken off."""
    film = idt.Stack(layers=(idt.Layer(name="film", material=material, thickness=1e-7),))
    pairs = material.effective_dos_n * material.effective_dos_p * np.exp(-material.band_gap / thermal_voltage(300.0))
    return idt.Radiative(coefficient=radiative_rate(film, 300.0, "film") / pairs, reabsorption="recycled")


def _any_laws(rng: np.random.Generator):
    tau_n, tau_p = (float(10 ** rng.uniform(-9, -6)) for _ in range(2))
    return (idt.ShockleyReadHall(lifetime_n=tau_n, lifetime_p=tau_p, level=float(rng.uniform(-0.2, 0.2))),)


def blocking_photodiode(rng: np.random.Generator) -> tuple[idt.Device, float]:
    """A photodiode whose contacts let no wrong carrier in, and a voltage for it."""
    return diode(rng, _any_laws), float(rng.choice([0.0, -0.2, -1.0]))


def emitting_photodiode(rng: np.random.Generator) -> tuple[idt.Device, float]:
    """The same that loses pairs by emission alone, recycled in the stack: as good as a detector can be."""
    device = diode(rng, lambda _: ())
    fast = [
        replace(layer, material=replace(layer.material, mobility_n=1e-3, mobility_p=1e-3))
        for layer in device.stack.layers
    ]
    return replace(device, stack=replace(device.stack, layers=tuple(fast))), float(rng.choice([0.0, -0.2, -1.0]))
