"""`infradot check`: is a device file right, and would a physicist look at it twice?"""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command, overrides, setting
from infradot.cli.reply import Reply


@command("check", short_help="Check a device file without running it.")
@click.argument("file", type=click.Path(path_type=Path))
@setting
def check(file: Path, settings: tuple[str, ...]) -> Reply:
    """Check FILE: every mistake with its line, then what a physicist would look at twice."""
    from infradot.devices import KINDS, lint
    from infradot.files import read
    from infradot.materials.dot_film import DotFilm

    document = read(file, overrides(settings))
    device = document.device
    lit = any(m.light is not None or m.what == "eqe" for m in document.measures)
    findings = lint(device, kind=KINDS[document.kind], lit=lit)
    notes = [
        f"layer {layer.name!r}: {note}"
        for layer in device.stack
        if isinstance(layer.material, DotFilm)
        for note in layer.material.notes(device.temperature)
    ]
    layers = [
        {"name": layer.name, "thickness_nm": layer.thickness * 1e9, "conducts": material.conducts}
        for layer, material in zip(device.stack.layers, device.materials(), strict=True)
    ]
    count = f"{len(layers)} layers, {sum(bool(layer['conducts']) for layer in layers)} of them conduct"
    asked = ", ".join(f"{m.what} ({m.label})" for m in document.measures)
    return Reply(
        result={
            "title": document.title,
            "kind": document.kind,
            "layers": layers,
            "anode": device.anode,
            "measures": [{"what": m.what, "light": m.label} for m in document.measures],
            "notes": notes,
            "findings": [{"severity": f.severity, "where": f.where, "message": f.message} for f in findings],
        },
        show=(
            f"{file}: a {document.kind} with {count}; anode at the {device.anode}. Measures: {asked}.",
            *(f"{finding.severity}: {finding}" for finding in findings),
            *(f"note: {note}" for note in notes),
            *(() if findings or notes else ("Nothing that a physicist would look at twice.",)),
        ),
    )
