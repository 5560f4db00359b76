"""A sweep as tables, as plain values, and as files beside its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infradot.errors import InputError
from infradot.report.figure_file import figure_files, write_figure
from infradot.report.tables import Table
from infradot.sweep.answer import DARK, unit_of
from infradot.sweep.axis import Axis
from infradot.sweep.result import Sweep
from infradot.sweep.store import remove

LISTED = 40  # points up to which a table tells all of them
TOLD = 3  # reasons of failures that are told
_LOWEST = (
    DARK,
    "rise_time",
    "formula_rise_time",
    "nep",
    "inflation",
)  # answers of which the lowest is the best
_WORDS = {"jsc": "Jsc", "voc": "Voc", "fill_factor": "FF"}
_SHORT = {"percent": "%", "mA cm-2": "mA/cm2", "mW cm-2": "mW/cm2"}
OURS = (".csv", ".png", ".svg", ".pdf")


def files_of(path: Path, formats: tuple[str, ...], *, force: bool) -> None:
    """See to it that a sweep and its files can be written, before any time is spent on it.

    Parameters
    ----------
    path : Path
        Of the rows; the table and the figure have its name with other endings.
    formats : tuple of str
        Of the figure.
    force : bool
        Whether another sweep of that name is removed, and files are replaced.

    Raises
    ------
    InputError
        For a name that the table or the figure needs, files that are not of this sweep, or one that is no sweep.
    """
    if path.suffix.lower() in OURS:
        raise InputError(f"{path}: --out names the file of the rows, such as {path.with_suffix('.sqlite')}.")
    if path.exists() and force:
        remove(path)
    if not path.exists():
        table = path.with_suffix(".csv")
        figure_files(path.with_suffix(""), formats, force=force)
        if table.exists() and not force:
            raise InputError(f"{table} exists. Give another name with --out, or replace it with --force.")


def write_files(found: Sweep, path: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    """Write the table and the figure of a sweep beside its rows, and return their names."""
    from infradot.plot import sweep_panels

    table = path.with_suffix(".csv")
    found.to_csv(table)
    if not formats or not found.answers:
        return (table,)
    return (table, *write_figure(sweep_panels(found).axes[0], path.with_suffix(""), formats, force=True))


def sweep_tables(found: Sweep) -> tuple[Table, ...]:
    """All points of a small sweep, a table for each light; none for a large one."""
    if len(found.points) > LISTED:
        return ()
    where = [f"{axis.name} ({axis.unit})" if axis.unit else axis.name for axis in found.axes]
    tables = []
    for light, names in _by_light(found).items():
        asked = [found.answers[name].ravel() * unit_of(name)[1] for name in names]
        rows = tuple(
            (*(f"{x:.6g}" for x in at), *(_cell(values[i]) for values in asked))
            for i, at in enumerate(zip(*found.columns(), strict=True))
        )
        tables.append(Table(title=light, columns=(*where, *map(_heading, names)), rows=rows))
    return tuple(tables)


def _by_light(found: Sweep) -> dict[str, list[str]]:
    """The answers of each curve; of the only one under an empty name."""
    lights: dict[str, list[str]] = {}
    for name in found.answers:
        lights.setdefault(name.partition(" (")[2].removesuffix(")"), []).append(name)
    return lights


def _heading(name: str) -> str:
    words, unit = name.partition(" (")[0], _unit(name)
    return f"{_WORDS.get(words, words.replace('_', ' '))}" + (f" ({unit})" if unit else "")


def _cell(x: float) -> str:
    return "-" if x != x else f"{x:.4g}"


def _unit(answer: str) -> str:
    unit = unit_of(answer)[0]
    return _SHORT.get(unit, unit)


def told(found: Sweep) -> Iterator[str]:
    """What came out, in sentences: where the first answer is best under each light, and what failed."""
    for light, names in _by_light(found).items():
        lowest = _is_low(names[0])
        best = found.best(names[0], lowest=lowest)
        if best is not None:
            number = f"{best[1] * unit_of(names[0])[1]:.4g} {_unit(names[0])}".strip()
            what = names[0].partition(" (")[0].replace("_", " ") + (f", {light}," if light else "")
            yield f"{'Lowest' if lowest else 'Highest'} {what} {number} at {found.at(best[0])}."
    if found.failures:
        yield f"{len(found.failures)} of {len(found.points)} points lack an answer:"
        yield from _reasons(found)


def _reasons(found: Sweep) -> Iterator[str]:
    """Why answers are missing, each reason once."""
    alike: dict[str, list[str]] = {}
    for failure in found.failures:
        alike.setdefault(failure.why, []).append(failure.at)
    for why, where in list(alike.items())[:TOLD]:
        more = f" and {len(where) - 1} more" if len(where) > 1 else ""
        yield f"  {where[0]}{more}: {why}"
    if len(alike) > TOLD:
        yield f"  and {len(alike) - TOLD} other reasons, each in the table."


def _is_low(name: str) -> bool:
    return name.partition(" (")[0] in _LOWEST


def sweep_values(found: Sweep) -> dict[str, Any]:
    """The same for programs; the rows are in the files."""
    best = {name: found.best(name, lowest=_is_low(name)) for name in found.answers}
    return {
        "points": len(found.points),
        "failed": len(found.failures),
        "varied": [
            {"path": axis.path, "unit": axis.unit, "values": _shown(axis), "continuous": axis.continuous}
            for axis in found.axes
        ],
        "answers": list(found.answers),
        "best": {
            name: {"value_SI": each[1], "at": found.values(each[0])} for name, each in best.items() if each is not None
        },
        "failures": [{"at": failure.values, "why": failure.why} for failure in found.failures[:100]],
        "seconds": found.seconds,
    }


def _shown(axis: Axis) -> list[float]:
    """Values of an axis in its unit, without the rounding of the way there: 300 nm and not 299.99999999999994."""
    return [float(f"{x:.12g}") for x in axis.shown(axis.values)]
