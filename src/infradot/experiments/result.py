"""What every result can do: be written down with its units."""

from __future__ import annotations

import csv
import math
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from infradot._version import __version__

Column = tuple[str, str, Iterable[float]]  # name, unit, values


def write_csv(path: str | Path, header: Mapping[str, Any], columns: Sequence[Column]) -> None:
    """Write columns with ``# key: value`` lines, a row of names and a row of units; whole or not at all."""
    target = Path(path)
    with _Replacing(target) as file:
        for key, value in {"infradot": __version__, **header}.items():
            file.write(f"# {key}: {value}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _, _ in columns])
        writer.writerow([unit for _, unit, _ in columns])
        for row in zip(*(values for _, _, values in columns), strict=True):
            writer.writerow(["" if isinstance(x, float) and math.isnan(x) else f"{x:.10g}" for x in row])


class _Replacing:
    """A file that appears under its name only when it is whole."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __enter__(self) -> Any:
        handle, self.name = tempfile.mkstemp(dir=self.target.parent, prefix=f".{self.target.name}.")
        self.file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        return self.file

    def __exit__(self, kind: object, *_: object) -> None:
        self.file.close()
        if kind is None:
            Path(self.name).replace(self.target)
        else:
            Path(self.name).unlink(missing_ok=True)


class Result:
    """Base of all results: an answer that can be exported and cited; it never computes."""

    def to_csv(self, path: str | Path) -> None:
        """Write the arrays as CSV with units."""
        header, columns = self._table()
        write_csv(path, header, columns)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        raise TypeError(f"{type(self).__name__} has no table")


def frozen(owner: Any, *names: str) -> None:
    """Copy and freeze the named arrays of a frozen dataclass."""
    for name in names:
        values = np.array(getattr(owner, name), dtype=np.float64)
        values.setflags(write=False)
        object.__setattr__(owner, name, values)
