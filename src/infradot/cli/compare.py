"""`infradot compare`: a run among published devices."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.record_options import own_files
from infradot.cli.reply import Reply


@command("compare", short_help="Place a run among published devices.")
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--within", default="0.1 eV", show_default=True, metavar="ENERGY", help="How far another gap may be from its own."
)
@own_files
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; RUN_compared unless given.")
@click.option("--force", is_flag=True, help="Replace an earlier comparison.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
def compare(
    run: Path, within: str, own: tuple[Path, ...], out: Path | None, force: bool, formats: str, no_figures: bool
) -> Reply:
    """Place the device of RUN, a folder that infradot run wrote, among published ones of its kind and of a similar gap:
    its rank, their values as printed, with conditions and places, and what physics allows at each gap.

    A solar cell is compared under AM1.5G and behind the filters, a photodiode by its quantum efficiency, dark current
    and the detectivity of its shot noise.
    """
    from infradot.cli.run import below, wanted_formats
    from infradot.errors import InputError
    from infradot.record import load_record
    from infradot.report.answer_folder import answers_same
    from infradot.report.compare import compare as placed
    from infradot.report.compare_tables import comparison_tables, comparison_values, told, write_comparison
    from infradot.report.folder import refuse_existing
    from infradot.units import parse

    wanted = wanted_formats(formats)
    try:
        energy = parse(within, "energy")
    except InputError as error:
        raise InputError(f"--within {error}") from None
    out = run.with_name(f"{run.name}_compared") if out is None else out
    asked = {"run": str(run), "within_eV": energy, "with": [str(file) for file in own], "formats": wanted,
             "figures": not no_figures}  # fmt: skip
    refuse_existing(out, force=force or answers_same(out, asked))
    found = placed(run, record=load_record(*own), within=energy)
    write_comparison(found, out, asked=asked, formats=wanted, figures=not no_figures, force=force)
    first, *rest = told(found)
    return Reply(
        result=comparison_values(found) | {"folder": str(out)},
        show=(first, *comparison_tables(found), *below(tuple(rest)), f"\nWrote {out}"),
    )
