"""Speed of small signals and noise after a solved point, in one run on one core: ``python benchmarks/small_signal.py``.

Prints medians after warm-up in milliseconds; asserts no seconds.
"""

from __future__ import annotations

from pathlib import Path

from common import device, idt, median, np

from infradot.experiments.prepare import prepared
from infradot.solvers.noise import noise_parts
from infradot.solvers.small_signal import small_signal

FREQUENCY = np.logspace(0, 9, 50)
VOLTAGE = 0.2
CELL = Path(__file__).parents[1] / "examples" / "pbs_1230.toml"


def main() -> None:
    """Posed heterojunction without and with charged traps, and the demo cell: 50 frequencies at one voltage."""
    cells = {"heterojunction": device(False), "charged traps": device(True), "demo cell": idt.load(CELL)}
    print(f"{len(FREQUENCY)} frequencies at {VOLTAGE:g} V, ms")
    for name, cell in cells.items():
        solver = prepared(cell).steady()
        solver.at(VOLTAGE)
        answers = small_signal(solver, FREQUENCY)
        signal = median(lambda s=solver: small_signal(s, FREQUENCY), 30)
        noise = median(lambda s=solver, a=answers: noise_parts(s, a), 30)
        print(
            f"{name:16s} {solver.problem.nodes:4d} nodes  admittance {1e3 * signal:6.2f}  noise {1e3 * noise:6.2f} more"
        )


if __name__ == "__main__":
    main()
