"""`infradot demo`: a published cell, predicted beside printed."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.reply import DONE, PARTLY, Reply


@command("demo", short_help="Predict a published cell and compare with its print.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the run folder.")
@click.option("--force", is_flag=True, help="Replace an earlier run.")
@click.option(
    "--draws",
    type=click.IntRange(0, 10_000),
    default=24,
    show_default=True,
    help="Cells drawn for the range of the prediction.",
)
def demo(out: Path | None, force: bool, draws: int) -> Reply:
    """Run the shipped PbS-BA / PbS ink / ZnO cell and put the prediction beside what was published."""
    from infradot.cli.progress import Progress
    from infradot.devices import demo_text
    from infradot.files import loads
    from infradot.report.demo import beside_print, comparison, ranges
    from infradot.report.folder import refuse_existing
    from infradot.report.run import perform
    from infradot.report.summary import metrics_table, photon_tables, values
    from infradot.report.write import write_run

    if out is not None:
        refuse_existing(out, force=force)
    answers = perform(loads(demo_text(), path=Path("demo.toml")), Progress())
    allowed = ranges(answers, draws, Progress())
    if out is not None:
        write_run(answers, out, force=force)
    return Reply(
        result=values(answers) | {"printed": comparison(answers, allowed), "folder": None if out is None else str(out)},
        show=(
            metrics_table(answers),
            photon_tables(answers)[0],
            beside_print(answers, allowed),
            *answers.notes(),
            *answers.failures(),
            "\nYour own cell: infradot new solar-cell cell.toml, then infradot run cell.toml"
            if out is None
            else f"\nWrote {out}",
        ),
        code=DONE if answers.complete else PARTLY,
    )
