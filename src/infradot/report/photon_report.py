"""The report of a measured photon correlation: g2 from areas and from a fit, its figure, its doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infradot.experiments.correlation_fit import CorrelationFit, fit_continuous, fit_pulsed
from infradot.experiments.photon_correlation import PeakAreas, PhotonCorrelation, peak_areas, photon_correlation
from infradot.experiments.time_tags import TimeTags
from infradot.report.metrology import Report
from infradot.report.photon_tables import histogram_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 100  # coincidences
TWO = 0.5  # g2(0) of two equal emitters
LIKELY = 2.0  # standard errors


def correlation_report(
    tags: TimeTags,
    read: tuple[str, ...] = (),
    *,
    width: float | None = None,
    reach: float | None = None,
    offset: float = 0.0,
    jitter: float = 0.0,
    signal_share: float = 1.0,
    blinking: bool = False,
) -> Report:
    """g2 of two lists of counts.

    Parameters
    ----------
    tags : TimeTags
    read : tuple of str
        How their file was read.
    width, reach, offset : float, optional
        As in `photon_correlation`, s.
    jitter : float
        Full width at half maximum of the response of one detector, s.
    signal_share : float
        Share of the counts that is from the dot.
    blinking : bool
        Let a histogram under continuous light lie above 1 far from zero delay.

    Returns
    -------
    Report

    Raises
    ------
    InputError, NotConverged
    """
    histogram = photon_correlation(tags, width=width, reach=reach, offset=offset)
    areas: PeakAreas | None = None
    if tags.period is None:
        fit: CorrelationFit = fit_continuous(histogram, jitter=jitter, signal_share=signal_share, blinking=blinking)
    else:
        sides = max(1, min(10, int(tags.seconds / tags.period / 4)))
        areas = peak_areas(tags, sides=sides, offset=offset)
        fit = fit_pulsed(histogram, jitter=jitter)
    values: dict[str, Any] = {
        "counts_per_s": list(tags.rates), "duration_s": tags.seconds, "period_ns": _ns(tags.period),
        "coincidences": float(histogram.counts.sum()),
        "g2_fit": fit.g2, "g2_fit_std": fit.g2_std, "time_ns": 1e9 * fit.time, "time_std_ns": 1e9 * fit.time_std,
        "level": fit.level, "floor": fit.floor, "goodness": fit.goodness, "signal_share": signal_share,
    }  # fmt: skip
    if areas is not None:
        values |= {"g2_areas": areas.g2, "g2_areas_std": areas.std, "bunching": areas.bunching}
        values["g2_without_background"], values["g2_without_background_std"] = areas.without_background(signal_share)
    curve = (
        ("delay", "s", histogram.delay), ("counts", "1", histogram.counts), ("expected", "1", histogram.expected),
        ("g2", "1", histogram.g2), ("fitted", "1", fit.fitted),
    )  # fmt: skip

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.photon_correlation(histogram, fit=fit)

    told = (*_doubts(histogram, areas, fit, signal_share), *read)
    return Report(
        tables=(histogram_table(histogram, areas, fit),), told=told, values=values, curve=curve, figure=figure
    )


def _ns(time: float | None) -> float | None:
    return None if time is None else 1e9 * time


def _doubts(
    histogram: PhotonCorrelation, areas: PeakAreas | None, fit: CorrelationFit, signal_share: float
) -> list[str]:
    """What a physicist would object, a sentence each."""
    told = []
    if histogram.counts.sum() < FEW:
        told.append(f"look: {histogram.counts.sum():.0f} coincidences are few; the errors are rough")
    g2, std = (fit.g2, fit.g2_std) if areas is None else (areas.g2, areas.std)
    if g2 + LIKELY * std < TWO:
        told.append(f"g2(0) lies {(TWO - g2) / std:.1f} standard errors below 0.5: most of the light is of one emitter")
    else:
        told.append(f"g2(0) = {g2:.3g} +- {std:.2g} does not exclude two emitters")
    if areas is not None and areas.bunching > 1.05:
        told.append(f"the side peaks are {areas.bunching:.3g} times chance: the source blinks or drifts")
    if areas is not None and signal_share < 1.0:
        corrected, error = areas.without_background(signal_share)
        told.append(f"without the background that is stated, g2(0) of the peak areas is {corrected:.3f} +- {error:.3f}")
    if fit.goodness > 1.5:
        told.append(
            f"likely: the fit leaves a deviance of {fit.goodness:.2g} a degree of freedom; its shape is another"
        )
    if areas is not None and fit.time > 0.2 * float(histogram.tags.period or 0.0):
        told.append("look: the peaks overlap, so that areas hold tails of their neighbours; take the fit")
    return told
