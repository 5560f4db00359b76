"""Do what the file of a laser asks for: threshold, gain, output, gain in time, continuous operation, a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.experiments.continuous import ContinuousLasing, InjectedLasing, continuous_lasing, injected_lasing
from infradot.experiments.gain_dynamics import GainDynamics, gain_dynamics
from infradot.experiments.gain_spectra import GainSpectra, gain_spectra
from infradot.experiments.input_output import InputOutput, input_output
from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
from infradot.experiments.result import Result
from infradot.experiments.threshold_map import ThresholdMap, threshold_map
from infradot.files import Document, Measure
from infradot.report.answers import Answers
from infradot.report.laser_tables import (
    continuous_table,
    dynamics_values,
    laser_values,
    map_table,
    output_table,
    spectra_table,
    threshold_table,
)
from infradot.report.run import Progress, Steps
from infradot.report.tables import Table
from infradot.stack.laser import SHORT, Laser
from infradot.units import hc_eV, q

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AROUND = (0.0, 0.5, 1.0, 1.5, 3.0, 6.0)  # times the excitons at threshold, for gain spectra
AFTER = 2e-9  # s, for which gain is followed after the pulse


class LaserRun(Answers):
    """The answers to the file of a laser."""

    def __init__(self, document: Document, lost: tuple[str, ...], found: Mapping[str, Result]) -> None:
        super().__init__(document, lost)
        self._found = dict(found)

    def results(self) -> dict[str, Result]:
        """Every result by the name of its file."""
        return dict(self._found)

    def tables(self) -> tuple[Table, ...]:
        """Threshold, gain, output, and what working without pulses would take."""
        title = self.document.title or self.document.kind
        made: list[Table] = []
        for each in self._found.values():
            if isinstance(each, LasingThreshold):
                made.append(threshold_table(title, each))
            elif isinstance(each, GainSpectra):
                made.append(spectra_table(each))
            elif isinstance(each, InputOutput):
                made.append(output_table(each))
            elif isinstance(each, ContinuousLasing):
                made.append(continuous_table(each, self._injected))
            elif isinstance(each, ThresholdMap):
                made.append(map_table(each))
        return tuple(made)

    @property
    def _injected(self) -> InjectedLasing:
        return next(each for each in self._found.values() if isinstance(each, InjectedLasing))

    def sentences(self) -> tuple[str, ...]:
        """What else there is to say."""
        from infradot.devices.laser import doubts

        assert isinstance(self.document.design, Laser)
        told = [
            each.describe()
            for each in self._found.values()
            if isinstance(each, (InputOutput, GainDynamics, ThresholdMap))
        ]
        return (*told, *doubts(self.document.design))

    def found(self) -> dict[str, Any]:
        """Everything in numbers, SI."""
        values: dict[str, Any] = {}
        for name, each in self._found.items():
            if isinstance(each, LasingThreshold):
                values[name] = laser_values(each)
            elif isinstance(each, GainDynamics):
                values[name] = dynamics_values(each)
            elif isinstance(each, InputOutput):
                values[name] = {"threshold": each.threshold, "slope_efficiency": each.slope_efficiency,
                                "pump": each.pump, "output": each.output, "linewidth_eV": each.linewidth}  # fmt: skip
            elif isinstance(each, ContinuousLasing):
                values[name] = {"intensity": each.intensity, "warming": each.warming,
                                "needed_lifetime": each.needed_lifetime}  # fmt: skip
            elif isinstance(each, InjectedLasing):
                values[name] = {"current_density": each.current_density, "voltage": each.voltage}
            elif isinstance(each, ThresholdMap):
                values[name] = {"exciton_eV": each.exciton, "electrons": each.electrons, "threshold": each.pump}
        return values

    def figures(self) -> dict[str, Axes]:
        """Gain, output, gain in time, map."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        for name, each in self._found.items():
            if isinstance(each, GainSpectra):
                drawn[name] = plot.gain_spectra(each)
            elif isinstance(each, InputOutput):
                drawn[name] = plot.laser_output(each)
            elif isinstance(each, GainDynamics):
                drawn[name] = plot.gain_dynamics(each)
            elif isinstance(each, ThresholdMap):
                drawn[name] = plot.threshold_map(each)
        return drawn


def perform_laser(document: Document, progress: Progress = lambda name, done, total: None) -> LaserRun:
    """Do every measurement of the file of a laser.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    LaserRun
    """
    laser = document.design
    assert isinstance(laser, Laser)
    steps = Steps(progress, len(document.measures))
    found: dict[str, Result] = {}
    for m in document.measures:
        name = m.what.replace("-", "_")
        if m.what == "threshold":
            steps.into(found, name, name, lambda: lasing_threshold(laser))
        elif m.what == "gain-spectra":
            steps.into(found, name, name, lambda m=m: _spectra(laser, m))  # type: ignore[misc]
        elif m.what == "input-output":
            steps.into(found, name, name, lambda m=m: _output(laser, m))  # type: ignore[misc]
        elif m.what == "gain-dynamics":
            steps.into(found, name, name, lambda m=m: _dynamics(laser, m))  # type: ignore[misc]
        elif m.what == "continuous":
            steps.into(found, name, name, lambda: continuous_lasing(laser))
            if name in found:
                found["injected"] = injected_lasing(laser)
        elif m.what == "threshold-map":
            steps.into(found, name, name, lambda m=m: threshold_map(laser, exciton=m.excitons, electrons=m.factors))  # type: ignore[misc]
    return LaserRun(document, tuple(steps.lost), found)


def _spectra(laser: Laser, m: Measure) -> GainSpectra:
    numbers = m.factors
    if numbers is None:
        numbers = np.array(AROUND) * lasing_threshold(laser).occupation
    return gain_spectra(laser.film, occupation=numbers, model=laser.gain, temperature=laser.temperature)


def _output(laser: Laser, m: Measure) -> InputOutput:
    if m.factors is None:
        return input_output(laser)
    return input_output(laser, pump=np.unique(m.factors) * lasing_threshold(laser).pump)


def _dynamics(laser: Laser, m: Measure) -> GainDynamics:
    """Gain of the film alone, filled as at so many times the threshold, mean over the mode."""
    factor = float((m.settings or {}).get("factor") or 2.0)
    pulse = SHORT if laser.pump.pulse is None else laser.pump.pulse
    threshold = lasing_threshold(replace(laser, pump=replace(laser.pump, pulse=pulse)))
    photons = threshold.pump / (q * hc_eV / float(laser.pump.wavelength))
    return gain_dynamics(
        laser.film,
        pump=factor * threshold.pump,
        pump_wavelength=float(laser.pump.wavelength),
        pulse=pulse,
        model=laser.gain,
        decay=laser.decay,
        temperature=laser.temperature,
        cross_section=threshold.occupation / photons,
        end=pulse.span[1] + AFTER,
    )
