"""Speed of charge transport beside other codes, in one run on one core: ``python benchmarks/transport.py``.

Prints medians after warm-up and the ratios, and checks that all codes draw the same curve; asserts no seconds.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from common import HEADER, VOLTAGE, agreement, device, generation, idt, median, node_columns, np, row

from infradot.experiments.prepare import prepared
from infradot.numerics.grid import graded
from infradot.solvers.steady import Steady

PEERS = (("peers.with_sesame", "Sesame"), ("peers.with_devsim", "Devsim"))
AGREE = 1e-3
WAVELENGTH = np.linspace(350e-9, 1700e-9, 300)
CELL = Path(__file__).parents[1] / "examples" / "pbs_1230.toml"


def posed_domains() -> tuple:
    """The layers of the case on our grid."""
    return prepared(device()).problem.domains


def peers(traps: bool) -> dict[str, Any]:
    """The other codes with the case on our nodes; one that cannot be used says so in a line."""
    # Sesame's matrix is singular on elements as thin as ours at an interface: as many nodes, spread more evenly
    parts = [graded(float(domain.position[-1]), domain.stop - domain.start, 0.3, 0.02) for domain in posed_domains()]
    fronts = np.cumsum([0.0, *(part[-1] for part in parts)])
    position, columns = node_columns(
        np.unique(np.concatenate([x + front for x, front in zip(parts, fronts[:-1], strict=True)]))
    )
    found = {}
    for module, name in PEERS:
        try:
            made = importlib.import_module(module)
            found[made.NAME] = getattr(made, name)(position, columns, traps)
        except (ImportError, RuntimeError) as error:
            print(f"{name} is left out: {str(error).strip().splitlines()[0]}")
    return found


def sweeper(cell: idt.Device) -> Callable[[], object]:
    """Light on at equilibrium and 56 points: what the peers are timed with."""
    ready = prepared(cell)
    nodal = ready.nodal(None, generation())
    dark = ready.steady().equilibrium
    return lambda: Steady(ready.problem, nodal, dark).run(VOLTAGE)


def curves(traps: bool) -> None:
    """J-V of the heterojunction, by everybody."""
    what = "J-V, charged traps" if traps else "J-V"
    cell, light = device(traps), generation()
    ours = idt.jv(cell, generation=light, voltage=VOLTAGE)
    nodes, points = ours.report.nodes, len(VOLTAGE)
    sweep = median(sweeper(cell), 100)
    row(f"{what}: light on and sweep", sweep, nodes, points)
    for name, peer in peers(traps).items():
        theirs = peer.curve(VOLTAGE)
        off = agreement(ours.current_density, theirs)
        verdict = f"differs by {off:.0e} of Jsc" + ("" if off < AGREE else ": MORE THAN IT SHOULD")
        seconds = median(partial(peer.curve, VOLTAGE), 3)
        row("  the same", sweep, len(peer.columns["G"]), points, (name, seconds), verdict)
    again = median(lambda: idt.jv(cell, generation=light, voltage=VOLTAGE), 50)
    row("  idt.jv: and Voc, maximum power, report", again, nodes, points)
    new = median(lambda: idt.jv(device(traps), generation=light, voltage=VOLTAGE), 20)
    row("  idt.jv of a new device: and grid, equilibrium", new, nodes, points)


def spectra() -> None:
    """EQE of the demo cell after a J-V point has been solved."""
    cell, sun = idt.load(CELL), idt.am15g()
    nodes = idt.jv(cell, light=sun, voltage=[0.0]).report.nodes
    dark = median(lambda: idt.eqe(cell, wavelength=WAVELENGTH), 50)
    row("EQE after a J-V point", dark, nodes, len(WAVELENGTH))
    lit = median(lambda: idt.eqe(cell, wavelength=WAVELENGTH, light=sun), 50)
    row("  with bias light", lit, nodes, len(WAVELENGTH))
    for name, peer in peers(traps=False).items():
        seconds = median(partial(peer.curve, VOLTAGE[:1]), 5) * len(WAVELENGTH)
        note = "one lit state of the case above, times 300"
        row("  the same, a lit state a wavelength", lit, nodes, len(WAVELENGTH), (name, seconds), note)
    row("  J-V point under AM1.5G", median(lambda: idt.jv(cell, light=sun, voltage=[0.0]), 50), nodes, 1)


def main() -> None:
    """Print the table."""
    print(HEADER)
    curves(traps=False)
    curves(traps=True)
    spectra()


if __name__ == "__main__":
    main()
