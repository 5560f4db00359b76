"""What the benchmarks share: how time is taken, how a table is printed, and the posed problem that all codes solve."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# one core for everybody, set before any numerical library is loaded
for _threads in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import numpy as np  # noqa: E402

import infradot as idt  # noqa: E402

CASES = Path(__file__).parents[1] / "tests" / "data" / "transport" / "cases.json"
VOLTAGE = np.arange(56) * 0.02
TEMPERATURE = 300.0
# charged traps of the ink, for the second half of the table
TRAPS = (
    {"density": 2e22, "depth": 0.45, "kind": "acceptor", "capture_n": 1e-16, "capture_p": 1e-16},
    {"density": 1e22, "depth": 0.85, "kind": "donor", "capture_n": 1e-16, "capture_p": 1e-16},
)


def case() -> dict[str, Any]:
    """The heterojunction ZnO / PbS ink / PbS-EDT: layers and generation, as three other codes have solved it."""
    found: dict[str, Any] = json.loads(CASES.read_text())["cases"]["b_hetero_uniform"]
    return found


def device(traps: bool | Sequence[Any] = False) -> idt.Device:
    """The case as a device, with `TRAPS` or others; a new object each time, so that nothing is remembered."""
    if traps is True:
        traps = tuple(idt.TrapLevel(**trap) for trap in TRAPS)
    layers = []
    for layer in case()["layers"]:
        law = idt.ShockleyReadHall(lifetime_n=layer["tau_n_s"], lifetime_p=layer["tau_p_s"])
        material = idt.Material(
            name=layer["name"],
            band_gap=layer["Eg_eV"],
            electron_affinity=layer["chi_eV"],
            relative_permittivity=layer["eps_r"],
            effective_dos_n=layer["Nc_m3"],
            effective_dos_p=layer["Nv_m3"],
            mobility_n=layer["mu_n_m2Vs"],
            mobility_p=layer["mu_p_m2Vs"],
            donors=layer["ND_m3"],
            acceptors=layer["NA_m3"],
            recombination=(law,),
            traps=tuple(traps) if traps and layer["name"] == "PbS_ink" else (),
        )
        layers.append(idt.Layer(name=layer["name"], thickness=layer["L_m"], material=material))
    stack = idt.Stack(layers=tuple(layers))
    return idt.Device(stack=stack, front=idt.Ohmic(), back=idt.Ohmic(), temperature=TEMPERATURE)


def generation() -> idt.Generation:
    """Its uniform generation in the ink."""
    given = case()["generation"]
    return idt.Generation(position=np.array([given["x_from_m"], given["x_to_m"]]), rate=np.full(2, given["G_m3s"]))


def node_columns(position: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The case for codes that keep materials on nodes.

    Parameters
    ----------
    position : ndarray (nodes,)
        Nodes of ours, m. A node on an interface becomes two, 0.1 nm apart: then the interface is as sharp there.

    Returns
    -------
    position : ndarray (nodes + interfaces,)
    columns : dict of ndarray
        A column for each number of the layers, and the generation rate ``G`` (m^-3 s^-1, right in every cell).
    """
    layers = case()["layers"]
    edges = np.cumsum([layer["L_m"] for layer in layers])
    inner = [int(np.argmin(np.abs(position - edge))) for edge in edges[:-1]]
    nodes = np.sort(np.concatenate([np.delete(position, inner), position[inner] - 5e-11, position[inner] + 5e-11]))
    index = np.searchsorted(edges[:-1], nodes)
    columns = {key: np.array([layer[key] for layer in layers])[index] for key in layers[0] if key != "name"}
    cells = np.concatenate(([nodes[0]], 0.5 * (nodes[1:] + nodes[:-1]), [nodes[-1]]))
    columns["G"] = np.diff(generation().integral(cells)) / np.diff(cells)
    columns["layer"] = index
    return nodes, columns


def median(function: Callable[[], object], repeats: int) -> float:
    """Median seconds of a call, after one for warm-up."""
    function()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


HEADER = f"{'median of':52s}{'ours, ms':>10s}{'peer, ms':>11s}{'ratio':>8s}{'nodes':>7s}{'points':>8s}  peer"


def row(what: str, ours: float, nodes: int, points: int, peer: tuple[str, float] | None = None, note: str = "") -> None:
    """One line of the table; times in seconds."""
    beside = f"{peer[1] * 1e3:11.1f}{peer[1] / ours:8.0f}" if peer else " " * 19
    name = f"{peer[0]} {note}" if peer else note
    print(f"{what:52s}{ours * 1e3:10.3f}{beside}{nodes:7d}{points:8d}  {name}")


def agreement(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest difference of two J-V curves over the short-circuit current, up to where the current changes sign."""
    before = ours <= 0
    return float(np.max(np.abs(ours - theirs)[before]) / abs(ours[0]))
