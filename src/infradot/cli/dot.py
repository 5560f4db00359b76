"""`infradot dot`: a dot film laid open, number by number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from infradot.cli.options import command, overrides
from infradot.cli.reply import Reply
from infradot.cli.run import Share, below, wanted_formats


@command("dot", short_help="Every number of a dot film, with interval and source.")
@click.argument("core")
@click.option("--exciton", metavar="ENERGY|WAVELENGTH", help='First exciton of the film, such as "1230 nm".')
@click.option("--diameter", metavar="LENGTH", help='Of the core, such as "4.2 nm".')
@click.option(
    "--ligand", default="PbX2 ink", show_default=True, help="What covers the dots; see infradot list ligands."
)
@click.option("--dispersity", metavar="SHARE", help='Spread of the diameters, such as "5 %".')
@click.option("--linewidth", metavar="ENERGY", help='Measured width of the first exciton, such as "40 meV".')
@click.option("--passivation", metavar="NAME", help="What covers the facets; see infradot list passivations.")
@click.option("--facets", metavar="SHARE|SHAPE", help="Share of (100), or the name of a shape.")
@click.option("--shell", nargs=2, metavar="CORE THICKNESS", help='A shell, such as --shell CdS "0.5 nm".')
@click.option("--solution", is_flag=True, help="The exciton is that of the dots in solution.")
@click.option("--temperature", default="300 K", show_default=True, metavar="TEMPERATURE")
@click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE",
    help='Change a number of the film, for example --set film.packing="70 %" or --set mobility_p="1e-3 cm2/Vs".',
)  # fmt: skip
@click.option(
    "--interval", type=Share(), default="90", show_default=True, metavar="%",
    help="Share of the draws within each interval.",
)  # fmt: skip
@click.option(
    "--draws", type=click.IntRange(3, 100_000), metavar="N", default=200, show_default=True, help="Films drawn for it."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; runs/NAME unless given.")
@click.option("--force", is_flag=True, help="Replace an earlier run.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
def dot(
    core: str,
    exciton: str | None,
    diameter: str | None,
    ligand: str,
    dispersity: str | None,
    linewidth: str | None,
    passivation: str | None,
    facets: str | None,
    shell: tuple[str, str] | None,
    solution: bool,
    temperature: str,
    settings: tuple[str, ...],
    interval: float,
    draws: int,
    out: Path | None,
    force: bool,
    formats: str,
    no_figures: bool,
) -> Reply:
    """Work out every number of a film of CORE dots, with the interval that its inputs leave, and its sources.

    CORE is a name of infradot list cores, an alloy such as PbS0.5Se0.5, or a bulk semiconductor. The film is drawn:
    sizing curve, n and k, levels, absorption.
    """
    from infradot.files.fields import TEMPERATURE
    from infradot.files.single_film import film_from
    from infradot.report.folder import file_name, refuse_existing

    wanted = wanted_formats(formats)
    table: dict[str, Any] = {
        "core": core, "exciton": exciton, "diameter": diameter, "ligand": ligand, "dispersity": dispersity,
        "linewidth": linewidth, "passivation": passivation, "facets": facets,
        "shell": None if shell is None else {"core": shell[0], "thickness": shell[1]},
    }  # fmt: skip
    table = {key: value for key, value in table.items() if value is not None}
    warm = _temperature(TEMPERATURE, temperature)
    changes = _changes(settings)
    film = film_from(table, changes, solution=solution)
    asked = {"film": table, "solution": solution, "set": changes, "temperature_K": warm, "level": interval,
             "draws": draws, "formats": wanted, "figures": not no_figures}  # fmt: skip

    from infradot.cli.progress import Progress
    from infradot.experiments.characterise import characterise
    from infradot.report.answer_folder import answers_same
    from infradot.report.film import film_tables, film_values, source_lines, told, write_film

    out = Path("runs") / file_name("dot", film.name) if out is None else out
    refuse_existing(out, force=force or answers_same(out, asked))
    progress = Progress()
    found = characterise(
        film, temperature=warm, solution=solution, level=interval, draws=draws,
        progress=lambda done, total: progress("films drawn for the intervals", done, total),
    )  # fmt: skip
    write_film(found, out, asked=asked, formats=wanted, figures=not no_figures, force=force)
    return Reply(
        result=film_values(found) | {"folder": str(out)},
        show=(
            f"{film.name}, {warm:g} K",
            *film_tables(found),
            *below(told(found)),
            "\nSources:",
            *source_lines(found),
            f"\nWrote {out}",
        ),
    )


def _changes(settings: tuple[str, ...]) -> dict[str, str]:
    from infradot.errors import InputError

    try:
        return overrides(settings)
    except InputError as error:
        example = ("layer.absorber.thickness=400 nm", "film.packing=70 %")
        raise InputError(*(problem.replace(*example) for problem in error.problems)) from None


def _temperature(quantity: Any, text: str) -> float:
    from infradot.errors import InputError

    try:
        return float(quantity.read(text))
    except InputError as error:
        raise InputError(*(f"--temperature {problem}" for problem in error.problems)) from None
