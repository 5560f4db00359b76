"""A table of numbers from a text file whose separator, decimal mark and header are not known beforehand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, UnitError
from infradot.units import parse_unit

_SEPARATORS = {
    "\t": "separated by tabs",
    ";": "separated by semicolons",
    ",": "separated by commas",
    " ": "separated by spaces",
}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?$")
_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\(\[](?P<unit>[^\(\)\[\]]*)[\)\]]\s*$")
_SPEAKS_OF_COLUMNS = re.compile(r"volt|current|densit|bias|\b[munp]?A\b|/\s*cm", re.IGNORECASE)
_LARGEST = 20_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class TextTable:
    """Columns of numbers with the names and units that a header gave them.

    Parameters
    ----------
    names, units : tuple of str
        One each column; both empty where there is no header, a unit empty where none is written.
    values : ndarray, shape (rows, columns)
    separator : str
        What stands between the columns, in words.
    notes : tuple of str
        What else was assumed.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    values: NDArray[np.float64]
    separator: str
    notes: tuple[str, ...]


def read_text_table(path: Path) -> TextTable:
    """Read the one block of numbers in a text file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    TextTable

    Raises
    ------
    InputError
        Where the file cannot be read, holds no table, or a row does not fit.
    """
    lines = [line.strip() for line in _text(path).splitlines()]
    lines = [line for line in lines if line]
    separator, comma = _dialect(lines, path.name)
    cells = [_cells(line, separator) for line in lines]
    start = next(i for i, row in enumerate(cells) if _is_row(row, comma))
    width = len(cells[start])
    rows = _rows(lines[start:], cells[start:], width, comma, path.name)
    names, units = _header(lines[:start], separator, width, path.name)
    notes = ("decimal comma",) if comma else ()
    return TextTable(names=names, units=units, values=np.array(rows), separator=_SEPARATORS[separator], notes=notes)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path}: larger than {_LARGEST // 10**6} MB, expected a measured curve as text.")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise InputError(f"{path}: not a text file, expected a measured curve as text.")
    return text


def _cells(line: str, separator: str) -> list[str]:
    parts = line.split() if separator == " " else line.split(separator)
    return [part.strip().strip('"') for part in parts]


def _is_number(cell: str, comma: bool) -> bool:
    return bool(_NUMBER.match(cell) or (comma and _DECIMAL_COMMA.match(cell)) or cell.lower() == "nan")


def _is_row(row: list[str], comma: bool) -> bool:
    while row and row[-1] == "":  # a separator at the end of the line
        row.pop()
    return len(row) >= 2 and all(_is_number(cell, comma) for cell in row)


def _dialect(lines: list[str], file: str) -> tuple[str, bool]:
    """Separator and decimal mark under which most lines are rows of numbers."""
    best, most = ("", False), 0
    for separator in _SEPARATORS:
        for comma in (False, True) if separator != "," else (False,):
            rows = sum(_is_row(_cells(line, separator), comma) for line in lines)
            if rows > most:
                best, most = (separator, comma), rows
    if most < 3:
        raise InputError(f"{file}: found no table of numbers with at least two columns and three rows.")
    return best


def _rows(lines: list[str], cells: list[list[str]], width: int, comma: bool, file: str) -> list[list[float]]:
    rows: list[list[float]] = []
    for line, row in zip(lines, cells, strict=True):
        if not _is_row(row, comma) or len(row) != width:
            raise InputError(f"{file}: cannot read {line[:60]!r} as a row of {width} numbers.")
        rows.append([float(cell.replace(",", ".")) for cell in row])
    if not np.all(np.isfinite(rows)):
        raise InputError(f"{file}: contains NaN, expected numbers only.")
    return rows


def _header(lines: list[str], separator: str, width: int, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and units from the line above the numbers, or the two lines above if the last one holds units only."""
    above = [_header_cells(line, separator, width) for line in lines[-2:]]
    if not above:
        return (), ()
    if len(above) == 2 and above[0] and above[1] and all(_is_unit(cell) for cell in above[1]):
        return tuple(above[0]), tuple(cell.strip("()[]") for cell in above[1])
    if not above[-1]:
        if _SPEAKS_OF_COLUMNS.search(lines[-1]):  # it says something about the columns: not to be passed over
            raise InputError(f"{file}: cannot tell which of {width} columns each part of {lines[-1][:80]!r} names.")
        return (), ()
    split = [_name_and_unit(cell) for cell in above[-1]]
    return tuple(name for name, _ in split), tuple(unit for _, unit in split)


def _header_cells(line: str, separator: str, width: int) -> list[str]:
    """A header line in as many cells as there are columns; empty where it cannot be cut so."""
    line = line.lstrip("#%/ ").strip()
    ways = [_cells(line, separator)]
    if separator == " ":  # names may hold spaces themselves
        ways += [re.split(r"\s{2,}|\s*[,;]\s*", line), re.findall(r"[^()\[\]]+[(\[][^()\[\]]*[)\]]", line)]
    for cells in ways:
        while len(cells) > width and cells[-1] == "":
            cells.pop()
        if len(cells) == width:
            return [cell.strip() for cell in cells]
    return []


def _is_unit(text: str) -> bool:
    text = text.strip("()[]")
    if not text or text == "1":
        return True
    try:
        parse_unit(text)
    except UnitError:
        return False
    return True


def _name_and_unit(cell: str) -> tuple[str, str]:
    """Split ``Voltage (V)``, ``J [mA/cm2]``, ``voltage_V``, ``current_density_mA_cm2`` or ``U / V``."""
    match = _BRACKETS.match(cell)
    if match:
        return match["name"], match["unit"].strip()
    if " / " in cell:
        name, unit = cell.split(" / ", 1)
        return name.strip(), unit.strip()
    words = cell.split("_")
    for count in (3, 2, 1):  # the longest first: the unit of current_density_mA_cm2 is not cm2
        if len(words) <= count:
            continue
        numerator, *denominator = words[-count:]
        unit = "/".join([numerator, "".join(denominator)]) if denominator else numerator
        if _is_unit(unit):
            return "_".join(words[:-count]), unit
    return cell, ""
