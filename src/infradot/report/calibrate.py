"""The same two numbers of every row, found from the one efficiency that is printed; they stay near what is usual."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, NotConverged

Floats = NDArray[np.float64]
T = TypeVar("T")
STEP = 0.05  # of a natural logarithm, for the slope
CLOSE = 1e-3  # of an efficiency, relative, that ends the search
ROUNDS = 12
PRINTED = 0.01  # relative uncertainty of a printed efficiency: a digit


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A number that is calibrated.

    Parameters
    ----------
    name : str
        In words.
    unit : str
        That it is printed in.
    scale : float
        That unit in SI.
    factor : float
        Its usual value is known to this factor, one standard deviation.
    low, high : float
        Bounds from the literature, SI.
    fields : tuple of str
        Ends of the parameter paths that it is written to, below the layer.
    """

    name: str
    unit: str
    scale: float
    factor: float
    low: float
    high: float
    fields: tuple[str, ...]


MOBILITY = Unknown(
    name="mobility", unit="cm2/Vs", scale=1e-4, factor=3.0, low=1e-8, high=1e-4, fields=("mobility_n", "mobility_p")
)
LIFETIME = Unknown(
    name="lifetime",
    unit="us",
    scale=1e-6,
    factor=3.0,
    low=1e-9,
    high=2e-5,
    fields=("recombination.shockley_read_hall.lifetime_n", "recombination.shockley_read_hall.lifetime_p"),
)
UNKNOWNS = (MOBILITY, LIFETIME)


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """Where a search ended.

    Parameters
    ----------
    values : mapping of str to float
        By the name of the unknown, SI.
    prior : mapping of str to float
        What is usual for this film, SI.
    efficiency : float
        Reached, a fraction.
    """

    values: Mapping[str, float]
    prior: Mapping[str, float]
    efficiency: float

    @property
    def pull(self) -> float:
        """Distance from what is usual, in standard deviations of the two together."""
        steps = (math.log(self.values[u.name] / self.prior[u.name]) / math.log(u.factor) for u in UNKNOWNS)
        return math.sqrt(sum(step**2 for step in steps))

    def cost(self, printed: float) -> float:
        """What `calibrated` makes small: squared distances from the print and from what is usual."""
        return (math.log(self.efficiency / printed) / PRINTED) ** 2 + self.pull**2


def calibrated(
    start: Mapping[str, float], efficiency: Callable[[Mapping[str, float]], float], printed: float
) -> Calibrated:
    """The most likely values of the two unknowns under one printed efficiency.

    Minimises (ln efficiency - ln printed)^2/0.01^2 plus the squares of the distances from `start` in units of each
    one's factor, within bounds, by Gauss and Newton with slopes by differences.

    Parameters
    ----------
    start : mapping
        What is usual, by name of the unknown, SI.
    efficiency : callable
        Of values, a fraction.
    printed : float

    Returns
    -------
    Calibrated

    Raises
    ------
    NotConverged
        Where the device gives no power at all.
    """
    spread = np.array([math.log(u.factor) for u in UNKNOWNS])
    usual = np.array([math.log(start[u.name]) for u in UNKNOWNS])
    low, high = (np.log([getattr(u, end) for u in UNKNOWNS]) for end in ("low", "high"))
    known: dict[bytes, float] = {}

    def said(x: Floats) -> dict[str, float]:
        pairs = zip(UNKNOWNS, x, strict=True)
        return {u.name: min(max(math.exp(value), u.low), u.high) for u, value in pairs}

    def level(x: Floats) -> float:
        if x.tobytes() not in known:
            found = efficiency(said(x))
            if not found > 0.0:
                raise NotConverged("the cell gives no power")
            known[x.tobytes()] = math.log(found)
        return known[x.tobytes()]

    def cost(x: Floats) -> float:
        return ((level(x) - target) / PRINTED) ** 2 + float(np.sum(((x - usual) / spread) ** 2))

    target, x = math.log(printed), np.clip(usual, low, high)
    for _ in range(ROUNDS):
        here = level(x)
        slope = np.array([(level(x + STEP * unit) - here) / STEP for unit in np.eye(len(x))])
        step = _step(here - target, slope, (x - usual) / spread**2, spread)
        moved = _shortened(cost, x, step, low, high)
        if moved is None or np.abs(moved - x).max() < CLOSE:
            x = x if moved is None else moved
            break
        x = moved
    return Calibrated(values=said(x), prior=dict(start), efficiency=math.exp(level(x)))


def _step(miss: float, slope: Floats, pull: Floats, spread: Floats) -> Floats:
    curvature = np.outer(slope, slope) / PRINTED**2 + np.diag(1.0 / spread**2)
    return np.asarray(-np.linalg.solve(curvature, slope * miss / PRINTED**2 + pull))


def _shortened(cost: Callable[[Floats], float], x: Floats, step: Floats, low: Floats, high: Floats) -> Floats | None:
    """The first of ever shorter steps that does better; None where none does."""
    before = cost(x)
    for share in (1.0, 0.5, 0.25, 0.1, 0.03):
        new = np.clip(x + share * np.clip(step, -1.5, 1.5), low, high)
        try:
            if cost(new) < before:
                return new
        except (InputError, NotConverged):
            continue
    return None
