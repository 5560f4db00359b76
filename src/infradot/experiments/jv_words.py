"""A current-voltage curve in words, with what limits it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from infradot.errors import InputError
from infradot.experiments.describe import current, listed
from infradot.experiments.ideal_cell import IdealCell, ideal_cell, smallest_gap
from infradot.experiments.ideality import local_ideality

if TYPE_CHECKING:
    from infradot.experiments.jv import JVCurve
    from infradot.experiments.metrics import JVMetrics

EVEN = 0.02  # shares that differ by less than this are called alike


def curve_sentences(curve: JVCurve) -> list[str]:
    """What a J-V curve shows, a sentence each."""
    if curve.light is None and curve.generation is None:
        return _dark(curve)
    told = [_metrics(curve.metrics), *limit_sentences(curve)]
    return [text for text in told if text]


def limit_sentences(curve: JVCurve) -> list[str]:
    """What limits a cell under light, beside the best that its gap allows; nothing where that cannot be said."""
    if curve.light is None:
        return []
    best = ideal_cell(smallest_gap(curve.device), curve.light, curve.device.temperature)
    return [] if best is None else _limits(curve.metrics, best)


def _dark(curve: JVCurve) -> list[str]:
    good = np.flatnonzero(np.isfinite(curve.current_density))
    if not len(good):
        return []
    v, j = curve.voltage[good], curve.current_density[good]
    low, high = int(np.argmin(v)), int(np.argmax(v))
    ends = [f"{current(j[i])} at {v[i]:.3g} V" for i in dict.fromkeys((low, high))]
    told = [f"The current is {ends[0]}." if len(ends) == 1 else f"The current goes from {ends[0]} to {ends[1]}."]
    reach = min(-v[low], v[high])
    if reach > 0:
        order = np.argsort(v, kind="stable")
        forward, reverse = (float(np.interp(s * reach, v[order], j[order])) for s in (1, -1))
        if reverse < 0 < forward:
            told.append(f"At {reach:.3g} V it rectifies {forward / -reverse:.2g} to 1.")
    with contextlib.suppress(InputError):  # too few forward voltages
        found = local_ideality(curve, None, None)
        told.append(f"Its local ideality is lowest at {found.lowest_voltage:.3g} V: {found.lowest:.2f}.")
    return told


def _metrics(m: JVMetrics) -> str:
    parts = []
    if m.voc is not None:
        parts.append(f"Voc {m.voc:.4f} V")
    if m.jsc is not None:
        parts.append(f"Jsc {current(m.jsc)}")
    for name, value in (("fill factor", m.fill_factor), ("efficiency", m.efficiency)):
        if value is not None:
            parts.append(f"{name} {100 * value:.2f} %")
    text = f"It gives {listed(parts)}." if parts else ""
    missing: dict[str, list[str]] = {}
    for name in ("voc", "jsc", "fill_factor", "efficiency"):
        if getattr(m, name) is None and name in m.reasons:
            missing.setdefault(m.reasons[name], []).append(name.replace("_", " ").replace("voc", "Voc"))
    lacks = [f"No {' or '.join(names).replace('jsc', 'Jsc')}: {why}." for why, names in missing.items()]
    return " ".join([text, *lacks]).strip()


def _limits(m: JVMetrics, best: IdealCell) -> list[str]:
    if m.voc is None or m.jsc is None or m.fill_factor is None or min(m.voc, m.jsc) <= 0:
        return []
    kept = {
        "current": m.jsc / best.jsc,
        "voltage": m.voc / best.voc,
        "fill factor": m.fill_factor / best.fill_factor,
    }
    shares = listed([f"{100 * share:.0f} % of the {name}" for name, share in kept.items()])
    tail = " (above all of the current, since light is absorbed below the gap too)" if kept["current"] > 1 else ""
    least = min(kept.values())
    worst = listed([name for name, share in kept.items() if share < least + EVEN])
    most = "loses most" if " and " not in worst else "lose most"
    return [
        f"Of the best that a gap of {best.band_gap:.3g} eV allows under this light ({current(best.jsc)}, "
        f"{best.voc:.3f} V, {100 * best.fill_factor:.1f} %) it keeps {shares}{tail}; the {worst} {most}. "
        f"Voc lies {best.band_gap - m.voc:.3f} V below the gap."
    ]
