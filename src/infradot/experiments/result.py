"""What every result can do: be written down with its units, be kept in a file, be said in words."""

from __future__ import annotations

import contextlib
import csv
import math
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from infradot._version import __version__
from infradot.errors import InputError

Column = tuple[str, str, Iterable[float]]  # name, unit, values


def write_csv(path: str | Path, header: Mapping[str, Any], columns: Sequence[Column]) -> None:
    """Write columns with ``# key: value`` lines, a row of names and a row of units; whole or not at all."""
    with replacing(path) as file:
        for key, value in {"infradot": __version__, **header}.items():
            file.write(f"# {key}: {value}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _, _ in columns])
        writer.writerow([unit for _, unit, _ in columns])
        for row in zip(*(values for _, _, values in columns), strict=True):
            writer.writerow(["" if isinstance(x, float) and math.isnan(x) else f"{x:.10g}" for x in row])


@contextlib.contextmanager
def replacing(path: str | Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file that appears under its name only when it is whole; a link is followed to what it names.

    Raises
    ------
    InputError
        Where nothing can be written under that name.
    """
    try:
        target = _writable(path)
        temporary = target.with_name(f".{secrets.token_hex(6)}.part")
        text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
        try:
            with temporary.open("xb" if binary else "x", **text) as file:
                yield file
            temporary.replace(target)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}).") from error


def _writable(path: str | Path) -> Path:
    try:
        target = Path(os.path.realpath(path))
    except (ValueError, TypeError) as error:
        raise InputError(f"{path!r} is no name of a file.") from error
    if target.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{path} is write-protected; give another name.")
    return target


class Result:
    """Base of all results: an answer that can be exported, kept, described and cited; it never solves anything."""

    def to_csv(self, path: str | Path) -> None:
        """Write the arrays as CSV with units."""
        header, columns = self._table()
        write_csv(path, header, columns)

    def save(self, path: str | Path) -> None:
        """Keep the whole result in one file: arrays, device, light, report and sources.

        `infradot.load_result` brings it back. The file is a zip of one JSON text and NumPy arrays, so ``numpy.load``
        reads its arrays as well; a file of that name is replaced.

        Parameters
        ----------
        path : str or Path
            Any name, for example ``"cell.npz"``.

        Raises
        ------
        InputError
            Where the file cannot be written, or the result holds an object of a class that is not infradot's.
        """
        from infradot.experiments.archive import save_result

        save_result(self, path)

    def describe(self) -> str:
        """The result in a few sentences: what was measured, what came out, what limits it, how the solve went."""
        from infradot.experiments.describe import describe

        return describe(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.describe()}>"

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        raise TypeError(f"{type(self).__name__} has no table")

    def _sentences(self) -> list[str]:
        """What came out, a sentence each."""
        return []


def frozen(owner: Any, *names: str) -> None:
    """Copy and freeze the named arrays of a frozen dataclass."""
    for name in names:
        values = np.array(getattr(owner, name), dtype=np.float64)
        values.setflags(write=False)
        object.__setattr__(owner, name, values)
