"""Recipes, limits and figures of merit of each kind of device, one file a kind.

A new kind is one file with a `Kind`, and one entry in `KINDS`.
"""

from infradot.devices.kind import Kind, data_text
from infradot.devices.laser import LASER
from infradot.devices.lint import Finding, lint
from infradot.devices.photoconductor import PHOTOCONDUCTOR
from infradot.devices.photodiode import PHOTODIODE
from infradot.devices.phototransistor import PHOTOTRANSISTOR
from infradot.devices.power_receiver import POWER_RECEIVER
from infradot.devices.single_photon_source import SINGLE_PHOTON_SOURCE
from infradot.devices.solar_cell import SOLAR_CELL
from infradot.devices.spectral_splitting import SPECTRAL_SPLITTING
from infradot.devices.tandem import TANDEM

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SOLAR_CELL,
        TANDEM,
        SPECTRAL_SPLITTING,
        POWER_RECEIVER,
        PHOTODIODE,
        PHOTOCONDUCTOR,
        PHOTOTRANSISTOR,
        SINGLE_PHOTON_SOURCE,
        LASER,
    )
}


def demo_text() -> str:
    """The device file of the demo: a published PbS cell."""
    return data_text("demo.toml")


__all__ = ["KINDS", "Finding", "Kind", "data_text", "demo_text", "lint"]
