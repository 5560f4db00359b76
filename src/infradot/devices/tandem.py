"""Tandems: cells behind one another, each for its part of the spectrum."""

from __future__ import annotations

from itertools import pairwise

from infradot.devices.kind import Kind
from infradot.devices.solar_cell import doubts as cell_doubts
from infradot.stack.tandem import Tandem


def doubts(tandem: Tandem) -> tuple[str, ...]:
    """Each subcell needs a built-in voltage, the wider gap belongs in front, and four terminals need electrodes."""
    found = [f"Subcell {device.name!r}: {text}" for device in tandem.devices for text in cell_doubts(device)]
    gaps = [min(float(m.band_gap or 0.0) for _, m in device.conducting()) for device in tandem.devices]
    for (front, wide), (back, narrow) in pairwise(zip(tandem.subcells, gaps, strict=True)):
        if narrow > wide:
            found.append(
                f"Subcell {back.name!r} has a gap of {narrow:.3g} eV behind {front.name!r} with {wide:.3g} eV, which "
                "leaves it hardly any light: the wider gap belongs in front."
            )
    if tandem.terminals == 4:
        found += _without_electrodes(tandem)
    return tuple(found)


def _without_electrodes(tandem: Tandem) -> list[str]:
    """Neighbours that have nothing between them to lead the current out."""
    conducts = {layer.name for device in tandem.devices for layer, _ in device.conducting()}
    names = [layer.name for layer in tandem.stack]
    ends = [(device.conducting()[0][0].name, device.conducting()[-1][0].name) for device in tandem.devices]
    return [
        f"Four terminals need electrodes between {front.name!r} and {back.name!r}, but their layers touch."
        for (front, back), ((_, last), (first, _)) in zip(pairwise(tandem.subcells), pairwise(ends), strict=True)
        if not [name for name in names[names.index(last) + 1 : names.index(first)] if name not in conducts]
    ]


TANDEM = Kind(
    name="tandem",
    summary="A tandem, two- or four-terminal: J-V of each subcell, in series and apart; EQE; bands of each subcell",
    measures=(
        {"what": "jv", "light": "AM1.5G"},
        {"what": "eqe"},
        {"what": "bands", "light": "AM1.5G"},
    ),
    template="tandem.toml",
    doubts=doubts,
)
