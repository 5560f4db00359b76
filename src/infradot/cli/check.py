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
    from infradot.files.detector_models import PROBED
    from infradot.materials.dot_film import DotFilm
    from infradot.report.parts import parts_of

    document = read(file, overrides(settings))
    lit = any(m.light is not None or m.what in PROBED for m in document.measures)
    findings = lint(document.design, kind=KINDS[document.kind], lit=lit)
    parts = parts_of(document.design)
    notes = dict.fromkeys(
        f"layer {layer.name!r}: {note}"
        for part in parts
        for layer in part.stack
        if isinstance(layer.material, DotFilm)
        for note in layer.material.notes(part.temperature)
    )
    asked = ", ".join(f"{m.what} ({m.label})" if m.label else m.what for m in document.measures)
    told = [part.sentence() for part in parts]
    head = f"{file}: a {document.kind}"
    return Reply(
        result={
            "title": document.title,
            "kind": document.kind,
            **(parts[0].values() if parts else {}),
            **({"parts": [part.values() for part in parts]} if len(parts) > 1 else {}),
            "measures": [{"what": m.what, "light": m.label} for m in document.measures],
            "notes": list(notes),
            "findings": [{"severity": f.severity, "where": f.where, "message": f.message} for f in findings],
        },
        show=(
            *([f"{head} with {told[0]}. Measures: {asked}."] if len(parts) == 1 else [f"{head}. Measures: {asked}."]),
            *(f"  {part.name}: {text}" for part, text in zip(parts, told, strict=True) if len(parts) > 1),
            *(f"{finding.severity}: {finding}" for finding in findings),
            *(f"note: {note}" for note in notes),
            *(() if findings or notes else ("Nothing that a physicist would look at twice.",)),
        ),
    )
