"""Which optical constants were used beyond the work that they are from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infradot.materials.joined import JoinedIndex
from infradot.materials.refraction import RefractiveIndex
from infradot.optics import optical_range
from infradot.stack.device import Device
from infradot.units import nm


def held_constants(device: Device) -> tuple[str, ...]:
    """A note for each layer whose n and k are held beyond their page within the range of light in use.

    Parameters
    ----------
    device : Device

    Returns
    -------
    tuple of str
    """
    pairs = ((layer, layer.at(device.temperature)) for layer in device.optical_stack)
    held = [(layer.name, page) for layer, material in pairs for page in _pages(material.refractive_index)]
    if not held:
        return ()
    used = optical_range(device.optical_stack, device.temperature)
    notes = []
    for name, page in held:
        low, high = page.data.reach
        beyond = [
            f"from {a / nm:.0f} to {b / nm:.0f} nm" for a, b in ((used[0], low), (high, used[1])) if b - a > 1e-6 * b
        ]
        if beyond:
            notes.append(f"n and k of {name!r} are held {' and '.join(beyond)}, beyond the page {page.page}")
    return tuple(notes)


def _pages(index: Any) -> Iterator[RefractiveIndex]:
    if isinstance(index, RefractiveIndex) and index.extend == "hold":
        yield index
    elif isinstance(index, JoinedIndex):
        for part in index.parts:
            yield from _pages(part)
