"""Curves of other codes for the laws: ``python -m peers.reference_curves [CASE ...]`` in the folder of the benchmarks.

Reads tests/data/transport/law_cases.json and writes beside it one file a case and peer, in the dark and in the light.
Takes half a minute to six minutes a case: energies are integrated at every node.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from peers.boundary_value import BoundaryValue, tail_levels
from peers.with_devsim import VT, Devsim

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "transport"
POSED = json.loads((FOLDER / "law_cases.json").read_text())
VELOCITY = POSED["common"]["contacts_S_m_s"]
TOLERANCE = 1e-4  # of the collocation: currents then hold to 1e-7
STEEPNESS = 4.0  # of the grading of devsim's nodes, a tanh in each layer
HALF_STEP = 1e-11  # m: devsim keeps materials on nodes; the two of an interface stand this far to either side


def columns(case: dict[str, Any], elements: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Nodes, so many elements in each layer, and the numbers of the materials on them."""
    layers, light = case["layers"], case["generation"]
    edges = np.concatenate(([0.0], np.cumsum([layer["L_m"] for layer in layers])))
    share = 0.5 + 0.5 * np.tanh(np.linspace(-STEEPNESS, STEEPNESS, elements + 1)) / np.tanh(STEEPNESS)
    inner = [left + (right - left) * share[1:-1] for left, right in pairwise(edges)]
    pairs = [edge + side * HALF_STEP for edge in edges[1:-1] for side in (-1, 1)]
    position = np.sort(np.concatenate([edges[[0, -1]], *inner, pairs]))
    index = np.searchsorted(edges[1:-1], position)
    found = {
        key: np.array([layer[key] for layer in layers])[index] for key in layers[0] if isinstance(layers[0][key], float)
    }
    cells = np.concatenate(([position[0]], 0.5 * (position[1:] + position[:-1]), [position[-1]]))
    found["G"] = light["G_m3s"] * np.diff(np.clip(cells, light["x_from_m"], light["x_to_m"])) / np.diff(cells)
    found["layer"] = index
    return position, found


def levels(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The tails of the second layer as discrete levels, two a kT."""
    absorber, found = case["layers"][1], []
    for tail in absorber["tails"]:
        depth, density = tail_levels(tail, absorber["Eg_eV"], VT, points=4)
        common = {"kind": tail["kind"], "capture_n": tail["capture_n_m3s"], "capture_p": tail["capture_p_m3s"]}
        found += [{"density": float(n), "depth": float(d * VT), **common} for d, n in zip(depth, density, strict=True)]
    return found


def write(name: str, peer: str, remark: str, table: dict[str, np.ndarray]) -> None:
    """Columns as text, a remark above them."""
    path = FOLDER / f"{name}__{peer}.csv"
    lines = [f"# {remark}", ",".join(table)]
    lines += [",".join(f"{x:.10e}" for x in row) for row in zip(*table.values(), strict=True)]
    path.write_text("\n".join(lines) + "\n")
    print(path.name, flush=True)


def by_boundary_value(name: str, case: dict[str, Any], voltage: np.ndarray) -> None:
    """Collocation; dark from 0.1 V, where it holds."""
    peer = BoundaryValue({**case, "contacts_S_m_s": VELOCITY}, POSED["common"]["T_K"], TOLERANCE)
    lit = peer.lit(voltage)
    crossing = int(np.argmax(lit > 0))
    peer.solve(voltage[crossing], 1.0)
    voc = peer.open_circuit(float(np.interp(0.0, lit, voltage)))
    forward = voltage >= POSED["common"]["dark_from_V"]
    dark = np.full(len(voltage), np.nan)
    again = BoundaryValue({**case, "contacts_S_m_s": VELOCITY}, POSED["common"]["T_K"], TOLERANCE)
    dark[forward] = again.dark(voltage[forward])
    remark = f"scipy solve_bvp, relative residual {TOLERANCE:g}, up to {max(len(peer.s), len(again.s))} nodes a layer"
    table = {"V_V": voltage, "lit_A_per_m2": lit, "dark_A_per_m2": dark}
    write(name, "boundary_value", f"{remark} | Voc = {voc:.9f} V", table)


def by_devsim(name: str, case: dict[str, Any], voltage: np.ndarray) -> None:
    """Finite volumes on two grids, in the light and in the dark."""
    table, nodes = {"V_V": voltage}, []
    for elements in (200, 400):
        position, numbers = columns(case, elements)
        peer = Devsim(position, numbers, levels(case), VELOCITY)
        nodes.append(len(position))
        table[f"lit_{len(position)}_nodes_A_per_m2"] = peer.curve(voltage)
        table[f"dark_{len(position)}_nodes_A_per_m2"] = peer.curve(voltage, light=0.0)
    write(
        name,
        "devsim",
        f"devsim, own equations, {len(levels(case))} discrete levels, {nodes[0]} and {nodes[1]} nodes",
        table,
    )


def main() -> None:
    """Each case asked for, by each of its peers."""
    for name in sys.argv[1:] or POSED["cases"]:
        case = POSED["cases"][name]
        voltage = np.arange(round(case["V"]["stop"] / case["V"]["step"]) + 1) * case["V"]["step"]
        if "boundary_value" in case["peers"]:
            by_boundary_value(name, case, voltage)
        if "devsim" in case["peers"]:
            by_devsim(name, case, voltage)


if __name__ == "__main__":
    main()
