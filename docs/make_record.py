"""Draw the figures of the record in docs/figures; `make figures` calls it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import infradot as idt
from infradot import plot
from infradot.devices import demo_text
from infradot.files import loads
from infradot.report.run import Run, perform

FIGURES = Path(__file__).parent / "figures"


def main(run: Run | None = None) -> None:
    """Each chart, the limits, and the demo cell among published ones; `run` is that of the demo."""
    FIGURES.mkdir(exist_ok=True)
    record = idt.load_record()
    charts = {
        "efficiency": idt.record.efficiency_chart(record, quantity="efficiency"),
        "efficiency_perovskite": idt.record.efficiency_chart(record, quantity="efficiency_behind_perovskite"),
        "efficiency_silicon": idt.record.efficiency_chart(record, quantity="efficiency_behind_silicon"),
        "detectivity": idt.record.detectivity_chart(record),
        "speed": idt.record.speed_chart(record),
        "threshold": idt.record.threshold_chart(record),
    }
    for name, chart in charts.items():
        plot.save(plot.record(chart), FIGURES / f"record_{name}")
    edges = np.linspace(0.3, 2.5, 221)
    limits = [idt.efficiency_against_gap(edges, filter=each)
              for each in (None, idt.PEROVSKITE_FILTER, idt.SILICON_FILTER)]  # fmt: skip
    plot.save(plot.efficiency_against_gap(*limits), FIGURES / "record_limits")
    found = idt.compare(perform(loads(demo_text())) if run is None else run)
    plot.save(plot.comparison(found).axes[0], FIGURES / "record_comparison")


if __name__ == "__main__":
    main()
