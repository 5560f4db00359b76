"""Speed of the optics beside `tmm`, in one run: ``python benchmarks/optics.py``.

Prints medians after warm-up and the ratios; asserts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import tmm

from infradot.optics import solve, solve_many

WAVELENGTH = np.linspace(350e-9, 1700e-9, 300)
THICKNESS = np.array([150e-9, 50e-9, 350e-9, 10e-9, 100e-9])
DESIGNS = 1000


def stack_index(wavelength: np.ndarray) -> np.ndarray:
    """Glass, a conducting oxide, an oxide, a dot film with an exciton at 1230 nm, an oxide, a metal, air."""
    energy = 1.239842e-6 / wavelength
    dots = 2.5 + 0.1 * energy + 1j * (0.02 + 0.15 * np.exp(-(((energy - 1.008) / 0.06) ** 2)) + 0.2 * energy**2)
    dots = np.where(energy > 0.85, dots, dots.real + 1e-6j)
    one = np.ones_like(wavelength)
    metal = 0.2 * one + 5.5j * wavelength / 1e-6
    return np.array([1.5 * one, 1.9 - 0.3 / energy + 0.03j, 1.8 * one + 0.01j, dots, 2.3 * one + 0.01j, metal, one])


def median(function: Callable[[], object], repeats: int) -> float:
    """Median seconds of a call, after one for warm-up."""
    function()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def tmm_stack(index: np.ndarray, thickness: np.ndarray) -> np.ndarray:
    """R, T and the absorptance of each layer, wavelength by wavelength."""
    rows = []
    for i, wavelength in enumerate(WAVELENGTH):
        data = tmm.coh_tmm("s", list(index[:, i]), [np.inf, *thickness, np.inf], 0.0, wavelength)
        rows.append([data["R"], data["T"], *tmm.absorp_in_each_layer(data)[1:-1]])
    return np.array(rows)


def tmm_collect(index: np.ndarray, thickness: np.ndarray, z: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """Absorption between the faces of cells of the third layer, weighted by eta: profile at the middle of each cell."""
    middle, width = 0.5 * (z[1:] + z[:-1]), np.diff(z)
    found = []
    for i, wavelength in enumerate(WAVELENGTH):
        data = tmm.coh_tmm("s", list(index[:, i]), [np.inf, *thickness, np.inf], 0.0, wavelength)
        profile = tmm.absorp_analytic_fn().fill_in(data, 3).run(middle)
        found.append(np.sum(np.real(profile) * width * eta))
    return np.array(found)


def row(what: str, ours: float, theirs: float | None, note: str = "") -> None:
    """One line of the table, in milliseconds."""
    beside = f"{theirs * 1e3:12.2f}{theirs / ours:10.0f}" if theirs else f"{'':22s}"
    print(f"{what:48s}{ours * 1e3:12.3f}{beside}  {note}")


def main() -> None:
    """Print the table."""
    index = stack_index(WAVELENGTH)
    single = {"index": index, "thickness": THICKNESS, "wavelength": WAVELENGTH}
    many = THICKNESS * np.random.default_rng(0).uniform(0.5, 1.5, (DESIGNS, 5))
    z, eta = np.linspace(0, THICKNESS[2], 301), np.linspace(1.0, 0.2, 300)
    photons = np.linspace(1.0, 2.0, WAVELENGTH.size)

    solved = solve(**single)
    reference = tmm_stack(index, THICKNESS)
    ours = np.column_stack([solved.reflectance, solved.transmittance, solved.absorptance.T])
    print(f"largest difference of R, T, A between the two: {np.max(np.abs(ours - reference)):.1e}\n")
    print(f"{'median of':48s}{'ours, ms':>12s}{'tmm, ms':>12s}{'ratio':>10s}")

    theirs = median(lambda: tmm_stack(index, THICKNESS), 5)
    row("5 layers, 300 wavelengths: R, T, A, profiles", median(lambda: solve(**single), 200), theirs)
    batch = median(lambda: solve_many(index=index, thickness=many, wavelength=WAVELENGTH), 5)
    row(f"{DESIGNS} designs of 5 layers, 300 wavelengths", batch, theirs * DESIGNS, "tmm: one design times 1000")
    collected = median(lambda: tmm_collect(index, THICKNESS, z, eta), 3)
    row("the stack, and its absorption collected", median(lambda: solve(**single).collect(2, z, eta), 100), collected)
    row("  collect again, 300 wavelengths x 300 cells", median(lambda: solved.collect(2, z, eta), 200), None)
    row("  generation again, 300 x 300", median(lambda: solved.generation(2, z, photons), 200), None)
    fine = np.linspace(300e-9, 1500e-9, 1500)
    bright = {"index": stack_index(fine), "thickness": THICKNESS, "wavelength": fine}
    sun = np.linspace(1.0, 2.0, 1500)
    row(
        "the stack at 1500 wavelengths, and generation", median(lambda: solve(**bright).generation(2, z, sun), 50), None
    )


if __name__ == "__main__":
    main()
