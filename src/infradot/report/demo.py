"""The published cell of the demo: predicted beside printed."""

from __future__ import annotations

from typing import Any

from infradot.report.run import AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON, Run
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


def comparison(run: Run) -> list[dict[str, Any]]:
    """Predicted and printed efficiency (fractions) under each light."""
    return [
        {
            "light": light,
            "predicted_efficiency": run.curves[light].metrics.efficiency,
            "printed_efficiency": float(printed),
            "source": str(printed.source),
        }
        for light, printed in PRINTED.items()
    ]


def beside_print(run: Run) -> Table:
    """Predicted beside printed efficiency, with their ratio."""
    rows = []
    for item in comparison(run):
        predicted, printed = item["predicted_efficiency"], item["printed_efficiency"]
        ratio = None if predicted is None else predicted / printed
        per_cent = None if predicted is None else 100 * predicted
        rows.append((item["light"], number(per_cent, 2), number(100 * printed, 2), number(ratio, 2)))
    return Table(
        title="Efficiency, predicted beside printed",
        columns=("", "predicted (%)", "printed (%)", "ratio"),
        rows=tuple(rows),
        note=f"Printed: {_REVIEW.reference}, {_REVIEW.place}.\n"
        "Nothing was fitted: what the paper does not give is infradot's default ('infradot explain FILE' lists it).",
    )
