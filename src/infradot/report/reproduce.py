"""The published cells of a table, predicted beside printed: what one printed number fixes, and what that predicts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files as package_files
from pathlib import Path

import numpy as np

from infradot.devices.limits import detailed_balance
from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning, nearest
from infradot.experiments.jv import jv
from infradot.experiments.tandem_power import tandem_power
from infradot.files import change, get, load
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER, Spectrum, am15g
from infradot.record import Device as Entry
from infradot.record import load_record
from infradot.record.audit import audit
from infradot.report.calibrate import UNKNOWNS, Calibrated, calibrated
from infradot.report.quiet import quiet
from infradot.report.reproduced import LEVEL, PRINTED, TABLES, WHOLE, Held, Reproduction, Row
from infradot.source import sample
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem
from infradot.units import hc_eV

DRAWS, SEED = 24, 1230
POINTS = 21  # voltages of a curve of which only the power counts
FAR = 0.85  # of the gap, to which it is swept
LASERS, DETECTORS = "table3", "table4"  # which `reproduce_lasers` and `reproduce_detectors` predict
Progress = Callable[[int, int], None]
Cell = Device | Tandem


def folder(table: str) -> Path:
    """Where the device files of a table lie.

    Raises
    ------
    InputError
        For an unknown table, or an installation without its files.
    """
    known = (*TABLES, LASERS, DETECTORS)
    if table not in known:
        raise InputError(f"No table is named {table!r}.{nearest(table, known)}")
    packed = Path(str(package_files("infradot.report") / "record" / table))
    beside = Path(__file__).parents[3] / "examples" / "record" / table
    for place in (packed, beside):
        if place.is_dir():
            return place
    raise InputError(f"The device files of {table} are not part of this installation.")


def reproduce(
    table: str, *, draws: int = DRAWS, seed: int = SEED, progress: Progress = lambda done, total: None
) -> Reproduction:
    """Predict every cell of a table from its device file and one printed number.

    Mobility and lifetime of the absorber are calibrated for each row, from the efficiency under AM1.5G alone, and kept
    near their usual values. All else that is uncertain is drawn from its spread; each draw is calibrated by itself and
    counts as much as it agrees with the print.

    Parameters
    ----------
    table : str
        A key of `TABLES`.
    draws : int
        Cells drawn for each row, 3 or more.
    seed : int
    progress : callable, optional
        Called with the rows done and all.

    Returns
    -------
    Reproduction

    Raises
    ------
    InputError
        For an unknown table or too few draws.
    """
    if draws < 3:
        raise InputError(f"draws = {draws!r}, expected 3 or more.")
    if table == LASERS:
        raise InputError(f"{LASERS} holds lasers, which have no efficiency; reproduce_lasers predicts them.")
    paths = sorted(folder(table).glob("*.toml"))
    entries = load_record()
    order = {device.key: i for i, device in enumerate(entries.all_devices)}
    paths.sort(key=lambda path: order.get(path.stem, len(order)))
    done = 0

    def row(path: Path) -> Row:
        nonlocal done
        found = _row(load(path), entries.device(path.stem), draws, np.random.default_rng(seed))
        done += 1
        progress(min(done, len(paths) - 1), len(paths))
        return found

    progress(0, len(paths))
    with quiet(ConvergenceWarning, PhysicsWarning), ThreadPoolExecutor(os.cpu_count()) as threads:
        rows = tuple(threads.map(row, paths))
    return Reproduction(table=table, rows=rows, draws=draws)


def _row(device: Cell, entry: Entry, draws: int, rng: np.random.Generator) -> Row:
    printed = {light: _printed(entry, quantity) for light, quantity in PRINTED.items()}
    whole = printed.pop(WHOLE)
    wanted = {light: value for light, value in printed.items() if value is not None}
    usual = _usual(device)
    plain = {light: efficiency(device, light) for light in (WHOLE, *wanted)}
    found = None if whole is None else _calibrated(device, usual, whole)
    if wanted:
        drawn = _drawn(device, usual, whole, tuple(wanted), draws, rng)
    else:
        ends = _drawn(device, usual, None, (WHOLE,), draws, rng)[WHOLE]
    exciton = entry.exciton_wavelength
    held = tuple(
        Held(
            light=light,
            printed=value,
            uncalibrated=plain[light],
            step=None if whole is None or exciton is None else _step(exciton, light, whole),
            **drawn[light],
        )
        for light, value in wanted.items()
    )
    return Row(
        key=entry.key,
        title=device.name,
        printed=whole,
        uncalibrated=plain[WHOLE],
        found=found,
        held=held,
        range=None if wanted else (ends["low"], ends["high"]),
        conflicts=_conflicts(entry),
        why=_WHY.get(entry.key, ""),
    )


def _printed(entry: Entry, quantity: str) -> float | None:
    """What the table prints; None where it leaves it open."""
    values = [m.amount.si for m in entry.of(quantity) if m.location.table is not None]
    return values[0] if values else None


def _conflicts(entry: Entry) -> tuple[str, ...]:
    """What cannot be right as printed, by the audit of the record; objections to captions are none to values."""
    return tuple(
        finding.sentence
        for finding in audit(entry)
        if finding.certainty in ("certain", "likely") and finding.measurements
    )


def _usual(device: Cell) -> dict[str, float]:
    return {u.name: float(get(device, f"layer.absorber.{u.fields[0]}")) for u in UNKNOWNS}


def _with(device: Cell, values: Mapping[str, float]) -> Cell:
    return change(device, {f"layer.absorber.{end}": values[u.name] for u in UNKNOWNS for end in u.fields})


def light_of(name: str) -> Spectrum:
    """The light of a name of `PRINTED`."""
    filters = {"perovskite filter": PEROVSKITE_FILTER, "silicon filter": SILICON_FILTER}
    return am15g().filtered(filters[name]) if name in filters else am15g()


_LIGHTS = {name: light_of(name) for name in PRINTED}


def efficiency(device: Cell, light: str) -> float:
    """Efficiency of a cell under a light of `PRINTED`, a fraction; 0 where there is no power."""
    if isinstance(device, Tandem):
        return tandem_power(device, light=_LIGHTS[light]).efficiency
    gap = float(get(device, "layer.absorber.band_gap"))
    curve = jv(device, light=_LIGHTS[light], voltage=np.linspace(0.0, FAR * gap, POINTS))
    return curve.metrics.efficiency or 0.0


def _calibrated(device: Cell, usual: Mapping[str, float], printed: float) -> Calibrated:
    return calibrated(usual, lambda values: efficiency(_with(device, values), WHOLE), printed)


def _drawn(
    device: Cell,
    usual: Mapping[str, float],
    printed: float | None,
    lights: tuple[str, ...],
    draws: int,
    rng: np.random.Generator,
) -> dict[str, dict[str, float]]:
    """Median and interval under each light, of drawn cells weighted by how well they agree with the print."""
    values: dict[str, list[float]] = {light: [] for light in lights}
    costs = []
    for _ in range(draws):
        try:
            one = sample(device, rng)
            if printed is None:
                one, cost = _with(one, _scattered(usual, rng)), 0.0
            else:
                found = _calibrated(one, usual, printed)
                one, cost = _with(one, found.values), found.cost(printed)
            seen = {light: efficiency(one, light) for light in lights}
        except (InputError, NotConverged):
            continue
        costs.append(cost)
        for light in lights:
            values[light].append(seen[light])
    if not costs:
        raise NotConverged(f"{device.name}: none of {draws} drawn cells could be solved.")
    weights = np.exp(-0.5 * (np.array(costs) - min(costs)))
    return {light: _quantiles(np.array(found), weights) for light, found in values.items()}


def _scattered(usual: Mapping[str, float], rng: np.random.Generator) -> dict[str, float]:
    return {u.name: float(np.clip(usual[u.name] * u.factor ** rng.standard_normal(), u.low, u.high)) for u in UNKNOWNS}


def _quantiles(values: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    order = np.argsort(values)
    share = np.cumsum(weights[order]) - 0.5 * weights[order]
    at = np.interp([0.5 * (1 - LEVEL), 0.5, 0.5 * (1 + LEVEL)], share / weights.sum(), values[order])
    return {"low": float(at[0]), "predicted": float(at[1]), "high": float(at[2])}


def _step(exciton: float, light: str, printed: float) -> float:
    edge = hc_eV / exciton
    whole = detailed_balance(edge, light=_LIGHTS[WHOLE]).efficiency
    return detailed_balance(edge, light=_LIGHTS[light]).efficiency * printed / whole


_WHY = {
    "ref43": "exchanged in the solid: its levels are little known, and with the usual ones it cannot reach the print",
    "ref39": "printed with an exciton at the edge of the filter",
    "ref50": "the shares of the two sizes are not printed",
    "ref22": "how the doping is graded is not printed",
    "ref56": "the first of its kind: neither the joint nor the front cell was what such cells are today",
    "ref47": "joint and exciton are not printed",
    "ref59": "blend, order and exciton are not printed; blends of that year absorb to 1000 nm, the one here to 750 nm",
    "ref60": "CdTe from solution, whose grains are small: the usual lifetimes are those of sublimed films",
    "ref61": "a preprint of first cells: traps of the sulphide and the joint",
    "ref54": "the pattern of the reflector, which sends light back at an angle, is left out",
}
