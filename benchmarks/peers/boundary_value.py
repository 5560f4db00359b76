"""A peer that shares no discretisation with any of the others: collocation of first-order equations, by scipy.

In each layer six unknowns stand on a relative depth: the potential, the displacement, the two quasi-Fermi potentials
and the two currents. `scipy.integrate.solve_bvp` (fourth-order Lobatto collocation, Kierzenka and Shampine, ACM Trans.
Math. Softw. 27, 299 (2001)) solves all layers at once and adds nodes until the residual of the differential equations
themselves is below a tolerance. Statistics and tails are integrated over energy here, by rules of their own.
It is slow and needs light or forward voltage: where a density is many decades below the others, nothing ties its
quasi-Fermi potential.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_bvp
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Q, K, EPSILON_0 = 1.602176634e-19, 1.380649e-23, 8.8541878188e-12
# per layer: potential, displacement, quasi-Fermi potential and current of electrons, the same of holes
PSI, DISPLACEMENT, PHI_N, J_N, PHI_P, J_P = range(6)
DENSITY = 1e22  # m^-3, unit of densities
STEP = 1e-30  # of complex derivatives
FAINTEST = -26  # decades below full light at which the light is as good as off
ROUGH = 1e-2  # tolerance on the way
DARK_UNIT = 1e-12  # A m^-2


def occupied(eta: Floats, energy: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Fermi-Dirac integral over states at `energy` (kT above the band edge): density and its derivative by eta."""
    lifted = np.clip(energy - eta[..., None], -700.0, 700.0)
    share = 1.0 / (1.0 + np.exp(lifted))
    return share @ weight, (share * (1.0 - share)) @ weight


def within(level: NDArray) -> NDArray:
    """A level that overshot on the way, brought back to where nothing overflows."""
    return level + np.clip(level.real, -150.0, 150.0) - level.real


def states(law: dict[str, Any], carrier: str, vt: float) -> tuple[Floats, Floats] | None:
    """Energies (kT above the band edge) and weights (sum of a unit density of states); None for Boltzmann.

    Both are trapezoidal rules on the whole line, which converge exponentially for functions as smooth as these.
    """
    if law["kind"] == "boltzmann":
        return None
    if law["kind"] == "fermi_dirac":
        t = np.arange(0.0, 9.5, 0.025)  # E = t^2: 2/sqrt(pi) sqrt(E) dE = 4/sqrt(pi) t^2 dt
        return t**2, 4 / np.sqrt(np.pi) * t**2 * 0.025
    width = law[f"width_{carrier}_eV"] / vt
    t = np.arange(-width - 9.0, 9.0, 0.1)
    return width * t, np.exp(-0.5 * t**2) / np.sqrt(2 * np.pi) * 0.1


def tail_levels(
    tail: dict[str, Any], gap: float, vt: float, points: int = 8, panel: float = 2.0
) -> tuple[Floats, Floats]:
    """Levels (kT below the conduction band) and densities (m^-3) of an exponential tail, by Gauss-Legendre panels.

    A panel is two kT wide, the occupancy has its poles pi kT off the axis: eight points leave 1e-13.
    """
    panel = 2.0
    reach = min(gap, 32.0 * tail["energy_eV"]) / vt
    edges = np.linspace(0.0, reach, int(np.ceil(reach / panel)) + 1)
    x, w = np.polynomial.legendre.leggauss(points)
    half = 0.5 * np.diff(edges)
    distance = (edges[:-1, None] + half[:, None] * (1.0 + x)).ravel()
    slope = tail["energy_eV"] / vt
    weight = tail["density_m3"] * (half[:, None] * w).ravel() * np.exp(-distance / slope) / slope
    return (distance if tail["edge"] == "conduction" else gap / vt - distance), weight


