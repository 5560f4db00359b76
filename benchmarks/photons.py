"""Single photons: counting coincidences, following photons, fitting g2: `python benchmarks/photons.py`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

import infradot as idt
from infradot.numerics.coincidences import count_pairs

SPAN = 10**13  # ps


def best(run: Callable[[], object], times: int = 3) -> float:
    """Shortest time of several runs, s."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Print a table."""
    rng = np.random.default_rng(1)
    first, second = (np.sort(rng.integers(0, SPAN, 1_000_000)) for _ in range(2))
    near, far = np.arange(-(10**6), 10**6 + 1, 5000), np.unique(np.geomspace(1, 10**11, 200).astype(np.int64))
    dot = idt.Dot(core="PbS", exciton=1.0332)
    pulses = idt.PulsedExcitation(pairs=0.3, repetition=1e5)
    source = idt.SinglePhotonSource(dot=dot, excitation=pulses, quantum_yield=0.4)
    emission = idt.dot_emission(dot, quantum_yield=0.4)
    tags = idt.hanbury_brown_twiss(source, duration=100.0)
    histogram = idt.photon_correlation(tags)
    rows = {
        "two million counts, 400 bins to 1 us": best(lambda: count_pairs(first, second, near)),
        "two million counts, 200 bins to 100 ms": best(lambda: count_pairs(first, second, far)),
        "ten million pulses followed": best(
            lambda: idt.photon_times(emission, excitation=pulses, duration=100.0, rng=np.random.default_rng(1)), 1
        ),
        "a histogram fitted": best(lambda: idt.fit_pulsed(histogram)),
        "a source evaluated": best(lambda: idt.photon_source(source)),
    }
    for name, seconds in rows.items():
        print(f"{name:45s} {seconds * 1e3:9.1f} ms")


if __name__ == "__main__":
    main()
