"""Dark current against voltage, taken apart into what makes it: every pair that appears or vanishes in the device.

The current at the terminals is all recombination in the device (generation counts negative), the wrong carriers that
the contacts take or send, and what leaks through the shunt. On the grid that sum is the current itself, so the parts
add up to rounding; no formula of a dark current is assumed.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning
from infradot.experiments.adapt import Lighting, swept
from infradot.experiments.bands import node_rates
from infradot.experiments.circuit import Circuit
from infradot.experiments.flows import recombination_flows
from infradot.experiments.inside_words import mechanism
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.solvers.report import SolveReport
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.transport.currents import mechanism_rates
from infradot.units import q

Floats = NDArray[np.float64]
SCARCE = 10.0  # times the geometric mean of the densities: a layer is depleted where no carrier is beyond it,
HALF = 0.5  # nor beyond this share of what it holds when it is neutral;
SHARP = 4  # power with which one turns into the other, so that nothing jumps from node to node
DEPLETED, NEUTRAL, SHEET, CONTACT, SHUNT = "generation-recombination", "diffusion", "interface", "contact", "shunt"
KINDS = (DEPLETED, NEUTRAL, SHEET, CONTACT, SHUNT)
_WHERE = {DEPLETED: "depleted", NEUTRAL: "neutral"}
Part = tuple[str, str, str]  # kind, mechanism, place
nA_cm2 = 1e-5  # A m^-2
TOLD = 0.01  # share below which a part is not told


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DarkCurrent(Result):
    """Current in the dark against voltage, and the parts that it is the sum of.

    Parameters
    ----------
    voltage, current_density : ndarray (m,)
        V at the terminals; A m^-2 into the anode, NaN where not solved.
    parts : ndarray (sources, m)
        A m^-2 each; a negative part under reverse voltage is generation.
    kinds : tuple of str
        Of each part: ``"generation-recombination"`` where both carriers are scarce, ``"diffusion"`` where one of them
        is plenty and the other has to find its way out, ``"interface"``, ``"contact"`` for electrons at the anode and
        holes at the cathode, ``"shunt"``.
    mechanisms, places : tuple of str
        By what, and in which layer, between which layers, or at which contact.
    device : Device
    report : SolveReport

    Notes
    -----
    A layer counts as depleted where the larger density is below half of what the layer holds when it is neutral, or,
    where there is hardly any doping, below 10 times sqrt(n p) and the intrinsic density. There generation goes as
    exp(-gap/2kT) for states in the middle of the gap, elsewhere as exp(-gap/kT); the boundary itself is a convention,
    the sum of both is not.
    """

    voltage: Floats
    current_density: Floats
    parts: Floats
    kinds: tuple[str, ...]
    mechanisms: tuple[str, ...]
    places: tuple[str, ...]
    device: Device
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "parts")

    @property
    def open(self) -> float:
        """Largest difference between the parts' sum and the current, over the largest part; rounding only."""
        solved = np.isfinite(self.current_density)
        size = np.maximum(np.abs(self.parts).max(axis=0), np.abs(self.current_density))[solved]
        apart = np.abs(self.parts.sum(axis=0) - self.current_density)[solved]
        return float(np.divide(apart, size, out=np.zeros_like(size), where=size > 0).max(initial=0.0))

    def by_kind(self) -> dict[str, Floats]:
        """Current (m,) of each kind that there is, A m^-2."""
        return together(self.kinds, self.parts, KINDS)

    def by_mechanism(self) -> dict[str, Floats]:
        """Current (m,) of each mechanism, all places together, largest first."""
        return together(self.mechanisms, self.parts)

    def by_place(self) -> dict[str, Floats]:
        """Current (m,) of each layer, boundary and contact, largest first."""
        return together(self.places, self.parts)

    def names(self) -> tuple[str, ...]:
        """Each part as a person names it."""
        return tuple(part_name(part) for part in zip(self.kinds, self.mechanisms, self.places, strict=True))

    def at(self, voltage: float) -> dict[str, float]:
        """Parts at the nearest solved voltage (V) by their names, A m^-2, largest first."""
        solved = np.flatnonzero(np.isfinite(self.current_density))
        k = int(solved[np.argmin(np.abs(self.voltage[solved] - voltage))])
        found = dict(zip(self.names(), self.parts[:, k].tolist(), strict=True))
        return dict(sorted(found.items(), key=lambda item: -abs(item[1])))

    def _sentences(self) -> list[str]:
        if not np.isfinite(self.current_density).any():
            return []
        k = int(np.nanargmin(np.where(np.isfinite(self.current_density), self.voltage, np.nan)))
        total, told = float(self.current_density[k]), [f"The dark current is {dark(self.current_density[k])} at "
                                                       f"{self.voltage[k]:.3g} V."]  # fmt: skip
        worst = [f"{name} ({part / total:.0%})" for name, part in self.at(float(self.voltage[k])).items()
                 if total != 0 and abs(part) > TOLD * abs(total)]  # fmt: skip
        return [*told, f"It is made of: {'; '.join(worst)}."] if worst else told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": "none",
            "temperature_K": self.device.temperature,
            "sign": "positive current flows into the anode",
        }
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "A m-2", self.current_density),
            *((name, "A m-2", part) for name, part in zip(self.names(), self.parts, strict=True)),
        ]


