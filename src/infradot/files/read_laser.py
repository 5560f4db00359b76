"""A file of a laser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from infradot.errors import nearest
from infradot.files.build_measure import excitons_of, numbers_of
from infradot.files.checks import tables
from infradot.files.door import given_in
from infradot.files.laser_models import (
    GratingModel,
    LaserFileModel,
    LaserMeasure,
    MirrorsModel,
    PulseModel,
    RingModel,
    SharedCarriersModel,
)
from infradot.files.measure import Measure
from infradot.files.messages import Problem
from infradot.files.reader import Reader
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown
from infradot.light.pulses import GaussianPulse, Pulse, SquarePulse
from infradot.materials.auger_scaling import auger_scaling
from infradot.materials.decay import Decay
from infradot.materials.gain import GainModel
from infradot.materials.material import Material
from infradot.materials.shared_carriers import SharedCarriers
from infradot.materials.state_filling import StateFilling
from infradot.stack.laser import Laser, Pump
from infradot.stack.layers import Layer, Stack
from infradot.stack.resonator import DistributedFeedback, Mirrors, Resonator, Stripe, WhisperingGallery

OF_THE_LASER = ("loss", "confinement", "polarisation", "width", "temperature")


class LaserReader(Reader):
    """Reads the file of a laser."""

    model = LaserFileModel
    measures = TypeAdapter(LaserMeasure)

    def relations(self) -> list[Problem]:
        """A film that amplifies and is not there."""
        films = [str(each.get("name", "")).strip() for _, each in tables(self.raw, "layer") if _is_film(each)]
        name = self.raw.get("gain_layer")
        if not isinstance(name, str) or name.strip() in films:
            return []
        known = nearest(name, films) if films else " The file has none."
        return [Problem(("gain_layer",), f"gain_layer = {shown(name)} is no film of dots of one kind.{known}")]

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Laser | None:
        """The laser."""
        makers = {"gain": _gain, "decay": _decay, "resonator": _resonator, "pump": _pump}
        parts = {name: self.attempt((name,), partial(make, getattr(whole, name))) for name, make in makers.items()}
        if self.problems:
            return None
        numbers = {n: x for n, x in given_in(whole).items() if n in OF_THE_LASER and x is not None}

        def make() -> Laser:
            stack = Stack(layers=layers[0], front_medium=whole.front_medium, back_medium=whole.back_medium)
            return Laser(stack=stack, gain_layer=whole.gain_layer, name=whole.title, **parts, **numbers)  # type: ignore[arg-type]

        laser = self.attempt((), make)
        if laser is not None:  # what the film and the model have to agree on
            self.attempt(("gain",), partial(laser.gain.of, laser.film, laser.temperature))
        return laser

    def measure(self, model: Any, table: Mapping[str, Any]) -> Measure:
        """Experiments on lasers need no light beside that of the pump."""
        several = getattr(model, "factors", None) or getattr(model, "occupations", None)
        electrons = getattr(model, "electrons", None)
        settings = {"factor": float(model.factor)} if hasattr(model, "factor") else None
        return Measure(
            what=model.what,
            factors=numbers_of(several if electrons is None else electrons),
            excitons=excitons_of(getattr(model, "excitons", None)),
            light_name="",
            table=table,
            settings=settings,
        )

    def optical(self, design: Laser) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """Its layers."""
        yield (), tuple(layer.at(design.temperature) for layer in design.stack)


def _is_film(layer: Mapping[str, Any]) -> bool:
    return isinstance(layer.get("film"), Mapping) and "mix" not in layer["film"]


def _gain(model: Any) -> GainModel:
    given = given_in(model, "model")
    return SharedCarriers(**given) if isinstance(model, SharedCarriersModel) else StateFilling(**given)


def _decay(model: Any) -> Decay:
    return Decay(scaling=auger_scaling(model.scaling), **given_in(model, "scaling"))


def _resonator(model: Any) -> Resonator:
    given = given_in(model, "kind")
    if isinstance(model, GratingModel):
        return DistributedFeedback(**given)
    if isinstance(model, MirrorsModel):
        given["reflectivity"] = tuple(model.reflectivity)
        return Mirrors(**given)
    return WhisperingGallery(**given) if isinstance(model, RingModel) else Stripe(**given)


def _pump(model: Any) -> Pump:
    return Pump(pulse=_pulse(model.pulse), **given_in(model, "pulse"))


def _pulse(model: str | PulseModel) -> Pulse | None:
    if isinstance(model, str):
        return None
    made = SquarePulse if model.shape == "square" else GaussianPulse
    return made(duration=model.duration)
