"""A single-photon source as the tables of a file."""

from __future__ import annotations

from typing import Any

from infradot.files import fields as f
from infradot.files.photon_models import DotModel
from infradot.files.photon_slots import SIZES, parts_of_source
from infradot.files.slots import quantities
from infradot.files.toml_text import number_raw
from infradot.files.write_film import core_raw, shell_raw
from infradot.files.write_material import numbers_raw, same
from infradot.materials.blinking import EXPONENT, Charging
from infradot.materials.given import given
from infradot.stack.cavity import COUPLING
from infradot.stack.photon_setup import PulsedExcitation
from infradot.stack.single_photon_source import QUANTUM_YIELD, USUAL_COUNTER, SinglePhotonSource

Table = dict[str, Any]
USUAL = {"coupling": COUPLING, "on_exponent": EXPONENT, "off_exponent": EXPONENT}
HEADS = {"excitation": "kind", "blinking": "law"}


def source_raw(source: SinglePhotonSource) -> Table:
    """The tables of a source, without what heads the file and what is measured."""
    found: Table = {}
    if not same(source.temperature, 300.0):
        found["temperature"] = number_raw(f.COLD, source.temperature)
    found["dot"] = _dot(source)
    for part, model in parts_of_source(source).items():
        holder = getattr(source, part)
        if part == "detector" and holder == USUAL_COUNTER:
            continue
        numbers = {n: x for n, x in numbers_raw(model, holder).items() if getattr(holder, n) is not USUAL.get(n)}
        head = {HEADS[part]: _word(source, part)} if part in HEADS else {}
        found[part] = {**head, **numbers} or []
    return found


def _dot(source: SinglePhotonSource) -> Table:
    table: Table = {"core": core_raw(source.dot.core)}
    for name, quantity in quantities(DotModel).items():
        value = getattr(source.dot if name in SIZES else source, name)
        if name in SIZES and given(value) is None:
            continue
        if value is QUANTUM_YIELD or same(value, DotModel.model_fields[name].default):
            continue
        table[name] = number_raw(quantity, value)
    if source.dot.shell is not None:
        table["shell"] = shell_raw(source.dot.shell)
    return table


def _word(source: SinglePhotonSource, part: str) -> str:
    if part == "excitation":
        return "pulsed" if isinstance(source.excitation, PulsedExcitation) else "continuous"
    return "charging" if isinstance(source.blinking, Charging) else "power-law"
