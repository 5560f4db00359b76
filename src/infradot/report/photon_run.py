"""Do what the file of a single-photon source asks for: its numbers, saturation, line and a histogram of its photons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.experiments.correlation_fit import CorrelationFit, fit_continuous, fit_pulsed
from infradot.experiments.line_sweep import LineSweep, line_sweep
from infradot.experiments.photon_correlation import (
    BINS,
    PeakAreas,
    PhotonCorrelation,
    peak_areas,
    photon_correlation,
)
from infradot.experiments.photon_source import (
    PhotonSource,
    hanbury_brown_twiss,
    photon_source,
    source_saturation,
)
from infradot.experiments.result import Result
from infradot.experiments.saturation import Saturation
from infradot.files import Document, Measure
from infradot.report.answers import Answers
from infradot.report.photon_tables import histogram_table, line_table, saturation_table, source_table, source_values
from infradot.report.run import Progress, Steps
from infradot.report.tables import Table
from infradot.stack.single_photon_source import SinglePhotonSource

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST = 300  # coincidences that a fit needs


@dataclass(frozen=True, kw_only=True, eq=False)
class Histogram:
    """A simulated histogram with what is read off it; what counts are too few for is None."""

    correlation: PhotonCorrelation
    areas: PeakAreas | None
    fit: CorrelationFit | None
    seconds: float


class PhotonRun(Answers):
    """The answers to the file of a single-photon source."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        numbers: Mapping[str, PhotonSource],
        saturations: Mapping[str, Saturation],
        lines: Mapping[str, LineSweep],
        histograms: Mapping[str, Histogram],
    ) -> None:
        super().__init__(document, lost)
        self.numbers, self.saturations, self.lines, self.histograms = numbers, saturations, lines, histograms

    def results(self) -> dict[str, Result]:
        """Every result by the name of its file."""
        found: dict[str, Result] = {**self.numbers, **self.saturations, **self.lines}
        for name, each in self.histograms.items():
            found[name] = each.correlation if each.fit is None else each.fit
            if each.areas is not None:
                found[f"{name}_peaks"] = each.areas
        return found

    def tables(self) -> tuple[Table, ...]:
        """The source, what was counted, and its curves."""
        title = self.document.title or self.document.kind
        made = [source_table(title, each) for each in self.numbers.values()]
        made += [histogram_table(each.correlation, each.areas, each.fit) for each in self.histograms.values()]
        made += [saturation_table(each) for each in self.saturations.values()]
        return (*made, *(line_table(each) for each in self.lines.values()))

    def sentences(self) -> tuple[str, ...]:
        """What else there is to say."""
        from infradot.devices.single_photon_source import doubts

        assert isinstance(self.document.design, SinglePhotonSource)
        told = list(doubts(self.document.design))
        for each in self.histograms.values():
            if each.fit is None:
                found = each.correlation.counts.sum()
                told.append(f"{found:.0f} coincidences in {each.seconds:.4g} s are too few for a fit: count longer.")
        return tuple(told)

    def found(self) -> dict[str, Any]:
        """Everything in numbers."""
        return {
            "source": {name: source_values(each) for name, each in self.numbers.items()},
            "saturation": {
                name: {"strength": x.strength, "photons": x.photons, "g2": x.g2, "half": x.half}
                for name, x in self.saturations.items()
            },
            "line": {
                name: {"temperature_K": x.temperature, "width_meV": 1e3 * x.width, "coherence_time_s": x.coherence_time}
                for name, x in self.lines.items()
            },
            "histogram": {name: _histogram_values(each) for name, each in self.histograms.items()},
        }

    def figures(self) -> dict[str, Axes]:
        """Histogram, saturation and line."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        for name, each in self.histograms.items():
            drawn[name] = plot.photon_correlation(each.correlation, fit=each.fit)
        drawn |= {name: plot.saturation(each) for name, each in self.saturations.items()}
        return drawn | {name: plot.line_sweep(each) for name, each in self.lines.items()}


def perform_photons(document: Document, progress: Progress = lambda name, done, total: None) -> PhotonRun:
    """Do every measurement of the file of a single-photon source.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    PhotonRun
    """
    source = document.design
    assert isinstance(source, SinglePhotonSource)
    steps = Steps(progress, len(document.measures))
    numbers: dict[str, PhotonSource] = {}
    saturations: dict[str, Saturation] = {}
    lines: dict[str, LineSweep] = {}
    histograms: dict[str, Histogram] = {}
    for m in document.measures:
        if m.what == "photons":
            steps.into(numbers, "photons", "photons", lambda: photon_source(source))
        elif m.what == "saturation":
            steps.into(saturations, "saturation", "saturation", lambda m=m: _saturation(source, m))  # type: ignore[misc]
        elif m.what == "line":
            steps.into(lines, "line", "line", lambda m=m: line_sweep(source, temperatures=m.temperatures))  # type: ignore[misc]
        elif m.what == "histogram":
            steps.into(histograms, "histogram", "histogram", lambda m=m: _histogram(source, m))  # type: ignore[misc]
    return PhotonRun(document, tuple(steps.lost), numbers, saturations, lines, histograms)


def _saturation(source: SinglePhotonSource, m: Measure) -> Saturation:
    if m.factors is None:
        return source_saturation(source)
    strength = getattr(source.excitation, "pairs", None) or source.excitation.pump  # type: ignore[union-attr]
    return source_saturation(source, strength=np.unique(m.factors) * strength)


def _histogram(source: SinglePhotonSource, m: Measure) -> Histogram:
    asked = m.settings or {}
    seconds = float(asked.get("duration") or 100.0)
    tags = hanbury_brown_twiss(source, duration=seconds, seed=int(asked.get("seed") or 0))
    reach = asked.get("reach")
    lifetime = photon_source(source).emission.lifetime
    if reach is None and source.period is None:
        reach = 8.0 * lifetime
    width = asked.get("width")
    if width is None and source.period is not None:  # a third of the lifetime shows its decay
        width = min(7.0 * source.period / BINS, lifetime / 3.0)
    found = photon_correlation(tags, reach=reach, width=width)
    areas = None
    if source.period is not None and tags.seconds > 12 * source.period and _beside(found, source.period):
        areas = peak_areas(tags)
    fit = None
    if found.counts.sum() >= FEWEST:
        jitter = float(source.detector.jitter)
        if source.period is None:
            fit = fit_continuous(found, jitter=jitter, signal_share=photon_source(source).signal_share)
        elif areas is not None and found.edges[-1] > source.period:
            fit = fit_pulsed(found, jitter=jitter)
    return Histogram(correlation=found, areas=areas, fit=fit, seconds=seconds)


def _beside(found: PhotonCorrelation, period: float) -> bool:
    return bool(found.counts[np.abs(found.delay) > 0.5 * period].sum() > 0)


def _histogram_values(each: Histogram) -> dict[str, Any]:
    a, b = each.correlation.tags.rates
    fit = each.fit
    return {
        "counts_per_s": [a, b],
        "coincidences": each.correlation.counts.sum(),
        "g2_areas": None if each.areas is None else each.areas.g2,
        "g2_areas_std": None if each.areas is None else each.areas.std,
        "g2_fit": None if fit is None else fit.g2,
        "g2_fit_std": None if fit is None else fit.g2_std,
        "time_ns": None if fit is None else 1e9 * fit.time,
        "goodness": None if fit is None else fit.goodness,
    }
