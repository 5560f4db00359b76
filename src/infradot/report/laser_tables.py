"""Tables of a laser: threshold, what continuous and injected operation take, curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.continuous import ContinuousLasing, InjectedLasing
from infradot.experiments.gain_dynamics import GainDynamics
from infradot.experiments.gain_spectra import GainSpectra
from infradot.experiments.input_output import InputOutput
from infradot.experiments.laser_line import line_in_wavelength
from infradot.experiments.lasing_threshold import LasingThreshold
from infradot.experiments.threshold_map import ThresholdMap
from infradot.report.tables import Table
from infradot.units import hc_eV

ROWS = 10  # of a curve in a table


def threshold_table(title: str, found: LasingThreshold) -> Table:
    """Losses, gain, excitons and pump at threshold."""
    unit, factor = ("W/cm2", 1e-4) if found.continuous else ("uJ/cm2", 100.0)
    cross = found.cross_section
    rows: list[tuple[str, ...]] = [
        ("wavelength", "nm", f"{found.wavelength * 1e9:.0f}"),
        ("effective index", "", f"{found.mode.effective_index:.4g}"),
        ("gain of the mode over that of the film", "", f"{found.mode.confinement:.3g}"),
    ]
    if found.pitch is not None:
        rows.append(("pitch of the grating", "nm", f"{found.pitch * 1e9:.1f}"))
    rows += [
        (),
        ("lost through the ends", "cm-1", f"{found.resonator.ends / 100:.3g}"),
        ("radiated by the grating", "cm-1", f"{found.resonator.radiated / 100:.3g}"),
        ("lost in other layers", "cm-1", f"{found.mode.loss / 100:.3g}"),
        ("lost otherwise", "cm-1", f"{float(found.laser.loss) / 100:.3g}"),
        ("gain of the mode at threshold", "cm-1", f"{found.modal_gain / 100:.3g}"),
        ("gain of the film at threshold", "cm-1", f"{found.material_gain / 100:.3g}"),
        (),
        ("excitons a dot", "", f"{found.occupation:.3g}"),
        ("how long they last", "ps", f"{found.gain_lifetime * 1e12:.3g}"),
        ("absorbed share of the pump", "%", f"{100 * found.absorbed:.3g}"),
        ("cross-section of a dot in the film", "cm2", f"{float(cross.film) * 1e4:.3g}"),
    ]
    if cross.solution is not None:
        rows.append(("cross-section of a dot in solution", "cm2", f"{float(cross.solution) * 1e4:.3g}"))
    rows += [(), ("threshold, cross-section of the film", unit, f"{found.pump * factor:.3g}")]
    if found.pump_solution is not None:
        rows.append(("threshold, cross-section of the solution", unit, f"{found.pump_solution * factor:.3g}"))
    note = "Where gain and losses are equal. Which cross-section counts in a film is the largest uncertainty."
    return Table(title=title, columns=("", "", ""), rows=tuple(rows), words=(0, 1), note=note)


def output_table(found: InputOutput) -> Table:
    """Output against pump."""
    unit, factor = ("W/cm2", 1e-4) if found.static.continuous else ("uJ/cm2", 100.0)
    wavelength = found.static.wavelength
    rows = [
        (
            f"{found.pump[i] * factor:.4g}",
            f"{found.output[i] * factor:.3g}",
            f"{100 * found.conversion[i]:.3g}",
            "-" if np.isnan(found.duration[i]) else f"{found.duration[i] * 1e12:.3g}",
            f"{found.linewidth[i] * 1e3:.3g}",
            f"{line_in_wavelength(float(found.linewidth[i]), wavelength) * 1e9:.3g}",
        )
        for i in _some(found.pump.size)
    ]
    return Table(
        title="\nOutput against pump",
        columns=(f"pump ({unit})", f"output ({unit})", "photons out (%)", "pulse (ps)", "line (meV)", "line (nm)"),
        rows=tuple(rows),
        words=(),
        note="Cross-section of the film. The line is as narrow as so short a pulse lets it be.",
    )


def spectra_table(found: GainSpectra) -> Table:
    """The largest gain for each number of excitons."""
    rows = []
    for number, gain in zip(found.occupation, found.gain, strict=True):
        i = int(np.argmax(gain))
        best = f"{gain[i] / 100:.3g}" if gain[i] > 0 else "-"
        at = f"{found.wavelength[i] * 1e9:.0f}" if gain[i] > 0 else "-"
        rows.append((f"{number:.3g}", best, at))
    return Table(
        title="\nGain of the film",
        columns=("excitons a dot", "largest gain (cm-1)", "at (nm)"),
        rows=tuple(rows),
        words=(),
    )


def continuous_table(light: ContinuousLasing, current: InjectedLasing) -> Table:
    """What lasing without pulses would take."""
    rows = (
        ("pump", "W/cm2", f"{light.intensity * 1e-4:.3g}"),
        (f"warming of a spot of {light.spot * 1e6:.3g} um radius", "K", f"{light.warming:.3g}"),
        ("lifetime of the excitons that would do for 50 K", "ns", f"{light.needed_lifetime * 1e9:.3g}"),
        ("their lifetime", "ns", f"{light.threshold.gain_lifetime * 1e9:.3g}"),
        ("injected current", "A/cm2", f"{current.current_density * 1e-4:.3g}"),
        ("over what diodes of dots carry", "", f"{current.over_usual:.3g}"),
    )
    return Table(
        title="\nWithout pulses",
        columns=("", "", ""),
        rows=rows,
        words=(0, 1),
        note="Lower bounds: contacts, absorbing electrodes and carriers without a partner are not counted.",
    )


def map_table(found: ThresholdMap) -> Table:
    """Threshold against size and doping."""
    unit, factor = ("W/cm2", 1e-4) if found.laser.pump.pulse is None else ("uJ/cm2", 100.0)
    picked = _some(found.exciton.size)
    rows = [
        (f"{number:.3g}", *(f"{x * factor:.3g}" if np.isfinite(x) else "-" for x in found.pump[i, picked]))
        for i, number in enumerate(found.electrons)
    ]
    names = tuple(f"{hc_eV / found.exciton[j] * 1e9:.0f} nm" for j in picked)
    return Table(
        title=f"\nThreshold ({unit}) against electrons a dot and first exciton",
        columns=("electrons", *names),
        rows=tuple(rows),
        words=(),
    )


def laser_values(found: LasingThreshold) -> dict[str, Any]:
    """The threshold for programs, SI."""
    return {
        "wavelength": found.wavelength,
        "threshold": found.pump,
        "threshold_solution": found.pump_solution,
        "continuous": found.continuous,
        "occupation": found.occupation,
        "modal_gain": found.modal_gain,
        "material_gain": found.material_gain,
        "confinement": found.mode.confinement,
        "effective_index": found.mode.effective_index,
        "pitch": found.pitch,
        "gain_lifetime": found.gain_lifetime,
        "absorbed": found.absorbed,
        "cross_section_film": float(found.cross_section.film),
        "cross_section_solution": None if found.cross_section.solution is None else float(found.cross_section.solution),
    }


def dynamics_values(found: GainDynamics) -> dict[str, Any]:
    """Gain in time for programs, SI."""
    return {
        "pump": found.pump,
        "largest_gain": float(found.best.max()),
        "excitons": float(found.excitons.max()),
        "gain_lifetime": found.gain_lifetime,
        "gain_decay": found.gain_decay,
    }


def _some(count: int) -> list[int]:
    """A few places of many, ends included."""
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, ROWS)).round()})
