"""The dot as a ladder of states: how it climbs with light, comes down again, and what it emits on the way.

A state is a charge (0 or 1) and a number of pairs. Probabilities p obey p' = Q p, columns of Q sum to zero. Photons are
jumps: the operator J of a line moves a state to where the photon leaves it, so that 1 J p is the rate of that line, and
correlations of photons follow from products of J and exp(Q t) alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

from infradot.errors import InputError, nearest
from infradot.materials.blinking import Charging
from infradot.materials.dot_emission import DotEmission

Array = NDArray[np.float64]
LINES = ("exciton", "biexciton", "higher", "trion", "charged")  # one pair, two, more; one pair and a charge, more
LOSSES = ("traps", "auger")


def line_of(charge: int, pairs: int) -> str:
    """The line on which a state emits."""
    if charge:
        return "trion" if pairs == 1 else "charged"
    return LINES[min(pairs, 3) - 1]


@dataclass(frozen=True, kw_only=True)
class Cascade:
    """The states of one dot and the rates between them.

    Parameters
    ----------
    emission : DotEmission
    charging : Charging, optional
        None for a dot that stays neutral.
    """

    emission: DotEmission
    charging: Charging | None = None

    @cached_property
    def states(self) -> tuple[tuple[int, int], ...]:
        """(charge, pairs) of each state, the empty dot first."""
        charges = (0,) if self.charging is None else (0, 1)
        return tuple((c, n) for c in charges for n in range(self.emission.states + 1))

    @cached_property
    def index(self) -> dict[tuple[int, int], int]:
        """Where each state stands."""
        return {state: i for i, state in enumerate(self.states)}

    @cached_property
    def jumps(self) -> dict[str, Array]:
        """Rates from state (column) to state (row) of each line, and of traps and Auger recombination, s^-1."""
        size = len(self.states)
        found = {name: np.zeros((size, size)) for name in (*LINES, *LOSSES, "ejection", "recovery")}
        for (charge, pairs), here in self.index.items():
            if pairs:
                self._down(found, charge, pairs, here)
            if charge and self.charging is not None:
                found["recovery"][self.index[0, pairs], here] = self.charging.recovery
        return found

    def _down(self, found: dict[str, Array], charge: int, pairs: int, here: int) -> None:
        below, carriers = self.index[charge, pairs - 1], (pairs + charge, pairs)
        found[line_of(charge, pairs)][below, here] = self.emission.radiative_rate(*carriers)
        found["traps"][below, here] = self.emission.nonradiative_rate(*carriers)
        rate = self.emission.auger_rate(*carriers)
        thrown = self.charging.ejection if self.charging is not None and charge == 0 and pairs >= 2 else 0.0
        found["auger"][below, here] = rate * (1.0 - thrown)
        if thrown:
            found["ejection"][self.index[1, pairs - 2], here] = rate * thrown

    @cached_property
    def generator(self) -> Array:
        """Q without light, s^-1."""
        return closed(sum(self.jumps.values(), np.zeros((len(self.states),) * 2)))

    def pumped(self, rate: float) -> Array:
        """Q under continuous light that makes `rate` pairs a second where there is room for one."""
        up = np.zeros((len(self.states),) * 2)
        for (charge, pairs), here in self.index.items():
            if (charge, pairs + 1) in self.index:
                up[self.index[charge, pairs + 1], here] = rate
        return self.generator + closed(up)

    def pulse(self, pairs: float) -> Array:
        """What a short pulse makes of the states: a Poisson number of pairs, as many as have room."""
        found = np.zeros((len(self.states),) * 2)
        most = self.emission.states
        chance = np.exp(-pairs) * np.cumprod([1.0, *(pairs / k for k in range(1, most + 1))])
        for (charge, held), here in self.index.items():
            room = most - held
            for more in range(room):
                found[self.index[charge, held + more], here] = chance[more]
            found[self.index[charge, most], here] = max(1.0 - chance[:room].sum(), 0.0)
        return found

    def seen(self, through: Mapping[str, float] | float = 1.0) -> Array:
        """J of the photons that come through: a share for all lines, or one for each line (0 where left out).

        Raises
        ------
        InputError
            For an unknown line or a share outside 0 to 1.
        """
        shares = dict.fromkeys(LINES, through) if isinstance(through, (int, float)) else dict(through)
        problems = [f"No line is named {name!r}.{nearest(name, LINES)}" for name in shares if name not in LINES]
        problems += [
            f"through: {n} = {x!r}, expected a share from 0 to 1." for n, x in shares.items() if not 0 <= x <= 1
        ]
        if problems:
            raise InputError(*problems)
        return np.asarray(sum((x * self.jumps[n] for n, x in shares.items()), np.zeros((len(self.states),) * 2)))

    def mean_pairs(self, p: Array) -> float:
        """Pairs in the dot on average."""
        return float(np.dot([pairs for _, pairs in self.states], p))


def closed(rates: Array) -> Array:
    """Rates between states with what leaves each on the diagonal."""
    return np.asarray(rates - np.diag(rates.sum(axis=0)))


def steady(q: Array) -> Array:
    """Probabilities that do not change under q (of one class of states), summing to 1."""
    # the largest rate may be 1e7 times the smallest: eliminate without subtraction (Grassmann, Taksar and Heyman 1985)
    rates = np.array(q, dtype=np.float64).T
    np.fill_diagonal(rates, 0.0)
    size = len(rates)
    for last in range(size - 1, 0, -1):
        leaving = rates[last, :last].sum()
        if leaving == 0.0:
            raise InputError("The states of the dot fall apart: no rate leads back from one of them.")
        rates[:last, last] /= leaving
        rates[:last, :last] += np.outer(rates[:last, last], rates[last, :last])
    p = np.zeros(size)
    p[0] = 1.0
    for here in range(1, size):
        p[here] = p[:here] @ rates[:here, here]
    return np.asarray(p / p.sum())


def integrals(q: Array, jump: Array, period: float) -> tuple[Array, Array, Array, Array]:
    """What the counting of photons over a period needs.

    Parameters
    ----------
    q, jump : ndarray (n, n)
        s^-1.
    period : float
        s.

    Returns
    -------
    over : ndarray (n, n)
        exp(q T).
    mean : ndarray (n,)
        Photons in the period, by the state at its start.
    pairs : ndarray (n,)
        Ordered pairs of photons, E[n (n - 1)]/2, likewise.
    after : ndarray (n, n)
        Integral of exp(q (T - s)) jump exp(q s): the state at the end, weighted with the photons.

    Notes
    -----
    All from one exponential of a block matrix, C. F. Van Loan, IEEE Trans. Autom. Control 23, 395 (1978).
    """
    size = len(q)
    block = np.zeros((2 * size + 1,) * 2)
    block[0, 1 : size + 1] = jump.sum(axis=0)
    block[1 : size + 1, 1 : size + 1] = q
    block[1 : size + 1, size + 1 :] = jump
    block[size + 1 :, size + 1 :] = q
    whole = expm(block * period)
    over = whole[1 : size + 1, 1 : size + 1]
    return over, whole[0, 1 : size + 1], whole[0, size + 1 :], whole[1 : size + 1, size + 1 :]


def stays(q: Array, start: Array, period: float) -> Array:
    """Time that is spent in each state over a period from probabilities at its start, s (n,)."""
    size = len(q)
    block = np.zeros((size + 1,) * 2)
    block[:size, :size] = q
    block[:size, size] = start
    return np.asarray(expm(block * period)[:size, size])
