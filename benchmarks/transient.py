"""Speed of a light pulse over nine decades of time, in one run on one core: ``python benchmarks/transient.py``.

Prints medians after warm-up in milliseconds; asserts no seconds.
"""

from __future__ import annotations

from common import device, generation, idt, median, np

PULSE = idt.Square(width=1e-3)
TIMES = np.logspace(-9, 0, 181)


def main() -> None:
    """The posed heterojunction without and with charged traps: a pulse of 1 ms, told from 1 ns to 1 s."""
    print("light on for 1 ms, from 1 ns to 1 s, ms")
    for name, traps in (("heterojunction", False), ("charged traps", True)):
        for load in (0.0, float("inf")):
            cell, light = device(traps), generation()

            def run(cell: idt.Device = cell, light: idt.Generation = light, load: float = load) -> idt.Transient:
                return idt.transient(cell, generation=light, brightness=PULSE, time=TIMES, load=load)

            seconds, found = median(run, 9), run()
            where = "open circuit" if load else "short circuit"
            print(
                f"{name:16s} {where:14s} {found.report.nodes:4d} nodes {seconds * 1e3:7.1f}  {found.report.notes[-1]}"
            )


if __name__ == "__main__":
    main()
