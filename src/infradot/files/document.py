"""The device file: text in, a device and its measurements out, all mistakes reported together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infradot.devices import KINDS
from infradot.errors import InputError
from infradot.files.build import build_contact, build_device, build_layer
from infradot.files.build_measure import build_measure
from infradot.files.checks import SOURCES, relations, tables
from infradot.files.measure import Measure
from infradot.files.measure_models import MeasureModel
from infradot.files.messages import Problem, name_of, problems_of, sentence
from infradot.files.models import FileModel, LayerModel
from infradot.files.paths import change
from infradot.files.scanner import KeyPath, line_of, scan
from infradot.files.source_text import parse_toml, read_text
from infradot.laws.contacts import Contact
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import thermal_voltage

_NAMED = re.compile(r"^(?P<what>Layer|Material|Interface) '(?P<name>.*?)':? ?(?P<rest>.*)$", re.DOTALL)
_MEASURE: TypeAdapter[Any] = TypeAdapter(MeasureModel)


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """A device file, read.

    Parameters
    ----------
    device : Device
        What the file describes, overrides applied.
    measures : tuple of Measure
        What the file asks for, or what is usual for its kind.
    kind : str
        A key of `infradot.devices.KINDS`.
    title : str
        For tables and figures.
    text : str
        The file as it was read.
    path : Path, optional
        Where it was read from.
    overrides : mapping
        Parameter paths and texts that replaced what the file says.
    """

    device: Device
    measures: tuple[Measure, ...]
    kind: str
    title: str
    text: str
    path: Path | None = None
    overrides: Mapping[str, str] | None = None


def load(path: str | os.PathLike[str]) -> Device:
    """The device that a file describes.

    Parameters
    ----------
    path : path
        A TOML device file.

    Raises
    ------
    InputError
        With one message for each mistake, in `problems`.
    """
    return read(path).device


def read(path: str | os.PathLike[str], overrides: Mapping[str, str] | None = None) -> Document:
    """A device file with its device, its measurements and its text.

    Parameters
    ----------
    path : path
        A TOML device file.
    overrides : mapping, optional
        Parameter path to text with unit, such as ``{"layer.absorber.thickness": "400 nm"}``.

    Raises
    ------
    InputError
        With one message for each mistake, in `problems`.
    """
    return loads(read_text(path), overrides, path=Path(path))


def loads(text: str, overrides: Mapping[str, str] | None = None, *, path: Path | None = None) -> Document:
    """What `read` does, for a text.

    Examples
    --------
    >>> from infradot.devices import demo_text
    >>> loads(demo_text()).device.stack["absorber"].thickness
    5e-07
    """
    raw = parse_toml(text)
    lines = scan(text)
    reader = _Reader(raw)
    device, measures = reader.run()
    if reader.problems or device is None:
        ordered = sorted(reader.problems, key=lambda problem: _order(problem.path, lines))
        raise InputError(*dict.fromkeys(sentence(problem, lines, raw) for problem in ordered))
    if overrides:
        device = change(device, overrides)
    return Document(
        device=device,
        measures=measures,
        kind=reader.kind,
        title=device.name,
        text=text,
        path=path,
        overrides=dict(overrides or {}),
    )


def _order(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    return line_of(lines, path) or 0


class _Reader:
    """Reads as far as it can, so that one mistake does not hide another."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.problems: list[Problem] = []
        self.kind = ""

    def run(self) -> tuple[Device | None, tuple[Measure, ...]]:
        whole = self._whole()
        self.problems += relations(self.raw)
        bad = {problem.path[1] for problem in self.problems if problem.path[:1] == ("layer",) and len(problem.path) > 1}
        temperature = whole.temperature if whole is not None else 300.0
        models: dict[int, LayerModel] = {} if whole is None else dict(enumerate(whole.layer))
        layers = [
            self._layer(i, table, models.get(i), temperature) for i, table in tables(self.raw, "layer") if i not in bad
        ]
        if whole is None or self.problems:
            return None, ()
        self.kind = whole.kind
        device = self._device(whole, tuple(layer for layer in layers if layer is not None))
        measures = self._measures(whole)
        if device is not None:
            self._light_reaches(device, measures)
        return device, measures

    def _whole(self) -> FileModel | None:
        try:
            return FileModel.model_validate(self.raw)
        except ValidationError as error:
            self.problems += problems_of(error, FileModel)
            return None

    def _layer(self, i: int, table: Mapping[str, Any], model: LayerModel | None, temperature: float) -> Layer | None:
        try:
            layer = build_layer(model or LayerModel.model_validate(table))
            material = layer.at(temperature)  # a film shows here whether its numbers go together
            material.statistics.coefficients(thermal_voltage(temperature))
        except InputError as error:
            source = next((key for key in SOURCES if key in table), "name")
            self._add(("layer", i, "profile" if str(error).startswith("Profile") else source), error)
            return None
        return layer

    def _device(self, whole: FileModel, layers: tuple[Layer, ...]) -> Device | None:
        contacts: list[Contact] = []
        for side, model in (("front", whole.front), ("back", whole.back)):
            try:
                contacts.append(build_contact(model, layers, side, whole.temperature))
            except InputError as error:
                self._add((side,), error)
        if len(contacts) < 2:
            return None
        try:
            device = build_device(whole, layers, *contacts)
            device.work_functions()  # what an ohmic contact touches has to have a neutral Fermi level
        except InputError as error:
            self._add((), error)
            return None
        return device

    def _measures(self, whole: FileModel) -> tuple[Measure, ...]:
        asked = self.raw.get("measure")
        given: Any = KINDS[whole.kind].measures if asked is None else asked
        models = whole.measure or [_MEASURE.validate_python(dict(table)) for table in given]
        made = []
        for i, (model, table) in enumerate(zip(models, given, strict=True)):
            try:
                made.append(build_measure(model, table))
            except InputError as error:
                self._add(("measure", i), error)
        return tuple(made)

    def _light_reaches(self, device: Device, measures: tuple[Measure, ...]) -> None:
        """Every layer needs optical constants where a measurement uses light."""
        lit = next((m for m in measures if m.light is not None or m.what == "eqe"), None)
        if lit is None:
            return
        use = lit.what if lit.light is None else f"{lit.what} under {lit.light_name}"
        text = f"refractive_index is missing, but a measurement ({use}) sends light through this layer."
        for i, material in enumerate(device.materials()):
            if material.refractive_index is None:
                self.problems.append(Problem(("layer", i), text))

    def _add(self, path: KeyPath, error: InputError) -> None:
        """Problems of a constructor, led back to the layer or interface that they name."""
        layers = [name_of(table) for _, table in tables(self.raw, "layer")]
        pairs = [name_of(table) for _, table in tables(self.raw, "interface")]
        for text in error.problems:
            match = _NAMED.match(text)
            place, rest = path, text
            if match and match["what"] == "Interface" and match["name"] in pairs:
                place, rest = ("interface", pairs.index(match["name"])), match["rest"]
            elif match and match["name"] in layers:
                place = path if path[:1] == ("layer",) else ("layer", layers.index(match["name"]))
                rest = match["rest"]
            self.problems.append(Problem(place, rest))
