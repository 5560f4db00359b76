"""Lasers with gratings by coupled modes: sections, phase shifts, facets, gratings of index, gain or both.

The field is R exp(i beta0 z) + S exp(-i beta0 z) with time as exp(-i omega t), beta0 the Bragg wave number of the
grating. In a section

    R' = (a + i delta) R + i kappa S,      -S' = (a + i delta) S + i kappa' R,

with the field gain a (half the gain of the power), delta = beta - beta0, and kappa = k0 eps_m / (2 n_eff) where
eps + eps_m (exp(2 i beta0 z) + exp(-2 i beta0 z)) is the permittivity: real for a grating of index; for one of gain
alone -i times half the amplitude of the field gain. Kogelnik and Shank, J. Appl. Phys. 43, 2327 (1972), with time as
exp(i omega t), so that their delta and kappa are the conjugates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.optics.waves import waves

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True)
class GratingSection:
    """A length of waveguide with one grating.

    Parameters
    ----------
    length : float
        m.
    coupling : complex
        kappa, from the backward into the forward wave, m^-1; real for a grating of index, with a negative imaginary
        part for more gain where the index is high. 0 without a grating.
    coupling_back : complex, optional
        kappa', from the forward into the backward wave; as `coupling` if left out, which is right for a grating that is
        symmetric about its start.
    coupling_per_gain : complex
        By how much both kappas change for each field gain of the section by pumping, where the grating itself has gain:
        -0.5j for one whose field gain goes from 0 to twice its mean.
    pumped : float
        Share of the laser's gain that this section has: 1, or 0 where it is not pumped.
    gain : float
        Gain of the power that it has in any case, m^-1; below 0 for a loss.
    detuning : float
        beta - beta0 of this section where the others have 0, m^-1: another pitch or width.
    phase : float
        By which the field is shifted behind the section, rad; pi/2 is a quarter-wave shift.
    """

    length: float
    coupling: complex = 0.0
    coupling_back: complex | None = None
    coupling_per_gain: complex = 0.0
    pumped: float = 1.0
    gain: float = 0.0
    detuning: float = 0.0
    phase: float = 0.0

    def __post_init__(self) -> None:
        problems = []
        if not (np.isfinite(self.length) and self.length > 0.0):
            problems.append(f"length = {self.length!r}, expected a finite number above 0, in m.")
        if not (np.isfinite(self.pumped) and self.pumped >= 0.0):
            problems.append(f"pumped = {self.pumped!r}, expected 0 or above.")
        for name in ("coupling", "coupling_back", "coupling_per_gain", "gain", "detuning", "phase"):
            value = getattr(self, name)
            if value is not None and not np.isfinite(value):
                problems.append(f"{name} = {value!r}, expected a finite number.")
        if problems:
            raise InputError(*(f"Grating section: {problem}" for problem in problems))

    def couplings(self, gain: ArrayLike = 0.0) -> tuple[Complex, Complex]:
        """kappa and kappa' at field gains (n,) of a section with ``pumped=1``, m^-1."""
        added = self.coupling_per_gain * self.pumped * np.asarray(gain, np.float64)
        back = self.coupling if self.coupling_back is None else self.coupling_back
        return np.asarray(self.coupling + added, np.complex128), np.asarray(back + added, np.complex128)

    def growth(self, gain: ArrayLike, detuning: ArrayLike) -> Complex:
        """a + i delta in it, at field gains of a section with ``pumped=1`` and detunings (n,), m^-1."""
        a, delta = np.asarray(gain, np.float64), np.asarray(detuning, np.float64)
        return np.asarray(self.pumped * a + 0.5 * self.gain + 1j * (delta + self.detuning), np.complex128)


