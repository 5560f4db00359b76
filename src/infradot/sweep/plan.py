"""The points of a sweep: every combination of the values, or points that fill a box evenly."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.files.paths import get, join, split
from infradot.files.slots_of import slots_of
from infradot.optics.response import stack_key
from infradot.stack.channel import Photoconductor
from infradot.stack.laser import Laser
from infradot.stack.phototransistor import Phototransistor
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem
from infradot.sweep.axis import Axis
from infradot.sweep.reading import FREE, read_axis

Floats = NDArray[np.float64]
MOST = 10_000_000
SEED = 1230


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """What is computed where.

    Parameters
    ----------
    axes : tuple of Axis
    sobol : int, optional
        Points of a Sobol sequence; None for every combination.
    seed : int
        Of the sequence.
    points : ndarray (n, axes)
        SI. On a grid the last axis goes fastest.
    shape : tuple of int
        Of the answers: the grid, or the number of points.
    """

    axes: tuple[Axis, ...]
    sobol: int | None
    seed: int
    points: Floats
    shape: tuple[int, ...]

    def json(self) -> str:
        """What `restored` reads."""
        axes = [vars(axis) | {"values": axis.values.tolist()} for axis in self.axes]
        return json.dumps({"axes": axes, "sobol": self.sobol, "seed": self.seed})

    @property
    def words(self) -> str:
        """What is varied, in a clause."""
        told = ", ".join(axis.words for axis in self.axes)
        return told if self.sobol is None else f"{told}, at {self.sobol} points of a Sobol sequence (seed {self.seed})"


def planned(subject: Any, vary: Mapping[str, Any], sobol: int | None = None, seed: int = SEED) -> Plan:
    """The points for a device, or for a function of named numbers.

    Raises
    ------
    InputError
        One message for each mistake: an unknown path with the nearest one, a value without a unit or out of range, a
        range that is none, a parameter without effect beside the others.
    """
    if not isinstance(vary, Mapping) or not vary:
        raise InputError("Nothing is varied; give vary={path: values}, such as a thickness from 200 nm to 800 nm.")
    problems = []
    if sobol is not None and not (isinstance(sobol, int) and 1 <= sobol <= MOST):
        problems.append(f"sobol = {sobol!r}, expected a whole number of points from 1 to {MOST}.")
    if not (isinstance(seed, int) and seed >= 0):
        problems.append(f"seed = {seed!r}, expected a whole number from 0.")
    known = None if callable(subject) else slots_of(subject)
    axes = []
    for path, given in vary.items():
        try:
            axes.append(_axis(subject, known, path, given, drawn=sobol is not None))
        except InputError as error:
            problems += error.problems
    paths = [axis.path for axis in axes]
    problems += [f"{path} is varied twice." for path in dict.fromkeys(p for p in paths if paths.count(p) > 1)]
    if not problems and known is not None:
        problems += _idle(subject, axes, known)
    if problems:
        raise InputError(*problems)
    return made(tuple(axes), sobol, seed)


def _axis(subject: Any, known: Any, path: str, given: Any, *, drawn: bool) -> Axis:
    if known is None:
        return read_axis(path, given, FREE, drawn=drawn)
    parts = split(path)
    if parts not in known:
        get(subject, path)  # tells the nearest one
    return read_axis(join(parts), given, known[parts].quantity, drawn=drawn)


def _idle(device: Any, axes: list[Axis], known: Any) -> list[str]:
    """Parameters that another one overwrites, as the diameter of a dot does its exciton."""
    told = []
    for i, axis in enumerate(axes):
        try:
            first, last = _ends(device, axes, known, i)
        except InputError:  # values that do not go together are told point by point
            continue
        if len(axis.values) > 1 and first == last:
            told.append(f"{axis.path} has no effect: one of the other parameters overwrites it.")
    return told


def _ends(device: Any, axes: Sequence[Axis], known: Any, which: int) -> tuple[Any, Any]:
    """The device at both ends of one axis and at the beginning of the others."""
    ends = []
    for end in (0, -1):
        found = device
        for i, axis in enumerate(axes):
            found = known[split(axis.path)].put(found, float(axis.values[end if i == which else 0]))
        ends.append(found)
    return ends[0], ends[1]


def order(subject: Any, plan: Plan) -> NDArray[np.int64]:
    """Places of the points as they are best computed: what light does not see goes fastest, so that it is kept."""
    places = np.arange(len(plan.points))
    if callable(subject) or plan.sobol is not None:
        return places
    known = slots_of(subject)
    seen = []
    for i in range(len(plan.axes)):
        try:
            first, last = (_for_light(end) for end in _ends(subject, plan.axes, known, i))
            seen.append(first != last)
        except InputError:
            seen.append(True)
    slow_first = sorted(range(len(seen)), key=lambda i: not seen[i])
    return places.reshape(plan.shape).transpose(slow_first).ravel()


def _for_light(design: Any) -> Any:
    """What two designs must share for light to do the same in both."""
    if isinstance(design, SpectralSplit):
        return design.mirror, *(_for_light(each.cell) for each in design.cells)
    if isinstance(design, SinglePhotonSource):
        return None
    if isinstance(design, Laser):
        return stack_key(design.stack, design.temperature)
    if isinstance(design, (PowerReceiver, Photoconductor, Phototransistor)):
        return _for_light(design.cell)
    return stack_key(design.stack if isinstance(design, Tandem) else design.optical_stack, design.temperature)


def made(axes: tuple[Axis, ...], sobol: int | None, seed: int) -> Plan:
    """A plan of axes that are known to be right."""
    if sobol is not None:
        shares = sobol_points(len(axes), sobol, seed)
        points = np.column_stack([axis.drawn(shares[:, i]) for i, axis in enumerate(axes)])
        shape: tuple[int, ...] = (sobol,)
    else:
        shape = tuple(len(axis.values) for axis in axes)
        if math.prod(shape) > MOST:
            raise InputError(f"{' x '.join(map(str, shape))} points are more than {MOST}.")
        points = np.stack(np.meshgrid(*(axis.values for axis in axes), indexing="ij"), axis=-1).reshape(-1, len(axes))
    points.setflags(write=False)
    return Plan(axes=axes, sobol=sobol, seed=seed, points=points, shape=shape)


def sobol_points(dimensions: int, count: int, seed: int) -> Floats:
    """The first points of a scrambled Sobol sequence, shape (count, dimensions), from 0 to below 1."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(dimensions, scramble=True, seed=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(math.ceil(math.log2(count)))[:count])


def restored(text: str) -> Plan:
    """The plan that `Plan.json` wrote."""
    found = json.loads(text)
    return made(tuple(Axis(**axis) for axis in found["axes"]), found["sobol"], found["seed"])
