"""What experiments on the same device share: its equations, its equilibrium, the light in its stack."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.generation import Generation, nodal, pairs_made
from infradot.laws.recombination import Radiative, Recycled
from infradot.laws.statistics import Boltzmann
from infradot.light.spectrum import Spectrum
from infradot.materials.material import Material
from infradot.optics import StackResponse, escape_probability, optical_range, response, split_light
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.transport.problem import Problem, problem
from infradot.units import q, thermal_voltage

KEPT_LIGHTS = 16
ROUNDING = 1e-13


@dataclass(frozen=True, kw_only=True, eq=False)
class Illumination:
    """Light in a stack, counted in photons.

    Parameters
    ----------
    response : StackResponse
        Reflection and absorption at the wavelengths that are used.
    wavelength, photons : ndarray (n,)
        Those wavelengths (m) and the photons each carries (m^-2 s^-1).
    outside : float
        Photon current outside the optical range, A m^-2.
    cells : list of ndarray
        Pairs generated in each cell of each conducting layer, m^-2 s^-1.
    nodal : ndarray (nodes,)
        The same, of each node.
    """

    response: StackResponse
    wavelength: NDArray[np.float64]
    photons: NDArray[np.float64]
    outside: float
    cells: list[NDArray[np.float64]]
    nodal: NDArray[np.float64]


class Prepared:
    """The equations of one device and what has been solved of them already.

    Parameters
    ----------
    device : Device
    refine : int
        Grid refinement, 1 for the default grid.
    posed : Problem, optional
        Its equations on another grid.
    """

    def __init__(self, device: Device, refine: int = 1, posed: Problem | None = None) -> None:
        # a weak reference, or the memo below would keep every device alive
        self._device = weakref.ref(device)
        self.problem: Problem = posed or problem(device, refine=refine, materials=emitting_materials(device))
        self._equilibrium: NDArray[np.float64] | None = None
        self._lit: OrderedDict[int, tuple[Spectrum, Illumination]] = OrderedDict()

    @property
    def device(self) -> Device:
        """The device."""
        device = self._device()
        assert device is not None
        return device

    def steady(
        self,
        light: Spectrum | None = None,
        generation: Generation | None = None,
        near: Mapping[float, NDArray[np.float64]] | None = None,
    ) -> Steady:
        """A steady-state solver under this light or generation, at 0 V; `near` as in `Steady`."""
        found = Steady(self.problem, self.nodal(light, generation), self._equilibrium, near)
        self._equilibrium = found.equilibrium
        return found

    def nodal(self, light: Spectrum | None, generation: Generation | None) -> NDArray[np.float64] | None:
        """Generation of each node, m^-2 s^-1; None in the dark."""
        if light is not None and generation is not None:
            raise InputError("Give light or generation, not both.")
        if generation is not None and not isinstance(generation, Generation):
            raise InputError(f"generation = {generation!r} is no Generation(position=..., rate=...).")
        if generation is not None:
            return nodal(self.problem, generation.cells(self.problem))
        return None if light is None else self.lit(light).nodal

    def lit(self, light: Spectrum) -> Illumination:
        """The light in the stack; kept for the last few spectra."""
        if not isinstance(light, Spectrum):
            raise InputError(f"light = {light!r} is no Spectrum; expected something like idt.am15g().")
        known = self._lit.get(id(light))
        if known is not None:
            return known[1]
        found = illuminate(self.device, self.problem, light)
        self._lit[id(light)] = (light, found)
        while len(self._lit) > KEPT_LIGHTS:
            self._lit.popitem(last=False)
        return found


def finite_voltage(voltage: float) -> float:
    """A voltage in V as a float, or `InputError`."""
    try:
        value = float(voltage)
    except (TypeError, ValueError):
        value = np.nan
    if not np.isfinite(value):
        raise InputError(f"voltage = {voltage!r}, expected a finite number in V.")
    return value


def illuminate(device: Device, posed: Problem, light: Spectrum) -> Illumination:
    """Light in the stack of a device, generation included."""
    light_range = optical_range(device.optical_stack, device.temperature)
    wavelength, photons, outside = split_light(light, light_range)
    if len(wavelength) == 0:  # all of it outside: one wavelength without photons keeps the account whole
        wavelength, photons = np.array([light_range[0]]), np.zeros(1)
    seen = response(device.optical_stack, device.temperature, wavelength)
    # a transparent layer absorbs differences of rounding, of either sign
    noise = ROUNDING * float(np.sum(photons))
    made = (
        seen.generation(domain.name, domain.boundary, photons * pairs_made(device, domain.name, wavelength))
        for domain in posed.domains
    )
    cells = [np.where(cell > noise, cell, 0.0) for cell in made]
    return Illumination(
        response=seen,
        wavelength=wavelength,
        photons=photons,
        outside=q * outside,
        cells=cells,
        nodal=nodal(posed, cells),
    )


def emitting_materials(device: Device) -> tuple[Material, ...]:
    """The conducting materials, with the net radiative coefficient where emitted photons are recycled."""
    return tuple(
        _recycled(device, layer.name, material) if recycles(material) else material
        for layer, material in device.conducting()
    )


def recycles(material: Material) -> bool:
    """Whether what a material emits is partly absorbed again, as the whole stack decides."""
    return any(isinstance(law, Radiative) and law.reabsorption == "recycled" for law in material.recombination)


def _recycled(device: Device, layer: str, material: Material) -> Material:
    escape, parasitic = escape_probability(device.optical_stack, device.temperature, layer)

    def net(law: Any) -> Any:
        if not isinstance(law, Radiative):
            return law
        coefficient = law.coefficient * (escape + parasitic)
        if isinstance(material.statistics, Boltzmann):
            return Radiative(coefficient=coefficient)
        electrons, holes = material.statistics.dilute_factors(thermal_voltage(device.temperature))
        pairs = material.effective_dos_n * electrons * material.effective_dos_p * holes  # type: ignore[operator]
        return Recycled(coefficient=coefficient, pairs=pairs)

    return replace(material, recombination=tuple(net(law) for law in material.recombination))


_lock = threading.Lock()
_prepared: dict[int, tuple[weakref.ref[Device], Prepared]] = {}


def prepared(device: Device) -> Prepared:
    """The memo of this very device object; it is forgotten with the device."""
    key = id(device)
    with _lock:
        known = _prepared.get(key)
        if known is not None and known[0]() is device:
            return known[1]
    made = Prepared(device)
    with _lock:
        _prepared[key] = (weakref.ref(device, lambda _: _prepared.pop(key, None)), made)
    return made
