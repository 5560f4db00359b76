"""Noise of a device against frequency: from the same equations as its current, source by source."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.generation import Generation
from infradot.experiments.impedance import wanted_frequencies, working_state
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.noise import NoiseParts, noise_parts
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.transport.problem import Problem
from infradot.units import k_B, q

Floats = NDArray[np.float64]
MOVING = ("electrons moving", "holes moving", "mobility (1/f)", "photogeneration")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NoiseSpectrum(Result):
    """Spectral density of the current noise at the terminals, with an ideal voltage source between them.

    Parameters
    ----------
    frequency : ndarray (m,)
        Hz.
    density : ndarray (m,)
        One-sided, for each area, A^2 Hz^-1 m^-2: that of the current of a device is `density` times its area.
    parts : ndarray (sources, m)
        What each source adds to it; they are independent.
    mechanisms, places : tuple of str
        What fluctuates in each of `parts`, and where: a layer, ``"front contact"``, ``"back contact"``, two layers
        joined by a stroke, or ``"circuit"``.
    thermal : ndarray (m,)
        4 k T Re Y of the device in this state: its noise, were it in equilibrium.
    voltage : float
        V at the terminals.
    current_density : float
        A m^-2 into the anode.
    hooge : float
        The parameter that was given for 1/f noise, an empirical addition; 0 for none.
    device : Device
    report : SolveReport
    light : Spectrum, optional
    generation : Generation, optional
    """

    frequency: Floats
    density: Floats
    parts: Floats
    mechanisms: tuple[str, ...]
    places: tuple[str, ...]
    thermal: Floats
    voltage: float
    current_density: float
    hooge: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None
    generation: Generation | None = None

    def __post_init__(self) -> None:
        frozen(self, "frequency", "density", "parts", "thermal")

    @property
    def shot(self) -> float:
        """2 q |J|, A^2 Hz^-1 m^-2: what is often assumed instead."""
        return 2 * q * abs(self.current_density)

    def by_mechanism(self) -> dict[str, Floats]:
        """Density (m,) of each mechanism, all places together, largest first."""
        return summed(self.mechanisms, self.parts)

    def by_place(self) -> dict[str, Floats]:
        """Density (m,) of each layer, contact and boundary, all mechanisms together, largest first."""
        return summed(self.places, self.parts)

    def current(self, area: float | None = None) -> Floats:
        """Noise current (m,), A Hz^-1/2.

        Parameters
        ----------
        area : float, optional
            m^2; by default that of the device.

        Raises
        ------
        InputError
            Where there is no area.
        """
        used = self.device.area if area is None else area
        if used is None or not used > 0:
            raise InputError(f"area = {used!r}; noise in amperes needs the area of the device, above 0 m2.")
        noise: Floats = np.sqrt(self.density * used)
        return noise

    def _sentences(self) -> list[str]:
        low = int(np.argmin(self.frequency))
        pico = 1e12 * 1e-2  # A m^-1 to pA cm^-1
        first, part = max(self.by_mechanism().items(), key=lambda item: float(item[1][low]))
        told = [
            f"Its noise at {self.frequency[low]:.3g} Hz is {math.sqrt(self.density[low]) * pico:.4g} pA/Hz^0.5 for 1 "
            f"cm2, {part[low] / self.density[low]:.0%} of it from {first}."
        ]
        if self.hooge > 0:
            told.append(f"The 1/f part is put in, by Hooge's parameter {self.hooge:g}.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
            "hooge": self.hooge,
        }
        names = (f"{what}, {where}" for what, where in zip(self.mechanisms, self.places, strict=True))
        return header, [
            ("frequency", "Hz", self.frequency),
            ("density", "A2 Hz-1 m-2", self.density),
            *((name, "A2 Hz-1 m-2", part) for name, part in zip(names, self.parts, strict=True)),
        ]


def summed(names: tuple[str, ...], parts: Floats) -> dict[str, Floats]:
    """Parts (sources, m) of one name together, largest first."""
    sums = {name: np.zeros(parts.shape[1]) for name in names}
    for name, part in zip(names, parts, strict=True):
        sums[name] += part
    return dict(sorted(sums.items(), key=lambda item: -float(item[1].max())))


def noise(
    device: Device,
    *,
    frequency: ArrayLike,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    hooge: float = 0.0,
) -> NoiseSpectrum:
    """Compute the noise of a device's current from the fluctuation of every process inside.

    Each process counts with the rates that it has forward and backward: carriers that cross an element of the grid,
    recombine, are caught, freed, or pass a contact; light makes pairs at random. In equilibrium that gives 4 k T Re Y
    at every frequency, in an ideal diode shot noise, in a photoconductor generation-recombination noise with its gain.

    Parameters
    ----------
    device : Device
    frequency : array_like (m,)
        Hz, above 0.
    voltage : float, optional
        The steady voltage at the terminals, V.
    light : Spectrum, optional
        What shines on the front, without noise beyond that of single photons; None is darkness.
    generation : Generation, optional
        A given generation profile instead of light.
    hooge : float, optional
        Hooge's parameter, 0 or more: adds noise hooge j^2/(carriers f) of the mobility in every piece of every layer,
        for electrons and for holes. No theory stands behind it and none is known for dot films, so it is 0 unless
        given.

    Returns
    -------
    NoiseSpectrum

    Raises
    ------
    InputError
        For frequencies that are not above 0, a negative `hooge`, or light and generation together.
    NotConverged
        Where the steady state is not found.

    Notes
    -----
    Left out: 1/f noise other than by `hooge`, the amplifier, fluctuations of the light source, blinking.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> quiet = idt.noise(device, frequency=[10.0, 1e5])
    >>> bool(abs(quiet.density / quiet.thermal - 1).max() < 1e-6)
    True
    """
    begun = time.perf_counter()
    asked = wanted_frequencies(frequency)
    if not 0 <= float(hooge) < math.inf:
        raise InputError(f"hooge = {hooge!r}, expected 0 or more.")
    solver, outer, current, notes = working_state(device, light, generation, voltage)
    answers = small_signal(solver, asked)
    inside = noise_parts(solver, answers, float(hooge))
    named = [*_named(solver.problem, inside), *_circuit(device, answers.admittance)]
    seen = np.abs(1.0 + float(device.series_resistance) * _shunted(device, answers.admittance)) ** -2
    parts = np.array([part * seen for _, _, part in named])
    found = _shunted(device, answers.admittance)
    outside = found / (1.0 + float(device.series_resistance) * found)
    report = SolveReport(
        complete=True, points=1, nodes=solver.problem.nodes, iterations=solver.iterations, residual=solver.residual,
        seconds=time.perf_counter() - begun, notes=notes,
    )  # fmt: skip
    return NoiseSpectrum(
        frequency=asked, density=parts.sum(axis=0), parts=parts, mechanisms=tuple(what for what, _, _ in named),
        places=tuple(where for _, where, _ in named), thermal=4 * k_B * device.temperature * outside.real,
        voltage=outer, current_density=current, hooge=float(hooge), device=device, report=report, light=light,
        generation=generation,
    )  # fmt: skip


def _shunted(device: Device, junction: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return junction + 1.0 / float(device.shunt_resistance)


def _named(posed: Problem, inside: NoiseParts) -> list[tuple[str, str, Floats]]:
    """Mechanism, place and density (m,) of each source in the junction that there is."""
    found = []
    for number, domain in enumerate(posed.domains):
        names = (*MOVING, *domain.mechanisms)
        found += [(name, domain.name, inside.layers[:, number, at]) for at, name in enumerate(names)]
    for side, place in enumerate(("front contact", "back contact")):
        found += [
            (f"{who} at a contact", place, inside.contacts[:, side, c]) for c, who in enumerate(("electrons", "holes"))
        ]
    for number, (interface, _) in enumerate(posed.joints):
        found.append(("interface recombination", "/".join(interface.between), inside.joints[:, number]))
    return [(what, where, part) for what, where, part in found if part.any()]


def _circuit(device: Device, junction: NDArray[np.complex128]) -> list[tuple[str, str, Floats]]:
    """Thermal noise of the resistances, as a current beside the junction."""
    kt, found = 4 * k_B * device.temperature, []
    if device.shunt_resistance < math.inf:
        found.append(("shunt resistance", "circuit", np.full(len(junction), kt / float(device.shunt_resistance))))
    if device.series_resistance > 0:
        inner = np.abs(_shunted(device, junction)) ** 2
        found.append(("series resistance", "circuit", kt * float(device.series_resistance) * inner))
    return found
