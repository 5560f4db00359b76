"""What is asked of each device of a sweep: figures of merit of its J-V curves, unless a function of your own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.metrics import NAMES
from infradot.files import Document
from infradot.light import Spectrum, am15g
from infradot.stack.device import Device
from infradot.stack.laser import Laser
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.tandem import Tandem
from infradot.sweep.detectors import DETECTOR_UNITS, DetectorNumbers, detector_numbers
from infradot.sweep.lasers import LASER_UNITS, LaserNumbers, laser_numbers
from infradot.sweep.measured import QUICK, Found, in_the_dark, power_under_light, under_light
from infradot.sweep.photons import PHOTON_UNITS, PhotonNumbers, photon_numbers

USUAL = ("efficiency", "voc", "jsc", "fill_factor")
DARK = "dark_current"
# unit in tables, and what a number in SI is multiplied by to get there
UNITS: dict[str, tuple[str, float]] = {
    "efficiency": ("percent", 100.0), "voc": ("V", 1.0), "jsc": ("mA cm-2", 0.1), "fill_factor": ("percent", 100.0),
    "maximum_power": ("mW cm-2", 0.1), "voltage_mpp": ("V", 1.0), "current_density_mpp": ("mA cm-2", 0.1),
    DARK: ("mA cm-2", 0.1), **PHOTON_UNITS, **LASER_UNITS, **DETECTOR_UNITS,
}  # fmt: skip
Numbers = Mapping[str, float | str | None]


def unit_of(answer: str) -> tuple[str, float]:
    """The unit of an answer in tables and the factor to it; none for a name of your own.

    Examples
    --------
    >>> unit_of("jsc (AM1.5G, silicon filter)")
    ('mA cm-2', 0.1)
    """
    return UNITS.get(answer.partition(" (")[0], ("", 1.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """A J-V curve to be measured: its name, its light (None is dark) and its voltages in V (None: as `jv` chooses)."""

    name: str
    light: Spectrum | None
    voltage: NDArray[np.float64] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Metrics:
    """Figures of merit of one or more J-V curves of a device.

    Parameters
    ----------
    curves : tuple of Curve
    of : tuple of str
        Names of figures of merit; those of the light are asked of illuminated curves, "dark_current" of dark ones.
    quick : bool
        Whether only the maximum power of a tandem is wanted.
    """

    curves: tuple[Curve, ...]
    of: tuple[str, ...]
    quick: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the answers, with the light where the same is asked of several curves."""
        return tuple(self._name(metric, curve) for curve in self.curves for metric in self._asked(curve))

    def _asked(self, curve: Curve) -> list[str]:
        return [metric for metric in self.of if (metric == DARK) == (curve.light is None)]

    def _name(self, metric: str, curve: Curve) -> str:
        alike = sum((other.light is None) == (curve.light is None) for other in self.curves)
        return metric if alike == 1 else f"{metric} ({curve.name})"

    def __call__(self, device: Any) -> Numbers:
        """A number for each name, SI, or the reason why there is none."""
        found: dict[str, float | str | None] = {}
        for curve in self.curves:
            asked = self._asked(curve)
            if asked:
                numbers = self._measured(device, curve)
                found |= {self._name(metric, curve): numbers[metric] for metric in asked}
        return found

    def _measured(self, device: Any, curve: Curve) -> Found:
        if curve.light is None:
            return {DARK: in_the_dark(device, curve.voltage)}
        if self.quick:
            return power_under_light(device, curve.light)
        return under_light(device, curve.light, curve.voltage)


