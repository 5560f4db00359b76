"""How long a gradient takes beside a J-V: ``python benchmarks/sensitivity.py``.

The efficiency of the 1230 nm cell by every parameter: by one adjoint, and by solving every changed device anew. Both
answers are compared.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import common  # noqa: F401  (one core for linear algebra, before it is loaded)
import numpy as np

import infradot as idt

FILE = Path(__file__).parents[1] / "examples" / "pbs_1230.toml"
SUN = idt.am15g()
AT_THE_END = ("front_medium", "back_medium")  # of its range
STEP = 1e-5  # of a value; energies, eV


def fresh(device: idt.Device, i: int) -> idt.Device:
    """The same device, of which nothing is remembered."""
    return idt.change(device, {"area": 1e-6 * (i + 1)})


def anew(device: idt.Device, found: idt.Sensitivity) -> np.ndarray:
    """Derivatives by two solves a parameter; NaN where a parameter is 0 or at the end of its range."""
    slopes = np.full(len(found.path), np.nan)
    for i, (path, x, unit) in enumerate(zip(found.path, found.parameter, found.unit, strict=True)):
        if x != 0.0 and path not in AT_THE_END:
            step = STEP if unit == "eV" else STEP * abs(float(x))
            ends = [idt.change(device, {path: float(x) + sign * step}) for sign in (1, -1)]
            up, down = (idt.jv(end, light=SUN, voltage=np.linspace(0.0, 0.6, 13)).metrics.efficiency for end in ends)
            slopes[i] = (up - down) / (2 * step)
    return slopes


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    device = idt.load(FILE)
    found = idt.sensitivity(device, light=SUN)
    spent: dict[str, list[float]] = {"J-V of 101 voltages": [], "gradient": []}
    for i in range(given.rounds):
        for name, measure in (("J-V of 101 voltages", idt.jv), ("gradient", idt.sensitivity)):
            cell = fresh(device, i)
            start = time.perf_counter()
            measure(cell, light=SUN)
            spent[name].append(time.perf_counter() - start)
    start = time.perf_counter()
    slopes = anew(device, found)
    spent["the same by solving anew"] = [time.perf_counter() - start]
    curve = np.median(spent["J-V of 101 voltages"])
    print(f"{'median of rounds that take turns':40s}{'ms':>10s}{'least':>10s}{'over the J-V':>14s}")
    for name, times in spent.items():
        print(f"{name:40s}{1e3 * np.median(times):10.1f}{1e3 * min(times):10.1f}{np.median(times) / curve:14.1f}")
    seen = np.abs(found.elasticity) > 1e-4
    apart = np.nanmax(np.abs(slopes / np.where(seen, found.derivative, np.nan) - 1.0))
    print(f"{len(found.path)} parameters; where the elasticity is above 1e-4 both agree within {apart:.1e}")


if __name__ == "__main__":
    main()
