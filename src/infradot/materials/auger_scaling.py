"""How fast dots with several carriers lose one by Auger recombination, from the lifetime of two excitons."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest

Array = NDArray[np.float64]


class AugerScaling(ABC):
    """A law for the Auger rate of a dot with numbers of electrons and holes."""

    name: ClassVar[str]

    @abstractmethod
    def relative(self, electrons: ArrayLike, holes: ArrayLike) -> Array:
        """Rate times the lifetime of two excitons, tau_XX R(n_e, n_h); 1 for two of each."""

    def lifetime(self, electrons: float, holes: float, *, biexciton: float) -> float:
        """Auger lifetime of a dot with numbers of electrons and holes, s, from that of two excitons in s.

        Examples
        --------
        >>> law = CarrierTriples()
        >>> round(law.lifetime(4, 4, biexciton=124.8e-12) * 1e12, 1)
        10.4
        >>> round(law.lifetime(7, 1, biexciton=124.8e-12) * 1e12, 1)
        23.8
        """
        rate = float(self.relative(electrons, holes))
        return float("inf") if rate <= 0.0 else biexciton / rate


@dataclass(frozen=True, kw_only=True)
class CarrierTriples(AugerScaling):
    """Every two electrons with a hole, and every two holes with an electron: N^2 (N - 1) for N excitons.

    R = [n_e(n_e - 1)/2 n_h + n_h(n_h - 1)/2 n_e]/(4 tau_XX), "statistical scaling" of free carriers. A trion lives
    4 tau_XX, four excitons tau_XX/12.
    """

    name: ClassVar[str] = "carriers"

    def relative(self, electrons: ArrayLike, holes: ArrayLike) -> Array:
        """Rate times the lifetime of two excitons."""
        e, h = np.asarray(electrons, dtype=np.float64), np.asarray(holes, dtype=np.float64)
        pairs_e, pairs_h = np.maximum(e * (e - 1.0), 0.0) / 2, np.maximum(h * (h - 1.0), 0.0) / 2
        return np.asarray((pairs_e * h + pairs_h * e) / 4)


@dataclass(frozen=True, kw_only=True)
class ExcitonPairs(AugerScaling):
    """Every two excitons, and every exciton with a carrier that has no partner: N (N - 1)/2 for N excitons.

    Electrons and holes stay bound as excitons; a trion lives 4 tau_XX as with free carriers.
    """

    name: ClassVar[str] = "excitons"

    def relative(self, electrons: ArrayLike, holes: ArrayLike) -> Array:
        """Rate times the lifetime of two excitons."""
        e, h = np.asarray(electrons, dtype=np.float64), np.asarray(holes, dtype=np.float64)
        excitons, left = np.minimum(e, h), np.abs(e - h)
        return np.asarray(np.maximum(excitons * (excitons - 1.0), 0.0) / 2 + excitons * left / 4)


SCALINGS: dict[str, AugerScaling] = {law.name: law for law in (CarrierTriples(), ExcitonPairs())}


def auger_scaling(name: str) -> AugerScaling:
    """The law of a name: "carriers" (N^2 (N - 1)) or "excitons" (N (N - 1)).

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> auger_scaling("excitons").lifetime(4, 4, biexciton=60e-12)
    1e-11
    """
    if name not in SCALINGS:
        raise InputError(f"Unknown Auger scaling {name!r}.{nearest(name, SCALINGS)}")
    return SCALINGS[name]
