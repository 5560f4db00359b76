"""A two-level emitter driven by a laser: optical Bloch equations, and correlations of its light by regression."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import expm

from infradot.errors import InputError

Array = NDArray[np.float64]
Matrix = NDArray[np.complex128]
_LOWER = np.array([[0, 1], [0, 0]], dtype=complex)  # from the excited state, the second, to the ground state
_RAISE = _LOWER.T.copy()
_EXCITED = _RAISE @ _LOWER


@dataclass(frozen=True, kw_only=True)
class TwoLevelEmitter:
    """An emitter with one excited state in the light of a laser.

    Parameters
    ----------
    decay : float
        Rate of spontaneous emission, s^-1.
    rabi : float
        Angular frequency with which the laser drives it, s^-1.
    dephasing : float
        Rate of pure dephasing, s^-1; the coherence decays with half the decay plus this.
    detuning : float
        Laser less transition, s^-1 (angular).

    Raises
    ------
    InputError

    Notes
    -----
    In the frame of the laser the density matrix follows Lindblad's equation with the Hamiltonian
    ``-detuning |e><e| + rabi/2 (|e><g| + |g><e|)``; correlations follow by the quantum regression theorem
    (H. J. Carmichael, Statistical Methods in Quantum Optics 1, Springer 1999).

    Examples
    --------
    >>> emitter = TwoLevelEmitter(decay=1e9, rabi=3e9)
    >>> [round(float(x), 4) for x in emitter.g2([0.0, 1e-9, 10e-9])]
    [0.0, 1.449, 1.0001]
    """

    decay: float
    rabi: float
    dephasing: float = 0.0
    detuning: float = 0.0

    def __post_init__(self) -> None:
        limits = {"decay": 0.0, "rabi": 0.0, "dephasing": 0.0, "detuning": -math.inf}
        problems = []
        for name, low in limits.items():
            value = getattr(self, name)
            strict = name in ("decay", "rabi")
            if not (math.isfinite(value) and (value > low if strict else value >= low)):
                expected = "above 0" if strict else "0 or above" if low == 0.0 else "a finite number"
                problems.append(f"Two-level emitter: {name} = {value!r} s^-1, expected {expected}.")
        if problems:
            raise InputError(*problems)

    @cached_property
    def liouvillian(self) -> Matrix:
        """Of the density matrix, columns stacked, s^-1."""
        hamiltonian = -self.detuning * _EXCITED + 0.5 * self.rabi * (_LOWER + _RAISE)
        one = np.eye(2)
        total = -1j * (np.kron(one, hamiltonian) - np.kron(hamiltonian.T, one))
        for rate, jump in ((self.decay, _LOWER), (2.0 * self.dephasing, _EXCITED)):
            square = jump.conj().T @ jump
            total = total + rate * (np.kron(jump.conj(), jump) - 0.5 * (np.kron(one, square) + np.kron(square.T, one)))
        return np.asarray(total)

    @cached_property
    def steady_state(self) -> Matrix:
        """Density matrix that the laser settles, (2, 2), trace 1."""
        equations = np.vstack([self.liouvillian / self.decay, np.eye(2).reshape(1, 4, order="F")])
        solution = np.linalg.lstsq(equations, np.array([0, 0, 0, 0, 1], dtype=complex), rcond=None)[0]
        return np.asarray(solution.reshape(2, 2, order="F"))

    @property
    def population(self) -> float:
        """Of the excited state."""
        return float(self.steady_state[1, 1].real)

    @property
    def rate(self) -> float:
        """Photons a second."""
        return float(self.decay) * self.population

    def g2(self, delay: ArrayLike) -> Array:
        """Second-order correlation at delays in s, (n,): after one photon the emitter starts from its ground state."""
        begin = _LOWER @ self.steady_state @ _RAISE / self.population**2
        return self._regression(begin, _EXCITED, delay).real

    def g1(self, delay: ArrayLike) -> Matrix:
        """First-order correlation in the frame of the laser, (n,); it ends at the coherent share of the light."""
        begin = _LOWER @ self.steady_state / self.population
        return self._regression(begin, _RAISE, delay)

    @property
    def coherent_share(self) -> float:
        """Share of the light that is scattered without change of frequency."""
        return float(abs(self.steady_state[1, 0]) ** 2 / self.population)

    def spectrum(self, offset: ArrayLike) -> Array:
        """Spectrum of the incoherent light against the angular frequency less the laser's, (n,) in s.

        Its integral over the offset is 1 less the coherent share; strongly driven it is Mollow's triplet.
        """
        offsets = np.array(offset, dtype=np.float64, ndmin=1)
        rho = self.steady_state
        mean = complex((_LOWER @ rho).trace())
        begin = ((_LOWER - mean * np.eye(2)) @ rho / self.population).reshape(4, order="F")
        row = _RAISE.T.reshape(4, order="F")
        # the steady state moved away from 0 lets the middle of the line be solved too, and changes no other answer
        moved = self.liouvillian - self.decay * np.outer(rho.reshape(4, order="F"), np.eye(2).reshape(4))
        resolvents = 1j * offsets[:, None, None] * np.eye(4) - moved
        answers = np.linalg.solve(resolvents, np.broadcast_to(begin, (len(offsets), 4))[..., None])[..., 0]
        return np.asarray((answers @ row).real / math.pi)

    def _regression(self, begin: Matrix, seen: Matrix, delay: ArrayLike) -> Matrix:
        times = np.abs(np.array(delay, dtype=np.float64, ndmin=1))
        start, row = begin.reshape(4, order="F"), seen.T.reshape(4, order="F")
        # the trace of `seen` times the evolved matrix
        return np.array([row @ (expm(self.liouvillian * t) @ start) for t in times])


def resonant_g2(delay: ArrayLike, *, decay: float, rabi: float, dephasing: float = 0.0) -> Array:
    """g2 of a two-level emitter on resonance in closed form.

    1 - exp(-a t) [cos(m t) + (a/m) sin(m t)] with a = (decay + coherence decay)/2 and
    m^2 = rabi^2 - (decay - coherence decay)^2/4; without dephasing a is 3/4 of the decay and m^2 is
    rabi^2 - decay^2/16. Under a weak laser m is imaginary and nothing oscillates.

    Parameters
    ----------
    delay : array_like (n,)
        s.
    decay, rabi, dephasing : float
        As in `TwoLevelEmitter`.

    Returns
    -------
    ndarray (n,)

    Examples
    --------
    >>> [round(float(x), 4) for x in resonant_g2([0.0, 1e-9], decay=1e9, rabi=3e9)]
    [0.0, 1.449]
    """
    times = np.abs(np.array(delay, dtype=np.float64, ndmin=1))
    coherence = 0.5 * decay + dephasing
    middle = 0.5 * (decay + coherence)
    turn = np.emath.sqrt(complex(rabi**2 - 0.25 * (decay - coherence) ** 2))
    # sin(m t)/m has a limit where m vanishes
    ratio = times * np.sinc(turn * times / math.pi) if abs(turn) > 0 else times.astype(complex)
    return np.asarray((1.0 - np.exp(-middle * times) * (np.cos(turn * times) + middle * ratio)).real)
