"""Read the four tables of the review from their raw text: cells, and the numbers in a cell.

Nothing here comes from the package: its own marks, its own units, so that an error in one is not repeated in the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
ORDINARY = {ord(raised): ordinary for ordinary, raised in zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}
MARKS = {r"\mu": "µ", r"\sim": "~", r"\leq": "≤", r"\approx": "≈", r"\times": "×", r"\%": "%"}

SCALES = {
    "nm": 1e-9, "ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "%": 1e-2, "V": 1.0, "K": 1.0, "mW": 1e-3, "mW cm⁻²": 10.0,
    "µJ cm⁻²": 1e-2, "mJ cm⁻²": 10.0, "cm⁻¹": 1e2, "Jones": 1e-2, "A W⁻¹": 1.0,
}  # fmt: skip
NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>-?\d+(?:\.\d+)?)(?:×10(?P<tens>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?![A-Z\d.])"
)
UNIT = re.compile(r"\s*(" + "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True)) + r")(?![\w⁻])")


def typeset(raw: str) -> str:
    """What the reader of the printed page sees: the markup of the raw text set as characters."""
    text = raw.replace("μ", "µ").replace("$", "").replace("*", "")
    for mark, character in MARKS.items():
        text = re.sub(re.escape(mark) + r"(?![a-z])", character, text)
    text = re.sub(r"\\text\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\^\{?([-\d]+)\}?", lambda m: m[1].translate(RAISED), text)
    text = re.sub(r"_\{?(\d+)\}?", lambda m: m[1].translate(LOWERED), text)
    text = re.sub(r"_\{(\w+)\}", r"_\1", text)
    text = re.sub(r"\s+([₀-₉]+)\s*(?=[A-Z/]|$)", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"\s+(?=⁻|-[a-z])", "", re.sub(r"µ\s+(?=[smA-Z])", "µ", text)).strip()


@dataclass(frozen=True)
class Number:
    """A number of a cell and its unit; no unit where the cell prints none."""

    value: float
    unit: str

    def si(self, otherwise: str) -> float:
        """In SI, with another unit where the cell prints none."""
        return self.value * SCALES.get(self.unit or otherwise, 1.0)


@dataclass(frozen=True)
class TableText:
    """A table: the heads of its columns, and its rows by head."""

    heads: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def numbers(cell: str) -> list[Number]:
    """The numbers of a typeset cell in the printed order, each with its unit or that of the end of its range."""
    if cell == "sub-ms":
        return [Number(1.0, "ms")]
    matches = list(NUMBER.finditer(cell))
    units = [_unit_at(cell, match.end()) for match in matches]
    for i in reversed(range(len(matches) - 1)):
        between = cell[matches[i].end() : matches[i + 1].start()].strip()
        if not units[i] and between in ("to", "–"):
            units[i] = units[i + 1]
    if "&" in cell:  # two values with one unit, at the very end
        last = cell.rpartition(")")[2]
        units = [unit or _unit_at(last, 0) for unit in units]
    return [Number(_value(match), unit) for match, unit in zip(matches, units, strict=True)]


def _unit_at(cell: str, place: int) -> str:
    match = UNIT.match(cell, place)
    return match[1] if match else ""


def _value(match: re.Match[str]) -> float:
    if match["power"]:
        return float(match["digits"]) ** int(match["power"].translate(ORDINARY))
    tens = int(match["tens"].translate(ORDINARY)) if match["tens"] else 0
    return float(f"{match['digits']}e{tens}")


def bound(cell: str) -> str:
    """How the cell binds its numbers."""
    before = cell.partition("@")[0]
    for mark, meaning in {"~": "~", "Around": "~", "≤": "<=", ">": ">", "<": "<", "sub-": "<"}.items():
        if before.startswith(mark):
            return meaning
    return "range" if re.search(r" to |\d–\d|[a-z]–\d", before) else "="


def read_tables(path: Path) -> dict[int, TableText]:
    """The tables by number; a table begins with its title, its heads follow, and each line below is a row."""
    tables: dict[int, TableText] = {}
    for block in re.split(r"(?m)^Table ", path.read_text(encoding="utf-8"))[1:]:
        title, *lines = [line for line in block.splitlines() if line.strip()]
        heads, *rows = [[typeset(cell) for cell in line.split("\t")] for line in lines]
        tables[int(title.split()[0])] = TableText(
            tuple(heads), tuple(dict(zip(heads, row, strict=True)) for row in rows)
        )
    return tables
