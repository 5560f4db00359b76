"""From a trace of current or voltage to its one-sided noise density, by Welch's method."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.devices.ranges import FINITE, POSITIVE, checked
from infradot.errors import InputError, nearest

Array = NDArray[np.float64]
Quantity = Literal["current", "voltage"]
SYMBOLS: dict[str, str] = {"current": "A", "voltage": "V"}
SEGMENTS = 40  # half overlapping, unless a resolution is asked for
SHORTEST = 128  # samples in a segment
FEWEST = 8  # segments
STUCK = 1e-3  # of the samples at one end of the range


@dataclass(frozen=True, kw_only=True, eq=False)
class NoiseDensity:
    """One-sided spectral density of a trace.

    Parameters
    ----------
    quantity : {"current", "voltage"}
    frequency : ndarray, shape (n,)
        Hz, ascending, without 0.
    density : ndarray, shape (n,)
        A^2/Hz or V^2/Hz.
    rate : float
        Samples a second.
    samples, segments : int
        Of the trace, and how many half-overlapping segments were averaged.
    mean : float
        Of the trace: of a dark trace the dark current, A or V.
    spread : float
        Relative variance of one value of `density`.
    pooled : float
        The same with what neighbours share: the mean over m values has the relative variance pooled/m.
    remarks : tuple of Remark
        What is wrong with the trace.
    """

    quantity: Quantity
    frequency: Array
    density: Array
    rate: float
    samples: int
    segments: int
    mean: float
    spread: float
    pooled: float
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        for field in ("frequency", "density"):
            values = np.array(getattr(self, field), dtype=np.float64)
            values.setflags(write=False)
            object.__setattr__(self, field, values)

    @property
    def amplitude(self) -> Array:
        """Root of the density, A Hz^-0.5 or V Hz^-0.5."""
        return np.sqrt(self.density)

    @property
    def spacing(self) -> float:
        """Between frequencies, Hz; a Hann window lets through 1.5 of it."""
        return float(self.frequency[1] - self.frequency[0])

    def as_current(self, transimpedance: float) -> NoiseDensity:
        """The noise of the current before a transimpedance amplifier, from that of its voltage.

        Parameters
        ----------
        transimpedance : float
            V/A, below the amplifier's own corner.

        Raises
        ------
        InputError
            Where the trace is a current already.
        """
        if self.quantity == "current":
            raise InputError("Noise: the trace is a current already; a transimpedance goes with a voltage.")
        checked("Noise", ("transimpedance", transimpedance, "V/A", POSITIVE))
        density, mean = self.density / transimpedance**2, self.mean / transimpedance
        return replace(self, quantity="current", density=density, mean=mean)


def noise_density(
    trace: ArrayLike, *, interval: float, quantity: Quantity = "current", resolution: float | None = None
) -> NoiseDensity:
    """One-sided noise density of an evenly sampled trace.

    Hann windows that overlap by half, a straight line taken out of each, their periodograms averaged.

    Parameters
    ----------
    trace : array_like, shape (n,)
        A or V.
    interval : float
        Between samples, s.
    quantity : {"current", "voltage"}
    resolution : float, optional
        Between frequencies, Hz; the inverse of the length of a segment. Left out: some 40 segments.

    Returns
    -------
    NoiseDensity

    Raises
    ------
    InputError
        For too few or constant samples, or a resolution that leaves less than 8 segments.

    Notes
    -----
    P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 70 (1967), doi:10.1109/TAU.1967.1161901; the variance for
    overlapping windows is his equation for independent values, summed over frequencies for what neighbours share.

    Examples
    --------
    >>> white = np.random.default_rng(1).normal(size=200_000)  # variance 1 A^2 up to 500 Hz
    >>> density = noise_density(white, interval=1e-3)
    >>> round(float(density.density.mean() * 500), 2)
    1.0
    """
    from scipy.signal import welch

    if quantity not in SYMBOLS:
        raise InputError(f"Noise: quantity = {quantity!r} is not known.{nearest(str(quantity), SYMBOLS)}")
    checked("Noise", ("interval", interval, "s", POSITIVE), ("trace", trace, SYMBOLS[quantity], FINITE))
    values = np.array(trace, dtype=np.float64)
    length = _segment(values, 1 / interval, resolution)
    if np.ptp(values) == 0.0:
        raise InputError(f"Noise: all {values.size} samples are {values[0]:g} {SYMBOLS[quantity]}, expected a noise.")
    frequency, density = welch(values, fs=1 / interval, window="hann", nperseg=length, detrend="linear")
    segments = (values.size - length // 2) // (length - length // 2)
    spread, pooled = _variances(length, segments)
    found = NoiseDensity(
        quantity=quantity, frequency=frequency[1:-1], density=density[1:-1], rate=1 / interval, samples=values.size,
        segments=segments, mean=float(values.mean()), spread=spread, pooled=pooled,
    )  # fmt: skip
    return replace(found, remarks=_remarks(values, found))


def _segment(values: Array, rate: float, resolution: float | None) -> int:
    """Samples in a segment, an even number."""
    if values.ndim != 1 or values.size < SHORTEST * (FEWEST + 1) // 2:
        raise InputError(f"Noise: a trace of {values.size} samples, expected a row of at least "
                         f"{SHORTEST * (FEWEST + 1) // 2}.")  # fmt: skip
    if resolution is None:
        return max(SHORTEST, 2 * (values.size // (SEGMENTS + 1)))
    checked("Noise", ("resolution", resolution, "Hz", POSITIVE))
    length = 2 * round(rate / resolution / 2)
    longest = 2 * (values.size // (FEWEST + 1))
    if not SHORTEST <= length <= longest:
        raise InputError(
            f"Noise: resolution = {resolution:g} Hz, expected {rate / longest:.3g} to {rate / SHORTEST:.3g} Hz for "
            f"{values.size} samples at {rate:g} Hz: {FEWEST} segments of {SHORTEST} samples at least."
        )
    return length


def _variances(length: int, segments: int) -> tuple[float, float]:
    """Relative variance of one value, and of a mean over m values times m."""
    from scipy.signal import get_window

    window = get_window("hann", length)
    overlapping = window[: length // 2] * window[length // 2 :]
    whole, twice = float(np.sum(window**2)), 2 * (1 - 1 / segments)
    one = 1 + twice * (float(np.sum(overlapping)) / whole) ** 2
    # Parseval: the covariances with all neighbours in frequency, added up
    shared = length * (float(np.sum(window**4)) + twice * float(np.sum(overlapping**2))) / whole**2
    return one / segments, shared / segments


def _remarks(values: Array, found: NoiseDensity) -> tuple[Remark, ...]:
    unit, remarks = SYMBOLS[found.quantity], []
    for end, name in ((values.min(), "lowest"), (values.max(), "highest")):
        share = float(np.mean(values == end))
        if share > STUCK and np.unique(values).size > 20:
            sentence = f"{share:.2%} of the samples stand at the {name} value, {end:.4g} {unit}: the range was left."
            remarks.append(Remark(certainty="likely", rule="clipped trace", sentence=sentence))
    steps = np.diff(np.unique(values))
    step = float(steps.min()) if steps.size else 0.0
    coarse = step**2 / 12 / (found.rate / 2)  # rounding to steps, white up to half the rate
    typical = float(np.median(found.density))
    if coarse > 0.1 * typical:
        sentence = (f"Steps of {step:.3g} {unit} make a noise of {np.sqrt(coarse):.2g} {unit}/Hz^0.5 "
                    f"themselves, beside "
                    f"{np.sqrt(typical):.2g} {unit}/Hz^0.5: use a smaller range of the recorder.")  # fmt: skip
        remarks.append(Remark(certainty="likely", rule="steps of the recorder", sentence=sentence))
    return sorted_remarks(remarks)
