"""A device back to the text of a device file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.document import loads
from infradot.files.measure import Measure
from infradot.files.measure_models import LIGHTS
from infradot.files.slots_of import Design
from infradot.files.toml_text import render, with_unit
from infradot.files.write_design import design_raw, kind_of, layers_of
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem


def dumps(design: Design, *, kind: str = "", measures: Sequence[Measure | Mapping[str, Any]] = ()) -> str:
    """The text of a device file that loads as an equal device.

    Films stay films with their overrides, materials of the library stay names, others become tables of numbers. Every
    number is written with the fewest digits that read back as the very same float.

    Parameters
    ----------
    design : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser
        Any that a file can describe.
    kind : str
        A key of `infradot.devices.KINDS`; of a `Device` ``"solar-cell"`` unless given, of all else it follows.
    measures : sequence of Measure or mapping
        What the file asks for, as read from a file or as TOML would give it; none leaves it to the kind, or asks for
        the dark J-V of a device that knows nothing of light.

    Returns
    -------
    str

    Raises
    ------
    InputError
        For what a file cannot say, with the layer: a table of n and k, a ligand of your own, a number out of range.

    Examples
    --------
    >>> from infradot.devices import demo_text
    >>> device = loads(demo_text()).design
    >>> loads(dumps(device)).design == device
    True
    """
    tables: dict[str, Any] = {"schema": 1, "kind": kind or kind_of(design)}
    if design.name:
        tables["title"] = design.name
    tables |= design_raw(design)
    if not measures and isinstance(design, (Device, Tandem)) and _unlit(design):
        measures = ({"what": "jv", "light": "dark"},)
    tables["measure"] = [_measure(i, measure) for i, measure in enumerate(measures, 1)]
    text = render({key: item for key, item in tables.items() if item != []})
    _prove(text, design)
    return text


def _unlit(design: Device | Tandem) -> bool:
    """Whether a layer knows nothing of light."""
    layers = design.stack.layers
    return any(layer.at(design.temperature).refractive_index is None for layer in layers)


def _prove(text: str, design: Design) -> None:
    """Read the text back: what the door refuses, or reads as something else, a file cannot say."""
    try:
        again = loads(text).design
    except InputError as error:
        raise InputError(*(_without_line(problem) for problem in error.problems)) from None
    if again != design:
        pairs = zip(layers_of(design), layers_of(again), strict=True)
        names = ", ".join(repr(layer.name) for layer, other in pairs if layer != other)
        where = f"Layer {names}" if names else "The device"
        raise InputError(f"{where}: holds what a device file cannot say.")


def _without_line(problem: str) -> str:
    start, _, rest = problem.partition(" ")
    number, _, rest = rest.partition(" ") if start == "line" else ("", "", "")
    return rest[:1].upper() + rest[1:] if number else problem


def _measure(i: int, measure: Measure | Mapping[str, Any]) -> dict[str, Any]:
    """A table of a measurement: as it was read, or from its fields."""
    given = measure if isinstance(measure, Mapping) else measure.table
    if given is not None:
        return dict(given)
    assert isinstance(measure, Measure)
    if measure.light_name not in LIGHTS:
        raise InputError(f"Measure {i}: light {measure.light_name!r} cannot be written; give the table of the measure.")
    table: dict[str, Any] = {"what": measure.what, "light": measure.light_name}
    if measure.filter_name:
        table["filter"] = measure.filter_name
    if measure.scale != 1.0:
        table["scale"] = measure.scale
    if measure.factors is not None:
        table["factors"] = measure.factors.tolist()
    if measure.layer:
        table["layer"] = measure.layer
    dimensions = (
        ("voltage", f.VOLTAGE), ("wavelength", f.WAVELENGTH), ("temperatures", f.TEMPERATURE), ("excitons", f.EXCITON),
        ("frequency", f.FREQUENCY), ("irradiance", f.IRRADIANCE),
    )  # fmt: skip
    for name, quantity in dimensions:
        values = getattr(measure, name)
        if values is not None:
            ends = {"from": with_unit(quantity, float(values[0])), "to": with_unit(quantity, float(values[-1]))}
            even = len(values) > 2 and np.array_equal(np.linspace(values[0], values[-1], len(values)), values)
            table[name] = (
                {**ends, "points": len(values)} if even else [with_unit(quantity, float(value)) for value in values]
            )
    return table
