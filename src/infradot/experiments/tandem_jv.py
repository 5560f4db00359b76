"""J-V of a tandem: cells in series, or each on its own terminals, under one light."""

from __future__ import annotations

import time
from collections.abc import Sequence

from numpy.typing import ArrayLike

from infradot.errors import InputError
from infradot.experiments.in_series import in_series
from infradot.experiments.jv import jv, wanted_voltages
from infradot.experiments.tandem_curves import FourTerminalCurves, TandemCurve
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.tandem import Tandem


def tandem_jv(
    tandem: Tandem, *, light: Spectrum | None = None, voltage: ArrayLike | None = None
) -> TandemCurve | FourTerminalCurves:
    """Measure the J-V of a tandem.

    Light is solved once in the whole stack. With two terminals the subcells find their common current by Newton's
    method on their own exact slopes; with four, each is measured by itself. Photons that one subcell emits into another
    are lost.

    Parameters
    ----------
    tandem : Tandem
    light : Spectrum, optional
        What shines on the front; None is darkness.
    voltage : array_like (m,), optional
        V over all subcells of a two-terminal tandem; None runs from -0.2 V to 0.1 V above open circuit (in the dark:
        above the contact potential differences).

    Returns
    -------
    TandemCurve or FourTerminalCurves

    Raises
    ------
    InputError
        For voltages that are not finite, or voltages for four terminals.
    NotConverged

    Warns
    -----
    ConvergenceWarning
        Where some of the voltages failed; they stay in the curve as NaN and in the report.
    """
    if tandem.terminals == 4:
        if voltage is not None:
            raise InputError("Four terminals have no common voltage; measure tandem.device(name) at its voltages.")
        return _apart(tandem, light)
    found = in_series(
        tandem.devices,
        [light] * len(tandem.subcells),
        tandem.joints,
        tandem.series_resistance,
        None if voltage is None else wanted_voltages(voltage),
    )
    return TandemCurve(**vars(found), tandem=tandem, light=light)


def _apart(tandem: Tandem, light: Spectrum | None) -> FourTerminalCurves:
    begun = time.perf_counter()
    curves = tuple(jv(device, light=light) for device in tandem.devices)
    total = together([curve.metrics.efficiency for curve in curves])
    report = of_all([curve.report for curve in curves], time.perf_counter() - begun)
    return FourTerminalCurves(subcells=curves, efficiency=total, tandem=tandem, light=light, report=report)


def together(parts: Sequence[float | None]) -> float | None:
    """The sum of efficiencies; None where one is missing."""
    known = [part for part in parts if part is not None]
    return float(sum(known)) if len(known) == len(parts) else None


def of_all(reports: Sequence[SolveReport], seconds: float) -> SolveReport:
    """One report for several solves."""
    return SolveReport(
        complete=all(r.complete for r in reports),
        failures=tuple(f for r in reports for f in r.failures),
        points=sum(r.points for r in reports),
        nodes=sum(r.nodes for r in reports),
        iterations=sum(r.iterations for r in reports),
        residual=max(r.residual for r in reports),
        seconds=seconds,
        notes=tuple(dict.fromkeys(note for r in reports for note in r.notes)),
    )