def metrics(
    *names: str, light: Spectrum | None = None, voltage: ArrayLike | None = None, quick: bool = False
) -> Metrics:
    """What to ask of each device: figures of merit of one illuminated J-V curve.

    Parameters
    ----------
    *names : str
        Fields of `JVMetrics`; efficiency, voc, jsc and fill_factor unless given, of a quick one the efficiency.
    light : Spectrum, optional
        AM1.5G unless given.
    voltage : array_like (m,), optional
        V, as for `jv`.
    quick : bool
        Only the maximum power of a tandem, by `tandem_power`: ten times as fast, efficiencies within 0.3 %.

    Returns
    -------
    callable
        Device, tandem, spectral splitting or power receiver to a mapping of name to number.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> metrics("voc", "efficiency").names
    ('voc', 'efficiency')
    """
    wanted = None if voltage is None else wanted_voltages(voltage)
    lit = am15g() if light is None else light
    of = _known(names, QUICK) or QUICK[:1] if quick else _known(names, NAMES) or USUAL
    return Metrics(curves=(Curve(name=lit.name, light=lit, voltage=wanted),), of=of, quick=quick)


def measured_by(
    document: Document, of: Iterable[str] = (), lights: Iterable[str] = (), *, quick: bool = False
) -> Metrics | PhotonNumbers | LaserNumbers | DetectorNumbers:
    """What a device file asks for: its own J-V curves, or the numbers of a single-photon source or a laser.

    Parameters
    ----------
    document : Document
    of : iterable of str
        Figures of merit; the usual four of illuminated curves and the dark current of dark ones unless given, the
        efficiency where four terminals have no common voltage.
    lights : iterable of str
        Keep only the curves whose light is called so, or has this in its name.
    quick : bool
        Only the maximum power of a tandem.

    Raises
    ------
    InputError
        For a file without a J-V, an unknown figure of merit or light, or one that none of the curves has.
    """
    if quick and not isinstance(document.design, Tandem):
        raise InputError(f"Only the power of a tandem can be had quickly, and the file describes a {document.kind}.")
    if isinstance(document.design, SinglePhotonSource):
        return photon_numbers(*of)
    if isinstance(document.design, Laser):
        return laser_numbers(*of, continuous=document.design.pump.pulse is None)
    of = tuple(of)
    detector = tuple(dict.fromkeys(name for name in of if name in DETECTOR_UNITS))
    rest = tuple(name for name in of if name not in DETECTOR_UNITS)
    if detector and isinstance(document.design, Device):
        numbers = detector_numbers(document, detector)
        return numbers if not rest else replace(numbers, others=measured_by(document, rest, lights))
    asked = [m for m in document.measures if m.what in ("jv", "power")]
    curves = tuple(Curve(name=m.label, light=m.light, voltage=m.voltage) for m in asked)
    if not curves:
        raise InputError('The file measures no J-V; add a [[measure]] with what = "jv", or sweep in Python.')
    curves = _selected(curves, tuple(lights))
    names = _known(tuple(of), QUICK if quick else (*NAMES, DARK, *DETECTOR_UNITS))
    apart = getattr(document.design, "terminals", 2) == 4  # no common voltage
    usual = QUICK[:1] if quick or apart else (*USUAL, DARK)
    found = Metrics(curves=curves, of=names or usual, quick=quick)
    for metric in names:
        if not any(metric in found._asked(curve) for curve in curves):
            what = "dark" if metric == DARK else "illuminated"
            raise InputError(f"{metric} is read off {what} curves, and the file measures none.")
    return found


def _selected(curves: tuple[Curve, ...], lights: tuple[str, ...]) -> tuple[Curve, ...]:
    names = [curve.name for curve in curves]
    wanted: list[str] = []
    for light in lights:
        alike = [name for name in names if name.casefold() == light.casefold()]
        alike = alike or [name for name in names if light.casefold() in name.casefold()]
        if not alike:
            raise InputError(f"No J-V of the file is measured under {light!r}.{nearest(light, names)}")
        wanted += alike
    return tuple(curve for curve in curves if not lights or curve.name in wanted)


def _known(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(*(f"Unknown figure of merit {name!r}.{nearest(str(name), known)}" for name in unknown))
    return tuple(dict.fromkeys(names))