def part_name(part: Part) -> str:
    """A part of a dark current as a person names it.

    Examples
    --------
    >>> part_name(("diffusion", "auger", "ink")), part_name(("contact", "electrons", "back contact"))
    ('Auger in ink, neutral', 'electrons at the back contact')
    """
    kind, how, place = part
    if kind in _WHERE:
        return f"{mechanism(how)} in {place}, {_WHERE[kind]}"
    if kind == SHEET:
        return f"interface {place}"
    return f"{how} at the {place}" if kind == CONTACT else kind


def dark(current: float) -> str:
    """A dark current density in A m^-2 as text, with its size alone.

    Examples
    --------
    >>> dark(-3.5e-3)
    '350 nA/cm2'
    """
    size = abs(float(current))
    if size == 0.0:
        return "0 A/cm2"
    for scale, unit in ((10.0, "mA/cm2"), (1e-2, "uA/cm2"), (nA_cm2, "nA/cm2"), (1e-8, "pA/cm2")):
        if size >= scale:
            return f"{size / scale:.3g} {unit}"
    return f"{size / 1e-8:.3g} pA/cm2"


def together(names: tuple[str, ...], parts: Floats, order: tuple[str, ...] = ()) -> dict[str, Floats]:
    """Sums of the parts (sources, m) of each name: in the given order, else the largest first."""
    sums = {name: np.zeros(parts.shape[1]) for name in (*(n for n in order if n in names), *names)}
    for name, part in zip(names, parts, strict=True):
        sums[name] = sums[name] + part
    if order:
        return sums
    return dict(sorted(sums.items(), key=lambda item: -float(np.nanmax(np.abs(item[1]), initial=0.0))))


def dark_current(device: Device, *, voltage: ArrayLike) -> DarkCurrent:
    """Measure the dark current at each voltage and take it apart, mechanism by mechanism and place by place.

    Parameters
    ----------
    device : Device
    voltage : array_like (m,)
        V at the terminals.

    Returns
    -------
    DarkCurrent
        Parts that add up to the current at the terminals, to rounding.

    Raises
    ------
    InputError
        For voltages that are not finite.
    NotConverged
        Where not even equilibrium is found.

    Warns
    -----
    ConvergenceWarning
        Where some of the voltages failed; they are NaN.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.dark_current(device, voltage=[-0.5])
    >>> bool(found.open < 1e-9), max(found.by_kind(), key=lambda kind: abs(found.by_kind()[kind][0]))
    (True, 'contact')
    """
    begun = time.perf_counter()
    wanted, ready = wanted_voltages(voltage), prepared(device)
    found = swept(ready, Circuit(device, ready.steady()), Lighting(light=None, generation=None), wanted)
    circuit, solver = found.circuit, found.circuit.steady
    series = float(device.series_resistance)
    columns: list[dict[Part, float]] = []
    current = np.full(len(wanted), np.nan)
    for k in np.flatnonzero(np.isfinite(found.current)):
        current[k] = circuit.junction(float(wanted[k] - series * found.current[k]))[0]
        columns.append(dict(_parts(device, solver)))
    known = tuple(dict.fromkeys(part for column in columns for part in column))
    parts = np.full((len(known), len(wanted)), np.nan)
    for k, column in zip(np.flatnonzero(np.isfinite(current)), columns, strict=True):
        parts[:, k] = [column.get(part, 0.0) for part in known]
    report = SolveReport(
        complete=not found.failures, failures=found.failures, points=len(wanted), nodes=solver.problem.nodes,
        iterations=solver.iterations, residual=solver.residual, seconds=time.perf_counter() - begun,
        notes=(*solver.notes, *found.notes),
    )  # fmt: skip
    if found.failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    kinds, mechanisms, places = ([part[c] for part in known] for c in range(3))
    return DarkCurrent(
        voltage=wanted, current_density=current, parts=parts, kinds=tuple(kinds), mechanisms=tuple(mechanisms),
        places=tuple(places), device=device, report=report,
    )  # fmt: skip


