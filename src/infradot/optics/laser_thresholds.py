"""Where a cavity begins to oscillate: gain and detuning of its modes, none missed, and their light along the cavity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.numerics.zeros import OnTheEdge, Plane, zeros
from infradot.optics.coupled_mode import LaserCavity, mismatch, through_section

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_FIRST, _LARGEST, _GROWTH = 3.0, 60.0, 1.7  # field gain times length that is searched at first, at most, and in steps
_MARGIN = 0.3  # of the same, below the least possible


@dataclass(frozen=True, kw_only=True, eq=False)
class ThresholdMode:
    """One mode of a cavity at its threshold.

    Parameters
    ----------
    gain : float
        Of the power, in a section with ``pumped=1``, m^-1: twice the field gain.
    detuning : float
        beta - beta0, m^-1.
    cavity : LaserCavity
    """

    gain: float
    detuning: float
    cavity: LaserCavity

    @property
    def gain_length(self) -> float:
        """Field gain times length of the cavity, the alpha L of Kogelnik and Shank."""
        return 0.5 * self.gain * self.cavity.length

    @property
    def detuning_length(self) -> float:
        """delta L."""
        return self.detuning * self.cavity.length

    def waves(self, z: ArrayLike) -> tuple[Complex, Complex]:
        """Forward and backward wave R, S at places z (n,) in m from the start; |R|^2 + |S|^2 has the mean 1."""
        places = np.asarray(z, np.float64)
        scale = np.sqrt(self.cavity.length / np.real(sum(_stored(self, _density))))
        forward, backward = np.zeros(places.shape, np.complex128), np.zeros(places.shape, np.complex128)
        begin, state = 0.0, self._start()
        for i, section in enumerate(self.cavity.sections):
            end = begin + section.length
            last = i == len(self.cavity.sections) - 1
            here = (places >= begin) & ((places < end) | last)
            forward[here], backward[here] = _along(self, i, state, places[here] - begin)
            state, begin = _behind(self, i, state), end
        return forward * scale, backward * scale

    def outputs(self) -> tuple[float, float]:
        """Power out of the front and the back, over |R|^2 + |S|^2 of mean 1, so that losses are m^-1 times length."""
        forward, backward = self.waves([0.0, self.cavity.length])
        passed = [1.0 - abs(complex(each)) ** 2 for each in self.cavity.facets]
        return float(passed[0] * abs(backward[0]) ** 2), float(passed[1] * abs(forward[1]) ** 2)

    def generated(self) -> float:
        """Power that gain and loss make in all sections, gratings of gain included; equal to what leaves the ends."""

        def made(i: int, forward: Complex, backward: Complex) -> Complex:
            kappa, back = _couplings(self, i)
            crossed = forward * np.conj(backward)
            grating = np.imag(kappa * np.conj(crossed) + back * crossed)
            return np.asarray(2.0 * _growth(self, i).real * _density(i, forward, backward) - 2.0 * grating)

        return (
            float(np.real(sum(_stored(self, made)))) * self.cavity.length / float(np.real(sum(_stored(self, _density))))
        )

    def integrals(self) -> tuple[float, complex]:
        """Integrals of |R|^2 + |S|^2 and of R S* along the cavity, m; the first is its length."""
        scale = self.cavity.length / sum(_stored(self, _density))
        return self.cavity.length, complex(sum(_stored(self, lambda i, r, s: r * np.conj(s))) * scale)

    def pumped(self) -> float:
        """Power that the pumped gain makes, gratings of gain included, as in `outputs`."""

        def made(i: int, forward: Complex, backward: Complex) -> Complex:
            section = self.cavity.sections[i]
            grating = 0.5 * self.gain * section.pumped * section.coupling_per_gain
            crossed = np.real(forward * np.conj(backward))
            return section.pumped * self.gain * _density(i, forward, backward) - 4.0 * np.imag(grating) * crossed

        return (
            float(np.real(sum(_stored(self, made)))) * self.cavity.length / float(np.real(sum(_stored(self, _density))))
        )

    def _start(self) -> tuple[complex, complex]:
        return complex(self.cavity.facets[0]), 1.0 + 0.0j


def laser_thresholds(
    cavity: LaserCavity, *, modes: int = 2, span: float | None = None, limit: float | None = None
) -> tuple[ThresholdMode, ...]:  # fmt: skip
    """The modes of a cavity that need the least gain.

    Every mode within a window of detuning and gain is found (their number is counted by the turns of a function around
    the window); the window of gain widens until it holds as many as are wanted.

    Parameters
    ----------
    cavity : LaserCavity
    modes : int
        How many. The two sides of a stop band count as two.
    span : float, optional
        Largest |detuning| looked at, m^-1; if left out, beyond the stop band by ``modes + 2`` mode spacings.
    limit : float, optional
        Largest gain of the power looked at, m^-1; if left out, up to exp(120) over the cavity.

    Returns
    -------
    tuple of ThresholdMode
        By rising gain; of equal gain, by rising |detuning|. Fewer than `modes` where the window holds no more.

    Raises
    ------
    InputError
        Where the window holds none: nothing feeds light back, or too little.

    Examples
    --------
    Kogelnik and Shank, kappa L = 2:

    >>> from infradot.optics.coupled_mode import grating_laser
    >>> first, second = laser_thresholds(grating_laser(2.0, 1.0))
    >>> round(first.gain_length, 6), round(abs(first.detuning_length), 6)
    (0.984669, 3.379719)
    """
    if modes < 1:
        raise InputError(f"modes = {modes}, expected 1 or more.")
    length = cavity.length
    wide = _span(cavity, modes) if span is None else span * length
    highest = _LARGEST if limit is None else 0.5 * limit * length
    low = _lowest(cavity) - _MARGIN

    def plane(z: Complex) -> tuple[Complex, Complex, Complex]:
        value, by_gain, by_detuning = mismatch(cavity, z.real / length, z.imag / length)
        return value, by_gain / length, by_detuning / length

    found: Complex = np.array([], np.complex128)
    high = min(_FIRST, highest)
    while True:
        found = _all(plane, low, high, wide, found)
        if len(found) >= modes or high >= highest:
            break
        high = min(high * _GROWTH, highest)
    if not len(found):
        raise InputError(
            f"No mode of this cavity has its threshold below {2.0 * high / length / 100:.3g} cm-1 within "
            f"{wide / length / 100:.3g} cm-1 of the Bragg wave number: neither grating nor facets feed enough back."
        )
    order = np.lexsort((found.imag, np.abs(found.imag).round(9), found.real.round(9)))
    return tuple(
        ThresholdMode(gain=2.0 * float(z.real) / length, detuning=float(z.imag) / length, cavity=cavity)
        for z in found[order[:modes]]
    )


def _all(plane: Plane, low: float, high: float, wide: float, guesses: Complex) -> Complex:
    """All thresholds in a window, in units of the length."""
    for nudge in (0.0, 1.3e-3, 3.1e-3, 7.7e-3):
        corners = [low - 1j * wide, high + nudge - 1j * wide, high + nudge + 1j * wide, low + 1j * wide]
        try:
            return zeros(plane, [z * (1 + nudge) for z in corners], guesses=guesses)
        except OnTheEdge:
            continue
    raise InputError("A threshold lies on the edge of the window; give another span or limit.")


def _span(cavity: LaserCavity, modes: int) -> float:
    each = [abs(np.sqrt(np.prod(a.couplings()))) + abs(a.detuning) for a in cavity.sections]
    return float(np.pi * (0.5 * modes + 2.0) + max(each) * cavity.length)


def _lowest(cavity: LaserCavity) -> float:
    """Field gain times length below which every section loses power, whatever its grating of gain adds."""
    least = [0.0]
    for each in cavity.sections:
        kappa, back = each.couplings()
        helped = 0.5 * float(abs(kappa - np.conj(back))) + max(0.5 * each.gain, 0.0)
        # a grating of gain that is pumped helps in proportion to the gain, and never with less than none
        if each.pumped > 0.0:
            least.append(-helped / each.pumped)
    return min(least) * cavity.length


def _growth(mode: ThresholdMode, i: int) -> complex:
    return complex(mode.cavity.sections[i].growth(0.5 * mode.gain, mode.detuning))


def _couplings(mode: ThresholdMode, i: int) -> tuple[complex, complex]:
    kappa, back = mode.cavity.sections[i].couplings(0.5 * mode.gain)
    return complex(kappa), complex(back)


def _along(mode: ThresholdMode, i: int, state: tuple[complex, complex], z: Array) -> tuple[Complex, Complex]:
    """R and S at distances z from the start of a section where they are `state`."""
    growth, (kappa, back) = np.full(z.shape, _growth(mode, i)), _couplings(mode, i)
    gamma = np.sqrt(growth * growth + kappa * back + 0j)
    cosine, sine = np.cosh(gamma * z), z * np.sinc(1j * gamma * z / np.pi)
    return (
        cosine * state[0] + sine * (growth * state[0] + 1j * kappa * state[1]),
        cosine * state[1] - sine * (growth * state[1] + 1j * back * state[0]),
    )


def _behind(mode: ThresholdMode, i: int, state: tuple[complex, complex]) -> tuple[complex, complex]:
    section = mode.cavity.sections[i]
    matrix, _, size = through_section(section, np.array([0.5 * mode.gain]), np.array([mode.detuning]))
    a, b, c, d = (complex(each[0] * np.exp(size[0])) for each in matrix)
    turn = np.exp(1j * section.phase)
    return (a * state[0] + b * state[1]) * turn, (c * state[0] + d * state[1]) / turn


def _density(i: int, forward: Complex, backward: Complex) -> Complex:
    return np.asarray(np.abs(forward) ** 2 + np.abs(backward) ** 2)


def _stored(mode: ThresholdMode, density: Callable[[int, Complex, Complex], Complex]) -> list[complex]:
    """Integral over each section of a function of its place, R and S."""
    found, state = [], mode._start()
    for i, section in enumerate(mode.cavity.sections):
        kappa, back = _couplings(mode, i)
        panels = 1 + int((abs(_growth(mode, i)) + abs(np.sqrt(kappa * back))) * section.length / 6.0)
        z = ((np.arange(panels)[:, None] + 0.5 * (_NODES + 1.0)) / panels * section.length).ravel()
        each = np.tile(_WEIGHTS, panels) * 0.5 * section.length / panels
        found.append(complex(each @ density(i, *_along(mode, i, state, z))))
        state = _behind(mode, i, state)
    return found
