"""What the subcells of a tandem have to do with its layers: checks on the tables of a file as TOML gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infradot.errors import nearest
from infradot.files.checks import Table, tables
from infradot.files.messages import Problem
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown


def subcells(raw: Table) -> Iterator[Problem]:
    """Mistakes in the subcells and joints of a table that holds a tandem."""
    names = [str(layer.get("name", "")).strip() for _, layer in tables(raw, "layer")]
    yield from twice(raw, "subcell")
    end = -1
    for i, cell in tables(raw, "subcell"):
        layers = cell.get("layers")
        if not (isinstance(layers, list) and layers and all(isinstance(each, str) for each in layers)):
            continue
        run = [each.strip() for each in layers]
        yield from _run(("subcell", i, "layers"), run, names, end)
        if all(each in names for each in run):
            end = max(end, names.index(run[-1]))
    yield from _joints(raw)


def _run(path: KeyPath, run: list[str], names: list[str], end: int) -> Iterator[Problem]:
    unknown = [each for each in run if each not in names]
    for each in unknown:
        yield Problem(path, f"layers: no layer has the name {shown(each)}.{nearest(each, names)}")
    if unknown:
        return
    places = [names.index(each) for each in run]
    if places[-1] < places[0] or (len(run) > 2 and places != list(range(places[0], places[-1] + 1))):
        yield Problem(
            path, f"layers = {shown(run)}, expected neighbours in the order of the file, or the first and the last."
        )
    elif places[0] <= end:
        yield Problem(path, f"layers = {shown(run)}: the subcell in front ends only at {shown(names[end])}.")


def _joints(raw: Table) -> Iterator[Problem]:
    joints, count = raw.get("recombination"), len(tables(raw, "subcell"))
    if raw.get("terminals") == 4:
        if joints:
            text = "recombination joins subcells in series, but terminals = 4: leave it out, or write terminals = 2."
            yield Problem(("recombination", 0), text)
        if "series_resistance" in raw:
            text = "series_resistance belongs to two terminals; with four give it to each [[subcell]]."
            yield Problem(("series_resistance",), text)
    elif isinstance(joints, list) and count >= 2 and len(joints) not in (0, 1, count - 1):
        text = f"{len(joints)} [[recombination]] tables for {count} subcells, expected {_counts(count)}."
        yield Problem(("recombination", len(joints) - 1), text)


def common_voltages(raw: Table) -> Iterator[Problem]:
    """Voltages asked of the J-V of a file with four terminals, which have none in common; `raw` is the whole file."""
    for i, measure in tables(raw, "measure"):
        if measure.get("what") == "jv" and "voltage" in measure:
            text = "voltage: four terminals have no voltage in common; leave it out, or write terminals = 2."
            yield Problem(("measure", i, "voltage"), text)


def _counts(subcells: int) -> str:
    return "one" if subcells == 2 else f"one for all joints or {subcells - 1}"


def twice(raw: Table, kind: str) -> Iterator[Problem]:
    """Names that two tables of an array share."""
    first: dict[Any, int] = {}
    for i, item in tables(raw, kind):
        name = item.get("name")
        if isinstance(name, str) and name.strip() in first:
            text = f"name = {shown(name)} is already that of {kind} {first[name.strip()] + 1}; names are unique."
            yield Problem((kind, i, "name"), text)
        elif isinstance(name, str):
            first[name.strip()] = i
