"""Read the text data of this floor: numbers with their unit in the key, uncertainty and source beside them.

A file may open with a table ``[sources]`` of short names. A number is written plainly where it is a definition, or as
``{ value, std, source, place, how, confidence }``, and becomes a `Value` in SI (energies in eV).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from infradot.source import Source, Value

FACTORS = {
    "_eV": 1.0,
    "_g_cm3": 1e3,
    "_meV_K": 1e-3,
    "_meV": 1e-3,
    "_nm": 1e-9,
    "_per_nm": 1e9,
    "_cm2_Vs": 1e-4,
    "_per_cm3": 1e6,
    "_cm3_s": 1e-6,
    "_cm6_s": 1e-12,
    "_ns": 1e-9,
    "_ps_nm3": 1e15,
    "_cm_s": 1e-2,
    "_K": 1.0,
}


@cache
def read_data(subject: str) -> dict[str, dict[str, Any]]:
    """The tables of ``data/<subject>.toml`` by name, without ``[sources]``, every number in SI with its source."""
    text = files("infradot.materials").joinpath("data", f"{subject}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    sources = tables.pop("sources", {})
    return {name: _table(table, sources) for name, table in tables.items()}


def _table(table: dict[str, Any], sources: dict[str, str]) -> dict[str, Any]:
    return dict(_entry(key, raw, sources) for key, raw in table.items())


def _entry(key: str, raw: Any, sources: dict[str, str]) -> tuple[str, Any]:
    suffix = next((s for s in sorted(FACTORS, key=len, reverse=True) if key.endswith(s)), "")
    name, factor = key.removesuffix(suffix), FACTORS.get(suffix, 1.0)
    if isinstance(raw, dict) and "value" in raw:
        source = Source(
            reference=sources.get(raw["source"], str(raw["source"])),
            place=raw.get("place", ""),
            how=raw["how"],
            confidence=raw["confidence"],
        )
        return name, Value(raw["value"] * factor, std=raw.get("std", 0.0) * factor, source=source)
    if isinstance(raw, dict):
        return name, _table(raw, sources)
    if isinstance(raw, list):
        return name, tuple(_entry(key, item, sources)[1] for item in raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return name, float(raw) * factor
    if name == "reference":
        return name, sources.get(raw, raw)
    return name, raw
