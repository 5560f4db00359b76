"""The smallest device at which a solve still fails: what one sends along with a question."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from infradot.devices.losses import losses
from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning
from infradot.experiments.bands import band_diagram
from infradot.experiments.eqe import eqe
from infradot.experiments.jv import jv
from infradot.experiments.light_sweep import light_sweep
from infradot.experiments.temperature_sweep import temperature_sweep
from infradot.files import Document, Measure, dumps, loads
from infradot.files.any_measure import MeasureModel
from infradot.files.build_measure import build_measure
from infradot.report.lights import (
    AM15G,
    BEHIND_PEROVSKITE,
    BEHIND_SILICON,
    measures_standard_lights,
    same_light,
    standard_lights,
)
from infradot.report.simpler import simpler_devices, simpler_measures
from infradot.report.write import versions
from infradot.stack.device import Device
from infradot.units import nm

TRIALS = 200  # devices tried on the way
PATIENCE = 600.0  # s, after which what is left is taken as it is
STAGES = ("equilibrium", "illuminated")  # words that tell where a solve ended; without one it was at a voltage
Table = Mapping[str, Any]
_FILTERED = {AM15G: {}, BEHIND_PEROVSKITE: {"filter": "perovskite"}, BEHIND_SILICON: {"filter": "silicon"}}
_AT = re.compile(r"^([-+.\de]+) V\b")
_MEASURE: TypeAdapter[Any] = TypeAdapter(MeasureModel)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a measurement failed.

    Parameters
    ----------
    stage : str
        ``"equilibrium"``, ``"illuminated"`` or ``"voltage"``: two failures are the same where this is.
    sentence : str
    at : float, optional
        The first voltage (V), factor or temperature (K) that failed.
    """

    stage: str
    sentence: str
    at: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A failing device, made as small as it goes.

    Parameters
    ----------
    text : str
        A device file that fails in the same way.
    before, after : Ending
        How the measurement of the file failed, and how this one does.
    steps : tuple of str
        What was left out, in order.
    trials : int
        Devices tried.
    """

    text: str
    before: Ending
    after: Ending
    steps: tuple[str, ...]
    trials: int


def asked(document: Document) -> list[Table]:
    """The tables of the measurements that `infradot run` makes of a document."""
    tables: list[Table] = [measure.table for measure in document.measures if measure.table is not None]
    if measures_standard_lights(document):
        lights = [measure.light for measure in document.measures if measure.what == "jv"]
        missing = (n for n, light in standard_lights().items() if not any(same_light(light, x) for x in lights))
        tables += [{"what": "jv", **_FILTERED[name]} for name in missing]
    return tables


def ending(device: Device, table: Table) -> Ending | None:
    """How a measurement of a device fails; None where it converges.

    Raises
    ------
    InputError
        Where it cannot be measured at all.
    """
    measure = build_measure(_MEASURE.validate_python(dict(table)), table)
    with warnings.catch_warnings():
        for category in (ConvergenceWarning, PhysicsWarning):
            warnings.simplefilter("ignore", category)
        try:
            return _measured(device, measure)
        except NotConverged as error:
            found = _AT.match(str(error))
            return _ending(str(error), float(found[1]) if found else None)


def _measured(device: Device, m: Measure) -> Ending | None:
    if m.what == "jv":
        report = jv(device, light=m.light, voltage=m.voltage).report
        return None if report.complete else _ending(report.sentence(), report.failures[0].voltage)
    if m.what in ("light-sweep", "temperature-sweep"):
        sweep: Any = light_sweep if m.what == "light-sweep" else temperature_sweep
        points = {"factors": m.factors} if m.what == "light-sweep" else {"temperatures": m.temperatures}
        found = sweep(device, light=m.light, **points).report
        return None if found.complete else _ending(found.sentence(), found.failures[0].at)
    if m.what == "losses":
        assert m.light is not None  # or it would have been refused
        losses(device, light=m.light)
        return None
    for v in [] if m.voltage is None else m.voltage.tolist():
        if m.what == "eqe":  # a state fails, not a wavelength
            eqe(device, wavelength=[600 * nm], voltage=v, light=m.light)
        else:
            band_diagram(device, light=m.light, voltage=v)
    return None


def _ending(sentence: str, at: float | None) -> Ending:
    stage = next((word for word in STAGES if word in sentence), "voltage")
    return Ending(stage=stage, sentence=sentence, at=at)


def smallest_case(document: Document, table: Table, before: Ending, progress: Callable[[str, int, int], None]) -> Case:
    """Leave out what the failure does not need.

    Parameters
    ----------
    document : Document
    table : mapping
        The measurement that fails.
    before : Ending
        How.
    progress : callable
        As in `infradot.report.run.perform`.

    Returns
    -------
    Case

    Raises
    ------
    InputError
        Where what is left cannot be said in a device file.
    """
    search = _Search(replace(document.device, name=""), table, before, progress)
    while search.round():
        pass
    text = dumps(search.device, kind=document.kind, measures=(search.table,))
    again = loads(text)
    after = ending(again.device, search.table)
    if after is None or after.stage != before.stage:
        raise InputError("The failing device was made small, but read back from its text it does not fail.")
    head = _head(document, table, before, after, search.steps)
    return Case(text=head + text, before=before, after=after, steps=tuple(search.steps), trials=search.trials)


class _Search:
    """Goes from simpler device to simpler device as long as the failure stays the same."""

    def __init__(self, device: Device, table: Table, found: Ending, progress: Callable[[str, int, int], None]) -> None:
        self.device, self.table, self.found = device, table, found
        self.steps: list[str] = []
        self.trials = 0
        self._progress = progress
        self._end = time.monotonic() + PATIENCE

    def round(self) -> bool:
        """Try everything once; whether anything could be left out."""
        before = len(self.steps)
        for simpler in (simpler_measures, simpler_devices):
            while self._step(simpler(self.device, self.table, self.found.at)):
                pass
        return len(self.steps) > before and not self._tired()

    def _tired(self) -> bool:
        return self.trials >= TRIALS or time.monotonic() > self._end

    def _step(self, candidates: Iterator[tuple[str, Device, Table]]) -> bool:
        for words, device, table in candidates:
            if self._tired():
                return False
            self.trials += 1
            self._progress("making the failing device smaller", self.trials, TRIALS)
            try:
                found = ending(device, table)
            except InputError:
                continue
            if found is not None and found.stage == self.found.stage:
                self.device, self.table, self.found = device, table, found
                self.steps.append(words)
                return True
        return False


def _head(document: Document, table: Table, before: Ending, after: Ending, steps: Sequence[str]) -> str:
    name = document.path.name if document.path is not None else "a device file"
    made = ", ".join(f"{package} {version}" for package, version in versions().items())
    lines = [
        f"The smallest device on the way from {name} at which infradot does not converge, by infradot doctor --case.",
        made,
        f"Asked ({table['what']}): {before.sentence}",
        f"Here: {after.sentence}",
        f"Left out: {'; '.join(steps)}" if steps else "Nothing could be left out.",
    ]
    return "".join(f"# {' '.join(line.split())}\n" for line in lines) + "\n"
