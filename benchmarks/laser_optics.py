"""Speed of the optics of lasers: ``python benchmarks/laser_optics.py``.

Prints medians after warm-up; asserts nothing.
"""

from __future__ import annotations

import common
import numpy as np

import infradot as idt
from infradot.optics.slab import solve_slab

WAVELENGTH = 1.65e-6
# glass / ITO / ZnO / dots / MoO3 / Au / air, and without the metal
INDEX = np.array([1.5, 1.2 + 0.03j, 1.95, 2.6 - 0.005j, 2.0, 0.5 + 10.5j, 1.0])
THICKNESS = np.array([50, 50, 300, 10, 100]) * 1e-9
WITHOUT = (np.delete(INDEX, 5), THICKNESS[:4])
STRENGTHS = (0.1, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0)
LENGTH = 400e-6
GRATING = idt.Grating(between=("front medium", "layer 1"), pitch=780e-9, depth=20e-9, order=2, duty=0.4)


def table() -> list[idt.ThresholdMode]:
    """Thresholds of seven couplings: two modes of index, of gain, and with a quarter-wave shift."""
    found: list[idt.ThresholdMode] = []
    for strength in STRENGTHS:
        kappa = strength / LENGTH
        found += idt.laser_thresholds(idt.grating_laser(kappa, LENGTH), modes=4)
        found += idt.laser_thresholds(idt.grating_laser(-1j * kappa, LENGTH), modes=2)
        found += idt.laser_thresholds(idt.grating_laser(kappa, LENGTH, shift=np.pi / 2), modes=1)
    return found


def laser() -> idt.DFBLaser:
    """A stack with a grating of second order, from pitch and depth to the gain of the film."""
    return idt.dfb_laser(
        index=[1.5, 2.6, 1.0], thickness=[300e-9], grating=GRATING, length=LENGTH, gain_layer="layer 1"
    )  # fmt: skip


def layered() -> tuple[idt.LayeredMode, ...]:
    """400 pairs of quarter waves by the exact transfer matrix."""
    n = (1.995, 2.005)
    block = idt.LayerBlock(index=n, thickness=tuple(1e-6 / 4 / each for each in n), repeats=400)
    gain = (0.1 / block.length, 3.2 / block.length)
    return idt.layered_thresholds([block], wavelength=(0.996e-6, 1.004e-6), gain=gain, outside=(2.0, 2.0))


def main() -> None:
    """Print the table."""
    rows = {
        "slab modes of glass / 4 layers / air, TE and TM": lambda: solve_slab(
            index=WITHOUT[0], thickness=WITHOUT[1], wavelength=WAVELENGTH
        ),
        "slab modes of glass / 5 layers with a metal / air": lambda: solve_slab(
            index=INDEX, thickness=THICKNESS, wavelength=WAVELENGTH
        ),
        "thresholds of gratings, the whole table": table,
        "400 pairs of layers by the exact transfer matrix": layered,
        "a stack with a grating, from pitch to threshold": laser,
    }
    print(f"{'median of':52s}{'ms':>10s}")
    for name, function in rows.items():
        print(f"{name:52s}{1e3 * common.median(function, 15):10.2f}")


if __name__ == "__main__":
    main()
