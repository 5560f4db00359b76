"""Photodiodes: a stack that turns light into a current under reverse voltage, over a small dark current."""

from __future__ import annotations

from infradot.devices.kind import Kind
from infradot.stack.device import Device

LEAKY = 0.3  # eV; a lower barrier lets the contact feed the dark current: A T^2 exp(-0.3 eV/kT) is 100 mA/cm2


def doubts(device: Device) -> tuple[str, ...]:
    """A photodiode needs a field inside, and contacts that hold the wrong carriers back under reverse voltage."""
    front, back = device.work_functions()
    if len(device.conducting()) == 1 and abs(front - back) < 1e-9:
        return (
            "A photodiode needs a built-in voltage, but its single conducting layer has a work function of "
            f"{front:.3g} eV at both contacts: add a transport layer or contacts with different work functions.",
        )
    return tuple(_leaks(device, front, back))


def _leaks(device: Device, front: float, back: float) -> list[str]:
    """Contacts that send minority carriers in: electrons at the anode, holes at the cathode."""
    ends = device.conducting()[0], device.conducting()[-1]
    found = []
    for side, (layer, material), work_function in zip(("front", "back"), ends, (front, back), strict=True):
        assert material.electron_affinity is not None and material.band_gap is not None
        above = work_function - float(material.electron_affinity)
        anode = side == device.anode
        barrier, carrier = (above, "electrons") if anode else (float(material.band_gap) - above, "holes")
        if barrier < LEAKY:
            found.append(
                f"Under reverse voltage the {side} contact feeds {carrier} into layer {layer.name!r} over a barrier of "
                f"only {barrier:.2g} eV; the dark current will be large."
            )
    return found


PHOTODIODE = Kind(
    name="photodiode",
    summary="A photodiode: EQE, dark current by mechanism, detectivity, linear range, speed, at 0 and -1 V",
    measures=(
        {"what": "jv", "light": "dark", "voltage": {"from": "-2 V", "to": "0.5 V", "points": 126}},
        {"what": "eqe", "voltage": ["0 V", "-1 V"]},
        {"what": "figures-of-merit", "voltage": ["0 V", "-1 V"]},
        {"what": "detectivity", "voltage": ["0 V", "-1 V"], "frequency": ["10 Hz", "1 kHz", "100 kHz"]},
        {"what": "dark-current", "voltage": {"from": "-1 V", "to": "0.5 V", "points": 76}},
        {"what": "linearity", "voltage": "-1 V"},
        {"what": "bandwidth", "voltage": ["0 V", "-1 V"]},
    ),
    template="photodiode.toml",
    doubts=doubts,
)
