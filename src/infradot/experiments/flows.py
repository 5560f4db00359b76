"""Where pairs and their free energy go at one solved state: an account of both that closes to rounding.

A pair at a depth x carries the free energy E_Fn(x) - E_Fp(x). Multiply the balance of the electrons at each node of the
grid by their Fermi level, that of the holes by theirs, and add: what light brings is then what recombination,
transport, contacts and the terminals take, with no term left over (R. Brendel, S. Dreissigacker, N.-P. Harder and P. P.
Altermatt, Appl. Phys. Lett. 93, 173503 (2008)). On the grid the sum is as exact as the balances are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.bands import node_rates
from infradot.solvers.steady import Steady
from infradot.transport.arrays import (
    LOW_N,
    LOW_P,
    N_FROM_BACK,
    P_FROM_BACK,
    PHI_N,
    PHI_P,
    RECOMBINES,
)
from infradot.transport.currents import sheet_rates
from infradot.transport.electrodes import exchange
from infradot.transport.problem import Problem
from infradot.units import q

Floats = NDArray[np.float64]
INTERFACE, SURFACE, STEP = "interface", "surface", "step"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One way that power takes out of a device.

    Parameters
    ----------
    kind : str
        ``"light"`` what never makes a pair; ``"heat"`` what photons leave where they make one; ``"recombination"``;
        ``"transport"`` of electrons and holes to the terminals; ``"circuit"``; ``"output"``.
    place : str
        A layer, an interface, a contact; empty for the whole device.
    how : str
        By what: a mechanism, a carrier, ``"reflected"``.
    power : float
        W m^-2.
    current : float
        Photons or pairs that are lost this way, A m^-2; 0 where none are, as in transport.
    """

    kind: str
    place: str
    how: str
    power: float
    current: float


def splitting(solver: Steady) -> Floats:
    """E_Fn - E_Fp at each node (nodes,), eV, to the last digit of the small difference."""
    state = solver.state
    return np.asarray(_apart(state[:, PHI_N], state[:, LOW_N], state[:, PHI_P], state[:, LOW_P]) * _kt(solver))


def pair_flows(solver: Steady) -> tuple[Flow, ...]:
    """Recombination by layer and mechanism, interface and contact; then what transport turns into heat.

    The currents of recombination, and the current at the junction, add up to the pairs that light makes. The power of
    all flows, and that at the junction, adds up to their free energy.
    """
    return (*recombination_flows(solver), *_transport(solver))


def recombination_flows(solver: Steady) -> tuple[Flow, ...]:
    """Recombination by layer and mechanism, in the sheet of each interface, of the wrong carriers at each contact."""
    return (*_bulk(solver), *_sheets(solver), *_surfaces(solver))


def _kt(solver: Steady) -> float:
    return solver.problem.thermal_voltage


def _apart(a: Floats, low_a: Floats, b: Floats, low_b: Floats) -> Floats:
    return np.asarray((a - b) + (low_a - low_b))


def _bulk(solver: Steady) -> Iterator[Flow]:
    """Each mechanism of each layer, added up as the equations do: half of an element with the rates at its end."""
    posed, split = solver.problem, splitting(solver)
    for i, domain in enumerate(posed.domains):
        half = 0.5 * np.diff(domain.position)
        front, _ = node_rates(posed, i, solver, domain.rows, domain.start)
        back, _ = node_rates(posed, i, solver, domain.rows, domain.start + 1)
        at_front, at_back = split[domain.start : domain.stop], split[domain.start + 1 : domain.stop + 1]
        for name, before, behind in zip(domain.mechanisms, front, back, strict=True):
            yield Flow(
                kind="recombination", place=domain.name, how=name,
                power=q * float((before * at_front + behind * at_back) @ half),
                current=q * float((before + behind) @ half),
            )  # fmt: skip


