"""A gap map of a two-terminal tandem with full optics and transport: ``python benchmarks/gap_map.py``.

Perovskite in front of PbS dots, the perovskite's gap against the dots' exciton, through `idt.sweep.run` into a file.
``--kill`` kills the sweep with signal 9 half-way and resumes it; ``--check N`` measures N points of the map in full.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import common  # noqa: F401  (one core for linear algebra, before it is loaded)
import numpy as np

import infradot as idt
from infradot.devices import KINDS
from infradot.files import loads
from infradot.optics import escape_probability
from infradot.units import hc_eV, nm

GAPS, EXCITONS = (1.55, 2.0), (900 * nm, 1600 * nm)
FRONT, BEHIND = "perovskite", "dots"
MIDDLE = 1200 * nm  # exciton of the dots behind which the perovskite's own photons are followed
KNOTS = 7  # gaps at which they are, the share that is lost is interpolated between them
WORKERS = 2


@cache
def template() -> idt.Tandem:
    """The tandem that `infradot new tandem` writes."""
    design = loads(KINDS["tandem"].template_text()).design
    assert isinstance(design, idt.Tandem)
    return design


@cache
def front(gap: float) -> idt.Layer:
    """The perovskite at a gap, made once: optical constants, emission and edge are those of all its points."""
    layer = template().stack[FRONT]
    material = idt.tuned_material(band_gap=gap)
    lost = float(np.interp(gap, *shares()))
    laws = tuple(_net(law, lost) for law in material.recombination)
    return replace(layer, material=replace(material, recombination=laws))


def _net(law: Any, lost: float) -> Any:
    return idt.Radiative(coefficient=law.coefficient * lost) if isinstance(law, idt.Radiative) else law


@cache
def behind(exciton: float) -> idt.Layer:
    """The dots at an exciton (m), made once."""
    layer = template().stack[BEHIND]
    assert isinstance(layer.material, idt.Film)
    size: dict[str, Any] = {"exciton": hc_eV / exciton, "diameter": None}
    return replace(layer, material=replace(layer.material, **size))


@cache
def shares() -> tuple[np.ndarray, np.ndarray]:
    """Gaps, and of the photons that the perovskite emits the share that leaves it for good."""
    gaps = np.linspace(*GAPS, KNOTS)
    lost = []
    for gap in gaps.tolist():
        stack = with_layers(
            replace(template().stack[FRONT], material=idt.tuned_material(band_gap=gap)), behind(MIDDLE)
        ).stack
        lost.append(sum(escape_probability(stack, 300.0, FRONT)))
    return gaps, np.array(lost)


def with_layers(ahead: idt.Layer, after: idt.Layer) -> idt.Tandem:
    """The tandem with these two absorbers."""
    stack = template().stack
    new = {FRONT: ahead, BEHIND: after}
    return replace(template(), stack=replace(stack, layers=tuple(new.get(x.name, x) for x in stack)))


def subject(values: Mapping[str, float]) -> idt.Tandem:
    """The tandem of a point of the map."""
    return with_layers(front(values["gap"]), behind(values["exciton"]))


def answer(tandem: idt.Tandem) -> dict[str, float]:
    """Its efficiency, and the photocurrent of each subcell."""
    found = idt.tandem_power(tandem, light=idt.am15g())
    return {"efficiency": found.efficiency, "jsc_front": found.jsc[0], "jsc_behind": found.jsc[1]}


def swept(side: int, out: Path) -> Any:
    """The map, or what is left of it."""
    vary = {"gap": np.linspace(*GAPS, side), "exciton": np.linspace(*EXCITONS, side)}
    return idt.sweep.run(subject, vary=vary, answer=answer, out=out, workers=WORKERS, processes=True)


def killed(side: int, out: Path) -> int:
    """Begin the map in a process of its own, kill it with signal 9 half-way; rows in its file then."""
    command = [sys.executable, __file__, "--side", str(side), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and rows(out) < side * side // 2:
        time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return rows(out)


def rows(out: Path) -> int:
    """Rows in a file that another process may be writing."""
    if not out.exists():
        return 0
    with closing(sqlite3.connect(f"file:{out}?mode=ro", uri=True)) as base:
        try:
            return int(base.execute("select count(*) from points").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def checked(side: int, count: int) -> list[tuple[float, float, float, float]]:
    """Random points of the map in full: gap, exciton, efficiency in full and by the map."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(count):
        gap = float(rng.choice(np.linspace(*GAPS, side)))
        exciton = float(rng.choice(np.linspace(*EXCITONS, side)))
        whole = with_layers(
            replace(template().stack[FRONT], material=idt.tuned_material(band_gap=gap)), behind(exciton)
        )
        full = idt.tandem_jv(whole, light=idt.am15g()).metrics.efficiency
        assert full is not None
        found.append((gap, exciton, full, answer(subject({"gap": gap, "exciton": exciton}))["efficiency"]))
    return found


def cpu() -> float:
    """Seconds that processes begun here have worked, those that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def once(out: Path, side: int) -> bool:
    """Whether a file holds every point once, each with a finite efficiency."""
    with closing(sqlite3.connect(out)) as base:
        points, efficiencies = zip(*base.execute("select point, efficiency from points").fetchall(), strict=True)
    return sorted(points) == list(range(side * side)) and bool(np.isfinite(np.array(efficiencies, float)).all())


def main() -> None:
    """Sweep the map and say how long it took, what was found, and how far it can be trusted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=100, help="points along each side of the map")
    parser.add_argument("--out", type=Path, help="SQLite file; a temporary one unless given")
    parser.add_argument("--kill", action="store_true", help="kill the sweep half-way and resume it")
    parser.add_argument("--check", type=int, default=0, help="points to measure in full as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder) / "gap_map.sqlite"
        if given.kill:
            print(f"killed with {killed(given.side, out)} of {given.side**2} rows in the file")
        begun, before, worked = time.perf_counter(), rows(out), cpu()
        found = swept(given.side, out)
        spent, done = time.perf_counter() - begun, given.side**2 - before
        each = [1e3 * seconds / max(done, 1) for seconds in (spent * WORKERS, cpu() - worked)]
        print(
            f"{done} points in {spent:.0f} s on {WORKERS} cores: {each[0]:.1f} ms a point on each, {each[1]:.1f} worked"
        )
        print(f"every point once, all finite: {once(out, given.side)}; failures: {len(found.failures)}")
        point, efficiency = found.best("efficiency")
        print(f"highest efficiency {efficiency:.2%} at {found.at(point)}")
    for gap, exciton, full, quick in checked(given.side, given.check):
        where = f"{gap:.3f} eV, {exciton / nm:.0f} nm"
        print(f"{where}: {full:.4%} in full, {quick:.4%} here, {quick / full - 1:+.1e}")


if __name__ == "__main__":
    main()
