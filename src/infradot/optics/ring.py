"""Light that runs around a cylinder: whispering galleries of droplets and disks, films inside a capillary.

A wave of order m goes as exp(i m angle); across the cylinder psi (E along the axis for TE, H along the axis for TM)
solves psi'' + psi' / r + (n^2 k^2 - m^2 / r^2) psi = 0, with psi and psi' / w continuous (w = 1 or n^2), finite inside
and outgoing outside. For a given m only some complex k do: Re k is the resonance, -2 Im k c the rate at which light is
lost by absorption and by the bend. The light does not spread along the axis; a short cylinder (a disk) needs the
effective index of its own slab in place of n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import hankel1e, jve

from infradot.errors import InputError
from infradot.numerics.zeros import OnTheEdge, analytic, zeros
from infradot.optics.slab_equation import Polarisation
from infradot.optics.waves import waves

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_STEP, _TURN = 0.006, 0.06  # of ln(radius), and of the phase across it, in one Magnus step
_SLOPE = 1e-5  # relative, for derivatives by differences
_INSIDE = 0.8  # of the order: an argument of the core above it is near enough to oscillation for its Bessel function
_LONGEST = 5000
_NOTHING = 1e-13  # of Re k, an Im k that is rounding


@dataclass(frozen=True, kw_only=True)
class RingMode:
    """One resonance of a layered cylinder.

    Parameters
    ----------
    polarisation : {"TE", "TM"}
        E or H along the axis.
    order : int
        Wavelengths around the circumference.
    wavelength : float
        In vacuum, m.
    quality : float
        2 pi times the energy over what is lost in a period, by absorption and by the bend; below 0 where gain is
        larger, infinite where nothing is lost within rounding (1e13).
    radius : float
        Of the outermost boundary, m.
    group_index : float
        c over the group velocity along that boundary.
    gain_factor : tuple of float
        Gain for each length along that boundary for each gain of a medium, from the core outwards.
    """

    polarisation: Polarisation
    order: int
    wavelength: float
    quality: float
    radius: float
    group_index: float
    gain_factor: tuple[float, ...]

    @property
    def effective_index(self) -> float:
        """Order over k radius: n_eff of the light that runs along the outermost boundary."""
        return self.order * self.wavelength / (2.0 * np.pi * self.radius)

    @property
    def loss(self) -> float:
        """Of the power along that boundary, m^-1; below 0 for gain."""
        return 2.0 * np.pi * self.group_index / (self.wavelength * self.quality)

    @property
    def spacing(self) -> float:
        """Distance to the next order, m."""
        return self.wavelength**2 / (2.0 * np.pi * self.radius * self.group_index)

    def threshold_gain(self, medium: int) -> float:
        """Gain that one medium (0 is the core) must have besides what it has, m^-1, as long as the field stays.

        Raises
        ------
        InputError
            Where gain of the medium does not help.
        """
        factor = self.gain_factor[medium]
        if not factor > 0.0:
            raise InputError(f"Gain of medium {medium} does not help the mode.")
        return self.loss / factor


def ring_modes(
    *,
    index: ArrayLike,
    radius: ArrayLike,
    order: int,
    wavelength: tuple[float, float],
    polarisation: Polarisation = "TE",
    lowest_quality: float = 50.0,
) -> tuple[RingMode, ...]:
    """All resonances of one order in a window of wavelengths.

    Parameters
    ----------
    index : array_like (n_media,), complex
        n + ik from the core outwards, the surroundings last; taken as constant over the window.
    radius : array_like (n_media - 1,)
        Of the boundaries, m.
    order : int
        m, wavelengths around the circumference: 2 pi radius n_eff / wavelength.
    wavelength : tuple of float
        Shortest and longest, m.
    polarisation : {"TE", "TM"}
    lowest_quality : float
        Resonances that lose their light faster are left out.

    Returns
    -------
    tuple of RingMode
        The longest wavelength (the one closest to the boundary) first.

    Raises
    ------
    InputError

    Examples
    --------
    A film of dots, 500 nm, inside a capillary of 50 um:

    >>> found = ring_modes(
    ...     index=[1.0, 2.6, 1.45], radius=[24.5e-6, 25e-6], order=240, wavelength=(1.45e-6, 1.6e-6))
    >>> [(round(mode.wavelength * 1e9, 1), round(mode.effective_index, 3)) for mode in found]
    [(1538.4, 2.35)]
    """
    n, r = np.atleast_1d(np.asarray(index, np.complex128)), np.atleast_1d(np.asarray(radius, np.float64))
    _check(n, r, order, wavelength, lowest_quality)
    if polarisation not in ("TE", "TM"):
        raise InputError(f"polarisation = {polarisation!r}, expected 'TE' or 'TM'.")
    outer = float(r[-1])

    def function(z: Complex) -> tuple[Complex, Complex]:
        step = _SLOPE * z
        above, below = (_mismatch(n, r, order, polarisation, (z + sign * step) / outer) for sign in (1.0, -1.0))
        return _mismatch(n, r, order, polarisation, z / outer), (above - below) / (2.0 * step)

    low, high = (2.0 * np.pi * outer / each for each in (wavelength[1], wavelength[0]))
    top = high * (float(np.max(np.abs(n.imag) / n.real)) + 1e-3 / lowest_quality)
    bottom = -high / (2.0 * lowest_quality) - top
    for nudge in (0.0, 1e-5, 3.3e-5, 1e-4):
        left, right = low * (1.0 + nudge), high * (1.0 - nudge)
        corners = [complex(left, bottom), complex(right, bottom), complex(right, top), complex(left, top)]
        try:
            found = zeros(analytic(function), corners)
            break
        except OnTheEdge:
            continue
    else:
        raise InputError("A resonance lies on the edge of the window; give another one.")
    found = found[np.argsort(found.real)]
    modes = (_mode(n, r, order, polarisation, complex(z) / outer) for z in found)
    return tuple(mode for mode in modes if mode.quality < 0.0 or mode.quality > lowest_quality)


def _check(n: Complex, r: Array, order: int, wavelength: tuple[float, float], quality: float) -> None:
    problems = []
    if n.shape != (r.size + 1,) or not r.size:
        problems.append(f"index has {n.size} media, expected {r.size + 1}: one inside each radius and one outside.")
    if not (np.all(np.isfinite(n)) and np.all(n.real > 0.0)):
        problems.append("index holds values that are not finite with a real part above 0.")
    if not (np.all(np.isfinite(r)) and np.all(np.diff(np.concatenate(([0.0], r))) > 0.0)):
        problems.append("radius holds values that do not rise from above 0, in m.")
    if not 1 <= order <= _LONGEST:
        problems.append(f"order = {order}, expected 1 to {_LONGEST}.")
    if not 0.0 < wavelength[0] < wavelength[1]:
        problems.append(f"wavelength = {wavelength!r}, expected a shorter and a longer one, in m.")
    if not quality >= 5.0:
        problems.append(f"lowest_quality = {quality!r}, expected 5 or above.")
    if problems:
        raise InputError(*problems)


def _mode(n: Complex, r: Array, order: int, polarisation: Polarisation, k: complex) -> RingMode:
    """Slopes of k by order and by each index, from those of the mismatch."""
    at, outer = np.array([k], np.complex128), float(r[-1])

    def slope(sides: list[Complex]) -> complex:
        return complex((sides[0] - sides[1])[0] / (2.0 * _SLOPE))

    ways = (1.0 + _SLOPE, 1.0 - _SLOPE)
    by_k = slope([_mismatch(n, r, order, polarisation, np.asarray(at * way)) for way in ways]) / k
    by_m = slope([_mismatch(n, r, order * way, polarisation, at) for way in ways]) / order
    group = float((-by_k / by_m).real) / outer  # dm/dk over the radius
    factors = []
    for j in range(n.size):
        moved = [np.asarray(np.where(np.arange(n.size) == j, n * way, n), np.complex128) for way in ways]
        by_n = slope([_mismatch(each, r, order, polarisation, at) for each in moved]) / n[j]
        factors.append(float((group * by_n / by_k / k).real))
    quality = -k.real / (2.0 * k.imag) if abs(k.imag) > _NOTHING * k.real else np.inf
    return RingMode(
        polarisation=polarisation, order=order, wavelength=2.0 * np.pi / k.real, quality=float(quality), radius=outer,
        group_index=group, gain_factor=tuple(factors),
    )  # fmt: skip


def _mismatch(n: Complex, r: Array, order: float, polarisation: Polarisation, k: Complex) -> Complex:
    """What is left of the incoming wave outside when the field is finite inside."""
    w = np.ones_like(n) if polarisation == "TE" else n * n
    psi, slope = _core(n[0] * k * r[0], order)
    slope = slope / w[0]
    for j in range(1, r.size):
        psi, slope = _annulus(complex(n[j]), complex(w[j]), float(r[j - 1]), float(r[j]), order, k, psi, slope)
    return np.asarray(slope - _outgoing(n[-1] * k * r[-1], order) / w[-1] * psi)


def _core(x: Complex, order: float) -> tuple[Complex, Complex]:
    """psi and r psi' at the edge of the core, up to a common factor."""
    if np.min(np.abs(x)) > _INSIDE * order:
        value = jve(order, x)
        grown = 1.0 / np.max(np.abs(value))
        return np.asarray(value * grown), np.asarray((x * jve(order - 1.0, x) - order * value) * grown)
    # J' / J where J may underflow: the ratios of the continued fraction, from far up the orders
    ratio = np.zeros_like(x)
    for nu in order + np.arange(60 + int(np.max(np.abs(x))), 0, -1):
        ratio = 1.0 / (2.0 * nu / x - ratio)  # J_nu / J_(nu - 1)
    return np.ones_like(x), np.asarray(order - x * ratio)


