"""`infradot record list`, `show`, `query` and `cite`."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.record_options import Selection, own_files, selecting
from infradot.cli.reply import Reply


@command("list", short_help="Devices by kind, material, wavelength, year.")
@selecting
def listing(selection: Selection) -> Reply:
    """List devices with what is printed of them. All filters that are given must agree."""
    from infradot.report.record import device_summary, devices_table

    table = devices_table(selection.devices, selection.record.own)
    return Reply(
        result={"filters": selection.filters, "devices": [device_summary(each) for each in selection.devices]},
        show=(table,) if table.rows else (table.note,),
    )


@command("show", short_help="A device, a value or a work, with all that is known.")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@own_files
def show(keys: tuple[str, ...], own: tuple[Path, ...]) -> Reply:
    """Show devices (ref45), values (ref45.efficiency) or works with all that is known of them: each value as printed,
    with its bound, its conditions and its place, notes, and what contradicts it."""
    from infradot.record import load_record
    from infradot.report.record import entry_lines, entry_values

    record = load_record(*own)
    lines: list[str] = []
    for key in keys:
        lines += ["", *entry_lines(key, record)] if lines else entry_lines(key, record)
    return Reply(result={"entries": [entry_values(key, record) for key in keys]}, show=tuple(lines))


@command("query", short_help="Ask the record in SQL.")
@click.argument("sql", required=False)
@own_files
def query(sql: str | None, own: tuple[Path, ...]) -> Reply:
    """Answer one SELECT of SQL; without it, tell the tables and their columns.

    Columns si... and at_... are in SI units (eV for energies of carriers). The view flat has a row for each value, with
    its device and its work:

    infradot record query "SELECT device, text FROM flat WHERE quantity = 'detectivity' AND si > 1e10"
    """
    from infradot.record import load_record
    from infradot.record.database import TABLES
    from infradot.report.record import rows_table

    record = load_record(*own)
    if sql is None:
        flat = [*record.query("SELECT * FROM flat LIMIT 1")[0].keys()]
        tables = {**{name: list(columns) for name, columns in TABLES.items()}, "flat": flat}
        return Reply(
            result={"tables": tables}, show=tuple(f"{name}: {', '.join(columns)}" for name, columns in tables.items())
        )
    rows = record.query(sql)
    names = list(rows[0].keys()) if rows else []
    return Reply(
        result={"columns": names, "rows": [list(row) for row in rows]},
        show=(rows_table(names, rows),) if rows else ("No rows.",),
    )


@command("cite", short_help="References, as text and as BibTeX.")
@click.argument("keys", nargs=-1, metavar="[KEY...]")
@click.option("--bibtex", "only_bibtex", is_flag=True, help="Print the BibTeX alone, for a file.")
@selecting
def cite(keys: tuple[str, ...], only_bibtex: bool, selection: Selection) -> Reply:
    """Print the works behind devices, values or works as references and as BibTeX; without KEY those of all devices
    that agree with the filters. What was read in a review comes with that review."""
    from infradot.errors import InputError
    from infradot.report.citations import cited, cited_lines, cited_values

    if not keys and not selection.filters:
        raise InputError("Name what to cite: the key of a device, of a value or of a work, or a filter such as --kind.")
    works = cited(keys, selection.devices, selection.record)
    return Reply(result=cited_values(works), show=cited_lines(works, only_bibtex=only_bibtex))
