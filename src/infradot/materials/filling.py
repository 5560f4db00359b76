"""How excitons fill the band-edge states of dots, and when a dot turns from absorbing to amplifying.

A dot has g_n states for electrons and g_p for holes, eight each in lead salts. Light puts the same number of both into
a dot, chance makes that number differ from dot to dot (Poisson), and no more fit than there are states: the others wait
above. Permanent electrons of heavily doped dots come on top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.numerics.roots import bracketed_root
from infradot.units import thermal_voltage

Array = NDArray[np.float64]
TOP = 48  # excitons in a dot that are followed; dots with more count as having so many
MOST = 30.0  # mean excitons a dot up to which thresholds are looked for


@dataclass(frozen=True, kw_only=True)
class Filling:
    """The band-edge states of a dot and what is in them before any light.

    Parameters
    ----------
    states_n, states_p : float
        Band-edge states of electrons and holes, spin included.
    electrons : float
        Permanent electrons a dot, below `states_n`; negative for holes. Where it is no whole number, dots hold the two
        whole numbers beside it.

    Examples
    --------
    >>> Filling(states_n=8, states_p=8, electrons=6).shares([0, 1, 5])[0].tolist()
    [0.75, 0.875, 1.0]
    """

    states_n: float = 8.0
    states_p: float = 8.0
    electrons: float = 0.0

    def __post_init__(self) -> None:
        problems = [
            f"Filling: {name} = {getattr(self, name)!r}, expected 0.5 to 1000."
            for name in ("states_n", "states_p")
            if not 0.5 <= getattr(self, name) <= 1000.0
        ]
        if not problems and not -self.states_p < self.electrons < self.states_n:
            problems.append(
                f"Filling: electrons = {self.electrons:g} a dot, expected between {-self.states_p:g} (holes) and "
                f"{self.states_n:g}: full dots absorb nothing at the band edge."
            )
        if problems:
            raise InputError(*problems)

    @property
    def parts(self) -> tuple[tuple[float, Filling], ...]:
        """Shares of the dots with whole numbers of permanent carriers, and their filling."""
        low = math.floor(self.electrons)
        share = self.electrons - low
        if share < 1e-12:
            return ((1.0, replace(self, electrons=float(low))),)
        high = float(low + 1)
        if not high < self.states_n:  # a dot filled up by its dopants alone
            high = float(self.states_n) - 1e-9
        return ((1.0 - share, replace(self, electrons=float(low))), (share, replace(self, electrons=high)))

    def carriers(self, excitons: ArrayLike) -> tuple[Array, Array]:
        """Electrons and holes at the band edge of dots with numbers of excitons, shape of `excitons`."""
        n = np.asarray(excitons, dtype=np.float64)
        electrons = np.minimum(max(self.electrons, 0.0) + n, self.states_n)
        holes = np.minimum(max(-self.electrons, 0.0) + n, self.states_p)
        return electrons, holes

    def shares(self, excitons: ArrayLike) -> tuple[Array, Array]:
        """Filled shares of the electron and the hole states, shape of `excitons`."""
        electrons, holes = self.carriers(excitons)
        return electrons / self.states_n, holes / self.states_p

    def emitting(self, excitons: ArrayLike) -> Array:
        """Share of the transitions whose both ends are filled, x_n x_p, so that they emit; mean over the dots."""
        return self._mean(excitons, lambda n, p: n * p)

    def absorbing(self, excitons: ArrayLike) -> Array:
        """Share of the transitions whose both ends are empty, (1 - x_n)(1 - x_p), so that they absorb."""
        return self._mean(excitons, lambda n, p: (1.0 - n) * (1.0 - p))

    def _mean(self, excitons: ArrayLike, of: object) -> Array:
        assert callable(of)
        total = sum(share * of(*part.shares(excitons)) for share, part in self.parts)
        return np.asarray(total, dtype=np.float64)


def poisson(mean: ArrayLike, top: int = TOP) -> Array:
    """Shares of the dots that got 0, 1, ... `top` excitons; what lies beyond counts as `top`.

    Parameters
    ----------
    mean : array_like (...)
        Mean excitons a dot, 0 or more.
    top : int

    Returns
    -------
    ndarray (..., top + 1)
        Each row sums to 1.

    Examples
    --------
    >>> poisson(1.0)[:3].round(4).tolist()
    [0.3679, 0.3679, 0.1839]
    """
    m = np.asarray(mean, dtype=np.float64)[..., None]
    n = np.arange(top)
    logs = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, top)))))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.exp(np.where(n == 0, 0.0, n * np.log(m)) - m - logs)
    return np.concatenate((shares, np.maximum(1.0 - shares.sum(axis=-1, keepdims=True), 0.0)), axis=-1)


def threshold_occupation(
    *,
    states_n: float = 8.0,
    states_p: float | None = None,
    electrons: float = 0.0,
    stokes_shift: float = 0.0,
    temperature: float = 300.0,
) -> float:
    """Mean excitons a dot from which it amplifies, for numbers that scatter as Poisson's.

    <x_n x_p> = <(1 - x_n)(1 - x_p)> exp(-D/kT), occupations capped at the states there are. Where D = 0 it is the
    point of transparency, <x_n> + <x_p> = 1.

    Parameters
    ----------
    states_n, states_p : float
        Band-edge states of electrons and holes in a dot; `states_p` as `states_n` unless given.
    electrons : float
        Permanent electrons a dot; negative for holes.
    stokes_shift : float
        How far the emission used lies below where absorption and emission are equally strong, D, eV.
    temperature : float
        K.

    Returns
    -------
    float

    Raises
    ------
    InputError

    Notes
    -----
    Thresholds fall with permanent electrons as (g - electrons)/2, and below one exciton a dot from six on: what was
    seen in heavily doped PbS, Christodoulou et al., Nano Lett. 20, 5909 (2020).

    Examples
    --------
    >>> round(threshold_occupation(states_n=8), 3), round(threshold_occupation(states_n=8, electrons=6), 3)
    (4.035, 1.06)
    >>> round(threshold_occupation(states_n=2), 3)
    1.146
    """
    filling, factor = _asked(states_n, states_p, electrons, stokes_shift, temperature)
    n = np.arange(TOP + 1)
    balance = filling.emitting(n) - factor * filling.absorbing(n)
    if balance[0] >= 0.0:
        return 0.0
    return bracketed_root(lambda mean: float(poisson(mean) @ balance), 0.0, MOST, tolerance=1e-12)


def mean_field_threshold(
    *,
    states_n: float = 8.0,
    states_p: float | None = None,
    electrons: float = 0.0,
    stokes_shift: float = 0.0,
    temperature: float = 300.0,
) -> float:
    """The same with every dot holding the mean: x_n x_p = (1 - x_n)(1 - x_p) exp(-D/kT).

    Parameters
    ----------
    states_n, states_p, electrons, stokes_shift, temperature
        As in `threshold_occupation`.

    Examples
    --------
    >>> [round(mean_field_threshold(stokes_shift=shift), 2) for shift in (0.0, 0.03, 0.05, 0.08)]
    [4.0, 2.87, 2.2, 1.4]
    """
    filling, factor = _asked(states_n, states_p, electrons, stokes_shift, temperature)

    def balance(mean: float) -> float:
        x_n, x_p = (float(x) for x in filling.shares(mean))
        return x_n * x_p - factor * (1.0 - x_n) * (1.0 - x_p)

    return 0.0 if balance(0.0) >= 0.0 else bracketed_root(balance, 0.0, MOST, tolerance=1e-12)


def _asked(
    states_n: float, states_p: float | None, electrons: float, stokes_shift: float, temperature: float
) -> tuple[Filling, float]:
    problems = []
    if not 10.0 <= temperature <= 1000.0:
        problems.append(f"temperature = {temperature!r} K, expected 10 to 1000 K.")
    if not 0.0 <= stokes_shift <= 1.0:
        problems.append(f"stokes_shift = {stokes_shift!r} eV, expected 0 to 1 eV.")
    if problems:
        raise InputError(*problems)
    filling = Filling(states_n=states_n, states_p=states_n if states_p is None else states_p, electrons=electrons)
    return filling, math.exp(-stokes_shift / thermal_voltage(temperature))
