"""Two thousand devices drawn at random: does every sweep complete, and right? ``python benchmarks/robustness.py``.

Every device comes from one point of a scrambled Sobol sequence, mapped to the ranges below. It is complete when every
asked voltage is within the residual bound and the current, summed from the electrons and holes that cross each element,
is the same at all x. Some devices, drawn by lot, are solved again on four times the nodes.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from common import idt, np
from scipy.stats import qmc

from infradot.experiments.adapt import Lighting, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.prepare import Prepared

# Of the device. A pair of numbers is a range, drawn evenly in the logarithm where LOGARITHMIC names it; a list is a
# choice, drawn evenly. SI units, energies in eV.
DEVICE = {
    "layers": [1, 2, 3, 4, 5],
    "light": ["dark", "uniform", "absorbed"],
    "suns": (1e-3, 100.0),
    "absorption": (1e5, 1e8),
    "electron_affinity": (3.2, 4.5),
    "first_gap": (0.5, 3.4),
}
SUN = 2.5e21  # photons m^-2 s^-1 that one sun gives to a gap of 1.1 eV
LOWEST_VOLTAGE = -2.0
POINTS = 17  # to the difference of the contacts' work functions
# Of each contact.
CONTACT = {
    "kind": ["ohmic", "electrons", "holes"],  # the last two: a Schottky contact, its barrier to that band
    "barrier": (0.0, 0.6),
    "velocity_n": (1e-2, 1e5),
    "velocity_p": (1e-2, 1e5),
    "injection": ["none", "none", "image force", "field enhanced"],
    "tunnel_mass": (0.1, 0.5),
}
# Of each layer.
LAYER = {
    "thickness": (10e-9, 1e-6),
    "offset_n": (-0.5, 0.5),  # of the conduction and the valence band to the layer before
    "offset_p": (-0.5, 0.5),
    "relative_permittivity": (3.0, 30.0),
    "effective_dos_n": (1e24, 1e27),
    "effective_dos_p": (1e24, 1e27),
    "mobility_n": (1e-10, 1e-3),
    "mobility_p": (1e-10, 1e-3),
    "mobility_law": ["constant", "constant", "hopping"],
    "field_n": (0.0, 3e-4),
    "field_p": (0.0, 3e-4),
    "doping_kind": ["none", "donors", "acceptors"],
    "doping": (1e20, 1e25),
    "statistics": ["Boltzmann", "Fermi-Dirac", "Gaussian"],
    "states_n": (1e26, 1e28),  # of a Gaussian band, all of them
    "states_p": (1e26, 1e28),
    "width_n": (0.03, 0.1),
    "width_p": (0.03, 0.1),
    "lifetimes": [True, True, False],
    "lifetime_n": (1e-11, 1e-4),
    "lifetime_p": (1e-11, 1e-4),
    "level": (-0.8, 0.8),  # over half the gap
    "radiative": [True, False],
    "radiative_coefficient": (1e-18, 1e-15),
    "auger": [True, False, False],
    "auger_n": (1e-43, 1e-39),
    "auger_p": (1e-43, 1e-39),
    "traps": ["none", "level", "Gaussian", "tail"],
    "trap_kind": ["acceptor", "donor", "neutral"],
    "trap_density": (1e19, 1e24),
    "trap_depth": (0.05, 0.95),  # over the gap
    "trap_width": (0.03, 0.12),
    "tail_edge": ["conduction", "valence"],
    "tail_energy": (0.02, 0.1),
    "capture_n": (1e-18, 1e-13),
    "capture_p": (1e-18, 1e-13),
    # of the interface to the layer before
    "interface": [True, False],
    "interface_n": (1e-4, 1e5),
    "interface_p": (1e-4, 1e5),
    "interface_level": (-0.3, 0.3),
    "emission": [True, False, False, False],
    "emission_n": (1e1, 1e5),
    "emission_p": (1e1, 1e5),
}
LOGARITHMIC = {
    "suns", "absorption", "thickness", "effective_dos_n", "effective_dos_p", "states_n", "states_p", "mobility_n",
    "mobility_p", "doping",
    "lifetime_n", "lifetime_p", "radiative_coefficient", "auger_n", "auger_p", "trap_density", "capture_n", "capture_p",
    "velocity_n", "velocity_p", "interface_n", "interface_p", "emission_n", "emission_p",
}  # fmt: skip
GAPS = DEVICE["first_gap"]

EVEN = 1e-6  # how far the current may differ along x, over its size or the smallest current that counts
SMALLEST_CURRENT = 1e-8  # A m^-2
AGREEMENT = 0.01  # of a grid with FINER times the nodes, over the same
FINER = 4
REPEATED = 40
PARTS = {
    "device": DEVICE, "front": CONTACT, "back": CONTACT, **{f"layer {i}": LAYER for i in range(max(DEVICE["layers"]))}
}  # fmt: skip
COLUMNS = [(part, name) for part, ranges in PARTS.items() for name in ranges]


def points(count: int, seed: int) -> np.ndarray:
    """Points (count, columns) of the scrambled Sobol sequence."""
    power = max(int(np.ceil(np.log2(count))), 0)
    found: np.ndarray = qmc.Sobol(len(COLUMNS), scramble=True, seed=seed).random_base2(power)[:count]
    return found


def drawn(point: np.ndarray) -> dict[str, dict[str, Any]]:
    """The numbers of a device, part by part."""
    found: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for u, (part, name) in zip(point, COLUMNS, strict=True):
        given = PARTS[part][name]
        if isinstance(given, list):
            found[part][name] = given[min(int(u * len(given)), len(given) - 1)]
        elif name in LOGARITHMIC:
            found[part][name] = float(given[0] * (given[1] / given[0]) ** u)
        else:
            found[part][name] = float(given[0] + (given[1] - given[0]) * u)
    return found


def _bands(numbers: dict[str, dict[str, Any]], count: int) -> list[tuple[float, float]]:
    """Electron affinity and gap of each layer, eV; an offset that would leave the range of gaps is mirrored."""
    affinity, gap = numbers["device"]["electron_affinity"], numbers["device"]["first_gap"]
    found = [(affinity, gap)]
    for i in range(1, count):
        up_n, up_p = numbers[f"layer {i}"]["offset_n"], numbers[f"layer {i}"]["offset_p"]
        if not GAPS[0] <= gap + up_n - up_p <= GAPS[1]:
            up_n, up_p = up_p, up_n
        affinity, gap = affinity - up_n, gap + up_n - up_p
        found.append((affinity, gap))
    return found


def _bands_of(d: dict[str, Any]) -> dict[str, Any]:
    """Statistics and densities of states."""
    if d["statistics"] == "Gaussian":
        law = idt.GaussianDisorder(width_n=d["width_n"], width_p=d["width_p"])
        return {"statistics": law, "effective_dos_n": d["states_n"], "effective_dos_p": d["states_p"]}
    law = idt.FermiDirac() if d["statistics"] == "Fermi-Dirac" else idt.Boltzmann()
    return {"statistics": law, "effective_dos_n": d["effective_dos_n"], "effective_dos_p": d["effective_dos_p"]}


def _traps(d: dict[str, Any], gap: float) -> tuple[Any, ...]:
    shared = {"density": d["trap_density"], "capture_n": d["capture_n"], "capture_p": d["capture_p"]}
    depth = d["trap_depth"] * gap
    if d["traps"] == "level":
        return (idt.TrapLevel(depth=depth, kind=d["trap_kind"], **shared),)
    if d["traps"] == "Gaussian":
        return (idt.GaussianTraps(depth=depth, width=d["trap_width"], kind=d["trap_kind"], **shared),)
    if d["traps"] == "tail":
        return (idt.TailTraps(edge=d["tail_edge"], energy=d["tail_energy"], kind=d["trap_kind"], **shared),)
    return ()


def _recombination(d: dict[str, Any], gap: float) -> tuple[Any, ...]:
    laws: list[Any] = []
    if d["lifetimes"]:
        level = d["level"] * gap / 2
        laws.append(idt.ShockleyReadHall(lifetime_n=d["lifetime_n"], lifetime_p=d["lifetime_p"], level=level))
    if d["radiative"]:
        laws.append(idt.Radiative(coefficient=d["radiative_coefficient"]))
    if d["auger"]:
        laws.append(idt.Auger(coefficient_n=d["auger_n"], coefficient_p=d["auger_p"]))
    return tuple(laws)


def _layer(name: str, d: dict[str, Any], affinity: float, gap: float) -> Any:
    more = {}
    if d["mobility_law"] == "hopping":
        more["mobility_law"] = idt.HoppingMobility(field_n=d["field_n"], field_p=d["field_p"])
    if d["doping_kind"] != "none":
        more[d["doping_kind"]] = d["doping"]
    same = ("relative_permittivity", "mobility_n", "mobility_p")
    material = idt.Material(
        name=name,
        band_gap=gap,
        electron_affinity=affinity,
        **_bands_of(d),
        recombination=_recombination(d, gap),
        traps=_traps(d, gap),
        **{key: d[key] for key in same},
        **more,
    )
    return idt.Layer(name=name, thickness=d["thickness"], material=material)


def _contact(d: dict[str, Any], affinity: float, gap: float) -> Any:
    velocities = {"velocity_n": d["velocity_n"], "velocity_p": d["velocity_p"]}
    if d["kind"] == "ohmic":
        return idt.Ohmic(**velocities)
    barrier = min(d["barrier"], gap)
    work_function = affinity + (barrier if d["kind"] == "electrons" else gap - barrier)
    more = {}
    if d["injection"] == "image force":
        more["injection"] = idt.ImageForce(relative_permittivity=4.0)
    if d["injection"] == "field enhanced":
        more["injection"] = idt.FieldEnhanced(mass_n=d["tunnel_mass"], mass_p=d["tunnel_mass"])
    return idt.Schottky(work_function=work_function, **velocities, **more)


def _interfaces(numbers: dict[str, dict[str, Any]], count: int) -> tuple[Any, ...]:
    found = []
    for i in range(1, count):
        d = numbers[f"layer {i}"]
        more = {}
        if d["interface"]:
            more = {"velocity_n": d["interface_n"], "velocity_p": d["interface_p"], "level": d["interface_level"]}
        if d["emission"]:
            more |= {"emission_n": d["emission_n"], "emission_p": d["emission_p"]}
        if more:
            found.append(idt.Interface(between=(f"layer {i - 1}", f"layer {i}"), **more))
    return tuple(found)


def posed(point: np.ndarray) -> tuple[Any, Any, np.ndarray]:
    """Device, generation (None in the dark) and voltages of a point."""
    numbers = drawn(point)
    count = numbers["device"]["layers"]
    bands = _bands(numbers, count)
    layers = tuple(_layer(f"layer {i}", numbers[f"layer {i}"], *bands[i]) for i in range(count))
    interfaces = _interfaces(numbers, count)
    device = idt.Device(
        stack=idt.Stack(layers=layers, interfaces=interfaces) if interfaces else idt.Stack(layers=layers),
        front=_contact(numbers["front"], *bands[0]),
        back=_contact(numbers["back"], *bands[-1]),
    )
    front, back = device.work_functions()
    voltage = np.linspace(LOWEST_VOLTAGE, abs(front - back), POINTS)
    return device, _generation(numbers["device"], sum(layer.thickness for layer in layers)), voltage


def _generation(d: dict[str, Any], thickness: float) -> Any:
    if d["light"] == "dark":
        return None
    photons = d["suns"] * SUN
    if d["light"] == "uniform":
        return idt.Generation(position=np.array([0.0, thickness]), rate=np.full(2, photons / thickness))
    x = np.linspace(0.0, thickness, 400)
    return idt.Generation(position=x, rate=photons * d["absorption"] * np.exp(-d["absorption"] * x))


@dataclass(frozen=True)
class Outcome:
    """How a device ended.

    Parameters
    ----------
    index : int
        Of its point in the sequence.
    complete : bool
        All voltages solved, and the current the same at all x in each.
    unreported : bool
        A number is missing or wrong, and the report does not say so.
    uneven : float
        Largest difference of the current along x, over its bound.
    seconds : float
    nodes : int
    iterations : int
    sentence : str
        What the report says.
    current : tuple of float
        A m^-2 at each voltage.
    """

    index: int
    complete: bool
    unreported: bool
    uneven: float
    seconds: float
    nodes: int
    iterations: int
    sentence: str
    current: tuple[float, ...]


def unevenness(circuit: Circuit, voltage: float, current: float) -> float:
    """Largest difference of the element currents from the terminal current, over what is allowed."""
    state = circuit.state_at(voltage)
    if state is None:
        return np.nan
    circuit.steady.go_to(voltage, state)
    bound, sign = EVEN * max(abs(current), SMALLEST_CURRENT), circuit.steady.problem.anode_sign
    off = np.abs(sign * np.sum(circuit.steady.currents(), axis=0) - current).max() / bound
    if off > 1.0:  # one float for each carrier may not hold what the two leave of each other
        off = np.abs(sign * circuit.steady.current_along() - current).max() / bound
    return float(off)


def solved(point: np.ndarray, index: int, refine: int = 1) -> Outcome:
    """Pose and solve one device as `idt.jv` does, and look at every state."""
    start = time.perf_counter()
    device, generation, voltage = posed(point)
    lighting = Lighting(light=None, generation=generation)
    ready = Prepared(device, refine)
    try:
        found = swept(ready, Circuit(device, ready.steady(None, generation)), lighting, voltage)
    except idt.NotConverged as error:
        spent, nothing = time.perf_counter() - start, np.full(len(voltage), np.nan)
        return Outcome(index, False, False, 0.0, spent, ready.problem.nodes, 0, str(error), tuple(nothing))
    spent = time.perf_counter() - start
    uneven = np.array([unevenness(found.circuit, v, j) for v, j in zip(voltage, found.current, strict=True)])
    wrong = ~((uneven <= 1.0) & np.isfinite(found.current))
    told = [*(failure.voltage for failure in found.failures), *found.circuit.vague()]
    reported = np.isin(voltage, told)
    sentence = "; ".join((*(str(failure) for failure in found.failures[:1]), *found.circuit.steady.notes, *found.notes))
    return Outcome(
        index=index,
        complete=not wrong.any(),
        unreported=bool((wrong & ~reported).any()),
        uneven=float(np.nanmax(uneven, initial=0.0)),
        seconds=spent,
        nodes=found.ready.problem.nodes,
        iterations=found.circuit.steady.iterations,
        sentence=sentence,
        current=tuple(found.current.tolist()),
    )


def disagreement(one: Outcome, two: Outcome) -> float:
    """Largest difference of two curves.

    Over the size of the current, 1e-8 A m^-2 at least; where the current changes sign between two voltages, over the
    larger of the two: it passes through zero there.
    """
    first, second = np.array(one.current), np.array(two.current)
    scale = np.maximum(np.abs(second), SMALLEST_CURRENT)
    for k in np.flatnonzero(second[:-1] * second[1:] < 0):
        scale[k : k + 2] = np.maximum(scale[k : k + 2], np.abs(second[k : k + 2]).max())
    return float(np.max(np.abs(first - second) / scale))


def _one(job: tuple[int, int], all_points: np.ndarray) -> Outcome:
    return solved(all_points[job[0]], job[0], job[1])


def run(all_points: np.ndarray, jobs: Sequence[tuple[int, int]], cores: int) -> list[Outcome]:
    """Outcomes of (index, refinement) in their order."""
    work = partial(_one, all_points=all_points)
    if cores == 1:
        return [work(job) for job in jobs]
    with ProcessPoolExecutor(cores) as pool:
        return list(pool.map(work, jobs, chunksize=8))


def main() -> None:
    """Print what became of all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=REPEATED, help="how many are solved on finer grids too")
    parser.add_argument("--cores", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--only", type=int, help="pose this one alone, and show its numbers")
    parser.add_argument("--json", type=Path, help="write all outcomes to this file")
    given = parser.parse_args()
    all_points = points(max(given.count, (given.only or 0) + 1), given.seed)
    if given.only is not None:
        outcome = asdict(solved(all_points[given.only], given.only))
        print(json.dumps({"numbers": drawn(all_points[given.only]), **outcome}, indent=1))
        return
    solved(all_points[0], 0)  # compiles, or reads the cache
    start = time.perf_counter()
    outcomes = run(all_points, [(i, 1) for i in range(given.count)], given.cores)
    spent = time.perf_counter() - start
    for outcome in outcomes:
        if not outcome.complete:
            silent = "UNREPORTED, " if outcome.unreported else ""
            print(f"{outcome.index}: {silent}uneven {outcome.uneven:.1e} times the bound; {outcome.sentence}")
    complete = sum(outcome.complete for outcome in outcomes)
    print(f"complete: {complete} of {given.count} ({100 * complete / given.count:.2f} %)")
    print(f"unreported: {sum(outcome.unreported for outcome in outcomes)}")
    helped = sum(bool(outcome.sentence) and outcome.complete for outcome in outcomes)
    print(f"complete with help (settling, finer grid): {helped}")
    print(f"time: {spent:.1f} s on {given.cores} cores, slowest {max(o.seconds for o in outcomes):.2f} s")
    lot = np.random.default_rng(given.seed).choice(given.count, min(given.repeat, given.count), replace=False)
    lot = [int(i) for i in lot if outcomes[i].complete]
    finer = run(all_points, [(i, FINER) for i in lot], given.cores)
    off = {i: disagreement(outcomes[i], again) for i, again in zip(lot, finer, strict=True)}
    wrong = {i: e for i, e in off.items() if not e < AGREEMENT}
    within = f"{len(lot) - len(wrong)} of {len(lot)} within {AGREEMENT:.0%}"
    print(f"repeated on {FINER} times the nodes: {within}; off: {wrong}")
    if given.json:
        given.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes]))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