def _parts(device: Device, solver: Steady) -> Iterator[tuple[Part, float]]:
    """Every part of the current at the last solved state, A m^-2."""
    yield from _bulk(solver)
    layers = {domain.name for domain in solver.problem.domains}
    takes_holes = {f"{device.anode} contact"}
    for flow in recombination_flows(solver):
        if flow.how == SHEET:
            yield (SHEET, SHEET, flow.place), flow.current
        elif flow.place not in layers or flow.how == "surface":
            yield (CONTACT, "electrons" if flow.place in takes_holes else "holes", flow.place), flow.current
    if np.isfinite(device.shunt_resistance):
        yield (SHUNT, SHUNT, "circuit"), solver.voltage / float(device.shunt_resistance)


def _bulk(solver: Steady) -> Iterator[tuple[Part, float]]:
    """Recombination of each mechanism of each layer, where it is depleted and where it is not."""
    posed = solver.problem
    for i, domain in enumerate(posed.domains):
        half = 0.5 * np.diff(domain.position)
        sums = {(kind, name): 0.0 for kind in (DEPLETED, NEUTRAL) for name in domain.mechanisms}
        for shift in (0, 1):
            rates, densities = node_rates(posed, i, solver, domain.rows, domain.start + shift)
            empty = _scarce(solver, domain.rows, domain.start + shift, densities, len(rates))
            for name, rate in zip(domain.mechanisms, rates, strict=True):
                sums[DEPLETED, name] += q * float(rate @ (half * empty))
                sums[NEUTRAL, name] += q * float(rate @ (half * (1.0 - empty)))
        for (kind, name), current in sums.items():
            yield (kind, name, domain.name), current


def _scarce(solver: Steady, rows: NDArray[np.int64], start: int, densities: Floats, mechanisms: int) -> Floats:
    """How far a layer is depleted at each node: 1 where it is, 0 where it is not, in between over some nanometres."""
    neutral = _densities(solver, solver.problem.guess, rows, start, mechanisms).max(axis=0)
    if len(neutral) > 2:  # the nodes at its ends belong to its neighbours as well
        neutral[[0, -1]] = neutral[[1, -2]]
    calm = _densities(solver, solver.equilibrium, rows, start, mechanisms)
    mean = np.maximum(_mean(densities), _mean(calm))
    beyond = densities.max(axis=0) / np.maximum(SCARCE * mean, HALF * neutral)
    return np.asarray(1.0 / (1.0 + beyond**SHARP))


def _densities(solver: Steady, state: Floats, rows: NDArray[np.int64], start: int, mechanisms: int) -> Floats:
    """Electrons and holes (2, m) of a state, m^-3."""
    found, unused = np.empty((2, len(rows))), np.empty((max(mechanisms, 1), len(rows)))
    mechanism_rates(solver.problem.arrays, np.ascontiguousarray(rows), start, state, unused, found)
    return found


def _mean(densities: Floats) -> Floats:
    return np.asarray(np.sqrt(densities[0]) * np.sqrt(densities[1]))
