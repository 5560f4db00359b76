"""Two thousand solar cells drawn at random: does any beat its radiative limit? ``python benchmarks/limits_random.py``.

Every cell comes from one point of a scrambled Sobol sequence, mapped to the ranges below; many of them are far better
than any that was made, so that the limit is close. Radiative recombination is recycled, with the coefficient that
belongs to the film's own absorption. Each cell is compared with two limits of its very stack:

- common: all pairs share one splitting of the Fermi levels;
- local: each piece of the film may have its own, and gives pairs only where it makes more than it emits at the cell's
  voltage. No cell can pass that: currents flow down their Fermi levels. Between the two lie films in which carriers
  hardly move and the light stays on one side: the other side does not emit, though it would absorb.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from common import idt, np
from scipy.stats import qmc

# A pair of numbers is a range, evenly drawn, in the logarithm where LOGARITHMIC names it; a list is a choice.
RANGES: dict[str, Any] = {
    "exciton": (0.73, 1.45),  # eV
    "dispersity": (0.02, 0.08),
    "thickness": (50e-9, 2e-6),
    "mobility_n": (1e-9, 1e-1),  # m2/Vs
    "mobility_p": (1e-9, 1e-1),
    "lifetime_n": (1e-9, 1e2),
    "lifetime_p": (1e-9, 1e2),
    "shockley_read_hall": [True, True, False],
    "auger": [True, False],
    "doping": ["none", "donors", "acceptors"],
    "density": (1e19, 1e23),  # m-3
    "statistics": ["boltzmann", "boltzmann", "gaussian"],
    "front": ["glass and ITO", "bare", "coated"],
    "behind": ["Au", "Ag", "mirror", "air"],
    "electron_layer": [True, False],
    "hole_layer": [True, False],
    "contacts": ["selective", "selective", "ohmic", "schottky"],
    "barrier_n": (0.0, 0.3),  # eV from the band that the contact is for
    "barrier_p": (0.0, 0.3),
    "velocity": (1e-2, 1e5),  # m/s
    "sheet": [True, False, False],
    "sheet_velocity": (1e-3, 1e3),
    "traps": [True, False, False],
    "trap_density": (1e20, 1e23),
    "trap_depth": (0.2, 0.8),  # over the gap
    "scattering": [0.0, 0.0, 0.3, 0.9],
    "temperature": (250.0, 350.0),
    "suns": (1e-2, 1e2),
    "filter": ["none", "none", "perovskite", "silicon"],
    "series": [0.0, 1e-4],  # ohm m2
}
LOGARITHMIC = {
    "thickness", "mobility_n", "mobility_p", "lifetime_n", "lifetime_p", "density", "velocity", "sheet_velocity",
    "trap_density", "suns",
}  # fmt: skip
SEED, COUNT = 7, 2000
ROUNDING = 1e-6  # share by which a cell may pass a limit


def points(count: int, seed: int, columns: int = len(RANGES)) -> np.ndarray:
    """Points (count, columns) of the scrambled Sobol sequence."""
    power = max(int(np.ceil(np.log2(count))), 0)
    found: np.ndarray = qmc.Sobol(columns, scramble=True, seed=seed).random_base2(power)[:count]
    return found


def drawn(point: np.ndarray, ranges: dict[str, Any] = RANGES) -> dict[str, Any]:
    """The numbers of a cell."""
    found: dict[str, Any] = {}
    for u, (name, given) in zip(point, ranges.items(), strict=True):
        if isinstance(given, list):
            found[name] = given[min(int(u * len(given)), len(given) - 1)]
        elif name in LOGARITHMIC:
            found[name] = float(given[0] * (given[1] / given[0]) ** u)
        else:
            found[name] = float(given[0] + (given[1] - given[0]) * u)
    return found


def absorber(d: dict[str, Any]) -> Any:
    """The film, its radiative coefficient that of its own absorption and statistics."""
    chosen = {"statistics": idt.GaussianDisorder()} if d["statistics"] == "gaussian" else {}
    plain = idt.Film(core="PbS", exciton=d["exciton"], dispersity=d["dispersity"], overrides=chosen)
    laws = {law.name: law for law in plain.material(d["temperature"]).recombination}
    used = [idt.Radiative(coefficient=laws["radiative"].coefficient, reabsorption="recycled")]
    if d["shockley_read_hall"]:
        used.append(idt.ShockleyReadHall(lifetime_n=d["lifetime_n"], lifetime_p=d["lifetime_p"]))
    if d["auger"]:
        used.append(laws["auger"])
    more: dict[str, Any] = {"donors": 0.0, "acceptors": 0.0}
    if d["doping"] != "none":
        more[d["doping"]] = d["density"]
    if d["traps"]:
        depth = d["trap_depth"] * d["exciton"]
        level = idt.TrapLevel(density=d["trap_density"], depth=depth, kind="acceptor", capture_n=1e-16, capture_p=1e-16)
        more["traps"] = (level,)
    return idt.Film(
        core="PbS", exciton=d["exciton"], dispersity=d["dispersity"],
        overrides={
            **chosen, **more, "recombination": tuple(used), "mobility_n": d["mobility_n"], "mobility_p": d["mobility_p"]
        },
    )  # fmt: skip


def window(name: str, film: Any, shift: float, temperature: float) -> Any:
    """A wide clear layer beside the film that takes one carrier and turns the other back."""
    inside = film.material(temperature)
    return idt.Material(
        name=name, band_gap=inside.band_gap + 1.0, electron_affinity=inside.electron_affinity + shift,
        relative_permittivity=10.0, effective_dos_n=1e25, effective_dos_p=1e25, mobility_n=1e-3, mobility_p=1e-3,
        donors=1e23 if shift == 0.0 else 0.0, acceptors=0.0 if shift == 0.0 else 1e23,
        refractive_index=idt.ConstantIndex(value=1.9),
    )  # fmt: skip


def posed(point: np.ndarray) -> tuple[Any, Any]:
    """Cell and light of a point."""
    d = drawn(point)
    return built(d), light(d)


def built(d: dict[str, Any]) -> Any:
    """The device of these numbers."""
    film = absorber(d)
    inside = film.material(d["temperature"])
    layers = [idt.Layer(name="film", material=film, thickness=d["thickness"], scattering=d["scattering"])]
    if d["electron_layer"]:
        layers.insert(0, idt.Layer(name="n", material=window("n", film, 0.0, d["temperature"]), thickness=30e-9))
    if d["hole_layer"]:
        layers.append(idt.Layer(name="p", material=window("p", film, -1.0, d["temperature"]), thickness=30e-9))
    clear = idt.Material(name="coat", refractive_index=idt.ConstantIndex(value=1.6))
    mirror = idt.Material(name="mirror", refractive_index=idt.ConstantIndex(value=0.001 + 30j))
    fronts = {
        "glass and ITO": [
            ("glass", idt.named_material("soda-lime glass"), 1e-3),
            ("ITO", idt.named_material("ITO"), 1e-7),
        ],
        "coated": [("coat", clear, 150e-9)],
        "bare": [],
    }
    front = [idt.Layer(name=n, material=m, thickness=t, coherent=t < 1e-4) for n, m, t in fronts[d["front"]]]
    metal = {"mirror": mirror, "air": None}.get(d["behind"], d["behind"])
    metal = idt.named_material(metal) if isinstance(metal, str) else metal
    back = [] if metal is None else [idt.Layer(name="back", material=metal, thickness=150e-9)]
    interfaces = ()
    if d["sheet"] and d["electron_layer"]:
        speed = d["sheet_velocity"]
        interfaces = (idt.Interface(between=("n", "film"), velocity_n=speed, velocity_p=speed),)
    return idt.Device(
        stack=idt.Stack(layers=(*front, *layers, *back), interfaces=interfaces), temperature=d["temperature"],
        series_resistance=d["series"], **contacts(d, inside),
    )  # fmt: skip


def contacts(d: dict[str, Any], inside: Any) -> dict[str, Any]:
    """Electrons leave at the front, holes at the back."""
    if d["contacts"] == "ohmic":
        return {"front": idt.Ohmic(), "back": idt.Ohmic()}
    wrong = 1e-9 if d["contacts"] == "selective" else d["velocity"]
    top, bottom = inside.electron_affinity, inside.electron_affinity + inside.band_gap
    return {
        "front": idt.Schottky(work_function=top + d["barrier_n"], velocity_n=d["velocity"], velocity_p=wrong),
        "back": idt.Schottky(work_function=bottom - d["barrier_p"], velocity_n=wrong, velocity_p=d["velocity"]),
    }


def light(d: dict[str, Any]) -> Any:
    """AM1.5G times the suns, behind the filter."""
    filters = {"perovskite": (idt.PEROVSKITE_FILTER,), "silicon": (idt.SILICON_FILTER,)}.get(d["filter"], ())
    return idt.am15g().scaled(d["suns"]).filtered(*filters)


@dataclass(frozen=True)
class Outcome:
    """How a cell compares with its limits.

    Parameters
    ----------
    index : int
        Of its point in the sequence.
    solved : bool
    current, voltage, power : float
        Jsc, Voc and maximum power over those of the common limit.
    local_power, local_voltage : float
        Maximum power and Voc over those of the local limit.
    eqe_voltage : float
        Voc less the radiative one of the cell's own quantum efficiency, V; NaN without an open circuit.
    sentence : str
    """

    index: int
    solved: bool
    current: float = np.nan
    voltage: float = np.nan
    power: float = np.nan
    local_power: float = np.nan
    local_voltage: float = np.nan
    eqe_voltage: float = np.nan
    sentence: str = ""


def compared(point: np.ndarray, index: int) -> Outcome:
    """Solve one cell and compare it."""
    device, shining = posed(point)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            m = idt.jv(device, light=shining).metrics
            best = idt.absorption_limit(device, light=shining)
            local = idt.absorption_limit(device, light=shining, splitting="local")
    except idt.NotConverged as error:
        return Outcome(index, False, sentence=str(error))
    if m.voc is None or m.jsc is None or m.maximum_power is None:
        return Outcome(index, True, sentence=str(dict(m.reasons)))
    try:
        seen = m.voc - idt.reciprocity(device, light=shining).voc_radiative
    except idt.InputError:  # its contacts work only under light
        seen = np.nan
    return Outcome(
        index, True, m.jsc / best.jsc, m.voc / best.voc, m.maximum_power / best.maximum_power,
        m.maximum_power / local.maximum_power, m.voc / local.voc, seen, str(drawn(point)),
    )  # fmt: skip


def run(count: int, seed: int, cores: int) -> list[Outcome]:
    """Outcomes of the first cells of a sequence."""
    chosen = points(count, seed)
    if cores == 1:
        return [compared(point, i) for i, point in enumerate(chosen)]
    with ProcessPoolExecutor(cores) as pool:
        return list(pool.map(compared, chosen, range(count), chunksize=4))


def main() -> None:
    """Print how close the cells come to their limits, and which pass them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    begun = time.perf_counter()
    found = run(asked.count, asked.seed, asked.cores)
    good = [o for o in found if np.isfinite(o.power)]
    print(f"{len(found)} cells, seed {asked.seed}, in {time.perf_counter() - begun:.0f} s")
    print(f"solved {sum(o.solved for o in found)}, with power {len(good)}")
    for name in ("current", "voltage", "power", "local_power", "local_voltage"):
        values = np.array([getattr(o, name) for o in good])
        above = [o for o in good if getattr(o, name) > 1.0 + ROUNDING]
        print(f"{name:12} median {np.median(values):.4f}, highest {values.max():.8f}, above the limit {len(above)}")
        for o in sorted(above, key=lambda o: -getattr(o, name))[:5]:
            print(f"    {o.index}: {getattr(o, name):.6f}  {o.sentence}")
    print(f"Voc above the radiative one of the own quantum efficiency: {sum(o.eqe_voltage > 1e-6 for o in good)}")
    for o in found:
        if not o.solved:
            print(f"not solved {o.index}: {o.sentence}")


if __name__ == "__main__":
    main()
