"""`infradot record export` and `import`."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.record_options import Selection, selecting
from infradot.cli.reply import Reply


@command("export", short_help="Write devices as a table of CSV.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="The names of the columns alone, to be filled in.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@selecting
def export(file: Path, empty: bool, force: bool, selection: Selection) -> Reply:
    """Write the devices that agree with the filters to FILE, one row for each value, with all that is known of them.

    The same table is read by --with and by infradot record import; infradot list columns tells its columns.
    """
    from infradot.errors import InputError
    from infradot.experiments.result import replacing
    from infradot.record.table_write import write_table

    if file.exists() and not force:
        raise InputError(f"{file} exists. Give another name, or replace it with --force.")
    devices = () if empty else selection.devices
    papers = () if empty or selection.filters else selection.record.papers
    with replacing(file) as target:
        target.write(write_table(devices, papers))
    values = sum(len(device.measurements) for device in devices)
    return Reply(
        result={"file": str(file), "devices": len(devices), "measurements": values},
        show=(
            f"Wrote {file}: " + ("the names of the columns" if empty else f"{len(devices)} devices, {values} values"),
        ),
    )


@command("import", short_help="Check your own devices, and keep them in a file.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--into", type=click.Path(path_type=Path), metavar="MINE.csv", help="Add them to this file of your own.")
def import_(files: tuple[Path, ...], into: Path | None) -> Reply:
    """Check FILE, a table of CSV or TOML with devices of your own, and tell every mistake with file, row and column.

    With --into, what is right is added to MINE.csv; where anything is wrong, nothing is. The published record is never
    changed: name your file to other commands with --with MINE.csv. Start with infradot record export mine.csv --empty.
    """
    from infradot.errors import InputError
    from infradot.experiments.result import replacing
    from infradot.record import load_record
    from infradot.record.table_write import write_table

    if into is not None and into.suffix.lower() != ".csv":
        raise InputError(f"--into {into}: expected the name of a table, ending in .csv.")
    before = (into,) if into is not None and into.exists() else ()
    record = load_record(*before, *files)
    known = load_record(*before)
    new = [device for device in record.all_devices if device.key in record.own - known.own]
    if into is not None:
        mine = [device for device in record.all_devices if device.key in record.own]
        published = {paper.key for paper in load_record().papers}
        with replacing(into) as target:
            target.write(write_table(mine, [paper for paper in record.papers if paper.key not in published]))
    values = sum(len(device.measurements) for device in new)
    kept = f"Added to {into}." if into is not None else "Nothing was written: keep them with --into MINE.csv."
    return Reply(
        result={"devices": [device.key for device in new], "measurements": values, "into": into},
        show=(f"{len(new)} devices, {values} values: {', '.join(device.key for device in new) or 'none'}.", kept),
    )