@dataclass(frozen=True, kw_only=True)
class LaserCavity:
    """Sections one after the other between two facets.

    Parameters
    ----------
    sections : tuple of GratingSection
        From z = 0 on.
    facets : tuple of complex
        Reflectivity of the field (not of the power) at z = 0 and at the end, the phase of the grating there included;
        0 for a coated facet.

    Examples
    --------
    >>> round(LaserCavity(sections=(GratingSection(length=300e-6, coupling=5e3),)).coupling_strength, 6)
    1.5
    """

    sections: tuple[GratingSection, ...]
    facets: tuple[complex, complex] = (0.0, 0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(self.sections))
        problems = []
        if not self.sections or not all(isinstance(each, GratingSection) for each in self.sections):
            problems.append("sections: expected one GratingSection or more.")
        elif not any(each.pumped > 0.0 for each in self.sections):
            problems.append("No section is pumped, so that no gain can start the laser.")
        if len(self.facets) != 2 or not all(abs(complex(each)) <= 1.0 for each in self.facets):
            problems.append(f"facets = {self.facets!r}, expected two reflectivities of the field, 1 at most in size.")
        if problems:
            raise InputError(*(f"Laser cavity: {problem}" for problem in problems))

    @property
    def length(self) -> float:
        """m."""
        return float(sum(each.length for each in self.sections))

    @property
    def coupling_strength(self) -> float:
        """|kappa| L without gain, summed over the sections."""
        return float(sum(abs(np.sqrt(np.prod(each.couplings()))) * each.length for each in self.sections))


def grating_laser(
    coupling: complex, length: float, *, shift: float = 0.0, facets: Sequence[complex] = (0.0, 0.0)
) -> LaserCavity:
    """One grating from end to end, with a phase shift in its middle if wanted.

    Parameters
    ----------
    coupling : complex
        kappa, m^-1.
    length : float
        m.
    shift : float
        Of the field in the middle, rad; pi/2 for a quarter-wave shift.
    facets : sequence of two complex

    Returns
    -------
    LaserCavity
    """
    ends = (complex(facets[0]), complex(facets[1]))
    if shift == 0.0:
        return LaserCavity(sections=(GratingSection(length=length, coupling=coupling),), facets=ends)
    half = GratingSection(length=0.5 * length, coupling=coupling)
    return LaserCavity(
        sections=(GratingSection(length=0.5 * length, coupling=coupling, phase=shift), half), facets=ends
    )


def through_section(
    section: GratingSection, gain: Array, detuning: Array
) -> tuple[tuple[Complex, ...], tuple[Complex, ...], Array]:  # fmt: skip
    """How a section turns R and S at its start into those at its end, its `phase` not included.

    Parameters
    ----------
    section : GratingSection
    gain, detuning : ndarray (n,)
        Field gain a of a section with ``pumped=1``, and delta, m^-1.

    Returns
    -------
    matrix : tuple of four ndarray (n,)
        R<-R, R<-S, S<-R, S<-S, each times exp(-size).
    slope : tuple of four ndarray (n,)
        Their derivatives by a + i delta at constant kappa, likewise.
    size : ndarray (n,)
    """
    (kappa, back), growth, d = section.couplings(gain), section.growth(gain, detuning), section.length
    q = -(growth * growth + kappa * back)
    cosine, sine, _, d_cosine, d_sine, _ = waves(q, d)
    gamma = np.sqrt(-q)
    size = np.abs(gamma.real) * d
    turned = growth * sine
    forward, backward = cosine + turned, cosine - turned
    dc, ds = -2.0 * growth * d_cosine, -2.0 * growth * d_sine
    turned = growth * ds + sine
    d_forward, d_backward = dc + turned, dc - turned
    # a weak grating leaves little of the difference: then exp(-gamma d) and what the grating adds, one by one
    apart = np.abs(gamma) * d > 1.0
    if np.any(apart):
        gamma = np.where(np.real(gamma * np.conj(growth)) < 0.0, -gamma, gamma)
        gamma, total = np.where(apart, gamma, 1.0), np.where(apart, gamma + growth, 1.0)
        share = kappa * back / total
        echo, d_echo = share * sine, share * (ds - sine / gamma)
        grown, fallen = np.exp(gamma * d - size), np.exp(-gamma * d - size)
        turn = d * growth / gamma
        forward, backward = np.where(apart, grown - echo, forward), np.where(apart, fallen + echo, backward)
        d_forward = np.where(apart, turn * grown - d_echo, d_forward)
        d_backward = np.where(apart, d_echo - turn * fallen, d_backward)
    up, down = 1j * kappa, -1j * back
    return (forward, up * sine, down * sine, backward), (d_forward, up * ds, down * ds, d_backward), size


def _by_coupling(section: GratingSection, gain: Array, detuning: Array) -> tuple[Complex, ...]:
    """Derivative of the matrix by the field gain through kappa alone."""
    (kappa, back), growth = section.couplings(gain), section.growth(gain, detuning)
    _, sine, _, d_cosine, d_sine, _ = waves(-(growth * growth + kappa * back), section.length)
    dk = section.coupling_per_gain * section.pumped
    dq = -(kappa + back) * dk
    return (
        dq * (d_cosine + growth * d_sine), 1j * (dk * sine + kappa * dq * d_sine),
        -1j * (dk * sine + back * dq * d_sine), dq * (d_cosine - growth * d_sine),
    )  # fmt: skip


