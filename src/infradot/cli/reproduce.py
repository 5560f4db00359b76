"""`infradot reproduce`: the published cells of a table, predicted beside printed."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.reply import Reply
from infradot.cli.run import wanted_formats


@command("reproduce", short_help="Predict the published cells of a table and compare with their print.")
@click.argument("table", metavar="table1|table2|table3|table4|single-photons")
@click.option(
    "--draws", type=click.IntRange(3, 10_000), default=24, show_default=True, help="Cells drawn for each row."
)
@click.option("--seed", type=click.IntRange(0), default=1230, show_default=True, help="Of the draws.")
@click.option("--out", type=click.Path(path_type=Path), help="Name of a parity figure to draw, without its suffix.")
@click.option("--force", is_flag=True, help="Replace an earlier figure.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
def reproduce(table: str, draws: int, seed: int, out: Path | None, force: bool, formats: str) -> Reply:
    """Predict every cell of TABLE from its device file and its efficiency under AM1.5G.

    Mobility and lifetime of the absorber are calibrated for each cell; the efficiencies behind filters are predictions.
    Detectors (table4) are predicted from their structures, nothing fitted, with all that is not known of them drawn.
    Of the lasers of table 3 thresholds are predicted, from the cross-section of dots in a film to that in solution.
    "single-photons" holds what the review says of such sources against what the model predicts.
    """
    if table == "single-photons":
        return _photons(draws, seed, out)
    if table == "table3":
        return _lasers(out)
    if table == "table4":
        return _detectors(draws, seed, out, force, formats)
    from infradot.cli.progress import Progress
    from infradot.report.figure_file import figure_files, write_figure
    from infradot.report.reproduce import folder
    from infradot.report.reproduce import reproduce as done_again
    from infradot.report.reproduce_tables import reproduction_tables
    from infradot.report.reproduced import result

    folder(table)
    kinds = wanted_formats(formats)
    if out is not None:
        figure_files(out, kinds, force=force)
    progress = Progress()
    found = done_again(table, draws=draws, seed=seed, progress=lambda done, total: progress("cells", done, total))
    written: tuple[Path, ...] = ()
    if out is not None:
        from infradot.plot.parity import parity

        written = write_figure(parity(found), out, kinds, force=force)
    return Reply(
        result=result(found) | {"figures": [str(path) for path in written]},
        show=(*reproduction_tables(found), *(f"\nWrote {path}" for path in written)),
    )


def _photons(draws: int, seed: int, out: Path | None) -> Reply:
    from infradot.errors import InputError
    from infradot.report.reproduce_photons import photon_work_tables, photon_work_values, reproduce_photons

    if out is not None:
        raise InputError("--out: the single-photon works have no printed numbers, so there is no parity figure.")
    found = reproduce_photons(draws=draws, seed=seed)
    return Reply(result=photon_work_values(found), show=photon_work_tables(found))


def _lasers(out: Path | None) -> Reply:
    from infradot.cli.progress import Progress
    from infradot.errors import InputError
    from infradot.report.reproduce_lasers import laser_work_tables, laser_work_values, reproduce_lasers

    if out is not None:
        raise InputError("--out: lasers have no parity figure; `infradot run` draws those of one device file.")
    progress = Progress()
    found = reproduce_lasers(progress=lambda done, total: progress("lasers", done, total))
    return Reply(result=laser_work_values(found), show=laser_work_tables(found))


def _detectors(draws: int, seed: int, out: Path | None, force: bool, formats: str) -> Reply:
    from infradot.cli.progress import Progress
    from infradot.report.figure_file import figure_files, write_figure
    from infradot.report.reproduce_detectors import reproduce_detectors
    from infradot.report.reproduced_detectors import detector_tables, detector_values

    kinds = wanted_formats(formats)
    if out is not None:
        figure_files(out, kinds, force=force)
    progress = Progress()
    found = reproduce_detectors(
        draws=draws, seed=seed, progress=lambda done, total: progress("detectors", done, total)
    )  # fmt: skip
    written: tuple[Path, ...] = ()
    if out is not None:
        from infradot.plot.detectors import detectors

        written = write_figure(detectors(found)[0], out, kinds, force=force)
    return Reply(
        result=detector_values(found) | {"figures": [str(path) for path in written]},
        show=(*detector_tables(found), *(f"\nWrote {path}" for path in written)),
    )
