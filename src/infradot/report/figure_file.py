"""One figure as files: all formats or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from infradot.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def figure_files(path: Path, formats: Iterable[str], *, force: bool = False) -> tuple[Path, ...]:
    """The names that a figure will have.

    Parameters
    ----------
    path : Path
        Without suffix.
    formats : iterable of {"png", "svg", "pdf"}
    force : bool
        Whether files may be replaced.

    Raises
    ------
    InputError
        Where one of them exists and may not be replaced.
    """
    if not path.name or path.is_dir():
        raise InputError(f"{path} is a folder; give the name of the figure, such as {path / 'figure'}.")
    files = tuple(path.with_name(f"{path.name}.{kind}") for kind in formats)
    for file in files:
        if file.exists() and not force:
            raise InputError(f"{file} exists. Give another name with --out, or replace it with --force.")
    return files


def write_figure(ax: Axes, path: Path, formats: Iterable[str], *, force: bool = False) -> tuple[Path, ...]:
    """Write the figure of `ax` under its names, when all of them are drawn.

    Raises
    ------
    InputError
        Where a file exists and may not be replaced, or nothing can be written there.
    """
    from infradot.plot import save

    kinds = tuple(formats)
    files = figure_files(path, kinds, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            drawn = save(ax, Path(folder) / path.name, kinds)
            for made, file in zip(drawn, files, strict=True):
                made.replace(file)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}).") from error
    return files
