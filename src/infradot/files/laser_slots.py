"""Every place of a laser that holds a number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from infradot.files import fields as f
from infradot.files.edits import put_device, put_inside, put_stack
from infradot.files.laser_models import (
    DecayModel,
    GratingModel,
    LaserFileModel,
    MirrorsModel,
    PumpModel,
    RingModel,
    SharedCarriersModel,
    StateFillingModel,
    StripeModel,
)
from infradot.files.slots import Found, Slot, layer_slots, quantities
from infradot.light.pulses import GaussianPulse, SquarePulse
from infradot.materials.shared_carriers import SharedCarriers
from infradot.stack.laser import Laser
from infradot.stack.resonator import DistributedFeedback, Mirrors, Resonator, WhisperingGallery

OF_THE_STACK = ("front_medium", "back_medium")


def laser_slots(laser: Laser) -> Found:
    """Numbers of the laser itself, of its layers and of each of its parts."""
    for name, quantity in quantities(LaserFileModel).items():
        if name in OF_THE_STACK:
            index = complex(getattr(laser.stack, name))
            if index.imag == 0:
                yield (name,), Slot(index.real, quantity, put_stack(name))
        elif name != "layer":
            yield (name,), Slot(getattr(laser, name), quantity, put_device(name))
    for layer in laser.stack.layers:
        for parts, slot in layer_slots(layer, laser.temperature):
            yield ("layer", layer.name, *parts), slot
    for part, model in parts_of_laser(laser).items():
        for name, quantity in quantities(model).items():
            if name == "reflectivity":
                continue
            yield (part, name), Slot(getattr(getattr(laser, part), name), quantity, put_inside(part, put_device(name)))
    if isinstance(laser.resonator, Mirrors):
        for i, value in enumerate(laser.resonator.reflectivity):
            put = put_inside("resonator", _put_mirror(i))
            yield ("resonator", "reflectivity", str(i)), Slot(value, f.REFLECTIVITY, put)
    pulse = laser.pump.pulse
    if isinstance(pulse, (GaussianPulse, SquarePulse)):
        put = put_inside("pump", put_inside("pulse", put_device("duration")))
        yield ("pump", "pulse", "duration"), Slot(pulse.duration, f.PULSE_DURATION, put)


def parts_of_laser(laser: Laser) -> dict[str, type[BaseModel]]:
    """The tables of a laser beside its layers, and what may stand in each."""
    gain = SharedCarriersModel if isinstance(laser.gain, SharedCarriers) else StateFillingModel
    return {"gain": gain, "decay": DecayModel, "resonator": resonator_model(laser.resonator), "pump": PumpModel}


def resonator_model(resonator: Resonator) -> type[BaseModel]:
    """The table of a resonator."""
    models: dict[type[Resonator], type[BaseModel]] = {
        DistributedFeedback: GratingModel, Mirrors: MirrorsModel, WhisperingGallery: RingModel,
    }  # fmt: skip
    return models.get(type(resonator), StripeModel)


def _put_mirror(i: int) -> Any:
    def put(mirrors: Mirrors, value: float) -> Mirrors:
        both = list(mirrors.reflectivity)
        both[i] = value
        return replace(mirrors, reflectivity=(both[0], both[1]))

    return put
