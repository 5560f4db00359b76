"""The published cells of a table, predicted beside printed: what one printed number fixes, and what that predicts."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import numpy as np

from infradot.devices.limits import detailed_balance
from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning, nearest
from infradot.experiments.jv import jv
from infradot.experiments.tandem_power import tandem_power
from infradot.files import change, get, load
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER, Spectrum, am15g
from infradot.record import Device as Entry
from infradot.record import load_record
from infradot.report.calibrate import UNKNOWNS, Calibrated, calibrated
from infradot.report.quiet import quiet
from infradot.source import sample
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem
from infradot.units import hc_eV

TABLES = {
    "table1": "Table 1: cells of one junction for the infrared",
    "table2": "Table 2: tandems with a cell of dots",
}
WHOLE = "AM1.5G"
PRINTED = {
    WHOLE: "efficiency",
    "perovskite filter": "efficiency_behind_perovskite",
    "silicon filter": "efficiency_behind_silicon",
}
LEVEL, DRAWS, SEED = 0.9, 24, 1230
POINTS = 21  # voltages of a curve of which only the power counts
FAR = 0.85  # of the gap, to which it is swept
NEARLY = 2.0  # times as far from the prediction as the interval reaches: explained in part
Progress = Callable[[int, int], None]
Cell = Device | Tandem


@dataclass(frozen=True, kw_only=True)
class Held:
    """One efficiency that was not used, predicted beside printed; fractions.

    Parameters
    ----------
    light : str
        A key of `PRINTED`.
    printed : float
    predicted : float
        Median of the drawn and calibrated cells.
    low, high : float
        The interval that holds `LEVEL` of them.
    uncalibrated : float
        Of the file as it is.
    step : float, optional
        Detailed balance of a step at the exciton, scaled by printed over limit under AM1.5G; None without such a print.
    """

    light: str
    printed: float
    predicted: float
    low: float
    high: float
    uncalibrated: float
    step: float | None

    @property
    def verdict(self) -> str:
        """Whether the print lies within the interval, near it, or neither."""
        return _verdict(self.printed, self.predicted, self.low, self.high)


def _verdict(printed: float, predicted: float, low: float, high: float) -> str:
    if low <= printed <= high:
        return "explained"
    reach = high - predicted if printed > predicted else predicted - low
    return "partly" if abs(printed - predicted) <= NEARLY * reach else "not explained"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One published cell.

    Parameters
    ----------
    key : str
        Of the record.
    title : str
    printed : float, optional
        Efficiency under AM1.5G, a fraction.
    uncalibrated : float
        The same, of the file as it is.
    range : tuple of float, optional
        Where `LEVEL` of the cells lie that are drawn and not calibrated; of rows with nothing held out.
    found : Calibrated, optional
        The two calibrated numbers of the file's cell; None without a printed efficiency.
    held : tuple of Held
    conflicts : tuple of str
        Where the print contradicts itself.
    why : str
        What the model lacks or the print leaves open.
    """

    key: str
    title: str
    printed: float | None
    uncalibrated: float
    found: Calibrated | None
    held: tuple[Held, ...]
    range: tuple[float, float] | None = None
    conflicts: tuple[str, ...] = ()
    why: str = ""

    @property
    def verdict(self) -> str:
        """Whether the print lies within the range of the cells that are not calibrated, near it, or neither."""
        if self.range is None or self.printed is None:
            return ""
        return _verdict(self.printed, self.uncalibrated, *self.range)


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A whole table.

    Parameters
    ----------
    table : str
        A key of `TABLES`.
    rows : tuple of Row
    draws : int
        Cells drawn for each row.
    """

    table: str
    rows: tuple[Row, ...]
    draws: int
    errors: Mapping[str, Mapping[str, float]] = field(init=False)

    def __post_init__(self) -> None:
        lights = dict.fromkeys(held.light for row in self.rows for held in row.held)
        found = {light: _errors(self.rows, light) for light in lights}
        object.__setattr__(self, "errors", found or {WHOLE: _whole_errors(self.rows)})


def _errors(rows: tuple[Row, ...], light: str) -> dict[str, float]:
    """Mean absolute errors in points: of all rows, of those that do not contradict themselves, and of the baselines."""
    pairs = [(row, held) for row in rows for held in row.held if held.light == light]

    def mean(chosen: list[tuple[float, float]]) -> float:
        return 100 * float(np.mean([abs(a - b) for a, b in chosen])) if chosen else math.nan

    partnered = [(row, h) for row, h in pairs if row.printed is not None]
    return {
        "rows": len(pairs),
        "every row": mean([(h.predicted, h.printed) for _, h in pairs]),
        **{
            f"{name}{ending}": mean(
                [
                    (value, h.printed)
                    for row, h in partnered
                    if (value := getattr(h, field)) is not None and (whole or not row.conflicts)
                ]
            )
            for ending, whole in (("", True), (", consistent", False))
            for name, field in (("predicted", "predicted"), ("no calibration", "uncalibrated"), ("step scaled", "step"))
        },
    }


def _whole_errors(rows: tuple[Row, ...]) -> dict[str, float]:
    """Mean absolute errors under AM1.5G in points, of rows with nothing held out: all, and those above 10 %."""
    known = [row for row in rows if row.printed is not None and row.found is not None]

    def mean(chosen: list[tuple[float, float]]) -> float:
        return 100 * float(np.mean([abs(a - b) for a, b in chosen])) if chosen else math.nan

    found: dict[str, float] = {"rows": len(known)}
    for ending, least in (("", 0.0), (", above 10 %", 0.1)):
        some = [(row.uncalibrated, row.found.efficiency, row.printed) for row in known if row.printed > least]  # type: ignore[union-attr, operator]
        found[f"no calibration{ending}"] = mean([(usual, printed) for usual, _, printed in some])  # type: ignore[misc]
        found[f"calibrated{ending}"] = mean([(reached, printed) for _, reached, printed in some])  # type: ignore[misc]
    return found


def folder(table: str) -> Path:
    """Where the device files of a table lie.

    Raises
    ------
    InputError
        For an unknown table, or an installation without its files.
    """
    if table not in TABLES:
        raise InputError(f"No table is named {table!r}.{nearest(table, TABLES)}")
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
    """What cannot be right as printed: contradictions of the record, and an exciton that the filter cuts off."""
    found = [
        f"{m.amount.text} against {', '.join(m.contradicts)}"
        for m in entry.measurements
        if m.contradicts and m.location.table is not None
    ]
    exciton = entry.exciton_wavelength
    if exciton is not None and exciton <= SILICON_EDGE and _printed(entry, "efficiency_behind_silicon"):
        found.append(f"an exciton of {exciton * 1e9:.0f} nm behind a filter that opens at {SILICON_EDGE * 1e9:.0f} nm")
    return tuple(found)


SILICON_EDGE = 1100e-9


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


def result(found: Reproduction) -> dict[str, Any]:
    """All of it for JSON: fractions, SI."""
    return {
        "table": found.table,
        "draws": found.draws,
        "mean_absolute_error_points": found.errors,
        "rows": [
            {
                "key": row.key,
                "title": row.title,
                "printed_efficiency": row.printed,
                "uncalibrated_efficiency": row.uncalibrated,
                "calibrated": None if row.found is None else dict(row.found.values),
                "usual": None if row.found is None else dict(row.found.prior),
                "calibrated_efficiency": None if row.found is None else row.found.efficiency,
                "range": row.range,
                "verdict": row.verdict,
                "held_out": [{**vars(held), "verdict": held.verdict} for held in row.held],
                "conflicts": row.conflicts,
                "why": row.why,
            }
            for row in found.rows
        ],
    }


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
