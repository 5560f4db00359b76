"""Detailed balance: the best that a solar cell can do, from what it absorbs.

What absorbs must emit. With every photon that is absorbed making one pair, and every pair lost only by emitting one
photon, the current at a voltage V is what the light brings less what the cell emits more than at 0 V:

    J = Jsc - (1/Y) q integral of a(E) [phi(E, qV) - phi(E, 0)] dE,
    phi(E, mu) = (n_front^2 + n_back^2) 2 pi E^2 / (h^3 c^2) / (exp((E - mu)/kT) - 1)

with the absorptance a and the external luminescence yield Y (W. Shockley and H. J. Queisser, J. Appl. Phys. 32, 510
(1961), DOI 10.1063/1.1736034; P. Wurfel, J. Phys. C 15, 3967 (1982), DOI 10.1088/0022-3719/15/18/012).
The surroundings, at the cell's temperature, shine on it from the whole half-space, beside the light.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.absorber import Yield, chosen, sampled
from infradot.devices.balance import CellLimit, solved
from infradot.devices.ranges import FINITE, NOT_NEGATIVE, PART, POSITIVE, checked
from infradot.light.lamps import am15g
from infradot.light.spectrum import Filter, Spectrum
from infradot.units import thermal_voltage

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class GapSweep:
    """The limit against the absorption edge, one array element an edge.

    Parameters
    ----------
    edge : ndarray (n,)
        eV, in the order asked for.
    jsc, voc, fill_factor, efficiency : ndarray (n,)
        A m^-2, V, fractions.
    light : str
        What shines on the cells: name of the spectrum, and of the filter.
    """

    edge: Array
    jsc: Array
    voc: Array
    fill_factor: Array
    efficiency: Array
    light: str

    def __post_init__(self) -> None:
        for key in ("edge", "jsc", "voc", "fill_factor", "efficiency"):
            values = np.array(getattr(self, key), dtype=np.float64)
            values.setflags(write=False)
            object.__setattr__(self, key, values)

    @cached_property
    def best(self) -> int:
        """Index of the highest efficiency."""
        return int(np.argmax(self.efficiency))


def detailed_balance(
    edge: float | None = None,
    *,
    absorptance: tuple[ArrayLike, ArrayLike] | None = None,
    light: Spectrum | None = None,
    filter: Filter | None = None,
    temperature: float = 300.0,
    luminescence_yield: float = 1.0,
    front_index: float = 1.0,
    back_index: float | None = None,
    quantum_yield: Yield | None = None,
    boltzmann: bool = False,
) -> CellLimit:
    """The radiative limit of a solar cell for a step or for any absorptance, behind any filter.

    Parameters
    ----------
    edge : float, optional
        eV; every photon of at least this energy is absorbed, none below. A line at the very edge is absorbed (to 1e-9
        of its wavelength: write ``hc_eV / 1550e-9`` and not 0.7999).
    absorptance : pair of array_like (n,), optional
        Instead of `edge`: wavelengths in m, ascending, and fractions from 0 to 1, linear between and zero outside.
        A jump is the same wavelength twice.
    light : Spectrum, optional
        AM1.5G where left out.
    filter : Filter, optional
        In front of the cell. Voltage and fill factor are those at the filtered current.
    temperature : float
        Of the cell and its surroundings, K.
    luminescence_yield : float
        External: photons out for each pair lost, above 0 to 1. 1 is the radiative limit.
    front_index : float
        Refractive index of the medium in front: emission goes with its square. 1 is a cell in air.
    back_index : float, optional
        Refractive index of a medium behind that takes the cell's emission; left out, a perfect mirror, so that the cell
        emits into one half-space. 1 is a cell in air on both sides, n one that lies on a black substrate of index n.
    quantum_yield : callable, optional
        Pairs for each absorbed photon against its energy in eV, (n,) to (n,), at least 1: the ``of(gap)`` of a
        `MultipleExcitons` or `ExcitonStaircase`, or a function of your own. Pairs made together recombine
        together, so emission has the chemical potential (pairs) q V (M. C. Hanna and A. J. Nozik, J. Appl. Phys. 100,
        074510 (2006)). Where it jumps, the current is good to half an interval of the light's own wavelengths.
    boltzmann : bool
        Without the -1 of Planck's law, as in textbooks. That raises Voc by some kT/2q exp((qVoc - edge)/kT): 1e-5 V or
        less under one sun, but past the edge under ten thousand.

    Returns
    -------
    CellLimit
        Zero power where no light is absorbed.

    Raises
    ------
    InputError
        For numbers out of range, or with neither or both of `edge` and `absorptance`.

    Notes
    -----
    Stops being true where carriers keep the energy above the edge (hot carriers), where the yield depends on the
    voltage, and where resistances count. The emission of an absorptance below the first or beyond the last sample is
    not known and not counted: its tail must be in it. A tail that reaches below q Voc needs `boltzmann`: Planck's law
    ends the voltage at the lowest photon energy that is absorbed at all, while in truth the film is filled there and
    amplifies.

    Examples
    --------
    >>> best = detailed_balance(1.335)
    >>> round(100 * best.efficiency, 1), round(best.voc, 3)
    (33.7, 1.077)
    >>> from infradot.light import SILICON_FILTER
    >>> from infradot.units import hc_eV
    >>> round(100 * detailed_balance(hc_eV / 1240e-9, filter=SILICON_FILTER).efficiency, 2)
    2.81
    """
    absorber = chosen("Detailed balance", ("edge", edge, "eV"), ("absorptance", absorptance))
    checked(
        "Detailed balance",
        ("temperature", temperature, "K", POSITIVE),
        ("luminescence_yield", luminescence_yield, "", PART),
        ("front_index", front_index, "", POSITIVE),
        ("back_index", 0.0 if back_index is None else back_index, "", NOT_NEGATIVE),
    )
    sides = front_index**2 + (back_index or 0.0) ** 2
    return solved(absorber, _behind(light, filter), temperature, sides / luminescence_yield, quantum_yield, boltzmann)


def efficiency_against_gap(
    edges: ArrayLike,
    *,
    light: Spectrum | None = None,
    filter: Filter | None = None,
    temperature: float = 300.0,
    luminescence_yield: float = 1.0,
    back_index: float | None = None,
) -> GapSweep:
    """The limit of step absorbers against their edge, for the figure.

    Parameters
    ----------
    edges : array_like (n,)
        eV.
    light, filter, temperature, luminescence_yield, back_index
        As in `detailed_balance`.

    Returns
    -------
    GapSweep

    Examples
    --------
    >>> curve = efficiency_against_gap([1.2, 1.335, 1.5])
    >>> float(curve.edge[curve.best])
    1.335
    """
    asked = np.array(edges, dtype=np.float64, ndmin=1)
    checked("Efficiency against gap", ("edges", asked, "eV", POSITIVE))
    behind = _behind(light, filter)
    limits = [
        detailed_balance(
            float(edge), light=behind, temperature=temperature, luminescence_yield=luminescence_yield,
            back_index=back_index,
        )
        for edge in asked.ravel()
    ]  # fmt: skip
    name = getattr(filter, "name", "") or ("a filter" if filter is not None else "")
    shines = behind.name or "given light"
    return GapSweep(
        edge=asked.ravel(),
        jsc=_column(limit.jsc for limit in limits),
        voc=_column(limit.voc for limit in limits),
        fill_factor=_column(limit.fill_factor for limit in limits),
        efficiency=_column(limit.efficiency for limit in limits),
        light=f"{shines} behind {name}" if name else shines,
    )


def radiative_limit(
    eqe: ArrayLike,
    *,
    wavelength: ArrayLike,
    light: Spectrum | None = None,
    filter: Filter | None = None,
    temperature: float = 300.0,
) -> CellLimit:
    """What a measured cell could do if its pairs were lost by emission alone (Rau's reciprocity).

    J0 = q times the integral of EQE(E) phi(E) dE, and Voc = kT/q ln(Jsc/J0 + 1) (U. Rau, Phys. Rev. B 76, 085303
    (2007), DOI 10.1103/PhysRevB.76.085303).

    Parameters
    ----------
    eqe : array_like (n,)
        Fractions; above 1 with gain.
    wavelength : array_like (n,)
        m, ascending. They must reach down the tail: the emission sits where the EQE is already small, and what is not
        measured is not counted, which makes the voltage too high.
    light, filter, temperature
        As in `detailed_balance`.

    Returns
    -------
    CellLimit
        `saturation_current` is J0,rad and `voc` Voc,rad.

    Raises
    ------
    InputError

    Notes
    -----
    Holds where collection does not depend on voltage or light (linear superposition), for light from one side.

    Examples
    --------
    >>> from infradot.units import hc_eV
    >>> edge = hc_eV / 1.305
    >>> cell = radiative_limit([0.8, 0.8], wavelength=[280e-9, edge])
    >>> round(cell.voc, 3), round(cell.jsc / 10, 2)  # mA cm^-2
    (1.049, 28.58)
    """
    absorber = sampled("Radiative limit", "eqe", (wavelength, eqe), NOT_NEGATIVE)
    checked("Radiative limit", ("temperature", temperature, "K", POSITIVE))
    # without the -1 of Planck's law: with it the tail of a quantum efficiency, however small, would end the voltage at
    # its last photon energy, though where qV is above that the film amplifies and does not emit so
    return solved(absorber, _behind(light, filter), temperature, 1.0, None, True)


def luminescence_yield(voc: float, *, voc_radiative: float, temperature: float = 300.0) -> float:
    """External luminescence yield that a measured open-circuit voltage means.

    Y = (exp(qVoc/kT) - 1)/(exp(qVoc,rad/kT) - 1), which is Rau's Voc = Voc,rad + kT/q ln Y for voltages above a few kT.

    Parameters
    ----------
    voc, voc_radiative : float
        Measured, and of `radiative_limit` or `detailed_balance` under the same light, V.
    temperature : float
        K.

    Returns
    -------
    float
        Above 1 where the voltage beats the radiative limit, which a cell cannot.

    Raises
    ------
    InputError

    Examples
    --------
    >>> f"{luminescence_yield(0.65, voc_radiative=1.0487):.1e}"
    '2.0e-07'
    """
    checked(
        "Luminescence yield",
        ("voc", voc, "V", FINITE),
        ("voc_radiative", voc_radiative, "V", POSITIVE),
        ("temperature", temperature, "K", POSITIVE),
    )
    kt = thermal_voltage(temperature)
    below = math.exp((voc - voc_radiative) / kt)
    return below * math.expm1(-voc / kt) / math.expm1(-voc_radiative / kt)


def _column(values: Iterable[float]) -> Array:
    return np.fromiter(values, dtype=np.float64)


def _behind(light: Spectrum | None, filter: Filter | None) -> Spectrum:
    shining = am15g() if light is None else light
    return shining if filter is None else shining.filtered(filter)
