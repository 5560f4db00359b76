"""The folder of an answer to one question: it is there whole, and only the same question may replace it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infradot.report.folder import MARK, whole_folder, write_text
from infradot.report.plain import plain
from infradot.report.write import SCHEMA, versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes


def answers_same(folder: Path, asked: Mapping[str, Any]) -> bool:
    """Whether a folder holds the answer to the same question."""
    try:
        found = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("input") == plain(dict(asked))


@contextlib.contextmanager
def answer_folder(
    folder: Path, *, asked: Mapping[str, Any], result: Mapping[str, Any], text: str, force: bool = False
) -> Iterator[Path]:
    """A folder with its table and with everything for programs; what else belongs in it is written in the block.

    Parameters
    ----------
    folder : Path
        Final name.
    asked : mapping
        What was asked for, kept in `result.json`; the same question may replace its own answer.
    result : mapping
        The answer, kept beside it.
    text : str
        What `table.txt` holds.
    force : bool
        Replace an earlier answer to another question.

    Yields
    ------
    Path
        Where to write.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or cannot be written.
    """
    kept = {"schema": SCHEMA, "input": dict(asked), "versions": versions(), "result": dict(result)}
    with whole_folder(folder, force=force or answers_same(folder, asked)) as place:
        write_text(place / "table.txt", text + "\n")
        yield place
        write_text(place / MARK, json.dumps(plain(kept), ensure_ascii=False, indent=2) + "\n")


def save_figure(draw: Callable[[], Axes], path: Path, formats: Iterable[str]) -> None:
    """Draw and write a figure; matplotlib is imported only here, where one is wanted."""
    from infradot.plot import save

    save(draw(), path, tuple(formats))
