"""Do what the file of a phototransistor asks for, and keep the answers together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.errors import NotConverged
from infradot.experiments.channel_words import amperes
from infradot.experiments.gain_sweep import GainSweep, gain_sweep
from infradot.experiments.photogating import Photogating, photogating
from infradot.experiments.result import Result
from infradot.experiments.transistor_curves import TransistorCurves, transistor_curves
from infradot.files import Document
from infradot.files.measure import Measure
from infradot.report.answers import Answers
from infradot.report.folder import file_name
from infradot.report.photoconductor_run import gain_sweep_table, gain_sweep_values, short
from infradot.report.run import Progress, Steps
from infradot.report.tables import Table
from infradot.stack.phototransistor import InsulatedGate, Phototransistor

if TYPE_CHECKING:
    from matplotlib.axes import Axes

mW_cm2 = 10.0  # W m^-2
SHOWN = 3  # drain voltages of a curve that all have a row; of more the first and the last


class TransistorRun(Answers):
    """The answers to the file of a phototransistor."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        curves: Mapping[str, TransistorCurves],
        lit: Mapping[str, Photogating],
        sweeps: Mapping[str, GainSweep],
    ) -> None:
        super().__init__(document, lost)
        self.curves, self.lit, self.sweeps = curves, lit, sweeps

    def results(self) -> dict[str, Result]:
        """Curves, working points, sweeps."""
        families: dict[str, Mapping[str, Result]] = {
            "transfer": self.curves, "photogating": self.lit, "gain": self.sweeps
        }  # fmt: skip
        return {file_name(k, name): r for k, results in families.items() for name, r in results.items()}

    def tables(self) -> tuple[Table, ...]:
        """What is read off the curves, gain, noise, sweeps."""
        title = self.document.title or self.document.kind
        made = [_curve_table(title, self.curves), _gain_table(self.lit), _noise_table(self.lit)]
        made += [gain_sweep_table(name, sweep) for name, sweep in self.sweeps.items()]
        return tuple(table for table in made if table.rows)

    def found(self) -> dict[str, Any]:
        """Everything in numbers."""
        return {
            "transfer": {name: _curve_values(each) for name, each in self.curves.items()},
            "photogating": {name: _values(each) for name, each in self.lit.items()},
            "gain_sweeps": {name: gain_sweep_values(sweep) for name, sweep in self.sweeps.items()},
        }

    def figures(self) -> dict[str, Axes]:
        """Transfer curves together, output curves, noise, gain against intensity."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        swept = {name: each for name, each in self.curves.items() if len(each.drain_voltage) <= SHOWN}
        if swept:
            drawn["transfer"] = plot.transfer(swept)
        for name, each in self.curves.items():
            if len(each.drain_voltage) > SHOWN:
                drawn[file_name("output", name)] = plot.output(each)
        drawn |= {file_name("photogating", name): plot.channel_noise(each) for name, each in self.lit.items()}
        return drawn | {file_name("gain", name): plot.gain_sweep(sweep) for name, sweep in self.sweeps.items()}


def perform_transistor(document: Document, progress: Progress = lambda name, done, total: None) -> TransistorRun:
    """Do every measurement of the file of a phototransistor.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    TransistorRun

    Raises
    ------
    NotConverged
        Where nothing at all was found.
    """
    transistor = document.design
    assert isinstance(transistor, Phototransistor)
    steps = Steps(progress, len(document.measures))
    curves: dict[str, TransistorCurves] = {}
    lit: dict[str, Photogating] = {}
    sweeps: dict[str, GainSweep] = {}
    for m in document.measures:
        if m.what == "transfer":
            settings: dict[str, Any] = {"gate_voltage": m.gate, "drain_voltage": m.drain, "light": m.light}
            steps.into(curves, f"transfer, {m.label}", m.label, partial(transistor_curves, transistor, **settings))
            continue
        name, point = _name(m), _point(m)
        assert m.light is not None
        if m.what == "photogating":
            take: Any = partial(photogating, transistor, light=m.light, **point, hooge=m.hooge)
            steps.into(lit, f"photogating, {name}", name, take)
        else:
            along = {"voltage": point["drain_voltage"], "gate_voltage": point["gate_voltage"]}
            take = partial(gain_sweep, transistor, light=m.light, **along, factors=m.factors)
            steps.into(sweeps, f"gain, {name}", name, take)
    if document.measures and not (curves or lit or sweeps):
        raise NotConverged("; ".join(steps.lost))
    return TransistorRun(document, tuple(steps.lost), curves, lit, sweeps)


def _point(measure: Measure) -> dict[str, Any]:
    """The working point of a measurement."""
    assert measure.drain is not None
    gate = None if measure.gate is None else float(measure.gate[0])
    return {"gate_voltage": gate, "drain_voltage": float(measure.drain[0])}


def _name(measure: Measure) -> str:
    point = _point(measure)
    gate = "floating gate" if point["gate_voltage"] is None else f"gate {point['gate_voltage']:.6g} V"
    return f"{measure.label}, {gate}, drain {point['drain_voltage']:.6g} V"


# --- tables ---------------------------------------------------------------------------------------------------------


def _curve_table(title: str, curves: Mapping[str, TransistorCurves]) -> Table:
    rows = []
    for name, each in curves.items():
        insulated, graphene = isinstance(each.transistor.gate, InsulatedGate), each.transistor.sheet is not None
        drains = each.drain_voltage.tolist()
        for drain in drains if len(drains) <= SHOWN else (drains[0], drains[-1]):
            column = np.abs(each._column(drain))
            rows.append((
                f"{name}, drain {drain:.4g} V", amperes(float(column.min())), amperes(float(column.max())),
                short(each.dirac_voltage if graphene else each.threshold),
                "-" if graphene else short(1e3 * each.swing),
                short(1e4 * each.linear_mobility) if insulated else "-",
            ))  # fmt: skip
    return Table(
        title=title,
        columns=("", "least current", "largest current", "threshold, or neutral (V)", "swing (mV/decade)",
                 "mobility (cm2/Vs)"),
        rows=tuple(rows),
        note="Threshold, swing and mobility are read in the limit of a small drain voltage.",
    )  # fmt: skip


def _gain_table(lit: Mapping[str, Photogating]) -> Table:
    rows = [
        (
            name, amperes(each.dark_current), amperes(each.photocurrent), short(each.responsivity),
            short(each.external), short(each.gain), short(each.shift), short(each.bandwidth),
            "-" if each.bandwidth is None else short(abs(each.small_gain) * each.bandwidth),
            short(1 / (2 * np.pi * each.transit_time)),
        )
        for name, each in lit.items()
    ]  # fmt: skip
    return Table(
        title="In light",
        columns=(
            "", "dark current", "photocurrent", "A/W", "electrons per photon", "gain", "as much as (V)",
            "bandwidth (Hz)", "gain x bandwidth (Hz)", "1/(2 pi t) (Hz)",
        ),
        rows=tuple(rows),
        note="gain counts electrons for each pair made in the layers; as much as: the gate voltage that would do the "
        "same; t is the transit time of the channel.",
    )  # fmt: skip


def _noise_table(lit: Mapping[str, Photogating]) -> Table:
    rows = []
    for name, each in lit.items():
        for f in (1.0, 1e3):
            columns = (each.density, each.thermal, each.pairing, each.flicker)
            read = [float(np.interp(np.log(f), np.log(each.frequency), y)) for y in columns]
            best = float(np.interp(np.log(f), np.log(each.frequency), each.detectivity))
            rows.append((f"{name}, {f:g} Hz", *(short(y**0.5) for y in read), short(100 * best)))
    return Table(
        title="Noise of the current (A/Hz^0.5) and detectivity",
        columns=("", "all", "thermal", "generation-recombination", "1/f", "D* (Jones)"),
        rows=tuple(rows),
    )


# --- numbers --------------------------------------------------------------------------------------------------------


def _curve_values(each: TransistorCurves) -> dict[str, Any]:
    return {
        "gate_voltage_V": each.gate_voltage,
        "drain_voltage_V": each.drain_voltage,
        "current_A": each.current,
        "threshold_V": each.threshold,
        "neutral_V": each.dirac_voltage,
        "swing_V": each.swing,
    }


def _values(each: Photogating) -> dict[str, Any]:
    return {
        "gate_voltage_V": each.gate_voltage,
        "drain_voltage_V": each.voltage,
        "irradiance_mW_cm2": each.irradiance / mW_cm2,
        "dark_current_A": each.dark_current,
        "photocurrent_A": each.photocurrent,
        "responsivity_A_W": each.responsivity,
        "gain": each.gain,
        "shift_V": each.shift,
        "dirac_shift_V": each.dirac_shift,
        "bandwidth_Hz": each.bandwidth,
        "transit_time_s": each.transit_time,
        "frequency_Hz": each.frequency,
        "answer_A_W": np.abs(each.answer),
        "noise_A2_Hz": each.density,
        "detectivity_Jones": 100 * each.detectivity,
    }
