"""A thousand photodiodes at random: EQE at most 1, none above its background limit, dark currents that add up.

    python benchmarks/detectors_random.py [COUNT]
"""  # fmt: skip

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import infradot as idt
from detectors import FREQUENCY, blocking_photodiode, emitting_photodiode


def main(count: int) -> int:
    """Ask each device; 1 where a law is broken."""
    begun, lost = time.perf_counter(), 0
    efficiency, limit, apart = 0.0, 0.0, 0.0
    for seed in range(count):
        for make in (blocking_photodiode, emitting_photodiode):
            device, voltage = make(np.random.default_rng(seed))
            try:
                found = idt.detectivity(device, frequency=FREQUENCY, voltage=voltage)
                dark = idt.dark_current(device, voltage=[-1.0, -0.3, 0.2])
            except idt.NotConverged as error:
                lost += 1
                print(f"{make.__name__} {seed}: {error}")
                continue
            efficiency, apart = max(efficiency, float(found.eqe.max())), max(apart, dark.open)
            if make is emitting_photodiode and found.background_limit is not None:
                limit = max(limit, float((found.detectivity[0] / found.background_limit).max()))
    print(f"{2 * count} photodiodes in {time.perf_counter() - begun:.0f} s, {lost} not solved")
    print(f"largest quantum efficiency {efficiency:.6f}, expected at most 1")
    print(f"largest D* over the background limit {limit:.6f}, expected at most 1")
    print(f"largest gap between a dark current and its parts {apart:.1e}, expected below 1e-9")
    return int(efficiency > 1.0 or limit > 1.0 or apart > 1e-9 or lost > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
