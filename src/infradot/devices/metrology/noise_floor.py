"""What a noise density is made of: a white floor, 1/f noise below a corner, and lines of the mains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from infradot.devices.metrology.flicker_fit import Fit, fitted, started
from infradot.devices.metrology.noise_density import SYMBOLS, NoiseDensity
from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.devices.ranges import POSITIVE, checked
from infradot.errors import InputError

Array = NDArray[np.float64]
SKIPPED = 4  # lowest frequencies: window and straight line bend them
PASSED = 0.8  # of half the rate: above, filters against aliases bend it
FALSE_LINES = 0.01  # found in noise without one
LIKELIER = 15.0  # twice the logarithm of a likelihood ratio, for two numbers more
ODD = 5.0  # standard deviations of a band beside the model
MAINS = (50.0, 60.0)
HARMONICS = 60
UNEVEN = 1.5  # variance of the values beside that of noise


@dataclass(frozen=True, kw_only=True)
class Line:
    """A peak that is no noise of the device.

    Parameters
    ----------
    frequency : float
        Hz.
    rms : float
        A or V.
    mains : str
        ``"50 Hz x 3"`` where it is a harmonic of the mains within the resolution, else empty.
    """

    frequency: float
    rms: float
    mains: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class NoiseFloor:
    """White floor and corner of a noise density, S(f) = floor (1 + (corner/f)^exponent).

    Parameters
    ----------
    density : NoiseDensity
    band : tuple of float
        Frequencies that were used, Hz.
    floor, floor_std : float or None
        A^2/Hz or V^2/Hz, one standard deviation; None where the noise falls all through the band.
    corner, corner_std : float or None
        Hz, where 1/f noise equals the floor; None where it is outside the band, `reasons` say on which side.
    exponent, exponent_std : float or None
        Of the 1/f noise; the second is 0 where it was given.
    lines : tuple of Line
        Left out of the fit.
    kept : ndarray of bool, shape (n,)
        Which frequencies of `density` were used.
    reasons : tuple of str
        Why a number is missing.
    remarks : tuple of Remark
        Those of the density, and what does not fit.
    fit : Fit
        The model itself.
    """

    density: NoiseDensity
    band: tuple[float, float]
    floor: float | None
    floor_std: float | None
    corner: float | None
    corner_std: float | None
    exponent: float | None
    exponent_std: float | None
    lines: tuple[Line, ...]
    kept: NDArray[np.bool_]
    reasons: tuple[str, ...]
    remarks: tuple[Remark, ...]
    fit: Fit

    def at(self, frequency: float) -> float:
        """Density of the fit, A^2/Hz or V^2/Hz, at a frequency of its band, Hz.

        Raises
        ------
        InputError
            Outside the band: nothing was measured there.
        """
        checked("Noise", ("frequency", frequency, "Hz", POSITIVE))
        if not self.band[0] <= frequency <= self.band[1]:
            raise InputError(f"Noise: frequency = {frequency:g} Hz, expected one of the measured band, "
                             f"{self.band[0]:.4g} to {self.band[1]:.4g} Hz.")  # fmt: skip
        return float(self.fit.values(np.array([frequency]))[0])


def noise_floor(
    density: NoiseDensity, *, exponent: float | None = None, band: tuple[float, float] | None = None
) -> NoiseFloor:
    """Find the white floor and the 1/f corner of a noise density.

    Largest likelihood of the density itself, whose values are spread as a gamma distribution about the model
    (P. Whittle, Ark. Mat. 2, 423 (1953), doi:10.1007/BF02590998); a least-squares fit of logarithms would come out low.

    Parameters
    ----------
    density : NoiseDensity
        From `noise_density`.
    exponent : float, optional
        Of the 1/f noise; left out it is fitted too.
    band : tuple of float, optional
        Hz; from the fifth frequency to 0.8 of half the sampling rate unless given.

    Returns
    -------
    NoiseFloor

    Raises
    ------
    InputError
        Where fewer than 32 frequencies are in the band.

    Examples
    --------
    >>> from infradot.devices.metrology.noise_density import noise_density
    >>> white = np.random.default_rng(1).normal(size=200_000)
    >>> found = noise_floor(noise_density(white, interval=1e-3))
    >>> f"{found.floor * 500:.2f} +- {found.floor_std * 500:.2f}", found.corner
    ('1.00 +- 0.00', None)
    """
    usual = (density.frequency[min(SKIPPED, density.frequency.size - 1)], PASSED * density.rate / 2)
    low, high = usual if band is None else band
    checked("Noise", ("band", (low, high), "Hz", POSITIVE))
    if exponent is not None:
        checked("Noise", ("exponent", exponent, "", POSITIVE))
    inside = (density.frequency >= low) & (density.frequency <= high)
    if np.count_nonzero(inside) < 32:
        raise InputError(f"Noise: band = {low:g} to {high:g} Hz holds {np.count_nonzero(inside)} frequencies, expected "
                         f"at least 32 of {density.frequency[0]:.3g} to {density.frequency[-1]:.3g} Hz.")  # fmt: skip
    if not np.all(density.density[inside] > 0.0):
        raise InputError(
            "Noise: at some frequencies there is none at all, expected a trace whose recorder sees its noise."
        )
    fit, kept, lines = _masked(density, inside, exponent)
    return _answer(density, fit, kept, lines, inside)


def _masked(
    density: NoiseDensity, inside: NDArray[np.bool_], exponent: float | None
) -> tuple[Fit, NDArray[np.bool_], tuple[Line, ...]]:
    """Fit and lines in turn, until the lines stay; the first fit is one of medians, which lines do not move."""
    f, p = density.frequency, density.density
    fit, kept = started(f[inside], p[inside], exponent, 1 / density.spread), inside
    for _ in range(12):
        peaks = _peaks(density, inside, fit)
        now = inside.copy()
        for first, last in peaks:
            now[first : last + 1] = False
        fit = fitted(f[now], p[now], fit, density.pooled, free=exponent is None)
        if np.array_equal(now, kept):
            break
        kept = now
    ordinary = fit.values(f)
    seen = [ends for ends in peaks if np.any((p > ordinary)[ends[0] : ends[1] + 1])]  # above the last fit as well
    return fit, kept, tuple(_line(density, ordinary, first, last) for first, last in seen)


def _peaks(density: NoiseDensity, inside: NDArray[np.bool_], fit: Fit) -> list[tuple[int, int]]:
    """First and last index of each peak; what is wider than a line is left in, for the fit to be seen failing."""
    from scipy.special import gdtrix

    shape = 1 / density.spread
    ratio = density.density / fit.values(density.frequency)
    most = float(gdtrix(1.0, shape, 1 - FALSE_LINES / np.count_nonzero(inside))) / shape
    high = np.flatnonzero(inside & (ratio > most))
    groups: list[tuple[int, int]] = []
    for i in high.tolist():
        if groups and i - groups[-1][1] <= 4:
            groups[-1] = (groups[-1][0], i)
        else:
            groups.append((i, i))
    last = density.frequency.size - 1
    wide = [(max(a - 2, 0), min(b + 2, last)) for a, b in groups]
    return [(a, b) for a, b in wide if b - a <= max(12, 0.04 * b)]


def _line(density: NoiseDensity, ordinary: Array, first: int, last: int) -> Line:
    part = slice(first, last + 1)
    excess = np.maximum(density.density[part] - ordinary[part], 0.0)
    frequency = float(np.sum(density.frequency[part] * excess) / np.sum(excess))
    mains = ""
    for base in MAINS:
        order = round(frequency / base)
        # high harmonics drift with the mains, by a few parts in ten thousand
        if 0 < order <= HARMONICS and abs(frequency - order * base) <= min(
            density.spacing + 5e-4 * frequency, 0.1 * base
        ):
            mains = mains or f"{base:g} Hz x {order}"
    return Line(frequency=frequency, rms=math.sqrt(float(np.sum(excess)) * density.spacing), mains=mains)


def _answer(
    density: NoiseDensity, fit: Fit, kept: NDArray[np.bool_], lines: tuple[Line, ...], inside: NDArray[np.bool_]
) -> NoiseFloor:
    f, p = density.frequency[kept], density.density[kept]
    band = (float(density.frequency[inside][0]), float(density.frequency[inside][-1]))
    white = float(p.mean())
    gain_flicker = (fit.misfit(f, p, np.full(f.size, white)) - fit.misfit(f, p)) * 2 / density.pooled
    fall = fitted(f, p, fit, density.pooled, free=fit.free, white=False)
    gain_white = (fall.misfit(f, p) - fit.misfit(f, p)) * 2 / density.pooled
    told: list[str] = []
    floor: tuple[float | None, float | None] = (fit.floor, fit.floor_std)
    corner: tuple[float | None, float | None] = (fit.corner, fit.corner_std)
    slope: tuple[float | None, float | None] = (fit.exponent, fit.exponent_std)
    if gain_flicker < LIKELIER:
        fit = Fit.of_white(white, white * math.sqrt(density.pooled / f.size), f)
        floor, corner, slope = (fit.floor, fit.floor_std), (None, None), (None, None)
        told.append(f"no 1/f noise can be told from the floor: a corner, if any, is below {band[0]:.3g} Hz or so")
    elif gain_white < LIKELIER:
        fit = fall
        floor, corner, slope = (None, None), (None, None), (fall.exponent, fall.exponent_std)
        told.append(f"the noise falls all through the band: floor and corner are beyond {band[1]:.3g} Hz")
    elif not band[0] <= fit.corner <= band[1]:
        side = "below" if fit.corner < band[0] else "above"
        told.append(f"the corner, some {fit.corner:.2g} Hz, is {side} the band that was used")
        corner = (None, None)
    remarks = [
        *density.remarks,
        *_misfits(density, fit, kept),
        *_odd_slope(slope),
        *_lost(lines, kept, inside, density),
    ]
    return NoiseFloor(
        density=density, band=band, floor=floor[0], floor_std=floor[1], corner=corner[0], corner_std=corner[1],
        exponent=slope[0], exponent_std=slope[1], lines=lines, kept=kept, reasons=tuple(told),
        remarks=sorted_remarks(remarks), fit=fit,
    )  # fmt: skip


def _misfits(density: NoiseDensity, fit: Fit, kept: NDArray[np.bool_]) -> list[Remark]:
    """The part of the band that is farthest from the model, where it is too far."""
    f = density.frequency[kept]
    ratio = density.density[kept] / fit.values(f)
    edges = np.geomspace(f[0], f[-1] * (1 + 1e-12), 13)
    worst: tuple[float, float, float, float] | None = None
    for low, high in pairwise(edges):
        part = ratio[(f >= low) & (f < high)]
        if part.size < 8:
            continue
        off = float(part.mean()) - 1
        away = abs(off) / math.sqrt(density.pooled / part.size)
        if away > ODD and abs(off) > 0.03 and (worst is None or away > worst[0]):
            worst = (away, off, float(low), float(high))
    uneven = float(np.var(ratio)) / density.spread
    if worst is None and uneven > UNEVEN + 8 * math.sqrt(2 / f.size):
        sentence = (
            f"The values scatter {uneven:.2g} times as much as those of steady noise: lines that are not resolved, or "
            "bursts; record longer."
        )
        return [Remark(certainty="look", rule="scatter of the noise", sentence=sentence)]
    if worst is None:
        return []
    _, off, low, high = worst
    sentence = (
        f"From {low:.3g} to {high:.3g} Hz the noise is {abs(off):.0%} {'above' if off > 0 else 'below'} "
        f"a white "
        "floor with 1/f noise: a trap level, a filter or the amplifier's own corner; narrow the band."
    )
    return [Remark(certainty="look", rule="shape of the noise", sentence=sentence)]


def _odd_slope(slope: tuple[float | None, float | None]) -> list[Remark]:
    exponent, std = slope
    if exponent is None or std is None or 0.7 <= exponent <= 1.4:
        return []
    sentence = f"The noise falls as 1/f^{exponent:.2f} (+- {std:.2f}); flicker noise has 0.8 to 1.3, drift 2."
    return [Remark(certainty="look", rule="exponent of the noise", sentence=sentence)]


def _lost(
    lines: tuple[Line, ...], kept: NDArray[np.bool_], inside: NDArray[np.bool_], density: NoiseDensity
) -> list[Remark]:
    share = 1 - np.count_nonzero(kept) / np.count_nonzero(inside)
    if share <= 0.1 or not lines:
        return []
    strongest = max(lines, key=lambda line: line.rms)
    sentence = (f"{len(lines)} lines take {share:.0%} of the band, the strongest {strongest.rms:.2g} "
                f"{SYMBOLS[density.quantity]} at {strongest.frequency:.4g} Hz: shield the set-up first.")  # fmt: skip
    return [Remark(certainty="likely", rule="lines", sentence=sentence)]
