"""More than one pair from one photon: what dots do with the energy above their gap."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.materials.sourced import read_data

Array = NDArray[np.float64]
STAIRCASE = "staircase"
MOST_EFFICIENT = 1.0  # one more pair for each gap of energy: no more is there
STRAY = 0.5  # by which a draw may pass the most that there is; it is cut where it is used
_ROUNDING = 1e-9  # of a photon energy: one at the very step counts, however it was rounded


class Multiplication(ABC):
    """How many pairs a photon makes, by its energy over the gap; always at least 1."""

    @abstractmethod
    def pairs(self, ratio: ArrayLike) -> Array:
        """Pairs for an absorbed photon whose energy is `ratio` times the gap, shape of `ratio`."""

    def of(self, gap: float) -> Callable[[Array], Array]:
        """Pairs against the photon energy in eV for a gap in eV: what `detailed_balance` takes as `quantum_yield`."""
        return lambda energy: self.pairs(np.asarray(energy, dtype=np.float64) / gap)


@dataclass(frozen=True, kw_only=True)
class MultipleExcitons(Multiplication):
    """Pairs that rise with the photon energy from a threshold on: 1 + efficiency (E/gap - threshold).

    M. C. Beard, J. Phys. Chem. Lett. 2, 1282 (2011). With the usual threshold, energy is conserved at best: pairs never
    exceed E/gap.

    Parameters
    ----------
    efficiency : float
        Pairs for each gap of photon energy above the threshold, above 0 to 1.
    threshold : float, optional
        Over the gap; by default 1 + 1/efficiency, where the photon has just what one more pair costs.

    Examples
    --------
    >>> law = MultipleExcitons(efficiency=0.4)
    >>> law.onset, law.pairs([1.0, 3.5, 6.0]).tolist()
    (3.5, [1.0, 1.0, 2.0])
    """

    efficiency: float
    threshold: float | None = None

    def __post_init__(self) -> None:
        problems = []
        if not 0.0 < self.efficiency <= MOST_EFFICIENT + STRAY:
            problems.append(f"MultipleExcitons: efficiency = {self.efficiency!r}, expected above 0, at most 1.")
        if self.threshold is not None and not 2.0 <= self.threshold < math.inf:
            problems.append(
                f"MultipleExcitons: threshold = {self.threshold!r} gaps, expected at least 2: the energy of two pairs."
            )
        if problems:
            raise InputError(*problems)

    @property
    def onset(self) -> float:
        """Threshold in use, over the gap."""
        return 1.0 + 1.0 / self._used if self.threshold is None else float(self.threshold)

    @property
    def _used(self) -> float:
        return min(float(self.efficiency), MOST_EFFICIENT)

    def pairs(self, ratio: ArrayLike) -> Array:
        """Pairs for an absorbed photon whose energy is `ratio` times the gap."""
        more = self._used * (np.asarray(ratio, dtype=np.float64) - self.onset)
        return np.asarray(1.0 + np.maximum(more, 0.0))


@dataclass(frozen=True, kw_only=True)
class ExcitonStaircase(Multiplication):
    """As many pairs as the energy of the photon allows: the whole part of E/gap. The ideal, not a material.

    Parameters
    ----------
    most : int, optional
        Most pairs from one photon.

    Examples
    --------
    >>> ExcitonStaircase().pairs([0.9, 1.9, 2.0, 3.5]).tolist()
    [1.0, 1.0, 2.0, 3.0]
    """

    most: int | None = None

    def __post_init__(self) -> None:
        if self.most is not None and self.most < 1:
            raise InputError(f"ExcitonStaircase: most = {self.most!r}, expected at least 1.")

    def pairs(self, ratio: ArrayLike) -> Array:
        """Pairs for an absorbed photon whose energy is `ratio` times the gap."""
        whole = np.floor(np.asarray(ratio, dtype=np.float64) * (1.0 + _ROUNDING))
        return np.asarray(np.clip(whole, 1.0, math.inf if self.most is None else float(self.most)))


def multiplication_names() -> tuple[str, ...]:
    """Names of the laws that `named_multiplication` knows: cores of dots, and the ideal.

    Examples
    --------
    >>> multiplication_names()
    ('PbSe', 'PbS', 'PbTe', 'staircase')
    """
    return (*read_data("multiple_excitons"), STAIRCASE)


@lru_cache(maxsize=32)
def named_multiplication(name: str) -> Multiplication:
    """The law of dots of a core, with its source; ``"staircase"`` is the ideal one.

    Raises
    ------
    InputError
        For a core of which no number is known, with the nearest known name.

    Examples
    --------
    >>> law = named_multiplication("PbSe")
    >>> float(law.efficiency), law.efficiency.source.confidence
    (0.4, 'C')
    """
    if name.casefold() == STAIRCASE:
        return ExcitonStaircase()
    known = {key.casefold(): table for key, table in read_data("multiple_excitons").items()}
    if name.casefold() not in known:
        raise InputError(f"Unknown multiplication {name!r}.{nearest(name, multiplication_names())}")
    return MultipleExcitons(**known[name.casefold()])
