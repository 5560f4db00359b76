"""Where the rows of a sweep are kept: one SQLite file, written row by row, so that an interruption loses none.

Table ``sweep`` holds what the sweep is, table ``points`` a row for each point that is done: its place, its values in
SI, its answers in SI, and where one is missing why. The file is in write-ahead mode while it grows: it can be read
meanwhile, and a process that is killed leaves every row that it had finished. In the end it is one plain file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infradot.errors import InputError

FORMAT = "infradot sweep 1"
OWN = ("point", "state", "why", "seconds")  # columns beside the values and the answers
DONE, FAILED = "done", "failed"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A point that is done.

    Parameters
    ----------
    point : int
        Its place in the plan.
    numbers : mapping
        Answers in SI; None where there is none.
    why : str
        What is missing and why; empty where nothing is.
    seconds : float
    """

    point: int
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    why: str = ""
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """``done``, or ``failed`` where something is missing."""
        return FAILED if self.why else DONE


class Store:
    """The rows of one sweep.

    Parameters
    ----------
    path : Path, optional
        A file; None keeps the rows in memory.
    reading : bool
        Whether the file has to be there.
    """

    def __init__(self, path: Path | None, *, reading: bool = False) -> None:
        self.path = path
        self._database = connected(path, reading=reading)
        self._paths: tuple[str, ...] = ()
        self._answers: list[str] = []

    def begin(self, head: Mapping[str, str], paths: tuple[str, ...]) -> dict[str, str]:
        """Make the tables of a new sweep over these paths, or find those of an old one; what stands at its head."""
        if not self.head():
            values = "".join(f", {quoted(path)} REAL" for path in paths)
            with self._transaction():
                if not self.head():  # nobody was quicker
                    self._do("CREATE TABLE sweep (name TEXT PRIMARY KEY, text TEXT)")
                    self._do(f"CREATE TABLE points ({', '.join(OWN)}{values}, PRIMARY KEY (point))")
                    for name, text in {"format": FORMAT, **head}.items():
                        self._do("INSERT INTO sweep VALUES (?, ?)", (name, text))
        self.expect(paths)
        return self.head()

    def expect(self, paths: tuple[str, ...]) -> None:
        """Tell which columns are what is varied; the others are answers."""
        columns = [row[1] for row in self._do("PRAGMA table_info(points)")]
        self._paths, self._answers = paths, [name for name in columns if name not in (*OWN, *paths)]

    def head(self) -> dict[str, str]:
        """Name to text of what the sweep is; empty in a new file.

        Raises
        ------
        InputError
            For a database of another kind.
        """
        tables = [name for (name,) in self._do("SELECT name FROM sqlite_master WHERE type = 'table'")]
        head = dict(self._do("SELECT name, text FROM sweep")) if "sweep" in tables else {}
        if tables and head.get("format") != FORMAT:
            raise InputError(f"{self.path} is no sweep of infradot; give another file.")
        return head

    def grow(self) -> None:
        """Get ready for rows: readers may look on, and each row is safe from the end of the process once it is in."""
        self._do("PRAGMA journal_mode = WAL")
        self._do("PRAGMA synchronous = NORMAL")

    def points(self) -> set[int]:
        """Places of the points that are done."""
        return {point for (point,) in self._do("SELECT point FROM points")}

    def forget_failed(self) -> None:
        """Take the rows out in which something is missing."""
        self._do("DELETE FROM points WHERE state = ?", (FAILED,))

    def add(self, row: Row, values: tuple[float, ...]) -> None:
        """Keep a row, in a transaction of its own; a point that is there already stays as it is."""
        for name in row.numbers:
            if name not in self._answers:
                self._new_answer(name)
        columns = (*OWN, *self._paths, *row.numbers)
        places = ", ".join("?" * len(columns))
        self._do(
            f"INSERT OR IGNORE INTO points ({', '.join(map(quoted, columns))}) VALUES ({places})",
            (row.point, row.state, row.why or None, row.seconds, *values, *row.numbers.values()),
        )

    def _new_answer(self, name: str) -> None:
        with self._transaction():
            self.expect(self._paths)  # another run of the same sweep may have been quicker
            if name in self._answers:
                return
            taken = {other.casefold() for other in (*OWN, *self._paths, *self._answers)}
            if name.casefold() in taken:
                raise InputError(f"An answer may not be called {name!r}: the file has a column of that name.")
            self._do(f"ALTER TABLE points ADD COLUMN {quoted(name)} REAL")
            self._answers.append(name)

    def rows(self) -> Iterator[Row]:
        """All rows, in the order of the points."""
        own = ", ".join(map(quoted, (*OWN, *self._answers)))
        for point, _, why, seconds, *numbers in self._do(f"SELECT {own} FROM points ORDER BY point"):
            found = dict(zip(self._answers, numbers, strict=True))
            yield Row(point=point, numbers=found, why=why or "", seconds=seconds)

    @property
    def answers(self) -> tuple[str, ...]:
        """Names of the answers so far."""
        return tuple(self._answers)

    def settle(self) -> None:
        """Leave one plain file, unless somebody else is looking on."""
        with contextlib.suppress(sqlite3.Error):
            self._database.execute("PRAGMA busy_timeout = 0")
            self._database.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._do("ROLLBACK")
            raise
        self._do("COMMIT")

    def _do(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._database.execute(sql, values)
        except sqlite3.Error as error:
            raise InputError(_told(self.path, error)) from error


def connected(path: Path | None, *, reading: bool = False) -> sqlite3.Connection:
    """An open database; parents of a new file are made.

    Raises
    ------
    InputError
        Where it cannot be opened.
    """
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file, such as {path / 'sweep.sqlite'}.")
    if reading and not path.exists():
        raise InputError(f"{path} does not exist.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(path, isolation_level=None, timeout=60.0)
    except (OSError, sqlite3.Error) as error:
        raise InputError(_told(path, error)) from error


def _told(path: Path | None, error: Exception) -> str:
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return f"{path} is no sweep of infradot; give another file."
    return f"{path or 'the sweep'}: cannot be read or written ({getattr(error, 'strerror', None) or error})."


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def check_names(paths: tuple[str, ...]) -> None:
    """Raise `InputError` where a name of one's own is that of a column of the file."""
    taken = [path for path in paths if path.casefold() in OWN]
    if taken:
        told = "the file has a column of that name"
        raise InputError(*(f"What is varied may not be called {path!r}: {told}." for path in taken))


def remove(path: Path) -> None:
    """Remove the file of a sweep, and nothing else.

    Raises
    ------
    InputError
        Where it is no sweep of infradot.
    """
    database = Store(path, reading=True)
    try:
        database.head()
    finally:
        database.close()
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
