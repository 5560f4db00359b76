"""How long lasers take: one threshold, and a map of sizes and permanent electrons."""

from __future__ import annotations

import time

import numpy as np

import infradot as idt
from infradot.units import hc_eV


def laser() -> idt.Laser:
    """A grating laser of heavily doped dots on glass."""
    film = idt.Film(core="PbS", exciton=hc_eV / 1530e-9, ligand="iodide on (100)")
    stack = idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=150e-9),), back_medium=1.5)
    return idt.Laser(
        stack=stack,
        gain_layer="dots",
        resonator=idt.DistributedFeedback(),
        gain=idt.StateFilling(electrons=6),
        pump=idt.Pump(wavelength=1030e-9),
    )


def main() -> None:
    """Print seconds."""
    one = laser()
    idt.lasing_threshold(one)
    start = time.perf_counter()
    for _ in range(10):
        idt.lasing_threshold(one)
    print(f"threshold: {(time.perf_counter() - start) / 10 * 1e3:.0f} ms")
    start = time.perf_counter()
    found = idt.threshold_map(
        one, exciton=hc_eV / np.linspace(1200e-9, 1700e-9, 50), electrons=np.linspace(0.0, 7.5, 50)
    )
    print(f"map of 50 x 50: {time.perf_counter() - start:.1f} s, {int(np.isfinite(found.pump).sum())} of 2500 lase")


if __name__ == "__main__":
    main()
