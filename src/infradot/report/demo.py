"""The published cell of the demo: predicted beside printed, with the range that the inputs' uncertainty allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infradot.experiments.intervals import FEWEST, intervals
from infradot.experiments.jv import jv
from infradot.report.lights import AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON
from infradot.report.run import Run
from infradot.report.tables import Table, number
from infradot.source import Source, Value

_REVIEW = Source(
    reference="Chem. Commun. 2024, 60, 1072, after Lee et al., Nat. Commun. 2020, 11, 4814",
    place="table 1",
    how="measured",
)
PRINTED = {
    AM15G: Value(0.0887, source=_REVIEW),
    BEHIND_PEROVSKITE: Value(0.0357, source=_REVIEW),
    BEHIND_SILICON: Value(0.0143, source=_REVIEW),
}
LEVEL = 0.68
Ranges = dict[str, tuple[float, float]]


def ranges(run: Run, draws: int, progress: Callable[[str, int, int], None] = lambda name, done, total: None) -> Ranges:
    """Where 68 % of the efficiencies lie when every uncertain input is drawn from its stated spread.

    Parameters
    ----------
    run : Run
        Holds the device and its lights.
    draws : int
        How many devices are drawn; below 3 there is no range.
    progress : callable, optional
        As in `infradot.report.run.perform`.

    Returns
    -------
    dict of str to (float, float)
        Light to the 16th and 84th percentile of the efficiency, as fractions; 0 where a device gives no power.
    """
    if draws < FEWEST:
        return {}
    lights = {name: curve.light for name, curve in run.curves.items() if name in PRINTED and curve.light is not None}
    found = intervals(
        run.document.device,
        lambda device: {name: jv(device, light=light).metrics.efficiency or 0.0 for name, light in lights.items()},
        level=LEVEL,
        draws=draws,
        progress=lambda done, total: progress("range of the prediction", done, total),
    )
    ends = {name: found.of(name) for name in lights}
    return {name: pair for name, pair in ends.items() if pair is not None}


def comparison(run: Run, found: Ranges) -> list[dict[str, Any]]:
    """Predicted and printed efficiency (fractions) under each light."""
    return [
        {
            "light": light,
            "predicted_efficiency": run.curves[light].metrics.efficiency if light in run.curves else None,
            "range_of_efficiency": found.get(light),
            "printed_efficiency": float(printed),
            "source": str(printed.source),
        }
        for light, printed in PRINTED.items()
    ]


def beside_print(run: Run, found: Ranges) -> Table:
    """Predicted beside printed efficiency, with the range from the inputs."""
    rows = []
    for item in comparison(run, found):
        predicted, printed = item["predicted_efficiency"], item["printed_efficiency"]
        allowed = item["range_of_efficiency"]
        per_cent = None if predicted is None else 100 * predicted
        span = "-" if allowed is None else f"{100 * allowed[0]:.1f} to {100 * allowed[1]:.1f}"
        rows.append((item["light"], number(per_cent, 2), span, number(100 * printed, 2)))
    return Table(
        title="Efficiency, predicted beside printed",
        columns=("", "predicted (%)", "range (%)", "printed (%)"),
        rows=tuple(rows),
        note=f"Printed: {_REVIEW.reference}, {_REVIEW.place}.\n"
        "Range: 68 % of cells whose uncertain inputs are drawn from their stated spread. The paper's layer\n"
        "thicknesses and film parameters are not known here; mobility and traps of the ink are defaults\n"
        "(confidence C) that were chosen with cells of this kind in view. A close match is therefore no proof.",
    )
