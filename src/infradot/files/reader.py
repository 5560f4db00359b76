"""From the tables of a file to what they describe: as far as it goes, so that one mistake does not hide another."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from infradot.devices import KINDS
from infradot.errors import InputError
from infradot.files.build import build_contact, build_layer
from infradot.files.build_measure import build_measure
from infradot.files.checks import SOURCES, measures_of, relations, tables
from infradot.files.detector_models import PROBED
from infradot.files.measure import Measure
from infradot.files.messages import Problem, name_of, problems_of
from infradot.files.models import LayerModel
from infradot.files.scanner import KeyPath
from infradot.laws.contacts import Contact
from infradot.materials.material import Material
from infradot.stack.layers import Layer
from infradot.units import thermal_voltage

_NAMED = re.compile(r"^(?P<what>Layer|Material|Interface|Subcell) '(?P<name>.*?)':? ?(?P<rest>.*)$", re.DOTALL)
Table = Mapping[str, Any]
T = TypeVar("T")


class Reader(ABC):
    """Reads one kind of file.

    Parameters
    ----------
    raw : mapping
        The whole file as TOML gives it.
    """

    model: ClassVar[type[BaseModel]]
    measures: ClassVar[TypeAdapter[Any]]

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.problems: list[Problem] = []
        self.kind = ""

    def run(self) -> tuple[Any, tuple[Measure, ...]]:
        """What the file describes and its measurements; None and none where `problems` are found."""
        whole = self._whole()
        for at, table in self.stacks():
            self._beneath(at, relations(table))
        self._beneath((), measures_of(self.raw))
        self.problems += self.relations()
        layers = [self._layers(at, table, self.stack_model(whole, at)) for at, table in self.stacks()]
        if whole is None or self.problems:
            return None, ()
        self.kind = whole.kind  # type: ignore[attr-defined]
        design = self.built(whole, layers)
        measures = self._measures(whole)
        if design is not None:
            self._light_reaches(design, measures)
        return (None, ()) if self.problems else (design, measures)

    def stacks(self) -> list[tuple[KeyPath, Table]]:
        """The tables that hold layers, with their places."""
        return [((), self.raw)]

    def stack_model(self, whole: Any, at: KeyPath) -> Any:
        """The checked table that holds the layers of a place; None where the file is wrong."""
        return whole

    def relations(self) -> list[Problem]:
        """Mistakes that no single field shows, beyond those of layers and measurements."""
        return []

    @abstractmethod
    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Any:
        """What the file describes, or None where problems were added; `layers` by place, as `stacks` has them."""

    @abstractmethod
    def optical(self, design: Any) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """The materials that light goes through, by the place of their stack."""

    def measure(self, model: Any, table: Table) -> Measure:
        """The measurement that a checked table asks for."""
        return build_measure(model, table)

    # --- what the readers share -------------------------------------------------------------------------------------

    def _whole(self) -> BaseModel | None:
        try:
            return self.model.model_validate(self.raw)
        except ValidationError as error:
            self.problems += problems_of(error, self.model)
            return None

    def _beneath(self, at: KeyPath, problems: Sequence[Problem]) -> None:
        self.problems += [Problem((*at, *problem.path), problem.text) for problem in problems]

    def _layers(self, at: KeyPath, table: Table, model: Any) -> tuple[Layer, ...]:
        place = (*at, "layer")
        bad = {
            problem.path[len(place)]
            for problem in self.problems
            if problem.path[: len(place)] == place and len(problem.path) > len(place)
        }
        temperature = getattr(model, "temperature", 300.0)
        known = {} if model is None else dict(enumerate(model.layer))
        layers = [
            self._layer((*place, i), layer, known.get(i), temperature)
            for i, layer in tables(table, "layer")
            if i not in bad
        ]
        return tuple(layer for layer in layers if layer is not None)

    def _layer(self, path: KeyPath, table: Table, model: LayerModel | None, temperature: float) -> Layer | None:
        try:
            layer = build_layer(model or LayerModel.model_validate(table))
            material = layer.at(temperature)  # a film shows here whether its numbers go together
            material.statistics.coefficients(thermal_voltage(temperature))
        except ValidationError:  # told with the whole file already
            return None
        except InputError as error:
            source = next((key for key in SOURCES if key in table), "name")
            self.add((*path, "profile" if str(error).startswith("Profile") else source), error)
            return None
        return layer

    def contacts(self, at: KeyPath, model: Any, layers: tuple[Layer, ...], temperature: float) -> list[Contact]:
        """Both contacts of a table; fewer where problems were added."""
        found: list[Contact] = []
        for side in ("front", "back"):
            make = partial(build_contact, getattr(model, side), layers, side, temperature)
            contact: Contact | None = self.attempt((*at, side), make)
            found += [] if contact is None else [contact]
        return found

    def attempt(self, at: KeyPath, make: Callable[[], T]) -> T | None:
        """What `make` gives; where it raises, its problems are added and the answer is None."""
        try:
            return make()
        except InputError as error:
            self.add(at, error)
            return None

    def _measures(self, whole: Any) -> tuple[Measure, ...]:
        asked = self.raw.get("measure")
        given: Any = KINDS[whole.kind].measures if asked is None else asked
        models = whole.measure or [self.measures.validate_python(dict(table)) for table in given]
        made = []
        for i, (model, table) in enumerate(zip(models, given, strict=True)):
            measure = self.attempt(("measure", i), partial(self.measure, model, table))
            made += [] if measure is None else [measure]
        return tuple(made)

    def _light_reaches(self, design: Any, measures: tuple[Measure, ...]) -> None:
        """Every layer needs optical constants where a measurement uses light."""
        lit = next((m for m in measures if m.light is not None or m.what in PROBED), None)
        if lit is None:
            return
        use = lit.what if lit.light is None else f"{lit.what} under {lit.light_name}"
        text = f"refractive_index is missing, but a measurement ({use}) sends light through this layer."
        for at, materials in self.optical(design):
            for i, material in enumerate(materials):
                if material.refractive_index is None:
                    self.problems.append(Problem((*at, "layer", i), text))

    def add(self, path: KeyPath, error: InputError) -> None:
        """Problems of a constructor, led back to the layer, interface or subcell that they name."""
        at: KeyPath = path[:2] if path[:1] == ("cell",) else ()
        table: Any = self.raw["cell"][at[1]] if at else self.raw
        names = {kind: [name_of(item) for _, item in tables(table, kind)] for kind in ("layer", "interface", "subcell")}
        for text in error.problems:
            match = _NAMED.match(text)
            place, rest = path, text
            kind = "" if match is None else {"Material": "layer"}.get(match["what"], match["what"].lower())
            if match and match["name"] in names[kind]:
                inside = path[len(at) : len(at) + 1] == (kind,) and len(path) > len(at) + 1
                place = path if inside else (*at, kind, names[kind].index(match["name"]))
                rest = match["rest"]
            self.problems.append(Problem(place, rest))