def _outgoing(x: Complex, order: float) -> Complex:
    """x H' / H of the outgoing wave."""
    above, here = hankel1e(order - 1.0, x), hankel1e(order, x)
    if np.all(np.isfinite(here) & (here != 0.0)):
        return np.asarray(x * above / here - order)
    # too large for a float far from oscillation: J and Y are as good as one wave that grows inwards
    return np.asarray(-np.sqrt(order * order - x * x))


def _annulus(
    n: complex, w: complex, inner: float, outer: float, order: float, k: Complex, psi: Complex, slope: Complex
) -> tuple[Complex, Complex]:  # fmt: skip
    """psi and r psi' / w from the inner to the outer face, by Magnus steps of fourth order in ln r."""
    span = np.log(outer / inner)
    across = float(np.max(np.abs(np.sqrt((n * k * outer) ** 2 - order**2)))) * span
    count = 2 + int(max(span / _STEP, across / _TURN))
    h, apart = span / count, np.sqrt(3.0) / 6.0
    slope = slope * w
    for i in range(count):
        first, second = (
            (n * k * inner * np.exp((i + 0.5 + sign * apart) * h)) ** 2 - order**2 for sign in (-1.0, 1.0)
        )  # fmt: skip
        mean, turn = 0.5 * (first + second), -(np.sqrt(3.0) / 12.0) * h * h * (first - second)
        cosine, sine, *_ = waves(mean * h * h - turn * turn, 1.0)
        psi, slope = (
            (cosine + turn * sine) * psi + h * sine * slope,
            (cosine - turn * sine) * slope - h * mean * sine * psi,
        )
        scale = 1.0 / (np.abs(psi) + np.abs(slope) / max(order, 1.0))
        psi, slope = psi * scale, slope * scale
    return psi, slope / w
