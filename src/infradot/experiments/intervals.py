"""A prediction as an interval: what becomes of an answer when every uncertain input is drawn from its spread."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning
from infradot.source import sample

LEVEL = 0.9
DRAWS = 100
FEWEST = 3  # answers below which there is no interval
SEED = 1230
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True, eq=False)
class Intervals(Generic[K]):
    """Where a share of the answers lies, the rest half below and half above.

    Parameters
    ----------
    level : float
        The share.
    low, middle, high : mapping of K to ndarray
        Lower end, median and upper end of each answer, in its shape; NaN where fewer than three draws gave a number.
    answers : int
        Draws that gave an answer.
    draws : int
        All draws.
    refusals : tuple of str
        Why each of the others gave none.
    missing : mapping of K to int
        Draws that gave an answer without this number, or with a hole in this curve; those that had one count.
    """

    level: float
    low: Mapping[K, NDArray[np.float64]]
    middle: Mapping[K, NDArray[np.float64]]
    high: Mapping[K, NDArray[np.float64]]
    answers: int
    draws: int
    refusals: tuple[str, ...]
    missing: Mapping[K, int]

    def of(self, key: K) -> tuple[float, float] | None:
        """The two ends of a single number; None where there is no interval.

        Raises
        ------
        InputError
            For a curve, whose ends stand in `low` and `high`.
        """
        if key not in self.low:
            return None
        if self.low[key].ndim:
            raise InputError(f"{key!r} is not a single number; its interval stands in low and high.")
        low, high = float(self.low[key]), float(self.high[key])
        return None if np.isnan(low) or np.isnan(high) else (low, high)

    def sentence(self) -> str:
        """How the intervals were found."""
        share = f"{100 * self.level:.3g} %"
        if not self.refusals:
            return f"{share} of {self.draws} draws of all uncertain inputs lie within."
        return (
            f"{share} of the {self.answers} draws of all uncertain inputs that gave an answer lie within; "
            f"{self.draws - self.answers} of {self.draws} gave none, the first because: {self.refusals[0]}"
        )


def intervals(
    x: T,
    answer: Callable[[T], Mapping[K, ArrayLike | None]],
    *,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Intervals[K]:
    """Draw every uncertain input of `x` and see what becomes of the answer.

    Parameters
    ----------
    x : object
        A device, a film, anything that `infradot.sample` draws.
    answer : callable
        Gives named numbers, or arrays of one shape each, for one draw; None or NaN where there is no number.
    level : float
        Share of the answers within, above 0 and below 1.
    draws : int
        At least 3. The ends of a 90 % interval move by about a tenth of its width with 100 draws.
    seed : int
        The same seed draws the same inputs.
    progress : callable, optional
        Called with the draws done and all.

    Returns
    -------
    Intervals

    Raises
    ------
    InputError
        For a level or a number of draws that makes no interval.

    Notes
    -----
    Inputs are drawn independently, normally, or log-normally where a spread is above a quarter of a positive value. A
    draw that makes no device, or one that does not converge, is left out, counted, and its reason kept.

    Examples
    --------
    >>> import infradot as idt
    >>> found = idt.intervals(idt.Film(exciton=1.0), lambda film: {"diameter": film.diameter}, draws=200)
    >>> low, high = found.of("diameter")
    >>> round(low * 1e9, 1), round(high * 1e9, 1)
    (3.9, 4.6)
    """
    problems = []
    if not 0.0 < level < 1.0:
        problems.append(f"level = {level!r}, expected a share above 0 and below 1.")
    if not (isinstance(draws, int) and draws >= FEWEST):
        problems.append(f"draws = {draws!r}, expected a whole number from {FEWEST}.")
    if problems:
        raise InputError(*problems)
    rng = np.random.default_rng(seed)
    found: list[Mapping[K, ArrayLike | None]] = []
    refusals: list[str] = []
    for i in range(draws):
        progress(i, draws)
        with warnings.catch_warnings():
            for category in (ConvergenceWarning, PhysicsWarning):
                warnings.simplefilter("ignore", category)
            try:
                found.append(answer(sample(x, rng)))
            except (InputError, NotConverged) as error:
                refusals.append(str(error).replace("\n", " "))
    keys = dict.fromkeys(key for each in found for key in each)
    values = {key: _stacked([each.get(key) for each in found]) for key in keys}
    ends = {key: _ends(stacked, level) for key, stacked in values.items()}
    low, middle, high = ({key: end[i] for key, end in ends.items()} for i in range(3))
    return Intervals(
        level=level,
        low=low,
        middle=middle,
        high=high,
        answers=len(found),
        draws=draws,
        refusals=tuple(refusals),
        missing={key: int(np.isnan(x.reshape(len(x), -1)).any(axis=1).sum()) for key, x in values.items()},
    )


def _stacked(values: list[Any]) -> NDArray[np.float64]:
    """The answers of all draws (draws, ...); NaN where there is no number."""
    shape = next((np.shape(x) for x in values if x is not None), ())
    filled = (np.full(shape, np.nan) if x is None else np.asarray(x, dtype=np.float64) for x in values)
    stacked = np.array(list(filled))
    return np.where(np.isfinite(stacked), stacked, np.nan)


def _ends(values: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Lower end, median and upper end (3, ...)."""
    enough = np.isfinite(values).sum(axis=0) >= FEWEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a place without a single number is NaN
        ends = np.nanpercentile(values, [50 * (1 - level), 50, 50 * (1 + level)], axis=0)
    return np.asarray(np.where(enough, ends, np.nan))