def _joints(solver: Steady) -> Iterator[tuple[str, int, int, int, float]]:
    """Each interface: name, node, the nodes where electrons and holes vanish, recombination (m^-2 s^-1)."""
    posed = solver.problem
    rates = np.zeros(len(posed.joints))
    sheet_rates(posed.arrays, np.array([node for _, node in posed.joints], dtype=np.int64), solver.state, rates)
    for (interface, node), code, rate in zip(posed.joints, posed.arrays.joint_code, rates, strict=False):
        at_n, at_p = (
            (node + int(code[N_FROM_BACK]), node + int(code[P_FROM_BACK])) if _is_step(posed, node) else (node,) * 2
        )
        yield interface.name, node, at_n, at_p, float(rate) if code[RECOMBINES] == 1 else 0.0


def _is_step(posed: Problem, node: int) -> bool:
    """Whether an element without width, a step of the bands, begins at a node."""
    return bool(posed.arrays.region[node] < 0)


def _sheets(solver: Steady) -> Iterator[Flow]:
    state = solver.state
    recombines = {interface.name for interface, _ in solver.problem.joints if interface.recombines}
    for name, _, at_n, at_p, rate in _joints(solver):
        if name in recombines:
            split = (state[at_n, PHI_N] - state[at_p, PHI_P]) + (state[at_n, LOW_N] - state[at_p, LOW_P])
            power, current = q * rate * split * _kt(solver), q * rate
            yield Flow(kind="recombination", place=name, how=INTERFACE, power=float(power), current=current)


def _contacts(solver: Steady) -> Iterator[tuple[str, int, float, bool, tuple[float, float]]]:
    """Front and back: name, node, Fermi level (kT), whether it is meant to take holes, what it takes (m^-2 s^-1)."""
    posed = solver.problem
    levels = posed.electrodes(solver.voltage)
    front_n, front_p, back_n, back_p = exchange(posed.arrays, solver.state, levels)
    anode_first = posed.anode_sign > 0
    yield "front contact", 0, float(levels[0]), anode_first, (front_n, front_p)
    yield "back contact", posed.nodes - 1, float(levels[1]), not anode_first, (back_n, back_p)


def _surfaces(solver: Steady) -> Iterator[Flow]:
    """Carriers that leave at the wrong contact are lost there with one of the others."""
    split = splitting(solver)
    for name, node, _, takes_holes, (out_n, out_p) in _contacts(solver):
        lost = q * (out_n if takes_holes else out_p)
        yield Flow(kind="recombination", place=name, how=SURFACE, power=float(lost * split[node]), current=float(lost))


def _transport(solver: Steady) -> Iterator[Flow]:
    """Fermi levels that fall along the way: in each layer, over each step, and into the electrodes."""
    posed, state, kt = solver.problem, solver.state, _kt(solver)
    flux_n, flux_p = solver.currents()
    steps = []
    for name, node, at_n, at_p, rate in _joints(solver):
        if _is_step(posed, node):
            steps.append((name, node))
            flux_n[node] -= q * (at_n - at_p) * rate  # what is captured across the step is recombination already
    heat = {
        "electrons": flux_n * _apart(state[1:, PHI_N], state[1:, LOW_N], state[:-1, PHI_N], state[:-1, LOW_N]) * kt,
        "holes": flux_p * _apart(state[1:, PHI_P], state[1:, LOW_P], state[:-1, PHI_P], state[:-1, LOW_P]) * kt,
    }
    for domain in posed.domains:
        for carrier, lost in heat.items():
            power = float(lost[domain.start : domain.stop].sum())
            yield Flow(kind="transport", place=domain.name, how=carrier, power=power, current=0.0)
    for name, node in steps:
        power = float(heat["electrons"][node] + heat["holes"][node])
        yield Flow(kind="transport", place=name, how=STEP, power=power, current=0.0)
    for name, node, level, takes_holes, (out_n, out_p) in _contacts(solver):
        above_n = (state[node, PHI_N] - level) + state[node, LOW_N]
        below_p = (level - state[node, PHI_P]) - state[node, LOW_P]
        power = q * kt * ((out_p - out_n) * below_p if takes_holes else (out_n - out_p) * above_n)
        yield Flow(kind="transport", place=name, how="electrode", power=float(power), current=0.0)
