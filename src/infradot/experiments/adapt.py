"""A finer grid where the default one leaves a current in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.prepare import Prepared
from infradot.light.spectrum import Spectrum
from infradot.solvers.estimate import Estimate
from infradot.solvers.report import Failure
from infradot.solvers.steady import Steady
from infradot.transport.refine import enough_pieces, prolonged, subdivided
from infradot.units import q

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
DOUBT = 1.5e-3  # relative error of a current, by the estimate, from which the grid is refined
WANTED = 1e-3  # sum of the sizes of all elements' errors on the finer grid
MOST_NODES = 6000
FEW = 1e-2  # share of all pairs whose loss or gain is no current to speak of
ROUNDS = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Lighting:
    """What makes pairs in a device: light, a given generation, or neither."""

    light: Spectrum | None
    generation: Generation | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Finer:
    """A device on a finer grid.

    Parameters
    ----------
    ready : Prepared
    pieces : ndarray (elements,) int64
        Into how many each element of the coarser grid was cut.
    """

    ready: Prepared
    pieces: Integers

    def steady(self, lighting: Lighting, solved: Mapping[float, Floats]) -> Steady:
        """A solver that starts from states (by voltage, V) of the coarser grid."""
        near = {voltage: prolonged(state, self.pieces) for voltage, state in solved.items()}
        return self.ready.steady(lighting.light, lighting.generation, near)


def finer(
    ready: Prepared, equilibrium: Floats, solved: Sequence[tuple[float, Floats, float]], lighting: Lighting
) -> Finer | None:
    """The same device on a grid that is refined where its currents hang on it; None where the grid is fine enough.

    The error of the terminal current is estimated at the given voltages with their states, over the given currents.
    """
    if not solved or ready.problem.nodes > MOST_NODES:
        return None
    estimate = Estimate(ready.problem)
    nodal = Prepared(ready.device, posed=estimate.fine).nodal(lighting.light, lighting.generation)
    made = np.zeros(estimate.fine.nodes) if nodal is None else nodal
    errors = np.array([estimate.errors(state, voltage, made, current) for voltage, state, current in solved])
    errors = errors[np.isfinite(errors).all(axis=1)]
    if not (np.abs(errors.sum(axis=1)) > DOUBT).any():
        return None
    pieces = enough_pieces(np.abs(errors).max(axis=0), WANTED)
    if int(pieces.sum()) > MOST_NODES:
        pieces = np.minimum(pieces, max(MOST_NODES // len(pieces), 1))
    pieces[ready.problem.arrays.region < 0] = 1
    if (pieces == 1).all():
        return None
    posed = subdivided(replace(ready.problem, guess=equilibrium), pieces)
    return Finer(ready=Prepared(ready.device, posed=posed), pieces=pieces)


def grown(before: Prepared, after: Prepared) -> str:
    """What was refined, in a clause."""
    pairs = zip(before.problem.domains, after.problem.domains, strict=True)
    more = {old.name: len(new.position) - len(old.position) for old, new in pairs}
    name = max(more, key=more.__getitem__)
    nodes = f"{before.problem.nodes} to {after.problem.nodes} nodes"
    return f"the grid was refined from {nodes}, most of them in layer {name!r}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Swept:
    """A sweep on a grid that is fine enough for it.

    Parameters
    ----------
    ready : Prepared
        The device on that grid.
    circuit : Circuit
        After its sweep.
    current : ndarray (m,)
        A m^-2, NaN where not solved.
    failures : tuple of Failure
    notes : tuple of str
        What was refined.
    """

    ready: Prepared
    circuit: Circuit
    current: Floats
    failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()


MISSED = "a finer grid was wanted and did not converge: currents may be off by more than 0.2 %"


def settled_at(ready: Prepared, lighting: Lighting, voltage: float) -> tuple[Prepared, Steady, tuple[str, ...]]:
    """The state at one junction voltage (V) on a grid that is fine enough for it, with what was refined.

    Raises
    ------
    NotConverged
        Where not even the default grid has it.
    """
    solver = ready.steady(lighting.light, lighting.generation)
    notes: tuple[str, ...] = ()
    current = solver.at(voltage) if voltage != 0.0 or solver.generation.any() else 0.0
    # at equilibrium and near open circuit the current is small by chance, and its error says nothing
    counts = abs(current) > FEW * q * float(solver.generation.sum())
    for _ in range(ROUNDS if counts else 0):
        better = finer(ready, solver.equilibrium, [(voltage, solver.state, current)], lighting)
        if better is None:
            break
        try:
            again = better.steady(lighting, {voltage: solver.state})
            if voltage != 0.0:
                again.at(voltage)
        except NotConverged:
            notes = (MISSED,)
            break
        notes = (grown(ready, better.ready),)
        ready, solver = better.ready, again
    solver.polish()
    return ready, solver, notes


def swept(ready: Prepared, circuit: Circuit, lighting: Lighting, voltage: Floats) -> Swept:
    """Sweep terminal voltages (V), again on a finer grid where the currents need one."""
    current, failures = circuit.sweep(voltage)
    found = Swept(ready=ready, circuit=circuit, current=current, failures=failures)
    for _ in range(ROUNDS):
        better = finer(found.ready, found.circuit.steady.equilibrium, found.circuit.decisive(), lighting)
        if better is None:
            break
        try:
            again = Circuit(circuit.device, better.steady(lighting, found.circuit.states()))
            current, failures = again.sweep(voltage)
        except NotConverged:
            current, failures = np.full(len(voltage), np.nan), found.failures
        if len(failures) > len(found.failures) or not np.isfinite(current).any():
            return replace(found, notes=(*found.notes, MISSED, *_known_to(found.circuit)))
        notes = (grown(ready, better.ready),)
        found = Swept(ready=better.ready, circuit=again, current=current, failures=failures, notes=notes)
    return replace(found, notes=(*found.notes, *_known_to(found.circuit)))


def _known_to(circuit: Circuit) -> tuple[str, ...]:
    """What rounding leaves open of the currents, a clause where it is more than a millionth of them."""
    vague = circuit.vague()
    if not vague:
        return ()
    low, high = min(vague), max(vague)
    where = f"at {low:.4g} V" if low == high else f"at {len(vague)} voltages from {low:.4g} to {high:.4g} V"
    return (
        f"{where} the current is known to {max(vague.values()):.1e} A/m2 only: rounding of the much larger currents "
        "that flow inside",
    )