def mismatch(cavity: LaserCavity, gain: ArrayLike, detuning: ArrayLike) -> tuple[Complex, Complex, Complex]:
    """What a laser lacks to oscillate by itself, with its derivatives by field gain and detuning.

    Parameters
    ----------
    cavity : LaserCavity
    gain, detuning : array_like (n,)
        Field gain a of a section with ``pumped=1``, and delta, m^-1.

    Returns
    -------
    tuple of ndarray (n,)
        Zero at threshold; all three times one real factor above 0 at each point.
    """
    a, delta = np.asarray(gain, np.float64), np.asarray(detuning, np.float64)
    one, zero = np.ones(a.shape, np.complex128), np.zeros(a.shape, np.complex128)
    # where all sections have the same gain the function is analytic in a + i delta: one derivative does
    even = all(each.pumped == 1.0 and not each.coupling_per_gain for each in cavity.sections)
    pairs = [[one * cavity.facets[0], one], [zero, zero]] + ([] if even else [[zero, zero]])
    for section in cavity.sections:
        m, slope, _ = through_section(section, a, delta)
        before = pairs[0]
        direct = _times(slope, before)
        pairs = [_times(m, pair) for pair in pairs]
        pairs[1] = [x + (y if even else 1j * y) for x, y in zip(pairs[1], direct, strict=True)]
        if not even:
            added = [section.pumped * y for y in direct]
            if section.coupling_per_gain:
                more = _times(_by_coupling(section, a, delta), before)
                added = [x + y for x, y in zip(added, more, strict=True)]
            pairs[2] = [x + y for x, y in zip(pairs[2], added, strict=True)]
        scale, turn = 1.0 / (np.abs(pairs[0][0]) + np.abs(pairs[0][1])), np.exp(1j * section.phase)
        pairs = [[r * (turn * scale), s * (scale / turn)] for r, s in pairs]
    end = cavity.facets[1]
    value, moved, *rest = (pair[1] - end * pair[0] for pair in pairs)
    return (value, moved, 1j * moved) if even else (value, rest[0], moved)


def _times(m: tuple[Complex, ...], pair: list[Complex]) -> list[Complex]:
    return [m[0] * pair[0] + m[1] * pair[1], m[2] * pair[0] + m[3] * pair[1]]


def response(cavity: LaserCavity, gain: float, detuning: ArrayLike) -> tuple[Complex, Complex]:
    """Reflection and transmission of a wave that comes in at z = 0, below threshold.

    Facets reflect inside as `LaserCavity` says and lose nothing: what they do not reflect they pass.

    Parameters
    ----------
    cavity : LaserCavity
    gain : float
        Field gain a of a section with ``pumped=1``, m^-1.
    detuning : array_like (n,)
        delta, m^-1.

    Returns
    -------
    tuple of ndarray (n,)
        Amplitudes r and t; |r|^2 + |t|^2 = 1 without gain and loss.
    """
    delta = np.asarray(detuning, np.float64)
    one, zero = np.ones(delta.shape, np.complex128), np.zeros(delta.shape, np.complex128)
    columns = [[one, zero], [zero, one]]
    logs = np.zeros(delta.shape)
    for section in cavity.sections:
        m, _, size = through_section(section, np.full(delta.shape, float(gain)), delta)
        turn = np.exp(1j * section.phase)
        columns = [[x * y for x, y in zip(_times(m, pair), (turn, 1.0 / turn), strict=True)] for pair in columns]
        logs = logs + size
    front, end = complex(cavity.facets[0]), complex(cavity.facets[1])
    passed_front, passed_end = np.sqrt(1.0 - abs(front) ** 2), np.sqrt(1.0 - abs(end) ** 2)
    # inside: R(0) = t + r S(0), S(L) = r' R(L); the columns are what R(0) and S(0) alone become
    from_r, from_s = (column[1] - end * column[0] for column in columns)
    back = -passed_front * from_r / (from_s + front * from_r)
    reached = passed_front * np.exp(-logs) / (from_s + front * from_r)  # the determinant of the whole is 1
    return -np.conj(front) + passed_front * back, passed_end * reached
