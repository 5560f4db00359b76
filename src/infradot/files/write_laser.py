"""A laser as the tables of a file."""

from __future__ import annotations

from typing import Any

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.laser_models import LaserFileModel
from infradot.files.laser_slots import OF_THE_STACK, parts_of_laser
from infradot.files.slots import quantities
from infradot.files.toml_text import number_raw
from infradot.files.write_material import numbers_raw, same
from infradot.light.pulses import GaussianPulse, Pulse, SquarePulse
from infradot.materials.auger_scaling import SCALINGS
from infradot.stack.laser import LOSS, SHORT, Laser
from infradot.stack.resonator import DistributedFeedback, Mirrors, Resonator

Table = dict[str, Any]


def laser_head(laser: Laser) -> Table:
    """What stands above the layers."""
    found: Table = {"gain_layer": laser.gain_layer}
    for name, quantity in quantities(LaserFileModel).items():
        if name == "layer" or name in OF_THE_STACK:
            continue
        value = getattr(laser, name)
        usual = LOSS if name == "loss" else LaserFileModel.model_fields[name].default
        if value is not None and not same(value, usual):
            found[name] = number_raw(quantity, value)
    if laser.polarisation != "TE":
        found["polarisation"] = laser.polarisation
    return found


def laser_parts(laser: Laser) -> Table:
    """What stands below them.

    Raises
    ------
    InputError
        For a pulse or a scaling that a file cannot say.
    """
    if laser.decay.scaling not in SCALINGS.values():
        raise InputError("decay: a device file does not know this scaling.")
    models = parts_of_laser(laser)
    gain = {"model": laser.gain.name, **numbers_raw(models["gain"], laser.gain)}
    scaling = {} if laser.decay.scaling.name == "carriers" else {"scaling": laser.decay.scaling.name}
    return {
        "gain": gain,
        "decay": {**scaling, **numbers_raw(models["decay"], laser.decay)} or [],
        "resonator": _resonator(laser.resonator, models["resonator"]),
        "pump": _pump(laser, models["pump"]) or [],
    }


def _resonator(resonator: Resonator, model: Any) -> Table:
    table: Table = {"kind": resonator.kind}
    for name, quantity in quantities(model).items():
        value = getattr(resonator, name)
        if name != "reflectivity" and value is not None and not same(value, model.model_fields[name].default):
            table[name] = number_raw(quantity, value)
    if isinstance(resonator, Mirrors) and list(resonator.reflectivity) != model.model_fields["reflectivity"].default:
        table["reflectivity"] = [number_raw(f.REFLECTIVITY, each) for each in resonator.reflectivity]
    if isinstance(resonator, DistributedFeedback):
        table |= {} if resonator.order == 2 else {"order": resonator.order}
        table |= {"quarter_wave": True} if resonator.quarter_wave else {}
    return table


def _pump(laser: Laser, model: Any) -> Table:
    table = numbers_raw(model, laser.pump)
    if laser.pump.beam != "flat":
        table["beam"] = laser.pump.beam
    if laser.pump.pulse != SHORT:
        table["pulse"] = _pulse(laser.pump.pulse)
    return table


def _pulse(pulse: Pulse | None) -> str | Table:
    if pulse is None:
        return "continuous"
    if not isinstance(pulse, (GaussianPulse, SquarePulse)):
        raise InputError("pump.pulse: a device file does not hold a measured course.")
    shape = {} if isinstance(pulse, GaussianPulse) else {"shape": "square"}
    return {**shape, "duration": number_raw(f.PULSE_DURATION, pulse.duration)}
