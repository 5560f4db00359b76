"""What a cell loses, as tables and as plain values."""

from __future__ import annotations

from typing import Any

from infradot.experiments.describe import listed
from infradot.experiments.flow_words import flow_name
from infradot.experiments.inside_words import mechanism
from infradot.experiments.losses import Loss, Losses
from infradot.report.run import Run
from infradot.report.tables import Table, number
from infradot.units import mA_cm2

mV = 1e-3
LISTED = 2e-3  # of the limit, below which a step is not listed by itself
_GROUPS = {
    "optical": "optics",
    "recombination": "recombination",
    "transport": "transport and contacts",
    "circuit": "resistance",
}


def loss_tables(run: Run) -> tuple[Table, ...]:
    """A table for each account of losses."""
    return tuple(loss_table(name, found) for name, found in run.losses.items())


def loss_table(light: str, found: Losses) -> Table:
    """From the limit of the gap to the cell, one step a line.

    Parameters
    ----------
    light : str
        Name of the light, for the title.
    found : Losses

    Returns
    -------
    Table
    """
    least = LISTED * max(found.limit.maximum_power, found.balance.output)
    rows: list[tuple[str, ...]] = [
        (f"limit of a gap of {found.limit.band_gap:.3g} eV", number(100 * found.limit.efficiency, 2), "", "", "")
    ]
    for kind, group in _GROUPS.items():
        steps = [step for step in found.steps if step.kind == kind]
        listed = [step for step in steps if abs(step.power) >= least]
        rest = sum(step.power for step in steps if abs(step.power) < least)
        if not listed and abs(rest) < least / 2:
            continue
        rows.append((group, "", "", "", ""))
        rows += [_row(found, step) for step in sorted(listed, key=lambda step: -step.power)]
        if abs(found.points(rest)) >= 5e-3:
            rows.append(("  all other", number(-found.points(rest), 2), "", "", ""))
    rows += [(), ("cell", number(100 * found.efficiency, 2), "", "", "")]
    return Table(
        title=f"From the limit to the cell, {light}",
        columns=("", "points", "mA/cm2", "mV", "heat (points)"),
        rows=tuple(rows),
        note=_note(found),
    )


def _note(found: Losses) -> str:
    """What the columns are, and the loss by figures of merit."""
    words = {"jsc": "current", "voc": "voltage", "fill_factor": "fill factor"}
    merits = [f"{lost:.2f} by {words[name]}" for name, lost in found.by_merit().items()]
    whole = f" In figures of merit: {listed(merits)}." if merits else ""
    return f"At maximum power: points of efficiency, pairs and voltage lost, and what turns into heat or leaves.{whole}"


def _row(found: Losses, step: Loss) -> tuple[str, ...]:
    return (
        f"  {_short(step)}",
        number(-found.points(step.power), 2),
        number(None if step.current is None else step.current / mA_cm2, 2),
        number(None if step.voltage is None else step.voltage / mV, 1),
        number(found.points(step.heat), 2),
    )


def _short(step: Loss) -> str:
    """A step under the heading of its kind."""
    if step.kind == "recombination" and step.how not in ("interface", "surface") and step.place:
        return f"{mechanism(step.how)} in {step.place}"
    return flow_name(step).removeprefix("recombination ").removeprefix("transport of ").replace("'", "")


def loss_values(found: Losses) -> dict[str, Any]:
    """An account of losses for programs."""
    return {
        "band_gap_eV": found.limit.band_gap,
        "limit_percent": 100 * found.limit.efficiency,
        "cell_percent": 100 * found.efficiency,
        "steps": [
            {
                "kind": step.kind,
                "what": flow_name(step),
                "points": found.points(step.power),
                "heat_points": found.points(step.heat),
                "current_mA_cm2": None if step.current is None else step.current / mA_cm2,
                "voltage_mV": None if step.voltage is None else step.voltage / mV,
            }
            for step in found.steps
        ],
        "by_kind_points": found.by_kind(),
        "by_merit_points": found.by_merit(),
        "unavoidable_points": {name: found.points(power) for name, power in found.unavoidable.items()},
    }
