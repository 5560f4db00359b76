"""A measured current-voltage curve from a text file, with every assumption said and no guess where two readings fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, UnitError
from infradot.report.text_table import TextTable, read_text_table
from infradot.units import DIMENSIONS, Dimension, mA_cm2, parse_unit

Array = NDArray[np.float64]

_VOLTAGE = re.compile(r"volt|bias|potential|^[vu](_|$)|^v\b|^u\b", re.IGNORECASE)
_DENSITY = re.compile(r"densit|^j(_|$|\b)", re.IGNORECASE)
_CURRENT = re.compile(r"current|^i(_|$|\b)|strom", re.IGNORECASE)
_FIX = "Write the units into the first line, for example 'Voltage (V), Current density (mA/cm2)'."


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasuredJV:
    """A measured current-voltage curve.

    Parameters
    ----------
    name : str
        For the legend.
    voltage : ndarray, shape (n,)
        V, in the order in which it was measured.
    current_density : ndarray, shape (n,)
        A m^-2, forward positive, so a photocurrent is negative.
    assumptions : tuple of str
        How the file was read, one sentence each.
    """

    name: str
    voltage: Array
    current_density: Array
    assumptions: tuple[str, ...]

    def __post_init__(self) -> None:
        """Own and freeze the arrays."""
        for field in ("voltage", "current_density"):
            array = np.array(getattr(self, field), dtype=float)
            array.setflags(write=False)
            object.__setattr__(self, field, array)


def read_jv(path: str | Path, *, area: float | None = None) -> MeasuredJV:
    """Read a measured J-V curve and say what was assumed.

    Parameters
    ----------
    path : str or Path
        A text file with a column of voltages and one of currents; commas, semicolons, tabs or spaces between them;
        a decimal point or comma; a header with units, such as ``Voltage (V), Current density (mA/cm2)``.
    area : float, optional
        Device area, m^2; needed where the file holds a current instead of a current density.

    Returns
    -------
    MeasuredJV

    Raises
    ------
    InputError
        Where the file cannot be read, or can be read in more than one way.
    """
    path = Path(path)
    table = read_text_table(path)
    x, y, unit_x, unit_y, notes = _columns(table, path.name)
    voltage = table.values[:, x] * unit_x
    raw = table.values[:, y]
    if unit_y is None:
        factor, how = _bare_current(voltage, raw, path.name)
    else:
        factor, how = _current_factor(table, y, unit_y, area, path.name)
    current, sign = _forward_positive(voltage, raw * factor, path.name)
    return MeasuredJV(
        name=f"measured: {path.name}",
        voltage=voltage,
        current_density=current,
        assumptions=(f"{len(voltage)} points, columns {table.separator}", *table.notes, *notes, how, sign),
    )


def _columns(table: TextTable, file: str) -> tuple[int, int, float, tuple[float, Dimension] | None, tuple[str, ...]]:
    """Which column is the voltage, which the current, and their units."""
    if not table.names:
        if table.values.shape[1] != 2:
            raise InputError(
                f"{file}: {table.values.shape[1]} columns without a header; which is the current is not clear. {_FIX}"
            )
        return 0, 1, 1.0, None, ("no header: first column taken as voltage in V, second as current density",)
    units = [_unit(text, name, file) for name, text in zip(table.names, table.units, strict=True)]
    x = _only(_voltages(table, units), table, "voltage", file)
    y = _only(_currents(table, units, x), table, "current", file)
    unit_x = units[x]
    names = f"voltage from {table.names[x]!r}, current from {table.names[y]!r}"
    if unit_x is None:
        return x, y, 1.0, units[y], (names, "voltage without a unit taken as V")
    if unit_x[1] != DIMENSIONS["voltage"]:
        raise InputError(f"{file}: column {table.names[x]!r} is in {table.units[x]!r}, expected volts.")
    return x, y, unit_x[0], units[y], (names,)


def _unit(text: str, name: str, file: str) -> tuple[float, Dimension] | None:
    if not text:
        return None
    try:
        return parse_unit(text)
    except UnitError as error:
        if _VOLTAGE.search(name) or _CURRENT.search(name) or _DENSITY.search(name):
            raise InputError(f"{file}: column {name!r}: {error}") from error
        return None  # a column that nobody asks for may have any unit


def _voltages(table: TextTable, units: list[tuple[float, Dimension] | None]) -> list[int]:
    named = [i for i, name in enumerate(table.names) if _VOLTAGE.search(name)]
    return named or [i for i, unit in enumerate(units) if unit and unit[1] == DIMENSIONS["voltage"]]


def _currents(table: TextTable, units: list[tuple[float, Dimension] | None], voltage: int) -> list[int]:
    """Densities win over currents, since they need no area."""
    density, current = DIMENSIONS["current density"], DIMENSIONS["current"]
    others = [i for i in range(len(table.names)) if i != voltage]
    for wanted in (density, current):
        found = [i for i in others if (unit := units[i]) is not None and unit[1] == wanted]
        if found:
            return found
    for pattern in (_DENSITY, _CURRENT):
        found = [i for i in others if pattern.search(table.names[i])]
        if found:
            return found
    return []


def _only(found: list[int], table: TextTable, what: str, file: str) -> int:
    if len(found) == 1:
        return found[0]
    columns = ", ".join(repr(name) for name in table.names)
    if not found:
        raise InputError(f"{file}: no column for the {what} among {columns}. {_FIX}")
    several = ", ".join(repr(table.names[i]) for i in found)
    raise InputError(f"{file}: {len(found)} columns could be the {what}: {several}. Keep one of them in the file.")


def _current_factor(
    table: TextTable, column: int, unit: tuple[float, Dimension], area: float | None, file: str
) -> tuple[float, str]:
    """Factor to A m^-2."""
    factor, dimension = unit
    text = table.units[column]
    if dimension == DIMENSIONS["current density"]:
        return factor, f"current density in {text}, as the header says"
    if dimension != DIMENSIONS["current"]:
        raise InputError(f"{file}: column {table.names[column]!r} is in {text!r}, expected a current or its density.")
    if area is None:
        raise InputError(
            f"{file}: column {table.names[column]!r} is a current in {text}; without an area it is no current density. "
            'Give the device file an area, such as area = "0.049 cm2".'
        )
    return factor / area, f"current in {text} divided by the device's area of {area * 1e4:.4g} cm2"


def _bare_current(voltage: Array, current: Array, file: str) -> tuple[float, str]:
    """A current without a unit is mA cm^-2 only if its size fits no other usual unit."""
    size = abs(_at_zero(voltage, current)) if voltage.min() <= 0 <= voltage.max() else 0.0
    # a cell in sunlight gives 5 to 45 mA/cm2, which would be 50 to 450 in A/m2 and 0.005 to 0.045 in A/cm2
    if 5 <= size <= 45 and np.max(np.abs(voltage)) <= 5:
        return mA_cm2, f"current without a unit taken as mA/cm2, since {size:.3g} at 0 V fits a cell in sunlight"
    raise InputError(
        f"{file}: the current has no unit, and {size:.3g} at 0 V does not tell it (5 to 45 is taken as mA/cm2). {_FIX}"
    )


def _at_zero(voltage: Array, current: Array) -> float:
    order = np.argsort(voltage, kind="stable")
    return float(np.interp(0.0, voltage[order], current[order]))


def _forward_positive(voltage: Array, current: Array, file: str) -> tuple[Array, str]:
    """The curve with forward current positive, and how its sign was read."""
    as_written = "sign as written: forward current positive"
    if not voltage.min() <= 0 <= voltage.max():
        return current, f"{as_written} (the sweep does not cross 0 V, so this could not be checked)"
    short = _at_zero(voltage, current)
    ends = float(current[np.argmin(voltage)]), float(current[np.argmax(voltage)])
    rises = ends[1] > ends[0]
    tiny = 1e-3 * float(np.max(np.abs(current)))
    if abs(short) <= tiny:  # dark: the forward side carries the larger current
        return (current, as_written) if rises else (-current, "sign turned: forward current was written as negative")
    if (short < 0) == rises:
        return (current, as_written) if rises else (-current, "sign turned: photocurrent was written as positive")
    raise InputError(
        f"{file}: the cell gives power at negative voltage ({short / mA_cm2:.3g} mA/cm2 at 0 V and "
        f"{'rising' if rises else 'falling'} with voltage). Turn the sign of its voltage column."
    )
