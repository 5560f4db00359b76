"""Speed of small signals and noise after a solved point, in one run on one core: ``python benchmarks/small_signal.py``.

Prints medians after warm-up in milliseconds; asserts no seconds.
"""

from __future__ import annotations

from pathlib import Path

from common import device, idt, median, np

from infradot.experiments.prepare import prepared
from infradot.solvers.noise import noise_parts
from infradot.solvers.small_signal import small_signal
from infradot.transport.storage import trap_rows

FREQUENCY = np.logspace(0, 9, 50)
VOLTAGE = 0.2
CAPTURE = {"capture_n": 1e-16, "capture_p": 2e-16}
TAILS = (
    idt.TailTraps(edge="conduction", density=1e23, energy=0.04, **CAPTURE),
    idt.TailTraps(edge="valence", density=1e23, energy=0.06, **CAPTURE),
)
WIDE = (
    idt.GaussianTraps(density=2e22, depth=0.5, width=0.1, kind="acceptor", **CAPTURE),
    idt.GaussianTraps(density=1e22, depth=0.8, width=0.1, kind="donor", **CAPTURE),
)
CELL = Path(__file__).parents[1] / "examples" / "pbs_1230.toml"


def main() -> None:
    """Posed heterojunction without and with charged traps, the demo cell: 50 frequencies at one voltage."""
    cells = {
        "heterojunction": device(False), "two levels": device(True), "wide tails": device(TAILS),
        "Gaussian traps": device(WIDE), "demo cell": idt.load(CELL),
    }  # fmt: skip
    print(f"{len(FREQUENCY)} frequencies at {VOLTAGE:g} V, ms")
    for name, cell in cells.items():
        solver = prepared(cell).steady()
        solver.at(VOLTAGE)
        answers = small_signal(solver, FREQUENCY)
        levels = trap_rows(solver.problem.arrays)[-1] / solver.problem.nodes
        signal = median(lambda s=solver: small_signal(s, FREQUENCY), 30)
        noise = median(lambda s=solver, a=answers: noise_parts(s, a), 30)
        size = f"{solver.problem.nodes:4d} nodes {levels:5.1f} levels each"
        print(f"{name:16s} {size}  admittance {1e3 * signal:6.2f}  noise {1e3 * noise:6.2f} more")


if __name__ == "__main__":
    main()
