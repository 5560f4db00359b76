"""Photoconductors: a film between two contacts of one kind, which passes many electrons for each pair."""

from __future__ import annotations

from infradot.devices.kind import Kind
from infradot.experiments.local_film import trap_kind
from infradot.stack.channel import Photoconductor

UNLIKE = 0.3  # eV by which the work functions of the two contacts may differ


def doubts(detector: Photoconductor) -> tuple[str, ...]:
    """A photoconductor needs contacts that are alike, and something that keeps one carrier while the other runs."""
    found = []
    front, back = detector.cell.work_functions()
    if abs(front - back) > UNLIKE:
        found.append(
            f"The work functions of the two contacts are {abs(front - back):.2g} eV apart: that is a photodiode, whose "
            "field sweeps pairs out."
        )
    if not any(trap_kind(trap) != "neutral" for trap in detector.film[1].traps):
        found.append(
            "No trap of the film holds charge, so that both carriers live equally long: the gain is that of free "
            "pairs, small in a film of dots. Give the layer [[layer.override.traps]]."
        )
    return tuple(found)


PHOTOCONDUCTOR = Kind(
    name="photoconductor",
    summary="A photoconductor, lateral or sandwich: gain, speed, noise and D*; gain against intensity; decay",
    measures=(
        {"what": "photoconduction", "light": {"line": "1300 nm", "irradiance": "1 nW/cm2"}, "voltage": "10 V"},
        {"what": "gain-sweep", "light": {"line": "1300 nm", "irradiance": "1 mW/cm2"}, "voltage": "10 V"},
        {"what": "decay", "light": {"line": "1300 nm", "irradiance": "1 uW/cm2"}, "voltage": "10 V"},
    ),
    template="photoconductor.toml",
    doubts=doubts,
)
