"""Phototransistors: a channel between source and drain that a gate, and light, open and close."""

from __future__ import annotations

from infradot.devices.kind import Kind
from infradot.stack.phototransistor import JunctionGate, Phototransistor

THIN = 5.0  # insulators in the length of a gradual channel


def doubts(transistor: Phototransistor) -> tuple[str, ...]:
    """The channel has to be long beside what the gate is away, and a junction gate has to deplete it."""
    found = []
    thickness = sum(float(layer.thickness) for layer, _ in transistor.cell.conducting())
    away = thickness if isinstance(transistor.gate, JunctionGate) else thickness + float(transistor.gate.thickness)
    if transistor.channel.length < THIN * away:
        found.append(
            f"The channel of {transistor.channel.length * 1e6:.3g} um is not long beside insulator and layers of "
            f"{away * 1e9:.3g} nm: fields of source and drain reach in, and a gradual channel leaves them out."
        )
    if isinstance(transistor.gate, JunctionGate):
        front, back = transistor.cell.work_functions()
        gate, layer = (front, back) if transistor.side == "front" else (back, front)
        if (gate - layer > 0) != (transistor.carrier == "n"):
            found.append(
                f"The junction gate of {gate:.3g} eV attracts the carriers of the channel, whose level is "
                f"{layer:.3g} eV: it depletes nothing."
            )
    return tuple(found)


PHOTOTRANSISTOR = Kind(
    name="phototransistor",
    summary="A phototransistor: transfer and output curves; gain, speed, noise and D*; gain against intensity",
    measures=(
        {
            "what": "transfer",
            "gate_voltage": {"from": "-60 V", "to": "60 V", "points": 61},
            "drain_voltage": "0.1 V",
        },
        {
            "what": "photogating", "light": {"line": "950 nm", "irradiance": "1 nW/cm2"}, "gate_voltage": "0 V",
            "drain_voltage": "0.1 V",
        },
    ),
    template="phototransistor.toml",
    doubts=doubts,
)  # fmt: skip
