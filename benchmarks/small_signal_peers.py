"""C-V and C-f of the posed junctions in infradot and in devsim, one run: ``python benchmarks/small_signal_peers.py``.

Reads tests/data/transport/small_signal_cases.json, prints how far the two are apart and how long each takes; with
``--write`` keeps the curves of devsim beside the parameters. Traps of devsim have an unknown of their own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from common import CASES, idt

FOLDER = CASES.parent
POSED = json.loads((FOLDER / "small_signal_cases.json").read_text())


def junction(case: dict[str, Any], posed: dict[str, Any]) -> idt.Device:
    """A case of ours, with contacts that let carriers pass at once."""
    layers = []
    for given in posed["layers"]:
        traps = tuple(
            idt.TrapLevel(
                density=t["density_m3"], depth=t["depth_below_Ec_eV"], kind=t["kind"], capture_n=t["capture_n_m3s"],
                capture_p=t["capture_p_m3s"],
            )
            for t in case["traps"]
            if t["layer"] == given["name"]
        )  # fmt: skip
        law = idt.ShockleyReadHall(lifetime_n=given["tau_n_s"], lifetime_p=given["tau_p_s"])
        material = idt.Material(
            name=given["name"], band_gap=given["Eg_eV"], electron_affinity=given["chi_eV"],
            relative_permittivity=given["eps_r"], effective_dos_n=given["Nc_m3"], effective_dos_p=given["Nv_m3"],
            mobility_n=given["mu_n_m2Vs"], mobility_p=given["mu_p_m2Vs"], donors=given["ND_m3"],
            acceptors=given["NA_m3"], recombination=(law,), traps=traps,
        )  # fmt: skip
        layers.append(idt.Layer(name=given["name"], thickness=given["L_m"], material=material))
    contact = idt.Ohmic(velocity_n=1e8, velocity_p=1e8)
    return idt.Device(stack=idt.Stack(layers=tuple(layers)), front=contact, back=contact, temperature=POSED["T_K"])


def points() -> Iterator[tuple[str, float, float, np.ndarray]]:
    """Name, light, voltage and frequencies of each measurement."""
    for given in POSED["measured"]:
        for voltage in given["voltage_V"]:
            yield given["name"], given["light"], voltage, np.array(given["frequency_Hz"])


def by_devsim(case: dict[str, Any], posed: dict[str, Any], elements: int) -> tuple[int, list[np.ndarray], float]:
    """Nodes, admittance of every measurement, and the seconds that the small signals took."""
    traps = [
        {"density": t["density_m3"], "depth": t["depth_below_Ec_eV"], "kind": t["kind"],
         "capture_n": t["capture_n_m3s"], "capture_p": t["capture_p_m3s"]}
        for t in case["traps"]
    ]  # fmt: skip
    from peers.reference_curves import columns
    from peers.small_signal_devsim import AlternatingDevsim

    position, numbers = columns(posed, elements)
    peer, found, spent = AlternatingDevsim(position, numbers, traps), [], 0.0
    for _, light, voltage, frequency in points():
        peer.admittance(voltage, frequency[:0], light)
        begun = time.perf_counter()
        found.append(peer.alternating(frequency))
        spent += time.perf_counter() - begun
    return len(position), found, spent


def by_infradot(case: dict[str, Any], posed: dict[str, Any]) -> tuple[int, list[np.ndarray], float]:
    """The same of ours on the default grid; the seconds hold the steady states too."""
    cell, light = junction(case, posed), posed["generation"]
    shone = idt.Generation(position=np.array([light["x_from_m"], light["x_to_m"]]), rate=np.full(2, light["G_m3s"]))
    found, spent, nodes = [], 0.0, 0
    for _, lit, voltage, frequency in points():
        begun = time.perf_counter()
        one = idt.impedance(cell, frequency=frequency, voltage=voltage, generation=shone if lit else None)
        spent += time.perf_counter() - begun
        found.append(one.admittance)
        nodes = one.report.nodes
    return nodes, found, spent


def keep(name: str, nodes: list[int], curves: list[list[np.ndarray]]) -> None:
    """Write both grids of devsim."""
    head = ",".join(f"capacitance_{n}_nodes_F_per_m2,conductance_{n}_nodes_S_per_m2" for n in nodes)
    lines = [f"# devsim, own equations, alternating-current solve, {nodes[0]} and {nodes[1]} nodes"]
    lines.append(f"light,voltage_V,frequency_Hz,{head}")
    for k, (_, light, voltage, frequency) in enumerate(points()):
        for i, f in enumerate(frequency):
            numbers = [x for curve in curves for x in (curve[k][i].imag / (2 * np.pi * f), curve[k][i].real)]
            lines.append(f"{light:g},{voltage:g},{f:g}," + ",".join(f"{x:.10e}" for x in numbers))
    (FOLDER / f"small_signal_{name}__devsim.csv").write_text("\n".join(lines) + "\n")


def main() -> None:
    """Each case on both grids of devsim and on ours."""
    try:
        import peers.small_signal_devsim  # noqa: F401
    except (ImportError, RuntimeError) as error:
        print(f"devsim is left out: {str(error).strip().splitlines()[0]}")
        return
    for name, case in POSED["cases"].items():
        posed = json.loads(CASES.read_text())["cases"][case["posed"]]
        theirs = [by_devsim(case, posed, elements) for elements in POSED["elements_per_layer"]]
        by_infradot(case, posed)
        nodes, ours, seconds = by_infradot(case, posed)
        print(f"{name}: {sum(len(y) for y in ours)} points")
        for grid, curves, spent in theirs:
            print(f"  devsim {grid:5d} nodes {spent * 1e3:8.1f} ms (small signals alone)")
            for k, (what, _, voltage, _) in enumerate(points()):
                off = np.abs(curves[k].imag / ours[k].imag - 1).max()
                loss = np.abs(curves[k].real / ours[k].real - 1).max()
                print(f"    {what:26s} {voltage:5.1f} V   C apart by {off:.1e}, G by {loss:.1e}")
        print(f"  infradot {nodes:3d} nodes {seconds * 1e3:8.1f} ms (steady states included)")
        if "--write" in sys.argv:
            keep(name, [grid for grid, *_ in theirs], [curves for _, curves, _ in theirs])


if __name__ == "__main__":
    main()
