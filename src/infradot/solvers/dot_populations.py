"""Rate equations of dots and the light between them: how many hold how many excitons, how many photons there are.

Dots fall into groups that see the same pump and the same mode. P[i, n] is the share of group i with n excitons. Pump
light and absorbed laser light raise n by one; Auger recombination, emission and traps lower it. Photons of one mode,
S per area of the film, are made and absorbed by all groups and leave with two rates. Every exciton that goes is counted
where it goes, so that photons in are photons out and lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.rosenbrock import Solve, StepTooSmall, integrate
from infradot.solvers.dot_equations import COUNTED, Course, DotEquations

Array = NDArray[np.float64]
Flux = Callable[[float], float]
RELATIVE, ABSOLUTE = 1e-5, 1e-7
FAINT = 0.01  # of the seed: error of the photons where they are few


def follow(
    equations: DotEquations,
    times: Sequence[float],
    *,
    flux: Flux | None = None,
    start: Array | None = None,
    photons: float = 0.0,
    relative: float = RELATIVE,
    until: Callable[[float, Array], bool] | None = None,
) -> Course:
    """Follow dots and light.

    Parameters
    ----------
    equations : DotEquations
    times : sequence of float
        Begin, times at which the pump jumps or bends, end, s.
    flux : callable, optional
        Pump photons m^-2 s^-1 at a time in s; none if left out.
    start : ndarray (groups, n), optional
        Populations at the beginning; empty dots if left out.
    photons : float
        Of the mode at the beginning, m^-2.
    relative : float
        Error of a step.
    until : callable, optional
        (t, populations) to whether to stop.

    Returns
    -------
    Course

    Raises
    ------
    NotConverged
    """
    system = _System(equations, flux)
    y = np.concatenate((
        (equations.empty if start is None else np.asarray(start, np.float64)).ravel(),
        [photons / system.scale],
        np.zeros(len(COUNTED)),
    ))  # fmt: skip
    absolute = np.full(y.size, ABSOLUTE)
    # light that grows has to be followed from its seed on, however little it is
    absolute[system.size] = min(FAINT * system.seed, ABSOLUTE) if system.seed > 0.0 else ABSOLUTE
    stop = None if until is None else (lambda t, y: until(t, y[: system.size].reshape(equations.shape)))
    try:
        t, found = integrate(
            system.rate, system.factor, system.by_time, y, times, relative=relative, absolute=absolute, until=stop
        )
    except StepTooSmall as error:
        raise NotConverged(f"The rate equations of the dots could not be followed: {error}.") from None
    counted = {name: found[:, system.size + 1 + i] * system.scale for i, name in enumerate(COUNTED)}
    return Course(
        time=t,
        populations=found[:, : system.size].reshape(-1, *equations.shape),
        photons=found[:, system.size] * system.scale,
        counted=counted,
        equations=equations,
    )


def jacobian(equations: DotEquations, flux: Flux | None, t: float, y: Array) -> Array:
    """Derivative of the equations by their state, (n, n), at a time in s.

    The state holds populations, photons for each dot, and what is counted. Rates are linear in the populations and in
    the photons, so that differences of one unit are exact.
    """
    system = _System(equations, flux)
    base = system.rate(t, y)
    columns = []
    for i in range(y.size):
        moved = y.copy()
        moved[i] += 1.0
        columns.append(system.rate(t, moved) - base)
    return np.stack(columns, axis=1)


class _System:
    """The equations as f(t, y) and its derivatives; photons and counts in units of one for each dot."""

    def __init__(self, equations: DotEquations, flux: Flux | None) -> None:
        e = equations
        self.e, self.flux = e, flux
        self.size = e.shape[0] * e.shape[1]
        self.scale = float(e.dots.sum())
        self.share = e.dots / self.scale
        self.lost = e.radiative + e.auger + e.trapped
        self.seed = e.seed / self.scale
        speed = e.velocity * self.scale
        self.up, self.down, self.dark = speed * e.absorption, speed * e.emission, speed * e.passive
        self.can_rise = np.ones(e.shape[1])
        self.can_rise[-1] = 0.0

    def _pumped(self, t: float) -> Array:
        flux = 0.0 if self.flux is None else self.flux(t)
        return flux * self.e.pump

    def _moves(self, t: float, s: float) -> tuple[Array, Array]:
        """Rates at which a dot goes up and down by one exciton, (groups, n)."""
        rise = self._pumped(t)[:, None] * self.can_rise + self.up * s
        return rise, self.lost + self.down * (s + self.seed)

    def rate(self, t: float, y: Array) -> Array:
        """f(t, y)."""
        p, s = y[: self.size].reshape(self.e.shape), float(y[self.size])
        rise, fall = self._moves(t, s)
        weighted = p * self.share[:, None]
        made = float(np.sum(weighted * (self.down * (s + self.seed) - self.up * s)))
        hidden = float(np.sum(weighted * self.dark)) * s
        counts = [
            float(np.sum(weighted * self._pumped(t)[:, None] * self.can_rise)),
            float(np.sum(weighted * self.e.radiative)),
            float(np.sum(weighted * self.e.auger)),
            float(np.sum(weighted * self.e.trapped)),
            self.e.out * s,
            self.e.inside * s + hidden,
        ]
        photons = made - hidden - (self.e.out + self.e.inside) * s
        return np.concatenate((_exchange(p, rise, fall).ravel(), [photons], counts))

    def by_time(self, t: float, y: Array) -> Array:
        """Derivative of f by the time, from the pump."""
        found = np.zeros_like(y)
        if self.flux is None:
            return found
        step = 1e-4 * max(abs(t), 1e-15)
        slope = (self.flux(t + step) - self.flux(t - step)) / (2 * step)
        p = y[: self.size].reshape(self.e.shape)
        rise = slope * self.e.pump[:, None] * self.can_rise
        found[: self.size] = _exchange(p, rise, np.zeros_like(rise)).ravel()
        found[self.size + 1] = float(np.sum(p * self.share[:, None] * rise))
        return found

    def factor(self, t: float, y: Array, shift: float) -> Solve:
        """Solver of (shift - J) x = r: dots are tridiagonal, bordered by the photons; counts follow from both."""
        from scipy.linalg import solve_banded  # only where dots are followed

        p, s = y[: self.size].reshape(self.e.shape), float(y[self.size])
        rise, fall = self._moves(t, s)
        bands = np.zeros((3, self.size))
        bands[0, 1:] = -fall.ravel()[1:]
        bands[0, :: self.e.shape[1]] = 0.0
        bands[1] = shift + (rise + fall).ravel()
        bands[2, :-1] = -rise.ravel()[:-1]
        weight = self.share[:, None]
        column = _exchange(p, self.up, self.down).ravel()
        row = (weight * (self.down * (s + self.seed) - (self.up + self.dark) * s)).ravel()
        corner = shift + self.e.out + self.e.inside - float(np.sum(weight * p * (self.down - self.up - self.dark)))
        counted = np.stack([
            (weight * self._pumped(t)[:, None] * self.can_rise).ravel(),
            (weight * self.e.radiative).ravel(), (weight * self.e.auger).ravel(), (weight * self.e.trapped).ravel(),
            np.zeros(self.size), (weight * self.dark * s).ravel(),
        ])  # fmt: skip
        by_photons = np.array([0, 0, 0, 0, self.e.out, self.e.inside + float(np.sum(weight * p * self.dark))])
        through = solve_banded((1, 1), bands, column, check_finite=False)
        pivot = corner - float(row @ through)

        def solve(r: Array) -> Array:
            direct = solve_banded((1, 1), bands, r[: self.size], check_finite=False)
            photons = (r[self.size] + float(row @ direct)) / pivot
            dots = direct + through * photons
            return np.concatenate((
                dots, [photons], (r[self.size + 1 :] + counted @ dots + by_photons * photons) / shift
            ))  # fmt: skip

        return solve


def _exchange(p: Array, rise: Array, fall: Array) -> Array:
    """Change of the shares where dots go up and down by one exciton; each row sums to 0."""
    flow = rise[:, :-1] * p[:, :-1] - fall[:, 1:] * p[:, 1:]
    found = np.zeros(p.shape)
    found[:, :-1] -= flow
    found[:, 1:] += flow
    return found
