"""g2(0) from a histogram by a fit that knows the lifetime, the instrument response and the background."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.special import erfc, erfcx

from infradot.errors import InputError, NotConverged
from infradot.experiments.photon_correlation import PhotonCorrelation
from infradot.experiments.result import Column, Result, frozen
from infradot.units import ns

Array = NDArray[np.float64]
Ends = tuple[list[float], list[float]]
# five points of Gauss and Legendre in each bin
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(5)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CorrelationFit(Result):
    """A fitted histogram.

    Parameters
    ----------
    g2, g2_std : float
        At zero delay, of the light itself: without the blur of the detectors and without background.
    time, time_std : float
        Over which correlation decays, s: the lifetime under weak light.
    level : float
        g2 far from zero (continuous light), or of the side peaks (pulses); above 1 where the dot blinks.
    floor : float
        Flat part of a pulsed histogram, a share of what chance gives; 0 under continuous light.
    goodness : float
        Deviance over degrees of freedom: near 1 for a good fit to many counts a bin.
    fitted : ndarray (n,)
        Fitted counts.
    correlation : PhotonCorrelation
    """

    g2: float
    g2_std: float
    time: float
    time_std: float
    level: float
    floor: float
    goodness: float
    fitted: Array
    correlation: PhotonCorrelation

    def __post_init__(self) -> None:
        frozen(self, "fitted")

    def _sentences(self) -> list[str]:
        return [
            f"g2(0) = {self.g2:.4f} +- {self.g2_std:.4f}, correlation over {self.time / ns:.4g} +- "
            f"{self.time_std / ns:.2g} ns."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head, columns = self.correlation._table()
        numbers = {"g2": self.g2, "g2_std": self.g2_std, "time_ns": self.time / ns, "level": self.level}
        return head | numbers, [*columns, ("fitted", "1", self.fitted.tolist())]


def blurred_decay(delay: Array, time: float, blur: float) -> Array:
    """exp(-|t|/time) folded with a Gaussian of a standard deviation in s, at delays in s, any shape.

    Examples
    --------
    >>> blurred_decay(np.array([0.0, 1.0]), 1.0, 0.0).round(4).tolist()
    [1.0, 0.3679]
    >>> blurred_decay(np.array([0.0]), 1.0, 0.5).round(4).tolist()
    [0.6992]
    """
    t = np.abs(np.asarray(delay, dtype=np.float64))
    if blur <= 0.0:
        return np.asarray(np.exp(-t / time))
    ratio, scaled = blur / time, t / blur
    far, near = (ratio + scaled) / math.sqrt(2.0), (ratio - scaled) / math.sqrt(2.0)
    gauss = np.exp(-0.5 * scaled**2)
    with np.errstate(over="ignore", invalid="ignore"):
        steep = np.exp(0.5 * ratio**2 - t / time) * erfc(near)
        flat = gauss * erfcx(np.maximum(near, 0.0))
    return np.asarray(0.5 * (np.where(near < 0.0, steep, flat) + gauss * erfcx(far)))


def fit_continuous(
    correlation: PhotonCorrelation, *, jitter: float = 0.0, signal_share: float = 1.0, blinking: bool = False
) -> CorrelationFit:
    """Fit level [1 - rho^2 (1 - g2(0)) exp(-|t|/time)] with Poisson statistics.

    Parameters
    ----------
    correlation : PhotonCorrelation
        Under continuous light.
    jitter : float
        Full width at half maximum of the response of one detector, s.
    signal_share : float
        Share rho of the counts that is from the dot.
    blinking : bool
        Let the level differ from 1; for histograms that do not reach beyond the blinking.

    Returns
    -------
    CorrelationFit

    Raises
    ------
    InputError, NotConverged
    """
    blur = _blur(jitter)
    if not 0.0 < signal_share <= 1.0:
        raise InputError(f"Fit of g2: signal_share = {signal_share!r}, expected above 0 to 1.")
    reach = float(np.abs(correlation.edges).max())
    bin_ = float(np.diff(correlation.edges).min())

    def shape(p: Array) -> Array:
        level = math.exp(p[2]) if blinking else 1.0
        dip = _over_bins(correlation, lambda t: blurred_decay(t, math.exp(p[1]), blur))
        return np.asarray(correlation.expected * level * (1.0 - p[0] * dip))

    starts = [np.array([0.8 * signal_share**2, math.log(t), 0.0]) for t in np.geomspace(2 * bin_, reach / 3, 4)]
    ends = ([-np.inf, -np.inf, -np.inf], [1.0, np.inf, np.inf])  # no light has a g2 below 0
    best, covariance, goodness = _best(shape, starts, correlation.counts, ends, bin_, free=3 if blinking else 2)
    depth, depth_std = best[0], math.sqrt(covariance[0, 0])
    time = math.exp(best[1])
    return CorrelationFit(
        g2=1.0 - depth / signal_share**2, g2_std=depth_std / signal_share**2, time=time,
        time_std=time * math.sqrt(covariance[1, 1]), level=math.exp(best[2]) if blinking else 1.0, floor=0.0,
        goodness=goodness, fitted=shape(best), correlation=correlation,
    )  # fmt: skip


def fit_pulsed(correlation: PhotonCorrelation, *, jitter: float = 0.0, period: float | None = None) -> CorrelationFit:
    """Fit a comb of peaks exp(-|t - k period|/time) on a flat floor with Poisson statistics; the central one differs.

    Parameters
    ----------
    correlation : PhotonCorrelation
        Under pulses; several periods wide, bins shorter than the lifetime.
    jitter : float
        Full width at half maximum of the response of one detector, s.
    period : float, optional
        Between pulses, s, where the counts do not say.

    Returns
    -------
    CorrelationFit
        Its g2 is the area of the central peak over the others without the floor: background that comes at random makes
        a floor by itself and by chance with the pulses alike, so none of it is left in g2.

    Raises
    ------
    InputError, NotConverged
    """
    blur = _blur(jitter)
    every = correlation.tags.period if period is None else period
    if every is None:
        raise InputError("Fit of g2: the period of the pulses is needed.")
    reach = float(np.abs(correlation.edges).max())
    if reach < every:
        raise InputError(
            f"Fit of g2: the histogram reaches to {reach:.3g} s, expected at least a period, {every:.3g} s."
        )
    bin_ = float(np.diff(correlation.edges).min())
    others = [k for k in range(-math.ceil(reach / every) - 3, math.ceil(reach / every) + 4) if k]

    def shape(p: Array) -> Array:
        time = math.exp(p[1])

        def comb(t: Array) -> Array:
            beside = sum((blurred_decay(t - k * every, time, blur) for k in others), np.zeros_like(t))
            return np.asarray(p[0] * blurred_decay(t, time, blur) + beside)

        peaks = _over_bins(correlation, comb) * every / (2.0 * time)
        return np.asarray(correlation.expected * (math.exp(p[2]) * peaks + p[3]))

    starts = [np.array([0.2, math.log(t), 0.0, 0.1]) for t in np.geomspace(2 * bin_, every / 4, 4)]
    ends = ([0.0, -np.inf, -np.inf, 0.0], [np.inf] * 4)  # no area is negative
    best, covariance, goodness = _best(shape, starts, correlation.counts, ends, bin_, free=4)
    time = math.exp(best[1])
    return CorrelationFit(
        g2=float(best[0]), g2_std=math.sqrt(covariance[0, 0]), time=time,
        time_std=time * math.sqrt(covariance[1, 1]), level=math.exp(best[2]), floor=float(best[3]), goodness=goodness,
        fitted=shape(best), correlation=correlation,
    )  # fmt: skip


def _blur(jitter: float) -> float:
    """Standard deviation of the difference of two times."""
    if not 0.0 <= jitter < math.inf:
        raise InputError(f"Fit of g2: jitter = {jitter!r} s, expected 0 or above.")
    return math.sqrt(2.0) * jitter / (2.0 * math.sqrt(2.0 * math.log(2.0)))


def _over_bins(correlation: PhotonCorrelation, curve: Callable[[Array], Array]) -> Array:
    """Mean of a curve over each bin."""
    half = 0.5 * np.diff(correlation.edges)
    values = curve(correlation.delay[:, None] + half[:, None] * _POINTS)
    return np.asarray(values @ _WEIGHTS / 2.0)


def _best(
    shape: Callable[[Array], Array], starts: list[Array], counts: Array, ends: Ends, width: float, *, free: int
) -> tuple[Array, Array, float]:
    """The most likely parameters, their covariance, and deviance over degrees of freedom.

    The sum of squared deviance residuals is what the likelihood of Poisson counts asks to be least. Bins without counts
    do not make an answer certain: where a dip or peak is empty, its error is that of one count in it.
    """
    if len(counts) <= free:
        raise InputError(f"Fit of g2: {len(counts)} bins are too few.")

    def whole(p: Array) -> Array:
        return np.concatenate((p, np.zeros(len(starts[0]) - len(p))))

    def residuals(p: Array) -> Array:
        mean = np.maximum(shape(whole(p)), 1e-9)
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1.0) / mean), 0.0)
        return np.asarray(np.sign(counts - mean) * np.sqrt(2.0 * np.maximum(log - (counts - mean), 0.0)))

    bounds = (ends[0][:free], ends[1][:free])
    found = [least_squares(residuals, start[:free], bounds=bounds, x_scale="jac", max_nfev=200) for start in starts]
    best = min(found, key=lambda each: float(each.cost))
    if not best.success:
        raise NotConverged(f"The fit of g2 did not settle: {best.message}")
    mean = np.maximum(shape(whole(best.x)), min(1.0, width / (2.0 * math.exp(best.x[1]))))
    slopes = np.array([_slope(lambda p: shape(whole(p)), best.x, i) for i in range(free)])
    information = (slopes / mean) @ slopes.T
    try:
        covariance = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        raise NotConverged("The fit of g2 did not settle: the counts do not tell its parameters apart.") from None
    return whole(best.x), covariance, 2.0 * float(best.cost) / (len(counts) - free)


def _slope(curve: Callable[[Array], Array], at: Array, i: int) -> Array:
    step = np.zeros_like(at)
    step[i] = 1e-5 * max(abs(at[i]), 1e-2)
    return np.asarray((curve(at + step) - curve(at - step)) / (2.0 * step[i]))
