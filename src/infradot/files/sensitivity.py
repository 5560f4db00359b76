"""Derivatives of what is read off a J-V curve by every parameter of a device, from one solve."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, PhysicsWarning
from infradot.experiments.first_order import Change, FirstOrder
from infradot.experiments.held import held_constants
from infradot.experiments.linearised import Linearised
from infradot.experiments.prepare import finite_voltage
from infradot.experiments.sensitivity import Sensitivity, one_uncertainty, unknowns_of
from infradot.files.edits import LayerPut
from infradot.files.paths import SI_UNITS, find, join
from infradot.files.slots import FILM_PARTS, Slot
from infradot.files.slots_of import slots_of
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.source import Value
from infradot.stack.device import Device

Floats = NDArray[np.float64]
RELATIVE = 1e-5  # of a value: the third derivative is lost in it, and rounding is not yet seen
TINY = 3e-8  # of a value, where numbers of a material follow it: what is left out is of order TINY E/kT
LINEAR = (
    "number density",
    "area resistance",
    "velocity",
    "length",
)  # what may be 0 and moves its numbers in proportion
FINER = {"temperature": 1e-6}  # densities at the fixed solution go with exp(4 eV/kT)
MOST = {"energy": 1e-5, "voltage": 1e-5}  # SI; large energies move densities by their kT, not by their share
AT_ZERO = {
    "energy": 1e-6, "voltage": 1e-6, "temperature": 1e-4, "number density": 1e16, "areal density": 1e10,
    "length": 1e-15, "time": 1e-18, "velocity": 1e-9, "mobility": 1e-18, "recombination coefficient": 1e-29,
    "auger coefficient": 1e-49, "area resistance": 1e-9, "Poole-Frenkel coefficient": 1e-12, "number": 1e-7,
}  # fmt: skip


def sensitivity(
    device: Device,
    *,
    of: str = "efficiency",
    light: Spectrum | None = None,
    voltage: float | None = None,
    paths: Iterable[str] | None = None,
) -> Sensitivity:
    """Derivative of an output by every parameter of a device: which number matters, and which unknown.

    The device is solved once. Each parameter is then moved a little to both sides, and the equations, not their
    solution, are asked again; one adjoint solve turns that into the derivative of the output. Maximum power and
    open-circuit voltage follow by the implicit-function theorem. Everything that a parameter moves counts: bands,
    rates, grid, optics.

    Parameters
    ----------
    device : Device
    of : {"efficiency", "maximum_power", "voc", "jsc", "fill_factor", "current"}
    light : Spectrum, optional
        None is darkness, where only "current" can be asked.
    voltage : float, optional
        At the terminals, V: where the "current" is asked; A m^-2 into the anode.
    paths : iterable of str, optional
        Only these parameters; all of `infradot.paths` unless given.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError
        For an unknown output or path, an output that the device does not have, or anything but a `Device`.
    NotConverged

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.sensitivity(device, of="voc", light=idt.am15g())
    >>> found.by("layer.ink.film.ligand.trap_density") < 0  # more traps, less voltage
    True
    """
    begun = time.perf_counter()
    if not isinstance(device, Device):
        raise InputError(f"Sensitivities are known of a device with one J-V, not of a {type(device).__name__}.")
    if (voltage is None) == (of == "current"):
        raise InputError("voltage belongs to of='current', which needs one." if of == "current" else
                         f"{of} is not read at a voltage; leave voltage out or ask of='current'.")  # fmt: skip
    at = 0.0 if voltage is None else finite_voltage(voltage)
    slots = _asked(device, paths)
    solved = Linearised(device, light, (of,), at)
    value = float(solved.values[0])
    if light is None and at == 0.0:
        raise InputError("In the dark no current flows at 0 V, whatever the parameters; give another voltage.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PhysicsWarning)  # what there is to say of the device was said of it
        found, left_out = _derivatives(device, slots, solved, named=paths is not None)
    derivative = np.array(list(found.values()))
    kept = {parts: slots[parts] for parts in found}
    numbers = np.array([float(_number(slot)) for slot in kept.values()])
    solver = solved.solver
    report = SolveReport(
        complete=True, points=solved.points, nodes=solver.problem.nodes, iterations=solver.iterations,
        residual=solver.residual, seconds=time.perf_counter() - begun,
        notes=(*solver.notes, *(() if light is None else held_constants(device))),
    )  # fmt: skip
    return Sensitivity(
        of=of,
        value=value,
        path=tuple(join(parts) for parts in kept),
        text=tuple(slot.quantity.text(_number(slot)) for slot in kept.values()),
        unit=tuple(SI_UNITS[slot.quantity.dimension] for slot in kept.values()),
        parameter=numbers,
        derivative=derivative,
        elasticity=derivative * numbers / value,
        std=np.array([getattr(slot.value, "std", 0.0) for slot in kept.values()]),
        unknowns=unknowns_of(_effects(kept, found)),
        left_out=left_out,
        device=device,
        light=light,
        voltage=voltage if voltage is None else at,
        report=report,
    )


Parts = tuple[str, ...]


def _number(slot: Slot) -> float:
    assert slot.value is not None
    return slot.value


def _asked(device: Device, paths: Iterable[str] | None) -> dict[Parts, Slot]:
    """The numbers that are set, or the named ones."""
    known = slots_of(device)
    if paths is None:
        return {parts: slot for parts, slot in known.items() if slot.value is not None}
    chosen: dict[Parts, Slot] = {}
    problems: list[str] = []
    for path in [paths] if isinstance(paths, str) else paths:
        try:
            parts, slot = find(known, path)
            if slot.value is None:
                raise InputError(f"{path} is not set.")
            chosen[parts] = slot
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return chosen


def _derivatives(
    device: Device, slots: Mapping[Parts, Slot], solved: Linearised, *, named: bool
) -> tuple[dict[Parts, float], dict[str, str]]:
    """Derivative of the output by each number, and why some have none."""
    left_out: dict[str, str] = {}
    near = FirstOrder(solved)
    found = dict.fromkeys(slots, 0.0)
    steps: dict[Parts, float] = {}
    changes: list[Change] = []
    for parts, slot in slots.items():
        try:
            if not math.isfinite(_number(slot)):
                raise InputError("it is infinite")
            if not named and parts[-1] == "scattering" and _number(slot) == 0.0:
                raise InputError("nothing scatters there, and scattered light takes long: ask by name")
            known = _small_change(device, slot, near) or _change_of_the_whole(device, slot, near)
            if known is None:
                found[parts] = float(solved.outputs(_slope(device, slot, solved, solved.seen(device)))[0])
            else:
                steps[parts] = known[0]
                changes.append(known[1])
        except InputError as error:
            left_out[join(parts)] = str(error.problems[0] if error.problems else error).rstrip(".")
            del found[parts]
    for (parts, step), change in zip(steps.items(), near.outputs(changes), strict=True):
        found[parts] = float(change) / step
    return found, left_out


def _small_change(device: Device, slot: Slot, near: FirstOrder) -> tuple[float, Change] | None:
    """A step of a number and what it changes; None where the whole device has to tell, or the number is 0."""
    value, dimension = float(_number(slot)), slot.quantity.dimension
    if value == 0.0 and dimension not in ("energy", *LINEAR):
        return None
    size = TINY * (max(abs(value), 0.3) if dimension == "energy" else abs(value)) or AT_ZERO[dimension]
    for step in (size, -size):
        if not slot.quantity.holds(value + step):
            continue
        try:
            change = _changed(device, slot, near, value + step)
        except InputError:
            continue
        return None if change is None else ((value + step) - value, change)
    return None


def _change_of_the_whole(device: Device, slot: Slot, near: FirstOrder) -> tuple[float, Change] | None:
    """The same by the whole device, to both sides; None at the end of a range, or where light has to be asked anew."""
    value = float(_number(slot))
    step = _step(slot.quantity.dimension, value)
    if not (slot.quantity.holds(value + step) and slot.quantity.holds(value - step)):
        return None
    try:
        change = near.whole(slot.put(device, value + step), slot.put(device, value - step))
    except InputError:
        return None
    return None if change is None else (2.0 * step, change)


def _changed(device: Device, slot: Slot, near: FirstOrder, value: float) -> Change | None:
    if isinstance(slot.put, LayerPut):
        old = device.stack[slot.put.name]
        return near.layer(old, slot.put.edit(old, value, device.temperature))
    return near.device(slot.put(device, value))


def _slope(device: Device, slot: Slot, solved: Linearised, here: Floats) -> Floats:
    """Derivative of what the outputs hang on; from one side where a number is at the end of its range."""
    value = float(_number(slot))
    step = _step(slot.quantity.dimension, value)

    def seen(steps: float) -> Floats | InputError:
        moved = value + steps * step
        if not slot.quantity.holds(moved):
            return InputError("its range ends here on both sides")
        try:
            return solved.seen(slot.put(device, moved))
        except InputError as error:
            return error

    up, down = seen(1.0), seen(-1.0)
    if not isinstance(up, InputError) and not isinstance(down, InputError):
        return (up - down) / (2.0 * step)
    side = 1.0 if isinstance(down, InputError) else -1.0
    near = up if side > 0 else down
    if isinstance(near, InputError):
        raise near
    far = seen(2.0 * side)
    if isinstance(far, InputError):
        raise far
    return side * (4.0 * near - far - 3.0 * here) / (2.0 * step)


def _step(dimension: str, value: float) -> float:
    """How far a number is moved, SI."""
    share = FINER.get(dimension, RELATIVE) * abs(value)
    return min(share, MOST.get(dimension, math.inf)) or AT_ZERO.get(dimension, RELATIVE)


def _effects(slots: Mapping[Parts, Slot], derivative: Mapping[Parts, float]) -> dict[Parts, float]:
    """Effect on the output of each uncertain number, by the paths where it stands."""
    groups: dict[Any, list[Parts]] = {}
    for parts, slot in slots.items():
        value = slot.value
        if isinstance(value, Value) and value.std > 0 and not _said_of_the_whole(parts, slots):
            # ligand, core or shell of several films is one thing; equal numbers of two layers are two
            shared = len(parts) > 2 and parts[-2] in FILM_PARTS
            groups.setdefault((id(value), parts[-2:]) if shared else parts, []).append(parts)
    return {
        tuple(join(parts) for parts in group): sum(
            one_uncertainty(_number(slots[parts]), derivative[parts]) for parts in group
        )
        for group in groups.values()
    }


def _said_of_the_whole(parts: Parts, slots: Mapping[Parts, Slot]) -> bool:
    """Whether a number of one part of a mixture stands already among those that all its parts share."""
    if "mix" not in parts:
        return False
    at = parts.index("mix")
    return (*parts[:at], *parts[at + 2 :]) in slots
