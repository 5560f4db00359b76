"""What a file consists of, told part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infradot.stack.channel import Photoconductor
from infradot.stack.device import Device
from infradot.stack.laser import Laser
from infradot.stack.layers import Stack
from infradot.stack.phototransistor import Phototransistor
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One device of a file, with the stack that light sees.

    Parameters
    ----------
    name : str
    device : Device
    stack : Stack
        Of the whole tandem for a subcell.
    """

    name: str
    device: Device
    stack: Stack

    @property
    def temperature(self) -> float:
        """K."""
        return self.device.temperature

    def sentence(self) -> str:
        """``7 layers, 3 of them conduct; anode at the back``."""
        layers = self.values()["layers"]
        conduct = sum(bool(layer["conducts"]) for layer in layers)
        return f"{len(layers)} layers, {conduct} of them conduct; anode at the {self.device.anode}"

    def values(self) -> dict[str, Any]:
        """The layers and the anode, for programs."""
        pairs = zip(self.device.stack.layers, self.device.materials(), strict=True)
        layers = [
            {"name": layer.name, "thickness_nm": layer.thickness * 1e9, "conducts": material.conducts}
            for layer, material in pairs
        ]
        return {"name": self.name, "layers": layers, "anode": self.device.anode}


def parts_of(design: Any) -> tuple[Part, ...]:
    """The devices of a design, front to back and cell by cell.

    Parameters
    ----------
    design : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser

    Returns
    -------
    tuple of Part
    """
    if isinstance(design, (SinglePhotonSource, Laser)):
        return ()  # nothing that conducts
    if isinstance(design, (PowerReceiver, Photoconductor, Phototransistor)):
        return parts_of(design.cell)
    if isinstance(design, SpectralSplit):
        return tuple(
            Part(
                name=each.name if part.device is each.cell else f"{each.name}, {part.name}",
                device=part.device,
                stack=part.stack,
            )
            for each in design.cells
            for part in parts_of(each.cell)
        )
    if isinstance(design, Tandem):
        return tuple(Part(name=device.name, device=device, stack=design.stack) for device in design.devices)
    return (Part(name=design.name, device=design, stack=design.stack),)
