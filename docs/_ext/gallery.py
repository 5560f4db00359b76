"""The gallery: every file of `examples/` measured, with its figures, its numbers and the file itself.

Beside the documentation it can be drawn alone: ``python docs/_ext/gallery.py FOLDER``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from blocks import fresh
from matplotlib.axes import Axes

from infradot import plot
from infradot.files import read
from infradot.report.answers import Answers
from infradot.report.kinds import perform_any
from infradot.report.run import Run
from infradot.report.summary import tables
from infradot.report.tables import Table

SHOWN = {
    "jv": "current density against voltage",
    "eqe": "external quantum efficiency",
    "bands": "band edges and quasi-Fermi levels against depth",
    "sweep": "efficiency and temperature of the receiver",
    "photoconduction": "noise by its sources, and responsivity, against frequency",
    "photogating": "noise by its sources, and responsivity, against frequency",
    "gain": "gain and bandwidth against the intensity of the light",
    "decay": "photocurrent after the light is switched off",
    "transfer": "drain current against gate voltage",
    "output": "drain current against drain voltage",
}
DETECTOR: dict[str, tuple[Callable[[Any], Axes], str]] = {
    "detectivity": (plot.detectivity, "detectivity with all noise, by shot noise alone, and the background limit"),
    "dark-current": (plot.dark_current, "dark current by mechanism"),
    "linearity": (plot.linearity, "photocurrent against the light"),
    "bandwidth": (plot.response_speed, "response against frequency"),
    "noise": (plot.noise, "noise by its sources"),
}
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

HEAD = """# Gallery

Each file of `examples/`, measured when this page was built. Click one for its figures, its numbers and the file.

::::{grid} 1 2 2 2
:gutter: 3

"""
CARD = """:::{{grid-item-card}} {title}
:link: {name}/index
:link-type: doc
:img-top: {name}/{picture}

{about}
:::
"""


def write(folder: Path) -> None:
    """A page for each example, and the page of cards that leads to them."""
    files = sorted(EXAMPLES.glob("*.toml"))
    cards = [_example(file, folder / file.stem) for file in files]
    entries = "\n".join(f"{file.stem}/index" for file in files)
    text = HEAD + "\n".join(cards) + f"::::\n\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"
    page = folder / "index.md"
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")


def _example(file: Path, folder: Path) -> str:
    """Write the page of one example and return its card; all is kept while nothing that it hangs on is newer."""
    folder.mkdir(parents=True, exist_ok=True)
    page, card = folder / "index.md", folder / "card.txt"
    if fresh([page, card], file, Path(__file__)):
        return card.read_text(encoding="utf-8")
    run = perform_any(read(file))
    pictures = draw(run, folder)
    title, (about, commands) = run.document.title or file.stem, introduction(file)
    lines = [f"# {title}\n", about, ""]
    lines += [f"```{{image}} {name}\n:alt: {alt}\n```\n" for name, alt in pictures.items()]
    lines += [markdown(table) for table in (run.tables() if isinstance(run, Answers) else tables(run))]
    lines += [f"- {failure}" for failure in run.failures()]
    lines += ["\n## The file\n", "```console", *(f"$ {line}" for line in commands), "```\n"] if commands else []
    lines += [f"```{{literalinclude}} ../../../examples/{file.name}\n:language: toml\n:caption: {file.name}\n```\n"]
    page.write_text("\n".join(lines), encoding="utf-8")
    first = re.split(r"(?<=[a-z)])[.:;] ", about.replace("\n", " "), maxsplit=1)[0].rstrip(".") + "."
    text = CARD.format(title=title, name=file.stem, picture=next(iter(pictures)), about=first)
    card.write_text(text, encoding="utf-8")
    return text


def draw(run: Run | Answers, folder: Path) -> dict[str, str]:
    """The figures of a run as PNG files: names to what they show."""
    drawn: dict[str, tuple[Axes, str]] = {}
    if isinstance(run, Answers):
        figures = {
            name: (ax, SHOWN.get(name.partition("_")[0], name.replace("_", " "))) for name, ax in run.figures().items()
        }
        return saved(figures, folder)
    if run.curves:
        drawn["jv"] = plot.jv(run.curves), "current density against voltage"
    for spectrum in list(run.spectra.values())[:1]:
        drawn["eqe"] = plot.eqe(spectrum), "external quantum efficiency over the absorptance of each layer"
    for diagram in list(run.diagrams.values())[:1]:
        drawn["bands"] = plot.bands(diagram), "band edges and quasi-Fermi levels against depth"
    for kind, (draw_one, alt) in DETECTOR.items():
        for result in list(run.detector.get(kind, {}).values())[:1]:
            drawn[kind] = draw_one(result), alt
    return saved(drawn, folder)


def saved(drawn: dict[str, tuple[Axes, str]], folder: Path) -> dict[str, str]:
    """Write figures, and return the names of their files with what they show."""
    for name, (ax, _) in drawn.items():
        plot.save(ax, folder / name)
    return {f"{name}.png": alt.capitalize() for name, (_, alt) in drawn.items()}


def introduction(file: Path) -> tuple[str, list[str]]:
    """The comment at the top of a device file as prose, and the command lines in it."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].strip())
    commands = [line for line in lines if line.startswith("infradot ")]
    prose = "\n".join(line for line in lines if not line.startswith("infradot "))
    return re.sub(r"\n{3,}", "\n\n", prose).strip(), commands


def markdown(table: Table) -> str:
    """A table of a report in Markdown."""
    head = "| " + " | ".join(table.columns) + " |"
    rule = "|---" + "|---:" * (len(table.columns) - 1) + "|"
    indented = [(row[0].replace("  ", "&emsp;"), *row[1:]) for row in table.rows if row]
    rows = ["| " + " | ".join([*row, *[""] * (len(table.columns) - len(row))]) + " |" for row in indented]
    title = f"**{table.title}**\n\n" if table.title else ""
    note = f"\n{table.note}\n" if table.note else ""
    return title + "\n".join([head, rule, *rows]) + "\n" + note


if __name__ == "__main__":
    write(Path(sys.argv[1]))
