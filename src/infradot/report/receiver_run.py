"""Do what the file of a power receiver asks for: at work, under more or less light, with other dots, its cell alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from infradot.devices.power_receiver import longest_photon, receiver_limit
from infradot.errors import InputError, NotConverged
from infradot.experiments.ideal_cell import smallest_gap
from infradot.experiments.receiver import Reception, receive
from infradot.experiments.receiver_sweep import ReceptionSweep, exciton_sweep, reception_sweep
from infradot.experiments.result import Result
from infradot.files import Document
from infradot.light.spectrum import Spectrum
from infradot.report.answers import Answers
from infradot.report.folder import file_name
from infradot.report.run import Progress, Run, Steps, perform
from infradot.report.summary import metric_cells, metrics_values, spectra_table
from infradot.report.sweep_tables import METRIC_COLUMNS
from infradot.report.tables import Table, number
from infradot.stack.receiver import PowerReceiver
from infradot.units import hc_eV, mA_cm2

if TYPE_CHECKING:
    from matplotlib.axes import Axes

mW_cm2 = 10.0  # W m^-2


class ReceiverRun(Answers):
    """The answers to the file of a power receiver."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        at_work: Mapping[str, Reception],
        sweeps: Mapping[str, ReceptionSweep],
        cell: Run,
    ) -> None:
        super().__init__(document, lost)
        self.at_work, self.sweeps, self.cell = at_work, sweeps, cell

    @property
    def receiver(self) -> PowerReceiver:
        """What the file describes."""
        assert isinstance(self.document.design, PowerReceiver)
        return self.document.design

    def results(self) -> dict[str, Result]:
        """The receiver at work, its sweeps, and what was measured of its cell."""
        found: dict[str, Result] = {file_name("power", name): each for name, each in self.at_work.items()}
        found |= {file_name("sweep", name): sweep for name, sweep in self.sweeps.items()}
        families: dict[str, Mapping[str, Result]] = {
            "jv": self.cell.curves,
            "eqe": self.cell.spectra,
            "bands": self.cell.diagrams,
        }
        return found | {file_name(k, name): r for k, results in families.items() for name, r in results.items()}

    def tables(self) -> tuple[Table, ...]:
        """At work, the sweeps, and the cell."""
        made = [_work_table(self.document.title or self.document.kind, self.at_work), _cell_table(self)]
        made += [_sweep_table(name, sweep) for name, sweep in self.sweeps.items()]
        made.append(spectra_table(self.cell))
        return tuple(table for table in made if table.rows)

    def sentences(self) -> tuple[str, ...]:
        """What is possible at best."""
        return tuple(f"{name}: {text}" for name, each in self.at_work.items() for text in _limit(each))

    def found(self) -> dict[str, Any]:
        """Everything in numbers."""
        return {
            "power": {name: _values(each) for name, each in self.at_work.items()},
            "sweeps": {name: _sweep_values(sweep) for name, sweep in self.sweeps.items()},
            "jv": {name: metrics_values(curve.metrics) for name, curve in self.cell.curves.items()},
        }

    def figures(self) -> dict[str, Axes]:
        """J-V at work, sweeps, spectra and bands."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        curves = {name: each.curve for name, each in self.at_work.items()} | dict(self.cell.curves)
        if curves:
            drawn["jv"] = plot.jv(curves)
        for name, sweep in self.sweeps.items():
            drawn[file_name("sweep", name)] = plot.reception(sweep)
        for i, spectrum in enumerate(self.cell.spectra.values()):
            drawn["eqe" if i == 0 else f"eqe_{i + 1}"] = plot.eqe(spectrum)
        for i, diagram in enumerate(self.cell.diagrams.values()):
            drawn["bands" if i == 0 else f"bands_{i + 1}"] = plot.bands(diagram)
        return drawn


def perform_receiver(document: Document, progress: Progress = lambda name, done, total: None) -> ReceiverRun:
    """Do every measurement of the file of a power receiver.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    ReceiverRun

    Raises
    ------
    NotConverged
        Where the receiver came to work under no light.
    """
    receiver = document.design
    assert isinstance(receiver, PowerReceiver)
    steps = Steps(progress, len(document.measures))
    at_work: dict[str, Reception] = {}
    sweeps: dict[str, ReceptionSweep] = {}
    for m in document.measures:
        if m.light is None:
            continue
        if m.what == "power":
            steps.into(at_work, f"power, {m.label}", m.label, partial(receive, receiver, light=m.light))
        elif m.what == "power-sweep":
            take = partial(reception_sweep, receiver, light=m.light, factors=m.factors)
            steps.into(sweeps, f"power, {m.label}", f"intensity, {m.label}", take)
        elif m.what == "exciton-sweep" and m.excitons is not None:
            other = partial(exciton_sweep, receiver, light=m.light, layer=m.layer, excitons=m.excitons)
            steps.into(sweeps, f"excitons, {m.label}", f"exciton, {m.label}", other)
    if any(m.what == "power" for m in document.measures) and not at_work:
        raise NotConverged("; ".join(steps.lost))
    of_cell = tuple(m for m in document.measures if m.what in ("jv", "eqe", "bands"))
    cell = perform(replace(document, design=receiver.cell, measures=of_cell), progress)
    return ReceiverRun(document, (*steps.lost, *cell.lost), at_work, sweeps, cell)


# --- tables ---------------------------------------------------------------------------------------------------------


def _work_table(title: str, at_work: Mapping[str, Reception]) -> Table:
    rows = [(name, *_work_cells(each)) for name, each in at_work.items()]
    return Table(
        title=title,
        columns=("", "arrives (mW/cm2)", "cell (K)", "power (mW/cm2)", "efficiency (%)", "output", "cells in series"),
        rows=tuple(rows),
        note="Efficiencies divide by all the light that arrives. The cell is as warm as the heat in it makes it.",
    )


def _work_cells(each: Reception) -> tuple[str, ...]:
    output = "-" if each.output is None else _watts(each.output)
    cells = f"{each.cells} at {each.cell_voltage:.3f} V = {each.voltage:.3g} V"
    return (
        f"{each.irradiance / mW_cm2:.4g}",
        number(each.temperature, 2),
        f"{each.power / mW_cm2:.4g}",
        number(100 * each.efficiency, 2),
        output,
        cells,
    )


def _watts(power: float) -> str:
    """A power with a unit that a person would choose."""
    for scale, unit in ((1.0, "W"), (1e-3, "mW"), (1e-6, "uW")):
        if power >= scale:
            return f"{power / scale:.3g} {unit}"
    return f"{power / 1e-9:.3g} nW"


def _cell_table(run: ReceiverRun) -> Table:
    measured = [(f"{name}, {each.temperature:.1f} K", each.curve.metrics) for name, each in run.at_work.items()]
    ambient = run.receiver.ambient
    lit = {name: curve for name, curve in run.cell.curves.items() if curve.light is not None}
    measured += [(f"{name}, {ambient:.1f} K", curve.metrics) for name, curve in lit.items()]
    rows = [(name, metric_cells(m)[0], _short(m.jsc), *metric_cells(m)[2:]) for name, m in measured]
    return Table(title="One cell", columns=("", *METRIC_COLUMNS), rows=tuple(rows))


def _short(jsc: float | None) -> str:
    """A current density in mA cm^-2 in four digits: that of indoor light is small."""
    return "-" if jsc is None else f"{jsc / mA_cm2:.4g}"


def _sweep_table(name: str, sweep: ReceptionSweep) -> Table:
    first = (
        [f"{x / mW_cm2:.4g}" for x in sweep.irradiance]
        if sweep.exciton is None
        else [f"{hc_eV / x * 1e9:.0f}" for x in sweep.exciton]
    )
    columns = zip(
        first, sweep.temperature, 100 * sweep.efficiency, sweep.jsc / mA_cm2, sweep.voc, 100 * sweep.fill_factor,
        strict=True,
    )  # fmt: skip
    return Table(
        title=f"Receiver against {name}",
        columns=("mW/cm2" if sweep.exciton is None else "exciton (nm)", "cell (K)", *METRIC_COLUMNS),
        rows=tuple(
            (x, number(t, 2), number(e, 2), number(j, 3), number(v, 3), number(f, 1)) for x, t, e, j, v, f in columns
        ),
        note=" ".join(sweep.findings()),
    )


def _limit(each: Reception) -> list[str]:
    """What an ideal cell would give, with the best edge for a line, or with the same gap."""
    light: Spectrum = each.light
    try:
        edge, words = longest_photon(light), "an edge just at this line"
    except InputError:
        edge = smallest_gap(each.curve.device)
        words = f"a gap of {edge:.3g} eV"
    best = receiver_limit(light, edge=edge, temperature=each.temperature).efficiency
    if best <= 0.0:
        return []
    return [
        f"an ideal cell with {words} would give {100 * best:.2f} %; this one gives {each.efficiency / best:.0%} of it."
    ]


def _values(each: Reception) -> dict[str, Any]:
    return {
        "temperature_K": each.temperature,
        "irradiance_mW_cm2": each.irradiance / mW_cm2,
        "absorbed_mW_cm2": each.absorbed / mW_cm2,
        "power_mW_cm2": each.power / mW_cm2,
        "heat_mW_cm2": each.heat / mW_cm2,
        "efficiency": each.efficiency,
        "output_W": each.output,
        "cells": each.cells,
        "cell_voltage_V": each.cell_voltage,
        "voltage_V": each.voltage,
        "cell": metrics_values(each.curve.metrics),
    }


def _sweep_values(sweep: ReceptionSweep) -> dict[str, Any]:
    return {
        "irradiance_mW_cm2": sweep.irradiance / mW_cm2,
        "exciton_eV": sweep.exciton,
        "efficiency": sweep.efficiency,
        "temperature_K": sweep.temperature,
        "voc_V": sweep.voc,
        "jsc_mA_cm2": sweep.jsc / mA_cm2,
        "fill_factor": sweep.fill_factor,
        "power_mW_cm2": sweep.power / mW_cm2,
        "failures": [str(failure) for failure in sweep.report.failures],
    }
