"""`infradot record`: what has been published, and one's own devices beside it."""

from __future__ import annotations

import click

from infradot.cli.group import LazyGroup

COMMANDS = {
    "list": "infradot.cli.record_read:listing",
    "show": "infradot.cli.record_read:show",
    "query": "infradot.cli.record_read:query",
    "plot": "infradot.cli.record_plot:plot",
    "audit": "infradot.cli.record_audit:audit",
    "cite": "infradot.cli.record_read:cite",
    "export": "infradot.cli.record_files:export",
    "import": "infradot.cli.record_files:import_",
}


@click.command(
    "record",
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    short_help="Published devices: list, show, plot, audit, add your own.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--json", is_flag=True, expose_value=False, help="Print one JSON object.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a bug.")
@click.pass_context
def record(ctx: click.Context) -> object:
    """What has been published about devices of infrared dots, as printed, and your own devices beside it.

    A device has a key, such as ref45, and so has each of its values, such as ref45.efficiency. Files of your own join
    with --with FILE; see infradot record import --help.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return None
