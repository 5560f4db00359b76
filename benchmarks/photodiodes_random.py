"""A thousand photodiodes drawn at random: ``python benchmarks/photodiodes_random.py``.

Does any count more electrons than photons, or see fainter light than the thermal photons of its surroundings allow?

Every diode comes from one point of a scrambled Sobol sequence, mapped to the ranges of `limits_random` and those below.
Its contacts take one carrier each and neither take nor send the other. Radiative recombination is recycled, with the
coefficient that belongs to the film's own absorption, so that the dark current holds the thermal photons. The light is
faint. A third of the films has charged traps, a third of the boundaries to the electron layer recombines, and generates
in the dark: then the boundary sends holes in, as no blocking contact does, and light may change how many. A diode with
more electrons than photons is measured again without those states.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from common import idt, np
from limits_random import RANGES as CELLS
from limits_random import ROUNDING, built, drawn, points

RANGES: dict[str, Any] = {
    **{name: given for name, given in CELLS.items() if name not in ("contacts", "suns", "filter")},
    "contacts": ["selective"],
    "voltage": [0.0, -0.2, -1.0, -3.0],
}
SEED, COUNT = 11, 1000
FREQUENCY = np.array([1e-2, 1.0])


@dataclass(frozen=True)
class Outcome:
    """What a photodiode does.

    Parameters
    ----------
    index : int
        Of its point in the sequence.
    solved : bool
    eqe : float
        The largest quantum efficiency of any wavelength.
    share : float
        The largest detectivity over the background limit of its own quantum efficiency.
    quiet : float
        Noise over that of a shot noise 2 q |J|; NaN at 0 V.
    detectivity : float
        The largest, Jones.
    bare : float
        The largest quantum efficiency without states at the boundary, of those above 1.
    sentence : str
    """

    index: int
    solved: bool
    eqe: float = np.nan
    share: float = np.nan
    quiet: float = np.nan
    detectivity: float = np.nan
    bare: float = np.nan
    sentence: str = ""


def measured(point: np.ndarray, index: int) -> Outcome:
    """Solve one photodiode and compare it with its limits."""
    d = drawn(point, RANGES)
    try:
        found = detector(d)
        bare = float(detector({**d, "sheet": False}).eqe.max()) if found.eqe.max() > 1.0 + ROUNDING else np.nan
    except idt.NotConverged as error:
        return Outcome(index, False, sentence=str(error))
    limit, seen = found.background_limit, found.eqe > 1e-6
    share = np.nan if limit is None else float((found.detectivity / limit)[:, seen].max())
    quiet = np.nan if found.inflation is None else float(found.inflation[0] ** 2)
    best = float(found.detectivity.max()) / idt.Jones
    return Outcome(index, True, float(found.eqe.max()), share, quiet, best, bare, str(d))


def detector(d: dict[str, Any]) -> Any:
    """Detectivity of the photodiode of these numbers, at 40 wavelengths from the blue to beyond its edge."""
    colours = np.linspace(400e-9, min(1.15 * 1.24e-6 / d["exciton"], 1.7e-6), 40)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # limits that are passed are counted here
        return idt.detectivity(
            built(d), wavelength=colours, frequency=FREQUENCY, voltage=d["voltage"],
            background_temperature=d["temperature"],
        )  # fmt: skip


def run(count: int, seed: int, cores: int) -> list[Outcome]:
    """Outcomes of the first diodes of a sequence."""
    chosen = points(count, seed, len(RANGES))
    if cores == 1:
        return [measured(point, i) for i, point in enumerate(chosen)]
    with ProcessPoolExecutor(cores) as pool:
        return list(pool.map(measured, chosen, range(count), chunksize=4))


def main() -> None:
    """Print how close the diodes come to their limits, and which pass them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    begun = time.perf_counter()
    found = run(asked.count, asked.seed, asked.cores)
    good = [o for o in found if o.solved]
    print(f"{len(found)} photodiodes, seed {asked.seed}, in {time.perf_counter() - begun:.0f} s; solved {len(good)}")
    for name in ("eqe", "share"):
        values = np.array([getattr(o, name) for o in good])
        above = [o for o in good if getattr(o, name) > 1.0 + ROUNDING]
        print(f"{name:6} median {np.nanmedian(values):.4f}, highest {np.nanmax(values):.8f}, above 1: {len(above)}")
        for o in sorted(above, key=lambda o: -getattr(o, name))[:5]:
            print(f"    {o.index}: {getattr(o, name):.6f}, without states at the boundary EQE {o.bare:.6f}")
            print(f"        {o.sentence}")
    quiet = np.array([o.quiet for o in good])
    best = np.array([o.detectivity for o in good])
    print(f"noise over 2 q |J|: {np.nanmin(quiet):.4f} to {np.nanmax(quiet):.4f}, median {np.nanmedian(quiet):.4f}")
    print(f"largest detectivity: median {np.median(best):.2e}, highest {best.max():.2e} Jones")
    for o in found:
        if not o.solved:
            print(f"not solved {o.index}: {o.sentence}")


if __name__ == "__main__":
    main()
