"""How many points of a map are solved in a second: ``python benchmarks/sweep_map.py``.

The same map by a plain loop over `idt.change` and `idt.jv`, and by `idt.sweep.run` into a file with threads and with
processes; and how many rows the file takes by itself.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common  # noqa: F401  (one core for linear algebra, before it is loaded)
import numpy as np

import infradot as idt

FILE = Path(__file__).parents[1] / "examples" / "pbs_1230.toml"
ASKED = ("efficiency", "voc")
WORKERS = 2
MAPS = {
    "thickness x exciton": {
        "layer.absorber.thickness": ("200 nm", "800 nm", ""),
        "layer.absorber.film.exciton": ("1000 nm", "1400 nm", ""),
    },
    "mobility x velocity": {
        "layer.absorber.mobility_n": ("1e-3 cm2/Vs", "1e-1 cm2/Vs", ":log"),
        "back.velocity_n": ("1e2 m/s", "1e5 m/s", ":log"),
    },
}


def loop(device: Any, vary: dict[str, str]) -> np.ndarray:
    """Efficiency and Voc of each point, one after the other."""
    axes = {path: idt.sweep.run(device, vary={path: text}, answer=nothing).points[:, 0] for path, text in vary.items()}
    sun, found = idt.am15g(), []
    for values in itertools.product(*(axis.tolist() for axis in axes.values())):
        metrics = idt.jv(idt.change(device, dict(zip(axes, values, strict=True))), light=sun).metrics
        found.append([getattr(metrics, name) for name in ASKED])
    return np.array(found)


def nothing(device: Any) -> dict[str, float]:
    return {"nothing": 0.0}


def swept(device: Any, vary: dict[str, str], *, processes: bool) -> np.ndarray:
    """The same by a sweep into a file."""
    with tempfile.TemporaryDirectory() as folder:
        found = idt.sweep.run(
            device, vary=vary, answer=idt.sweep.metrics(*ASKED), out=Path(folder) / "map.sqlite", workers=WORKERS,
            processes=processes,
        )  # fmt: skip
    return np.column_stack([found[name].ravel() for name in ASKED])


def best_of(ways: dict[str, Callable[[], np.ndarray]], rounds: int) -> dict[str, tuple[float, np.ndarray]]:
    """Least seconds of each way and what it gave."""
    found: dict[str, tuple[float, np.ndarray]] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            answers = way()
            spent = time.perf_counter() - start
            found[name] = (min(spent, found[name][0] if name in found else spent), answers)
    return found


def rows(count: int) -> float:
    """Rows a second into a file where the answer costs nothing."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        idt.sweep.run(
            lambda numbers: numbers, vary={"a": np.arange(count)}, answer=lambda numbers: {"x": numbers["a"]},
            out=Path(folder) / "rows.sqlite", workers=WORKERS,
        )  # fmt: skip
        return count / (time.perf_counter() - start)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=10, help="points along each side of a map")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    device = idt.load(FILE)
    idt.jv(device, light=idt.am15g())  # compiles, or reads the cache
    head = f"points a second, {given.side} x {given.side} points, {WORKERS} workers"
    print(f"{head:46s}{'1/s':>8s}{'ratio':>8s}  numbers")
    for name, ends in MAPS.items():
        vary = {path: f"{low}:{high}:{given.side}{log}" for path, (low, high, log) in ends.items()}
        ways = {
            "plain loop": lambda vary=vary: loop(device, vary),
            "idt.sweep.run, threads": lambda vary=vary: swept(device, vary, processes=False),
            "idt.sweep.run, processes (their start included)": lambda vary=vary: swept(device, vary, processes=True),
        }
        found = best_of(ways, given.rounds)
        plain, numbers = found["plain loop"]
        print(name)
        for way, (spent, answers) in found.items():
            same = "the same" if np.array_equal(answers, numbers) else "DIFFER"
            print(f"  {way:44s}{given.side**2 / spent:8.1f}{plain / spent:8.2f}  {same}")
    print(f"rows of an answer that costs nothing{'':10s}{rows(20_000):8.0f}")


if __name__ == "__main__":
    main()
