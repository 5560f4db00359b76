"""How a dark current rises with temperature, part by part: the energy over which each of them is activated."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.dark_current import KINDS, DarkCurrent, dark_current, part_name, together
from infradot.experiments.local_fit import straight_line
from infradot.experiments.points import Points, SweepReport, positive_points
from infradot.experiments.prepare import finite_voltage
from infradot.experiments.result import Column, Result, frozen
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.units import thermal_voltage

Floats = NDArray[np.float64]
STEPS = (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0)  # K from the device's own temperature
FAINT = 1e-9  # share of the current at the device's temperature, below which a part has no activation told
_FITTED = Source(reference="least-squares line through a computed temperature sweep", how="fitted")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DarkActivation(Result):
    """Dark current at one voltage against temperature.

    Parameters
    ----------
    temperature : ndarray (m,)
        K, in the order asked.
    voltage : float
        V at the terminals.
    current_density : ndarray (m,)
        A m^-2 into the anode; NaN where the report names a failure.
    parts : ndarray (sources, m)
        As in `DarkCurrent`.
    kinds, mechanisms, places : tuple of str
    activation : Value, optional
        Of the whole current, eV: minus the slope of ln |J| with 1/kT by one line; its std tells how straight it is.
    by_kind, by_part : mapping of str to Value
        The same of each kind, and of each part by its name; without those that are too faint or change sign.
    curves : tuple of DarkCurrent or None
        Behind each point.
    report : SweepReport
    device : Device
        As given; each curve holds the one of its temperature.
    reasons : mapping
        Name of what has no activation to why.
    """

    temperature: Floats
    voltage: float
    current_density: Floats
    parts: Floats
    kinds: tuple[str, ...]
    mechanisms: tuple[str, ...]
    places: tuple[str, ...]
    activation: Value | None
    by_kind: Mapping[str, Value]
    by_part: Mapping[str, Value]
    curves: tuple[DarkCurrent | None, ...]
    report: SweepReport
    device: Device
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        frozen(self, "temperature", "current_density", "parts")

    def findings(self) -> list[str]:
        """What was found, a sentence each."""
        told = [f"At {self.voltage:.3g} V from {self.temperature.min():.4g} to {self.temperature.max():.4g} K."]
        if self.activation is not None:
            told.append(f"The dark current is activated with {self.activation:.3f} eV.")
        if len(self.by_kind) > 1:
            told.append("By kind: " + ", ".join(f"{kind} {value:.3f} eV" for kind, value in self.by_kind.items()) + ".")
        return told

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header: dict[str, Any] = {"device": self.device.name, "light": "none", "voltage_V": self.voltage}
        if self.activation is not None:
            header["activation_eV"] = f"{self.activation:.6g}"
        names = (part_name(part) for part in zip(self.kinds, self.mechanisms, self.places, strict=True))
        return header, [
            ("temperature", "K", self.temperature),
            ("current_density", "A m-2", self.current_density),
            *((name, "A m-2", part) for name, part in zip(names, self.parts, strict=True)),
        ]


def dark_activation(device: Device, *, voltage: float = -0.5, temperatures: ArrayLike | None = None) -> DarkActivation:
    """Measure the dark current at several temperatures, and the activation energy of each of its parts.

    A layer made of a `Film` is worked out anew at each temperature; a raw `Material` is used as given, so that only
    kT changes in it.

    Parameters
    ----------
    device : Device
    voltage : float
        V at the terminals, not 0.
    temperatures : array_like (m,), optional
        K; by default 7 within 30 K of the device's own temperature.

    Returns
    -------
    DarkActivation

    Raises
    ------
    InputError
        For 0 V, or temperatures outside 10 to 1000 K.
    NotConverged
        Where no point could be solved.

    Warns
    -----
    ConvergenceWarning
        Where something is missing.

    Notes
    -----
    A prefactor that goes as T^m adds m kT to the slope; it is left in.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.dark_activation(device, voltage=-0.5, temperatures=[290, 300, 310])
    >>> 0.5 < found.activation < 1.31
    True
    """
    begun, at = time.perf_counter(), finite_voltage(voltage)
    if at == 0.0:
        raise InputError("voltage = 0 V, where no dark current flows; expected another voltage, such as -0.5 V.")
    given = [device.temperature + step for step in STEPS] if temperatures is None else temperatures
    kelvin = positive_points("temperatures", given, " K")
    if kelvin.min() < 10 or kelvin.max() > 1000:
        raise InputError(f"temperatures run from {kelvin.min():g} to {kelvin.max():g} K, expected 10 to 1000 K.")
    points = Points("K")
    curves = [points.take(t, partial(_curve, device, t, at)) for t in kelvin.tolist()]
    report = points.report(len(kelvin), time.perf_counter() - begun)
    current, parts, known = _gathered(curves)
    reasons: dict[str, str] = {}
    kinds, mechanisms, places = (tuple(part[c] for part in known) for c in range(3))
    whole = _activation(kelvin, current, current, "the whole", reasons)
    by_kind = {
        kind: value
        for kind, sums in together(kinds, parts, KINDS).items()
        if (value := _activation(kelvin, sums, current, kind, reasons)) is not None
    }
    by_part = {
        part_name(part): value
        for part, row in zip(known, parts, strict=True)
        if (value := _activation(kelvin, row, current, part_name(part), reasons)) is not None
    }
    return DarkActivation(
        temperature=kelvin, voltage=at, current_density=current, parts=parts, kinds=kinds, mechanisms=mechanisms,
        places=places, activation=whole, by_kind=by_kind, by_part=by_part, curves=tuple(curves), report=report,
        device=device, reasons=reasons,
    )  # fmt: skip


def _curve(device: Device, temperature: float, voltage: float) -> DarkCurrent:
    own = device if device.temperature == temperature else replace(device, temperature=temperature)
    return dark_current(own, voltage=[voltage])


def _gathered(curves: list[DarkCurrent | None]) -> tuple[Floats, Floats, tuple[tuple[str, str, str], ...]]:
    """Currents (m,), parts (sources, m) and what each part is, of curves at one voltage each."""
    each = [
        {} if curve is None else dict(zip(zip(curve.kinds, curve.mechanisms, curve.places, strict=True),
                                          curve.parts[:, 0].tolist(), strict=True))
        for curve in curves
    ]  # fmt: skip
    known = tuple(dict.fromkeys(part for parts in each for part in parts))
    rows = [[np.nan if not parts else parts.get(part, 0.0) for parts in each] for part in known]
    current = np.array([np.nan if curve is None else float(curve.current_density[0]) for curve in curves])
    return current, np.array(rows).reshape(len(known), len(curves)), known


def _activation(kelvin: Floats, part: Floats, whole: Floats, name: str, reasons: dict[str, str]) -> Value | None:
    """Minus the slope of ln |J| with 1/kT, eV; None, with a reason, where there is none."""
    good = np.isfinite(part)
    if (part[good] > 0).any() == (part[good] < 0).any() or (part[good] == 0).any():
        reasons[name] = "it is zero, or changes its sign"
        return None
    if np.abs(part[good]).max(initial=0.0) < FAINT * np.abs(whole[good]).max(initial=0.0):
        reasons[name] = f"it is less than {FAINT:g} of the current"
        return None
    line = straight_line(1.0 / (thermal_voltage(1.0) * kelvin[good]), np.log(np.abs(part[good])))
    if line is None:
        reasons[name] = "fewer than two points"
        return None
    return Value(-line[1], std=line[3], source=_FITTED)
