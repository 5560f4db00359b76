"""`infradot sweep`: many devices at once, from one device file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import click

from infradot.cli.options import command, overrides, setting
from infradot.cli.reply import DONE, PARTLY, Reply
from infradot.cli.run import below, wanted_formats

_log = logging.getLogger("infradot")


@command("sweep", short_help="Vary parameters of a device file: rows, table, map.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--vary", multiple=True, required=True, metavar="PATH=FROM:TO:POINTS",
    help='What goes where, for example --vary layer.absorber.thickness="200 nm:800 nm:13". End with :log for equal '
    'ratios, or list values: "280 K,300 K". Repeat for a grid of all combinations.',
)  # fmt: skip
@click.option(
    "--sobol", type=click.IntRange(1, 10_000_000), metavar="N",
    help="N points that fill the box evenly, instead of a grid; ranges are then FROM:TO.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1230, show_default=True, help="Of these points.")
@click.option(
    "--of", metavar="NAME,NAME", default="",
    help="What is asked of the file's J-V curves: efficiency, voc, jsc, fill_factor (unless given), maximum_power, "
    "voltage_mpp, current_density_mpp; of dark ones dark_current.",
)  # fmt: skip
@click.option("--light", "lights", multiple=True, metavar="NAME", help="Only the J-V under this light of the file.")
@click.option("--quick", is_flag=True, help="Of tandems: the maximum power alone, ten times as fast, within 0.3 %.")
@setting
@click.option("--out", type=click.Path(path_type=Path), help="File of the rows; runs/NAME.sqlite unless given.")
@click.option("--force", is_flag=True, help="Begin anew, in place of another sweep of that name.")
@click.option("--retry", is_flag=True, help="Compute the failed points of an earlier run again.")
@click.option("--workers", type=click.IntRange(1), help="Devices at a time; one for each core unless given.")
@click.option("--processes", is_flag=True, help="Processes instead of threads; faster, after seconds to start.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
def sweep(
    file: Path,
    vary: tuple[str, ...],
    sobol: int | None,
    seed: int,
    of: str,
    lights: tuple[str, ...],
    quick: bool,
    settings: tuple[str, ...],
    out: Path | None,
    force: bool,
    retry: bool,
    workers: int | None,
    processes: bool,
    formats: str,
    no_figures: bool,
) -> Reply:
    """Measure the device of FILE with other values of some parameters, and keep each point as soon as it is done.

    Rows go into one SQLite file. Stopped in whatever way, the same command goes on where it was. In the end there is a
    table (CSV) and a figure beside it: a line for one parameter, a map for two.
    """
    from infradot.files import read

    wanted = () if no_figures else wanted_formats(formats)
    varied = _assignments(vary)
    document = read(file, overrides(settings))

    from infradot.report.sweep import files_of, sweep_tables, sweep_values, told, write_files
    from infradot.sweep.answer import measured_by
    from infradot.sweep.plan import planned
    from infradot.sweep.runner import run

    plan = planned(document.design, varied, sobol, seed)
    answer = measured_by(document, [name.strip() for name in of.split(",") if name.strip()], lights, quick=quick)
    out = _out(file, tuple(axis.path for axis in plan.axes), sobol) if out is None else out
    files_of(out, wanted, force=force)
    ticker = Ticker(out)
    try:
        found = run(
            document.design, vary=varied, answer=answer, out=out, sobol=sobol, seed=seed, workers=workers,
            processes=processes, retry=retry, about={"file": document.text, "set": str(overrides(settings))},
            progress=ticker,
        )  # fmt: skip
    except KeyboardInterrupt:
        _log.info("%d of %d points are kept in %s; the same command goes on from there.", *ticker.reached, out)
        raise
    files = (out, *write_files(found, out, wanted))
    return Reply(
        result=sweep_values(found) | {"files": [str(each) for each in files]},
        show=(*sweep_tables(found), *below(tuple(told(found))), f"\nWrote {', '.join(map(str, files))}"),
        code=DONE if found.complete else PARTLY,
    )


def _assignments(texts: tuple[str, ...]) -> dict[str, str]:
    """``PATH=VALUES`` texts as a dictionary, all mistakes told at once."""
    from infradot.errors import InputError
    from infradot.files import parse_assignment

    problems: list[str] = []
    found: dict[str, str] = {}
    for text in texts:
        try:
            path, values = parse_assignment(text)
        except InputError:
            problems.append(f"--vary {text!r} is not PATH=VALUES, such as layer.absorber.thickness=200 nm:800 nm:13.")
            continue
        if path in found:
            problems.append(f"--vary {path} is given twice.")
        found[path] = values
    if problems:
        raise InputError(*problems)
    return found


def _out(file: Path, paths: tuple[str, ...], sobol: int | None) -> Path:
    """``runs/cell_thickness_exciton.sqlite``."""
    from infradot.files.paths import split
    from infradot.report.folder import file_name

    fields = "_".join([*(split(path)[-1] for path in paths), *(["sobol"] if sobol is not None else [])])
    return Path("runs") / f"{file_name(file.stem, fields)}.sqlite"


class Ticker:
    """Says how far a sweep is and about how long it will still take, at first each second, then ever less often.

    Parameters
    ----------
    file : Path
        Of the rows.
    clock : callable
        Seconds, for tests.
    """

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._clock = file, clock
        self._start = self._said = clock()
        self._first: tuple[float, int] | None = None
        self.reached = (0, 0)

    def __call__(self, done: int, total: int) -> None:
        """Announce the points done, and all."""
        now, first_call = self._clock(), self.reached[1] == 0
        self.reached = (done, total)
        if first_call:
            if 0 < done < total:
                _log.info("%d of %d points are in %s already; going on.", done, total, self._file)
            return
        if self._first is None:  # the first point may hold the compiling, which does not come again
            self._first = (now, done)
        if now - self._said < max(1.0, (now - self._start) / 30):
            return
        self._said = now
        _log.info("[%d/%d] points%s", done, total, self._left(now, done, total))

    def _left(self, now: float, done: int, total: int) -> str:
        assert self._first is not None
        since, counted = self._first
        if done <= counted or done == total:
            return ""
        return f", about {duration((now - since) / (done - counted) * (total - done))} left"


def duration(seconds: float) -> str:
    """A time that one can wait for.

    Examples
    --------
    >>> duration(42.3), duration(600.0), duration(9000.0)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 100:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
