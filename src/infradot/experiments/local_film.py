"""A film by itself under uniform light: its carriers, its traps, how fast they follow, how they fluctuate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import NotConverged
from infradot.laws.mobility.dispatch import mobility
from infradot.laws.traps import TrapLevel
from infradot.materials.material import Material
from infradot.numerics.table import row
from infradot.solvers.local_state import local_carriers, local_levels, local_rates_at, local_traffic
from infradot.transport.problem import Problem
from infradot.transport.tables import material_tables
from infradot.units import q, thermal_voltage

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
LEAST = 1e-30  # m^-3, of a density
FEW = 1e-4  # of the carriers in the dark
WHOLE, BARE = 0, 1  # rows of the tables: the material, and the same without the traps that hold charge


class LocalFilm:
    """The rate equations of a neutral film: generation, recombination, capture and emission by every trap level.

    Every trap level that holds charge has an equation of its own; laws by lifetimes, radiative and Auger recombination
    and neutral traps follow at once. Electrons n and the filled levels q_i are the unknowns: neutrality ties the holes
    to them, dp = dn + sum dq_i.

    Parameters
    ----------
    material : Material
        One that conducts.
    problem : Problem
        Of any device; only the shape of its tables is used.
    temperature : float
        K.
    field : float
        Along the film, V/m: on it a mobility may depend.
    """

    def __init__(self, material: Material, problem: Problem, temperature: float, field: float = 0.0) -> None:
        self.vt = thermal_voltage(temperature)
        held = tuple(trap for trap in material.traps if trap_kind(trap) != "neutral")
        idle = tuple(trap for trap in material.traps if trap_kind(trap) == "neutral")
        bare = replace(material, traps=idle)
        self._arrays = problem.arrays._replace(**material_tables((material, bare), temperature))
        gap = float(material.band_gap)  # type: ignore[arg-type]
        levels: list[TrapLevel] = [level for trap in held for level in trap.levels(self.vt, gap)]
        self.density = np.array([level.density for level in levels], dtype=np.float64)
        rows = np.array([level.coefficients(self.vt, gap) for level in levels]).reshape(len(levels), 7)
        self.capture_n, self.capture_p = rows[:, 1].copy(), rows[:, 2].copy()
        self._deep_n, self._deep_p = rows[:, 3].copy(), rows[:, 4].copy()
        warm = material.mobility_law.temperature_factor(temperature)
        given = (float(material.mobility_n), float(material.mobility_p))  # type: ignore[arg-type]
        law = material.mobility_law
        self.mobility_n, self.mobility_p = (
            mu * factor * mobility(law.code, abs(field) / self.vt, row(self._arrays.mobility_row, c))[0]
            for c, (mu, factor) in enumerate(zip(given, warm, strict=True))
        )
        self._levels = len(levels)

    @cached_property
    def dark(self) -> LocalState:
        """In equilibrium."""
        return self.under(0.0)

    def under(self, generation: float) -> LocalState:
        """The steady state in which `generation` pairs are made, m^-3 s^-1.

        Raises
        ------
        NotConverged
            Where the film has no way to let so many pairs vanish.
        """
        eta, split = local_levels(self._arrays, WHOLE, float(generation))
        if np.isnan(split):
            raise NotConverged(
                f"No steady state: {generation:.3g} pairs m-3 s-1 find no way to recombine in this film; give it a "
                "recombination law or traps."
            )
        n, dn, n_scale, p, dp, p_scale, _, _, _, charge = local_carriers(self._arrays, WHOLE, eta, split)
        _, _, _, _, _, _, rate, by_n, by_p, _ = local_carriers(self._arrays, BARE, eta, split)
        free_n, free_p = self.capture_n * n_scale * self._deep_n, self.capture_p * p_scale * self._deep_p
        catch_n, catch_p = self.capture_n * n, self.capture_p * p
        total = catch_n + free_n + catch_p + free_p
        return LocalState(
            film=self, generation=float(generation), n=float(n), p=float(p), filled=(catch_n + free_p) / total,
            empty=(catch_p + free_n) / total,
            catch_n=catch_n, free_n=free_n, catch_p=catch_p, free_p=free_p, charge=float(charge), rate=float(rate),
            rate_n=float(by_n / dn), rate_p=float(by_p / dp), bend_n=1.0 / float(n) - 1.0 / float(dn),
            bend_p=1.0 / float(p) - 1.0 / float(dp), traffic=float(local_traffic(self._arrays, BARE, eta, split)),
        )  # fmt: skip

    def conductivity(self, state: LocalState) -> float:
        """S m^-1."""
        return float(q * (self.mobility_n * state.n + self.mobility_p * state.p))

    def excess(self, state: LocalState) -> tuple[float, float]:
        """Electrons and holes beyond those in the dark, m^-3, also where they are few beside them."""
        dark = self.dark
        slopes = [0.5 * state.generation * (a + b) for a, b in zip(dark.lifetimes(), state.lifetimes(), strict=True)]
        whole = (state.n - dark.n, state.p - dark.p)
        # of a change this small, differences have lost what the mean of its two slopes still tells
        n, p = (
            slope if abs(slope) < FEW * base else change
            for slope, change, base in zip(slopes, whole, (dark.n, dark.p), strict=True)
        )
        return float(n), float(p)

    def after(self, state: LocalState, generation: float, time: Floats) -> Floats:
        """Conductivity (m,) at times after the generation becomes another one, S m^-1; large changes included.

        Parameters
        ----------
        state : LocalState
            At time 0.
        generation : float
            From then on, m^-3 s^-1.
        time : ndarray (m,)
            s, ascending, 0 or above.

        Raises
        ------
        NotConverged
        """
        dark, held = self.dark, self.dark.held
        rest = dark.p - dark.n - float(np.sum(held))
        start = np.concatenate(([state.n - dark.n], state.held - held))
        if abs(start[0]) < FEW * dark.n and generation == 0.0:  # small enough for its exponentials
            times, shares = state.modes()
            n, p = self.excess(state)
            rise = q * (self.mobility_n * n + self.mobility_p * p)
            fallen = np.exp(-time[:, None] / times) @ shares
            return np.asarray(self.conductivity(dark) + rise * fallen)

        def change(_: float, y: Floats) -> Floats:
            n, filled = max(dark.n + float(y[0]), LEAST), held + y[1:]
            p = max(n + float(np.sum(filled)) + rest, LEAST)
            n_scale, p_scale, rate = local_rates_at(self._arrays, BARE, n, p)
            empty = self.density - filled
            taken = self.capture_n * (n * empty - n_scale * self._deep_n * filled)
            given = self.capture_p * (p * filled - p_scale * self._deep_p * empty)
            return np.concatenate(([generation - rate - float(np.sum(taken))], taken - given))

        from scipy.integrate import solve_ivp  # only where a film is followed in time

        found = solve_ivp(
            change, (0.0, float(time[-1])), start, method="Radau", t_eval=time, rtol=1e-7,
            atol=1e-7 * float(np.abs(start).max()),
        )  # fmt: skip
        if not found.success:
            raise NotConverged(f"The film could not be followed in time: {found.message}")
        n, p = dark.n + found.y[0], dark.p + found.y.sum(axis=0)
        return np.asarray(q * (self.mobility_n * n + self.mobility_p * p))


@dataclass(frozen=True, kw_only=True, eq=False)
class LocalState:
    """One steady state of a `LocalFilm`, and the linear answers about it.

    Parameters
    ----------
    generation : float
        m^-3 s^-1.
    n, p : float
        Free carriers, m^-3.
    filled, empty : ndarray (levels,)
        Share of each trap level that holds an electron, and that does not.
    catch_n, free_n, catch_p, free_p : ndarray (levels,)
        Rates (s^-1) at which a level takes an electron from the band, gives it back, takes a hole, gives it back.
    charge : float
        What is left of the charge over q, m^-3: rounding.
    rate, traffic : float
        Net and total rate of the laws without memory, m^-3 s^-1.
    rate_n, rate_p : float
        Derivatives of that rate by n and p, s^-1.
    bend_n, bend_p : float
        Derivative of ln n1 by n, and of ln p1 by p, m^3: 0 for Boltzmann statistics.
    """

    film: LocalFilm
    generation: float
    n: float
    p: float
    filled: Floats
    empty: Floats
    catch_n: Floats
    free_n: Floats
    catch_p: Floats
    free_p: Floats
    charge: float
    rate: float
    traffic: float
    rate_n: float
    rate_p: float
    bend_n: float
    bend_p: float

    @property
    def held(self) -> Floats:
        """Electrons on each level (levels,), m^-3."""
        return self.film.density * self.filled

    @cached_property
    def matrix(self) -> Floats:
        """A of d(n, q_i)/dt = A (n, q_i) for small changes (1 + levels, 1 + levels), s^-1."""
        film = self.film
        empty, filled = film.density * self.empty, film.density * self.filled
        # electrons that a level takes in, net, by n, p and its own filling
        in_n = film.capture_n * empty - self.free_n * filled * self.bend_n
        in_own = -(self.catch_n + self.free_n)
        # electrons that it gives to the valence band
        out_p = film.capture_p * filled - self.free_p * empty * self.bend_p
        out_own = self.catch_p + self.free_p
        size = len(filled) + 1
        a = np.zeros((size, size))
        a[0, 0] = -self.rate_n - self.rate_p - np.sum(in_n)
        a[0, 1:] = -in_own - self.rate_p
        a[1:, 0] = in_n - out_p
        a[1:, 1:] = -out_p[:, None]
        a[np.arange(1, size), np.arange(1, size)] += in_own - out_own
        return a

    @property
    def read(self) -> Floats:
        """Conductivity (S m^2) by n and by each q_i, neutrality included."""
        film = self.film
        both = q * (film.mobility_n + film.mobility_p)
        return np.concatenate(([both], np.full(len(self.filled), q * film.mobility_p)))

    def response(self, frequency: ArrayLike) -> Complexes:
        """Conductivity by a modulated generation, S m^-1 over m^-3 s^-1, at frequencies (m,) in Hz; 0 is steady."""
        return np.array([self._answer(float(f)) for f in np.atleast_1d(frequency)])

    def lifetimes(self) -> tuple[float, float]:
        """Steady change of n and of p over that of the generation, s: the free time of each carrier."""
        made = np.linalg.solve(-self.matrix, self._made)
        return float(made[0]), float(np.sum(made))

    def _answer(self, frequency: float) -> complex:
        turn = 2j * np.pi * frequency * np.eye(len(self.matrix))
        return complex(self.read @ np.linalg.solve(turn - self.matrix, self._made))

    @property
    def _made(self) -> Floats:
        return np.concatenate(([1.0], np.zeros(len(self.filled))))

    def modes(self) -> tuple[Floats, Floats]:
        """How the conductivity falls after a faint light is switched off: a sum of exponentials.

        Returns
        -------
        time_constant : ndarray (1 + levels,)
            s, slowest first.
        share : ndarray (1 + levels,)
            Of the steady change of the conductivity; they add up to 1, and one may be negative.
        """
        values, vectors = np.linalg.eig(self.matrix)
        weights = np.linalg.solve(vectors, self._made) * (self.read @ vectors) / -values
        order = np.argsort(-1.0 / values.real)[::-1]
        share = weights[order].real
        return -1.0 / values[order].real, share / np.sum(share)

    def fluctuation(self, frequency: ArrayLike, passing: float = 0.0) -> Floats:
        """Spectral density of the conductivity times the volume (m,), S^2 m^-2 Hz^-1 m^3, one-sided.

        Parameters
        ----------
        frequency : array_like (m,)
            Hz.
        passing : float
            Pairs that light makes and something else than this film takes, both counted, m^-3 s^-1.

        Notes
        -----
        Every capture, emission, generation and recombination is a Poisson process of its own; what they do to electrons
        and to levels goes through the rate equations.
        """
        film = self.film
        n_trips = film.density * (self.catch_n * self.empty + self.free_n * self.filled)
        p_trips = film.density * (self.catch_p * self.filled + self.free_p * self.empty)
        size = len(self.filled) + 1
        sources = np.zeros((size, size))
        sources[0, 0] = self.traffic + self.generation + passing + np.sum(n_trips)
        sources[0, 1:] = sources[1:, 0] = -n_trips
        sources[np.arange(1, size), np.arange(1, size)] = n_trips + p_trips
        found = []
        for f in np.atleast_1d(frequency):
            turn = 2j * np.pi * float(f) * np.eye(size)
            weight = np.linalg.solve((turn - self.matrix).T, self.read)
            found.append(2.0 * float((weight @ sources @ weight.conj()).real))
        return np.array(found)


def trap_kind(trap: object) -> str:
    """The charge kind of a trap class, whether given or by its edge."""
    return str(getattr(trap, "charge_kind", getattr(trap, "kind", "neutral")))