class Layer:
    """One material: its densities, rates and charge at given potentials; all energies in kT, densities in `DENSITY`."""

    def __init__(self, given: dict[str, Any], vt: float, zero: float) -> None:
        self.length = given["L_m"]
        self.affinity, self.gap = (given["chi_eV"] - zero) / vt, given["Eg_eV"] / vt
        self.dos = given["Nc_m3"] / DENSITY, given["Nv_m3"] / DENSITY
        self.permittivity = given["eps_r"] * EPSILON_0
        self.mobility = given["mu_n_m2Vs"], given["mu_p_m2Vs"]
        self.doping = (given["ND_m3"] - given["NA_m3"]) / DENSITY
        self.lifetime = given.get("tau_n_s", np.inf), given.get("tau_p_s", np.inf)
        self.radiative = given.get("B_m3s", 0.0) * DENSITY
        law = given.get("statistics", {"kind": "boltzmann"})
        self.states = [states(law, carrier, vt) for carrier in "np"]
        self.traps = []
        for tail in given.get("tails", ()):
            depth, density = tail_levels(tail, given["Eg_eV"], vt)
            acceptor = tail.get("kind", "acceptor" if tail["edge"] == "conduction" else "donor") == "acceptor"
            capture = tail["capture_n_m3s"] * DENSITY, tail["capture_p_m3s"] * DENSITY
            self.traps.append((depth, density / DENSITY, capture, acceptor))

    def density(self, eta: NDArray, carrier: int) -> NDArray:
        """Density at a Fermi level `eta` above the band edge (for holes: below it); complex steps too."""
        if self.states[carrier] is None:
            return self.dos[carrier] * np.exp(eta)
        value, slope = occupied(eta.real, *self.states[carrier])
        return self.dos[carrier] * (value + (1j * eta.imag * slope if np.iscomplexobj(eta) else 0.0))

    def carriers(self, psi: NDArray, phi_n: NDArray, phi_p: NDArray) -> tuple[NDArray, ...]:
        """n and p, and n1 and p1 without the factors of the level's depth: n exp(-eta), p exp(-eta)."""
        eta_n = within(psi + self.affinity - phi_n)
        eta_p = within(phi_p - psi - self.affinity - self.gap)
        n, p = self.density(eta_n, 0), self.density(eta_p, 1)
        return n, p, n * np.exp(-eta_n), p * np.exp(-eta_p)

    def inside(self, psi: NDArray, phi_n: NDArray, phi_p: NDArray) -> tuple[NDArray, ...]:
        """n, p, net recombination (`DENSITY`/s) and charge over q."""
        n, p, scale_n, scale_p = self.carriers(psi, phi_n, phi_p)
        excess = -n * p * np.expm1(within(phi_n - phi_p))
        rate = self.radiative * excess
        if np.isfinite(self.lifetime[0]):
            middle = np.exp(-0.5 * self.gap)
            rate = rate + excess / (
                self.lifetime[1] * (n + scale_n * middle) + self.lifetime[0] * (p + scale_p * middle)
            )
        charge = p - n + self.doping
        for depth, density, (c_n, c_p), acceptor in self.traps:
            n1 = scale_n[:, None] * np.exp(-depth)
            p1 = scale_p[:, None] * np.exp(depth - self.gap)
            below = c_n * (n[:, None] + n1) + c_p * (p[:, None] + p1)
            rate = rate + excess * ((1.0 / below) @ (density * c_n * c_p))
            if acceptor:
                charge = charge - ((c_n * n[:, None] + c_p * p1) / below) @ density
            else:
                charge = charge + ((c_n * n1 + c_p * p[:, None]) / below) @ density
        return n, p, rate, charge

    def neutral(self) -> float:
        """Potential of the neutral layer in equilibrium, from the Fermi level, in kT."""
        zero = np.zeros(1)

        def charge(psi: float) -> float:
            return float(self.inside(np.array([psi]), zero, zero)[3][0])

        return float(brentq(charge, -self.affinity - self.gap - 20.0, -self.affinity + 20.0, xtol=1e-14, rtol=1e-15))


