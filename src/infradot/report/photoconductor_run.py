"""Do what the file of a photoconductor asks for, and keep the answers together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.errors import NotConverged
from infradot.experiments.channel_words import amperes, seconds
from infradot.experiments.gain_sweep import GainSweep, gain_sweep
from infradot.experiments.photoconduction import photoconduction
from infradot.experiments.photoconduction_result import Photoconduction
from infradot.experiments.photocurrent_decay import PhotocurrentDecay, photocurrent_decay
from infradot.experiments.result import Result
from infradot.files import Document
from infradot.files.measure import Measure
from infradot.report.answers import Answers
from infradot.report.folder import file_name
from infradot.report.run import Progress, Steps
from infradot.report.tables import Table
from infradot.stack.channel import Photoconductor

if TYPE_CHECKING:
    from matplotlib.axes import Axes

mW_cm2 = 10.0  # W m^-2
ROWS = 13  # of a sweep that are shown


class PhotoconductorRun(Answers):
    """The answers to the file of a photoconductor."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        lit: Mapping[str, Photoconduction],
        sweeps: Mapping[str, GainSweep],
        decays: Mapping[str, PhotocurrentDecay],
    ) -> None:
        super().__init__(document, lost)
        self.lit, self.sweeps, self.decays = lit, sweeps, decays

    def results(self) -> dict[str, Result]:
        """Under each light, the sweeps, the decays."""
        families: dict[str, Mapping[str, Result]] = {
            "photoconduction": self.lit, "gain": self.sweeps, "decay": self.decays
        }  # fmt: skip
        return {file_name(k, name): r for k, results in families.items() for name, r in results.items()}

    def tables(self) -> tuple[Table, ...]:
        """Gain beside the textbook's, noise, sweeps, decays."""
        title = self.document.title or self.document.kind
        made = [_gain_table(title, self.lit), _noise_table(self.lit)]
        made += [gain_sweep_table(name, sweep) for name, sweep in self.sweeps.items()]
        made.append(_decay_table(self.decays))
        return tuple(table for table in made if table.rows)

    def found(self) -> dict[str, Any]:
        """Everything in numbers."""
        return {
            "photoconduction": {name: _values(each) for name, each in self.lit.items()},
            "gain_sweeps": {name: gain_sweep_values(sweep) for name, sweep in self.sweeps.items()},
            "decays": {name: _decay_values(each) for name, each in self.decays.items()},
        }

    def figures(self) -> dict[str, Axes]:
        """Noise and responsivity against frequency, gain against intensity, decay."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        drawn |= {file_name("photoconduction", name): plot.channel_noise(each) for name, each in self.lit.items()}
        drawn |= {file_name("gain", name): plot.gain_sweep(sweep) for name, sweep in self.sweeps.items()}
        return drawn | {file_name("decay", name): plot.photocurrent_decay(each) for name, each in self.decays.items()}


def perform_photoconductor(
    document: Document, progress: Progress = lambda name, done, total: None
) -> PhotoconductorRun:
    """Do every measurement of the file of a photoconductor.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    PhotoconductorRun

    Raises
    ------
    NotConverged
        Where nothing at all was found.
    """
    detector = document.design
    assert isinstance(detector, Photoconductor)
    points = [(m, float(v)) for m in document.measures for v in (() if m.voltage is None else m.voltage)]
    steps = Steps(progress, len(points))
    lit: dict[str, Photoconduction] = {}
    sweeps: dict[str, GainSweep] = {}
    decays: dict[str, PhotocurrentDecay] = {}
    for m, voltage in points:
        name = _name(m, voltage)
        settings: dict[str, Any] = {"light": m.light, "voltage": voltage, "mixed": m.mixed}
        if m.what == "photoconduction":
            take: Any = partial(photoconduction, detector, **settings, model=m.model, hooge=m.hooge)
            steps.into(lit, f"photoconduction, {name}", name, take)
        elif m.what == "gain-sweep":
            take = partial(gain_sweep, detector, **settings, model=m.model, factors=m.factors)
            steps.into(sweeps, f"gain, {name}", name, take)
        elif m.what == "decay":
            steps.into(decays, f"decay, {name}", name, partial(photocurrent_decay, detector, **settings))
    if points and not (lit or sweeps or decays):
        raise NotConverged("; ".join(steps.lost))
    return PhotoconductorRun(document, tuple(steps.lost), lit, sweeps, decays)


def _name(measure: Measure, voltage: float) -> str:
    model = ", from contact to contact" if measure.model == "drift-diffusion" else ""
    return f"{measure.label}, {voltage:.6g} V{model}"


# --- tables ---------------------------------------------------------------------------------------------------------


def short(x: float | None) -> str:
    """A number in three digits, or a dash."""
    return "-" if x is None or not np.isfinite(x) else f"{x:.3g}"


def _gain_table(title: str, lit: Mapping[str, Photoconduction]) -> Table:
    rows = [
        (
            name, amperes(each.dark_current), amperes(each.photocurrent), short(each.responsivity),
            short(each.external), short(each.gain), short(each.textbook_gain), short(each.bandwidth),
            "-" if each.bandwidth is None else short(each.small_gain * each.bandwidth),
            short(1 / (2 * np.pi * each.transit_time)),
        )
        for name, each in lit.items()
    ]  # fmt: skip
    return Table(
        title=title,
        columns=(
            "", "dark current", "photocurrent", "A/W", "electrons per photon", "gain", "tau mu V/L2", "bandwidth (Hz)",
            "gain x bandwidth (Hz)", "1/(2 pi t) (Hz)",
        ),
        rows=tuple(rows),
        note="gain counts electrons for each pair made in the film. Beside it the lifetime of the majority carriers "
        "over their transit time t, and beside gain times bandwidth what that formula allows.",
    )  # fmt: skip


def _noise_table(lit: Mapping[str, Photoconduction]) -> Table:
    rows = []
    for name, each in lit.items():
        textbook = each.textbook_noise
        for f in (1.0, 1e3):
            if each.frequency.min() <= f <= each.frequency.max():
                columns = (each.density, each.thermal, each.pairing, each.flicker, textbook)
                read = [None if y is None else float(np.interp(np.log(f), np.log(each.frequency), y)) for y in columns]
                best = float(np.interp(np.log(f), np.log(each.frequency), each.detectivity))
                rows.append((f"{name}, {f:g} Hz", *(short(None if y is None else y**0.5) for y in read),
                             short(100 * best)))  # fmt: skip
    return Table(
        title="Noise of the current (A/Hz^0.5) and detectivity",
        columns=("", "all", "thermal", "generation-recombination", "1/f", "4 q I G", "D* (Jones)"),
        rows=tuple(rows),
        note="There is no shot noise beside that of generation and recombination. The latter is that of the film's own "
        "processes; 4 q I G is the formula for carriers that all come and go by one of them.",
    )


def gain_sweep_table(name: str, sweep: GainSweep) -> Table:
    """Gain and speed against the irradiance, at some of its points."""
    picked = np.unique(np.linspace(0, len(sweep.irradiance) - 1, ROWS).astype(int))
    rows = [
        (
            f"{sweep.irradiance[i] / mW_cm2:.3g}", amperes(float(sweep.photocurrent[i])),
            short(float(sweep.responsivity[i])), short(float(sweep.gain[i])), short(float(sweep.bandwidth[i])),
        )
        for i in picked
    ]  # fmt: skip
    return Table(
        title=f"Gain against intensity, {name}",
        columns=("mW/cm2", "photocurrent", "A/W", "gain", "bandwidth (Hz)"),
        rows=tuple(rows),
        note=" ".join(sweep._sentences()[1:]),
    )


def _decay_table(decays: Mapping[str, PhotocurrentDecay]) -> Table:
    def told(time: float | None) -> str:
        return "-" if time is None else seconds(time)

    rows = [
        (name, told(each.fall_time), told(each.time_to(0.5)), told(each.time_to(0.01)), told(each.time_to(1e-3)))
        for name, each in decays.items()
    ]
    return Table(
        title="After the light is switched off",
        columns=("", "90 to 10 %", "half", "a hundredth", "a thousandth"),
        rows=tuple(rows),
    )


# --- numbers --------------------------------------------------------------------------------------------------------


def _values(each: Photoconduction) -> dict[str, Any]:
    return {
        "model": each.model,
        "voltage_V": each.voltage,
        "irradiance_mW_cm2": each.irradiance / mW_cm2,
        "dark_current_A": each.dark_current,
        "photocurrent_A": each.photocurrent,
        "responsivity_A_W": each.responsivity,
        "electrons_per_photon": each.external,
        "gain": each.gain,
        "textbook_gain": each.textbook_gain,
        "surviving": each.surviving,
        "bandwidth_Hz": each.bandwidth,
        "transit_time_s": each.transit_time,
        "time_constants_s": each.time_constants,
        "shares": each.shares,
        "frequency_Hz": each.frequency,
        "answer_A_W": np.abs(each.answer),
        "noise_A2_Hz": each.density,
        "detectivity_Jones": 100 * each.detectivity,
    }


def gain_sweep_values(sweep: GainSweep) -> dict[str, Any]:
    """A sweep for programs."""
    return {
        "irradiance_mW_cm2": sweep.irradiance / mW_cm2,
        "photocurrent_A": sweep.photocurrent,
        "responsivity_A_W": sweep.responsivity,
        "gain": sweep.gain,
        "bandwidth_Hz": sweep.bandwidth,
    }


def _decay_values(each: PhotocurrentDecay) -> dict[str, Any]:
    return {"time_s": each.time, "photocurrent_left": each.left, "fall_time_s": each.fall_time}
