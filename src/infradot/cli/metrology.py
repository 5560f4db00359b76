"""`infradot metrology`: noise, detectivity, bandwidth, linear range and photon correlation from what was recorded."""

from __future__ import annotations

import click

from infradot.cli.group import LazyGroup

COMMANDS = {
    "noise": "infradot.cli.metrology_noise:noise",
    "detectivity": "infradot.cli.metrology_noise:detectivity",
    "bandwidth": "infradot.cli.metrology_response:bandwidth",
    "g2": "infradot.cli.metrology_photons:g2",
    "range": "infradot.cli.metrology_response:range_",
}


@click.command(
    "metrology",
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    short_help="Noise, detectivity, bandwidth, linear range and g2 of measured data.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--json", is_flag=True, expose_value=False, help="Print one JSON object.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a bug.")
@click.pass_context
def metrology(ctx: click.Context) -> object:
    """From files of a laboratory to the numbers by which a photodetector is judged, with their conditions and doubts.

    A file has columns of numbers under one line of names with units, such as 'Time (s), Current (nA)'.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return None