class BoundaryValue:
    """A posed case between neutral contacts, front grounded, voltage on the back.

    Parameters
    ----------
    case : dict
        ``layers``, ``generation``, optionally ``interfaces`` (velocities and level) and ``contacts_S_m_s`` (both
        carriers, both ends).
    temperature : float
        K.
    tolerance : float
        Of the residual of the differential equations, relative.
    """

    def __init__(self, case: dict[str, Any], temperature: float = 300.0, tolerance: float = 1e-7) -> None:
        self.vt = K * temperature / Q
        first = case["layers"][0]
        zero = first["chi_eV"] + 0.5 * first["Eg_eV"]  # potentials close to zero keep their digits
        self.layers = [Layer(given, self.vt, zero) for given in case["layers"]]
        self.tolerance = tolerance
        edges = np.concatenate(([0.0], np.cumsum([layer.length for layer in self.layers])))
        light = case["generation"]
        start, stop = light["x_from_m"] - 1e-12, light["x_to_m"] + 1e-12
        inside = [start <= left and right <= stop for left, right in pairwise(edges)]
        self.rate = np.array(inside) * light["G_m3s"] / DENSITY  # layers are lit whole or not at all
        self.velocity = case.get("contacts_S_m_s", 1e5)
        self.interfaces = case.get("interfaces") or [None] * (len(self.layers) - 1)
        self.light, self.voltage = 0.0, 0.0
        self.unit = Q * light["G_m3s"] * (light["x_to_m"] - light["x_from_m"])  # of currents, A/m^2
        self.ends = self.layers[0].neutral(), self.layers[-1].neutral()
        self.s = 0.5 + 0.5 * np.tanh(np.linspace(-4, 4, 81)) / np.tanh(4)
        self._equilibrium()

    # ---- differential equations -------------------------------------------------------------------------------------

    def _slope(self, i: int, y: NDArray) -> NDArray:
        """d/ds of the six unknowns of a layer."""
        layer, length = self.layers[i], self.layers[i].length
        n, p, rate, charge = layer.inside(y[PSI], y[PHI_N], y[PHI_P])
        drop = self.unit * length / (Q * self.vt * DENSITY)
        net = Q * DENSITY * length / self.unit * (rate - self.rate[i] * self.light)
        return np.array(
            [
                y[DISPLACEMENT] * length * self._field / layer.permittivity,
                -charge * length * Q * DENSITY / (self.vt * self._field),
                -y[J_N] * drop / (layer.mobility[0] * n),
                net,
                -y[J_P] * drop / (layer.mobility[1] * p),
                -net,
            ]
        )

    _field = EPSILON_0 / 1e-8  # unit of the displacement: kT/q over 10 nm in vacuum

    def _equations(self, s: Floats, y: Floats) -> Floats:
        return np.concatenate([self._slope(i, y[6 * i : 6 * i + 6]) for i in range(len(self.layers))])

    def _jacobian(self, s: Floats, y: Floats) -> Floats:
        found = np.zeros((len(y), len(y), y.shape[1]))
        for i in range(len(self.layers)):
            here = slice(6 * i, 6 * i + 6)
            for j in range(6):
                moved = y[here].astype(complex)
                moved[j] += 1j * STEP
                found[here, 6 * i + j] = self._slope(i, moved).imag / STEP
        return found

    # ---- conditions at the ends and between layers ------------------------------------------------------------------

    def _contact(self, layer: Layer, y: Floats, end: int) -> list[float]:
        """Potential pinned, currents q S (n - n0) out of the device; `end` 0 front, 1 back."""
        applied = self.voltage / self.vt if end else 0.0
        rest = np.array([self.ends[end]]), np.zeros(1), np.zeros(1)
        n0, p0 = layer.carriers(*rest)[:2]
        n, p = layer.carriers(y[PSI : PSI + 1], y[PHI_N : PHI_N + 1], y[PHI_P : PHI_P + 1])[:2]
        out = (1.0 if end == 0 else -1.0) * Q * self.velocity * DENSITY / self.unit
        return [y[PSI] - self.ends[end] - applied, y[J_N] / out - (n - n0)[0], y[J_P] / out + (p - p0)[0]]

    def _joint(self, i: int, left: Floats, right: Floats) -> list[float]:
        lost = self._surface(i, left, right) if self.interfaces[i] else 0.0
        same = [right[j] - left[j] for j in (PSI, DISPLACEMENT, PHI_N, PHI_P)]
        return [*same, right[J_N] - left[J_N] - lost, right[J_P] - left[J_P] + lost]

    def _surface(self, i: int, left: Floats, right: Floats) -> float:
        """Recombination at an interface in the unit of currents: n of the lower E_c, p of the higher E_v."""
        given, pair = self.interfaces[i], self.layers[i : i + 2]
        of_n = max(pair, key=lambda layer: layer.affinity)
        of_p = min(pair, key=lambda layer: layer.affinity + layer.gap)
        at = left[PSI : PSI + 1], left[PHI_N : PHI_N + 1], left[PHI_P : PHI_P + 1]
        n, _, scale_n, _ = of_n.carriers(*at)
        _, p, _, scale_p = of_p.carriers(*at)
        gap = of_p.affinity + of_p.gap - of_n.affinity  # of the interface
        level = given["level_eV"] / self.vt
        n1, p1 = scale_n * np.exp(level - gap / 2), scale_p * np.exp(-level - gap / 2)
        rate = (
            -n * p * np.expm1(at[1] - at[2]) / ((n + n1) / given["velocity_p_m_s"] + (p + p1) / given["velocity_n_m_s"])
        )
        return float(Q * DENSITY * rate[0] / self.unit)

    def _ends(self, a: Floats, b: Floats) -> Floats:
        found = [*self._contact(self.layers[0], a[:6], 0), *self._contact(self.layers[-1], b[-6:], 1)]
        for i in range(len(self.layers) - 1):
            found += self._joint(i, b[6 * i : 6 * i + 6], a[6 * i + 6 : 6 * i + 12])
        return np.array(found)

    # ---- the way to a solution --------------------------------------------------------------------------------------

    def _equilibrium(self) -> None:
        """Poisson's equation alone: potential and displacement of each layer."""
        count = len(self.layers)

        def full(y: NDArray) -> NDArray:
            wide = np.zeros((6 * count, y.shape[1]), dtype=y.dtype)
            wide[0::6], wide[1::6] = y[0::2], y[1::2]
            return wide

        def equations(s: Floats, y: NDArray) -> NDArray:
            wide = full(y)
            rows = [self._slope(i, wide[6 * i : 6 * i + 6])[:2] for i in range(count)]
            return np.concatenate(rows)

        def jacobian(s: Floats, y: Floats) -> Floats:
            found = np.zeros((2 * count, 2 * count, y.shape[1]))
            for j in range(2 * count):
                moved = y.astype(complex)
                moved[j] += 1j * STEP
                found[:, j] = equations(s, moved).imag / STEP
            return found

        def ends(a: Floats, b: Floats) -> Floats:
            joints = [(a[2 * i + 2] - b[2 * i], a[2 * i + 3] - b[2 * i + 1]) for i in range(count - 1)]
            return np.array([a[0] - self.ends[0], b[-2] - self.ends[1], *(x for pair in joints for x in pair)])

        guess = np.zeros((2 * count, len(self.s)))
        levels = [layer.neutral() for layer in self.layers]
        for i, layer in enumerate(self.layers):
            left = levels[i] if i == 0 else 0.5 * (levels[i] + levels[i - 1])
            right = levels[i] if i == count - 1 else 0.5 * (levels[i] + levels[i + 1])
            near = np.exp(-self.s * layer.length / 10e-9), np.exp((self.s - 1) * layer.length / 10e-9)
            guess[2 * i] = levels[i] + (left - levels[i]) * near[0] + (right - levels[i]) * near[1]
        found = self._checked(solve_bvp(equations, ends, self.s, guess, fun_jac=jacobian, tol=1e-4, max_nodes=20000))
        self.s, self.y = found.x, full(found.y)

    @staticmethod
    def _checked(found: Any) -> Any:
        if found.status != 0:
            raise RuntimeError(f"solve_bvp: {found.message}, residual {found.rms_residuals.max():.1e}")
        return found

    def rescale(self, unit: float) -> None:
        """Another unit of the currents, A m^-2: the tolerance is relative to it where currents are small."""
        self.y[[row for row in range(len(self.y)) if row % 6 in (J_N, J_P)]] *= self.unit / unit
        self.unit = unit

    def solve(self, voltage: float, light: float, tolerance: float | None = None) -> float:
        """Current density (A m^-2, a photocurrent negative) at one voltage (V) and share of the light."""
        self.voltage, self.light = voltage, light
        wanted = self.tolerance if tolerance is None else tolerance
        # its Newton iterations may end early on the way from afar: a second pass leaves nothing of the start
        for _ in range(1 if wanted >= ROUGH else 2):
            found = self._checked(
                solve_bvp(
                    self._equations, self._ends, self.s, self.y, fun_jac=self._jacobian, tol=wanted, max_nodes=20000
                )
            )
            self.s, self.y = found.x, found.y
        return -float((found.y[J_N, 0] + found.y[J_P, 0]) * self.unit)

    def lit(self, voltage: Floats) -> Floats:
        """Light on at 0 V, by half decades from where it does nothing, and a sweep: A m^-2."""
        for light in np.logspace(FAINTEST, 0.0, 1 - 2 * FAINTEST):
            self.solve(0.0, light, ROUGH)
        return np.array([self.solve(v, 1.0) for v in voltage])

    def open_circuit(self, near: float) -> float:
        """Voltage of no current under full light, V; secants from a lit state nearby."""
        v = [near - 1e-3, near + 1e-3]
        j = [self.solve(x, 1.0) for x in v]
        while abs(v[-1] - v[-2]) > 1e-10:
            v.append(v[-1] - j[-1] * (v[-1] - v[-2]) / (j[-1] - j[-2]))
            j.append(self.solve(v[-1], 1.0))
        return v[-1]

    def dark(self, voltage: Floats) -> Floats:
        """A forward sweep in the dark from a new equilibrium: A m^-2."""
        self.rescale(DARK_UNIT)
        found, reached = [], 0.0
        for aim in voltage:
            while reached < aim:
                reached = min(reached + self.vt, aim)
                current = self.solve(reached, 0.0, ROUGH)
                self.rescale(max(abs(current), DARK_UNIT))
            found.append(self.solve(aim, 0.0))
        return np.array(found)
