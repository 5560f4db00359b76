"""The published cell of the demo: predicted beside printed, with the range that the inputs' uncertainty allows."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.jv import jv
from infradot.light import Spectrum
from infradot.report.lights import AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON
from infradot.report.run import Run
from infradot.report.tables import Table, number
from infradot.source import Source, Value, sample
from infradot.stack.device import Device

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
SEED = 1230
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
        Light to the 16th and 84th percentile of the efficiency, as fractions.
    """
    lights = {name: curve.light for name, curve in run.curves.items() if name in PRINTED and curve.light is not None}
    rng = np.random.default_rng(SEED)
    drawn = []
    for i in range(draws if draws >= 3 else 0):
        progress("range of the prediction", i, draws)
        found = _efficiencies(run.document.device, lights, rng)
        if found is not None:
            drawn.append(found)
    if len(drawn) < 3:
        return {}
    low, high = np.percentile(np.array(drawn), [16, 84], axis=0)
    return {name: (float(low[i]), float(high[i])) for i, name in enumerate(lights)}


def _efficiencies(device: Device, lights: dict[str, Spectrum], rng: np.random.Generator) -> list[float] | None:
    """Efficiencies of one drawn device, 0 where it gives no power; None where the draw makes no device."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            drawn = sample(device, rng)
            return [jv(drawn, light=light).metrics.efficiency or 0.0 for light in lights.values()]
        except (InputError, NotConverged):
            return None


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
