"""Under which light a cell was measured, and the best that a cell with its gap can do there."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.devices.balance import CellLimit
from infradot.devices.limits import detailed_balance
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER, am15g
from infradot.light.spectrum import trapezoid_weights
from infradot.record.audit.matter import TAIL, gaps
from infradot.record.audit.reading import Span
from infradot.record.audit.states import setting, single
from infradot.record.schema import Device, Measurement
from infradot.units import hc_eV, q

WARM = 300.0  # K
COLD = 288.0  # K, below which a cell does better than at room temperature
SUN = 1000.0  # W m^-2
HALF = 0.058  # eV, half width at half maximum of the widest film line that was fitted, 1.1774 times 49 meV
URBACH = 0.025  # eV, of the widest measured tail of a film of lead chalcogenide dots; the narrowest has 0.014 eV
WIDE_TAIL = 0.04  # eV, wider than any
LOWEST, HIGHEST = 0.31, 4.4  # eV, where AM1.5G ends
SUN_ENDS = 4e-6  # m
STEP = 0.004  # eV, between edges that are tried
FILTERS = {
    "efficiency": 0.0,
    "efficiency_behind_perovskite": PEROVSKITE_FILTER.edge,
    "efficiency_behind_silicon": SILICON_FILTER.edge,
}
Best = Literal["efficiency", "jsc"]


@lru_cache(maxsize=4096)
def step_limit(edge: float, behind: float, multiplied: bool) -> CellLimit:
    """Detailed balance of a step under AM1.5G at 300 K.

    Parameters
    ----------
    edge : float
        eV.
    behind : float
        Edge of a long-pass, m; 0 for none.
    multiplied : bool
        Whether a photon makes as many pairs as its energy holds gaps.
    """
    light = am15g().between(behind, None) if behind else am15g()

    def pairs(energy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.maximum(1.0, np.floor(energy / edge * (1 + 1e-12)))

    return detailed_balance(edge, light=light, temperature=WARM, quantum_yield=pairs if multiplied else None)


def best(what: Best, edges: Span | None, behind: float, *, multiplied: bool = False) -> float:
    """The most that a step between two energies in eV does, or a step at any: efficiency, or current in A m^-2."""
    if edges is None:
        return _best_of_all(what, behind, multiplied)
    count = max(3, math.ceil((edges.high - edges.low) / STEP) + 1)
    return max(_of(what, edge, behind, multiplied) for edge in np.linspace(edges.low, edges.high, count))


@lru_cache(maxsize=64)
def _best_of_all(what: Best, behind: float, multiplied: bool) -> float:
    coarse = np.arange(LOWEST, 2.5, 0.02)
    top = max(coarse, key=lambda edge: _of(what, edge, behind, multiplied))
    return best(what, Span(max(top - 0.02, LOWEST), top + 0.02), behind, multiplied=multiplied)


def tail_power(edge: float, behind: float, width: float) -> float:
    """Most that light below an edge adds to an efficiency: each electron the whole gap, absorbed by a tail.

    Parameters
    ----------
    edge : float
        eV, below which the absorptance falls as exp(energy/width).
    behind : float
        Edge of a long-pass, m; 0 for none.
    width : float
        eV.
    """
    below = am15g().between(max(behind, hc_eV / edge), None)
    absorbed = np.exp((hc_eV / below.wavelength - edge) / width)
    current = q * float(np.sum(trapezoid_weights(below.wavelength) * below.photon_flux * absorbed))
    return current * edge / SUN


def _of(what: Best, edge: float, behind: float, multiplied: bool) -> float:
    limit = step_limit(float(edge), behind, multiplied)
    return limit.efficiency if what == "efficiency" else limit.jsc


def edges_of(device: Device, *, loose: bool = False) -> Span | None:
    """Edges of the film in eV: the printed gap down to half the height of a wide line, or, loosely, to its foot.

    None where no gap is printed or it is beyond the Sun's light, and where something beside the dots may absorb too.
    """
    found = gaps(device, loose=loose)
    if device.partner or not found or not all(gap.low > 0 and gap.high < math.inf for gap in found):
        return None
    low, high = min(gap.low for gap in found) - (TAIL if loose else HALF), max(gap.high for gap in found)
    return Span(low, high) if low > LOWEST and high < HIGHEST else None


def under_sun(m: Measurement) -> bool | None:
    """Whether a value was taken under one sun of AM1.5; None where it does not say."""
    light, irradiance = m.condition("light"), setting(m, "irradiance")
    if irradiance is not None and not irradiance[0] <= SUN <= irradiance[1]:
        return False
    if light is None:
        return None
    words = light.text.casefold().replace(" ", "").replace("-", "")
    return "am1.5" in words or words in ("1sun", "onesun", "fullspectrum")


def cold(m: Measurement) -> bool:
    """Whether a value was taken below room temperature, where a cell does better."""
    warmth = setting(m, "temperature")
    return warmth is not None and warmth[0] < COLD


def one_cell(device: Device, m: Measurement) -> bool:
    """Whether a value is that of a cell with one gap, and not of a tandem."""
    part = m.condition("part")
    return device.kind != "tandem" or (part is not None and "sub" in part.text.casefold())


def filter_edge(device: Device, m: Measurement) -> tuple[float, bool]:
    """Edge of the filter in m, 0 for none, and whether it is printed."""
    stated, words = single(m, "filter_wavelength"), m.condition("filter")
    if stated is not None:
        return min(stated, SUN_ENDS), True
    split = [one.amount.si for one in device.of("splitting_wavelength") if one.amount.si is not None]
    if words is not None and "split" in words.text and split:
        return min(split[0], SUN_ENDS), True
    return FILTERS.get(m.quantity, 0.0), m.quantity not in FILTERS or (m.quantity == "efficiency" and words is None)
