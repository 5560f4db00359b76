"""The glossary as entries: the words of the laboratory, with symbol and unit."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

_MEANING = ("meaning",)
_SYMBOL = ("symbol",)
_UNIT = ("unit in files", "unit in tables", "in files")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One term of the glossary."""

    term: str
    symbol: str
    unit: str
    meaning: str
    avoid: str


def entries() -> tuple[Entry, ...]:
    """All terms, in the order of the glossary.

    Examples
    --------
    >>> next(entry for entry in entries() if entry.term == "voltage").avoid
    'bias'
    """
    found: list[Entry] = []
    headings: list[str] = []
    for line in (files("infradot.cli") / "data" / "glossary.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            headings = []
            continue
        cells = [cell.strip().replace("**", "").replace("`", "") for cell in line.strip().strip("|").split("|")]
        if not headings:
            headings = cells
        elif set(line) - set("|- "):
            row = dict(zip(headings, cells, strict=True))
            found.append(
                Entry(
                    term=row["term"],
                    symbol=_first(row, _SYMBOL),
                    unit=_first(row, _UNIT),
                    meaning=_first(row, _MEANING),
                    avoid=row.get("words to avoid", ""),
                )
            )
    return tuple(found)


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if name in row), "")
