"""`infradot doctor --case`: the smallest device of a file that still fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from infradot.cli.options import overrides
from infradot.cli.reply import DONE, NOT_CONVERGED, Reply


def failing_case(file: Path, out: Path, settings: tuple[str, ...], force: bool) -> Reply:
    """Measure FILE; where something fails, write the smallest device at which it still does."""
    from infradot.cli.progress import Progress
    from infradot.errors import InputError
    from infradot.experiments.result import replacing
    from infradot.files import read
    from infradot.report.case import asked, ending, smallest_case

    if out.exists() and not force:
        raise InputError(f"{out} exists. Give another name with --out, or replace it with --force.")
    document = read(file, overrides(settings))
    tables = asked(document)
    progress = Progress()
    endings = []
    for i, table in enumerate(tables):
        progress(f"{table['what']} of {file.name}", i, len(tables))
        endings.append(ending(document.device, table))
    failed = [(table, end) for table, end in zip(tables, endings, strict=True) if end is not None]
    found: dict[str, Any] = {
        "measurements": len(tables),
        "failures": [{"what": table["what"], "sentence": end.sentence} for table, end in failed],
    }
    if not failed:
        text = f"All {len(tables)} measurements of {file} converge; there is no failing case to write."
        return Reply(result=found | {"case": None}, show=(text,), code=DONE)
    case = smallest_case(document, *failed[0], progress)
    with replacing(out) as target:
        target.write(case.text)
    found |= {"case": str(out), "left_out": case.steps, "trials": case.trials, "sentence": case.after.sentence}
    return Reply(
        result=found,
        show=(
            f"{len(failed)} of {len(tables)} measurements of {file} fail; the first: {failed[0][1].sentence}",
            f"Wrote {out}, which fails in the same way after {len(case.steps)} steps of leaving out "
            f"({case.trials} devices tried): {case.after.sentence}",
            "Please send this file along with your question.",
        ),
        code=NOT_CONVERGED,
    )
