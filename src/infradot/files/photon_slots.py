"""Every place of a single-photon source that holds a number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from infradot.files import fields as f
from infradot.files.edits import put_device, put_inside
from infradot.files.photon_models import (
    CavityModel,
    ChargingModel,
    CollectionModel,
    ContinuousModel,
    DetectorModel,
    DotModel,
    PowerLawModel,
    PulsedModel,
)
from infradot.files.slots import Found, Slot, quantities
from infradot.materials.blinking import Charging
from infradot.stack.photon_setup import PulsedExcitation
from infradot.stack.single_photon_source import SinglePhotonSource

SIZES = ("exciton", "diameter")


def source_slots(source: SinglePhotonSource) -> Found:
    """Numbers of the dot, and of each part of the setup that is there."""
    yield ("temperature",), Slot(source.temperature, f.COLD, put_device("temperature"))
    for name, quantity in quantities(DotModel).items():
        if name in SIZES:
            yield ("dot", name), Slot(getattr(source.dot, name), quantity, _put_size(name))
        else:
            yield ("dot", name), Slot(getattr(source, name), quantity, put_device(name))
    if source.dot.shell is not None:
        for name, quantity in (("thickness", f.SHELL), ("auger_factor", f.AUGER_FACTOR)):
            put = put_inside("dot", _put_shell(name))
            yield ("dot", "shell", name), Slot(getattr(source.dot.shell, name), quantity, put)
    for part, model in parts_of_source(source).items():
        for name, quantity in quantities(model).items():
            yield (part, name), Slot(getattr(getattr(source, part), name), quantity, put_inside(part, put_device(name)))


def parts_of_source(source: SinglePhotonSource) -> dict[str, type[BaseModel]]:
    """The tables of a source beside that of its dot, and what may stand in each."""
    pulsed = isinstance(source.excitation, PulsedExcitation)
    found: dict[str, type[BaseModel]] = {"excitation": PulsedModel if pulsed else ContinuousModel}
    if source.blinking is not None:
        found["blinking"] = ChargingModel if isinstance(source.blinking, Charging) else PowerLawModel
    if source.cavity is not None:
        found["cavity"] = CavityModel
    return {**found, "collection": CollectionModel, "detector": DetectorModel}


def _put_size(name: str) -> Any:
    """Give one size; the other follows from it."""
    other = SIZES[1 - SIZES.index(name)]
    return lambda source, value: replace(source, dot=replace(source.dot, **{name: value, other: None}))


def _put_shell(name: str) -> Any:
    return lambda dot, value: replace(dot, shell=replace(dot.shell, **{name: value}))
