"""Tables of a single-photon source and of histograms of photons."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.correlation_fit import CorrelationFit
from infradot.experiments.line_sweep import LineSweep
from infradot.experiments.photon_correlation import PeakAreas, PhotonCorrelation
from infradot.experiments.photon_source import PhotonSource
from infradot.experiments.saturation import Saturation
from infradot.report.tables import Table

ROWS = 9  # of a curve in a table


def source_table(title: str, found: PhotonSource) -> Table:
    """Brightness, purity and coherence."""
    e = found.emission
    rows: list[tuple[str, ...]] = [
        ("wavelength of the line", "nm", f"{found.wavelength * 1e9:.0f}"),
        ("its full width", "meV", f"{1e3 * found.line.width:.3g}"),
        ("lifetime of one exciton", "ns", f"{1e9 * e.lifetime:.4g}"),
        ("quantum yield of one exciton", "%", f"{100 * e.quantum_yield(1, 1):.3g}"),
        ("quantum yield of two excitons", "%", f"{100 * e.quantum_yield(2, 2):.3g}"),
    ]
    if found.source.cavity is not None:
        rows += [
            ("Purcell factor, narrow line", "", f"{found.ideal_enhancement:.3g}"),
            ("rate into the mode over the bare one", "", f"{found.enhancement:.3g}"),
            ("share into the mode", "%", f"{100 * found.into_mode:.3g}"),
        ]
    rows += [
        (),
        ("photons emitted", "s-1", f"{found.emitted:.4g}"),
        ("at the first lens", "s-1", f"{found.at_first_lens:.4g}"),
    ]
    if found.brightness is not None:
        rows.append(("at the first lens, a pulse", "%", f"{100 * found.brightness:.3g}"))
    rows += [
        ("counts of each detector", "s-1", f"{found.counts:.4g}"),
        ("of them photons of the dot", "%", f"{100 * found.signal_share:.3g}"),
        (),
        ("g2(0) of the dot", "", f"{found.g2:.3g}"),
        ("g2(0) with all counts", "", f"{found.g2_measured:.3g}"),
        ("coherence time", "ps", f"{1e12 * found.line.coherence_time:.3g}"),
        ("coherence length", "um", f"{1e6 * found.coherence_length:.3g}"),
        ("indistinguishability", "%", f"{100 * found.indistinguishability:.2g}"),
    ]
    return Table(title=title, columns=("", "unit", "value"), rows=tuple(rows), words=(0, 1))


def source_values(found: PhotonSource) -> dict[str, Any]:
    """The same for programs."""
    return {
        "wavelength_nm": found.wavelength * 1e9,
        "width_meV": 1e3 * found.line.width,
        "lifetime_ns": 1e9 * found.emission.lifetime,
        "quantum_yield": found.emission.quantum_yield(1, 1),
        "quantum_yield_biexciton": found.emission.quantum_yield(2, 2),
        "enhancement": found.enhancement,
        "into_mode": found.into_mode,
        "collected": found.collected,
        "emitted_per_s": found.emitted,
        "first_lens_per_s": found.at_first_lens,
        "brightness": found.brightness,
        "counts_per_s": found.counts,
        "signal_share": found.signal_share,
        "g2": found.g2,
        "g2_measured": found.g2_measured,
        "side_peak_per_s": found.side_peak_rate,
        "coherence_time_s": found.line.coherence_time,
        "indistinguishability": found.indistinguishability,
    }


def histogram_table(found: PhotonCorrelation, areas: PeakAreas | None, fit: CorrelationFit | None) -> Table:
    """What is read off a histogram, with standard errors."""
    a, b = found.tags.rates
    rows: list[tuple[str, ...]] = [
        ("counts of detector 1", "s-1", f"{a:.4g}", ""),
        ("counts of detector 2", "s-1", f"{b:.4g}", ""),
        ("coincidences drawn", "", f"{found.counts.sum():.0f}", ""),
    ]
    if areas is not None:
        rows.append(("g2(0), peak areas", "", f"{areas.g2:.4f}", f"{areas.std:.4f}"))
        rows.append(("side peaks over chance", "", f"{areas.bunching:.4f}", ""))
    if fit is not None:
        rows.append(("g2(0), fit", "", f"{fit.g2:.4f}", f"{fit.g2_std:.4f}"))
        rows.append(("decay of the correlation", "ns", f"{1e9 * fit.time:.4g}", f"{1e9 * fit.time_std:.2g}"))
        rows.append(("deviance a degree of freedom", "", f"{fit.goodness:.3f}", ""))
    note = f"{found.tags.seconds:.4g} s of counting."
    if areas is not None or fit is not None:
        note += " Peak areas hold the background, the fit does not."
    return Table(
        title="Photon correlation", columns=("", "unit", "value", "+-"), rows=tuple(rows), words=(0, 1), note=note
    )


def saturation_table(found: Saturation) -> Table:
    """Some points of a saturation curve."""
    per = "s-1" if found.period is None else "a pulse"
    some = np.unique(np.linspace(0, len(found.strength) - 1, ROWS).round().astype(int))
    rows = [
        (f"{found.strength[i]:.3g}", f"{found.photons[i]:.4g}", f"{found.exciton[i]:.4g}", f"{found.g2[i]:.3g}")
        for i in some
    ]
    note = "" if found.half is None else f"The exciton is at half of its most at {found.half:.3g} pairs {per}."
    return Table(
        title="Saturation", note=note, rows=tuple(rows),
        columns=(f"pairs ({per})", f"photons at the splitter ({per})", f"exciton, emitted ({per})", "g2(0)"),
    )  # fmt: skip


def line_table(found: LineSweep) -> Table:
    """Some points of the line against temperature."""
    some = np.unique(np.linspace(0, len(found.temperature) - 1, ROWS).round().astype(int))
    rows = [
        (
            f"{found.temperature[i]:.4g}", f"{1e3 * found.width[i]:.3g}", f"{1e12 * found.coherence_time[i]:.3g}",
            f"{100 * found.indistinguishability[i]:.2g}", f"{found.enhancement[i]:.3g}",
        )
        for i in some
    ]  # fmt: skip
    return Table(
        title="Line against temperature", rows=tuple(rows),
        columns=("K", "full width (meV)", "coherence (ps)", "indistinguishability (%)", "cavity factor"),
    )  # fmt: skip
