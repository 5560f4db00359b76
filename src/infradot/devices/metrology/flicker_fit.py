"""White floor plus a power law, fitted to a density whose values scatter as a gamma distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
BOUNDS = (0.2, 3.5)  # of the exponent while it is fitted


@dataclass(frozen=True, kw_only=True)
class Fit:
    """S(f) = floor + flicker (middle/f)^exponent, with the covariance of (ln floor, ln flicker, exponent)."""

    floor: float
    flicker: float
    exponent: float
    middle: float
    free: bool
    covariance: tuple[tuple[float, float, float], ...] = ((0.0,) * 3,) * 3

    @classmethod
    def of_white(cls, floor: float, std: float, f: Array) -> Fit:
        """A floor alone."""
        rows = (((std / floor) ** 2, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
        return cls(floor=floor, flicker=0.0, exponent=1.0, middle=_middle(f), free=False, covariance=rows)

    def values(self, f: Array) -> Array:
        """Density at frequencies f."""
        return np.asarray(self.floor + self.flicker * (self.middle / f) ** self.exponent)

    def misfit(self, f: Array, p: Array, model: Array | None = None) -> float:
        """Minus the logarithm of the likelihood of Whittle, of one segment."""
        s = self.values(f) if model is None else model
        return float(np.sum(np.log(s) + p / s))

    @property
    def corner(self) -> float:
        """Where both parts are equal, Hz."""
        if not self.flicker > 0.0 or not self.floor > 0.0:
            return 0.0 if self.floor > 0.0 else math.inf
        return float(self.middle * math.exp(math.log(self.flicker / self.floor) / self.exponent))

    @property
    def floor_std(self) -> float:
        """One standard deviation of the floor."""
        return self.floor * math.sqrt(max(self.covariance[0][0], 0.0))

    @property
    def exponent_std(self) -> float:
        """One standard deviation of the exponent; 0 where it was given."""
        return math.sqrt(max(self.covariance[2][2], 0.0))

    @property
    def corner_std(self) -> float:
        """One standard deviation of the corner, Hz."""
        if not 0.0 < self.corner < math.inf:
            return math.inf
        a = self.exponent
        slope = np.array([-1 / a, 1 / a, -math.log(self.flicker / self.floor) / a**2])
        return self.corner * math.sqrt(max(float(slope @ np.array(self.covariance) @ slope), 0.0))


def started(f: Array, p: Array, exponent: float | None, shape: float) -> Fit:
    """A first fit to the medians of bands, which peaks do not move; `shape` is that of the gamma distribution."""
    from scipy.optimize import least_squares
    from scipy.special import gdtrix

    centre, middle = float(gdtrix(1.0, shape, 0.5)) / shape, _middle(f)
    edges = np.geomspace(f[0], f[-1] * (1 + 1e-12), 31)
    parts = [(f >= a) & (f < b) for a, b in pairwise(edges)]
    x = np.array([np.exp(np.mean(np.log(f[part]))) for part in parts if part.any()])
    y = np.array([np.log(np.median(p[part]) / centre) for part in parts if part.any()])

    def off(at: Array) -> Array:
        a = at[2] if exponent is None else exponent
        return np.asarray(np.logaddexp(at[0], at[1] + a * np.log(middle / x)) - y)

    low = y.min()
    best = least_squares(
        off, [low, low - 1.0, 1.0], bounds=([-np.inf, -np.inf, BOUNDS[0]], [np.inf, np.inf, BOUNDS[1]])
    )
    return Fit(
        floor=math.exp(best.x[0]), flicker=math.exp(best.x[1]), middle=middle, free=exponent is None,
        exponent=float(best.x[2]) if exponent is None else exponent,
    )  # fmt: skip


def fitted(f: Array, p: Array, start: Fit, pooled: float, *, free: bool, white: bool = True) -> Fit:
    """The fit of largest likelihood, and its covariance from the Fisher information.

    `pooled` is the relative variance of a mean of density values, times their number; without `white` no floor.
    """
    from scipy.optimize import minimize

    asked = [i for i, wanted in enumerate((white, True, free)) if wanted]
    scale = float(np.exp(np.mean(np.log(p))))
    ratio, away = p / scale, np.log(start.middle / f)
    tiny = 1e-12
    initial = np.array([math.log(max(start.floor / scale, tiny)), math.log(max(start.flicker / scale, tiny)),
                        start.exponent])  # fmt: skip

    def parts(at: Array) -> tuple[Array, Array]:
        full = initial.copy()
        full[asked] = at
        falling = np.exp(full[1] + full[2] * away)
        flat = np.full(f.size, math.exp(full[0]) if white else 0.0)
        return flat, falling

    def cost(at: Array) -> tuple[float, Array]:
        flat, falling = parts(at)
        s = flat + falling
        pull = (1 - ratio / s) / s
        slopes = np.array([np.sum(pull * flat), np.sum(pull * falling), np.sum(pull * falling * away)])
        return float(np.sum(np.log(s) + ratio / s)) / f.size, slopes[asked] / f.size

    limits = [(-40.0, 40.0), (-40.0, 40.0), BOUNDS]
    best = minimize(
        cost, initial[asked], jac=True, method="L-BFGS-B", bounds=[limits[i] for i in asked],
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
    )  # fmt: skip
    flat, falling = parts(best.x)
    s = flat + falling
    gradients = np.array([flat / s, falling / s, falling * away / s])[asked]
    small = np.linalg.pinv(gradients @ gradients.T) * pooled
    covariance = np.zeros((3, 3))
    covariance[np.ix_(asked, asked)] = small
    full = initial.copy()
    full[asked] = best.x
    return Fit(
        floor=math.exp(full[0]) * scale if white else 0.0, flicker=math.exp(full[1]) * scale, exponent=float(full[2]),
        middle=start.middle, free=free, covariance=tuple((row[0], row[1], row[2]) for row in covariance.tolist()),
    )  # fmt: skip


def _middle(f: Array) -> float:
    return float(math.sqrt(f[0] * f[-1]))
