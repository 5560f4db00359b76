"""A file of a single-photon source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from infradot.files import fields as f
from infradot.files.build_film import build_core, build_shell
from infradot.files.build_measure import numbers_of
from infradot.files.door import given_in
from infradot.files.measure import Measure
from infradot.files.messages import Problem
from infradot.files.photon_models import (
    ChargingModel,
    DotModel,
    PhotonFileModel,
    PhotonMeasure,
    PulsedModel,
)
from infradot.files.reader import Reader, Table
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown
from infradot.materials.blinking import Charging, PowerLawBlinking
from infradot.materials.dot import Dot
from infradot.materials.material import Material
from infradot.stack.cavity import Cavity
from infradot.stack.layers import Layer
from infradot.stack.photon_setup import Collection, ContinuousExcitation, PhotonCounter, PulsedExcitation
from infradot.stack.single_photon_source import SinglePhotonSource

OF_THE_SOURCE = ("index", "quantum_yield", "diffusion", "biexciton_shift", "trion_shift")
SETTINGS = ("duration", "reach", "width", "seed")


class PhotonReader(Reader):
    """Reads the file of a single-photon source."""

    model = PhotonFileModel
    measures = TypeAdapter(PhotonMeasure)

    def stacks(self) -> list[tuple[KeyPath, Table]]:
        """There are no layers."""
        return []

    def relations(self) -> list[Problem]:
        """A dot without a size."""
        dot = self.raw.get("dot")
        if not isinstance(dot, Mapping) or any(key in dot for key in ("exciton", "diameter")):
            return []
        fix = f"expected exciton or diameter, such as exciton = {shown(f.SOLUTION_EXCITON.sample)}"
        return [Problem(("dot",), f"dot: its size is missing, {fix}.")]

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> SinglePhotonSource | None:
        """The source."""
        parts: dict[str, Any] = {"dot": self.attempt(("dot",), partial(_dot, whole.dot))}
        makers = {"blinking": _blinking, "cavity": _cavity, "excitation": _excitation, "collection": _collection,
                  "detector": _detector}  # fmt: skip
        for name, make in makers.items():
            model = getattr(whole, name)
            if model is not None:
                parts[name] = self.attempt((name,), partial(make, model))
        if self.problems:
            return None
        numbers = {name: x for name, x in given_in(whole.dot).items() if name in OF_THE_SOURCE and x is not None}
        return self.attempt(
            (),
            lambda: SinglePhotonSource(temperature=whole.temperature, name=whole.title, **parts, **numbers),
        )

    def measure(self, model: Any, table: Mapping[str, Any]) -> Measure:
        """Experiments on photons need no light of their own."""
        settings = {name: getattr(model, name) for name in SETTINGS if hasattr(model, name)}
        return Measure(
            what=model.what,
            factors=numbers_of(getattr(model, "factors", None)),
            temperatures=numbers_of(getattr(model, "temperatures", None)),
            light_name="",
            table=table,
            settings=settings or None,
        )

    def optical(self, design: Any) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """There are no layers."""
        yield from ()


def _dot(model: DotModel) -> Dot:
    given = {name: x for name, x in given_in(model, *OF_THE_SOURCE).items() if x is not None}
    if "core" in given:
        given["core"] = build_core(given["core"])
    if "shell" in given:
        given["shell"] = build_shell(given["shell"])
    return Dot(**given)


def _blinking(model: Any) -> Charging | PowerLawBlinking:
    given = given_in(model, "law")
    return Charging(**given) if isinstance(model, ChargingModel) else PowerLawBlinking(**given)


def _cavity(model: Any) -> Cavity:
    return Cavity(**given_in(model))


def _excitation(model: Any) -> PulsedExcitation | ContinuousExcitation:
    given = given_in(model, "kind")
    return PulsedExcitation(**given) if isinstance(model, PulsedModel) else ContinuousExcitation(**given)


def _collection(model: Any) -> Collection:
    return Collection(**given_in(model))


def _detector(model: Any) -> PhotonCounter:
    return PhotonCounter(**given_in(model))
