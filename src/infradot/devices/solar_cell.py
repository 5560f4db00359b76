"""Solar cells: a stack that turns sunlight into power."""

from __future__ import annotations

from infradot.devices.kind import Kind
from infradot.stack.device import Device


def doubts(device: Device) -> tuple[str, ...]:
    """A cell needs contacts that differ, or a junction between layers, to drive a current."""
    front, back = device.work_functions()
    if len(device.conducting()) == 1 and abs(front - back) < 1e-9:
        return (
            "A solar cell needs a built-in voltage, but its single conducting layer has a work function of "
            f"{front:.3g} eV at both contacts: add a transport layer or contacts with different work functions.",
        )
    return ()


SOLAR_CELL = Kind(
    name="solar-cell",
    summary="A solar cell: J-V under sunlight, alone and behind a perovskite or a silicon cell; EQE; bands",
    measures=(
        {"what": "jv", "light": "AM1.5G"},
        {"what": "jv", "light": "AM1.5G", "filter": "perovskite"},
        {"what": "jv", "light": "AM1.5G", "filter": "silicon"},
        {"what": "eqe"},
        {"what": "bands", "light": "AM1.5G"},
    ),
    template="solar-cell.toml",
    doubts=doubts,
)
